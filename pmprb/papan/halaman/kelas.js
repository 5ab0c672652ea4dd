// @ts-check
// The room Kelas, on the facilitator's screen: how to come in, the question, how the room answered, what follows. The
// class itself lives in the server (`pmprb papan --kelas`); this page shows what it says and sends what is chosen.

import { bahasanKelas, batangKelas } from "./hasil-kelas.js";
import { bidang, el, ganti, idBaru, svg } from "./dom.js";
import { bidangBerkas } from "./lembar.js";
import { berkasHasil, minta, server } from "./mesin-server.js";
import { Galat } from "./mesin.js";

/**
 * @typedef {import("./hasil-kelas.js").Soal} Soal
 * @typedef {import("./hasil-kelas.js").Kelompok} Kelompok @typedef {import("./hasil-kelas.js").Bahasan} Bahasan
 * @typedef {{nomor: number, soal: Soal, tahap: string, menjawab: number, jawaban: Kelompok[], bahasan: Bahasan | null}} Kini
 * @typedef {{versi: number, kode: string, alamat: string[], qr: {sisi: number, jalur: string}, peserta: number, hadir: number,
 *   terbanyak: number, terkunci: boolean, dimulai: boolean, dibahas: number, kini: Kini | null}} Keadaan
 * @typedef {{id: string, kriteria: string}} ButirPendek
 * @typedef {{formulir: {singkat: string, area: {judul: string, sub: {judul: string, butir: ButirPendek[]}[]}[]}, unit: string,
 *   bukti: Record<string, string>, tpi: Record<string, string>}} Pelajaran
 */

const JEDA = 1000;
const KASUS = "pmprb-kasus"; // cases typed for questions that are still to come: a page that is loaded again has them

/** @type {import("./ruang.js").Ruang} */
export const ruang = {
  id: "kelas",
  judul: "Kelas",
  buat(akar, konteks) {
    konteks.mesin.siap.then(
      () => (server.fitur.kelas ? new Kelas(akar, konteks).mulai() : ganti(akar, tanpaKelas())),
      () => ganti(akar, tanpaKelas()),
    );
  },
};

function tanpaKelas() {
  return el("div", { class: "kartu" },
    el("h2", null, "Satu kelas menilai bersama dari ponsel"),
    el("p", null, "Peserta menjawab butir di layar dari ponselnya, lalu semua melihat jawaban kelas, bacaan yang tepat beserta buktinya, dan akibatnya pada nilai. Tidak ada nama."),
    el("p", null, "Kelas berjalan di jaringan setempat, jadi dibuka dari jendela perintah:"),
    el("p", null, el("code", null, "pmprb papan --kelas")),
    el("p", { class: "redup" }, "Halaman satu berkas (pmprb.html) tidak membuka sambungan apa pun; di sana pakai Klinik."));
}

class Kelas {
  /** @param {HTMLElement} akar @param {import("./ruang.js").Konteks} konteks */
  constructor(akar, konteks) {
    this.konteks = konteks;
    this.akar = akar;
    this.galat = el("div");
    this.masuk = el("div");
    this.isi = el("div", { class: "ruang-isi" });
    this.hidup = el("p", { class: "untuk-pembaca", role: "status" });
    /** @type {Pelajaran | null} */
    this.pelajaran = null;
    /** @type {Keadaan | null} */
    this.keadaan = null;
    this.tampak = "";
    this.butir = "";
    this.mengganti = false;
    this.terputus = false;
    /** @type {Record<string, string>} */
    this.kasus = kasusTercatat();
    /** @type {Record<string, string>} */
    this.benar = {};
  }

  mulai() {
    ganti(this.akar, this.galat, this.masuk, this.isi, this.hidup);
    void this.lihat();
  }

  async lihat() {
    try {
      if (!this.akar.closest("[hidden]") || !this.keadaan) {
        const keadaan = await minta("/kelas/keadaan");
        // A page that was loaded again goes on with the class as it stands.
        if (keadaan.dimulai && !this.pelajaran && !this.mengganti) await this.minta("lanjut");
        else this.terima(keadaan);
        if (this.terputus) ganti(this.galat);
        this.terputus = false;
      }
    } catch (galat) {
      if (!this.terputus) this.konteks.galat(galat, this.galat); // once: it takes the focus, and this is asked each second
      this.terputus = true;
    }
    setTimeout(() => void this.lihat(), JEDA);
  }

  /** Ask the class for something; an answer that is a state is shown. @param {string} alamat @param {object} [isi] @returns {Promise<any>} */
  async minta(alamat, isi = {}) {
    try {
      const balasan = await minta(`/kelas/${alamat}`, isi);
      ganti(this.galat);
      if (balasan.formulir) {
        this.pelajaran = balasan;
        this.mengganti = false;
        this.butir = "";
        this.tampak = "";
      }
      if (balasan.versi !== undefined) this.terima(balasan);
      return balasan;
    } catch (galat) {
      this.konteks.galat(galat, this.galat);
      return null;
    }
  }

