// @ts-check
// Parts that several sides of the room Rekap show alike: temuan, gaps, the least to a target, a figure explained.

import { el, ganti, idBaru } from "./dom.js";
import { barisTabel, gulir, halaman, kepalaTabel, tabelBerhalaman } from "./tabel.js";

/** @typedef {import("./ruang.js").Konteks} Konteks */

const LENCANA = { KESALAHAN: "galat", PERINGATAN: "awas", CATATAN: "" };

/** Return rows of temuan: place, what, repair. @param {string} judul @param {any[]} temuan @param {string} kosong */
export function tabelTemuan(judul, temuan, kosong) {
  return tabelBerhalaman({
    judul, kosong, baris: temuan, sebanyak: 25, kelas: "kartu-hp",
    kolom: [
      { judul: "Tingkat", isi: (t) => el("span", { class: `lencana ${LENCANA[/** @type {keyof typeof LENCANA} */ (t.tingkat)] ?? ""}` }, t.tingkat) },
      { judul: "Di mana", kelas: "tempat", isi: (t) => [t.unit && el("strong", { class: "blok" }, t.unit), el("span", { class: "blok" }, t.berkas), el("span", { class: "blok kode" }, [t.lembar, t.sel].filter(Boolean).join(" › "))] },
      { judul: "Temuan dan perbaikan", kelas: "lebar", isi: (t) => [el("span", { class: "blok" }, t.temuan), el("span", { class: "blok perbaikan" }, el("strong", null, "Perbaikan: "), t.perbaikan)] },
      { judul: "Kode", isi: (t) => [el("span", { class: "kode" }, t.kode), t.jumlah > 1 && el("span", { class: "blok redup" }, `${t.jumlah} tempat`)] },
    ],
  }).wadah;
}

/** Return a folded part, made when it is opened. @param {string} judul @param {() => Node} isi */
export function lipat(judul, isi) {
  const wadah = el("details", { class: "kartu" }, el("summary", null, judul));
  wadah.addEventListener("toggle", () => wadah.open && wadah.childElementCount === 1 && wadah.append(isi()));
  return wadah;
}

/** @param {any[]} baris */
export function telaah(baris) {
  return el("div", null,
    el("p", { class: "redup" }, "Tempat yang sebaiknya dilihat lebih dahulu; yang tertulis di sini belum tentu salah."),
    tabelBerhalaman({
      judul: "Perlu ditelaah", baris, sebanyak: 25, kosong: "Tidak ada yang perlu didahulukan.", kelas: "kartu-hp",
      kolom: [
        { judul: "Unit", kepala: true, isi: (t) => t.unit },
        { judul: "Alasan", isi: (t) => [el("strong", { class: "blok" }, t.alasan), t.angka] },
        { judul: "Penjelasan", kelas: "lebar", isi: (t) => t.kalimat },
        { judul: "Poin dipertaruhkan", kelas: "angka", isi: (t) => t.poin },
        { judul: "Kode", isi: (t) => el("span", { class: "kode" }, t.kode) },
      ],
    }).wadah);
}

/** @param {boolean | null | undefined} lolos */
export function lolos(lolos) {
  if (lolos === null || lolos === undefined) return el("span", { class: "redup" }, "–");
  return el("span", { class: `lencana ${lolos ? "baik" : "awas"}` }, lolos ? "✓ lolos" : "belum");
}

/** @param {string} nama @param {() => void} tekan @param {object} [sifat] */
export function tombolTeks(nama, tekan, sifat = {}) {
  return el("button", { type: "button", class: "tombol-teks", onclick: tekan, ...sifat }, nama);
}

/** Return a list of gaps that asks the engine for a page at a time.
 * @param {Konteks} konteks @param {() => object} saringan @param {((n: number) => void) | null} bukaUnit */
