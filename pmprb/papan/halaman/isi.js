// @ts-check
// The room Isi: a worksheet filled in the page, by touch or keyboard, and saved as a file. Until then this browser
// remembers it (draf.js).

import { bidang, el, ganti, idBaru } from "./dom.js";
import { dengarDraf, kapan, kartuDraf, Pencatat, semuaDraf } from "./draf.js";
import { bidangBerkas, bilah, daftarTemuan, isiDaftar, jagaFokus, kendaliAngka, kendaliDaftar, kendaliPilihan, kodeButir, lencanaSasaran, segarkanKendali, semuaButir, tampilkanGerbang, tampilkanPita, tanyaBacaan, Terbaru, ukurPalang } from "./lembar.js";

/** @typedef {import("./lembar.js").Formulir} Formulir @typedef {import("./lembar.js").Butir} Butir @typedef {import("./lembar.js").Keadaan} Keadaan */
/** @typedef {Keadaan & {kosong: string[], tanpa_bukti: string[], usul: Record<string, string>, temuan: any[]}} KeadaanIsi */
/**
 * @typedef {{instrumen: string, bagian: string[], formulir: Formulir, unit: {nama: string, kode: string}, periode: string,
 *   isi: Record<string, string>, bukti: Record<string, string>, catatan: Record<string, string>,
 *   tpi: {isi: Record<string, string>, catatan: Record<string, string>}, keadaan: KeadaanIsi, temuan_berkas: any[]}} Lembar
 */

const MENGETIK = 300; // ms without a key before a typed number is scored
const PENDIAM = 700; // ms before a new score is read aloud

/** @type {import("./ruang.js").Ruang} */
export const ruang = {
  id: "isi",
  judul: "Isi lembar kerja",
  pendek: "Isi",
  buat(akar, konteks) {
    /** @type {LembarTerbuka | null} */
    let terbuka = null;
    const awal = () => {
      terbuka?.tutup();
      terbuka = null;
      ganti(akar, pembuka(konteks, (lembar, draf) => {
        terbuka = new LembarTerbuka(lembar, konteks, awal, draf);
        ganti(akar, terbuka.unsur);
        terbuka.mulai();
      }));
    };
    awal();
    return { belumDisimpan: () => terbuka !== null && (terbuka.kotor || terbuka.menyimpan.disabled), tampil: () => terbuka?.ukur() };
  },
};

/**
 * The beginning: a new sheet, or a file to go on with.
 * @param {import("./ruang.js").Konteks} konteks @param {(lembar: Lembar, draf?: import("./draf.js").Draf) => void} buka
 */
