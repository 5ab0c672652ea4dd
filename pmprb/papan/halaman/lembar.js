// @ts-check
// What the rooms Isi and Klinik share: a form's items, controls for an answer, the start of a sheet, gates as a table.
// Nothing here reckons: figures and the lengths of bars come from the engine as texts.

import { bidang, el, ganti, idBaru } from "./dom.js";

/**
 * @typedef {{label: string, arti: string, nilai: string}} Pilihan
 * @typedef {{id: string, kriteria: string, jenis: "choice" | "ratio" | "scale", penjelasan: string, bukti: string[], saran: string,
 *   dasar: string, luar: boolean, pilihan?: Pilihan[], hitungan?: {kode: string, label: string}[], rentang?: [string, string],
 *   boleh_lewat?: boolean, daftar?: {kode: string, teks: string}[], tanda?: string[]}} Butir
 *   daftar: the criteria whose answers (tanda) propose the item's
 * @typedef {{id: string, judul: string, poin: string, butir: Butir[]}} Sub
 * @typedef {{id: string, judul: string, di: string, poin: string, sub: Sub[]}} Area
 * @typedef {{id: string, judul: string, singkat: string, tingkat: string, dasar: string, peringatan: string, perhatian: string,
 *   butir: number, poin: string, sasaran: string[], area: Area[]}} Formulir
 * @typedef {{id: string, judul: string, lulus: boolean, nilai: string, minimum: string, jarak: string, lebar: string,
 *   ambang: string, lebih?: boolean}} Gerbang
 *   lebih: more than the minimum is asked for
 * @typedef {{id: string, judul: string, lulus: boolean, menentukan: boolean, bacaan: string, kurang: number, gerbang: Gerbang[]}} Sasaran
 * @typedef {{nilai: string, dari: string, persen: string, lebar: string, maju: string, terisi: number, butir: number}} Bagian
 * @typedef {{dinilai: boolean, nilai: string, dari: string, persen: string, lebar: string, maju: string, terisi: number, butir: number,
 *   predikat: {label: string, judul: string, persen: string} | null, pita: Gerbang[], sasaran: Sasaran[], bagian: Record<string, Bagian>,
 *   item: Record<string, {keadaan: string, nilai: string, sendiri: string}>}} Keadaan
 * @typedef {Record<string, string>} Isi  texts by code, as the cells of a worksheet hold them
 */

export const TIDAK_BERLAKU = "Tidak berlaku";

/** Return every item in the form's order, with the area it stands in. @param {Formulir} formulir */
export function semuaButir(formulir) {
  return formulir.area.flatMap((area) => area.sub.flatMap((sub) => sub.butir.map((butir) => ({ butir, area, sub }))));
}

/** Return the codes of the cells an item is answered in. @param {Butir} butir */
export function kodeButir(butir) {
  if (butir.hitungan) return butir.hitungan.map((satu) => satu.kode);
  return [butir.id, ...(butir.daftar ?? []).map((satu) => satu.kode)];
}

/**
 * A part of the page that follows typing: while one request is under way, only the newest of the next ones is kept.
 * A request that broke does not stop the next one.
 */
export class Terbaru {
  /** @param {() => Promise<void>} kerja @param {(galat: unknown) => void} gagal */
  constructor(kerja, gagal) {
    this._kerja = kerja;
    this._gagal = gagal;
    this._perlu = false;
    this._jalan = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this._tunda = undefined;
  }

  /** True when newer work waits: what is under way may stop. */
  get usang() {
    return this._perlu;
  }

  /** Ask for the work now, or after a pause in typing. @param {number} [jeda] milliseconds */
  minta(jeda = 0) {
    clearTimeout(this._tunda);
    if (jeda) this._tunda = setTimeout(() => void this._mulai(), jeda);
    else void this._mulai();
  }

  async _mulai() {
    this._perlu = true;
    if (this._jalan) return;
    this._jalan = true;
    try {
      while (this._perlu) {
        this._perlu = false;
        try {
          await this._kerja();
        } catch (galat) {
          this._gagal(galat);
        }
      }
    } finally {
      this._jalan = false;
    }
  }
}

/** Return a bar as long as the engine says. @param {string} lebar per cent @param {string} [ambang] where its minimum lies */
export function bilah(lebar, ambang) {
  return el("span", { class: "bilah", gaya: { "--lebar": `${lebar}%`, ...(ambang ? { "--ambang": `${ambang}%` } : {}) }, "data-ambang": Boolean(ambang) && "ya", "aria-hidden": "true" });
}

