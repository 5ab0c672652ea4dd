// @ts-check
// The room Rekap: a folder of worksheets to its rekap. Here are what is given and what is asked for; what comes of it
// stands in rekap-hasil.js, one unit in rekap-unit.js, templates, comparison and proof in rekap-lain.js.

import { bidangBerkas, hitungBuku, kemajuan, taruhSemua } from "./berkas.js";
import { bidang, el, ganti } from "./dom.js";
import { DIBATALKAN, sebagaiGalat } from "./mesin.js";
import { hasil, kartuGagal } from "./rekap-hasil.js";
import { bandingkan, buktikan, templat } from "./rekap-lain.js";
import { papanTab } from "./tabel.js";

/** @typedef {import("./berkas.js").Diberi} Diberi */

const FOLDER_DIBUKA = "lembar"; // where the local server puts the files of its command

/** @type {import("./ruang.js").Ruang} */
export const ruang = {
  id: "rekap",
  judul: "Rekap",
  buat(akar, konteks) {
    akar.classList.add("rk");
    const buatRekap = ruangGabung(konteks);
    akar.append(
      papanTab("Pekerjaan rekap", [
        { id: "gabung", judul: "Buat rekap", isi: () => buatRekap.wadah },
        { id: "templat", judul: "Lembar kosong", isi: () => templat(konteks) },
        { id: "banding", judul: "Bandingkan", isi: () => bandingkan(konteks) },
        { id: "bukti", judul: "Buktikan", isi: () => buktikan(konteks, buatRekap.diberi) },
      ]).wadah,
    );
  },
};

/** @param {import("./ruang.js").Konteks} konteks */
function ruangGabung(konteks) {
  const { mesin } = konteks;
  /** @type {{lembar: Diberi[], tpi: Diberi[], daftar: Diberi[], lama: Diberi[]}} */
  const diberi = { lembar: [], tpi: [], daftar: [], lama: [] };
  /** Where each of them lies on the desk; none for what was given since. @type {{[nama: string]: string}} */
  let meja = {};
  let dibuka = 0; // so many files came with the page (pmprb papan FOLDER)
  let urutan = 0;
  let berjalan = false;
  const pilihan = bidangPilihan();
  const keluaran = el("div", { class: "keluaran" });

  const ada = () => dibuka > 0 || hitungBuku(diberi.lembar) > 0;
  /** @param {keyof typeof diberi} nama @param {boolean} [segera] */
  const terima = (nama, segera = false) => (/** @type {Diberi[]} */ baru) => {
    diberi[nama] = baru;
    delete meja[nama];
    if (nama === "lembar") dibuka = 0;
    tombol.disabled = !ada();
    if (segera && hitungBuku(baru) && !berjalan) jalankan();
  };

  const tombol = el("button", { type: "button", class: "tombol utama", disabled: true, onclick: () => jalankan() }, "Buat rekap");
  const utama = bidangBerkas({
    judul: "Letakkan folder lembar kerja di sini",
    petunjuk: "Lembar kerja (LKE) semua unit, dalam satu folder atau beberapa berkas. Daftar unit dan lembar TPI di antaranya dikenali sendiri. Tidak ada yang dikirim keluar dari komputer ini, dan berkas Anda tidak diubah.",
    folder: true,
    banyak: true,
    utama: true,
    berubah: terima("lembar", true),
  });
  const daftar = bidangBerkas({ judul: "Daftar unit", petunjuk: "Unit yang wajib menyerahkan. Tanpa daftar, yang belum menyerahkan tidak diketahui.", berubah: terima("daftar") });
  const tambahan = el("details", { class: "kartu tambahan" },
    el("summary", null, "Tambahan dan pilihan"),
    el("div", { class: "tiga" },
      daftar.bidang,
      bidangBerkas({ judul: "Lembar verifikasi TPI", petunjuk: "Folder atau berkas yang sudah diisi TPI.", folder: true, banyak: true, berubah: terima("tpi") }).bidang,
      bidangBerkas({ judul: "Rekap terdahulu", petunjuk: "PIC, tenggat, dan status yang diketik di situ dibawa.", berubah: terima("lama") }).bidang),
    pilihan.wadah);
  const kartu = el("div", { class: "masukan" }, utama.bidang, el("div", { class: "baris jalankan" }, tombol), tambahan);

  const jalankan = async () => {
    if (berjalan || !ada()) return;
    berjalan = true;
    tombol.disabled = true;
    const maju = kemajuan(mesin);
    ganti(keluaran, maju.wadah);
    try {
      const { result } = await kerjakan(maju);
      if (result.pilih) tanyaInstrumen(result.pilih);
      else if (result.rekap) tampilkan(result);
      else ganti(keluaran, kartuGagal(result.temuan));
    } catch (galat) {
      const sebab = sebagaiGalat(galat);
      meja = dibuka ? { lembar: meja.lembar } : {}; // an engine that was ended has an empty desk
      if (sebab.code === DIBATALKAN) ganti(keluaran, el("p", { class: "redup", role: "status" }, "Dibatalkan. Berkas yang dipilih masih ada."));
      else {
        ganti(keluaran);
        konteks.galat(sebab, keluaran);
      }
    } finally {
      berjalan = false;
      tombol.disabled = !ada();
      tombol.textContent = keluaran.querySelector(".hasil") ? "Buat rekap lagi" : "Buat rekap";
    }
  };

  /**
   * Do the work; once more from the beginning when what lay on the desk is gone, as after other work was ended.
   * @param {import("./berkas.js").Kemajuan} maju
   */
  const kerjakan = async (maju) => {
    const sekali = async () => {
      await letakkan(maju);
      return mesin.kerja("rekap.gabung", { ...meja, ...pilihan.nilai() }, { maju: maju.tampil });
    };
    const lama = Boolean(meja.lembar) && !dibuka;
    try {
      return await sekali();
    } catch (galat) {
      if (!lama || sebagaiGalat(galat).code === DIBATALKAN) throw galat;
      meja = {};
      return sekali();
    }
  };

  /** Put down what was given since; with other worksheets the desk begins anew. @param {import("./berkas.js").Kemajuan} maju */
  const letakkan = async (maju) => {
    if (!meja.lembar) {
      await mesin.buang();
      meja = {};
    }
    const nama = /** @type {(keyof typeof diberi)[]} */ (["lembar", "tpi", "daftar", "lama"]).filter((satu) => !meja[satu] && diberi[satu].length);
    const hitungan = { sudah: 0, semua: nama.reduce((jumlah, satu) => jumlah + diberi[satu].length, 0) };
    for (const satu of nama) {
      const folder = `${satu}-${(urutan += 1)}`;
      const ditaruh = await taruhSemua(mesin, folder, diberi[satu], maju, hitungan);
      meja[satu] = satu === "lembar" || satu === "tpi" ? folder : ditaruh[0];
    }
  };

  /** @param {any[]} beberapa */
  const tanyaInstrumen = (beberapa) => {
    const judul = el("h2", { tabindex: "-1" }, "Ada beberapa instrumen");
    ganti(keluaran, el("div", { class: "kartu awas" }, judul,
      el("p", null, "Satu rekap memuat satu instrumen. Pilih yang dikehendaki; yang lain tidak ikut, dan disebut."),
      el("div", { class: "baris" },
        beberapa.map((satu) =>
          el("button", { type: "button", class: "tombol", onclick: () => (pilihan.instrumen(satu.id), jalankan()) }, `${satu.judul} (${satu.berkas} berkas)`)))));
    judul.focus();
  };

  /** @param {any} result */
  const tampilkan = (result) => {
    const jadi = hasil(result, konteks, {
      pakaiUsulan: async () => {
        const { files } = await mesin.kerja("rekap.daftar", { usulan: true });
        daftar.atur([{ nama: files[0].name, berkas: new File([files[0].blob], files[0].name) }]);
        await jalankan();
      },
    });
    ganti(keluaran, jadi.wadah);
    wadah.classList.add("sudah");
    jadi.judul.focus();
    konteks.pesan(`Rekap ${result.rekap.kepala.singkat} periode ${result.rekap.kepala.periode} selesai dibuat.`, "berhasil");
  };

  mesin.dibuka().then(
    (nama) => {
      if (!nama.length || ada()) return;
      dibuka = nama.length;
      meja = { lembar: FOLDER_DIBUKA };
      utama.sebut(`${nama.length} berkas dari folder yang dibuka bersama halaman ini`);
      jalankan();
    },
    () => {},
  );
  const wadah = el("div", { class: "gabung" }, kartu, keluaran);
  return { wadah, diberi: () => diberi };
}

