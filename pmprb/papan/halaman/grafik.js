// @ts-check
// Charts as plain SVG: small, with words for those who do not see them, and a table of the same figures behind each.
// A chart places what the engine reckoned; colours are never the only sign.

import { el, idBaru, svg } from "./dom.js";

/** @typedef {{nama: string, bagian: (number | null)[], teks: string[], tanda: "lingkaran" | "persegi"}} Deret */

/**
 * Return a radar: an axis a part (0 in the middle, 1 at the rim), a line a series.
 * @param {{judul: string, keterangan: string, sumbu: string[], deret: Deret[]}} isi
 */
export function radar({ judul, keterangan, sumbu, deret }) {
  const [lebar, tinggi, jari] = [540, 390, 130];
  const [x0, y0] = [lebar / 2, tinggi / 2];
  const banyak = sumbu.length;
  /** @param {number} n @param {number} bagian @returns {[number, number]} */
  const titik = (n, bagian) => {
    const sudut = (2 * Math.PI * n) / banyak - Math.PI / 2;
    return [x0 + jari * bagian * Math.cos(sudut), y0 + jari * bagian * Math.sin(sudut)];
  };
  /** @param {[number, number][]} semua */
  const jalur = (semua) => semua.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");
  const semua = sumbu.map((_, n) => n);
  return gambar({ judul, keterangan, lebar, tinggi, kelas: "radar" }, [
    [0.25, 0.5, 0.75, 1].map((bagian) => svg("polygon", { class: "jala", points: jalur(semua.map((n) => titik(n, bagian))) })),
    semua.map((n) => {
      const [x, y] = titik(n, 1);
      return svg("line", { class: "jala", x1: x0, y1: y0, x2: x, y2: y });
    }),
    [0.5, 1].map((bagian) => svg("text", { class: "skala", x: x0 + 4, y: y0 - jari * bagian - 3 }, `${bagian * 100} %`)),
    deret.map((satu, n) => {
      const ada = semua.filter((sumbu) => satu.bagian[sumbu] !== null);
      const di = ada.map((sumbu) => titik(sumbu, satu.bagian[sumbu] ?? 0));
      return svg("g", { class: `deret deret-${n + 1}` },
        di.length > 2 && svg("polygon", { class: "luas", points: jalur(di) }),
        di.map(([x, y]) => tanda(satu.tanda, x, y)));
    }),
    semua.map((n) => {
      const [x, y] = titik(n, 1.14);
      const jangkar = Math.abs(x - x0) < 12 ? "middle" : x > x0 ? "start" : "end";
      const baris = bagiBaris(sumbu[n], 17);
      const atas = y < y0 - jari ? (baris.length - 1) * 14 : ((baris.length - 1) * 14) / 2;
      return svg("text", { class: "label", x, y: y + 4 - atas, "text-anchor": jangkar },
        baris.map((kata, k) => svg("tspan", { x, dy: k ? 14 : 0 }, kata)));
    }),
  ]);
}

/**
 * Return horizontal bars: a mean with the lowest and the highest on one line each.
 * @param {{judul: string, keterangan: string, baris: {nama: string, bagian: number | null, rendah: number | null,
 *   tinggi: number | null, teks: string}[]}} isi
 */
export function batang({ judul, keterangan, baris }) {
  const [kiri, lebar, satuan] = [310, 740, 34];
  const panjang = lebar - kiri - 80;
  const tinggi = baris.length * satuan + 26;
  /** @param {number} bagian */
  const x = (bagian) => kiri + panjang * bagian;
  return gambar({ judul, keterangan, lebar, tinggi, kelas: "batang" }, [
    [0, 0.25, 0.5, 0.75, 1].map((bagian) => [
      svg("line", { class: "jala", x1: x(bagian), y1: 0, x2: x(bagian), y2: tinggi - 20 }),
      svg("text", { class: "skala", x: x(bagian), y: tinggi - 5, "text-anchor": "middle" }, `${bagian * 100}`),
    ]).flat(),
    baris.map((satu, n) => {
      const y = n * satuan + satuan / 2;
      return svg("g", { class: "deret deret-1" },
        svg("text", { class: "label", x: kiri - 10, y: y + 5, "text-anchor": "end" }, pendek(satu.nama, 38)),
        satu.bagian !== null && svg("rect", { class: "palang", x: x(0), y: y - 9, width: panjang * satu.bagian, height: 18 }),
        satu.rendah !== null && satu.tinggi !== null && [
          svg("line", { class: "kumis", x1: x(satu.rendah), y1: y, x2: x(satu.tinggi), y2: y }),
          svg("line", { class: "kumis", x1: x(satu.rendah), y1: y - 6, x2: x(satu.rendah), y2: y + 6 }),
          svg("line", { class: "kumis", x1: x(satu.tinggi), y1: y - 6, x2: x(satu.tinggi), y2: y + 6 }),
        ],
        svg("text", { class: "angka-grafik", x: lebar - 4, y: y + 5, "text-anchor": "end" }, satu.teks));
    }),
  ]);
}

/** Return a legend in words, with each series' own mark. @param {{nama: string, tanda: "lingkaran" | "persegi"}[]} deret */
export function legenda(deret) {
  return el("ul", { class: "legenda" },
    deret.map((satu, n) =>
      el("li", null,
        svg("svg", { class: `contoh deret deret-${n + 1}`, viewBox: "0 0 36 16", width: 36, height: 16, "aria-hidden": "true", focusable: "false" },
          svg("line", { class: "luas", x1: 0, y1: 8, x2: 36, y2: 8 }), tanda(satu.tanda, 18, 8)),
        satu.nama)));
}

/** @param {{judul: string, keterangan: string, lebar: number, tinggi: number, kelas: string}} tentang @param {any[]} isi */
function gambar(tentang, isi) {
  const [judul, keterangan] = [idBaru("gambar"), idBaru("gambar")];
  return svg("svg", { class: `grafik ${tentang.kelas}`, viewBox: `0 0 ${tentang.lebar} ${tentang.tinggi}`, role: "img", "aria-labelledby": `${judul} ${keterangan}` },
    svg("title", { id: judul }, tentang.judul),
    svg("desc", { id: keterangan }, tentang.keterangan),
    isi.flat(2));
}

/** @param {"lingkaran" | "persegi"} bentuk @param {number} x @param {number} y */
function tanda(bentuk, x, y) {
  return bentuk === "persegi"
    ? svg("rect", { class: "tanda", x: x - 4, y: y - 4, width: 8, height: 8 })
    : svg("circle", { class: "tanda", cx: x, cy: y, r: 4.5 });
}

/** @param {string} teks @param {number} panjang @returns {string[]} */
function bagiBaris(teks, panjang) {
  /** @type {string[]} */
  const baris = [];
  for (const kata of teks.split(/\s+/)) {
    const akhir = baris[baris.length - 1];
    if (akhir !== undefined && `${akhir} ${kata}`.length <= panjang) baris[baris.length - 1] = `${akhir} ${kata}`;
    else baris.push(pendek(kata, panjang + 6));
  }
  return baris.length > 3 ? [...baris.slice(0, 2), `${baris[2]}…`] : baris;
}

/** @param {string} teks @param {number} panjang */
function pendek(teks, panjang) {
  return teks.length > panjang ? `${teks.slice(0, panjang - 1)}…` : teks;
}