export function daftarKesenjangan(konteks, saringan, bukaUnit, sebanyak = 25) {
  const badan = el("tbody", { role: "rowgroup" });
  const kata = el("p", { role: "status", class: "redup" });
  /** @type {import("./tabel.js").Kolom<any>[]} */
  const kolom = [
    ...(bukaUnit ? [{ judul: "Unit", kepala: true, isi: (/** @type {any} */ g) => tombolTeks(g.unit, () => bukaUnit(g.n)) }] : []),
    { judul: "Butir", kepala: !bukaUnit, isi: (g) => [tombolTeks(g.butir, () => jelaskan(konteks, { n: g.n, nama: g.unit }, g.butir), { "aria-label": `Jelaskan ${g.butir}, ${g.unit}` }), el("span", { class: "blok redup" }, g.area)] },
    { judul: "Kriteria dan jawaban", kelas: "lebar", isi: (g) => [el("span", { class: "blok" }, g.kriteria), el("span", { class: "blok redup" }, `Jawaban: ${g.jawaban}`)] },
    { judul: "Jawaban berikutnya dan saran", kelas: "lebar", isi: (g) => [el("strong", { class: "blok" }, g.berikutnya), g.saran && el("span", { class: "blok" }, g.saran), g.ambang && el("span", { class: "blok" }, el("strong", null, "Ambang: "), g.ambang), el("span", { class: "blok redup" }, `Bukti: ${g.bukti}`), (g.pic || g.tenggat || g.status) && el("span", { class: "blok" }, [g.pic && `PIC: ${g.pic}`, g.tenggat && `Tenggat: ${g.tenggat}`, g.status && `Status: ${g.status}`].filter(Boolean).join(" · "))] },
    { judul: "Dapat diraih", kelas: "angka", isi: (g) => g.diraih },
    { judul: "Hilang", kelas: "angka", isi: (g) => g.hilang },
  ];
  const tabel = gulir("Kesenjangan", el("table", { class: "tabel kartu-hp", role: "table" }, kepalaTabel("Kesenjangan", kolom), badan));
  let giliran = 0;
  const kendali = halaman({ sebanyak, tampil: (mulai) => ambil(mulai) });
  /** @param {number} mulai */
  const ambil = async (mulai) => {
    const ini = (giliran += 1);
    try {
      const { result } = await konteks.mesin.kerja("rekap.kesenjangan", { ...saringan(), mulai, banyak: sebanyak });
      if (ini !== giliran) return;
      ganti(badan, result.baris.map((/** @type {any} */ satu) => barisTabel(kolom, satu)));
      tabel.hidden = !result.semua;
      kata.textContent = result.semua ? `${result.semua} kesenjangan` : "Tidak ada kesenjangan yang cocok.";
      kendali.jumlah(result.semua);
    } catch (galat) {
      konteks.galat(galat);
    }
  };
  return { wadah: el("div", { class: "bertabel" }, kata, tabel, kendali.wadah), muat: () => kendali.keAwal() };
}

/** Return the least to a target in words. @param {any} jalur */
export function isiJalur(jalur) {
  return el("div", null,
    el("span", { class: "blok" }, jalur.dapat ? "" : el("span", { class: "lencana awas" }, "belum cukup"), ` ${jalur.kata}`),
    jalur.perubahan.length ? el("ul", { class: "perubahan" }, jalur.perubahan.map((/** @type {any} */ satu) => el("li", null, el("span", { class: "kode" }, satu.butir), ` ${satu.kata}`))) : null);
}

/**
 * Show how a figure of a unit came about, in the words of the command; what it is made of, and what it is part of, is
 * one press further.
 * @param {Konteks} konteks @param {{n: number, nama: string}} unit @param {string} kode
 */
export async function jelaskan(konteks, unit, kode) {
  const judul = idBaru("jelas");
  const kepala = el("h2", { id: judul, tabindex: "-1" });
  const langkah = el("pre");
  const terkait = el("div", { class: "terkait" });
  const kotak = el("dialog", { class: "rk jelaskan", "aria-labelledby": judul },
    kepala,
    el("p", { class: "redup" }, unit.nama),
    el("div", { class: "gulir", tabindex: "0", role: "region", "aria-label": "Langkah-langkah" }, langkah),
    terkait,
    el("div", { class: "baris" }, el("button", { type: "button", class: "tombol", onclick: () => kotak.close() }, "Tutup")));
  kotak.addEventListener("close", () => kotak.remove());
  kotak.addEventListener("click", (peristiwa) => peristiwa.target === kotak && kotak.close());
  /** @param {string} ke */
  const tampil = async (ke) => {
    try {
      const { result } = await konteks.mesin.kerja("rekap.jelaskan", { n: unit.n, kode: ke });
      ganti(kepala, `Asal-usul angka ${result.kode}`);
      ganti(langkah, result.baris.join("\n"));
      ganti(terkait,
        [["Bagian dari", result.atas], ["Terdiri atas", result.bawah]].map(([nama, kode]) =>
          kode.length > 0 && el("p", null, `${nama}: `,
            kode.map((/** @type {any} */ satu) => [tombolTeks(satu.kode, () => tampil(satu.kode), { "aria-label": `Jelaskan ${satu.kode} ${satu.judul}`, title: satu.judul }), " "]).flat())));
      if (!kotak.open) {
        document.body.append(kotak);
        kotak.showModal();
      }
      kepala.focus();
    } catch (galat) {
      if (kotak.open) kotak.close();
      konteks.galat(galat);
    }
  };
  await tampil(kode);
}
