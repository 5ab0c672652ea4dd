"""Where to look first: codes TELAAH. They name figures, never people."""

from __future__ import annotations

from pmprb.temuan.place import on_book, on_cell
from pmprb.temuan.record import CATATAN, PERINGATAN, AboutNode, Temuan


class PointsWithoutEvidence(Temuan):
    """Many points without evidence."""

    code, severity = "TELAAH-001", PERINGATAN
    seen: int
    of: int
    share: str
    title = "Banyak nilai tanpa bukti"
    sentence = (
        "{seen:angka} dari {of:angka} butir yang bernilai tidak menyebut bukti dukung; itu {share:angka} % "
        "dari nilainya."
    )
    repair = (
        "Minta buktinya, mulai dari butir dengan poin terbesar. Bagian Organisasi dapat menghitung tanpa butir itu."
    )
    unit_repair = "Sebut buktinya di kolom bukti dukung, mulai dari butir dengan poin terbesar."
    meaning = (
        "Seperlima butir yang membawa nilai, atau separuh nilai unit, bertumpu pada jawaban yang kolom buktinya "
        "kosong. Nilai tanpa butir itu dihitung dengan --ketat."
    )
    figure = "{seen:angka} dari {of:angka} butir"
    example = lambda: PointsWithoutEvidence(on_book("dinas-pendidikan.xlsx"), seen=42, of=97, share="38")


class EvidenceRepeated(Temuan):
    """The same evidence under many items."""

    code, severity = "TELAAH-002", PERINGATAN
    seen: str
    many: int
    subs: int
    title = "Bukti sama di banyak butir"
    sentence = 'Bukti "{seen}" dipakai untuk {many:angka} butir di {subs:angka} subbagian.'
    repair = "Minta bukti yang menunjuk dokumen tiap butir."
    unit_repair = "Sebut dokumen yang membuktikan tiap butir."
    meaning = (
        "Satu tautan atau satu kalimat bukti dipakai untuk banyak butir yang tidak sejenis. Contoh bukti dari "
        "katalog, dan tautan yang disertai keterangan berbeda, tidak ikut dihitung."
    )
    figure = "{many:angka} butir"
    example = lambda: EvidenceRepeated(
        on_book("dinas-pendidikan.xlsx"), seen="https://berkas.example.go.id/bukti", many=58, subs=24
    )


class NoteRepeated(Temuan):
    """The same note under many items."""

    code, severity = "TELAAH-003", PERINGATAN
    seen: str
    many: int
    subs: int
    title = "Catatan sama di banyak butir"
    sentence = 'Catatan "{seen}" dipakai untuk {many:angka} butir di {subs:angka} subbagian.'
    repair = "Baca jawabannya satu per satu; minta catatan yang sesuai dengan tiap butir."
    unit_repair = "Baca jawabannya satu per satu; tulis catatan yang sesuai dengan tiap butir."
    meaning = "Satu kalimat catatan disalin ke banyak butir yang tidak sejenis."
    figure = "{many:angka} butir"
    example = lambda: NoteRepeated(on_book("dinas-pendidikan.xlsx"), seen="Sudah dilaksanakan", many=61, subs=30)


class BestAnswerEverywhere(Temuan):
    """The best answer everywhere."""

    code, severity = "TELAAH-004", PERINGATAN
    seen: int
    title = "Semua pilihan dijawab terbaik"
    sentence = "Semua {seen:angka} butir pilihan dijawab dengan pilihan terbaik."
    repair = "Periksa buktinya lebih dahulu; jawaban yang memang benar tidak perlu diubah."
    unit_repair = "Pastikan setiap jawaban ada buktinya; jawaban yang memang benar tidak perlu diubah."
    meaning = "Tidak ada satu pun butir pilihan yang dijawab kurang dari yang terbaik."
    figure = "{seen:angka} butir"
    example = lambda: BestAnswerEverywhere(on_book("dinas-pendidikan.xlsx"), seen=90)


class CountsUnlikeNote(AboutNode):
    """Counts in a note differ from the answer."""

    code, severity = "TELAAH-005", PERINGATAN
    seen: str
    expected: str
    title = "Angka catatan berbeda dari jawaban"
    sentence = "Catatan atau bukti {node} menyebut {seen:pecahan}, sedangkan jawabannya {expected:pecahan}."
    repair = "Pastikan angka mana yang benar, lalu samakan."
    meaning = (
        "Angka yang ditulis di catatan atau bukti tidak sama dengan angka yang diisi sebagai jawaban. Hanya "
        "angka yang dibandingkan, bukan isi kalimatnya."
    )
    figure = "{seen:pecahan} ≠ {expected:pecahan}"
    example = lambda: CountsUnlikeNote(on_cell("F140"), "B.III.a", seen="11/15", expected="14/15")