  /** @param {Keadaan} keadaan */
  terima(keadaan) {
    this.keadaan = keadaan;
    this.tampilkanMasuk(keadaan);
    const kini = keadaan.kini;
    const kunci = `${Boolean(this.pelajaran)}|${kini?.nomor ?? 0}|${kini?.tahap ?? ""}|${kini?.bahasan?.benar ?? ""}`;
    if (kunci !== this.tampak) {
      const pertama = this.tampak === "";
      this.tampak = kunci;
      this.tampilkanIsi(keadaan);
      if (!pertama) this.isi.querySelector("h2")?.focus();
    }
    this.perbarui(keadaan);
  }

  /** @param {Keadaan} keadaan */
  tampilkanMasuk(keadaan) {
    const kunci = `${keadaan.kode}|${keadaan.terkunci}|${keadaan.alamat.join()}`;
    if (this.masuk.dataset.kunci !== kunci) {
      this.masuk.dataset.kunci = kunci;
      this.hadir = el("p", { class: "kelas-hadir" });
      ganti(this.masuk, el("div", { class: "kartu kelas-masuk" },
        svg("svg", { viewBox: `0 0 ${keadaan.qr.sisi} ${keadaan.qr.sisi}`, role: "img", "aria-label": `Kode QR alamat kelas ${keadaan.alamat[0]}`, "shape-rendering": "crispEdges" }, svg("path", { d: keadaan.qr.jalur })),
        el("div", { class: "rincian" },
          el("p", { class: "ajakan" }, "Pindai dengan kamera ponsel, atau buka di peramban ponsel:"),
          keadaan.alamat.map((alamat) => el("p", { class: "kelas-alamat" }, alamat.replace("http://", ""))),
          el("p", { class: "kelas-kode" }, el("span", { class: "untuk-pembaca" }, "Kode kelas "), keadaan.kode),
          this.hadir,
          el("div", { class: "baris" },
            el("button", { type: "button", class: "tombol kecil", "aria-pressed": String(keadaan.terkunci), onclick: () => this.minta("pintu", { kunci: !keadaan.terkunci }) }, keadaan.terkunci ? "Buka pintu lagi" : "Tutup pintu"),
            el("button", { type: "button", class: "tombol kecil", onclick: () => this.kosongkan() }, "Kosongkan kelas")))));
    }
    this.masuk.firstElementChild?.classList.toggle("ringkas", keadaan.kini !== null);
    if (this.hadir) this.hadir.textContent = `${keadaan.hadir} peserta hadir${keadaan.terkunci ? "; pintu tertutup" : ""}`;
  }

  kosongkan() {
    if (confirm("Semua peserta keluar dan semua jawaban dilupakan. Hasil yang belum disimpan hilang. Lanjutkan?")) {
      catatKasus((this.kasus = {}));
      void this.minta("kosongkan");
    }
  }

  /** @param {Keadaan} keadaan */
  tampilkanIsi(keadaan) {
    const kini = keadaan.kini;
    if (!this.pelajaran) ganti(this.isi, this.awal());
    else if (kini && kini.tahap !== "dibahas") ganti(this.isi, this.soal(kini));
    else ganti(this.isi, kini?.bahasan ? this.bahasan(kini, kini.bahasan) : null, this.pilih(keadaan));
  }

  /** @param {Keadaan} keadaan */
  perbarui(keadaan) {
    const kini = keadaan.kini;
    const hitung = this.isi.querySelector(".kelas-hitung");
    if (!kini || !hitung) return;
    const teks = `${kini.menjawab} dari ${keadaan.hadir}`;
    if (hitung.textContent !== teks) {
      hitung.textContent = teks;
      this.hidup.textContent = `${teks} peserta sudah menjawab`;
    }
    const batang = this.isi.querySelector(".kelas-batang");
    if (batang && kini.tahap === "ditutup") ganti(batang, batangKelas(kini.jawaban, "", (label) => artiDari(kini.soal, label)));
  }

