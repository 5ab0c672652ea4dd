"""Machine words turned into Indonesian: what libraries and the guard call things, as users would.

Enters: a machine word of a temuan's values. Leaves: part of a sentence. A word that is not known here gets a
general one, or nothing where the sentence stands without it: no English ever passes through.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pmprb.temuan import words

_NUMBER = 'perlu berisi angka, misalnya "0.67" atau "5/12"'
_WHOLE = "perlu berisi bilangan bulat"
_TRUTH = "perlu berisi true atau false"
_LIST = "perlu berisi daftar"
_PAIRS = "perlu berisi pasangan kunci dan isi"
_OUTSIDE = "berisi kata di luar pilihannya"

KINDS: Mapping[str, str] = {
    "missing": "belum ada",
    "extra_forbidden": "tidak dikenal",
    "literal_error": _OUTSIDE,
    "enum": _OUTSIDE,
    "union_tag_invalid": "berisi jenis butir yang tidak dikenal",
    "union_tag_not_found": "belum menyebut jenis butirnya (kind)",
    "string_type": "perlu berisi teks",
    "int_parsing": _WHOLE,
    "int_type": _WHOLE,
    "int_from_float": _WHOLE,
    "bool_parsing": _TRUTH,
    "bool_type": _TRUTH,
    "value_error": _NUMBER,
    "is_instance_of": _NUMBER,
    "list_type": _LIST,
    "tuple_type": _LIST,
    "dict_type": _PAIRS,
    "mapping_type": _PAIRS,
    "model_type": _PAIRS,
    "model_attributes_type": _PAIRS,
    "too_short": "berisi terlalu sedikit",
}
"""Error types of pydantic, as the end of `Kunci "..." ...`."""

KIND_REPAIRS: Mapping[str, str] = {
    "missing": "Tambahkan kunci itu",
    "extra_forbidden": "Periksa ejaannya, atau hapus bila tidak dipakai",
    "too_short": "Lengkapi isinya",
}

YAML_PROBLEMS: Mapping[str, str] = {
    "mapping values are not allowed": "ada titik dua di tempat yang tidak semestinya",
    "could not find expected ':'": "kurang tanda titik dua",
    "cannot start any token": "ada tanda yang tidak boleh mengawali isi, misalnya tab atau @",
    "did not find expected key": "lekukan atau tanda kutipnya tidak pas",
    "did not find expected '-'": "lekukan daftarnya tidak pas",
    "block sequence entries are not allowed": "tanda daftar (-) ada di tempat yang tidak semestinya",
    "did not find expected ',' or": "kurang koma atau kurung tutup",
    "unexpected end of stream": "ada tanda kutip atau kurung yang belum ditutup",
    "undefined alias": "ada rujukan (*) yang belum ditetapkan",
    "unknown escape character": "ada garis miring terbalik yang tidak dikenal",
    "tangled references": "isinya bersarang atau saling merujuk (*) tanpa batas",
    "a tab character": "ada tab; lekukan harus dari spasi",
}
"""Parts of what the YAML reader says."""

GATHERINGS: Mapping[str, str] = {"mean": "rata-rata", "sum": "jumlah"}

# Why the guard refuses a file: one table for each code, for some words stand under several.
OPENING: Mapping[str, str] = {
    "missing": "berkasnya tidak ditemukan",
    "folder": "ini sebuah folder",
    "loop": "tautannya berputar-putar",
    "permission": "tidak ada izin membacanya",
    "special": "ini bukan berkas biasa",
    "unreadable": "penyimpanannya tidak dapat dibaca",
}
CONTENTS: Mapping[str, str] = {
    "empty": "berkas kosong",
    "text": "teks biasa",
    "html": "halaman web",
    "xml": "teks berpenanda",
    "pdf": "PDF",
    "ods": "dokumen OpenDocument yang bukan lembar kerja",
    "xlsb": "Excel biner (.xlsb)",
    "docx": "dokumen Word",
    "pptx": "salindia PowerPoint",
    "zip": "kumpulan berkas lain",
    "archive": "arsip yang memuat berkas lembar kerja",
    "numbers": "dokumen Numbers (Apple)",
    "shortcut": "pintasan ke berkas lain",
}
CONTENT_REPAIRS: Mapping[str, str] = {
    "empty": "Berkasnya belum selesai diunduh atau disalin: unduh lagi dari OneDrive, Google Drive, atau surelnya",
    "archive": "Keluarkan isi arsip itu ke folder ini, lalu jalankan lagi",
    "numbers": "Buka di Numbers, ekspor ke Excel (.xlsx), lalu kirim ulang",
    "shortcut": "Minta berkas aslinya, bukan pintasannya; dari Google Drive: unduh dahulu sebagai .xlsx",
}
"""What to do about a file that is no workbook, without the full stop."""
LOCKS: Mapping[str, str] = {"password": "dikunci dengan sandi", "xls": "berbentuk .xls lama"}
DAMAGES: Mapping[str, str] = {
    "zip": "susunannya tidak utuh",
    "missing": "ada bagian yang hilang",
    "truncated": "isinya terpotong",
    "crc": "isinya berubah di perjalanan",
    "size": "ukurannya tidak cocok",
    "xml": "ada bagian yang tidak terbaca",
    "relationship": "ada lembar yang tidak ditemukan",
}
SIZES: Mapping[str, str] = {
    "file": "ukuran berkasnya",
    "entries": "banyaknya bagian di dalamnya",
    "part": "salah satu bagiannya",
    "total": "seluruh isinya setelah dibuka",
    "ratio": "perbandingan isi dengan ukuran berkasnya",
    "text": "banyaknya teks",
    "cells": "banyaknya sel",
    "time": "waktu membacanya",
    "memory": "memori untuk membacanya",
}
ODDITIES: Mapping[str, str] = {
    "name": "nama bagiannya tidak lazim",
    "absolute": "nama bagiannya tidak lazim",
    "traversal": "nama bagiannya tidak lazim",
    "twice": "ada bagian yang tersimpan dua kali",
    "encrypted": "ada bagian yang dikunci dengan sandi",
    "method": "cara penyimpanannya tidak dikenal",
    "part_twice": "satu isi dipakai oleh dua lembar",
    "sheet_twice": "ada dua lembar bernama sama",
}
MARKS: Mapping[str, str] = {
    "dtd": "ada pengaturan yang tidak diperlukan",
    "encoding": "hurufnya tidak disimpan sebagai UTF-8",
    "count": "ada jumlah yang tidak wajar",
}


CAUSES: Mapping[str, str] = {
    "left_out": "tampaknya rata-rata di lembar tanpa",
    "skipped": "tampaknya jumlah di lembar tanpa",
    "scale": "tampaknya di lembar dinilai dengan skala",
}
"""Why a figure of the workbook may be wrong, before the id or scale it is about."""

PLAN_WORDS: Mapping[str, str] = {
    "ambiguous": "angka yang dapat dibaca dengan dua cara",
    "text": "bukan angka",
    "uncached": "rumus tanpa hasil",
    "no_target": "tidak ada target",
    "zero_target": "target nol kejadian",
    "obstacle": "Kendala",
    "follow_up": "Tindak Lanjut",
    "both": "Kendala dan Tindak Lanjut",
    "baseline": "Baseline",
    "upper": "Batas Atas",
    "reached": "Tercapai",
    "missed": "Belum Tercapai",
}
"""What is wrong or wanted in a row of an action plan."""

REPLY_HINTS: Mapping[str, str] = {
    "here_later": "yang ini, disimpan lebih akhir",
    "other_later": "yang itu, disimpan lebih akhir",
    "here_fuller": "yang ini, lebih lengkap",
    "other_fuller": "yang itu, lebih lengkap",
}
"""Which of two replies to one item seems to hold."""

CARRY_CAUSES: Mapping[str, str] = {
    "nothing": "belum ada keluaran bertarget, atau jenis rencana ini tidak diminta di sana",
    "item": "lembar itu tidak memuat butirnya",
    "unread": "lembar atau instrumen itu tidak terbaca",
}
"""Why the implementation score of plans cannot be carried over."""

INPUT_CAUSES: Mapping[str, str] = {
    "scale": "butirnya bukan butir berskala",
    "source": "instrumen asalnya tidak terpasang",
    "gates": "instrumen asalnya tidak berambang",
}
"""Why a rule of inputs.yaml can give nothing."""

CARRIED_WORDS: Mapping[str, str] = {"period": "Periode", "instansi": "Instansi", "answer": "Jawaban yang tertulis di"}
"""In what a rekap differs from the worksheet its result is carried into."""

PROVINCE_WORDS: Mapping[str, str] = {
    "index": "Indeks",
    "predicate": "Predikat",
    "places": "Peringkat",
    "counts": "Hitungan unit",
    "targets": "Jumlah unit yang lolos",
    "areas": "Capaian area",
    "mean": "Rata-rata antarinstansi",
    "groups": "Kelompok sebaya",
    "provinces": "Hitungan tiap provinsi",
    "units": "Susunan unit",
    "record": "Sidik catatan",
}
"""What a workbook of several instansi says, at the start of a sentence."""

REKAP_WORDS: Mapping[str, str] = {
    "index": "Indeks",
    "total": "Nilai tertinggi yang mungkin",
    "record": "Sidik catatan",
    "predicate": "Predikat",
    "period": "Periode",
    "registered": "Jumlah unit terdaftar",
    "missing": "Jumlah unit yang belum menyerahkan",
    "used": "Jumlah berkas yang dipakai",
    "wrong": "Jumlah kesalahan",
    "added": "ditambahkan setelah rekap dibuat",
    "removed": "hilang dari rekap",
    "changed": "diubah setelah rekap dibuat",
}
"""What a rekap says of the whole, at the start of a sentence; what became of a sheet."""

COPIES: Mapping[str, str] = {
    "old": "berkas disimpan dalam bentuk Excel lama (.xls)",
    "strict": "berkas disimpan dalam bentuk Excel yang ketat (Strict)",
    "shared": "berkas masih dipakai bersama dengan catatan perubahan",
    "size": "salah satu lembarnya terlalu besar",
    "structure": "susunannya tidak lazim",
    "changed": "berkasnya berubah setelah dibaca",
    "differs": "hasil salinannya tidak sama dengan aslinya",
}
"""Why no marked-up copy was made."""

COPY_REPAIRS: Mapping[str, str] = {
    "old": "Simpan sebagai Buku Kerja Excel (.xlsx)",
    "strict": "Simpan sebagai Buku Kerja Excel (.xlsx) biasa",
    "shared": "Matikan berbagi buku kerja, lalu simpan",
    "size": "Hapus format sampai baris terakhir dan lembar yang tidak perlu, lalu simpan",
    "changed": "Ulangi saat berkasnya tidak sedang diubah",
}
"""What to do about it; for other reasons a general word."""

RECORD_WORDS: Mapping[str, str] = {
    "items": "butir yang tercatat bukan butir katalognya; jumlahnya",
    "counts": "hitungan salah satu butir tidak lengkap; nilainya",
    "rated": "tercatat sudah dinilai",
    "verdict": "tercatat memenuhi",
    "predicate": "tercatat berpredikat",
    "register": "nama atau kodenya bukan yang tercatat dalam daftar unit; tertulis",
    "input": "berkasnya tidak tercatat sebagai masukan yang dipakai:",
    "hash": "sidik berkasnya lain daripada yang tercatat pada daftar masukan:",
    "owner": "berkasnya tercatat sebagai milik unit lain; tertulis",
    "missing": "belum menyerahkan menurut daftar unit, tetapi tidak tercatat demikian; kodenya",
    "not_missing": "tercatat belum menyerahkan, padahal tidak demikian menurut daftar unit; kodenya",
    "twice": "tercatat lebih dari satu kali; kodenya",
    "listed_twice": "tertulis lebih dari satu kali dalam daftar unit; kodenya",
    "reply": "tercatat menanggapi butir yang tidak ada:",
    "dispute": "tercatat berbeda jawaban penilainya pada unit atau butir yang tidak ada:",
    "left_out": "berkasnya tercatat dipakai, tetapi unitnya tidak ada dalam rekap:",
    "fate": "berkas masukannya tercatat",
    "file": "nama berkas masukannya tercatat",
}
"""What a rekap's record says of a unit, in front of the words recorded."""

