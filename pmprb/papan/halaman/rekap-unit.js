// @ts-check
// One unit: its areas beside its group's, its gates, what to mend, its gaps, and how each figure came about.

import { el, ganti, idBaru } from "./dom.js";
import { legenda, radar } from "./grafik.js";
import { daftarKesenjangan, isiJalur, jelaskan, lipat, lolos, tabelTemuan, telaah, tombolTeks } from "./rekap-bagian.js";
import { barisTabel, gulir, kepalaTabel } from "./tabel.js";

/** @typedef {import("./ruang.js").Konteks} Konteks */

/**
 * Return a unit's page and its heading.
 * @param {any} unit @param {any} rekap @param {Konteks} konteks
 * @param {{kembali: () => void, bukaUnit: (n: number) => void}} aksi
 */
export function unit(unit, rekap, konteks, aksi) {
  const judul = el("h2", { tabindex: "-1" }, unit.nama);
  const akar = rekap.area.kepala[rekap.area.kepala.length - 1].id;
  const nomor = rekap.unit.findIndex((/** @type {any} */ satu) => satu.n === unit.n);
  /** @param {number} ke @param {string} nama */
  const pindah = (ke, nama) => el("button", { type: "button", class: "tombol kecil", disabled: !rekap.unit[ke], onclick: () => aksi.bukaUnit(rekap.unit[ke].n) }, nama);
  const keterangan = [unit.kode && `kode ${unit.kode}`, unit.jenis, unit.tempat, `${unit.terjawab} butir terjawab`].filter(Boolean).join(" · ");
  return {
    judul,
    wadah: el("article", { class: "tumpuk halaman-unit" },
      el("div", { class: "baris" },
        el("button", { type: "button", class: "tombol", onclick: aksi.kembali }, "← Kembali ke rekap"),
        pindah(nomor - 1, "Unit sebelumnya"), pindah(nomor + 1, "Unit berikutnya")),
      el("div", { class: "kartu" },
        judul,
        el("p", { class: "redup" }, keterangan),
        el("p", { class: "nilai-unit" },
          unit.dinilai
            ? [tombolTeks(unit.nilai, () => jelaskan(konteks, unit, akar), { class: "tombol-teks besar", "aria-label": `Jelaskan nilai ${unit.nilai}` }), ` dari ${unit.dari} (${unit.persen})`]
            : "belum dinilai",
          unit.predikat && ` · predikat ${unit.predikat} (${unit.predikat_judul})`),
        el("ul", { class: "target-unit" }, rekap.target.map((/** @type {any} */ satu) => el("li", null, el("strong", null, satu.id), " ", lolos(unit.target[satu.id])))),
        el("p", { class: "redup kode" }, unit.berkas)),
      unit.dinilai && kartuArea(unit, konteks),
      unit.ambang.length > 0 && kartuAmbang(unit.ambang),
      unit.dinilai && rekap.berjalur && kartuJalur(unit, konteks),
      unit.tpi && kartuTpi(unit.tpi),
      kartu("Yang perlu dibetulkan", tabelTemuan("Temuan unit ini", unit.temuan, "Tidak ada temuan.")),
      unit.telaah.length > 0 && kartu("Perlu ditelaah", telaah(unit.telaah)),
      unit.dinilai && kartuKesenjangan(unit, konteks),
      lipat("Semua angka, dari jumlah sampai butir", () => pohon(unit, konteks))),
  };
}

/** @param {string} judul @param {...(Node | null | false)} isi */
function kartu(judul, ...isi) {
  const id = idBaru("kartu");
  return el("section", { class: "kartu", "aria-labelledby": id }, el("h3", { id }, judul), isi);
}

/** @param {any} unit @param {Konteks} konteks */
function kartuArea(unit, konteks) {
  /** @type {import("./tabel.js").Kolom<any>[]} */
  const kolom = [
    { judul: "Area", kepala: true, isi: (a) => a.judul },
    { judul: "Nilai", kelas: "angka", isi: (a) => [tombolTeks(a.nilai, () => jelaskan(konteks, unit, a.id), { "aria-label": `Jelaskan ${a.judul}: ${a.nilai}` }), ` dari ${a.dari}`] },
    { judul: "Capaian", kelas: "angka", isi: (a) => a.persen },
    { judul: "Pembanding", kelas: "angka", isi: (a) => a.rata },
    { judul: "Selisih", kelas: "angka", isi: (a) => a.selisih },
  ];
  const tabel = gulir("Tabel capaian tiap area", el("table", { class: "tabel kartu-hp", role: "table" }, kepalaTabel("Capaian tiap area", kolom), el("tbody", { role: "rowgroup" }, unit.area.map((/** @type {any} */ a) => barisTabel(kolom, a)))));
  const deret = [
    { nama: unit.nama, tanda: /** @type {const} */ ("lingkaran"), bagian: unit.area.map((/** @type {any} */ a) => a.bagian), teks: [] },
    { nama: unit.kelompok_sebaya, tanda: /** @type {const} */ ("persegi"), bagian: unit.area.map((/** @type {any} */ a) => a.bagian_rata), teks: [] },
  ];
  return kartu("Capaian tiap area",
    el("div", { class: "radar-tabel" },
      unit.area.length > 2 && el("figure", null,
        gulir("Gambar capaian tiap area", radar({
          judul: `Capaian ${unit.nama} tiap area`,
          keterangan: `Dibandingkan dengan ${unit.kelompok_sebaya}. ${unit.area.map((/** @type {any} */ a) => `${a.judul}: ${a.persen}, pembanding ${a.rata}`).join("; ")}.`,
          sumbu: unit.area.map((/** @type {any} */ a) => a.judul),
          deret,
        })),
        el("figcaption", null, legenda(deret))),
      tabel));
}