  /** How a class begins: an instrument with a made-up unit, or a worksheet. */
  awal() {
    const pilihan = el("select", null);
    const contoh = el("select", null);
    const tombol = el("button", { type: "button", class: "tombol utama", disabled: true, onclick: () => this.minta("mulai", { instrumen: pilihan.value, contoh: contoh.value }) }, "Mulai kelas");
    minta("/kelas/daftar", {}).then((result) => {
      ganti(pilihan, result.instrumen.map((/** @type {any} */ satu) => el("option", { value: satu.id }, satu.judul)));
      ganti(contoh, result.contoh.map((/** @type {any} */ satu) => el("option", { value: satu.nama, selected: satu.nama === "menengah" }, satu.judul)));
      tombol.disabled = false;
    }, (galat) => this.konteks.galat(galat, this.galat));
    return el("div", { class: "kelas-dua" },
      el("div", { class: "kartu" },
        el("h2", { tabindex: "-1" }, "Mulai dengan unit contoh"),
        bidang("Instrumen", pilihan),
        bidang("Unit contoh", contoh),
        tombol),
      el("div", { class: "kartu" },
        el("h2", null, "Atau dengan lembar kerja"),
        el("p", null, "Bukti yang disebut unit dapat menjadi kasusnya. Nama unit tidak ditampilkan kepada peserta."),
        bidangBerkas({ judul: "Pilih lembar terisi (.xlsx)", petunjuk: "atau jatuhkan berkasnya di sini", terima: (berkas) => void this.buka(berkas) })));
  }

  /** @param {File[]} berkas */
  async buka(berkas) {
    try {
      const [nama] = await this.konteks.mesin.taruh(berkas);
      const balasan = await this.minta("mulai", { berkas: nama });
      if (balasan?.pilih) this.konteks.galat(new Galat({ message: "Berkas ini dapat dibaca dengan beberapa cara.", repair: "Buka dahulu di ruang Isi, pilih bacaannya, simpan, lalu pakai berkas itu di sini." }), this.galat);
    } catch (galat) {
      this.konteks.galat(galat, this.galat);
    }
  }

  /** The choice of the next item, with its case. @param {Keadaan} keadaan */
  pilih(keadaan) {
    const { formulir, bukti, unit } = /** @type {Pelajaran} */ (this.pelajaran);
    const semua = formulir.area.flatMap((area) => area.sub.flatMap((sub) => sub.butir));
    const lalu = semua.findIndex((satu) => satu.id === keadaan.kini?.soal.id);
    if (!this.butir || this.butir === keadaan.kini?.soal.id) this.butir = (semua[lalu + 1] ?? semua[0])?.id ?? "";
    const butir = el("select", { onchange: () => ((this.butir = butir.value), isiKasus()) },
      formulir.area.map((area) => el("optgroup", { label: area.judul }, area.sub.flatMap((sub) => sub.butir.map((satu) =>
        el("option", { value: satu.id, selected: satu.id === this.butir }, `${satu.id}  ${satu.kriteria}`))))));
    const kasus = el("textarea", { maxlength: "1000", rows: "4", oninput: () => ((this.kasus[this.butir] = kasus.value), catatKasus(this.kasus)) });
    const isiKasus = () => (kasus.value = this.kasus[this.butir] ?? bukti[this.butir] ?? "");
    isiKasus();
    return el("div", { class: "kartu kelas-soal" },
      el("h2", { tabindex: "-1" }, keadaan.kini ? "Soal berikutnya" : "Soal pertama"),
      el("p", { class: "redup" }, `${formulir.singkat} · ${unit}`),
      bidang("Butir", butir),
      bidang("Kasus yang dinilai peserta", kasus, "Misalnya bukti yang ditemukan di unit. Jangan tulis nama orang; peserta melihat teks ini."),
      el("div", { class: "baris" },
        el("button", { type: "button", class: "tombol utama", onclick: () => this.minta("soal", { butir: this.butir, kasus: kasus.value }) }, "Buka soal"),
        keadaan.dibahas > 0 && el("button", { type: "button", class: "tombol", onclick: () => this.simpan("xlsx") }, "Simpan hasil (.xlsx)"),
        keadaan.dibahas > 0 && el("button", { type: "button", class: "tombol", onclick: () => this.simpan("csv") }, "Simpan hasil (.csv)"),
        el("button", { type: "button", class: "tombol", onclick: () => ((this.pelajaran = null), (this.mengganti = true), (this.tampak = ""), this.terima(/** @type {Keadaan} */ (this.keadaan))) }, "Ganti instrumen")));
  }

  /** @param {Kini} kini */
  kepala(kini) {
    const { soal } = kini;
    return [
      el("p", { class: "redup" }, `Soal ${kini.nomor} · ${soal.area} · `, el("code", null, soal.id)),
      el("h2", { tabindex: "-1", class: "kriteria" }, soal.kriteria),
      soal.kasus && el("p", { class: "kasus" }, soal.kasus),
      soal.penjelasan && el("p", { class: "jelas redup" }, soal.penjelasan),
    ];
  }

