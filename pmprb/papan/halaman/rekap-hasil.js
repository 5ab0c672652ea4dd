// @ts-check
// What came of a folder: first what is missing and wrong, then ranking, areas, gates, gaps and the least to a target.

import { bidang, el, ganti, idBaru } from "./dom.js";
import { batang } from "./grafik.js";
import { daftarKesenjangan, isiJalur, jelaskan, lipat, lolos, tabelTemuan, telaah, tombolTeks } from "./rekap-bagian.js";
import { unit as halamanUnit } from "./rekap-unit.js";
import { gulir, halaman, kisi, papanTab, tabelBerhalaman } from "./tabel.js";

/** @typedef {import("./ruang.js").Konteks} Konteks */

const NASIB = { dipakai: "baik", ditolak: "galat", dilewati: "" };

/**
 * Return everything of a rekap that was made, and its heading.
 * @param {any} result @param {Konteks} konteks @param {{pakaiUsulan: () => Promise<void>}} aksi
 */
export function hasil(result, konteks, aksi) {
  const { rekap } = result;
  const judul = el("h2", { tabindex: "-1" }, `${rekap.kepala.singkat}, periode ${rekap.kepala.periode}`);
  const isi = el("div", { class: "hasil" });
  /** @type {HTMLElement | null} */
  let asal = null;

  /** @param {number} n */
  const bukaUnit = async (n) => {
    asal = /** @type {HTMLElement | null} */ (document.activeElement);
    try {
      const { result: satu } = await konteks.mesin.kerja("rekap.unit", { n });
      const jadi = halamanUnit(satu, rekap, konteks, { kembali, bukaUnit });
      ganti(isi, jadi.wadah);
      jadi.judul.focus();
    } catch (galat) {
      konteks.galat(galat);
    }
  };
  const kembali = () => {
    ganti(isi, kepala, tab.wadah);
    if (asal?.isConnected) asal.focus();
    else judul.focus();
  };

  const kepala = el("div", { class: "kartu kepala-hasil" },
    judul,
    el("p", { class: "redup" }, [rekap.kepala.judul, rekap.kepala.varian && `varian ${rekap.kepala.varian}`].filter(Boolean).join(", ")),
    rekap.kepala.ketat && el("p", null, el("span", { class: "lencana awas" }, "Penilaian ketat"), " Jawaban tanpa bukti dihitung kosong."),
    rekap.kepala.rekonstruksi && el("p", { class: "lencana awas" }, "Rekonstruksi, bukan formulir resmi"),
    el("ul", { class: "angka-angka" },
      rekap.angka.map((/** @type {any} */ satu) =>
        el("li", { class: satu.jenis },
          el("span", { class: "judul" }, satu.judul), el("span", { class: "nilai" }, satu.nilai), el("span", { class: "kaki-angka" }, satu.kaki)))),
    simpanan(result, konteks, aksi),
    rekap.kepala.perhatian && el("details", null, el("summary", null, "Perhatian dan cara menghitung"),
      el("p", null, rekap.kepala.perhatian), el("p", null, rekap.kepala.aturan), el("p", null, rekap.kepala.kosong)));

  const salah = rekap.belum.length + ditolak(rekap).length + rekap.hitungan.KESALAHAN;
  const tab = papanTab("Isi rekap", [
    { id: "perlu", judul: "Belum dan keliru", hitung: salah ? String(salah) : "", isi: () => perlu(result, rekap) },
    { id: "peringkat", judul: "Peringkat", isi: () => peringkat(rekap, bukaUnit, konteks, result) },
    { id: "area", judul: "Area", isi: () => area(rekap, bukaUnit, konteks) },
    ...(rekap.target.length ? [{ id: "kelayakan", judul: "Ambang", isi: () => kelayakan(rekap, bukaUnit) }] : []),
    ...(rekap.predikat.length ? [{ id: "predikat", judul: "Predikat", isi: () => predikat(rekap, bukaUnit) }] : []),
    { id: "kesenjangan", judul: "Kesenjangan", hitung: String(result.kesenjangan), isi: () => kesenjangan(result, bukaUnit, konteks) },
    ...(rekap.berjalur ? [{ id: "jalur", judul: "Perubahan paling sedikit", isi: () => jalur(rekap, bukaUnit, konteks) }] : []),
  ]);
  ganti(isi, kepala, tab.wadah);
  return { wadah: isi, judul };
}