SHOWN_CELLS: Mapping[str, str] = {
    "formula": "Rumus sel ini lain",
    "formula_added": "Sel ini berisi rumus yang tidak ditulis program",
    "format": "Format angkanya lain",
    "unseen": "Tulisan sel ini tidak terlihat karena warna atau ukurannya",
    "symbols": "Tulisan sel ini tampil sebagai lambang karena jenis hurufnya",
    "struck": "Tulisan sel ini dicoret",
    "repeated": "Isi sel ini tampil berulang-ulang",
    "pushed": "Isi sel ini terdorong keluar dari selnya",
    "shrunk": "Isi sel ini diperkecil menurut lebar kolomnya",
}
"""How a cell shows otherwise what it holds, at the start of a sentence."""

SHOWN_SHEETS: Mapping[str, str] = {
    "rows": "Baris yang berisi disembunyikan atau ditampilkan",
    "columns": "Kolom yang berisi disembunyikan atau ditampilkan",
    "order": "Urutan lembar berubah",
    "visible": "Lembar ini seharusnya tersembunyi",
    "shown": "Lembar catatan ini seharusnya tersembunyi",
    "hidden": "Lembar ini disembunyikan",
    "veryHidden": "Lembar ini disembunyikan sehingga tidak dapat ditampilkan dari menu",
    "merged": "Sel digabung atau dipisah",
    "rules": "Format bersyarat menyembunyikan isi sel",
    "links": "Tautan sel lain",
    "printed": "Kepala atau kaki halaman cetak lain",
    "odd_rows": "Semua baris yang tidak diatur disembunyikan",
    "odd_zeros": "Angka nol tidak ditampilkan",
    "odd_formulas": "Yang ditampilkan rumus, bukan angkanya",
    "odd_scrolled": "Baris atau kolom awal terkunci di luar layar",
    "odd_frozen": "Begitu banyak baris atau kolom dikunci sehingga sisanya tidak dapat digulir",
    "odd_zoom": "Lembar diperkecil sampai tidak terbaca",
    "odd_mirrored": "Kolom berurutan dari kanan ke kiri",
    "odd_filter": "Saringan dengan syarat dipasang",
    "odd_prompt": "Pesan yang tidak ditulis program muncul pada sel",
    "odd_icons": "Lambang ditambahkan pada sel",
    "odd_twice": "Satu sel ditulis lebih dari satu kali",
    "odd_phonetic": "Tulisan kecil ditampilkan di atas isi sel",
    "odd_chosen": "Isi lembar bergantung pada program yang membukanya",
    "odd_tabs": "Tab lembar disembunyikan",
    "odd_window": "Jendela buku kerja disembunyikan",
    "odd_dates": "Tanggal dihitung sejak 1904, sehingga tampil empat tahun lain",
    "odd_precision": "Angka dihitung dari yang tampil, bukan dari isinya",
    "odd_views": "Tampilan khusus ditambahkan",
    "covered": "Grafik digeser ke atas sel yang berisi",
    "top_chart": "Grafik ditambah, hilang, atau menampilkan sel lain",
    "top_picture": "Gambar ditaruh di atas sel",
    "top_shape": "Bentuk atau kotak teks ditaruh di atas sel",
    "top_sparkline": "Grafik dalam sel ditambahkan atau hilang",
    "top_note": "Catatan sel ditambahkan atau hilang",
}
"""How a sheet shows otherwise what it holds, at the start of a sentence."""