// Controls for one answer. `nilai(kode)` gives what is typed, `ubah(kode, teks)` is told of a change.

/**
 * @typedef {{nilai: (kode: string) => string, ubah: (kode: string, teks: string, seketika: boolean) => void, awal: string}} Jawab
 *   awal: what the names of radio groups begin with; seketika: false while somebody types
 */

/** Return the radio buttons of a choice, each with its meaning. @param {Butir} butir @param {Jawab} jawab @param {string} [kelas] */
export function kendaliPilihan(butir, jawab, kelas = "") {
  const nama = `${jawab.awal}-${butir.id}`;
  return el("div", { class: `pilihan-jawaban ${kelas}` }, (butir.pilihan ?? []).map((satu) => {
    const id = idBaru("pilihan");
    return el("div", { class: "satu-pilihan", "data-label": satu.label },
      el("input", { type: "radio", id, name: nama, value: satu.label, checked: jawab.nilai(butir.id) === satu.label, onchange: () => jawab.ubah(butir.id, satu.label, true) }),
      el("label", { for: id }, el("b", null, satu.label), el("span", { class: "arti" }, satu.arti), el("span", { class: "imbal", "aria-live": "off" })));
  }));
}

/** Return an item's checklist: its criteria propose the answer where none is chosen. @param {Butir} butir @param {Jawab} jawab */
export function kendaliDaftar(butir, jawab) {
  if (!butir.daftar) return null;
  const tanda = butir.tanda ?? [];
  return el("details", { class: "daftar-periksa", open: butir.daftar.some((satu) => jawab.nilai(satu.kode)) },
    el("summary", null, `Daftar periksa (${butir.daftar.length} kriteria)`),
    el("p", { class: "redup" }, "Kriteria yang terpenuhi mengusulkan jawaban bila jawaban di atas tidak dipilih."),
    butir.daftar.map((satu) => {
      const id = idBaru("kriteria");
      return el("div", { class: "satu-kriteria", role: "radiogroup", "aria-labelledby": id },
        el("span", { id }, satu.teks),
        el("span", { class: "tanda-tanda" }, [...tanda, ""].map((label) =>
          el("label", { class: "pilihan" },
            el("input", { type: "radio", name: `${jawab.awal}-${satu.kode}`, value: label, "data-kriteria": satu.kode, checked: jawab.nilai(satu.kode) === label, onchange: () => jawab.ubah(satu.kode, label, true) }),
            label || "kosong"))));
    }));
}

/** Return the fields of an item that is counted or measured. @param {Butir} butir @param {Jawab} jawab */
export function kendaliAngka(butir, jawab) {
  const wadah = el("div", { class: "angka-jawaban" });
  for (const satu of butir.hitungan ?? []) wadah.append(bidangAngka(satu.kode, satu.label, "numeric", jawab));
  if (butir.rentang) {
    const bidang = bidangAngka(butir.id, `Angka, ${butir.rentang[0]} sampai ${butir.rentang[1]}`, "decimal", jawab);
    wadah.append(bidang);
    if (butir.boleh_lewat) wadah.append(lewat(butir, jawab, /** @type {HTMLInputElement} */ (bidang.querySelector("input"))));
  }
  return wadah;
}

/** @param {string} kode @param {string} label @param {string} cara @param {Jawab} jawab */
function bidangAngka(kode, label, cara, jawab) {
  const teks = jawab.nilai(kode);
  const input = el("input", {
    type: "text", inputmode: cara, autocomplete: "off", maxlength: "40", "data-kode": kode, value: teks === TIDAK_BERLAKU ? "" : teks, disabled: teks === TIDAK_BERLAKU,
    oninput: () => jawab.ubah(kode, input.value, false), onchange: () => jawab.ubah(kode, input.value, true),
  });
  return bidang(label, input);
}

/** @param {Butir} butir @param {Jawab} jawab @param {HTMLInputElement} input */
function lewat(butir, jawab, input) {
  const kotak = el("input", {
    type: "checkbox", checked: jawab.nilai(butir.id) === TIDAK_BERLAKU,
    onchange: () => {
      input.disabled = kotak.checked;
      jawab.ubah(butir.id, kotak.checked ? TIDAK_BERLAKU : input.value, true);
    },
  });
  return el("label", { class: "pilihan" }, kotak, "Tidak berlaku: butir ini tidak ikut dihitung");
}