/** Return the card for a folder of which nothing can be used. @param {any[]} temuan */
export function kartuGagal(temuan) {
  const judul = el("h2", { tabindex: "-1" }, "Belum ada rekap");
  const wadah = el("div", { class: "kartu galat", role: "alert" },
    judul, el("p", null, "Tidak satu pun berkas dapat dipakai. Sebabnya di bawah ini; betulkan, lalu letakkan lagi."),
    tabelTemuan("Sebab", temuan, "Tidak ada keterangan."));
  queueMicrotask(() => judul.focus());
  return wadah;
}

/** @param {any} rekap */
function ditolak(rekap) {
  return [...rekap.berkas, ...rekap.tpi].filter((satu) => satu.nasib === "ditolak");
}

// Saving.

/** @param {any} result @param {Konteks} konteks @param {{pakaiUsulan: () => Promise<void>}} aksi */
function simpanan(result, konteks, aksi) {
  const kata = el("span", { class: "redup", role: "status" });
  /** @param {string} nama @param {string} kerja @param {object} permintaan @param {string} [kelas] */
  const tombol = (nama, kerja, permintaan, kelas = "tombol") => {
    const satu = el("button", { type: "button", class: kelas, onclick: async () => {
      satu.disabled = true;
      try {
        const { result: jadi, files } = await konteks.mesin.kerja(kerja, permintaan, {
          maju: (pesan, selesai, semua) => (kata.textContent = semua ? `${pesan} (${selesai} dari ${semua})` : pesan),
        });
        for (const berkas of files) konteks.simpan(berkas.name, berkas.blob);
        kata.textContent = files.length ? `Disimpan: ${files.map((berkas) => berkas.name).join(", ")}` : "Tidak ada yang disimpan.";
        const salah = (jadi?.temuan ?? []).filter((/** @type {any} */ t) => t.tingkat === "KESALAHAN");
        ganti(catatan, salah.length ? tabelTemuan("Yang tidak jadi", salah, "") : null);
      } catch (galat) {
        kata.textContent = "";
        konteks.galat(galat);
      } finally {
        satu.disabled = false;
      }
    } }, nama);
    return satu;
  };
  const catatan = el("div");
  return el("div", { class: "simpanan" },
    el("div", { class: "baris" },
      tombol("Simpan rekap.xlsx", "rekap.simpan", {}, "tombol utama"),
      tombol("Umpan balik semua unit (.zip)", "rekap.umpan_balik", {}),
      tombol("Lembar untuk TPI (.zip)", "rekap.lembar_tpi", {})),
    el("p", { class: "status-simpan" }, kata),
    catatan,
    result.daftar.berkas
      ? el("p", { class: "redup" }, `Daftar unit: ${result.daftar.berkas}, ${result.daftar.unit} unit.`)
      : el("div", { class: "kartu awas kecil" },
          el("p", null, "Tanpa daftar unit: siapa yang belum menyerahkan tidak diketahui. Daftar dapat diusulkan dari berkas ini; lengkapi unit yang belum ada, lalu pakai."),
          el("div", { class: "baris" },
            tombol("Simpan usulan daftar unit", "rekap.daftar", { usulan: true }),
            el("button", { type: "button", class: "tombol", onclick: () => aksi.pakaiUsulan().catch(konteks.galat) }, "Pakai usulan sekarang"))),
    result.catatan.length ? tabelTemuan("Catatan", result.catatan, "") : null);
}

// What is missing and wrong.

