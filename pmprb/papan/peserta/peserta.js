// @ts-check
// A participant's phone: join with a code, answer, see how the room answered. It asks the server every second or two
// while it is looked at; a phone that slept asks again when it wakes. An answer is sent until it is confirmed.

import { el, ganti } from "./dom.js";
import { bahasanKelas, batangKelas } from "./hasil-kelas.js";

/**
 * @typedef {import("./hasil-kelas.js").Soal} Soal
 * @typedef {{versi: number, soal: Soal | null, nomor: number, tahap: string, jawaban: {label: string, kunci: string, isi: Record<string, string>} | null,
 *   bahasan: import("./hasil-kelas.js").Bahasan | null}} Keadaan
 */

const JEDA = 1500;
const SABAR = 8000;

const isi = el("main", { class: "peserta", id: "isi-halaman" });
const kabar = el("p", { class: "status-kirim", role: "status" });
ganti(document.body, isi);

/** @type {Keadaan | null} */
let kini = null;
let tampak = "";
let gagal = 0;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let berikut;
/** @type {Record<string, string>} what is chosen but not sent, kept while the screen is drawn anew */
let rancangan = {};
let mengirim = false;

/** @param {string} alamat @param {object} [badan] @returns {Promise<{status: number, data: any}>} */
async function tanya(alamat, badan) {
  const batas = new AbortController();
  const jam = setTimeout(() => batas.abort(), SABAR);
  try {
    const balasan = await fetch(alamat, {
      method: badan ? "POST" : "GET",
      body: badan ? JSON.stringify(badan) : undefined,
      signal: batas.signal,
      cache: "no-store",
    });
    return { status: balasan.status, data: await balasan.json().catch(() => ({})) };
  } finally {
    clearTimeout(jam);
  }
}

let melihat = false;

async function lihat() {
  clearTimeout(berikut);
  if (document.hidden || melihat) return;
  melihat = true;
  try {
    const { status, data } = await tanya(`/keadaan?versi=${kini?.versi ?? -1}`);
    gagal = 0;
    if (data.sebab === "asing") {
      kini = null;
      tampilkanMasuk(data.pesan && tampak !== "" && tampak !== "masuk" ? data.pesan : "");
      return;
    }
    if (status === 200 && !data.sama) terima(data);
    else if (status === 200) pulih();
  } catch {
    gagal += 1;
    if (gagal === 3 && kini) katakan("Sambungan ke kelas terputus; mencoba lagi sendiri. Pastikan Wi-Fi ponsel masih sama.", "galat");
  } finally {
    melihat = false;
  }
  berikut = setTimeout(lihat, JEDA + Math.random() * 500 + Math.min(gagal, 6) * 1000);
}

/** @param {Keadaan} data */
function terima(data) {
  pulih();
  kini = data;
  const kunci = data.soal ? `${data.nomor}|${data.tahap}|${data.jawaban?.kunci ?? ""}` : "tunggu";
  if (kunci === tampak) return;
  const soalBaru = !tampak.startsWith(`${data.nomor}|`);
  if (soalBaru) rancangan = { ...(data.jawaban?.isi ?? {}) };
  const tahapBaru = soalBaru || tampak.split("|")[1] !== data.tahap;
  tampak = kunci;
  if (tahapBaru && !mengirim) katakan("");
  if (!data.soal) tampilkanTunggu();
  else if (data.tahap === "dibuka") tampilkanSoal(data.soal, data);
  else if (data.tahap === "ditutup") tampilkanTutup(data.soal, data);
  else tampilkanBahasan(data.soal, data);
  if (tahapBaru) isi.querySelector("h1")?.focus();
}

function pulih() {
  if (kabar.dataset.jenis === "galat" && !mengirim) katakan(kini?.jawaban ? terkirim(kini) : "", kini?.jawaban ? "berhasil" : "");
}

/** @param {string} teks @param {string} [jenis] */
function katakan(teks, jenis = "") {
  kabar.dataset.jenis = jenis;
  kabar.textContent = teks;
}

/** @param {string} pesan */
function tampilkanMasuk(pesan) {
  if (tampak === "masuk") return;
  tampak = "masuk";
  const kode = el("input", { id: "kode", class: "kode-kelas", name: "kode", value: location.hash.slice(1, 9), maxlength: "9", autocomplete: "off", autocapitalize: "characters", spellcheck: "false", required: true });
  const tombol = el("button", { class: "tombol utama" }, "Masuk kelas");
  const masuk = async (/** @type {Event} */ peristiwa) => {
    peristiwa.preventDefault();
    tombol.disabled = true;
    katakan("Masuk…");
    try {
      const { status, data } = await tanya("/ikut", { kode: kode.value });
      if (status === 200 && !data.sebab) {
        history.replaceState(null, "", location.pathname);
        tampak = "";
        katakan("");
        terima(data);
        lihat();
        return;
      }
      katakan(data.pesan ?? "Kelas menolak permintaan ini. Coba lagi.", "galat");
    } catch {
      katakan("Kelas tidak menjawab. Pastikan ponsel tersambung ke Wi-Fi yang sama dengan fasilitator.", "galat");
    }
    tombol.disabled = false;
  };
  ganti(isi,
    el("h1", { tabindex: "-1" }, "Kelas pmprb"),
    el("form", { class: "kartu bidang", onsubmit: masuk },
      el("label", { for: "kode" }, "Kode kelas"),
      kode,
      el("p", { class: "petunjuk" }, "Enam huruf dan angka di layar fasilitator. Nama Anda tidak ditanyakan dan tidak disimpan."),
      tombol),
    kabar);
  katakan(pesan, pesan ? "galat" : "");
  if (kode.value && !pesan) tombol.click();
}