PARTS: Mapping[str, str] = {
    "name": "Nama",
    "vbaProject": "Makro",
    "externalLinks": "Tautan ke berkas lain",
    "media": "Gambar",
    "text": "Tulisan sebagian tak terlihat",
    "connections": "Sambungan data",
}
"""What kind of part was added or is gone, at the start of a sentence."""

REGISTER_WORDS: Mapping[str, str] = {
    "absent": "tidak dikenal rekap ini",
    "extra": "ada dalam rekap, tetapi tidak ada dalam daftar unit",
    "name": "bernama lain dalam rekap",
    "fields": "berjenis, berkelompok, atau berpendahulu lain dalam rekap",
}
"""How a unit of a register is another in the rekap."""

SIGNATURES: Mapping[str, str] = {
    "missing": "Berkas tanda tangan tidak ada di samping rekap",
    "broken": "Berkas tanda tangan ini rusak atau bukan tanda tangan",
    "other_key": "Rekap ini ditandatangani dengan kunci lain",
    "changed": "Isi rekap berubah setelah ditandatangani, atau tanda tangannya dipalsukan",
}
"""Why a signature does not hold, as a sentence."""

KEYS: Mapping[str, str] = {
    "missing": "Berkas kunci tidak ditemukan",
    "broken": "Berkas ini bukan kunci, atau rusak",
    "not_secret": "Berkas ini kunci publik, padahal yang diperlukan kunci rahasia (.key)",
    "not_public": "Berkas ini kunci rahasia, padahal yang diperlukan kunci publik (.pub)",
    "password": "Kata sandi kunci keliru",
    "short": "Kata sandi kunci paling sedikit 12 huruf",
    "exists": "Kunci dengan nama ini sudah ada, dan kunci tidak pernah ditimpa",
}
"""Why a key cannot be made or used, as a sentence."""

