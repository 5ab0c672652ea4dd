// @ts-check
// Elements made of text. Nothing here, and nothing in this page, reads a text as markup: texts come from worksheets.

const SVG = "http://www.w3.org/2000/svg";
const ALAMAT = new Set(["href", "src", "action", "formaction", "data", "xlink:href"]);

/**
 * @typedef {Node | string | number | null | undefined | false} Anak
 * @typedef {{[nama: string]: any}} Sifat
 *   class, text, and attributes by name; `onklik`-like handlers are functions under the event's name with "on"
 *   (onclick, onchange); `gaya` is an object of CSS properties; true is an attribute without a value, false/null is none;
 *   `value`, `checked`, `disabled`, `hidden`, `selected`, `open`, `indeterminate` are set as properties.
 */

const PROPERTI = new Set(["value", "checked", "disabled", "hidden", "selected", "open", "indeterminate", "multiple"]);

/**
 * Return a new element. Children that are texts or numbers become text nodes; null, undefined and false are left out.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag @param {Sifat | null} [sifat] @param {...(Anak | Anak[])} anak @returns {HTMLElementTagNameMap[T]}
 */
export function el(tag, sifat, ...anak) {
  return isi(beri(document.createElement(tag), sifat), anak);
}

/**
 * Return a new element of an SVG picture.
 * @template {keyof SVGElementTagNameMap} T
 * @param {T} tag @param {Sifat | null} [sifat] @param {...(Anak | Anak[])} anak @returns {SVGElementTagNameMap[T]}
 */
export function svg(tag, sifat, ...anak) {
  return isi(beri(/** @type {any} */ (document.createElementNS(SVG, tag)), sifat), anak);
}

/**
 * Put children in the place of whatever an element holds, and return it.
 * @template {Element} E
 * @param {E} wadah @param {...(Anak | Anak[])} anak @returns {E}
 */
export function ganti(wadah, ...anak) {
  wadah.replaceChildren();
  return isi(wadah, anak);
}

/** @template {Element} E @param {E} unsur @param {(Anak | Anak[])[]} anak @returns {E} */
function isi(unsur, anak) {
  for (const satu of anak.flat()) {
    if (satu === null || satu === undefined || satu === false) continue;
    unsur.append(satu instanceof Node ? satu : document.createTextNode(String(satu)));
  }
  return unsur;
}

/** @template {Element} E @param {E} unsur @param {Sifat | null} [sifat] @returns {E} */
function beri(unsur, sifat) {
  for (const [nama, nilai] of Object.entries(sifat ?? {})) {
    if (nilai === null || nilai === undefined || nilai === false) {
      if (PROPERTI.has(nama)) /** @type {any} */ (unsur)[nama] = nilai || false;
    } else if (typeof nilai === "function") {
      if (!nama.startsWith("on")) throw new TypeError(`${nama} tidak boleh fungsi`);
      unsur.addEventListener(nama.slice(2), nilai);
    } else if (nama === "class") unsur.setAttribute("class", nilai);
    else if (nama === "text") unsur.textContent = String(nilai);
    else if (nama === "gaya") {
      for (const [sifat, harga] of Object.entries(nilai)) {
        /** @type {any} */ (unsur).style.setProperty(sifat, String(harga));
      }
    } else if (PROPERTI.has(nama) && nama in unsur) /** @type {any} */ (unsur)[nama] = nilai;
    else atribut(unsur, nama, nilai === true ? "" : String(nilai));
  }
  return unsur;
}

/** @param {Element} unsur @param {string} nama @param {string} nilai */
function atribut(unsur, nama, nilai) {
  const kecil = nama.toLowerCase();
  if (kecil.startsWith("on") || kecil === "style" || kecil === "srcdoc") throw new TypeError(`${nama} ditolak`);
  if (ALAMAT.has(kecil) && !/^(#|blob:)/.test(nilai)) throw new TypeError(`alamat ditolak: ${nama}`);
  unsur.setAttribute(nama, nilai);
}

/**
 * Return an icon of our own (a path on a 24 by 24 field), hidden from screen readers: its button has the words.
 * @param {string} jalur
 */
export function ikon(jalur) {
  return svg("svg", { class: "ikon", viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" }, svg("path", { d: jalur }));
}

let nomor = 0;
/** Return an id that no other element of the page has. @param {string} awal */
export function idBaru(awal) {
  nomor += 1;
  return `${awal}-${nomor}`;
}

/** Return a control with its label and a hint. @param {string} nama @param {HTMLElement} kendali @param {string} [petunjuk] */
export function bidang(nama, kendali, petunjuk = "") {
  kendali.id ||= idBaru("bidang");
  const id = idBaru("petunjuk");
  if (petunjuk) kendali.setAttribute("aria-describedby", id);
  return el("div", { class: "bidang" }, el("label", { for: kendali.id }, nama), kendali, petunjuk && el("span", { class: "petunjuk", id }, petunjuk));
}