/** The options of a rekap, as those of its command. */
function bidangPilihan() {
  let instrumen = "";
  const periode = el("input", { type: "text", autocomplete: "off", maxlength: "40", size: "12" });
  const instansi = el("input", { type: "text", autocomplete: "off", maxlength: "200" });
  const ganda = pilih([["tolak", "tolak, minta kepastian"], ["terbaru", "pakai yang terbaru"]]);
  const kosong = pilih([["", "menurut katalog instrumen"], ["nol", "dihitung 0"], ["lewati", "tidak ikut dirata-rata"]]);
  const ketat = el("input", { type: "checkbox" });
  const jalur = el("input", { type: "checkbox" });
  const terpilih = el("p", { hidden: true });
  return {
    wadah: el("div", { class: "pilihan-rekap" },
      bidang("Nama instansi", instansi, "Untuk judul rekap."),
      bidang("Periode", periode, "Kosongkan untuk periode terbanyak di berkas."),
      bidang("Unit mengirim dua kali", ganda),
      bidang("Butir yang kosong", kosong),
      el("label", { class: "pilihan" }, ketat, "Ketat: jawaban tanpa bukti dihitung kosong"),
      el("label", { class: "pilihan" }, jalur, "Sertakan perubahan paling sedikit tiap unit (lebih lama)"),
      terpilih),
    /** @param {string} id */
    instrumen(id) {
      instrumen = id;
      terpilih.hidden = !id;
      ganti(terpilih, `Instrumen: ${id} `, el("button", { type: "button", class: "tombol kecil", onclick: () => ((instrumen = ""), (terpilih.hidden = true)) }, "Lepas"));
    },
    nilai: () => ({ instrumen, periode: periode.value, instansi: instansi.value, ganda: ganda.value, kosong: kosong.value, ketat: ketat.checked, jalur: jalur.checked }),
  };
}

/** @param {[string, string][]} isi */
function pilih(isi) {
  return el("select", null, isi.map(([nilai, nama]) => el("option", { value: nilai }, nama)));
}
