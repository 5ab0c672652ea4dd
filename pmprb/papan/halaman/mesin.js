// @ts-check
// The engine as the page sees it: files in, jobs in, results and files out. Which home answers (a worker with
// WebAssembly, or the local server) is the business of `mesin-wasm.js` and `mesin-server.js`; both are a `Rumah`.

/**
 * @typedef {{name: string, bytes: Uint8Array | Blob}} Taruhan  a file put down; `name` may have folders
 * @typedef {{name: string, blob: Blob}} Hasil                  a file to be saved, named by the engine
 * @typedef {(pesan: string, selesai: number, semua: number) => void} Maju
 * @typedef {{result: any, files: Hasil[]}} Jawaban
 * @typedef {"memuat" | "siap" | "gagal"} Keadaan
 * @typedef {{
 *   taruh: (ruang: string, berkas: Taruhan) => Promise<void>,
 *   buang: (ruang: string) => Promise<void>,
 *   kerja: (nama: string, permintaan: object, maju: Maju) => Promise<Jawaban>,
 *   batal: () => void,
 *   dibuka?: (ruang: string) => string[],
 * }} Rumah  `dibuka` names what lies on a room's desk from the start (the folder of `pmprb papan FOLDER`);
 *   `kerja` throws a Galat for an Answer with `error`; `batal` ends the job that runs, and the home is as new
 * @typedef {(pesan: string, bagian: number) => void} Lapor      how far the start is, `bagian` from 0 to 1
 */

/** A request that was not done: what stood in the way, and how to mend it. Always fit to be shown. */
export class Galat extends Error {
  /** @param {{code?: string, message: string, repair?: string, file?: string, sheet?: string, cell?: string}} isi */
  constructor(isi) {
    super(isi.message);
    this.name = "Galat";
    this.code = isi.code ?? "";
    this.repair = isi.repair ?? "";
    this.file = isi.file ?? "";
    this.sheet = isi.sheet ?? "";
    this.cell = isi.cell ?? "";
  }
}

/** The code of the Galat of a job that the user ended. */
export const DIBATALKAN = "BATAL";

/**
 * What a room is given: the engine with the room's own desk. A job of another room cannot be asked for here.
 * @typedef {{
 *   taruh: (berkas: Iterable<File | Taruhan>) => Promise<string[]>,
 *   buang: () => Promise<void>,
 *   kerja: (nama: string, permintaan?: object, pilihan?: {maju?: Maju}) => Promise<Jawaban>,
 *   batal: () => void,
 *   dibuka: () => Promise<string[]>,
 *   siap: Promise<void>,
 *   keadaan: () => Keadaan,
 * }} MesinRuang
 */

export class Mesin {
  /** @param {(lapor: Lapor) => Promise<Rumah>} buka */
  constructor(buka) {
    /** @type {Keadaan} */
    this.keadaan = "memuat";
    this.pesan = "Menyiapkan mesin";
    this.bagian = 0;
    /** @type {Galat | null} */
    this.sebab = null;
    this.sibuk = false;
    /** @type {Set<() => void>} */
    this._pendengar = new Set();
    /** @type {Promise<unknown>} */
    this._antrean = Promise.resolve();
    this._dibatalkan = 0;
    /** @type {Promise<Rumah>} */
    this._rumah = buka((pesan, bagian) => this._kini(() => ((this.pesan = pesan), (this.bagian = bagian))));
    /** Kept when the engine is ready; broken, with a Galat, when it cannot be. @type {Promise<void>} */
    this.siap = this._rumah.then(
      () => this._kini(() => (this.keadaan = "siap")),
      (galat) => {
        this._kini(() => ((this.keadaan = "gagal"), (this.sebab = sebagaiGalat(galat))));
        throw this.sebab;
      },
    );
    this.siap.catch(() => {});
  }

  /** Be told whenever something changes; returns what ends it. @param {() => void} fungsi */
  dengar(fungsi) {
    this._pendengar.add(fungsi);
    return () => this._pendengar.delete(fungsi);
  }

  /** Return the engine with the desk of one room. @param {string} ruang @returns {MesinRuang} */
  untuk(ruang) {
    return {
      taruh: (berkas) => this._taruh(ruang, berkas),
      buang: () => this._giliran((rumah) => rumah.buang(ruang)),
      kerja: (nama, permintaan = {}, pilihan = {}) => this._kerja(ruang, nama, permintaan, pilihan),
      batal: () => this.batal(),
      dibuka: async () => (await this._rumah).dibuka?.(ruang) ?? [],
      siap: this.siap,
      keadaan: () => this.keadaan,
    };
  }

  /** End the job that runs and those that wait; each of them breaks with the code DIBATALKAN. */
  batal() {
    this._dibatalkan += 1;
    this._rumah.then((rumah) => rumah.batal(), () => {});
  }

  /** @param {string} ruang @param {Iterable<File | Taruhan>} berkas @returns {Promise<string[]>} the names, in order */
  async _taruh(ruang, berkas) {
    const nama = [];
    for (const satu of berkas) {
      const taruhan = satu instanceof File ? { name: satu.webkitRelativePath || satu.name, bytes: satu } : satu;
      await this._giliran((rumah) => rumah.taruh(ruang, taruhan));
      nama.push(taruhan.name);
    }
    return nama;
  }

  /** @param {string} ruang @param {string} nama @param {object} permintaan @param {{maju?: Maju}} pilihan */
  async _kerja(ruang, nama, permintaan, pilihan) {
    if (nama.split(".")[0] !== ruang) throw new Galat({ message: `Ruang ${ruang} tidak mempunyai pekerjaan ${nama}.` });
    return this._giliran(async (rumah) => {
      this._kini(() => (this.sibuk = true));
      try {
        return await rumah.kerja(nama, permintaan, pilihan.maju ?? (() => {}));
      } finally {
        this._kini(() => (this.sibuk = false));
      }
    });
  }

  /** Do one thing after another: an engine has one pair of hands. @template T @param {(rumah: Rumah) => Promise<T>} isi */
  _giliran(isi) {
    const mulai = this._dibatalkan;
    const giliran = this._antrean.then(async () => {
      const rumah = await this._rumah;
      if (this._dibatalkan !== mulai) throw new Galat({ code: DIBATALKAN, message: "Dibatalkan." });
      return isi(rumah);
    });
    this._antrean = giliran.catch(() => {});
    return giliran.catch((galat) => {
      throw sebagaiGalat(galat);
    });
  }

  /** @param {() => void} ubah */
  _kini(ubah) {
    ubah();
    for (const fungsi of this._pendengar) fungsi();
  }
}

/** Return anything that was thrown as a Galat. @param {unknown} galat @returns {Galat} */
export function sebagaiGalat(galat) {
  if (galat instanceof Galat) return galat;
  const pesan = galat instanceof Error ? galat.message : String(galat);
  return new Galat({ message: `Halaman ini tersandung (${pesan.slice(0, 200)}).`, repair: "Muat ulang halamannya." });
}

/** Return the engine of this page: it starts at once, and takes files while it does. @param {(lapor: Lapor) => Promise<Rumah>} buka */
export function mulai(buka) {
  return new Mesin(buka);
}
