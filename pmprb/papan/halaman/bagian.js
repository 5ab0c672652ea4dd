// @ts-check
// The parts that lie in the page of one file, gzipped and in base64.

/** Wait until the browser has read the file to its end, and has had time to show what it has. */
export async function terbaca() {
  if (document.readyState === "loading") {
    await new Promise((lanjut) => document.addEventListener("DOMContentLoaded", lanjut, { once: true }));
  }
  await new Promise((lanjut) => setTimeout(lanjut));
}

/**
 * Return a part as it lies there (gzipped), and take it out of the page, for parts are long; null when there is none.
 * @param {string} nama @returns {Blob | null}
 */
export function ambil(nama) {
  const teks = ambilTeks(`bagian-${nama}`);
  if (!teks) return null;
  try {
    return new Blob([/** @type {any} */ (dariBase64(teks))]);
  } catch {
    return null;
  }
}

/** Return the text of an element by its id, and take it out of the page. @param {string} id */
export function ambilTeks(id) {
  const unsur = document.getElementById(id);
  const teks = unsur?.textContent ?? "";
  unsur?.remove();
  return teks;
}

/** Return the text of a gzipped part. @param {Blob} bagian @returns {Promise<string>} */
export function teksDari(bagian) {
  return new Response(bagian.stream().pipeThrough(new DecompressionStream("gzip"))).text();
}

/** Return the bytes of a text in base64. @param {string} teks */
function dariBase64(teks) {
  const lebih = /** @type {any} */ (Uint8Array);
  if (lebih.fromBase64) return lebih.fromBase64(teks);
  const huruf = atob(teks);
  const isi = new Uint8Array(huruf.length);
  for (let n = 0; n < huruf.length; n += 1) isi[n] = huruf.charCodeAt(n);
  return isi;
}
