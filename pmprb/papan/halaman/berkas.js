// @ts-check
// Files and folders as a person gives them: dropped, picked one by one, picked as a folder. Nothing is read here.

import { el, idBaru } from "./dom.js";
import { DIBATALKAN, Galat } from "./mesin.js";

/** @typedef {{nama: string, berkas: File}} Diberi  a file with its path below what was given, "/" between folders */

const BUKU = /\.(xlsx|xlsm|xls|ods|csv)$/i;
const TERBESAR = 64 * 1024 * 1024;
const TERBANYAK = 5000;
const TERDALAM = 6;

/**
 * Return what of a file the engine is given. What is no workbook is told by its name alone, and a huge one by its
 * beginning: the engine refuses both with a reason, and nothing of a film is carried about.
 * @param {Diberi} satu @returns {Blob}
 */
export function isiUntukMesin(satu) {
  const nama = satu.nama.slice(satu.nama.lastIndexOf("/") + 1);
  if (!BUKU.test(nama) || /^(~\$|\.)/.test(nama)) return new Blob([]);
  return satu.berkas.size > TERBESAR ? satu.berkas.slice(0, TERBESAR) : satu.berkas;
}

/** Return how many of them look like workbooks. @param {Diberi[]} diberi */
export function hitungBuku(diberi) {
  return diberi.filter((satu) => BUKU.test(satu.nama) && !/(^|\/)(~\$|\.)[^/]*$/.test(satu.nama)).length;
}

/** Return the files of an input, a picked folder's own name left out. @param {FileList | null} daftar @returns {Diberi[]} */
export function dariDaftar(daftar) {
  return tanpaPuncak([...(daftar ?? [])].map((berkas) => ({ nama: berkas.webkitRelativePath || berkas.name, berkas })));
}

/**
 * Return the files of a drop, folders with all that is beneath them.
 * @param {DataTransfer} bawaan @returns {Promise<Diberi[]>}
 */
export async function dariSeretan(bawaan) {
  const butir = [...bawaan.items].filter((satu) => satu.kind === "file");
  const lepas = [...bawaan.files];
  // Each of these must be asked before anything is awaited: afterwards the drop is over and they are empty. The handle
  // comes first: opened from a disk, Chromium cannot read a folder's entry.
  const pegangan = await Promise.all(
    butir.map((satu) => {
      const entri = satu.webkitGetAsEntry?.() ?? null;
      const minta = /** @type {any} */ (satu).getAsFileSystemHandle?.();
      return Promise.resolve(minta).then((ada) => ada ?? entri, () => entri);
    }),
  );
  /** @type {Diberi[]} */
  const hasil = [];
  for (const satu of pegangan) if (satu) await telusuri(satu, "", hasil);
  if (!hasil.length) hasil.push(...lepas.map((berkas) => ({ nama: berkas.name, berkas })));
  return tanpaPuncak(hasil);
}

/** @param {any} satu @param {string} awal @param {Diberi[]} hasil @returns {Promise<void>} */
async function telusuri(satu, awal, hasil) {
  if (hasil.length >= TERBANYAK || awal.split("/").length > 30) return;
  const nama = awal + satu.name;
  if (satu.kind === "file") hasil.push({ nama, berkas: await satu.getFile() });
  else if (satu.kind === "directory") {
    for await (const anak of satu.values()) await telusuri(anak, `${nama}/`, hasil);
  } else if (satu.isFile) {
    hasil.push({ nama, berkas: await new Promise((ya, tidak) => satu.file(ya, tidak)) });
  } else if (satu.isDirectory) {
    const pembaca = satu.createReader();
    for (;;) {
      /** @type {any[]} */
      const bagian = await new Promise((ya, tidak) => pembaca.readEntries(ya, tidak));
      if (!bagian.length) break;
      for (const anak of bagian) await telusuri(anak, `${nama}/`, hasil);
    }
  }
}