function pembuka(konteks, buka) {
  const { mesin } = konteks;
  const soal = el("div", { class: "isi-soal" });
  const pilih = el("select", { disabled: true }, el("option", null, "Menyiapkan daftar…"));
  const nama = el("input", { type: "text", autocomplete: "off", maxlength: "200" });
  const kode = el("input", { type: "text", autocomplete: "off", maxlength: "60" });
  const periode = el("input", { type: "text", autocomplete: "off", maxlength: "40" });
  const mulai = el("button", { type: "submit", class: "tombol utama", disabled: true }, "Mulai mengisi");
  const kabar = el("p", { class: "redup", role: "status" });
  mesin.kerja("isi.daftar").then(
    ({ result }) => {
      isiDaftar(pilih, result.instrumen);
      mulai.disabled = false;
    },
    (galat) => konteks.galat(galat, soal),
  );
  const baru = el("form", {
    class: "kartu isi-baru",
    onsubmit: async (/** @type {Event} */ peristiwa) => {
      peristiwa.preventDefault();
      mulai.disabled = true;
      ganti(soal);
      try {
        const { result } = await mesin.kerja("isi.mulai", { instrumen: pilih.value });
        buka({ instrumen: pilih.value, bagian: [], unit: { nama: nama.value, kode: kode.value }, periode: periode.value, isi: {}, bukti: {}, catatan: {}, tpi: { isi: {}, catatan: {} }, temuan_berkas: [], ...result });
      } catch (galat) {
        konteks.galat(galat, soal);
      } finally {
        mulai.disabled = false;
      }
    },
  },
    el("h2", null, "Lembar baru"),
    bidang("Instrumen", pilih),
    bidang("Nama unit", nama, "Seperti dalam daftar unit, misalnya Dinas Perhubungan."),
    el("div", { class: "isi-kembar" }, bidang("Kode unit", kode, "Dari Bagian Organisasi; boleh kosong."), bidang("Periode", periode, "Misalnya 2026, atau 2026 Triwulan II.")),
    mulai);

  /** @param {File[]} berkas @param {Record<string, string>} baca */
  const dariBerkas = async (berkas, baca = {}) => {
    ganti(soal);
    kabar.textContent = "Membaca berkas…";
    try {
      await mesin.buang();
      const [nama] = await mesin.taruh(berkas);
      const { result } = await mesin.kerja("isi.buka", { berkas: nama, baca });
      if (result.pilih) tanyaBacaan(soal, result, (dipilih) => void dariBerkas(berkas, { ...baca, ...dipilih }));
      else buka(result);
    } catch (galat) {
      konteks.galat(galat, soal);
    } finally {
      kabar.textContent = "";
    }
  };
  /** @param {import("./draf.js").Draf} draf */
  const dariDraf = async (draf) => {
    ganti(soal);
    kabar.textContent = "Membuka isian…";
    try {
      const { lembar } = draf;
      const { instrumen, bagian, isi, bukti, catatan } = lembar;
      const { result } = await mesin.kerja("isi.mulai", { instrumen, bagian });
      const { result: keadaan } = await mesin.kerja("isi.nilai", { instrumen, bagian, isi, bukti, catatan });
      if ((await semuaDraf()).some((satu) => satu.id === draf.id && satu.terbuka)) await draf_.segarkan();
      else buka({ ...lembar, formulir: result.formulir, keadaan }, draf);
    } catch (galat) {
      konteks.galat(galat, soal);
    } finally {
      kabar.textContent = "";
    }
  };
  const draf_ = kartuDraf((draf) => void dariDraf(draf));
  const lama = el("div", { class: "kartu" },
    el("h2", null, "Lanjutkan berkas"),
    el("p", null, "Buka templat dari Bagian Organisasi, berkas yang pernah disimpan dari halaman ini, atau formulir resmi yang sudah terisi."),
    bidangBerkas({ judul: "Pilih berkas .xlsx", petunjuk: "atau jatuhkan berkasnya di sini", terima: (berkas) => void dariBerkas(berkas) }),
    kabar);
  return el("div", { class: "isi-awal" }, soal, draf_.wadah, el("div", { class: "isi-pembuka" }, lama, baru),
    el("p", { class: "redup" }, "Tidak ada yang dikirim ke mana pun. Yang sedang diketik dicatat di peramban ini saja, supaya tidak hilang bila halaman tertutup; catatan itu dihapus bila lembarnya ditutup sesudah disimpan. Komputer ini dipakai bersama? Simpan, lalu tekan Tutup lembar ini."));
}