function tampilkanTunggu() {
  ganti(isi, el("h1", { tabindex: "-1" }, "Anda sudah di kelas"), el("p", { class: "tunggu" }, "Soal muncul di sini begitu fasilitator membukanya. Biarkan halaman ini terbuka."), kabar);
}

/** @param {Soal} soal @param {Keadaan} data */
function kepala(soal, data) {
  return [
    el("p", { class: "atas" }, el("span", null, `Soal ${data.nomor} · ${soal.area}`), el("code", null, soal.id)),
    el("h1", { tabindex: "-1" }, soal.kriteria),
    soal.kasus && el("p", { class: "kasus" }, soal.kasus),
  ];
}

/** @param {Soal} soal @param {Keadaan} data */
function tampilkanSoal(soal, data) {
  const tombol = el("button", { class: "tombol utama" }, data.jawaban ? "Kirim jawaban baru" : "Kirim jawaban");
  ganti(isi,
    ...kepala(soal, data),
    soal.penjelasan && el("p", { class: "jelas redup" }, soal.penjelasan),
    el("form", { onsubmit: (/** @type {Event} */ e) => (e.preventDefault(), kirim(data.nomor, tombol)) }, bidang(soal), tombol),
    kabar);
  if (data.jawaban) katakan(terkirim(data), "berhasil");
}

/** @param {Soal} soal */
function bidang(soal) {
  if (soal.pilihan) {
    return el("fieldset", null, el("legend", null, "Jawaban Anda"), soal.pilihan.map((satu) =>
      el("label", { class: "opsi" },
        el("input", { type: "radio", name: "jawaban", value: satu.label, checked: rancangan[soal.id] === satu.label, required: true, onchange: () => (rancangan = { [soal.id]: satu.label }) }),
        el("span", null, el("b", null, satu.label), satu.arti))));
  }
  const medan = soal.hitungan ?? [{ kode: soal.id, label: `Angka, ${soal.rentang?.[0]} sampai ${soal.rentang?.[1]}` }];
  return el("fieldset", null, el("legend", null, "Jawaban Anda"), medan.map((satu, urut) => {
    const masukan = el("input", { id: `angka-${urut}`, inputmode: "decimal", autocomplete: "off", maxlength: "40", required: true, value: rancangan[satu.kode] ?? "", oninput: () => (rancangan = { ...rancangan, [satu.kode]: masukan.value }) });
    return el("div", { class: "bidang" }, el("label", { for: `angka-${urut}` }, satu.label), masukan);
  }));
}

/** @param {Keadaan} data */
function terkirim(data) {
  return `Terkirim: ${data.jawaban?.label}. Anda masih dapat mengubahnya sampai fasilitator menutup soal ini.`;
}

/** Send the answer until the class confirms it. @param {number} nomor @param {HTMLButtonElement} tombol */
async function kirim(nomor, tombol) {
  if (mengirim) return;
  mengirim = true;
  tombol.disabled = true;
  katakan("Mengirim…");
  const badan = { nomor, isi: rancangan };
  try {
    for (let kali = 0; kali < 12; kali += 1) {
      try {
        const { status, data } = await tanya("/jawab", badan);
        if (status === 200 && !data.sebab) {
          terima(data);
          katakan(terkirim(data), "berhasil");
          return;
        }
        if (status !== 429 && status < 500) {
          katakan(data.pesan ?? "Jawaban tidak diterima. Muat ulang halaman ini.", "galat");
          return;
        }
      } catch {
        /* sent again below */
      }
      katakan("Belum terkirim; mencoba lagi…");
      await new Promise((lanjut) => setTimeout(lanjut, Math.min(500 * 2 ** kali, 5000) + Math.random() * 300));
    }
    katakan("Belum terkirim. Periksa Wi-Fi ponsel, lalu tekan Kirim lagi.", "galat");
  } finally {
    mengirim = false;
    tombol.disabled = false;
    kabar.scrollIntoView({ block: "nearest" }); // it stands below the button, which on a phone is the last that is seen
  }
}

/** @param {Soal} soal @param {Keadaan} data */
function tampilkanTutup(soal, data) {
  ganti(isi, ...kepala(soal, data), el("p", { class: "kartu" }, data.jawaban ? `Jawaban Anda: ${data.jawaban.label}. Soal ditutup; lihat layar fasilitator.` : "Soal ditutup; lihat layar fasilitator."), kabar);
}

/** @param {Soal} soal @param {Keadaan} data */
function tampilkanBahasan(soal, data) {
  if (!data.bahasan) return;
  ganti(isi,
    ...kepala(soal, data),
    el("div", { class: "kartu" }, el("h2", null, "Jawaban kelas"), batangKelas(data.bahasan.kelompok, data.jawaban?.kunci)),
    el("div", { class: "kartu" }, bahasanKelas(data.bahasan)),
    kabar);
}

for (const nama of ["pageshow", "focus"]) addEventListener(nama, () => void lihat());
document.addEventListener("visibilitychange", () => void lihat());
addEventListener("online", () => void lihat());
addEventListener("hashchange", () => {
  if (!kini) ((tampak = ""), tampilkanMasuk(""));
});
lihat();
