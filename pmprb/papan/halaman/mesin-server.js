// @ts-check
// The engine behind the local server (`pmprb papan`): jobs and files by HTTP to the address this page came from.
// The ticket in the address is exchanged once for a cookie that no script reads and a key that only this tab has.

import { DIBATALKAN, Galat } from "./mesin.js";

const SIMPANAN = "pmprb-sesi";
const TERPUTUS = {
  message: "pmprb papan tidak menjawab.",
  repair: "Jendela perintahnya mungkin sudah ditutup. Jalankan lagi pmprb papan, lalu buka alamat yang ditampilkannya.",
};

let kunci = "";
let terbesar = Infinity;
/** What this server has beside the jobs ("kelas"), and the files that came with the command. */
export const server = { ada: false, fitur: /** @type {Record<string, boolean>} */ ({}), dibuka: /** @type {string[]} */ ([]) };

/**
 * Open the engine of the local server.
 * @param {import("./mesin.js").Lapor} lapor @returns {Promise<import("./mesin.js").Rumah>}
 */
export async function buka(lapor) {
  const tiket = new URLSearchParams(location.hash.slice(1)).get("tiket");
  if (tiket) history.replaceState(null, "", location.pathname);
  lapor("Menghubungi pmprb papan", 0.3);
  kunci = sessionStorage.getItem(SIMPANAN) ?? "";
  const kabar = tiket ? await masuk(tiket) : await jawaban(await kirim("/sesi"));
  server.ada = true;
  server.fitur = kabar.fitur;
  server.dibuka = kabar.dibuka;
  terbesar = kabar.terbesar;
  addEventListener("pagehide", () => navigator.sendBeacon("/pergi", kunci));
  return new RumahServer();
}

/** @param {string} tiket */
async function masuk(tiket) {
  const kabar = await jawaban(await kirim("/masuk", { method: "POST", body: JSON.stringify({ tiket }) }));
  kunci = kabar.kunci;
  sessionStorage.setItem(SIMPANAN, kunci);
  return kabar;
}

class RumahServer {
  constructor() {
    /** @type {AbortController | null} */
    this._berjalan = null;
  }

  /** @param {string} ruang @param {import("./mesin.js").Taruhan} berkas */
  async taruh(ruang, berkas) {
    const isi = berkas.bytes instanceof Blob ? berkas.bytes : new Blob([/** @type {any} */ (berkas.bytes)]);
    const tanya = new URLSearchParams({ ruang, nama: berkas.name, ukuran: String(isi.size) });
    // A file that is too large is only told of: the server answers with the reason.
    await jawaban(await kirim(`/berkas?${tanya}`, { method: "POST", body: isi.size > terbesar ? null : isi }));
  }

  /** @param {string} ruang */
  async buang(ruang) {
    await jawaban(await kirim(`/bersih?${new URLSearchParams({ ruang })}`, { method: "POST" }));
  }

  /** @param {string} nama @param {object} permintaan @param {import("./mesin.js").Maju} maju */
  async kerja(nama, permintaan, maju) {
    const batal = new AbortController();
    this._berjalan = batal;
    try {
      const isi = { method: "POST", body: JSON.stringify(permintaan), signal: batal.signal };
      const akhir = await akhirDari(await kirim(`/kerja/${encodeURIComponent(nama)}`, isi), maju);
      if (akhir.error) throw new Galat(akhir.error);
      const files = [];
      for (const satu of akhir.files) files.push({ name: satu.nama, blob: await berkasHasil(satu.id, batal.signal) });
      return { result: akhir.result, files };
    } catch (galat) {
      if (batal.signal.aborted) throw new Galat({ code: DIBATALKAN, message: "Dibatalkan." });
      throw galat;
    } finally {
      if (this._berjalan === batal) this._berjalan = null;
    }
  }

  /** @param {string} ruang */
  dibuka(ruang) {
    return ruang === "rekap" ? server.dibuka : [];
  }

  /** Hang up: the server ends a job that nobody waits for. */
  batal() {
    this._berjalan?.abort();
  }
}

/** Return the last line of a job's answer; the lines before tell how far it is. @param {Response} balasan @param {import("./mesin.js").Maju} maju */
async function akhirDari(balasan, maju) {
  if (!balasan.ok || !balasan.body) return jawaban(balasan);
  const baca = balasan.body.getReader();
  const huruf = new TextDecoder();
  let sisa = "";
  for (;;) {
    const { value, done } = await baca.read().catch((galat) => {
      throw galat.name === "AbortError" ? galat : new Galat(TERPUTUS);
    });
    sisa += done ? huruf.decode() : huruf.decode(value, { stream: true });
    const baris = sisa.split("\n");
    sisa = baris.pop() ?? "";
    for (const satu of baris) {
      const kabar = JSON.parse(satu);
      if (!kabar.maju) return kabar;
      maju(kabar.maju[0], kabar.maju[1], kabar.maju[2]);
    }
    if (done) throw new Galat(TERPUTUS);
  }
}

/** Return a file that was made, once. @param {string} id @param {AbortSignal} [signal] */
export async function berkasHasil(id, signal) {
  const balasan = await kirim(`/hasil/${encodeURIComponent(id)}`, signal ? { signal } : {});
  if (!balasan.ok) await jawaban(balasan);
  return balasan.blob();
}

/** Ask the server for something that is no job (the class). @param {string} alamat @param {object} [isi] @returns {Promise<any>} */
export async function minta(alamat, isi) {
  return jawaban(await kirim(alamat, isi === undefined ? {} : { method: "POST", body: JSON.stringify(isi) }));
}

/** @param {string} alamat @param {RequestInit} pilihan */
async function kirim(alamat, pilihan = {}) {
  try {
    return await fetch(alamat, { ...pilihan, headers: { "X-Pmprb-Sesi": kunci }, cache: "no-store", redirect: "error" });
  } catch (galat) {
    if (pilihan.signal?.aborted) throw galat;
    throw new Galat(TERPUTUS);
  }
}

/** Return what an answer holds; an answer with `error`, or without anything readable, is thrown. @param {Response} balasan */
async function jawaban(balasan) {
  if (balasan.status === 204) return {};
  /** @type {any} */
  const isi = await balasan.json().catch(() => null);
  if (isi?.error) throw new Galat(isi.error);
  if (!balasan.ok || isi === null) throw new Galat({ message: `pmprb papan menolak permintaan ini (${balasan.status}).`, repair: "Muat ulang halamannya." });
  return isi;
}