/** A worksheet on the screen. */
class LembarTerbuka {
  /** @param {Lembar} lembar @param {import("./ruang.js").Konteks} konteks @param {() => void} selesai @param {import("./draf.js").Draf} [draf] */
  constructor(lembar, konteks, selesai, draf) {
    this.lembar = lembar;
    this.konteks = konteks;
    this.kotor = draf !== undefined && !draf.disimpan;
    this.disimpan = draf?.disimpan ?? "";
    this.pencatat = new Pencatat(() => this.tercatat(), (berhasil) => this.kabarCatatan(berhasil), draf?.id);
    this.pencatat.pegang();
    this.semua = semuaButir(lembar.formulir);
    this.kini = 0;
    this.area = "";
    /** @type {KeadaanIsi} */
    this.keadaan = lembar.keadaan;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.bicara = undefined;
    this.penilai = new Terbaru(() => this.nilaikan(), (galat) => konteks.galat(galat, this.galat));
    this.selesai = selesai;

    /** @type {ResizeObserver | null} */
    this.pengamat = null;

    this.nama = el("input", { type: "text", autocomplete: "off", maxlength: "200", value: lembar.unit.nama });
    this.galat = el("div", { class: "isi-galat" });
    this.catatan = el("div", { class: "isi-galat", role: "status" });
    this.kembar = el("div", { class: "isi-galat", role: "status" });
    this.berhentiDengar = dengarDraf(() => void this.lihatKembar());
    void this.lihatKembar();
    this.angka = el("strong", { class: "isi-angka" });
    this.dari = el("span", { class: "redup" });
    this.maju = el("div", { class: "isi-maju" });
    this.lencana = el("div", { class: "palang-lencana isi-lencana" });
    this.diam = el("p", { class: "untuk-pembaca", role: "status" });
    this.kosong = el("button", { type: "button", class: "tombol", onclick: () => this.keKosong() });
    this.menyimpan = el("button", { type: "button", class: "tombol utama", onclick: () => void this.simpan() }, "Simpan .xlsx");
    this.menu = el("nav", { class: "isi-area", "aria-label": "Area" });
    this.daftar = el("details", { class: "isi-daftar", open: !sempit() }, el("summary", null, "Daftar area"), this.menu);
    this.butir = el("div", { class: "isi-butir" });
    this.hasil = el("div", { class: "isi-hasil" });
    this.syarat = el("div", { class: "isi-syarat" });
    this.judulPeriksa = el("span");
    this.isiPeriksa = el("div");
    this.periksa = el("details", { class: "kartu isi-periksa" }, el("summary", null, this.judulPeriksa), this.isiPeriksa);
    this.sebelum = el("button", { type: "button", class: "tombol", onclick: () => this.ke(this.kini - 1) }, "‹", el("span", { class: "untuk-pembaca" }, "Butir sebelumnya"));
    this.sesudah = el("button", { type: "button", class: "tombol", onclick: () => this.ke(this.kini + 1) }, "›", el("span", { class: "untuk-pembaca" }, "Butir berikutnya"));
    this.ini = el("span", { class: "isi-ini" });
    this.kosongBawah = el("button", { type: "button", class: "tombol", onclick: () => this.keKosong() });
    this.palang = el("div", { class: "palang-tetap isi-palang" },
      el("div", { class: "isi-nilai" }, this.angka, this.dari), this.maju, this.lencana,
      el("div", { class: "palang-aksi isi-aksi" }, this.kosong, this.menyimpan));
    this.identitas = this.buatIdentitas();
    this.dengar = (/** @type {KeyboardEvent} */ p) => this.pintas(p);
    addEventListener("keydown", this.dengar);
    this.unsur = el("div", { class: "isi-lembar", onkeydown: (/** @type {KeyboardEvent} */ p) => this.tombol(p) },
      this.palang,
      this.diam, this.galat, this.catatan, this.kembar, this.identitas,
      this.peringatan(),
      el("div", { class: "isi-dua" }, this.daftar, el("div", { class: "isi-kanan" }, this.butir,
        el("div", { class: "isi-langkah" }, this.sebelum, el("div", { class: "isi-antara" }, this.ini, this.kosongBawah), this.sesudah))),
      el("details", { class: "kartu" }, el("summary", null, "Syarat dan hasil"), this.syarat, this.hasil),
      this.periksa,
      pintasan());
  }

  /** Show the first item nobody has answered. */
  mulai() {
    const pertama = this.semua.findIndex(({ butir }) => this.keadaan.item[butir.id]?.keadaan === "kosong");
    this.tampilkan();
    this.ke(Math.max(0, pertama), false);
    this.ukur();
    if (!this.lembar.unit.nama) this.nama.focus();
    else this.unsur.querySelector("summary")?.focus();
  }

  tutup() {
    clearTimeout(this.bicara);
    this.pengamat?.disconnect();
    this.berhentiDengar();
    void this.pencatat.tutup();
    removeEventListener("keydown", this.dengar);
  }

  ukur() {
    this.pengamat ??= ukurPalang(this.unsur, this.palang);
  }

  buatIdentitas() {
    const { unit, periode } = this.lembar;
    const ubah = () => {
      this.lembar.unit = { nama: this.nama.value, kode: kode.value };
      this.lembar.periode = tahun.value;
      this.diketik();
      judul.textContent = this.judul();
    };
    this.nama.addEventListener("input", ubah);
    const kode = el("input", { type: "text", autocomplete: "off", maxlength: "60", value: unit.kode, oninput: ubah });
    const tahun = el("input", { type: "text", autocomplete: "off", maxlength: "40", value: periode, oninput: ubah });
    const judul = el("span", null, this.judul());
    const ganti_ = el("button", { type: "button", class: "tombol kecil", onclick: () => this.tanyaSelesai() }, "Tutup lembar ini");
    return el("details", { class: "kartu isi-identitas", open: !unit.nama || !periode },
      el("summary", null, judul),
      el("div", { class: "isi-tiga" }, bidang("Nama unit", this.nama), bidang("Kode unit", kode), bidang("Periode", tahun)),
      el("div", { class: "isi-dasar" },
        el("p", { class: "redup" }, this.lembar.formulir.judul, ". ", this.lembar.formulir.dasar),
        this.lembar.formulir.perhatian && el("p", { class: "redup" }, this.lembar.formulir.perhatian)),
      ganti_);
  }

