// @ts-check
// The rooms of the page, in the order of the header. A room is one module that exports `ruang`; a new one is a line here.

/**
 * @typedef {{
 *   mesin: import("./mesin.js").MesinRuang,
 *   pesan: (teks: string, jenis?: "biasa" | "berhasil") => void,
 *   galat: (galat: unknown, wadah?: HTMLElement) => void,
 *   simpan: (name: string, isi: Blob | Uint8Array) => void,
 * }} Konteks
 *   pesan: a line for everyone, read aloud too; galat: shows a card with the repair (in `wadah`, else atop the room);
 *   simpan: offers a file for saving.
 * @typedef {{belumDisimpan?: () => boolean, tampil?: () => void}} RuangJadi
 *   belumDisimpan: closing the page warns when it is true; tampil: called whenever the room is shown again.
 * @typedef {{id: string, judul: string, pendek?: string, buat: (akar: HTMLElement, konteks: Konteks) => RuangJadi | void}} Ruang
 *   pendek: its title in the header of a narrow screen; buat: called once, when the room is first shown; `akar` is the room's own, empty and already in the page.
 */

import { ruang as isi } from "./isi.js";
import { ruang as kelas } from "./kelas.js";
import { ruang as klinik } from "./klinik.js";
import { ruang as rekap } from "./rekap.js";
import { ruang as tentang } from "./tentang.js";

/** @type {Ruang[]} */
export const RUANG = [rekap, isi, klinik, kelas, tentang];
