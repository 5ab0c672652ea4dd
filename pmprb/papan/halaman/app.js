// @ts-check
// The shell of the page: header, rooms by the address's hash, the engine's state, errors with their repair, themes.

import { el, ganti, idBaru } from "./dom.js";
import { adaYangBelumDisimpan } from "./draf.js";
import { DIBATALKAN, Galat, Mesin, sebagaiGalat } from "./mesin.js";
import { RUANG } from "./ruang.js";

/** @typedef {import("./ruang.js").Konteks} Konteks @typedef {import("./ruang.js").RuangJadi} RuangJadi */

const TEMA = [
  ["otomatis", "Otomatis"],
  ["terang", "Terang"],
  ["gelap", "Gelap"],
  ["proyektor", "Proyektor"],
];

/**
 * Build the page into the document and start its engine.
 * @param {(lapor: import("./mesin.js").Lapor) => Promise<import("./mesin.js").Rumah>} buka
 */
export function tampilkan(buka) {
  const mesin = new Mesin(buka);
  const isi = el("main", { id: "isi-halaman", tabindex: "-1" });
  const nav = el("nav", { class: "ruang-ruang", "aria-label": "Ruang" });
  const warta = el("p", { class: "warta", role: "status" });
  const keadaan = el("div", { class: "keadaan", role: "status" });
  /** @type {Map<string, {akar: HTMLElement, jadi: RuangJadi, tautan: HTMLElement}>} */
  const dibuat = new Map();

  for (const ruang of RUANG) nav.append(el("a", { href: `#${ruang.id}`, class: "ruang-tautan", "data-ruang": ruang.id }, ruang.pendek ? [el("span", { class: "panjang" }, ruang.judul), el("span", { class: "pendek" }, ruang.pendek)] : ruang.judul));
  ganti(
    document.body,
    el("a", { href: "#isi-halaman", class: "lompat", onclick: (/** @type {Event} */ e) => (e.preventDefault(), isi.focus()) }, "Langsung ke isi"),
    el("header", { class: "kepala" }, el("span", { class: "nama" }, "pmprb"), nav, pilihTema()),
    keadaan,
    isi,
    el("footer", { class: "kaki" }, warta),
  );

  const tunjukkan = () => {
    warta.textContent = ""; // what was done in the room that is left
    const dipilih = RUANG.find((satu) => satu.id === location.hash.slice(1)) ?? RUANG[0];
    let ada = dibuat.get(dipilih.id);
    for (const [id, lain] of dibuat) lain.akar.hidden = id !== dipilih.id;
    if (!ada) {
      const judul = idBaru("judul");
      const akar = el("section", { class: `ruang ruang-${dipilih.id}`, "aria-labelledby": judul }, el("h1", { id: judul }, dipilih.judul));
      const dalam = el("div", { class: "ruang-isi" });
      akar.append(dalam);
      isi.append(akar);
      ada = { akar, jadi: {}, tautan: akar };
      dibuat.set(dipilih.id, ada);
      const konteks = konteksUntuk(dipilih.id, akar);
      try {
        ada.jadi = dipilih.buat(dalam, konteks) ?? {};
      } catch (galat) {
        konteks.galat(galat);
      }
    } else ada.jadi.tampil?.();
    document.title = `${dipilih.judul} · pmprb`;
    for (const tautan of nav.querySelectorAll("a")) {
      if (tautan.dataset.ruang === dipilih.id) tautan.setAttribute("aria-current", "page");
      else tautan.removeAttribute("aria-current");
    }
  };

  /** @param {string} id @param {HTMLElement} akar @returns {Konteks} */
  const konteksUntuk = (id, akar) => ({
    mesin: mesin.untuk(id),
    pesan: (teks, jenis = "biasa") => {
      warta.dataset.jenis = jenis;
      warta.textContent = teks;
    },
    galat: (galat, wadah) => {
      const sebab = sebagaiGalat(galat);
      if (sebab.code === DIBATALKAN) return;
      const kartu = kartuGalat(sebab);
      if (wadah) ganti(wadah, kartu);
      else akar.querySelector(".ruang-isi")?.prepend(kartu);
      kartu.focus();
    },
    simpan,
  });

  mesin.dengar(() => tunjukkanKeadaan(keadaan, mesin));
  tunjukkanKeadaan(keadaan, mesin);
  addEventListener("hashchange", tunjukkan);
  addEventListener("beforeunload", (peristiwa) => {
    if ([...dibuat.values()].some((satu) => satu.jadi.belumDisimpan?.())) peristiwa.preventDefault();
  });
  // A file dropped beside a room's own field would be opened in the place of the page, and all typed be lost.
  for (const nama of ["dragover", "drop"]) addEventListener(nama, (peristiwa) => peristiwa.preventDefault());
  tunjukkan();
  const tanpaRuang = !location.hash;
  void adaYangBelumDisimpan().then((ada) => ada && tanpaRuang && !location.hash && location.replace("#isi"));
  return mesin;
}

/**
 * Return a card that tells what was not done and how to mend it. It can be closed unless it tells how things `tetap` are.
 * @param {Galat} galat @param {{tetap?: boolean}} [pilihan]
 */
export function kartuGalat(galat, pilihan = {}) {
  const tempat = [galat.file, [galat.sheet, galat.cell].filter(Boolean).join("!")].filter(Boolean).join(" › ");
  const kartu = el(
    "div",
    { class: "kartu galat", role: "alert", tabindex: "-1" },
    tempat && el("p", { class: "tempat" }, tempat),
    el("p", { class: "utama" }, galat.message),
    galat.repair.split("\n").map((baris) => baris && el("p", null, baris)),
    galat.code && el("p", { class: "kode" }, galat.code),
    !pilihan.tetap && el("button", { type: "button", class: "tombol kecil", onclick: () => kartu.remove() }, "Tutup"),
  );
  return kartu;
}

/** Offer a file for saving, by the name we give it. @param {string} name @param {Blob | Uint8Array} isi */
export function simpan(name, isi) {
  const alamat = URL.createObjectURL(isi instanceof Blob ? isi : new Blob([/** @type {any} */ (isi)]));
  const tautan = el("a", { href: alamat, download: name });
  document.body.append(tautan);
  tautan.click();
  tautan.remove();
  setTimeout(() => URL.revokeObjectURL(alamat), 60_000);
}

/** @param {HTMLElement} wadah @param {Mesin} mesin */
function tunjukkanKeadaan(wadah, mesin) {
  wadah.dataset.keadaan = mesin.keadaan;
  document.documentElement.dataset.mesin = mesin.keadaan;
  if (mesin.keadaan === "siap") ganti(wadah);
  else if (mesin.keadaan === "gagal" && mesin.sebab) ganti(wadah, kartuGalat(mesin.sebab, { tetap: true }));
  else {
    ganti(
      wadah,
      el("p", null, `${mesin.pesan}… Berkas sudah boleh dipilih.`),
      el("progress", { max: "1", value: mesin.bagian, "aria-label": "Penyiapan" }),
    );
  }
}

function pilihTema() {
  const id = idBaru("tema");
  const pilihan = el(
    "select",
    { id, onchange: () => (document.documentElement.dataset.tema = pilihan.value) },
    TEMA.map(([nilai, nama]) => el("option", { value: nilai }, nama)),
  );
  return el("div", { class: "tema" }, el("label", { for: id }, "Tampilan"), pilihan);
}