class EvidenceOutsidePeriod(AboutNode):
    """Evidence dated outside the period."""

    code, severity = "TELAAH-006", PERINGATAN
    many: int
    seen: str
    expected: int
    title = "Bukti bertanggal di luar periode"
    sentence = (
        "Bukti {many:angka} butir hanya bertanggal di luar periode {expected:singkat}; yang terbesar "
        'poinnya {node}: "{seen:singkat}".'
    )
    repair = "Minta bukti dari tahun yang dinilai; keputusan lama yang masih berlaku cukup dijelaskan."
    unit_repair = "Sertakan bukti dari tahun yang dinilai; keputusan lama yang masih berlaku cukup dijelaskan."
    meaning = (
        "Semua tanggal pada bukti suatu butir tidak cocok dengan tahun yang dinilai. Keputusan, peraturan, "
        "SOP, dan dokumen lain yang berlaku bertahun-tahun boleh bertanggal lebih awal; angka tahun saja boleh tahun "
        "sebelumnya."
    )
    figure = "{many:angka} butir"
    example = lambda: EvidenceOutsidePeriod(on_cell("F27"), "A.I.2.i.a", many=3, seen="14 Maret 2024", expected=2026)


class AnswersLikeOtherUnit(Temuan):
    """The same answers in different units."""

    code, severity = "TELAAH-007", PERINGATAN
    seen: int
    of: int
    others: str
    title = "Jawaban sama dengan unit lain"
    sentence = "{seen:angka} dari {of:angka} jawaban sama dengan {others}."
    repair = "Tanyakan berkas mana yang diisi sendiri; boleh jadi lembar unit lain terkirim dengan nama unit ini."
    meaning = (
        "Jawaban dua unit hampir seluruhnya sama, termasuk jumlah dan jawaban yang tidak lazim. Dua unit yang "
        "semua jawabannya terbaik tidak disebut di sini."
    )
    figure = "{seen:angka} dari {of:angka} jawaban"
    example = lambda: AnswersLikeOtherUnit(on_book("dinas-pendidikan.xlsx"), seen=113, of=113, others="Dinas Kesehatan")


class FarAbovePeers(Temuan):
    """A share far above its peer group."""

    code, severity = "TELAAH-008", PERINGATAN
    seen: str
    expected: str
    many: int
    title = "Nilai jauh di atas sebayanya"
    sentence = "Capaian {seen:nilai} %, sedangkan nilai tengah {many:angka} unit sebayanya {expected:nilai} %."
    repair = "Periksa buktinya lebih dahulu; unit yang memang unggul tidak perlu diubah nilainya."
    meaning = (
        "Capaian unit terpaut jauh dari unit lain dalam kelompok sebayanya, diukur dengan nilai tengah dan "
        "simpangan mutlak tengah (batas 3,5)."
    )
    figure = "{seen:nilai} %; tengah {expected:nilai} %"
    example = lambda: FarAbovePeers(on_book("dinas-pendidikan.xlsx"), seen="98.2", expected="61.5", many=12)


class StrictScoring(Temuan):
    """Strict: items without evidence count as blank."""

    code, severity = "TELAAH-009", CATATAN
    many: int
    before: str
    after: str
    title = "Penilaian ketat dipakai"
    sentence = (
        "Penilaian ketat: {many:angka} butir bernilai tanpa bukti dihitung kosong[; nilai {before:nilai} "
        "menjadi {after:nilai}|, jadi unit ini belum dinilai]."
    )
    repair = "Lengkapi bukti butir-butir itu; Bagian Organisasi dapat menghitung lagi tanpa penilaian ketat."
    unit_repair = "Lengkapi bukti butir-butir itu."
    meaning = (
        "Perhitungan dijalankan dengan --ketat: jawaban yang membawa nilai tetapi tidak menyebut bukti "
        "diperlakukan seperti belum dijawab."
    )
    example = lambda: StrictScoring(on_book("dinas-pendidikan.xlsx"), many=12, before="83.95", after="71.2")


class StrictWithoutEffect(Temuan):
    """Strict: the layout has no column for evidence."""

    code, severity = "TELAAH-010", CATATAN
    title = "Penilaian ketat tanpa pengaruh"
    sentence = "Lembar ini tidak mempunyai kolom bukti dukung, jadi penilaian ketat tidak mengubah apa pun."
    repair = "Tidak ada yang perlu diperbaiki; bukti lembar ini diperiksa di luar program."
    unit_repair = "Tidak ada yang perlu diperbaiki."
    meaning = (
        "Bentuk lembar ini tidak menyediakan kolom bukti, jadi tidak diketahui butir mana yang tanpa bukti, dan "
        "--ketat tidak berpengaruh."
    )
    example = lambda: StrictWithoutEffect(on_book("dinas-pendidikan.xlsx"))
