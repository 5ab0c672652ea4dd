// @ts-check
// The room Tentang: what this is, which instruments it knows, and what it is made of.

import { el, ganti } from "./dom.js";

/** @type {import("./ruang.js").Ruang} */
export const ruang = {
  id: "tentang",
  judul: "Tentang",
  buat(akar, konteks) {
    const daftar = el("div", { class: "kartu" }, el("p", { class: "redup" }, "Daftar instrumen disiapkan…"));
    const versi = el("p", null);
    akar.append(
      el("div", { class: "kartu" },
        el("h2", null, "pmprb"),
        el("p", null, "Lembar kerja evaluasi mandiri (LKE) reformasi birokrasi dan zona integritas: dibaca, diperiksa, dinilai, dan digabungkan. Semua dikerjakan di komputer ini; tidak ada yang dikirim ke mana pun."),
        versi),
      daftar,
    );
    konteks.mesin.kerja("tentang.instrumen").then(
      ({ result }) => {
        versi.textContent = `Versi ${result.versi}`;
        ganti(daftar, el("h2", null, "Instrumen"), tabel(result.instrumen));
      },
      (galat) => konteks.galat(galat, daftar),
    );
  },
};

/** @param {any[]} instrumen */
function tabel(instrumen) {
  return el("div", { class: "gulir", tabindex: "0", role: "region", "aria-label": "Instrumen" },
    el("table", { class: "tabel" },
      el("thead", null, el("tr", null, ["Instrumen", "Berlaku", "Butir", "Poin", "Dasar", "Sidik katalog"].map((kepala) => el("th", { scope: "col" }, kepala)))),
      el("tbody", null, instrumen.map((satu) =>
        el("tr", null,
          el("th", { scope: "row" }, satu.judul, el("span", { class: "redup blok" }, satu.id)),
          el("td", null, satu.berlaku),
          el("td", { class: "angka" }, satu.butir),
          el("td", { class: "angka" }, satu.poin),
          el("td", null, satu.dasar),
          el("td", null, el("code", null, satu.sidik)))))));
}