  judul() {
    const { unit, periode, formulir } = this.lembar;
    return [unit.nama || "Nama unit belum diisi", periode || "periode belum diisi", formulir.singkat].join(" · ");
  }

  /** What was noticed of the file, and whether the form is a reconstruction. */
  peringatan() {
    const { temuan_berkas: temuan, formulir } = this.lembar;
    const penting = temuan.filter((satu) => satu.tingkat !== "CATATAN");
    return el("div", { class: "isi-tahu" },
      formulir.peringatan && el("p", { class: "lencana awas" }, formulir.peringatan),
      penting.length > 0 && el("div", { class: "kartu awas" }, el("h2", null, "Tentang berkas ini"), daftarTemuan(penting, null)));
  }

  // Answers.

  /** @returns {import("./lembar.js").Jawab} */
  get jawab() {
    return {
      awal: "isi",
      nilai: (kode) => this.lembar.isi[kode] ?? "",
      ubah: (kode, teks, seketika) => {
        if (teks === (this.lembar.isi[kode] ?? "")) return;
        if (teks) this.lembar.isi[kode] = teks;
        else delete this.lembar.isi[kode];
        this.berubah(seketika ? 0 : MENGETIK);
      },
    };
  }

  /** @param {number} jeda */
  berubah(jeda) {
    this.diketik();
    this.penilai.minta(jeda);
  }

  diketik() {
    this.kotor = true;
    this.disimpan = "";
    this.pencatat.minta();
  }

  /** @returns {import("./draf.js").Isi} */
  tercatat() {
    const { formulir: _formulir, keadaan: _keadaan, ...lembar } = this.lembar;
    return { judul: this.judul(), terisi: this.keadaan.terisi, butir: this.keadaan.butir, disimpan: this.disimpan, lembar };
  }

  /** @param {boolean} berhasil */
  kabarCatatan(berhasil) {
    ganti(this.catatan, !berhasil && el("div", { class: "kartu awas" },
      el("p", { class: "utama" }, "Isian ini tidak dapat dicatat di peramban ini: tempatnya penuh atau ditutup."),
      el("p", null, "Tekan Simpan .xlsx sebelum menutup halaman, dan sesekali selama mengisi.")));
  }

  /** Tell when this unit's sheet is being typed elsewhere too, or was and lies in no file. */
  async lihatKembar() {
    const { instrumen, unit, periode } = this.lembar;
    const sama = (/** @type {string} */ a, /** @type {string} */ b) => a.trim().toLowerCase() === b.trim().toLowerCase();
    const lain = (await semuaDraf()).find((satu) => satu.id !== this.pencatat.id && !satu.disimpan && satu.lembar.instrumen === instrumen
      && unit.nama.trim() !== "" && sama(satu.lembar.unit.nama ?? "", unit.nama) && sama(satu.lembar.periode, periode));
    ganti(this.kembar, lain && el("div", { class: "kartu awas" },
      el("p", { class: "utama" }, lain.terbuka ? "Lembar ini juga sedang diisi di tab lain." : `Ada isian lembar ini yang belum disimpan, terakhir diketik ${kapan(lain)}.`),
      el("p", null, lain.terbuka ? "Keduanya tercatat sendiri-sendiri dan menjadi dua berkas. Teruskan di satu tab saja." : "Bila isian itu yang lebih baru, tutup lembar ini lalu tekan Lanjutkan.")));
  }

  permintaan() {
    const { instrumen, bagian, isi, bukti, catatan } = this.lembar;
    return { instrumen, bagian, isi, bukti, catatan };
  }

