// @ts-check
// The room Klinik: one unit's answers changed before everybody's eyes, on a projector. Every figure is the engine's.

import { bidang, el, ganti, idBaru } from "./dom.js";
import { bidangBerkas, bilah, isiDaftar, jagaFokus, kendaliAngka, kendaliPilihan, kodeButir, kurang, segarkanKendali, semuaButir, tampilkanGerbang, tampilkanPita, tanyaBacaan, Terbaru, ukurPalang } from "./lembar.js";

/** @typedef {import("./lembar.js").Formulir} Formulir @typedef {import("./lembar.js").Butir} Butir @typedef {import("./lembar.js").Keadaan} Keadaan @typedef {import("./lembar.js").Isi} Isi */
/** @typedef {{instrumen: string, bagian: string[], formulir: Formulir, unit: {nama: string}, isi: Isi}} Kasus */
/** @typedef {{nama: string[], kini: string, buka: (nama: string) => void}} Deretan  the worksheets that were given, and the one shown */
/** @typedef {{label?: string, menjadi?: string, poin: string, arah: string, lulus: string[], gagal?: string[], isi?: Isi}} Imbal */
/**
 * @typedef {{nilai: string, awal: string, bagian: Record<string, string>, gerbang: Record<string, {dari: string, menjadi: string, arah: string}>,
 *   sasaran: {id: string, judul: string, arah: string}[], predikat: {dari: string, menjadi: string} | null,
 *   jawaban: {butir: string, kriteria: string, dari: string, menjadi: string}[]}} Beda
 */

const MENGETIK = 250; // ms without a key before a typed number is scored
const SEKALIGUS = 4; // items whose gains are asked for at once
const MUNDUR = 200; // how many steps back are kept

/** @type {import("./ruang.js").Ruang} */
export const ruang = {
  id: "klinik",
  judul: "Klinik",
  buat(akar, konteks) {
    /** @type {Ruangan | null} */
    let kini = null;
    const awal = () => {
      kini?.tutup();
      kini = null;
      ganti(akar, pembuka(konteks, (kasus, deretan) => {
        kini?.tutup();
        kini = new Ruangan(kasus, konteks, awal, deretan);
        ganti(akar, kini.unsur);
        kini.mulai();
      }));
    };
    awal();
    return { belumDisimpan: () => kini !== null && kini.lampau.length > 0 };
  },
};

/** @param {import("./ruang.js").Konteks} konteks @param {(kasus: Kasus, deretan: Deretan) => void} buka */
function pembuka(konteks, buka) {
  const { mesin } = konteks;
  const soal = el("div", { class: "isi-soal" });
  const kabar = el("p", { class: "redup", role: "status" });
  const pilih = el("select", { disabled: true }, el("option", null, "Menyiapkan daftar…"));
  const contoh = el("div", { class: "baris klinik-contoh" });
  mesin.kerja("klinik.daftar").then(
    ({ result }) => {
      isiDaftar(pilih, result.instrumen);
      ganti(contoh, result.contoh.map((/** @type {any} */ satu) => el("button", { type: "button", class: "tombol", onclick: () => void dariContoh(satu.nama) }, satu.judul)));
    },
    (galat) => konteks.galat(galat, soal),
  );
  /** @param {string} nama */
  const dariContoh = async (nama) => {
    ganti(soal);
    try {
      const { result } = await mesin.kerja("klinik.mulai", { instrumen: pilih.value, contoh: nama });
      buka({ ...result, instrumen: pilih.value, bagian: [] }, { nama: [], kini: "", buka() {} });
    } catch (galat) {
      konteks.galat(galat, soal);
    }
  };
  /** @param {File[]} berkas */
  const dariBerkas = async (berkas) => {
    ganti(soal);
    try {
      await mesin.buang();
      const nama = await mesin.taruh(berkas);
      await satu(nama, nama[0]);
    } catch (galat) {
      konteks.galat(galat, soal);
    }
  };
  /** Show one of the worksheets that were given. @param {string[]} nama @param {string} dipilih @param {Record<string, string>} baca */
  const satu = async (nama, dipilih, baca = {}) => {
    kabar.textContent = "Membaca berkas…";
    try {
      const { result } = await mesin.kerja("klinik.buka", { berkas: dipilih, baca });
      if (result.pilih) tanyaBacaan(soal, result, (jawab) => (ganti(soal), void satu(nama, dipilih, { ...baca, ...jawab })));
      else buka(result, { nama, kini: dipilih, buka: (lain) => void satu(nama, lain) });
    } catch (galat) {
      konteks.galat(galat, soal.isConnected ? soal : undefined);
    } finally {
      kabar.textContent = "";
    }
  };
  return el("div", { class: "isi-awal" }, soal, el("div", { class: "isi-pembuka" },
    el("div", { class: "kartu" },
      el("h2", null, "Unit contoh"),
      el("p", null, "Unit rekaan, untuk belajar tanpa lembar siapa pun."),
      bidang("Instrumen", pilih),
      el("p", { class: "klinik-mulai-dari" }, "Mulai dari:"), contoh),
    el("div", { class: "kartu" },
      el("h2", null, "Lembar unit"),
      el("p", null, "Satu berkas atau beberapa sekaligus. Berkasnya tidak berubah; nama unit dapat disembunyikan."),
      bidangBerkas({ judul: "Pilih berkas .xlsx", petunjuk: "atau jatuhkan berkasnya di sini", banyak: true, terima: (berkas) => void dariBerkas(berkas) }),
      kabar)),
    el("p", { class: "redup" }, "Untuk layar proyektor, pilih Tampilan: Proyektor di kanan atas."));
}