WORKBOOKS: Mapping[str, str] = {
    "rekap": "rekap hasil pmprb gabung",
    "province": "rekap antar-instansi hasil pmprb gabung",
    "change": "hasil pmprb banding",
    "plan": "lembar rencana aksi",
    "plan_rekap": "rekap rencana aksi hasil pmprb rencana gabung",
    "index": "indeks instansi hasil pmprb indeks",
    "sensitivity": "hasil pmprb kepekaan",
    "result": "buku kerja hasil program ini",
    "feedback": "lembar umpan balik untuk satu unit",
    "register": "daftar unit",
    "pengampu": "daftar pengampu",
    "effort": "daftar upaya untuk pmprb jalur",
    "summary": "rekapitulasi nilai tanpa jawaban tiap butir",
    "worksheet": "lembar kerja evaluasi (LKE)",
}
"""What a workbook is that belongs to another command."""

WORKBOOKS_FOR_UNITS: Mapping[str, str] = {
    "rekap": "rekap banyak unit",
    "province": "rekap antar-instansi",
    "change": "perbandingan beberapa rekap",
    "plan": "lembar rencana aksi",
    "plan_rekap": "rekap rencana aksi",
    "index": "hitungan indeks instansi",
    "sensitivity": "uji kepekaan hasil",
    "result": "hasil hitungan program",
    "feedback": "lembar umpan balik",
    "register": "daftar nama unit",
    "pengampu": "daftar pengampu",
    "effort": "daftar upaya",
    "summary": "rekapitulasi nilai tanpa jawaban tiap butir",
    "worksheet": "lembar kerja evaluasi (LKE)",
}
"""The same, to a unit that sent it."""