/** Put what is known into the controls of an item that are on the screen. @param {Element} akar @param {Butir} butir @param {Isi} isi */
export function segarkanKendali(akar, butir, isi) {
  for (const satu of akar.querySelectorAll("input[type=radio]")) {
    const radio = /** @type {HTMLInputElement} */ (satu);
    radio.checked = (isi[radio.dataset.kriteria ?? butir.id] ?? "") === radio.value;
  }
  for (const satu of akar.querySelectorAll("input[data-kode]")) {
    const input = /** @type {HTMLInputElement} */ (satu);
    const teks = isi[input.dataset.kode ?? ""] ?? "";
    input.disabled = teks === TIDAK_BERLAKU;
    if (document.activeElement !== input) input.value = teks === TIDAK_BERLAKU ? "" : teks;
  }
  const kotak = /** @type {HTMLInputElement | null} */ (akar.querySelector("input[type=checkbox]"));
  if (kotak) kotak.checked = isi[butir.id] === TIDAK_BERLAKU;
}

// Gates.

/** @param {Gerbang} g @param {string} batas what its minimum is called @param {{dari: string}} [pindah] */
function satuGerbang(g, batas, pindah) {
  return el("li", { "data-lulus": g.lulus ? "ya" : "tidak" },
    el("span", { class: "tanda", "aria-hidden": "true" }, g.lulus ? "✓" : "✗"),
    el("span", { class: "nama" }, el("span", { class: "untuk-pembaca" }, g.lulus ? "Terpenuhi: " : "Belum: "), g.judul),
    bilah(g.lebar, g.ambang),
    el("span", { class: "hasil" }, g.nilai, el("span", { class: "redup" }, `, ${batas} ${g.minimum}`), pindah && el("span", { class: "redup" }, `, semula ${pindah.dari}`)),
    el("span", { class: "jarak" }, g.jarak));
}

/** Show the bands of a predicate, best first. @param {HTMLElement} wadah @param {Gerbang[]} pita */
export function tampilkanPita(wadah, pita) {
  jagaFokus(wadah, () => ganti(wadah, el("h3", null, "Predikat"), el("ul", { class: "gerbang" }, pita.map((g) => satuGerbang(g, g.lebih ? "lebih dari" : "minimal")))));
}

/**
 * Show the gates of each target, those of the reading that counts first; what was open stays open.
 * @param {HTMLElement} wadah @param {Sasaran[]} sasaran @param {Record<string, {dari: string, menjadi: string}>} [beda]
 */
export function tampilkanGerbang(wadah, sasaran, beda = {}) {
  const terbuka = /** @type {HTMLDetailsElement | null} */ (wadah.querySelector("details.bacaan-lain"))?.open ?? false;
  const satu = (/** @type {Sasaran} */ s) =>
    el("section", { class: "sasaran", "data-lulus": s.lulus ? "ya" : "tidak" },
      el("h3", null, s.judul, " ", el("span", { class: `lencana ${s.lulus ? "baik" : "awas"}` }, s.lulus ? "terpenuhi" : `kurang ${s.kurang} syarat`)),
      el("ul", { class: "gerbang" }, s.gerbang.map((g) => satuGerbang(g, "minimal", beda[`${s.bacaan}|${s.id}|${g.id}`]))));
  const lain = sasaran.filter((s) => !s.menentukan);
  jagaFokus(wadah, () => ganti(wadah, el("div", { class: "semua-sasaran" }, sasaran.filter((s) => s.menentukan).map(satu),
    lain.length > 0 && el("details", { class: "bacaan-lain", open: terbuka }, el("summary", null, `Menurut bacaan lain: ${lain[0].bacaan}`), lain.map(satu)))));
}

/**
 * Draw a part anew. Where the focus was on something in it that is gone, it goes to the part itself: keys still work.
 * @param {HTMLElement} wadah @param {() => void} gambar
 */
export function jagaFokus(wadah, gambar) {
  const di = wadah.contains(document.activeElement);
  gambar();
  if (!di || wadah.contains(document.activeElement)) return;
  if (!wadah.hasAttribute("tabindex")) wadah.tabIndex = -1;
  wadah.focus({ preventScroll: true });
}

/** Return the targets as badges. @param {Keadaan} keadaan */
export function lencanaSasaran(keadaan) {
  const sasaran = keadaan.sasaran.filter((s) => s.menentukan);
  const semua = sasaran.map((s) => el("span", { class: `lencana ${s.lulus ? "baik" : "awas"}` }, s.id, s.lulus ? "" : el("span", { class: "panjang" }, ":"), " ", kurang(s)));
  if (keadaan.predikat) semua.push(el("span", { class: "lencana baik" }, `${keadaan.predikat.label} · ${keadaan.predikat.judul}`));
  return semua;
}

