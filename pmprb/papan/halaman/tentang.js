// @ts-check
// The room Tentang: what this is, which instruments it knows, and what it is made of.

import { ambil, teksDari, terbaca } from "./bagian.js";
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
    tunjukkanLisensi(akar).catch((galat) => konteks.galat(galat));
    konteks.mesin.kerja("tentang.instrumen").then(
      ({ result }) => {
        versi.textContent = `Versi ${result.versi}`;
        ganti(daftar, el("h2", null, "Instrumen"), tabel(result.instrumen));
      },
      (galat) => konteks.galat(galat, daftar),
    );
  },
};

/** Show what the one file is made of, with licences; the served page has no such part. @param {HTMLElement} akar */
async function tunjukkanLisensi(akar) {
  await terbaca();
  const bagian = ambil("lisensi");
  if (!bagian) return;
  /** @type {{name: string, version: string, licence: string, source: string, text: string}[]} */
  const lisensi = JSON.parse(await teksDari(bagian));
  akar.append(
    el("div", { class: "kartu" },
      el("h2", null, "Bagian-bagian berkas ini"),
      el("p", null, "Di dalam berkas ini ada perangkat lunak berikut. Sumber tiap bagian ada pada alamatnya; sumber pmprb dan cara membuat berkas ini ada pada README-nya."),
      lisensi.map((satu) =>
        el("details", { class: "bagian-berkas" },
          el("summary", null, `${satu.name} ${satu.version} · ${satu.licence}`),
          el("p", null, "Sumber: ", el("code", null, satu.source)),
          el("pre", { class: "lisensi", tabindex: "0" }, satu.text)))));
}

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