WORKBOOK_COMMANDS: Mapping[str, str] = {
    "rekap": "Beberapa rekap: pmprb banding (antarwaktu) atau pmprb gabung --antar-instansi; mencocokkannya dengan "
    "lembar unit: pmprb periksa --bukti REKAP.",
    "province": "Beberapa gabungan provinsi: pmprb gabung --antar-instansi; mencocokkannya dengan rekap tiap instansi: "
    "pmprb periksa --bukti GABUNGAN.",
    "change": "Buka saja dengan Excel; yang dibandingkan adalah rekapnya: pmprb banding.",
    "plan": "Rencana aksi diperiksa dan digabung dengan pmprb rencana periksa atau pmprb rencana gabung.",
    "plan_rekap": "Buka saja dengan Excel; yang digabung adalah rencana tiap unit: pmprb rencana gabung.",
    "index": "Buka saja dengan Excel; yang dihitung adalah lembar kerjanya: pmprb indeks.",
    "sensitivity": "Buka saja dengan Excel; yang diuji adalah lembar kerjanya: pmprb kepekaan.",
    "result": "Buka saja dengan Excel; pilih lembar kerja (LKE) unitnya.",
    "feedback": "Pilih lembar kerja (LKE) unit itu; umpan balik hanya untuk dibaca.",
    "register": "Daftar unit disebut dengan --unit.",
    "pengampu": "Daftar pengampu disebut dengan --pengampu.",
    "effort": "Daftar upaya disebut dengan --upaya pada pmprb jalur.",
    "summary": "Minta lembar LKE yang berisi jawaban dari unitnya; ringkasan tidak dapat dinilai ulang.",
    "worksheet": "Lembar kerja dinilai dengan pmprb nilai, diperiksa dengan pmprb periksa, dan digabung dengan pmprb "
    "gabung.",
}
"""Which command a workbook belongs to, as a sentence of its own."""

REVIEWERS: Mapping[str, str] = {"reviewer": "TPI"}
"""Whose score it is, where it is not the unit's own."""

CHOICE_WORDS: Mapping[str, str] = {
    "period": "Periode",
    "blank": "Cara menghitung butir kosong",
    "strict": "Penilaian ketat",
}
"""What rekaps must have in common, at the start of a sentence."""

SIDES: Mapping[str, str] = {"old": "lama", "new": "baru"}
"""Which of two catalogs a crosswalk is about."""

