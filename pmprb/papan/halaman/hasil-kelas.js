// @ts-check
// How a class answered a question: the same list on the phones and on the facilitator's screen. Figures and lengths
// come from the engine as texts.

import { el, svg } from "./dom.js";

/**
 * @typedef {{id: string, kriteria: string, jenis: string, penjelasan: string, area: string, sub: string, kasus: string,
 *   pilihan?: {label: string, arti: string}[], hitungan?: {kode: string, label: string}[], rentang?: [string, string], boleh_lewat?: boolean}} Soal
 * @typedef {{kunci: string, label: string, jumlah: number, persen: string, lebar: string, benar?: boolean, nilai?: string,
 *   selisih?: string, ambang?: string[]}} Kelompok
 * @typedef {{jumlah: number, tepat: number, tepat_persen: string, benar: string, arti: string, bukti: string[], saran: string, dasar: string,
 *   nilai_benar: string, dari: string, rata: string, rata_selisih: string, kelompok: Kelompok[]}} Bahasan
 */

/** Return the bars. @param {Kelompok[]} kelompok @param {string} [milik] the key of one's own answer @param {(label: string) => string} [arti] */
export function batangKelas(kelompok, milik = "", arti = () => "") {
  return el("ul", { class: "hasil-kelas" }, kelompok.map((satu) =>
    el("li", { class: `baris-hasil${satu.benar ? " benar" : ""}` },
      el("span", null,
        el("b", null, satu.label),
        arti(satu.label) && ` ${arti(satu.label)}`,
        satu.benar && el("span", { class: "tepat-teks" }, " · bacaan yang tepat"),
        milik === satu.kunci && " · jawaban Anda"),
      el("span", { class: "angka" }, `${satu.jumlah} (${satu.persen})`),
      svg("svg", { viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true", focusable: "false" },
        svg("rect", { class: "dasar-batang", x: "0", y: "0", width: "100", height: "10", "vector-effect": "non-scaling-stroke" }),
        svg("rect", { class: "batang", x: "0", y: "0", width: satu.lebar, height: "10" })),
      satu.nilai && el("span", { class: "akibat" }, akibat(satu)))));
}

/** @param {Kelompok} satu */
function akibat(satu) {
  const ambang = satu.ambang?.length ? `; ${satu.ambang.join("; ")}` : "";
  return `Nilai unit menjadi ${satu.nilai}${satu.selisih ? ` (${satu.selisih})` : ""}${ambang}.`;
}

/** Return what is said of the right reading. @param {Bahasan} bahasan @param {string} judul the level of headings */
export function bahasanKelas(bahasan, judul = "h2") {
  const kepala = /** @type {"h2" | "h3"} */ (judul);
  return el("div", { class: "bahasan" },
    el(kepala, null, `Bacaan yang tepat: ${bahasan.benar}`),
    bahasan.arti && el("p", { class: "jelas" }, bahasan.arti),
    el("p", null, bahasan.jumlah
      ? `${bahasan.tepat} dari ${bahasan.jumlah} jawaban tepat (${bahasan.tepat_persen}).`
      : "Belum ada jawaban dari peserta."),
    el("p", null,
      `Dengan bacaan ini unit bernilai ${bahasan.nilai_benar} dari ${bahasan.dari}.`,
      bahasan.rata && ` Bila tiap peserta menilai sendiri, rata-ratanya ${bahasan.rata} (${bahasan.rata_selisih}).`),
    bahasan.bukti.length > 0 && el(kepala, null, "Bukti yang diminta"),
    bahasan.bukti.length > 0 && el("ul", null, bahasan.bukti.map((satu) => el("li", null, satu))),
    bahasan.saran && el("p", null, el("b", null, "Cara memperbaiki: "), bahasan.saran),
    el("p", { class: "redup" }, `Dasar: ${bahasan.dasar}`));
}