let rahasia = false; // whether names are hidden: it stays so from one unit to the next

const PANEL = /** @type {[string, string][]} */ ([["syarat", "Syarat"], ["jalur", "Jalur"], ["paling", "Pengaruh"], ["ubah", "Perubahan"]]);

/** One unit on the screen. */
class Ruangan {
  /** @param {Kasus} kasus @param {import("./ruang.js").Konteks} konteks @param {() => void} selesai @param {Deretan} deretan */
  constructor(kasus, konteks, selesai, deretan) {
    this.deretan = deretan;
    this.kasus = kasus;
    this.konteks = konteks;
    this.semua = semuaButir(kasus.formulir);
    /** @type {Isi} */
    this.isi = { ...kasus.isi };
    /** @type {Isi} */
    this.patokan = { ...kasus.isi };
    /** @type {Isi[]} */
    this.lampau = [];
    /** @type {Isi[]} */
    this.nanti = [];
    this.versi = 0;
    this.area = kasus.formulir.area[0].id;
    this.panel = kasus.formulir.sasaran.length ? "syarat" : "paling";
    this.rahasia = rahasia;
    this.sasaran = kasus.formulir.sasaran[0] ?? "";
    this.luar = false;
    /** @type {Keadaan | null} */
    this.keadaan = null;
    /** @type {Record<string, string>} */
    this.usul = {};
    /** @type {Beda | null} */
    this.beda = null;
    /** @type {any} */
    this.hasilPanel = null;
    this.diketik = "";
    this.penilai = new Terbaru(() => this.kerjakan(), (galat) => konteks.galat(galat, this.galat));
    /** @type {ResizeObserver | null} */
    this.pengamat = null;

    const tombol = (/** @type {string} */ kata, /** @type {() => void} */ kerja, /** @type {object} */ sifat = {}) => el("button", { type: "button", class: "tombol kecil", onclick: kerja, ...sifat }, kata);
    this.galat = el("div", { class: "isi-galat" });
    this.angka = el("strong", { class: "klinik-angka" });
    this.dari = el("span", { class: "klinik-dari" });
    this.geser = el("span", { class: "klinik-geser" });
    this.lencana = el("div", { class: "palang-lencana" });
    this.siapa = el("span", { class: "klinik-siapa" });
    this.diam = el("p", { class: "untuk-pembaca", role: "status" });
    this.urungkan = tombol("Urungkan", () => this.mundur(), { "aria-keyshortcuts": "Control+Z" });
    this.ulangi = tombol("Ulangi", () => this.lanjut(), { "aria-keyshortcuts": "Control+Y" });
    this.tandai = tombol("Jadikan patokan", () => this.jadikanPatokan());
    this.balik = tombol("Kembali ke patokan", () => this.ganti({ ...this.patokan }));
    this.sembunyi = tombol("Sembunyikan nama", () => this.sembunyikan(), { "aria-pressed": "false" });
    this.pilihUnit = el("select", { id: idBaru("unit"), onchange: () => deretan.buka(this.pilihUnit.value) });
    this.menu = el("nav", { class: "klinik-area", "aria-label": "Area" });
    this.pilihArea = el("select", { id: idBaru("area"), onchange: () => this.keArea(this.pilihArea.value) },
      this.kasus.formulir.area.map((area) => el("option", { value: area.id }, area.di ? `${area.judul} (${area.di})` : area.judul)));
    this.butir = el("div", { class: "klinik-butir" });
    this.tab = el("div", { class: "klinik-tab", role: "tablist", "aria-label": "Keterangan", onkeydown: (/** @type {KeyboardEvent} */ p) => this.tabTombol(p) });
    this.isiJalur = el("div");
    this.isiPanel = el("div", { class: "klinik-panel", role: "tabpanel", tabindex: "0", id: idBaru("panel") });
    const penuh = tombol("Layar penuh", () => void (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.()));
    this.palang = el("div", { class: "palang-tetap klinik-palang" },
      el("div", { class: "klinik-nilai" }, this.angka, this.dari, this.geser),
      this.lencana,
      el("div", { class: "palang-aksi klinik-aksi" }, this.urungkan, this.ulangi, this.balik));
    this.dengar = (/** @type {KeyboardEvent} */ p) => this.tombol(p);
    addEventListener("keydown", this.dengar);
    this.unsur = el("div", { class: "klinik" },
      this.palang, this.diam, this.galat,
      el("details", { class: "klinik-alat" }, el("summary", null, this.siapa), el("div", { class: "baris" }, this.tandai, this.sembunyi, penuh, tombol("Mulai lagi", selesai)),
        deretan.nama.length > 1 && el("div", { class: "bidang klinik-unit" }, el("label", { for: this.pilihUnit.id }, `Unit (${deretan.nama.length} lembar)`), this.pilihUnit)),
      el("div", { class: "klinik-tiga" },
        this.menu,
        el("div", { class: "klinik-tengah" },
          el("div", { class: "bidang klinik-pilih-area" }, el("label", { for: this.pilihArea.id, class: "untuk-pembaca" }, "Area"), this.pilihArea),
          this.butir),
        el("aside", { class: "kartu klinik-kanan", "aria-label": "Keterangan" }, this.tab, this.isiPanel)));
  }

