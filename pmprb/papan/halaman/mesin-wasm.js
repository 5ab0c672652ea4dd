// @ts-check
// The home in one file: the engine in a worker, from parts that lie gzipped in the page itself.

import { ambil, ambilTeks, terbaca } from "./bagian.js";
import { DIBATALKAN, Galat } from "./mesin.js";

/** @typedef {import("./mesin.js").Rumah} Rumah @typedef {import("./mesin.js").Lapor} Lapor @typedef {import("./mesin.js").Maju} Maju */

const BAGIAN = ["wasm", "pustaka", "pyodide", "asm", "pohon", "highs", "highsWasm"];

const TIDAK_UTUH = {
  code: "RUSAK",
  message: "Berkas halaman ini tidak utuh.",
  repair: "Salin lagi pmprb.html dari sumbernya, dan cocokkan sidiknya (SHA-256).",
};

const MEMORI = {
  code: "MEMORI",
  message: "Mesin penilai berhenti: memori peramban tidak cukup untuk pekerjaan ini.",
  repair: "Tutup tab dan program lain, lalu coba lagi; atau kerjakan sebagian berkas dahulu. Mesinnya sudah dimulai lagi.",
};

/**
 * Return why this browser cannot run the engine, with what mends it; null when it can.
 * @param {any} [dunia] the global object, another one in tests
 * @returns {Galat | null}
 */
export function tidakDapat(dunia = globalThis) {
  if (typeof dunia.WebAssembly !== "object") {
    return new Galat({
      code: "WEBASSEMBLY",
      message: "WebAssembly dimatikan pada peramban ini, jadi mesin penilai tidak dapat berjalan.",
      repair: [
        "Chrome: Setelan › Privasi dan keamanan › Setelan situs › Setelan konten lainnya › Keamanan dan pengoptimalan V8: bolehkan.",
        "Edge: Setelan › Privasi, penelusuran, dan layanan › Tingkatkan keamanan Anda di web: matikan.",
        "Firefox: about:config, javascript.options.wasm: true.",
        "Bila setelannya terkunci, kebijakan kantor yang mengaturnya: minta pengelola TI membolehkan JavaScript JIT " +
          "(DefaultJavaScriptJitSetting = 1), atau buka berkas ini di peramban lain.",
      ].join("\n"),
    });
  }
  const kurang = ["Worker", "Blob", "DecompressionStream", "BigInt64Array"].filter((nama) => typeof dunia[nama] !== "function");
  if (kurang.length) {
    return new Galat({
      code: "PERAMBAN",
      message: "Peramban ini terlalu lama untuk mesin penilai.",
      repair: "Perbarui perambannya: Chrome atau Edge 109, Firefox 115, atau yang lebih baru.",
    });
  }
  return null;
}

/** Return the parts the engine is made of; each is taken out of the page. @returns {{[nama: string]: Blob}} */
function ambilBagian() {
  /** @type {{[nama: string]: Blob}} */
  const bagian = {};
  for (const nama of BAGIAN) {
    const isi = ambil(nama);
    if (!isi) throw new Galat(TIDAK_UTUH);
    bagian[nama] = isi;
  }
  return bagian;
}

/** Return the home, when its engine is ready. @param {Lapor} lapor @returns {Promise<Rumah>} */
export async function buka(lapor) {
  const halangan = tidakDapat();
  if (halangan) throw halangan;
  lapor("Membuka halaman", 0.02);
  await terbaca();
  const rumah = new RumahWasm(ambilTeks("pekerja"), ambilBagian(), lapor);
  await rumah.mulai();
  return rumah;
}

/** @implements {Rumah} */
class RumahWasm {
  /** @param {string} kode @param {{[nama: string]: Blob}} bagian @param {Lapor} lapor */
  constructor(kode, bagian, lapor) {
    this.bagian = bagian;
    this.alamat = `data:text/javascript;base64,${kode}`;
    this.lapor = lapor;
    this.no = 0;
    /** @type {Map<number, {selesai: (pesan: any) => void, gagal: (galat: Galat) => void, maju?: Maju}>} */
    this.menunggu = new Map();
    /** What lies on each desk, to be put there again when the engine is begun anew. @type {Map<string, Map<string, Uint8Array | Blob>>} */
    this.meja = new Map();
    /** @type {Promise<void>} */
    this.siap = Promise.resolve();
    /** @type {Worker | null} */
    this.pekerja = null;
  }