  async nilaikan() {
    const { result } = await this.konteks.mesin.kerja("isi.nilai", this.permintaan());
    this.keadaan = result;
    this.tampilkan();
    clearTimeout(this.bicara);
    this.bicara = setTimeout(() => (this.diam.textContent = `Nilai ${result.nilai} dari ${result.dari}. ${result.terisi} dari ${result.butir} butir terisi.`), PENDIAM);
  }

  async simpan() {
    this.menyimpan.disabled = true;
    ganti(this.galat);
    this.kotor = false; // what is typed while the file is made is not in it
    try {
      const { unit, periode, tpi } = this.lembar;
      const { result, files } = await this.konteks.mesin.kerja("isi.simpan", { ...this.permintaan(), unit, periode, tpi });
      for (const satu of files) this.konteks.simpan(satu.name, satu.blob);
      if (!this.kotor && this.pencatat.ada) {
        this.disimpan = result.nama;
        this.pencatat.minta();
      }
      this.konteks.pesan(`Disimpan sebagai ${result.nama}: nilai ${result.nilai}, ${result.terisi} dari ${result.butir} butir terisi.`, "berhasil");
      if (result.temuan.length) ganti(this.galat, el("div", { class: "kartu awas" }, daftarTemuan(result.temuan, null)));
    } catch (galat) {
      this.kotor = true;
      this.identitas.open = true;
      this.konteks.galat(galat, this.galat);
    } finally {
      this.menyimpan.disabled = false;
    }
  }

  tanyaSelesai() {
    if (!this.kotor) return void this.pencatat.hapus().then(() => this.selesai());
    void this.pencatat.catat();
    const { berhasil } = this.pencatat;
    const kartu = el("div", { class: "kartu awas", role: "alert", tabindex: "-1" },
      el("p", { class: "utama" }, "Ada isian yang belum disimpan."),
      el("p", null, berhasil ? "Isian itu tercatat di peramban ini; dari awal ruang ini ia dapat dilanjutkan atau dihapus." : "Bila lembar ini ditutup sekarang, isian itu hilang."),
      el("div", { class: "baris" },
        el("button", { type: "button", class: "tombol utama", onclick: () => (ganti(this.galat), void this.simpan()) }, "Simpan dahulu"),
        el("button", { type: "button", class: "tombol", onclick: () => void this.pencatat.tutup().then(() => this.selesai()) }, berhasil ? "Tutup, lanjutkan nanti" : "Tutup tanpa menyimpan"),
        el("button", { type: "button", class: "tombol", onclick: () => ganti(this.galat) }, "Kembali mengisi")));
    ganti(this.galat, kartu);
    kartu.focus();
  }

  // What is on the screen.

  tampilkan() {
    const k = this.keadaan;
    this.angka.textContent = k.nilai;
    this.dari.textContent = ` dari ${k.dari}`;
    ganti(this.maju, el("span", null, `${k.terisi} dari ${k.butir}`, el("span", { class: "panjang" }, " butir terisi")), bilah(k.maju));
    ganti(this.lencana, lencanaSasaran(k), k.tanpa_bukti.length > 0 && el("span", { class: "lencana redup panjang" }, `${k.tanpa_bukti.length} tanpa bukti`), k.temuan.length > 0 && el("span", { class: "lencana galat" }, `${k.temuan.length} perlu diperiksa`));
    this.kosong.disabled = k.kosong.length === 0;
    this.kosongBawah.disabled = this.kosong.disabled;
    this.kosongBawah.textContent = `Butir kosong (${k.kosong.length})`;
    this.kosong.textContent = k.kosong.length ? `Ke butir kosong (${k.kosong.length})` : k.terisi === k.butir ? "Semua butir terisi" : "Tidak ada butir kosong";
    this.tampilkanMenu();
    for (const kotak of this.butir.querySelectorAll("[data-butir]")) this.tandai(/** @type {HTMLElement} */ (kotak));
    this.tampilkanSub();
    if (k.sasaran.length) tampilkanGerbang(this.syarat, k.sasaran);
    else if (k.pita.length) tampilkanPita(this.syarat, k.pita);
    ganti(this.hasil, this.tabelBagian());
    this.periksa.hidden = k.temuan.length === 0 && k.tanpa_bukti.length === 0;
    this.judulPeriksa.textContent = `Yang perlu diperiksa (${k.temuan.length}) dan butir tanpa bukti (${k.tanpa_bukti.length})`;
    jagaFokus(this.isiPeriksa, () => ganti(this.isiPeriksa,
      daftarTemuan(k.temuan, (butir) => this.keButir(butir)),
      k.tanpa_bukti.length > 0 && el("p", null, "Terjawab tetapi belum menyebut bukti:"),
      el("div", { class: "baris" }, k.tanpa_bukti.map((butir) => el("button", { type: "button", class: "tombol kecil", onclick: () => this.keButir(butir) }, butir)))));
  }