/** @param {any} result @param {any} rekap */
function perlu(result, rekap) {
  const tolak = ditolak(rekap);
  const alasan = new Set(tolak.map((satu) => satu.berkas));
  const kesalahan = rekap.temuan.filter((/** @type {any} */ t) => t.tingkat === "KESALAHAN" && !alasan.has(t.berkas));
  const lain = rekap.temuan.filter((/** @type {any} */ t) => t.tingkat !== "KESALAHAN");
  if (!rekap.belum.length && !tolak.length && !kesalahan.length && !lain.length) {
    return el("p", { class: "kosong" }, "Semua unit sudah menyerahkan, semua berkas dipakai, dan tidak ada temuan.");
  }
  return el("div", { class: "tumpuk" },
    rekap.putusan.length > 0 && el("section", { class: "kartu", "aria-label": "Yang perlu diputuskan" },
      el("h3", null, "Yang perlu diputuskan"), el("ul", { class: "putusan" }, rekap.putusan.map((/** @type {string} */ kata) => el("li", null, kata)))),
    bagian("Belum menyerahkan", result.daftar.berkas ? rekap.belum.length : null,
      tabelBerhalaman({
        judul: "Unit yang belum menyerahkan", baris: rekap.belum, sebanyak: 25, kelas: "kartu-hp",
        kosong: result.daftar.berkas ? "Semua unit dalam daftar sudah menyerahkan." : "Tidak diketahui: belum ada daftar unit.",
        kolom: [
          { judul: "Unit", kepala: true, isi: (satu) => satu.nama },
          { judul: "Kode", isi: (satu) => satu.kode },
          { judul: "Kelompok", isi: (satu) => satu.kelompok || "–" },
          { judul: "Keterangan", isi: (satu) => satu.keterangan },
        ],
      }).wadah),
    bagian("Berkas ditolak", tolak.length,
      tabelBerhalaman({
        judul: "Berkas yang ditolak", baris: tolak, sebanyak: 25, kosong: "Tidak ada berkas yang ditolak.", kelas: "kartu-hp",
        kolom: [
          { judul: "Berkas", kepala: true, isi: (satu) => satu.berkas },
          { judul: "Unit", isi: (satu) => satu.unit || "–" },
          { judul: "Sebab dan perbaikan", kelas: "lebar", isi: (satu) => satu.alasan.map((/** @type {string} */ kata) => el("span", { class: "blok" }, kata)) },
          { judul: "Kode", isi: (satu) => el("span", { class: "kode" }, satu.kode) },
        ],
      }).wadah),
    bagian("Kesalahan dalam lembar yang dipakai", kesalahan.length,
      el("p", { class: "redup" }, "Butir yang disebut belum dinilai sampai dibetulkan."),
      tabelTemuan("Kesalahan", kesalahan, "Tidak ada kesalahan.")),
    lipat(`Perlu ditelaah (${rekap.telaah.length})`, () => telaah(rekap.telaah)),
    lipat(`Peringatan (${rekap.hitungan.PERINGATAN}) dan catatan (${rekap.hitungan.CATATAN})`, () => tabelTemuan("Peringatan dan catatan", lain, "Tidak ada.")),
    lipat(`Semua berkas (${rekap.berkas.length + rekap.tpi.length})`, () => semuaBerkas(rekap)));
}

/** @param {string} judul @param {number | null} banyak @param {...Node} isi */
function bagian(judul, banyak, ...isi) {
  const id = idBaru("bagian");
  return el("section", { class: "kartu", "aria-labelledby": id }, el("h3", { id }, banyak === null ? judul : `${judul} (${banyak})`), isi);
}

/** @param {any} rekap */
function semuaBerkas(rekap) {
  return tabelBerhalaman({
    judul: "Semua berkas", baris: [...rekap.berkas, ...rekap.tpi], sebanyak: 25, kosong: "Tidak ada berkas.", kelas: "kartu-hp",
    kolom: [
      { judul: "Berkas", kepala: true, isi: (satu) => satu.berkas },
      { judul: "Nasib", isi: (satu) => el("span", { class: `lencana ${NASIB[/** @type {keyof typeof NASIB} */ (satu.nasib)]}` }, satu.nasib) },
      { judul: "Unit", isi: (satu) => satu.unit || "–" },
      { judul: "Alasan", kelas: "lebar", isi: (satu) => satu.alasan.map((/** @type {string} */ kata) => el("span", { class: "blok" }, kata)) },
    ],
  }).wadah;
}

// Ranking.