  mulai() {
    const pekerja = new Worker(this.alamat, { type: "module", name: "pmprb" });
    this.pekerja = pekerja;
    this.siap = new Promise((selesai, gagal) => {
      const tidakMulai = (/** @type {string} */ sebab) =>
        gagal(new Galat({ code: "MULAI", message: `Mesin penilai tidak dapat dimulai (${sebab}).`, repair: "Muat ulang halamannya. Bila tetap begitu, tutup tab lain dahulu, atau pakai Chrome, Edge, atau Firefox yang terbaru." }));
      pekerja.onerror = (peristiwa) => {
        peristiwa.preventDefault();
        tidakMulai(peristiwa.message || "pekerja latar ditolak");
      };
      pekerja.onmessage = ({ data: pesan }) => {
        if (pesan.jenis === "lapor") this.lapor(pesan.pesan, pesan.bagian);
        else if (pesan.jenis === "siap") selesai(undefined);
        else if (pesan.jenis === "maju") this.menunggu.get(pesan.no)?.maju?.(pesan.teks, pesan.selesai, pesan.semua);
        else if (pesan.jenis === "jawab") this.ambil(pesan.no)?.selesai(pesan);
        else if (pesan.jenis === "mati" && !pesan.no) tidakMulai(habisMemori(pesan.sebab) ? "memori tidak cukup" : pesan.sebab);
        else if (pesan.jenis === "mati") this.mati(pesan);
      };
      pekerja.postMessage({ jenis: "mulai", bagian: this.bagian });
    });
    this.siap.catch(() => {});
    return this.siap;
  }

  /** @param {number} no */
  ambil(no) {
    const satu = this.menunggu.get(no);
    this.menunggu.delete(no);
    return satu;
  }

  /** The engine itself has stumbled: what it holds is not to be trusted any more. @param {{no: number, sebab: string}} pesan */
  mati(pesan) {
    const satu = this.ambil(pesan.no);
    this.anew(new Galat({ code: DIBATALKAN, message: "Mesinnya dimulai lagi." }));
    satu?.gagal(
      habisMemori(pesan.sebab)
        ? new Galat(MEMORI)
        : new Galat({ code: "MESIN", message: `Mesin penilai tersandung (${pesan.sebab.slice(0, 160)}).`, repair: "Mesinnya sudah dimulai lagi; coba lagi. Bila tetap begitu, laporkan kalimat ini." }),
    );
  }

  /** End the engine and begin a new one with the same files on its desks. @param {Galat} galat what those who wait are told */
  anew(galat) {
    this.pekerja?.terminate();
    for (const satu of this.menunggu.values()) satu.gagal(galat);
    this.menunggu.clear();
    const mulai = this.mulai();
    this.siap = mulai.then(async () => {
      for (const [ruang, berkas] of this.meja) {
        for (const [nama, isi] of berkas) await this.kirim({ jenis: "taruh", ruang, nama, isi });
      }
    });
    this.siap.catch(() => {});
  }

  /** @param {object} pesan @param {Maju} [maju] @returns {Promise<any>} */
  kirim(pesan, maju) {
    this.no += 1;
    const no = this.no;
    return new Promise((selesai, gagal) => {
      this.menunggu.set(no, { selesai, gagal, maju });
      this.pekerja?.postMessage({ ...pesan, no });
    });
  }

  /** @param {string} ruang @param {import("./mesin.js").Taruhan} berkas */
  async taruh(ruang, berkas) {
    const meja = this.meja.get(ruang) ?? new Map();
    this.meja.set(ruang, meja.set(berkas.name, berkas.bytes));
    await this.siap;
    await this.kirim({ jenis: "taruh", ruang, nama: berkas.name, isi: berkas.bytes });
  }

  /** @param {string} ruang */
  async buang(ruang) {
    this.meja.delete(ruang);
    await this.siap;
    await this.kirim({ jenis: "buang", ruang });
  }

  /** @param {string} nama @param {object} permintaan @param {Maju} maju */
  async kerja(nama, permintaan, maju) {
    await this.siap;
    const { jawab, berkas } = await this.kirim({ jenis: "kerja", nama, permintaan: JSON.stringify(permintaan) }, maju);
    const { result, error } = JSON.parse(jawab);
    if (error) throw new Galat(error);
    return { result, files: berkas.map((/** @type {{nama: string, isi: Blob}} */ { nama: name, isi: blob }) => ({ name, blob })) };
  }

  batal() {
    this.anew(new Galat({ code: DIBATALKAN, message: "Dibatalkan." }));
  }
}

/** @param {string} sebab */
function habisMemori(sebab) {
  // "unreachable" is how a library of Rust ends that found no memory, "excepthook" how Python does that had none to say so.
  return /memory|OOM|Array buffer allocation|Invalid array length|unreachable|excepthook/i.test(sebab);
}
