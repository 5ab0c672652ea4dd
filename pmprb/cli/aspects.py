"""What two catalogs differ in, in words: loaded when a difference is printed, not for a page of help."""

from __future__ import annotations

from pmprb.catalog.compare import Aspect

WORDS = {
    Aspect.HEAD: "Instrumen",
    Aspect.NODE: "Bagian",
    Aspect.ITEM: "Butir",
    Aspect.PARENT: "Tempat",
    Aspect.ORDER: "Urutan",
    Aspect.TITLE: "Judul",
    Aspect.CRITERION: "Kalimat butir",
    Aspect.LEVEL: "Tingkat",
    Aspect.WEIGHT: "Bobot",
    Aspect.GATHER: "Cara menggabung",
    Aspect.KIND: "Jenis butir",
    Aspect.SCALE: "Skala jawaban",
    Aspect.SCORE: "Nilai pilihan",
    Aspect.SPELLING: "Ejaan pilihan",
    Aspect.OPTION: "Arti pilihan",
    Aspect.COUNT: "Jumlah",
    Aspect.FORMULA: "Rumus",
    Aspect.ZERO: "Aturan nol",
    Aspect.RULE: "Ketentuan butir",
    Aspect.ITEM_GATE: "Gerbang antarbutir",
    Aspect.GROUP: "Kelompok",
    Aspect.GATE: "Ambang",
    Aspect.PREDICATE: "Predikat",
    Aspect.INDEX: "Indeks",
    Aspect.VARIANT: "Varian",
    Aspect.EVIDENCE: "Bukti dukung",
    Aspect.REMEDY: "Perbaikan",
    Aspect.BASIS: "Dasar",
    Aspect.REFERENCE: "Kutipan",
    Aspect.NOTE: "Keterangan",
}
ONLY_COUNTED = (Aspect.EVIDENCE, Aspect.REMEDY, Aspect.BASIS, Aspect.REFERENCE, Aspect.NOTE)