  tampilkanMenu() {
    const fokus = document.activeElement instanceof HTMLElement && this.menu.contains(document.activeElement) ? document.activeElement.dataset.area : "";
    let di = "";
    const isi = [];
    for (const area of this.lembar.formulir.area) {
      const b = this.keadaan.bagian[area.id];
      if (area.di !== di) isi.push(el("p", { class: "isi-di" }, area.di));
      di = area.di;
      isi.push(el("button", { type: "button", class: "isi-ke-area", "data-area": area.id, "aria-current": area.id === this.area && "true", onclick: () => this.keArea(area.id) },
        el("span", { class: "judul" }, area.judul),
        el("span", { class: "redup" }, `${b.terisi} dari ${b.butir}${b.terisi === b.butir ? " ✓" : ""} · ${b.nilai} dari ${b.dari}`),
        bilah(b.maju)));
    }
    ganti(this.menu, isi);
    if (fokus) /** @type {HTMLElement | null} */ ([...this.menu.querySelectorAll("button")].find((satu) => satu.dataset.area === fokus) ?? null)?.focus();
  }

  tabelBagian() {
    return el("div", { class: "gulir", tabindex: "0", role: "region", "aria-label": "Nilai tiap area" },
      el("table", { class: "tabel" },
        el("thead", null, el("tr", null, ["Area", "Nilai", "Dari", "Capaian", "Terisi"].map((kepala) => el("th", { scope: "col" }, kepala)))),
        el("tbody", null, this.lembar.formulir.area.map((area) => {
          const b = this.keadaan.bagian[area.id];
          return el("tr", null, el("th", { scope: "row" }, area.judul, el("span", { class: "redup blok" }, area.di)), [b.nilai, b.dari, b.persen].map((teks) => el("td", { class: "angka" }, teks)), el("td", { class: "angka" }, `${b.terisi} dari ${b.butir}`));
        }))));
  }

  /** @param {string} id */
  keArea(id) {
    this.ke(this.semua.findIndex(({ area }) => area.id === id));
  }

  /** @param {string} id */
  keButir(id) {
    this.ke(this.semua.findIndex(({ butir }) => butir.id === id));
  }

  keKosong() {
    const kosong = new Set(this.keadaan.kosong);
    const urut = [...this.semua.keys()];
    const berikut = [...urut.slice(this.kini + 1), ...urut.slice(0, this.kini + 1)].find((n) => kosong.has(this.semua[n].butir.id));
    if (berikut !== undefined) this.ke(berikut);
  }

  /** Show an item, its area with it, and put the focus there. @param {number} nomor @param {boolean} [fokus] */
  ke(nomor, fokus = true) {
    if (nomor < 0 || nomor >= this.semua.length) return;
    this.kini = nomor;
    const { butir, area } = this.semua[nomor];
    if (area.id !== this.area) {
      this.area = area.id;
      this.gambarArea();
      this.tampilkanMenu();
      this.menu.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
      if (sempit()) this.daftar.open = false;
    }
    for (const kotak of this.butir.querySelectorAll("[data-butir]")) kotak.classList.toggle("kini", /** @type {HTMLElement} */ (kotak).dataset.butir === butir.id);
    for (const sub of this.butir.querySelectorAll("details.sub")) if (sub.querySelector(".kini")) /** @type {HTMLDetailsElement} */ (sub).open = true;
    for (const sub of this.butir.querySelectorAll("details.sub")) sub.classList.toggle("kini-di-sini", sub.querySelector(".kini") !== null);
    this.sebelum.disabled = nomor === 0;
    this.sesudah.disabled = nomor === this.semua.length - 1;
    this.ini.textContent = `butir ${nomor + 1} dari ${this.semua.length}`;
    const kotak = this.butir.querySelector(".kini");
    if (!fokus || !kotak) return;
    kotak.scrollIntoView({ block: sempit() ? "start" : "nearest" });
    const sasaran = /** @type {HTMLElement | null} */ (kotak.querySelector("input:checked") ?? kotak.querySelector("input:not([type=checkbox])"));
    sasaran?.focus({ preventScroll: true });
  }