/** Return how far a target is, in full and for a narrow screen. @param {Sasaran} s */
export function kurang(s) {
  if (s.lulus) return el("span", null, "✓", el("span", { class: "untuk-pembaca" }, " terpenuhi"));
  return el("span", null, el("span", { class: "panjang" }, `kurang ${s.kurang} syarat`), el("span", { class: "pendek", "aria-hidden": "true" }, `✗ ${s.kurang}`));
}

/** Tell the style sheet how high the bar that stays is: what is scrolled to stops beneath it. @param {HTMLElement} akar @param {HTMLElement} palang */
export function ukurPalang(akar, palang) {
  const tulis = () => akar.style.setProperty("--palang", `${palang.offsetHeight}px`);
  tulis();
  const pengamat = new ResizeObserver(tulis);
  pengamat.observe(palang);
  return pengamat;
}

/** Return temuan as a list; `ke` is told which item to show. @param {any[]} temuan @param {((butir: string) => void) | null} ke */
export function daftarTemuan(temuan, ke) {
  return el("ul", { class: "temuan" }, temuan.map((satu) =>
    el("li", { "data-tingkat": satu.tingkat },
      el("p", null, el("b", null, satu.judul), satu.tempat && el("span", { class: "redup" }, ` · ${satu.tempat}`), el("span", { class: "redup" }, ` · ${satu.kode}`)),
      el("p", null, `${satu.kalimat} ${satu.perbaikan}`),
      ke && satu.butir && el("button", { type: "button", class: "tombol kecil", onclick: () => ke(satu.butir) }, `Ke butir ${satu.butir}`))));
}

// The beginning: a new sheet, or a file.

/**
 * Return a field for files: a button, and a place to drop them on.
 * @param {{judul: string, petunjuk: string, banyak?: boolean, terima: (berkas: File[]) => void}} apa
 */
export function bidangBerkas({ judul, petunjuk, banyak = false, terima }) {
  const id = idBaru("berkas");
  const input = el("input", {
    id, type: "file", class: "untuk-pembaca", accept: ".xlsx,.xlsm,.xls", multiple: banyak,
    onchange: () => {
      const berkas = [...(input.files ?? [])];
      input.value = "";
      if (berkas.length) terima(berkas);
    },
  });
  const wadah = el("div", {
    class: "jatuhkan",
    ondragover: (/** @type {DragEvent} */ p) => (p.preventDefault(), (wadah.dataset.atas = "ya")),
    ondragleave: () => delete wadah.dataset.atas,
    ondrop: (/** @type {DragEvent} */ p) => {
      p.preventDefault();
      delete wadah.dataset.atas;
      const berkas = [...(p.dataTransfer?.files ?? [])];
      if (berkas.length) terima(banyak ? berkas : berkas.slice(0, 1));
    },
  }, input, el("label", { for: id, class: "tombol" }, judul), el("p", { class: "redup" }, petunjuk));
  return wadah;
}

/**
 * Show that a file can be read in several ways, and go on with the one that is chosen.
 * @param {HTMLElement} wadah @param {any} hasil @param {(baca: Record<string, string>) => void} pilih
 */
export function tanyaBacaan(wadah, hasil, pilih) {
  const kartu = el("div", { class: "kartu awas", role: "alert", tabindex: "-1" },
    hasil.temuan_berkas.map((/** @type {any} */ satu) => el("p", { class: "utama" }, satu.kalimat)),
    el("p", null, "Pilih yang dimaksud:"),
    el("div", { class: "baris" }, hasil.pilih.map((/** @type {any} */ satu) => el("button", { type: "button", class: "tombol", onclick: () => pilih({ [satu.nama]: satu.nilai }) }, satu.judul))));
  ganti(wadah, kartu);
  kartu.focus();
}

/** Fill a list of instruments, grouped by who fills them in. @param {HTMLSelectElement} pilih @param {any[]} instrumen */
export function isiDaftar(pilih, instrumen) {
  /** @param {string} tingkat @param {string} judul */
  const grup = (tingkat, judul) => {
    const punya = instrumen.filter((satu) => satu.tingkat === tingkat);
    return punya.length > 0 && el("optgroup", { label: judul }, punya.map((satu) => el("option", { value: satu.id }, `${satu.judul} (${satu.berlaku}, ${satu.butir} butir)`)));
  };
  ganti(pilih, grup("unit", "Diisi unit"), grup("instansi", "Diisi instansi"));
  pilih.disabled = false;
}