/** Leave out a folder that all share: its name is no part of a file's. @param {Diberi[]} diberi @returns {Diberi[]} */
function tanpaPuncak(diberi) {
  const puncak = new Set(diberi.map((satu) => (satu.nama.includes("/") ? satu.nama.split("/")[0] : "")));
  const buang = puncak.size === 1 && !puncak.has("");
  const pendek = diberi.map((satu) => {
    const bagian = satu.nama.split("/").slice(buang ? 1 : 0);
    return { nama: bagian.slice(-TERDALAM).join("/"), berkas: satu.berkas };
  });
  return terpisah(pendek.sort((a, b) => (a.nama < b.nama ? -1 : a.nama > b.nama ? 1 : 0)).slice(0, TERBANYAK));
}

/** Tell files of one name apart by a number: none takes another's place. @param {Diberi[]} diberi @returns {Diberi[]} */
function terpisah(diberi) {
  /** @type {Set<string>} */
  const ada = new Set();
  return diberi.map((satu) => {
    const titik = satu.nama.lastIndexOf(".") > satu.nama.lastIndexOf("/") ? satu.nama.lastIndexOf(".") : satu.nama.length;
    let nama = satu.nama;
    for (let n = 2; ada.has(nama.toLowerCase()); n += 1) nama = `${satu.nama.slice(0, titik)} (${n})${satu.nama.slice(titik)}`;
    ada.add(nama.toLowerCase());
    return { nama, berkas: satu.berkas };
  });
}

/**
 * Return a field for files: a button a way of giving them, what was given, and the field takes drops.
 * @param {{judul: string, petunjuk: string, folder?: boolean, banyak?: boolean, utama?: boolean, contoh?: string,
 *   berubah: (diberi: Diberi[]) => void}} pilihan
 */
export function bidangBerkas(pilihan) {
  /** @type {Diberi[]} */
  let diberi = [];
  const judul = idBaru("judul");
  const petunjuk = idBaru("petunjuk");
  const isi = el("p", { class: "diberi", role: "status" });
  const kosongkan = el("button", { type: "button", class: "tombol kecil", hidden: true, onclick: () => (atur([]), pertama?.focus()) }, "Kosongkan");
  /** @type {HTMLElement | null} */
  let pertama = null;

  /** @param {Diberi[]} baru */
  const atur = (baru) => {
    diberi = pilihan.banyak || pilihan.folder ? baru : baru.slice(0, 1);
    const buku = hitungBuku(diberi);
    isi.textContent = !diberi.length
      ? ""
      : diberi.length === 1
        ? diberi[0].nama
        : `${diberi.length} berkas` + (buku < diberi.length ? `, ${buku} di antaranya buku kerja` : "");
    kosongkan.hidden = !diberi.length;
    pilihan.berubah(diberi);
  };

  /** @param {string} nama @param {object} sifat */
  const tombol = (nama, sifat) => {
    const masukan = el("input", { type: "file", class: "untuk-pembaca", tabindex: "-1", "aria-hidden": "true", ...sifat });
    masukan.addEventListener("change", () => {
      const baru = dariDaftar(masukan.files);
      masukan.value = "";
      if (baru.length) atur(baru);
    });
    const tekan = el("button", { type: "button", class: pilihan.utama ? "tombol utama" : "tombol kecil", "aria-describedby": petunjuk, onclick: () => masukan.click() }, nama);
    pertama ??= tekan;
    return [tekan, masukan];
  };

  const bidang = el(
    "div",
    { class: pilihan.utama ? "jatuhan jatuhan-utama" : "jatuhan", role: "group", "aria-labelledby": judul },
    el(pilihan.utama ? "h2" : "h3", { id: judul }, pilihan.judul),
    el("p", { class: "redup", id: petunjuk }, pilihan.petunjuk),
    el("div", { class: "baris" },
      pilihan.folder && tombol("Pilih folder", { webkitdirectory: true, multiple: true, "data-pilih": "folder" }),
      tombol(pilihan.banyak ? "Pilih berkas" : "Pilih satu berkas", { multiple: !!pilihan.banyak, accept: ".xlsx,.xlsm,.xls,.ods,.csv", "data-pilih": "berkas" }),
      kosongkan),
    isi,
  );
  bidang.addEventListener("dragover", (peristiwa) => {
    peristiwa.preventDefault();
    bidang.classList.add("di-atas");
  });
  bidang.addEventListener("dragleave", (peristiwa) => {
    if (!bidang.contains(/** @type {Node | null} */ (peristiwa.relatedTarget))) bidang.classList.remove("di-atas");
  });
  bidang.addEventListener("drop", async (peristiwa) => {
    peristiwa.preventDefault();
    bidang.classList.remove("di-atas");
    if (!peristiwa.dataTransfer) return;
    isi.textContent = "Melihat isi folder…";
    try {
      const baru = await dariSeretan(peristiwa.dataTransfer);
      if (baru.length) atur(baru);
      else isi.textContent = "Tidak ada berkas di situ.";
    } catch {
      isi.textContent = "Isi folder itu tidak dapat dibaca peramban ini. Pakai tombol Pilih folder.";
    }
  });
  return { bidang, diberi: () => diberi, atur, sebut: (/** @type {string} */ kata) => void (isi.textContent = kata) };
}