  gambarArea() {
    const area = this.lembar.formulir.area.find((satu) => satu.id === this.area);
    if (!area) return;
    ganti(this.butir, el("h2", { class: "isi-judul-area" }, area.judul, el("span", { class: "redup blok" }, `${area.di}${area.di ? " · " : ""}bobot ${area.poin}`)),
      area.sub.map((sub) => el("details", { class: "sub", open: true, "data-sub": sub.id },
        el("summary", null, el("span", { class: "judul" }, sub.judul || area.judul), el("span", { class: "redup isi-sub" })),
        sub.butir.map((butir) => this.gambarButir(butir)))));
    for (const kotak of this.butir.querySelectorAll("[data-butir]")) this.tandai(/** @type {HTMLElement} */ (kotak));
    this.tampilkanSub();
  }

  tampilkanSub() {
    for (const sub of this.butir.querySelectorAll("details.sub")) {
      const b = this.keadaan.bagian[/** @type {HTMLElement} */ (sub).dataset.sub ?? ""];
      const tempat = sub.querySelector(".isi-sub");
      if (b && tempat) tempat.textContent = `${b.terisi} dari ${b.butir} terisi · ${b.nilai} dari ${b.dari}`;
    }
  }

  /** @param {Butir} butir */
  gambarButir(butir) {
    const kunci = butir.id;
    const status = el("span", { class: "lencana status" });
    const pesan = el("div", { class: "isi-pesan", id: idBaru("pesan") });
    const hapus = el("button", { type: "button", class: "tombol kecil isi-hapus", onclick: () => this.kosongkan(butir) }, "Kosongkan", el("span", { class: "untuk-pembaca" }, ` ${kunci}`));
    const kendali = butir.pilihan ? kendaliPilihan(butir, this.jawab) : kendaliAngka(butir, this.jawab);
    const contoh = idBaru("contoh");
    return el("fieldset", { class: "butir", "data-butir": kunci, "aria-describedby": pesan.id, onfocusin: () => this.diKini(kunci) },
      el("legend", null, el("span", { class: "kode" }, kunci), " ", butir.kriteria),
      el("div", { class: "isi-kepala" }, status, hapus),
      butir.penjelasan && el("p", { class: "isi-jelas redup" }, butir.penjelasan),
      kendali, kendaliDaftar(butir, this.jawab), pesan,
      el("div", { class: "isi-kata" },
        this.kata("bukti", "Bukti dukung", kunci, contoh),
        this.kata("catatan", "Catatan", kunci, "")),
      el("p", { class: "redup isi-contoh", id: contoh }, `Contoh bukti: ${butir.bukti.join("; ")}.`),
      el("details", { class: "isi-lanjut" }, el("summary", null, "Saran dan dasar"), el("p", null, butir.saran), el("p", { class: "redup" }, butir.dasar)));
  }

  /** @param {"bukti" | "catatan"} jenis @param {string} judul @param {string} kunci @param {string} contoh */
  kata(jenis, judul, kunci, contoh) {
    const id = idBaru(jenis);
    const kotak = el("textarea", {
      id, rows: "2", maxlength: "30000", value: this.lembar[jenis][kunci] ?? "", "aria-describedby": contoh || false,
      oninput: () => {
        if (kotak.value) this.lembar[jenis][kunci] = kotak.value;
        else delete this.lembar[jenis][kunci];
        this.berubah(MENGETIK);
      },
    });
    return el("div", { class: "bidang" }, el("label", { for: id }, judul, el("span", { class: "untuk-pembaca" }, ` ${kunci}`)), kotak);
  }

  /** @param {string} kunci */
  diKini(kunci) {
    const nomor = this.semua.findIndex(({ butir }) => butir.id === kunci);
    if (nomor !== this.kini) this.ke(nomor, false);
  }

  /** @param {Butir} butir */
  kosongkan(butir) {
    for (const kode of kodeButir(butir)) delete this.lembar.isi[kode];
    const kotak = [...this.butir.querySelectorAll("[data-butir]")].find((satu) => /** @type {HTMLElement} */ (satu).dataset.butir === butir.id);
    if (kotak) segarkanKendali(kotak, butir, this.lembar.isi);
    /** @type {HTMLElement | null | undefined} */ (kotak?.querySelector("input"))?.focus();
    this.berubah(0);
  }