  /** A question that is open, or closed and waiting for its discussion. @param {Kini} kini */
  soal(kini) {
    const terbuka = kini.tahap === "dibuka";
    const bahas = el("button", { type: "button", class: "tombol utama", onclick: () => this.bahas(kini) }, "Bahas bersama");
    return el("div", { class: "kartu kelas-soal" },
      this.kepala(kini),
      el("p", null, el("span", { class: "kelas-hitung" }), " peserta sudah menjawab"),
      terbuka && kini.soal.pilihan && el("ul", { class: "kelas-pilihan" }, kini.soal.pilihan.map((satu) => el("li", { class: "tanpa-pilih" }, el("b", { class: "label-pilihan" }, satu.label), el("span", null, satu.arti)))),
      !terbuka && el("div", { class: "kelas-batang" }),
      !terbuka && this.bacaan(kini),
      el("div", { class: "baris" },
        terbuka
          ? el("button", { type: "button", class: "tombol utama", onclick: () => this.minta("tahap", { buka: false }) }, "Tutup jawaban")
          : [bahas, el("button", { type: "button", class: "tombol", onclick: () => this.minta("tahap", { buka: true }) }, "Buka lagi")].flat()));
  }

  /** The right reading, as the facilitator sets it. @param {Kini} kini */
  bacaan(kini) {
    const { soal } = kini;
    const tpi = this.pelajaran?.tpi ?? {};
    const nama = idBaru("benar");
    const ada = Object.keys(tpi).some((kode) => kode === soal.id || kode.startsWith(`${soal.id}.`));
    this.benar = { ...(ada ? tpi : {}) };
    const petunjuk = ada && el("p", { class: "petunjuk" }, "Jawaban TPI dari lembarnya sudah diisikan.");
    if (soal.pilihan) {
      return el("fieldset", { class: "bidang" }, el("legend", null, "Bacaan yang tepat"), petunjuk,
        el("div", { class: "kelas-pilihan" }, soal.pilihan.map((satu) => el("label", null,
          el("input", { type: "radio", name: nama, value: satu.label, checked: tpi[soal.id] === satu.label, onchange: () => (this.benar = { [soal.id]: satu.label }) }),
          el("span", null, el("b", null, satu.label), ` ${satu.arti}`)))));
    }
    const medan = soal.hitungan ?? [{ kode: soal.id, label: `Angka, ${soal.rentang?.[0]} sampai ${soal.rentang?.[1]}` }];
    return el("fieldset", { class: "bidang" }, el("legend", null, "Bacaan yang tepat"), petunjuk, medan.map((satu) => {
      const masukan = el("input", { inputmode: "decimal", autocomplete: "off", maxlength: "40", value: this.benar[satu.kode] ?? "", oninput: () => (this.benar = { ...this.benar, [satu.kode]: masukan.value }) });
      return bidang(satu.label, masukan);
    }));
  }

  /** @param {Kini} kini */
  bahas(kini) {
    const kode = kini.soal.hitungan?.map((satu) => satu.kode) ?? [kini.soal.id];
    void this.minta("bahas", { isi: Object.fromEntries(kode.map((satu) => [satu, this.benar[satu] ?? ""])) });
  }

  /** @param {Kini} kini @param {Bahasan} bahasan */
  bahasan(kini, bahasan) {
    return el("div", { class: "kartu kelas-soal" },
      this.kepala(kini),
      el("div", { class: "kelas-dua" },
        el("div", null, el("h3", null, `Jawaban kelas (${bahasan.jumlah})`), batangKelas(bahasan.kelompok, "", (label) => artiDari(kini.soal, label))),
        bahasanKelas(bahasan, "h3")),
      el("div", { class: "baris" },
        el("button", { type: "button", class: "tombol", onclick: () => this.minta("tahap", { buka: true }) }, "Jawab ulang")));
  }

  /** @param {"xlsx" | "csv"} bentuk */
  async simpan(bentuk) {
    const satu = await this.minta("simpan", { bentuk });
    if (!satu) return;
    try {
      this.konteks.simpan(satu.nama, await berkasHasil(satu.id));
      this.konteks.pesan(`${satu.nama} disimpan di folder unduhan.`, "berhasil");
    } catch (galat) {
      this.konteks.galat(galat, this.galat);
    }
  }
}

/** @returns {Record<string, string>} */
function kasusTercatat() {
  try {
    return JSON.parse(sessionStorage.getItem(KASUS) ?? "{}");
  } catch {
    return {};
  }
}

/** @param {Record<string, string>} kasus */
function catatKasus(kasus) {
  try {
    sessionStorage.setItem(KASUS, JSON.stringify(kasus));
  } catch {
    // a browser that keeps nothing: what was typed is on the screen alone
  }
}

/** @param {Soal} soal @param {string} label */
function artiDari(soal, label) {
  return soal.pilihan?.find((satu) => satu.label === label)?.arti ?? "";
}