  mulai() {
    this.tampilkanSiapa();
    this.gambarArea();
    this.gambarTab();
    this.pengamat = ukurPalang(this.unsur, this.palang);
    this.penilai.minta();
  }

  tutup() {
    this.pengamat?.disconnect();
    removeEventListener("keydown", this.dengar);
  }

  // Changes, and back again.

  /** @returns {import("./lembar.js").Jawab} */
  get jawab() {
    return {
      awal: "klinik",
      nilai: (kode) => this.isi[kode] ?? "",
      ubah: (kode, teks, seketika) => {
        if (teks === (this.isi[kode] ?? "")) return;
        const baru = { ...this.isi };
        if (teks) baru[kode] = teks;
        else delete baru[kode];
        this.ganti(baru, { diketik: seketika ? "" : kode, segarkan: false });
      },
    };
  }

  /** Put other answers in the place of these; what was is kept for Urungkan. @param {Isi} baru @param {{diketik?: string, segarkan?: boolean}} [cara] */
  ganti(baru, { diketik = "", segarkan = true } = {}) {
    if (sama(baru, this.isi)) return;
    if (!diketik || diketik !== this.diketik) this.lampau.push(this.isi); // the letters of one number are one step
    this.diketik = diketik;
    if (this.lampau.length > MUNDUR) this.lampau.shift();
    this.nanti = [];
    this.pakai(baru, segarkan, diketik ? MENGETIK : 0);
  }

  mundur() {
    const dulu = this.lampau.pop();
    if (!dulu) return;
    this.nanti.push(this.isi);
    this.pakai(dulu, true, 0);
  }

  lanjut() {
    const nanti = this.nanti.pop();
    if (!nanti) return;
    this.lampau.push(this.isi);
    this.pakai(nanti, true, 0);
  }

  /** @param {Isi} isi @param {boolean} segarkan @param {number} jeda */
  pakai(isi, segarkan, jeda) {
    const berubah = this.semua.filter(({ butir }) => kodeButir(butir).some((kode) => (isi[kode] ?? "") !== (this.isi[kode] ?? "")));
    this.isi = isi;
    this.versi += 1;
    if (segarkan) {
      this.diketik = "";
      const asing = berubah.length && !berubah.some(({ area }) => area.id === this.area);
      if (asing) this.keArea(berubah[0].area.id);
      this.segarkan();
    }
    this.penilai.minta(jeda);
  }

