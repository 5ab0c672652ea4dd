// @ts-check
// Tables of the rooms: pages of plain rows, tabs, and a figure that tells how it came about when it is pressed.

import { el, ganti, idBaru } from "./dom.js";

/**
 * @template T
 * @typedef {{judul: string, isi: (baris: T) => import("./dom.js").Anak | import("./dom.js").Anak[], kelas?: string, kepala?: boolean}} Kolom
 */

/**
 * Return a table that shows so many rows at a time. On a narrow screen each row is a card, its cells named.
 * @template T
 * @param {{judul: string, kolom: Kolom<T>[], baris: T[], sebanyak?: number, kosong: string, kelas?: string}} isi
 */
export function tabelBerhalaman({ judul, kolom, baris, sebanyak = 50, kosong, kelas = "" }) {
  const badan = el("tbody", { role: "rowgroup" });
  const wadah = el("div", { class: "bertabel" });
  let semua = baris;
  const kendali = halaman({
    sebanyak,
    tampil: (mulai) => ganti(badan, semua.slice(mulai, mulai + sebanyak).map((satu) => barisTabel(kolom, satu))),
  });
  const tabel = gulir(judul, el("table", { class: `tabel ${kelas}`, role: "table" }, kepalaTabel(judul, kolom), badan));
  /** @param {T[]} baru */
  const atur = (baru) => {
    semua = baru;
    if (semua.length) ganti(wadah, tabel, kendali.wadah);
    else ganti(wadah, el("p", { class: "kosong" }, kosong));
    kendali.atur(semua.length);
  };
  atur(baris);
  return { wadah, atur };
}

// Where a row is a card, nothing is laid out as a table: the roles keep it one for those who hear it.

/** @template T @param {string} judul @param {Kolom<T>[]} kolom */
export function kepalaTabel(judul, kolom) {
  return [
    el("caption", { class: "untuk-pembaca" }, judul),
    el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, kolom.map((satu) => el("th", { scope: "col", role: "columnheader", class: satu.kelas }, satu.judul)))),
  ];
}

/** @template T @param {Kolom<T>[]} kolom @param {T} baris */
export function barisTabel(kolom, baris) {
  return el("tr", { role: "row" },
    kolom.map((satu) =>
      el(satu.kepala ? "th" : "td",
        { class: satu.kelas, "data-judul": satu.judul, scope: satu.kepala ? "row" : null, role: satu.kepala ? "rowheader" : "cell" },
        ...[satu.isi(baris)].flat())));
}

/** Return a region that can be scrolled by keys too. @param {string} judul @param {Node} isi */
export function gulir(judul, isi) {
  return el("div", { class: "gulir", tabindex: "0", role: "region", "aria-label": judul }, isi);
}

/**
 * Return the control of pages.
 * @param {{sebanyak: number, tampil: (mulai: number) => void}} isi
 */
export function halaman({ sebanyak, tampil }) {
  let [mulai, semua] = [0, 0];
  const kata = el("span", { role: "status" });
  const mundur = el("button", { type: "button", class: "tombol kecil", onclick: () => pindah(mulai - sebanyak) }, "Sebelumnya");
  const maju = el("button", { type: "button", class: "tombol kecil", onclick: () => pindah(mulai + sebanyak) }, "Berikutnya");
  const wadah = el("div", { class: "baris halaman" }, mundur, kata, maju);
  const gambar = () => {
    const fokus = document.activeElement;
    mundur.disabled = mulai === 0;
    maju.disabled = mulai + sebanyak >= semua;
    if (fokus === mundur && mundur.disabled) maju.focus();
    if (fokus === maju && maju.disabled) mundur.focus();
    wadah.hidden = semua <= sebanyak;
    kata.textContent = semua ? `${mulai + 1}–${Math.min(semua, mulai + sebanyak)} dari ${semua}` : "";
  };
  /** @param {number} ke */
  const pindah = (ke) => {
    mulai = Math.max(0, ke);
    gambar();
    tampil(mulai);
  };
  return {
    wadah,
    /** Show the first page of so many rows. @param {number} banyak */
    atur(banyak) {
      semua = banyak;
      pindah(0);
    },
    /** Tell how many rows there are, and stay. @param {number} banyak */
    jumlah(banyak) {
      semua = banyak;
      gambar();
    },
    keAwal: () => pindah(0),
  };
}

/**
 * Return tabs; a tab's content is made when it is first shown. Arrow keys move between them.
 * @param {string} judul @param {{id: string, judul: string, hitung?: string, isi: () => Node}[]} tab
 */
export function papanTab(judul, tab) {
  const awal = idBaru("tab");
  /** @type {Map<string, Node>} */
  const jadi = new Map();
  const panel = el("div", { role: "tabpanel", id: `${awal}-isi`, class: "isi-tab" });
  const tombol = tab.map((satu) =>
    el("button", { type: "button", role: "tab", id: `${awal}-${satu.id}`, "data-tab": satu.id, class: "tab", "aria-controls": `${awal}-isi`, onclick: () => buka(satu.id) },
      satu.judul, satu.hitung ? el("span", { class: "hitungan" }, satu.hitung) : null));
  const deret = el("div", { role: "tablist", class: "deret-tab", "aria-label": judul }, tombol);
  /** @param {string} id */
  const buka = (id) => {
    const dipilih = tab.find((satu) => satu.id === id) ?? tab[0];
    for (const satu of tombol) {
      const ini = satu.dataset.tab === dipilih.id;
      satu.setAttribute("aria-selected", String(ini));
      satu.tabIndex = ini ? 0 : -1;
    }
    panel.setAttribute("aria-labelledby", `${awal}-${dipilih.id}`);
    let isi = jadi.get(dipilih.id);
    if (!isi) jadi.set(dipilih.id, (isi = dipilih.isi()));
    ganti(panel, isi);
  };
  deret.addEventListener("keydown", (peristiwa) => {
    const kini = tombol.findIndex((satu) => satu === document.activeElement);
    const langkah = { ArrowRight: 1, ArrowLeft: -1, Home: -kini, End: tombol.length - 1 - kini }[peristiwa.key];
    if (kini < 0 || langkah === undefined) return;
    peristiwa.preventDefault();
    const ke = tombol[(kini + langkah + tombol.length) % tombol.length];
    ke.focus();
    ke.click();
  });
  buka(tab[0].id);
  return { wadah: el("div", { class: "bertab" }, deret, panel), buka };
}

/** Let arrow keys move between the buttons of a table; the tab key passes it in one step. @param {HTMLTableElement} tabel */
export function kisi(tabel) {
  const tombol = () => [...tabel.rows].map((baris) => [...baris.querySelectorAll("button")]).filter((baris) => baris.length);
  for (const [n, satu] of tombol().flat().entries()) satu.tabIndex = n ? -1 : 0;
  tabel.addEventListener("keydown", (peristiwa) => {
    const semua = tombol();
    const b = semua.findIndex((baris) => baris.includes(/** @type {any} */ (document.activeElement)));
    if (b < 0) return;
    const k = semua[b].indexOf(/** @type {any} */ (document.activeElement));
    const ke = { ArrowRight: [b, k + 1], ArrowLeft: [b, k - 1], ArrowDown: [b + 1, k], ArrowUp: [b - 1, k], Home: [b, 0], End: [b, semua[b].length - 1] }[peristiwa.key];
    const tuju = ke && semua[ke[0]]?.[ke[1]];
    if (!ke) return;
    peristiwa.preventDefault();
    if (!tuju) return;
    semua[b][k].tabIndex = -1;
    tuju.tabIndex = 0;
    tuju.focus();
  });
}