/** @param {any} rekap @param {(n: number) => void} bukaUnit @param {Konteks} konteks @param {any} result */
function peringkat(rekap, bukaUnit, konteks, result) {
  const akar = rekap.area.kepala[rekap.area.kepala.length - 1].id;
  const cari = el("input", { type: "search", autocomplete: "off" });
  const kelompok = pilihan("semua kelompok", rekap.kelompok);
  const berpredikat = rekap.unit.some((/** @type {any} */ satu) => satu.predikat);
  const diverifikasi = rekap.unit.some((/** @type {any} */ satu) => satu.verifikasi);
  const tabel = tabelBerhalaman({
    judul: "Peringkat unit", baris: rekap.unit, sebanyak: 100, kosong: "Tidak ada unit yang cocok.", kelas: "kartu-hp",
    kolom: [
      { judul: "Peringkat", kelas: "angka", isi: (satu) => satu.peringkat },
      { judul: "Unit", kepala: true, isi: (satu) => [tombolTeks(satu.nama, () => bukaUnit(satu.n)), el("span", { class: "blok redup" }, satu.kode)] },
      { judul: "Kelompok", isi: (satu) => [satu.kelompok || "–", el("span", { class: "blok redup" }, satu.dalam_kelompok)] },
      { judul: "Nilai", kelas: "angka", isi: (satu) => (satu.dinilai ? tombolTeks(satu.nilai, () => jelaskan(konteks, satu, akar), { "aria-label": `Jelaskan nilai ${satu.nilai}, ${satu.nama}` }) : satu.nilai) },
      { judul: "Capaian", kelas: "capaian", isi: (satu) => [el("span", { class: "palang-sel", "aria-hidden": "true" }, el("span", { gaya: { width: `${(satu.bagian ?? 0) * 100}%` } })), satu.persen] },
      ...(berpredikat ? [{ judul: "Predikat", isi: (/** @type {any} */ satu) => satu.predikat || "–" }] : []),
      ...rekap.target.map((/** @type {any} */ target) => ({ judul: target.id, isi: (/** @type {any} */ satu) => lolos(satu.target[target.id]) })),
      { judul: "Terjawab", isi: (satu) => satu.terjawab },
      ...(diverifikasi ? [{ judul: "Setelah TPI", kelas: "angka", isi: (/** @type {any} */ satu) => satu.verifikasi || "–" }] : []),
    ],
  });
  const saring = () => {
    const kata = cari.value.trim().toLowerCase();
    tabel.atur(rekap.unit.filter((/** @type {any} */ satu) => (!kelompok.value || satu.kelompok === kelompok.value) && (!kata || `${satu.nama} ${satu.kode}`.toLowerCase().includes(kata))));
  };
  cari.addEventListener("input", saring);
  kelompok.addEventListener("change", saring);
  return el("div", { class: "tumpuk" },
    el("div", { class: "kartu" },
      el("div", { class: "saringan" }, bidang("Cari unit", cari), rekap.kelompok.length > 1 && bidang("Kelompok", kelompok)),
      tabel.wadah,
      el("p", { class: "redup" }, "Urut menurut nilai sebelum pembulatan. Tekan nama unit untuk halamannya, tekan nilai untuk asal-usulnya.")));
}

/** @param {string} semua @param {string[]} isi */
function pilihan(semua, isi) {
  return el("select", null, el("option", { value: "" }, semua), isi.map((satu) => el("option", { value: satu }, satu)));
}

// Areas.

