// @ts-check
// Beside the rekap itself: empty worksheets for a register, two rekaps compared, a rekap proved.

import { bidangBerkas, kemajuan, taruhSemua } from "./berkas.js";
import { bidang, el, ganti } from "./dom.js";
import { tabelTemuan } from "./rekap-bagian.js";

/** @typedef {import("./ruang.js").Konteks} Konteks @typedef {import("./berkas.js").Diberi} Diberi */

let urutan = 0;
/** Return a folder of the desk that nothing lies in yet. @param {string} nama */
function folderBaru(nama) {
  urutan += 1;
  return `${nama}-${urutan}`;
}

/**
 * Return a button that does one piece of work and shows how far it is; what comes of it is shown in `keluaran`.
 * @param {string} nama @param {Konteks} konteks @param {HTMLElement} keluaran
 * @param {(maju: import("./berkas.js").Kemajuan) => Promise<Node[] | null>} isi
 */
function tombolKerja(nama, konteks, keluaran, isi) {
  const tombol = el("button", { type: "button", class: "tombol utama", onclick: async () => {
    tombol.disabled = true;
    const maju = kemajuan(konteks.mesin);
    ganti(keluaran, maju.wadah);
    try {
      const jadi = await isi(maju);
      ganti(keluaran, jadi);
      /** @type {HTMLElement | null} */ (keluaran.querySelector("[tabindex='-1']"))?.focus();
    } catch (galat) {
      ganti(keluaran);
      konteks.galat(galat, keluaran);
    } finally {
      tombol.disabled = false;
    }
  } }, nama);
  return tombol;
}

/** @param {Konteks} konteks @param {{name: string, blob: Blob}[]} files */
function tombolSimpan(konteks, files) {
  return el("div", { class: "baris" }, files.map((satu) =>
    el("button", { type: "button", class: "tombol utama", onclick: () => konteks.simpan(satu.name, satu.blob) }, `Simpan ${satu.name}`)));
}

// Empty worksheets.

/** @param {Konteks} konteks */
export function templat(konteks) {
  const keluaran = el("div");
  const instrumen = el("select", null, el("option", { value: "" }, "menunggu mesin siap…"));
  const periode = el("input", { type: "text", autocomplete: "off", maxlength: "40", size: "12" });
  const daftar = bidangBerkas({ judul: "Daftar unit", petunjuk: "Satu baris tiap unit: kode, nama, jenis, kelompok.", berubah: () => {} });
  konteks.mesin.kerja("rekap.instrumen").then(
    ({ result }) => ganti(instrumen, result.instrumen.map((/** @type {any} */ satu) => el("option", { value: satu.id }, `${satu.singkat} (${satu.butir} butir)`))),
    (galat) => konteks.galat(galat, keluaran),
  );
  const kosong = el("button", { type: "button", class: "tombol", onclick: async () => {
    try {
      const { files } = await konteks.mesin.kerja("rekap.daftar");
      for (const satu of files) konteks.simpan(satu.name, satu.blob);
    } catch (galat) {
      konteks.galat(galat, keluaran);
    }
  } }, "Simpan daftar unit kosong");
  const buat = tombolKerja("Buat lembar kosong (.zip)", konteks, keluaran, async (maju) => {
    const [nama] = await taruhSemua(konteks.mesin, folderBaru("templat"), daftar.diberi(), maju);
    const { result, files } = await konteks.mesin.kerja("rekap.templat", { instrumen: instrumen.value, periode: periode.value, daftar: nama ?? "" }, { maju: maju.tampil });
    for (const satu of files) konteks.simpan(satu.name, satu.blob);
    const kata = files.length ? `${result.ditulis} lembar disimpan dalam ${files[0].name}. Bagikan satu berkas kepada tiap unit; namanya jangan ditukar.` : "Belum ada lembar yang dibuat.";
    return [el("div", { class: files.length ? "kartu" : "kartu galat" },
      el("h3", { tabindex: "-1" }, kata), result.temuan.length ? tabelTemuan("Temuan", result.temuan, "") : el("span"))];
  });
  return el("div", { class: "tumpuk" },
    el("div", { class: "kartu" },
      el("h2", null, "Lembar kerja kosong untuk dibagikan"),
      el("p", null, "Dari daftar unit dibuat satu lembar Excel tiap unit, semuanya dalam satu .zip. Nilai, ambang, dan yang masih kosong tampil langsung di lembar itu ketika diisi."),
      el("div", { class: "pilihan-rekap" }, bidang("Instrumen", instrumen), bidang("Periode", periode, "Misalnya 2026.")),
      daftar.bidang,
      el("div", { class: "baris" }, buat, kosong)),
    keluaran);
}