  segarkan() {
    for (const { butir } of this.semua) {
      const kotak = this.kotak(butir.id);
      if (kotak) segarkanKendali(kotak, butir, this.isi);
    }
  }

  jadikanPatokan() {
    this.patokan = { ...this.isi };
    this.konteks.pesan("Jawaban sekarang menjadi patokan; perubahan dihitung dari sini.");
    this.penilai.minta();
  }

  sembunyikan() {
    rahasia = this.rahasia = !this.rahasia;
    this.tampilkanSiapa();
  }

  tampilkanSiapa() {
    const { unit, formulir } = this.kasus;
    const { nama, kini } = this.deretan;
    const urut = nama.indexOf(kini) + 1;
    this.sembunyi.setAttribute("aria-pressed", String(this.rahasia));
    ganti(this.pilihUnit, nama.map((satu, n) => el("option", { value: satu, selected: satu === kini }, this.rahasia ? `Unit ${n + 1}` : satu.replace(/^.*\//, "").replace(/\.xls[xm]?$/i, ""))));
    ganti(this.siapa, el("b", null, this.rahasia ? (nama.length > 1 ? `Unit ${urut}` : "Sebuah unit") : unit.nama || "Unit tanpa nama"), el("span", { class: "redup" }, ` · ${formulir.singkat}`), formulir.peringatan && [" ", el("span", { class: "lencana awas" }, formulir.peringatan)]);
  }

  // What the engine is asked, the most urgent first: the score, then what other answers bring, then the open panel.

  permintaan() {
    return { instrumen: this.kasus.instrumen, bagian: this.kasus.bagian, isi: this.isi };
  }

  async kerjakan() {
    const versi = this.versi;
    const { mesin } = this.konteks;
    const { result } = await mesin.kerja("klinik.nilai", { ...this.permintaan(), awal: this.patokan });
    if (versi !== this.versi) return;
    this.keadaan = result.kini;
    this.beda = result.beda;
    this.usul = result.usul;
    this.tampilkan();
    await this.imbalkan();
    if (versi === this.versi && !this.penilai.usang) await this.isikanPanel();
  }

  /** In few items at a time: a changed answer does not wait for the gains of all. */
  async imbalkan() {
    const [versi, area] = [this.versi, this.area];
    const butir = this.butirArea().map((satu) => satu.id);
    for (let n = 0; n < butir.length; n += SEKALIGUS) {
      const { result } = await this.konteks.mesin.kerja("klinik.imbal", { ...this.permintaan(), butir: butir.slice(n, n + SEKALIGUS) });
      if (versi !== this.versi || area !== this.area || this.penilai.usang) return;
      for (const [id, imbal] of Object.entries(result.imbal)) this.tampilkanImbal(id, /** @type {Imbal[]} */ (imbal));
    }
  }

  async isikanPanel() {
    const versi = this.versi;
    const { mesin } = this.konteks;
    if (this.panel === "paling") {
      const { result } = await mesin.kerja("klinik.paling", this.permintaan());
      if (versi === this.versi && this.panel === "paling") this.tampilkanPaling(result);
    } else if (this.panel === "jalur" && this.sasaran) {
      const sasaran = this.sasaran;
      const { result } = await mesin.kerja("klinik.jalur", { ...this.permintaan(), sasaran, luar: this.luar });
      if (versi === this.versi && this.panel === "jalur" && sasaran === this.sasaran) this.tampilkanJalur(result);
    }
  }

  // What is on the screen.

  tampilkan() {
    const k = /** @type {Keadaan} */ (this.keadaan);
    const beda = this.beda;
    this.angka.textContent = k.nilai;
    this.dari.textContent = ` dari ${k.dari}`;
    const naik = beda?.nilai ?? "";
    ganti(this.geser, naik && el("span", { class: `lencana ${naik.startsWith("-") ? "galat" : "baik"}` }, naik, el("span", { class: "semula" }, ` dari ${beda?.awal}`)));
    ganti(this.lencana, this.lencanaBesar(k));
    this.urungkan.disabled = this.lampau.length === 0;
    this.ulangi.disabled = this.nanti.length === 0;
    this.balik.disabled = sama(this.isi, this.patokan);
    this.gambarMenu();
    this.bicara = `Nilai ${k.nilai} dari ${k.dari}. ${k.sasaran.filter((s) => s.menentukan).map((s) => `${s.judul} ${s.lulus ? "terpenuhi" : `kurang ${s.kurang} syarat`}`).join(". ")}${k.predikat ? `. Predikat ${k.predikat.label}` : ""}`;
    this.diam.textContent = this.bicara;
    this.tandaiButir();
    if (this.panel === "syarat") this.tampilkanSyarat();
    else if (this.panel === "ubah") this.tampilkanUbah();
    else this.isiPanel.dataset.lama = "ya";
  }

  tandaiButir() {
    for (const kotak of /** @type {NodeListOf<HTMLElement>} */ (this.butir.querySelectorAll("[data-butir]"))) {
      const kunci = kotak.dataset.butir ?? "";
      kotak.dataset.keadaan = this.keadaan?.item[kunci]?.keadaan ?? "kosong";
      const usul = /** @type {HTMLElement} */ (kotak.querySelector(".klinik-usul"));
      usul.hidden = !this.usul[kunci];
      usul.textContent = `Dinilai ${this.usul[kunci]} dari daftar periksanya.`;
    }
  }

  /** @param {Keadaan} k */
  lencanaBesar(k) {
    const pindah = new Map((this.beda?.sasaran ?? []).map((s) => [s.id, s.arah]));
    const semua = k.sasaran.filter((s) => s.menentukan).map((s) =>
      el("div", { class: "klinik-sasaran", "data-lulus": s.lulus ? "ya" : "tidak", "data-pindah": pindah.get(s.id) || false },
        el("b", null, s.id), " ", kurang(s)));
    if (k.predikat) {
      const p = this.beda?.predikat;
      semua.push(el("div", { class: "klinik-sasaran", "data-lulus": "ya", "data-pindah": Boolean(p) && "lulus" }, el("b", null, k.predikat.label), el("span", null, p ? `${k.predikat.judul}, semula ${p.dari}` : k.predikat.judul)));
    }
    return semua;
  }

  gambarMenu() {
    const k = this.keadaan;
    if (!k) return;
    const fokus = document.activeElement instanceof HTMLElement && this.menu.contains(document.activeElement) ? document.activeElement.dataset.area : "";
    let di = "";
    const isi = [];
    for (const area of this.kasus.formulir.area) {
      const b = k.bagian[area.id];
      if (area.di !== di) isi.push(el("p", { class: "isi-di" }, area.di));
      di = area.di;
      const naik = this.beda?.bagian[area.id];
      isi.push(el("button", { type: "button", class: "isi-ke-area", "data-area": area.id, "aria-current": area.id === this.area && "true", onclick: () => this.keArea(area.id) },
        el("span", { class: "judul" }, area.judul),
        el("span", { class: "redup" }, `${b.nilai} dari ${b.dari}`, naik && el("b", { class: "klinik-naik" }, ` ${naik}`)),
        bilah(b.lebar)));
    }
    ganti(this.menu, isi);
    if (fokus) /** @type {HTMLElement | undefined} */ ([...this.menu.querySelectorAll("button")].find((satu) => satu.dataset.area === fokus))?.focus();
    this.pilihArea.value = this.area;
  }

  butirArea() {
    return this.semua.filter(({ area }) => area.id === this.area).map(({ butir }) => butir);
  }

  /** @param {string} id */
  keArea(id) {
    if (id === this.area) return;
    this.area = id;
    this.gambarArea();
    this.gambarMenu();
    void this.imbalkan().catch((galat) => this.konteks.galat(galat, this.galat));
  }

  gambarArea() {
    const area = this.kasus.formulir.area.find((satu) => satu.id === this.area);
    if (!area) return;
    ganti(this.butir, el("h2", null, area.judul, el("span", { class: "redup blok" }, `${area.di}${area.di ? " · " : ""}bobot ${area.poin}`)),
      area.sub.map((sub) => el("section", { class: "klinik-sub" }, sub.judul && el("h3", null, sub.judul), sub.butir.map((butir) => this.gambarButir(butir)))));
    this.tandaiButir();
  }

  /** @param {Butir} butir */
  gambarButir(butir) {
    const kendali = butir.pilihan ? kendaliPilihan(butir, this.jawab, "mendatar") : kendaliAngka(butir, this.jawab);
    const arti = butir.pilihan && el("details", { class: "klinik-arti" }, el("summary", null, "Arti pilihan dan bukti"),
      el("dl", null, butir.pilihan.map((satu) => [el("dt", null, satu.label), el("dd", null, satu.arti)]).flat()),
      butir.penjelasan && el("p", null, butir.penjelasan), el("p", { class: "redup" }, `Contoh bukti: ${butir.bukti.join("; ")}.`));
    return el("fieldset", { class: "klinik-satu", "data-butir": butir.id },
      el("legend", null, el("span", { class: "kode" }, butir.id), " ", butir.kriteria, butir.luar && [" ", el("span", { class: "lencana redup" }, "di luar kendali unit")]),
      !butir.pilihan && butir.penjelasan && el("p", { class: "isi-jelas redup" }, butir.penjelasan),
      kendali, el("p", { class: "klinik-usul redup", hidden: true }), el("div", { class: "klinik-langkah" }), arti);
  }

  /** @param {string} id @returns {HTMLElement | undefined} */
  kotak(id) {
    return /** @type {HTMLElement[]} */ ([...this.butir.querySelectorAll("[data-butir]")]).find((satu) => satu.dataset.butir === id);
  }

  /** Show beside each other answer what it would bring. @param {string} id @param {Imbal[]} imbal */
  tampilkanImbal(id, imbal) {
    const kotak = this.kotak(id);
    if (!kotak) return;
    const per = new Map(imbal.map((satu) => [satu.label ?? "", satu]));
    for (const pilihan of kotak.querySelectorAll(".satu-pilihan")) {
      const satu = per.get(/** @type {HTMLElement} */ (pilihan).dataset.label ?? "");
      const tempat = /** @type {HTMLElement} */ (pilihan.querySelector(".imbal"));
      tempat.dataset.arah = satu?.arah ?? "";
      ganti(tempat, satu ? [satu.poin, satu.lulus.length > 0 && el("span", { class: "capai" }, ` ✓ ${satu.lulus.join(", ")}`), (satu.gagal?.length ?? 0) > 0 && el("span", { class: "gagal" }, ` ✗ ${satu.gagal?.join(", ")}`)] : null);
    }
    const langkah = /** @type {HTMLElement} */ (kotak.querySelector(".klinik-langkah"));
    ganti(langkah, imbal.filter((satu) => satu.isi).map((satu) =>
      el("button", { type: "button", class: "tombol kecil", onclick: () => this.ganti({ ...this.isi, ...satu.isi }) }, `Menjadi ${satu.menjadi}`, el("b", { class: "klinik-naik" }, satu.poin), satu.lulus.length > 0 && ` ✓ ${satu.lulus.join(", ")}`)));
  }

  // The panel on the right.

  gambarTab() {
    const punya = PANEL.filter(([id]) => this.kasus.formulir.sasaran.length || id !== "syarat");
    ganti(this.tab, punya.map(([id, judul]) =>
      el("button", { type: "button", role: "tab", id: `klinik-tab-${id}`, class: "tombol kecil", "data-panel": id, "aria-controls": this.isiPanel.id, onclick: () => this.kePanel(id) }, judul)));
    this.pilihTab();
  }

  pilihTab() {
    for (const tab of /** @type {NodeListOf<HTMLElement>} */ (this.tab.querySelectorAll("[role=tab]"))) {
      tab.setAttribute("aria-selected", String(tab.dataset.panel === this.panel));
      tab.tabIndex = tab.dataset.panel === this.panel ? 0 : -1;
    }
    this.isiPanel.setAttribute("aria-labelledby", `klinik-tab-${this.panel}`);
  }

  /** @param {string} id */
  kePanel(id) {
    this.panel = id;
    this.pilihTab();
    ganti(this.isiPanel);
    delete this.isiPanel.dataset.lama;
    if (!this.keadaan) return;
    if (id === "syarat") this.tampilkanSyarat();
    else if (id === "ubah") this.tampilkanUbah();
    else {
      if (id === "jalur") return this.cariJalur();
      this.isikan(el("p", { class: "redup" }, "Menghitung…"));
      void this.isikanPanel().catch((galat) => this.konteks.galat(galat, this.isiPanel));
    }
  }

  /** @param {KeyboardEvent} p */
  tabTombol(p) {
    const arah = p.key === "ArrowRight" ? 1 : p.key === "ArrowLeft" ? -1 : 0;
    if (!arah) return;
    const tab = /** @type {HTMLElement[]} */ ([...this.tab.querySelectorAll("[role=tab]")]);
    const n = tab.findIndex((satu) => satu.dataset.panel === this.panel);
    const berikut = tab[(n + arah + tab.length) % tab.length].dataset.panel ?? "";
    p.preventDefault();
    this.kePanel(berikut);
    /** @type {HTMLElement | null} */ (this.tab.querySelector("[aria-selected=true]"))?.focus();
  }

  tampilkanSyarat() {
    const k = /** @type {Keadaan} */ (this.keadaan);
    if (k.sasaran.length) tampilkanGerbang(this.isiPanel, k.sasaran, this.beda?.gerbang);
    else if (k.pita.length) tampilkanPita(this.isiPanel, k.pita);
  }

  /** @param {...import("./dom.js").Anak} anak */
  isikan(...anak) {
    delete this.isiPanel.dataset.lama;
    jagaFokus(this.isiPanel, () => ganti(this.isiPanel, ...anak));
  }

  tampilkanUbah() {
    const jawaban = this.beda?.jawaban ?? [];
    if (!jawaban.length) return void this.isikan(el("p", { class: "redup" }, "Belum ada jawaban yang lain dari patokan. Ketuk jawaban lain di sebelah kiri, dan lihat nilainya bergerak."));
    this.isikan(el("p", null, `${jawaban.length} jawaban berubah, nilai ${this.beda?.awal} menjadi ${this.keadaan?.nilai} (${this.beda?.nilai || "tetap"}).`),
      el("ul", { class: "klinik-daftar" }, jawaban.map((satu) =>
        el("li", null, el("span", { class: "kode" }, satu.butir), " ", satu.kriteria, el("span", { class: "blok" }, satu.dari, " → ", el("b", null, satu.menjadi)),
          el("button", { type: "button", class: "tombol kecil", onclick: () => this.kembalikan(satu.butir) }, "Kembalikan", el("span", { class: "untuk-pembaca" }, ` ${satu.butir}`))))));
  }

  /** @param {string} id */
  kembalikan(id) {
    const ada = this.semua.find(({ butir }) => butir.id === id);
    if (!ada) return;
    const baru = { ...this.isi };
    for (const kode of kodeButir(ada.butir)) {
      if (this.patokan[kode]) baru[kode] = this.patokan[kode];
      else delete baru[kode];
    }
    this.ganti(baru);
  }

  /** @param {any} hasil */
  tampilkanPaling(hasil) {
    this.isikan(el("p", null, hasil.paling.length ? "Jawaban terbaik yang sendirian menaikkan nilai paling banyak; yang di luar kendali unit tidak ikut." : "Tidak ada butir yang dapat ditingkatkan unit sendiri."),
      el("ol", { class: "klinik-daftar" }, hasil.paling.map((/** @type {any} */ satu) => this.langkah(satu, satu.perubahan, satu.lulus.length ? `✓ ${satu.lulus.join(", ")}` : ""))),
      hasil.semua > hasil.paling.length && el("p", { class: "redup" }, `Dan ${hasil.semua - hasil.paling.length} butir lain.`));
  }

  /** @param {any} satu @param {string} perubahan @param {string} keterangan */
  langkah(satu, perubahan, keterangan) {
    return el("li", null, el("span", { class: "kode" }, satu.butir), " ", satu.kriteria,
      el("span", { class: "blok" }, el("b", null, perubahan), " ", el("b", { class: "klinik-naik" }, satu.poin), keterangan && el("span", { class: "redup" }, ` ${keterangan}`)),
      satu.arti && el("span", { class: "blok redup" }, satu.arti),
      el("div", { class: "baris" },
        el("button", { type: "button", class: "tombol kecil", onclick: () => this.ganti({ ...this.isi, ...satu.isi }) }, "Terapkan", el("span", { class: "untuk-pembaca" }, ` ${satu.butir}`)),
        el("button", { type: "button", class: "tombol kecil", onclick: () => this.lihat(satu.butir) }, "Lihat butir", el("span", { class: "untuk-pembaca" }, ` ${satu.butir}`))));
  }

  /** @param {string} id */
  lihat(id) {
    const ada = this.semua.find(({ butir }) => butir.id === id);
    if (!ada) return;
    this.keArea(ada.area.id);
    const kotak = this.kotak(id);
    kotak?.scrollIntoView({ block: "center" });
    /** @type {HTMLElement | null | undefined} */ (kotak?.querySelector("input:checked") ?? kotak?.querySelector("input"))?.focus({ preventScroll: true });
  }

  /** The least to a target, as it is now: what is chosen above stays where it is. @param {any} hasil null while it is looked for */
  tampilkanJalur(hasil) {
    if (!this.isiPanel.contains(this.isiJalur)) {
      const pilih = el("select", { onchange: () => ((angka.value = ""), (this.sasaran = pilih.value), this.cariJalur()) }, this.kasus.formulir.sasaran.map((satu) => el("option", { value: satu, selected: satu === this.sasaran }, satu)));
      pilih.value = this.kasus.formulir.sasaran.includes(this.sasaran) ? this.sasaran : "";
      const angka = el("input", { type: "text", inputmode: "decimal", autocomplete: "off", maxlength: "12", onchange: () => {
        this.sasaran = angka.value.trim() || this.kasus.formulir.sasaran[0] || "";
        pilih.value = angka.value.trim() ? "" : this.sasaran;
        this.cariJalur();
      } });
      const luar = el("input", { type: "checkbox", checked: this.luar, onchange: () => ((this.luar = luar.checked), this.cariJalur()) });
      ganti(this.isiPanel,
        el("p", null, "Jawaban paling sedikit yang perlu dinaikkan menuju:"),
        el("div", { class: "klinik-tujuan" },
          this.kasus.formulir.sasaran.length > 0 && bidang("Target", pilih),
          bidang(this.kasus.formulir.sasaran.length ? "atau nilai" : "Nilai total", angka)),
        this.semua.some(({ butir }) => butir.luar) && el("label", { class: "pilihan" }, luar, "Termasuk butir di luar kendali unit (survei, audit)"),
        this.isiJalur);
    }
    delete this.isiPanel.dataset.lama;
    jagaFokus(this.isiJalur, () => ganti(this.isiJalur, hasil !== null ? this.jalur(hasil) : this.sasaran ? el("p", { class: "redup", role: "status" }, "Mencari jalur tersingkat…") : el("p", { class: "redup" }, "Tulis nilai yang ingin dicapai.")));
  }

  cariJalur() {
    this.tampilkanJalur(null);
    void this.isikanPanel().catch((galat) => this.konteks.galat(galat, this.isiJalur));
  }

  /** @param {any} hasil */
  jalur(hasil) {
    const s = hasil.sesudah;
    return el("div", { class: "klinik-jalur" },
      el("p", { class: "utama" }, hasil.tercapai ? `${hasil.judul} sudah tercapai.` : hasil.dapat ? `${hasil.judul}: ${hasil.langkah.length} perubahan.` : `${hasil.judul} ${hasil.dengan_luar ? "belum dapat dicapai unit sendiri" : "belum dapat dicapai"}.`),
      hasil.hambatan.length > 0 && el("ul", null, hasil.hambatan.map((/** @type {string} */ satu) => el("li", null, satu))),
      hasil.sisa && el("p", null, "Untuk syarat lainnya:"),
      hasil.langkah.length > 0 && [
        el("button", { type: "button", class: "tombol utama", onclick: () => this.ganti({ ...this.isi, ...hasil.isi }) }, `Terapkan ${hasil.langkah.length} perubahan`),
        s && el("p", null, `Nilai menjadi ${s.nilai}${s.predikat ? `, predikat ${s.predikat.label}` : ""}.`, !hasil.terbukti && hasil.dapat && " Belum terbukti yang paling sedikit."),
        el("ol", { class: "klinik-daftar" }, hasil.langkah.map((/** @type {any} */ satu) => this.langkah(satu, satu.perubahan, satu.gerbang && `untuk ${satu.gerbang}`))),
      ]);
  }

  // Keys.

  /** @param {KeyboardEvent} p */
  tombol(p) {
    const teks = p.target instanceof HTMLInputElement && p.target.type === "text";
    if (!(p.ctrlKey || p.metaKey) || teks || !this.unsur.checkVisibility()) return;
    const huruf = p.key.toLowerCase();
    if (huruf === "z" && !p.shiftKey) this.mundur();
    else if (huruf === "y" || (huruf === "z" && p.shiftKey)) this.lanjut();
    else return;
    p.preventDefault();
  }
}

/** @param {Isi} satu @param {Isi} lain */
function sama(satu, lain) {
  const kunci = Object.keys(satu);
  return kunci.length === Object.keys(lain).length && kunci.every((kode) => satu[kode] === lain[kode]);
}