/** @param {any} rekap @param {(n: number) => void} bukaUnit @param {Konteks} konteks */
function area(rekap, bukaUnit, konteks) {
  const { kepala, bawah, legenda } = rekap.area;
  const perUnit = new Map(rekap.unit.map((/** @type {any} */ satu) => [satu.n, satu]));
  const kelompok = pilihan("semua kelompok", rekap.kelompok);
  const badan = el("tbody");
  const sebanyak = 64;
  let baris = rekap.area.baris;
  const tabel = el("table", { class: "tabel panas" },
    el("caption", { class: "untuk-pembaca" }, "Capaian tiap unit pada tiap area, dalam persen"),
    el("thead", null, el("tr", null, el("th", { scope: "col" }, "Unit"),
      kepala.map((/** @type {any} */ satu) => el("th", { scope: "col" }, satu.judul, el("span", { class: "blok redup" }, `bobot ${satu.bobot}`))))),
    badan,
    el("tfoot", null, bawah.map((/** @type {any} */ satu) =>
      el("tr", null, el("th", { scope: "row" }, satu.judul), satu.sel.map((/** @type {any} */ sel) => el("td", { class: kelasPanas(sel) }, sel.teks))))));
  const kendali = halaman({
    sebanyak,
    tampil: (mulai) => {
      ganti(badan, baris.slice(mulai, mulai + sebanyak).map((/** @type {any} */ satu) =>
        el("tr", null,
          el("th", { scope: "row" }, tombolTeks(satu.nama, () => bukaUnit(satu.n))),
          satu.sel.map((/** @type {any} */ sel, /** @type {number} */ k) =>
            el("td", { class: kelasPanas(sel) },
              sel.langkah === null
                ? el("span", { title: "belum dinilai" }, sel.teks)
                : el("button", { type: "button", class: "sel-panas", "aria-label": `Jelaskan ${kepala[k].judul}, ${satu.nama}: ${sel.teks}`, onclick: () => jelaskan(konteks, perUnit.get(satu.n), kepala[k].id) }, sel.teks))))));
      kisi(tabel);
    },
  });
  kendali.atur(baris.length);
  kelompok.addEventListener("change", () => {
    baris = rekap.area.baris.filter((/** @type {any} */ satu) => !kelompok.value || /** @type {any} */ (perUnit.get(satu.n)).kelompok === kelompok.value);
    kendali.atur(baris.length);
  });
  const ringkas = kepala.slice(0, -1).map((/** @type {any} */ satu, /** @type {number} */ k) => ({ satu, rata: bawah[0].sel[k], rendah: bawah[1].sel[k], tinggi: bawah[2].sel[k] }));
  return el("div", { class: "tumpuk" },
    el("div", { class: "kartu" },
      el("h3", null, "Rata-rata tiap area"),
      gulir("Rata-rata capaian tiap area", batang({
        judul: "Rata-rata capaian tiap area",
        keterangan: `Palang: rata-rata ${rekap.area.dinilai} unit yang dinilai. Garis: dari unit terendah sampai tertinggi. ${ringkas.map((/** @type {any} */ r) => `${r.satu.judul}: ${r.rata.teks}`).join("; ")}.`,
        baris: ringkas.map((/** @type {any} */ r) => ({ nama: r.satu.judul, bagian: r.rata.bagian, rendah: r.rendah.bagian, tinggi: r.tinggi.bagian, teks: r.rata.teks })),
      })),
      el("p", { class: "redup" }, "Palang: rata-rata. Garis: dari unit terendah sampai tertinggi. Angkanya pada tiga baris terakhir tabel di bawah.")),
    el("div", { class: "kartu" },
      el("h3", null, "Peta capaian"),
      el("div", { class: "saringan" }, rekap.kelompok.length > 1 && bidang("Kelompok", kelompok),
        el("ul", { class: "legenda-panas", "aria-label": "Arti warna" }, legenda.map((/** @type {string} */ teks, /** @type {number} */ n) => el("li", { class: `panas-${n}` }, teks)))),
      gulir("Peta capaian unit dan area", tabel),
      kendali.wadah,
      el("p", { class: "redup" }, "Persen dari bobot area. Tekan angkanya untuk asal-usulnya; tanda panah berpindah antarsel. Tiga baris terakhir: semua unit yang dinilai.")));
}

/** @param {any} sel */
function kelasPanas(sel) {
  return sel.langkah === null ? "angka" : `angka panas-${sel.langkah}`;
}

// Gates.