/** @param {any[]} ambang */
function kartuAmbang(ambang) {
  const menentukan = ambang.filter((satu) => satu.menentukan);
  const lain = ambang.filter((satu) => !satu.menentukan);
  /** @param {any} satu */
  const satuTarget = (satu) =>
    el("div", { class: "target" },
      el("h4", null, `${satu.target} · ${satu.judul} `, lolos(satu.lolos)),
      el("p", null, satu.lolos ? `Semua ambang terpenuhi (${satu.terpenuhi}).` : `${satu.terpenuhi} ambang terpenuhi. Yang terdekat: ${satu.terdekat}, ${satu.kata}.`),
      el("ul", { class: "daftar-ambang" },
        [...satu.ambang].sort((a, b) => Number(a.lolos) - Number(b.lolos)).map((gerbang) =>
          el("li", { class: gerbang.lolos ? "lolos" : "belum" },
            el("span", { class: "tanda-ambang", "aria-hidden": "true" }, gerbang.lolos ? "✓" : "✗"),
            el("span", null, el("strong", null, gerbang.judul), el("span", { class: "untuk-pembaca" }, gerbang.lolos ? " lolos" : " belum"), `: ${gerbang.kata}`,
              gerbang.catatan && el("span", { class: "blok redup" }, gerbang.catatan))))));
  return kartu("Ambang",
    el("div", { class: "dua" }, menentukan.map(satuTarget)),
    lain.length ? el("details", null, el("summary", null, "Bacaan lain, tidak menentukan"), lain.map((satu) => el("div", null, el("p", { class: "redup" }, satu.bacaan), satuTarget(satu)))) : null);
}

/** @param {any} unit @param {Konteks} konteks */
function kartuJalur(unit, konteks) {
  const isi = el("div");
  const tampil = (/** @type {any} */ jalur) => ganti(isi, jalur.target ? el("p", null, el("strong", null, `Target berikutnya: ${jalur.target}`)) : null, isiJalur(jalur));
  if (unit.jalur) tampil(unit.jalur);
  else {
    const tombol = el("button", { type: "button", class: "tombol", onclick: async () => {
      tombol.disabled = true;
      tombol.textContent = "Menghitung…";
      try {
        const { result } = await konteks.mesin.kerja("rekap.jalur", { n: unit.n });
        tampil(result.jalur);
      } catch (galat) {
        konteks.galat(galat, isi);
      }
    } }, "Hitung perubahan paling sedikit");
    isi.append(tombol);
  }
  return kartu("Perubahan paling sedikit sampai target berikutnya", el("div", { role: "status" }, isi));
}

/** @param {any} tpi */
function kartuTpi(tpi) {
  /** @type {import("./tabel.js").Kolom<any>[]} */
  const kolom = [
    { judul: "Area", kepala: true, isi: (b) => b.judul },
    { judul: "Mandiri", kelas: "angka", isi: (b) => b.sendiri },
    { judul: "TPI", kelas: "angka", isi: (b) => b.tpi },
    { judul: "Selisih", kelas: "angka", isi: (b) => b.selisih },
    { judul: "Butir", kelas: "angka", isi: (b) => b.butir },
  ];
  return kartu("Verifikasi TPI",
    el("p", null, `${tpi.butir} diverifikasi. Nilai setelah verifikasi ${tpi.setelah}; jawaban TPI menggantikan jawaban unit pada ${tpi.diganti} butir.`),
    gulir("Nilai mandiri dan TPI tiap area", el("table", { class: "tabel" }, kepalaTabel("Nilai mandiri dan TPI tiap area", kolom), el("tbody", { role: "rowgroup" }, tpi.baris.map((/** @type {any} */ b) => barisTabel(kolom, b))))));
}

/** @param {any} unit @param {Konteks} konteks */
function kartuKesenjangan(unit, konteks) {
  const daftar = daftarKesenjangan(konteks, () => ({ n: unit.n }), null, 10);
  daftar.muat();
  return kartu("Kesenjangan, yang paling berpengaruh dahulu", daftar.wadah);
}

/** @param {any} unit @param {Konteks} konteks */
function pohon(unit, konteks) {
  return gulir("Tabel semua angka",
    el("table", { class: "tabel pohon kartu-hp", role: "table" },
      el("caption", { class: "untuk-pembaca" }, "Semua angka, dari jumlah sampai butir"),
      el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, ["Kode", "Nama", "Jawaban", "Nilai"].map((satu) => el("th", { scope: "col", role: "columnheader" }, satu)))),
      el("tbody", { role: "rowgroup" }, unit.pohon.map((/** @type {any} */ satu) =>
        el("tr", { class: satu.butir ? "butir" : "simpul", role: "row" },
          el("th", { scope: "row", role: "rowheader", "data-judul": "Kode" }, tombolTeks(satu.kode, () => jelaskan(konteks, unit, satu.kode), { "aria-label": `Jelaskan ${satu.kode}` })),
          el("td", { role: "cell", "data-judul": "Nama", class: "lebar", gaya: { "padding-left": `${0.75 + Math.min(satu.dalam, 5) * 0.75}rem` } }, satu.judul),
          el("td", { role: "cell", "data-judul": "Jawaban" }, satu.jawaban),
          el("td", { role: "cell", class: "angka", "data-judul": "Nilai" }, satu.butir ? satu.nilai : `${satu.nilai} dari ${satu.dari}`))))));
}
