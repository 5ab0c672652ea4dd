// @ts-check
// Worksheets that are being typed, remembered by this browser from one moment to the next: a page that was closed, loaded
// again, or went with its browser loses nothing. A draft belongs to one tab at a time and is written by that tab alone, so
// two tabs never write over each other. What was saved as a file is forgotten when its sheet is closed.

import { el, ganti } from "./dom.js";

/** @typedef {import("./isi.js").Lembar} Lembar */
/** @typedef {Omit<Lembar, "formulir" | "keadaan">} Tercatat  what people gave; the form comes from the engine each time */
/**
 * @typedef {{judul: string, terisi: number, butir: number, disimpan: string, lembar: Tercatat}} Isi
 *   disimpan: the name of the file it was saved as since it was last typed in, "" for none
 * @typedef {Isi & {id: string, waktu: string, terbuka: boolean}} Draf  terbuka: a tab that is open has it
 */

const AWAL = "pmprb-draf-";
const JEDA = 250; // ms between what is typed and its record
const TERSIMPAN = 20; // so many drafts are kept of what was saved as a file: the rest is in those files

// IndexedDB and not localStorage: that one reaches the disk up to a minute late, and a power cut takes the minute with it.
const GUDANG = "pmprb";
const RAK = "draf";
/** @type {Promise<IDBDatabase> | undefined} */
let gudang;
const kabarTab = typeof BroadcastChannel === "function" ? new BroadcastChannel("pmprb-draf") : null;

/** @returns {Promise<IDBDatabase>} broken where the browser keeps nothing */
function buka() {
  gudang ??= new Promise((jadi, gagal) => {
    const minta = indexedDB.open(GUDANG, 1);
    minta.onupgradeneeded = () => minta.result.createObjectStore(RAK, { keyPath: "id" });
    minta.onsuccess = () => jadi(minta.result);
    minta.onerror = () => gagal(minta.error);
  });
  gudang.catch(() => (gudang = undefined)); // it may be given later
  return gudang;
}

/** Do something with the shelf; kept when it lies on the disk. @template T @param {IDBTransactionMode} cara @param {(rak: IDBObjectStore) => IDBRequest<T>} isi @returns {Promise<T>} */
async function padaRak(cara, isi) {
  const urusan = (await buka()).transaction(RAK, cara, { durability: "strict" });
  return new Promise((jadi, gagal) => {
    const minta = isi(urusan.objectStore(RAK));
    urusan.oncomplete = () => jadi(minta.result);
    urusan.onabort = urusan.onerror = () => gagal(urusan.error);
    urusan.commit?.(); // even a page that is going away has said all it wanted
  });
}

const SAAT = ["beforeunload", "pagehide"];

/** Remembers one worksheet for the tab that has it. */
export class Pencatat {
  /** @param {() => Isi} ambil @param {(berhasil: boolean) => void} kabar told when remembering begins to fail, or works again @param {string} [id] */
  constructor(ambil, kabar, id) {
    this.id = id ?? idBaruDraf();
    this.berhasil = true;
    this.ada = id !== undefined; // whether anything is remembered of it, or soon will be: a disk may be slow
    this._ambil = ambil;
    this._kabar = kabar;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this._tunda = undefined;
    this._lepas = () => {};
    this._selesai = false;
    /** @type {Promise<unknown> | undefined} */
    this._dipegang = undefined;
    this._segera = () => void this.catat();
    // The last moments a page is told of; phones end a page that is not seen without a word.
    for (const saat of SAAT) addEventListener(saat, this._segera);
    document.addEventListener("visibilitychange", this._segera);
  }

  /** Take the draft for this tab; where another one took it at the same moment, this tab goes on with a copy. */
  pegang() {
    this._dipegang = navigator.locks?.request(AWAL + this.id, { ifAvailable: true }, (kunci) => {
      if (this._selesai) return null;
      if (kunci) return new Promise((selesai) => (this._lepas = () => selesai(undefined)));
      this.id = idBaruDraf();
      this.pegang();
      return null;
    }).catch(() => {});
  }

  /** Remember what was typed, soon. */
  minta() {
    this.ada = true;
    this._tunda ??= setTimeout(this._segera, JEDA);
  }

  /** Remember what waits to be. */
  async catat() {
    if (this._tunda === undefined) return;
    clearTimeout(this._tunda);
    this._tunda = undefined;
    const berhasil = await tulis({ ...this._ambil(), id: this.id, waktu: new Date().toISOString() });
    if (berhasil !== this.berhasil) this._kabar((this.berhasil = berhasil));
  }

  /** Forget the sheet. */
  async hapus() {
    clearTimeout(this._tunda);
    this._tunda = undefined;
    await hapusDraf(this.id);
  }

  /** Let go of the sheet; what is remembered stays. */
  async tutup() {
    const dicatat = this.catat();
    this._selesai = true;
    for (const saat of SAAT) removeEventListener(saat, this._segera);
    document.removeEventListener("visibilitychange", this._segera);
    await dicatat;
    this._lepas();
    await this._dipegang;
    kabarTab?.postMessage("");
  }
}

function idBaruDraf() {
  return `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 10)}`;
}

/** Write; where there is no room, drafts of what lies in files make some. @param {Omit<Draf, "terbuka">} draf @returns {Promise<boolean>} */
async function tulis(draf) {
  try {
    await padaRak("readwrite", (rak) => rak.put(draf));
  } catch {
    const tersimpan = (await baca()).filter((satu) => satu.disimpan && satu.id !== draf.id);
    if (!tersimpan.length || !(await hapusDraf(tersimpan[tersimpan.length - 1].id))) return false;
    return tulis(draf);
  }
  kabarTab?.postMessage("");
  return true;
}