SHAPES: Mapping[str, str] = {
    "several": "Padanan ini memasangkan beberapa id lama dengan beberapa id baru",
    "heading": "Padanan ini memecah satu judul menjadi beberapa judul",
    "empty": "Padanan ini tidak menyebut satu id pun",
}
"""What is impossible about a passage of a crosswalk."""

CRITERIA_PARTS: Mapping[str, str] = {
    "instrument": "Instrumennya",
    "variant": "Variannya",
    "version": "Versi katalognya",
}
"""What two rekaps were scored by differently, at the start of a sentence."""

UNLIKE: Mapping[str, str] = {
    "crosswalk": "padanan butirnya belum ada",
    "strict": "yang satu dinilai ketat, yang lain tidak",
}
"""Why two rekaps cannot be compared."""

BLANKS: Mapping[str, str] = {"nol": "nol", "lewati": "lewati"}
"""The policies for blank items."""

TABLES: Mapping[str, tuple[Mapping[str, str], str]] = {
    "berkas": (WORKBOOKS, "buku kerja jenis lain"),
    "berkasunit": (WORKBOOKS_FOR_UNITS, "buku kerja jenis lain"),
    "perintah": (WORKBOOK_COMMANDS, "Pilih lembar kerja unitnya."),
    "jenis": (KINDS, "berisi sesuatu yang belum sesuai"),
    "saran": (KIND_REPAIRS, "Sesuaikan isinya"),
    "cara": (GATHERINGS, "cara lain"),
    "buka": (OPENING, ""),
    "isi": (CONTENTS, ""),
    "ganti": (CONTENT_REPAIRS, "Buka di Excel atau LibreOffice, simpan sebagai .xlsx, lalu kirim ulang"),
    "kunci": (LOCKS, "dikunci dengan sandi atau bukan buku kerja Excel"),
    "rusak": (DAMAGES, ""),
    "besar": (SIZES, ""),
    "aneh": (ODDITIES, ""),
    "tanda": (MARKS, ""),
    "sebab": (CAUSES, ""),
    "renc": (PLAN_WORDS, "lain"),
    "usul": (REPLY_HINTS, ""),
    "bawa": (CARRY_CAUSES, "ada yang kurang"),
    "masukan": (INPUT_CAUSES, "ada yang kurang"),
    "bawaan": (CARRIED_WORDS, "Isi"),
    "rekap": (REKAP_WORDS, "Isi"),
    "catatan": (RECORD_WORDS, "catatannya"),
    "gabungan": (PROVINCE_WORDS, "Angka"),
    "penilai": (REVIEWERS, ""),
    "tampilsel": (SHOWN_CELLS, "Sel ini ditampilkan lain"),
    "tampillembar": (SHOWN_SHEETS, "Ada yang ditaruh di lembar ini"),
    "bagian": (PARTS, "Bagian"),
    "tandatangan": (SIGNATURES, "Tanda tangan ini tidak sah"),
    "kuncitanda": (KEYS, "Kunci ini tidak dapat dipakai"),
    "daftarunit": (REGISTER_WORDS, "lain"),
    "pilihan": (CHOICE_WORDS, "Salah satu pilihan"),
    "salin": (COPIES, "susunannya tidak lazim"),
    "salinulang": (COPY_REPAIRS, "Buka di Excel atau LibreOffice dan simpan sebagai .xlsx baru"),
    "sisi": (SIDES, "lain"),
    "bentuk": (SHAPES, "Padanan ini tidak dapat dipakai"),
    "beda": (CRITERIA_PARTS, "Kriterianya"),
    "kosong": (BLANKS, "lain"),
    "sebanding": (UNLIKE, "cara menilainya berbeda"),
}
"""A filter's words, and what it says for any other word."""


def _mapped(table: tuple[Mapping[str, str], str]) -> Callable[[str], str]:
    words, otherwise = table
    return lambda value: words.get(value.strip(), otherwise)


def _yaml_problem(value: str) -> str:
    return next((words for part, words in YAML_PROBLEMS.items() if part in value), "")


FILTERS: dict[str, Callable[[str], str]] = {name: _mapped(table) for name, table in TABLES.items()}
FILTERS["susunan"] = _yaml_problem
FILTERS["dipilih"] = lambda value: {"True": "ya", "False": "tidak"}.get(value, words.text(value))