  /** Show what is known of an item beside it. @param {HTMLElement} kotak */
  tandai(kotak) {
    const kunci = kotak.dataset.butir ?? "";
    const item = this.keadaan.item[kunci];
    const status = /** @type {HTMLElement} */ (kotak.querySelector(".status"));
    const KATA = /** @type {Record<string, [string, string]>} */ ({ terisi: ["baik", "terisi"], kosong: ["redup", "belum dijawab"], salah: ["galat", "perlu diperbaiki"], "tidak-berlaku": ["redup", "tidak berlaku"] });
    const [kelas, teks] = KATA[item?.keadaan ?? "kosong"];
    const usul = this.keadaan.usul[kunci];
    kotak.dataset.keadaan = item?.keadaan ?? "kosong";
    status.className = `lencana status ${kelas}`;
    status.textContent = item?.keadaan === "terisi" ? `nilai ${item.nilai}${item.sendiri ? ` (sendiri ${item.sendiri})` : ""}${usul ? `: ${usul} dari daftar periksa` : ""}` : teks;
    /** @type {HTMLElement} */ (kotak.querySelector(".isi-hapus")).hidden = item?.keadaan === "kosong";
    const pesan = /** @type {HTMLElement} */ (kotak.querySelector(".isi-pesan"));
    const milik = this.keadaan.temuan.filter((satu) => satu.butir === kunci);
    const kata = milik.map((satu) => `${satu.kalimat} ${satu.perbaikan}`).join("\n");
    if (pesan.textContent !== kata) ganti(pesan, milik.map((satu) => el("p", { class: satu.tingkat === "KESALAHAN" ? "galat" : "awas" }, `${satu.kalimat} ${satu.perbaikan}`)));
  }

  // Keys.

  /** Ctrl+S saves wherever the focus is, as long as the room is shown. @param {KeyboardEvent} p */
  pintas(p) {
    if (!(p.ctrlKey || p.metaKey) || p.key.toLowerCase() !== "s" || !this.unsur.checkVisibility()) return;
    p.preventDefault();
    if (!this.menyimpan.disabled) void this.simpan();
  }

  /** Single letters count only while the focus is in the sheet and in no text. @param {KeyboardEvent} p */
  tombol(p) {
    if (p.ctrlKey || p.metaKey || p.altKey || mengetik(p.target)) return;
    const KERJA = /** @type {Record<string, () => void>} */ ({ n: () => this.keKosong(), j: () => this.ke(this.kini + 1), k: () => this.ke(this.kini - 1) });
    const kerja = KERJA[p.key.toLowerCase()] ?? (/^[1-9]$/.test(p.key) ? () => this.pilihNomor(Number(p.key)) : null);
    if (!kerja) return;
    p.preventDefault();
    kerja();
  }

  /** @param {number} nomor */
  pilihNomor(nomor) {
    const radio = /** @type {HTMLInputElement | undefined} */ (this.butir.querySelectorAll(".kini .pilihan-jawaban input")[nomor - 1]);
    radio?.click();
    radio?.focus();
  }
}

/** True where keys are letters of a text. @param {EventTarget | null} unsur */
function mengetik(unsur) {
  return unsur instanceof HTMLTextAreaElement || unsur instanceof HTMLSelectElement || (unsur instanceof HTMLInputElement && unsur.type === "text");
}

function sempit() {
  return matchMedia("(max-width: 40rem)").matches;
}

function pintasan() {
  const daftar = [["panah atas/bawah", "pilihan lain dalam butir"], ["1 sampai 6", "pilihan ke-1 sampai ke-6"], ["N", "butir kosong berikutnya"], ["J / K", "butir berikutnya / sebelumnya"], ["Ctrl+S", "simpan .xlsx"]];
  return el("details", { class: "isi-pintasan" }, el("summary", null, "Pintasan papan ketik"),
    el("dl", null, daftar.map(([tombol, arti]) => [el("dt", null, el("kbd", null, tombol)), el("dd", null, arti)]).flat()),
    el("p", { class: "redup" }, "Huruf dan angka berlaku selama kotak teks tidak sedang diketik."));
}