// Two rekaps compared.

/** @param {Konteks} konteks */
export function bandingkan(konteks) {
  const keluaran = el("div");
  const rekap = bidangBerkas({ judul: "Dua rekap atau lebih", petunjuk: "Berkas rekap.xlsx dari periode yang berbeda; urutannya menurut periodenya.", banyak: true, berubah: () => {} });
  const daftar = bidangBerkas({ judul: "Daftar unit terbaru (boleh kosong)", petunjuk: "Dengan kolom pendahulu, bila ada unit yang digabung atau berganti kode.", berubah: () => {} });
  const buat = tombolKerja("Bandingkan", konteks, keluaran, async (maju) => {
    const folder = folderBaru("banding");
    await taruhSemua(konteks.mesin, folder, rekap.diberi(), maju);
    const [nama] = await taruhSemua(konteks.mesin, folderBaru("daftar"), daftar.diberi(), maju);
    const { result, files } = await konteks.mesin.kerja("rekap.banding", { rekap: rekap.diberi().length ? folder : "", daftar: nama ?? "" }, { maju: maju.tampil });
    return [el("div", { class: result.baris.length ? "kartu" : "kartu galat" },
      el("h3", { tabindex: "-1" }, result.baris.length ? "Yang berubah" : "Belum dapat dibandingkan"),
      result.baris.length ? el("pre", { class: "baris-baris" }, result.baris.join("\n")) : null,
      tombolSimpan(konteks, files),
      result.temuan.length ? tabelTemuan("Temuan", result.temuan, "") : null)];
  });
  return el("div", { class: "tumpuk" },
    el("div", { class: "kartu" },
      el("h2", null, "Bandingkan rekap"),
      el("p", null, "Yang sungguh membaik dipisahkan dari yang berubah karena kriteria atau susunan unit."),
      el("div", { class: "tiga" }, rekap.bidang, daftar.bidang),
      el("div", { class: "baris" }, buat)),
    keluaran);
}

// A rekap proved.

/** @param {Konteks} konteks @param {() => {lembar: Diberi[], tpi: Diberi[]}} padaRekap */
export function buktikan(konteks, padaRekap) {
  const keluaran = el("div");
  const rekap = bidangBerkas({ judul: "Rekap yang dibuktikan", petunjuk: "Berkas rekap.xlsx.", berubah: () => {} });
  const lembar = bidangBerkas({ judul: "Lembar kerjanya", petunjuk: "Folder lembar unit dan lembar TPI. Kosongkan untuk memakai yang diletakkan pada Buat rekap.", folder: true, banyak: true, berubah: () => {} });
  const daftar = bidangBerkas({ judul: "Daftar unit (boleh kosong)", petunjuk: "Tanpa daftar, unit yang tersimpan dalam rekap itu yang dipakai.", berubah: () => {} });
  const buat = tombolKerja("Buktikan", konteks, keluaran, async (maju) => {
    const ada = padaRekap();
    const semua = lembar.diberi().length ? lembar.diberi() : ada.lembar;
    const tpi = lembar.diberi().length ? [] : ada.tpi;
    const [folder, folderTpi] = [folderBaru("bukti"), folderBaru("bukti-tpi")];
    await taruhSemua(konteks.mesin, folder, semua, maju);
    await taruhSemua(konteks.mesin, folderTpi, tpi, maju);
    const [nama] = await taruhSemua(konteks.mesin, folderBaru("rekap"), rekap.diberi(), maju);
    const [unit] = await taruhSemua(konteks.mesin, folderBaru("daftar"), daftar.diberi(), maju);
    const permintaan = { rekap: nama ?? "", lembar: semua.length ? folder : "", tpi: tpi.length ? folderTpi : "", daftar: unit ?? "" };
    const { result } = await konteks.mesin.kerja("rekap.bukti", permintaan, { maju: maju.tampil });
    return [el("div", { class: result.sama ? "kartu baik" : "kartu galat" },
      el("h3", { tabindex: "-1" }, result.kata),
      el("pre", { class: "baris-baris" }, result.baris.join("\n")),
      tabelTemuan("Temuan", result.temuan, "Tidak ada temuan."),
      el("p", { class: "redup" }, result.penjelasan))];
  });
  return el("div", { class: "tumpuk" },
    el("div", { class: "kartu" },
      el("h2", null, "Buktikan rekap"),
      el("p", null, "Rekap dihitung ulang dari lembar kerjanya, lalu dibandingkan sampai ke tiap jawaban dan tiap sel."),
      el("div", { class: "tiga" }, rekap.bidang, lembar.bidang, daftar.bidang),
      el("div", { class: "baris" }, buat)),
    keluaran);
}