/** @param {any} rekap @param {(n: number) => void} bukaUnit */
function kelayakan(rekap, bukaUnit) {
  const nama = new Map(rekap.unit.map((/** @type {any} */ satu) => [satu.n, satu]));
  const target = el("select", null, rekap.target.map((/** @type {any} */ satu) => el("option", { value: satu.id }, `${satu.id} · ${satu.judul}`)));
  const urut = pilihan("urut peringkat", []);
  urut.append(el("option", { value: "dekat" }, "paling sedikit kurangnya dahulu"));
  const baris = rekap.kelayakan.map((/** @type {any} */ satu) => ({ ...satu, unit: nama.get(satu.n) }));
  const ringkas = el("p", { role: "status" });
  const tabel = tabelBerhalaman({
    judul: "Ambang tiap unit", baris: /** @type {any[]} */ ([]), sebanyak: 100, kosong: "Belum ada unit yang dinilai.", kelas: "kartu-hp",
    kolom: [
      { judul: "Unit", kepala: true, isi: (satu) => tombolTeks(satu.unit.nama, () => bukaUnit(satu.n)) },
      { judul: "Hasil", isi: (satu) => lolos(satu.kini?.lolos) },
      { judul: "Terpenuhi", isi: (satu) => satu.kini?.terpenuhi ?? "belum dinilai" },
      { judul: "Ambang terdekat yang belum", isi: (satu) => satu.kini?.terdekat || "–" },
      { judul: "Nilai, minimal, dan kurangnya", kelas: "lebar", isi: (satu) => satu.kini?.kata || "–" },
    ],
  });
  const saring = () => {
    const kini = baris.map((/** @type {any} */ satu) => ({ ...satu, kini: satu.target.find((/** @type {any} */ t) => t.target === target.value) }));
    const tempat = new Map(rekap.target.find((/** @type {any} */ satu) => satu.id === target.value).urut.map((/** @type {number} */ n, /** @type {number} */ k) => [n, k]));
    if (urut.value) kini.sort((/** @type {any} */ a, /** @type {any} */ b) => (tempat.get(a.n) ?? 0) - (tempat.get(b.n) ?? 0));
    const satuLagi = kini.filter((/** @type {any} */ satu) => satu.kini?.kurang === 1).length;
    ringkas.textContent = `${kini.filter((/** @type {any} */ satu) => satu.kini?.lolos).length} unit memenuhi semua ambang ${target.value}; ${satuLagi} unit tinggal satu ambang.`;
    tabel.atur(kini);
  };
  target.addEventListener("change", saring);
  urut.addEventListener("change", saring);
  urut.value = "dekat";
  saring();
  return el("div", { class: "kartu" },
    el("div", { class: "saringan" }, bidang("Target", target), bidang("Urutan", urut)),
    ringkas, tabel.wadah);
}

/** @param {any} rekap @param {(n: number) => void} bukaUnit */
function predikat(rekap, bukaUnit) {
  const nama = new Map(rekap.unit.map((/** @type {any} */ satu) => [satu.n, satu]));
  return el("div", { class: "kartu" },
    el("p", { class: "redup" }, "Unit yang paling dekat ke predikat berikutnya tampil dahulu; yang sudah berpredikat tertinggi tidak disebut."),
    tabelBerhalaman({
      judul: "Jarak ke predikat berikutnya", baris: rekap.predikat, sebanyak: 100, kosong: "Belum ada unit yang dinilai.", kelas: "kartu-hp",
      kolom: [
        { judul: "Unit", kepala: true, isi: (satu) => tombolTeks(nama.get(satu.n).nama, () => bukaUnit(satu.n)) },
        { judul: "Capaian", kelas: "angka", isi: (satu) => nama.get(satu.n).persen },
        { judul: "Predikat", isi: (satu) => satu.kini },
        { judul: "Berikutnya", isi: (satu) => satu.berikutnya },
        { judul: "Kurang", isi: (satu) => satu.kurang },
      ],
    }).wadah);
}

// Gaps.