/**
 * Put files down for the engine below a folder of the desk, told one by one.
 * @param {import("./mesin.js").MesinRuang} mesin @param {string} folder @param {Diberi[]} diberi @param {Kemajuan} maju
 * @param {{sudah: number, semua: number}} [hitungan] when they are only some of what is put down
 * @returns {Promise<string[]>} the names they have on the desk
 */
export async function taruhSemua(mesin, folder, diberi, maju, hitungan = { sudah: 0, semua: diberi.length }) {
  const nama = [];
  for (const satu of diberi) {
    maju.terus();
    nama.push(...(await mesin.taruh([{ name: `${folder}/${satu.nama}`, bytes: isiUntukMesin(satu) }])));
    hitungan.sudah += 1;
    maju.tampil("Mengambil berkas", hitungan.sudah, hitungan.semua);
  }
  maju.terus();
  return nama;
}

/** @typedef {ReturnType<typeof kemajuan>} Kemajuan */

/**
 * Return a bar with words for work that takes its time, and what ends it. Words are read aloud at quarters, not at each
 * file. Files are put down one by one: ending the engine's work ends only the one under way, `terus` all of them.
 * @param {import("./mesin.js").MesinRuang} mesin
 */
export function kemajuan(mesin) {
  const kata = el("p", { class: "kata" });
  const lantang = el("p", { class: "untuk-pembaca", role: "status" });
  const palang = el("progress", { max: "1", "aria-label": "Kemajuan" });
  let dihentikan = false;
  let terakhir = -1;
  const batal = el("button", { type: "button", class: "tombol", onclick: () => ((dihentikan = true), mesin.batal()) }, "Batalkan");
  /** @param {string} pesan @param {number} [selesai] @param {number} [semua] */
  const tampil = (pesan, selesai = 0, semua = 0) => {
    kata.textContent = semua ? `${pesan} (${selesai} dari ${semua})` : pesan;
    if (semua) palang.value = selesai / semua;
    else palang.removeAttribute("value");
    const perempat = semua ? Math.floor((4 * selesai) / semua) : -2;
    if (perempat !== terakhir) lantang.textContent = semua ? `${selesai} dari ${semua} selesai` : pesan;
    terakhir = perempat;
  };
  if (mesin.keadaan() === "memuat") tampil("Menunggu mesin siap");
  return {
    wadah: el("div", { class: "kartu kemajuan" }, kata, palang, lantang, el("div", { class: "baris" }, batal)),
    tampil,
    terus() {
      if (dihentikan) throw new Galat({ code: DIBATALKAN, message: "Dibatalkan." });
    },
  };
}