/** Return whether it is forgotten; who keeps nothing has nothing to forget. @param {string} id @returns {Promise<boolean>} */
async function hapusDraf(id) {
  const hilang = await padaRak("readwrite", (rak) => rak.delete(id)).then(() => true, () => false);
  kabarTab?.postMessage("");
  return hilang;
}

/** Return what is remembered, the newest first. @returns {Promise<Omit<Draf, "terbuka">[]>} */
async function baca() {
  const semua = await padaRak("readonly", (rak) => rak.getAll()).catch(() => []);
  return semua.filter(terbaca).sort((a, b) => (a.waktu < b.waktu ? 1 : -1));
}

/** True for a record as it was written; other pages opened from the same disk may write there too. @param {any} satu */
function terbaca(satu) {
  const teksSaja = (/** @type {any} */ isi) => typeof isi === "object" && isi !== null && Object.values(isi).every((nilai) => typeof nilai === "string");
  const lembar = satu?.lembar;
  const kata = [satu?.id, satu?.judul, satu?.waktu, satu?.disimpan, lembar?.instrumen, lembar?.periode];
  return kata.every((nilai) => typeof nilai === "string") && Array.isArray(lembar.bagian) && Array.isArray(lembar.temuan_berkas)
    && [lembar.isi, lembar.bukti, lembar.catatan, lembar.unit, lembar.tpi?.isi, lembar.tpi?.catatan].every(teksSaja);
}

/** Return every draft, the newest first. @returns {Promise<Draf[]>} */
export async function semuaDraf() {
  const [ada, dipegang] = await Promise.all([baca(), navigator.locks?.query().catch(() => null)]);
  const nama = new Set((dipegang?.held ?? []).map((satu) => satu.name));
  const semua = ada.map((satu) => ({ ...satu, terbuka: nama.has(AWAL + satu.id) }));
  const berlebih = semua.filter((satu) => satu.disimpan && !satu.terbuka).slice(TERSIMPAN);
  for (const satu of berlebih) void hapusDraf(satu.id);
  return semua.filter((satu) => !berlebih.includes(satu));
}

/** Return whether something was typed that lies in no file. */
export async function adaYangBelumDisimpan() {
  return (await baca()).some((satu) => !satu.disimpan);
}

/** Tell whenever another tab remembers or forgets something; returns what ends it. @param {() => void} fungsi */
export function dengarDraf(fungsi) {
  kabarTab?.addEventListener("message", fungsi);
  return () => kabarTab?.removeEventListener("message", fungsi);
}

/** When a draft was last typed in, in words. @param {{waktu: string}} draf */
export function kapan(draf) {
  const waktu = new Date(draf.waktu);
  return Number.isNaN(waktu.getTime()) ? "" : waktu.toLocaleString("id-ID", { dateStyle: "medium", timeStyle: "short" });
}

/**
 * Return the card of what can be gone on with; empty when there is nothing.
 * @param {(draf: Draf) => void} lanjutkan
 */
export function kartuDraf(lanjutkan) {
  const wadah = el("div", { class: "isi-draf" });
  const segarkan = async () => {
    const semua = await semuaDraf();
    if (!semua.length) return ganti(wadah);
    return ganti(wadah, el("section", { class: "kartu", "aria-label": "Isian yang tercatat" },
      el("h2", null, semua.some((satu) => !satu.disimpan) ? "Isian yang belum disimpan" : "Isian yang tercatat di peramban ini"),
      el("ul", null, semua.map((satu) => baris(satu)))));
  };
  /** @param {Draf} draf */
  const baris = (draf) => {
    const keadaan = draf.disimpan ? `sudah disimpan sebagai ${draf.disimpan}` : "belum disimpan sebagai berkas";
    const aksi = el("div", { class: "baris" });
    const biasa = () => ganti(aksi,
      el("button", { type: "button", class: draf.disimpan ? "tombol" : "tombol utama", onclick: () => lanjutkan(draf) }, "Lanjutkan", el("span", { class: "untuk-pembaca" }, ` ${draf.judul}`)),
      el("button", { type: "button", class: "tombol", onclick: () => (draf.disimpan ? void hapus() : tanya()) }, "Hapus", el("span", { class: "untuk-pembaca" }, ` ${draf.judul}`)));
    const hapus = async () => {
      await hapusDraf(draf.id);
      await segarkan();
      /** @type {HTMLElement | null} */ (wadah.querySelector("button") ?? wadah.parentElement?.querySelector("select, button"))?.focus();
    };
    const tanya = () => {
      const ya = el("button", { type: "button", class: "tombol", onclick: () => void hapus() }, "Ya, hapus isian ini");
      ganti(aksi, el("p", null, "Isian ini tidak ada di berkas mana pun."), ya,
        el("button", { type: "button", class: "tombol", onclick: () => (biasa(), aksi.querySelector("button")?.focus()) }, "Batal"));
      ya.focus();
    };
    if (draf.terbuka) ganti(aksi, el("p", { class: "redup" }, "Sedang terbuka di tab lain: teruskan di sana, atau tutup tab itu dahulu."));
    else biasa();
    return el("li", null,
      el("div", null, el("p", { class: "utama" }, draf.judul),
        el("p", { class: "redup" }, `${draf.terisi} dari ${draf.butir} butir terisi · terakhir diketik ${kapan(draf)} · ${keadaan}`)),
      aksi);
  };
  void segarkan();
  // Another tab may have been closed without a word.
  const lihatLagi = () => {
    if (!wadah.isConnected) {
      lepas();
      removeEventListener("focus", lihatLagi);
    } else if (!wadah.contains(document.activeElement)) void segarkan();
  };
  const lepas = dengarDraf(lihatLagi);
  addEventListener("focus", lihatLagi);
  return { wadah, segarkan };
}