/** @param {any} result @param {(n: number) => void} bukaUnit @param {Konteks} konteks */
function kesenjangan(result, bukaUnit, konteks) {
  const { rekap } = result;
  const unit = el("select", null, el("option", { value: "0" }, "semua unit"), rekap.unit.map((/** @type {any} */ satu) => el("option", { value: satu.n }, satu.nama)));
  const bidangArea = el("select", null, el("option", { value: "" }, "semua area"), result.area.map((/** @type {any} */ satu) => el("option", { value: satu.id }, satu.judul)));
  const kelompok = pilihan("semua kelompok", rekap.kelompok);
  const cari = el("input", { type: "search", autocomplete: "off" });
  const daftar = daftarKesenjangan(konteks, () => ({ n: Number(unit.value), area: bidangArea.value, kelompok: kelompok.value, cari: cari.value }), bukaUnit);
  for (const satu of [unit, bidangArea, kelompok]) satu.addEventListener("change", daftar.muat);
  let tunggu = 0;
  cari.addEventListener("input", () => {
    clearTimeout(tunggu);
    tunggu = setTimeout(daftar.muat, 250);
  });
  daftar.muat();
  return el("div", { class: "kartu" },
    el("p", { class: "redup" }, "Butir yang nilainya belum penuh. Dahulu yang dapat diperbaiki unit sendiri dan menggerakkan ambang yang belum terpenuhi, lalu menurut poin. PIC, tenggat, dan status berasal dari rekap terdahulu; isilah di rekap.xlsx."),
    el("div", { class: "saringan" }, bidang("Unit", unit), bidang("Area", bidangArea), rekap.kelompok.length > 1 && bidang("Kelompok", kelompok), bidang("Cari", cari)),
    daftar.wadah);
}

// The least to a target.

/** @param {any} rekap @param {(n: number) => void} bukaUnit @param {Konteks} konteks */
function jalur(rekap, bukaUnit, konteks) {
  const diketahui = new Map(rekap.kelayakan.filter((/** @type {any} */ satu) => satu.jalur).map((/** @type {any} */ satu) => [satu.n, satu.jalur]));
  const dinilai = rekap.unit.filter((/** @type {any} */ satu) => satu.dinilai);
  const kata = el("p", { role: "status", class: "redup" });
  let berhenti = true;
  const tabel = tabelBerhalaman({
    judul: "Perubahan paling sedikit tiap unit", baris: dinilai, sebanyak: 100, kosong: "Belum ada unit yang dinilai.", kelas: "kartu-hp",
    kolom: [
      { judul: "Unit", kepala: true, isi: (satu) => tombolTeks(satu.nama, () => bukaUnit(satu.n)) },
      { judul: "Target berikutnya", isi: (satu) => diketahui.get(satu.n)?.target || "–" },
      { judul: "Perubahan paling sedikit", kelas: "lebar", isi: (satu) => (diketahui.has(satu.n) ? isiJalur(diketahui.get(satu.n)) : tombolTeks("Hitung", () => hitung([satu]), { "aria-label": `Hitung untuk ${satu.nama}` })) },
    ],
  });
  /** @param {any[]} unit */
  const hitung = async (unit) => {
    berhenti = false;
    semua.textContent = "Berhenti";
    try {
      for (const [k, satu] of unit.entries()) {
        if (berhenti) break;
        kata.textContent = `Menghitung ${k + 1} dari ${unit.length}: ${satu.nama}`;
        const { result } = await konteks.mesin.kerja("rekap.jalur", { n: satu.n });
        diketahui.set(satu.n, result.jalur);
        if (unit.length === 1 || k % 5 === 4 || k === unit.length - 1) tabel.atur(dinilai);
      }
      kata.textContent = berhenti ? "Dihentikan; yang sudah dihitung tetap ada." : `${diketahui.size} dari ${dinilai.length} unit dihitung.`;
    } catch (galat) {
      kata.textContent = "";
      konteks.galat(galat);
    } finally {
      berhenti = true;
      tabel.atur(dinilai);
      semua.textContent = "Hitung semua unit";
      semua.hidden = diketahui.size === dinilai.length;
    }
  };
  const semua = el("button", { type: "button", class: "tombol", hidden: diketahui.size === dinilai.length, onclick: () => {
    if (!berhenti) berhenti = true;
    else hitung(dinilai.filter((/** @type {any} */ satu) => !diketahui.has(satu.n)));
  } }, "Hitung semua unit");
  return el("div", { class: "kartu" },
    el("p", { class: "redup" }, "Jawaban paling sedikit yang perlu dinaikkan sampai target berikutnya; tiap rencana dihitung ulang secara eksak. Supaya ikut tersimpan dalam rekap.xlsx, centang “Sertakan perubahan paling sedikit” pada Tambahan dan pilihan."),
    el("div", { class: "baris" }, semua, kata), tabel.wadah);
}
