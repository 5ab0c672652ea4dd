"""Quarterly action plans: codes RENC."""

from __future__ import annotations

from fractions import Fraction

from pmprb.temuan.place import on_book, on_line, on_plan
from pmprb.temuan.record import CATATAN, KESALAHAN, PERINGATAN, AboutNode, CellPos, Plural, Temuan


class LightsDoNotFall(AboutNode):
    """Bands of lights do not fall."""

    code, severity = "RENC-001", KESALAHAN
    title = "Batas status tidak menurun"
    sentence = "Batas bawah pada {node} tidak menurun dari yang terbaik, atau yang terakhir masih punya batas."
    repair = "Urutkan dari yang terbaik; hanya yang terakhir tanpa batas bawah."
    meaning = "Status dibaca dari batas bawahnya. Batas yang tidak menurun menimbulkan celah atau tumpang tindih."
    example = lambda: LightsDoNotFall(on_line("criteria/rencana-aksi/lampu.yaml", 7, 3), "lampu")


class NotAPlan(Temuan):
    """Not a plan: needed columns missing."""

    code, severity = "RENC-002", KESALAHAN
    headers: tuple[str, ...]
    title = "Bukan lembar rencana aksi"
    sentence = "Judul kolom yang diperlukan tidak ditemukan[: {headers:daftar}]."
    repair = "Pakai templat rencana aksi, kembalikan judul kolomnya, atau jalankan pmprb kenali --jenis."
    meaning = "Tidak ada lembar yang memuat kolom rencana aksi dan target."
    example = lambda: NotAPlan(
        CellPos(workbook="rencana-dinas-pangan.xlsx", sheet="Sheet1"), headers=("Rencana Aksi", "Target")
    )


class PlanTextForNumber(AboutNode):
    """Text where a number belongs."""

    code, severity = "RENC-003", KESALAHAN
    seen: str
    label: str
    hint: str
    cause: str
    title = "Teks di tempat angka"
    sentence = '{label} untuk {node} berisi "{seen}", {cause:renc}.'
    repair = "Tulis angkanya saja[, misalnya {hint}]; satuannya di kolom Satuan."
    meaning = (
        'Sel angka berisi kata, satuan, atau angka bermakna ganda seperti "1.000" yang diketik sebagai teks '
        "(satu atau seribu). Baris itu belum dinilai."
    )
    plural = Plural(
        sentence="{count} isian angka berisi teks: {list}.", each='{node} "{seen}"', repair="Tulis angkanya saja."
    )
    example = lambda: PlanTextForNumber(
        on_plan("M6"), "Arsip tertata", seen="12 dokumen", label="Target TW I", hint="12", cause="text"
    )


class PlanErrorCell(AboutNode):
    """Error cell, or formula without a stored result."""

    code, severity = "RENC-004", KESALAHAN
    seen: str
    label: str
    title = "Tanda rumus gagal pada angka"
    sentence = "{label} untuk {node} berisi {seen}, bukan angka."
    repair = "Hapus isi sel itu, lalu ketik angkanya."
    meaning = "Sel angka menampilkan tanda seperti #REF!, atau rumus tanpa hasil. Baris itu belum dinilai."
    example = lambda: PlanErrorCell(on_plan("W6"), "Arsip tertata", seen="#REF!", label="Realisasi TW I")


class PlanNumberTidied(AboutNode):
    """Number tidied at the door."""

    code, severity = "RENC-005", CATATAN
    seen: str
    taken: str
    label: str
    title = "Angka dirapikan saat dibaca"
    sentence = '{label} untuk {node} tertulis "{seen}" dan dibaca {taken}.'
    repair = "Tidak ada yang perlu diperbaiki bila memang itu maksudnya."
    meaning = (
        "Angka ditulis sebagai teks, dengan tanda ribuan, koma desimal, atau tanda persen. Tanda persen "
        "dilepas: target dan realisasi sebaris memakai satuan yang sama."
    )
    plural = Plural(sentence="{count} angka dirapikan saat dibaca: {list}.", each='"{seen}" menjadi {taken}')
    example = lambda: PlanNumberTidied(
        on_plan("M6"), "Arsip tertata", seen="1.000,5", taken="1000,5", label="Target TW I"
    )


class DashReadAsBlank(AboutNode):
    """Dash read as blank."""

    code, severity = "RENC-006", CATATAN
    seen: str
    label: str
    title = "Tanda hubung dibaca kosong"
    sentence = '{label} untuk {node} berisi "{seen}" dan dibaca kosong, bukan nol.'
    repair = "Tidak ada yang perlu diperbaiki bila memang tidak ada; bila hasilnya nol, ketik 0."
    meaning = "Tanda hubung berarti tidak ada target atau belum ada realisasi. Nol adalah angka."
    plural = Plural(sentence="{count} sel bertanda hubung dibaca kosong: {list}.", each="{node}")
    example = lambda: DashReadAsBlank(on_plan("X6"), "Arsip tertata", seen="-", label="Realisasi TW II")


class TargetNegative(AboutNode):
    """Target negative."""

    code, severity = "RENC-007", KESALAHAN
    seen: Fraction
    title = "Target kurang dari nol"
    sentence = "Target untuk {node} adalah {seen:angka}, kurang dari nol."
    repair = "Isi target nol atau lebih; pakai arah makin rendah bila yang dituju penurunan."
    meaning = "Capaian tidak dapat dihitung dari target negatif. Baris itu belum dinilai."
    example = lambda: TargetNegative(on_plan("M6"), "Arsip tertata", seen=Fraction(-5))


class TargetZero(AboutNode):
    """Target zero: no target, or a target of none."""

    code, severity = "RENC-008", CATATAN
    quarter: str
    taken: str
    title = "Target berisi angka nol"
    sentence = "Target triwulan {quarter} untuk {node} adalah 0, dibaca sebagai {taken:renc}."
    repair = "Kosongkan bila tidak ada target; biarkan 0 bila yang dituju memang nol."
    meaning = (
        "Pada arah makin tinggi, target 0 berarti tidak ada target triwulan itu. Pada arah lain, 0 adalah "
        "target sungguhan: nol kejadian."
    )
    plural = Plural(sentence="{count} target berisi 0: {list}.", each="{node} ({taken:renc})", by="sheet")
    example = lambda: TargetZero(on_plan("M6"), "Arsip tertata", quarter="I", taken="no_target")


class RealisedBeforeTarget(AboutNode):
    """Realisation before any target."""

    code, severity = "RENC-009", PERINGATAN
    quarter: str
    title = "Realisasi sebelum ada target"
    sentence = "{node} sudah ada realisasinya pada triwulan {quarter}, padahal belum ada targetnya."
    repair = "Isi targetnya bila terlewat; bila memang lebih awal, biarkan."
    meaning = "Triwulan tanpa target tidak dinilai, jadi hasil yang lebih awal tidak menambah capaian triwulan itu."
    plural = Plural(sentence="{count} realisasi ada sebelum targetnya: {list}.", by="sheet")
    example = lambda: RealisedBeforeTarget(on_plan("W6"), "Arsip tertata", quarter="I")


class QuarterNotReported(AboutNode):
    """A quarter is due and has no realisation."""

    code, severity = "RENC-010", PERINGATAN
    quarter: str
    title = "Realisasi belum dilaporkan"
    sentence = "Realisasi triwulan {quarter} untuk {node} belum diisi, padahal ada targetnya."
    repair = "Isi realisasinya; ketik 0 bila tidak ada hasil."
    meaning = "Triwulan yang jatuh tempo dan belum dilaporkan dihitung 0 sampai diisi."
    plural = Plural(sentence="{count} realisasi triwulan {quarter} belum diisi: {list}.")
    example = lambda: QuarterNotReported(on_plan("X6"), "Arsip tertata", quarter="II")


class ObstacleOrFollowUpBlank(AboutNode):
    """Off track without kendala or tindak lanjut."""

    code, severity = "RENC-011", PERINGATAN
    absent: str
    title = "Kendala atau tindak lanjut kosong"
    sentence = "{node} belum sesuai target, tetapi {absent:renc} belum diisi."
    repair = "Tulis apa kendalanya dan apa yang akan dilakukan."
    meaning = "Baris yang belum sesuai target dibahas dalam rapat triwulanan; kendala dan tindak lanjutnya perlu."
    plural = Plural(sentence="{count} baris belum sesuai target tanpa kendala atau tindak lanjut: {list}.")
    example = lambda: ObstacleOrFollowUpBlank(on_plan("AJ6"), "Arsip tertata", absent="both")


class NameOutsideList(AboutNode):
    """Kegiatan utama or theme not in the list."""

    code, severity = "RENC-012", PERINGATAN
    label: str
    seen: str
    hint: str
    title = "Nama di luar daftar"
    sentence = '{label} "{seen}" untuk {node} tidak ada dalam daftar.[ Maksudnya "{hint}"?]'
    repair = "Pilih dari daftar; bila memang di luar daftar, baris itu dikelompokkan tersendiri."
    meaning = "Kegiatan utama atau tema tidak dikenali. Barisnya tetap dinilai, tetapi tidak masuk kelompok daftar."
    plural = Plural(sentence="{count} nama tidak ada dalam daftar: {list}.", each='"{seen}"')
    example = lambda: NameOutsideList(
        on_plan("B6"), "Arsip tertata", label="Kegiatan Utama", seen="Arsip elektronik", hint="Arsip digital"
    )


class UnknownWay(AboutNode):
    """Way of reckoning not among the choices."""

    code, severity = "RENC-013", KESALAHAN
    seen: str
    label: str
    allowed: str
    title = "Cara menilai tidak dikenal"
    sentence = '{label} untuk {node:singkat} berisi "{seen:singkat}", di luar pilihan ({allowed:daftar}).'
    repair = "Pilih salah satu, atau kosongkan untuk cara yang biasa."
    meaning = "Arah, Cara Hitung, atau Rekap Setahun tidak dikenali. Program tidak menebak; baris itu belum dinilai."
    example = lambda: UnknownWay(
        on_plan("J6"), "Arsip tertata", seen="campuran", label="Arah", allowed="Makin tinggi makin baik, Dalam rentang"
    )


class WayLeftBlank(AboutNode):
    """Way of reckoning blank: the usual one."""

    code, severity = "RENC-014", CATATAN
    label: str
    taken: str
    title = "Cara menilai dibiarkan kosong"
    sentence = "{label} untuk {node} kosong; dipakai {taken}."
    repair = "Tidak ada yang perlu diperbaiki bila memang itu caranya."
    meaning = "Cara menilai yang kosong memakai cara yang biasa."
    plural = Plural(sentence="{count} baris tanpa {label}; dipakai {taken}: {list}.")
    example = lambda: WayLeftBlank(on_plan("J6"), "Arsip tertata", label="Arah", taken="Makin tinggi makin baik")


class WayNeedsFigure(AboutNode):
    """Baseline or upper bound missing or impossible."""

    code, severity = "RENC-015", KESALAHAN
    way: str
    needed: str
    title = "Angka pendamping arah kurang"
    sentence = "{node} memakai {way}, tetapi {needed:renc} kosong, bukan angka, atau lebih rendah dari targetnya."
    repair = "Isi {needed:renc} dengan angka, atau pilih arah lain."
    meaning = (
        "Turun dari baseline memerlukan baseline berupa angka; rentang memerlukan batas atas yang tidak lebih "
        "rendah dari target. Tanpa itu baris tidak dapat dinilai."
    )
    example = lambda: WayNeedsFigure(on_plan("G6"), "Arsip tertata", way="Turun dari baseline", needed="baseline")


class WaysContradict(AboutNode):
    """Ways of reckoning that contradict one another."""

    code, severity = "RENC-016", KESALAHAN
    ways: str
    title = "Cara menilai saling bertentangan"
    sentence = "Pilihan cara menilai untuk {node} tidak dapat dipakai bersama: {ways}."
    repair = "Untuk angka berupa tingkat atau kumulatif, pilih Nilai terakhir pada Cara Hitung dan Rekap Setahun."
    meaning = (
        "Angka yang menunjukkan tingkat (baseline, rentang) atau yang sudah kumulatif tidak boleh dijumlahkan lagi."
    )
    example = lambda: WaysContradict(on_plan("K6"), "Arsip tertata", ways="Dalam rentang, Dijumlahkan, Jumlah")


class YearTargetDiffers(AboutNode):
    """Year's target differs from its quarters."""

    code, severity = "RENC-017", PERINGATAN
    seen: Fraction | None
    expected: Fraction
    title = "Target setahun berbeda dari triwulannya"
    sentence = "Target setahun {node} adalah {seen:angka}, sedangkan dari triwulannya {expected:angka}."
    repair = "Samakan, atau kosongkan supaya dihitung dari target triwulan."
    meaning = (
        "Target setahun tidak sama dengan target triwulan menurut Rekap Setahun. Yang dipakai untuk setahun "
        "adalah angka yang tertulis."
    )
    plural = Plural(sentence="{count} target setahun berbeda dari triwulannya: {list}.")
    example = lambda: YearTargetDiffers(on_plan("Q6"), "Arsip tertata", seen=Fraction(12), expected=Fraction(10))


class CumulativeFigureFalls(AboutNode):
    """Cumulative figure falls."""

    code, severity = "RENC-018", PERINGATAN
    seen: Fraction
    before: Fraction
    quarter: str
    title = "Angka kumulatif turun"
    sentence = "Angka kumulatif {node} pada triwulan {quarter} adalah {seen:angka}, turun dari {before:angka}."
    repair = "Tulis angka kumulatif sejak Januari, atau ganti Cara Hitung-nya."
    meaning = "Angka yang sudah kumulatif tidak mungkin turun; barangkali yang ditulis angka triwulan itu saja."
    example = lambda: CumulativeFigureFalls(
        on_plan("X6"), "Arsip tertata", seen=Fraction(3), before=Fraction(5), quarter="II"
    )


class FiguresWithoutAction(AboutNode):
    """Figures without an action or output."""

    code, severity = "RENC-019", PERINGATAN
    title = "Angka tanpa rencana aksi"
    sentence = "Ada angka pada {node}, tetapi rencana aksi dan keluarannya kosong."
    repair = "Tulis rencana aksi dan keluarannya."
    meaning = "Baris berisi target atau realisasi, tetapi tidak disebut untuk apa. Baris itu tetap dihitung."
    example = lambda: FiguresWithoutAction(on_plan("C9"), "baris 4")


class EvaluatorAnswerUnknown(AboutNode):
    """Evaluator's answer not understood."""

    code, severity = "RENC-020", PERINGATAN
    seen: str
    label: str
    title = "Penilaian evaluator tidak dikenal"
    sentence = '{label} untuk {node} berisi "{seen}", bukan Sesuai atau Tidak Sesuai.'
    repair = "Pilih Sesuai atau Tidak Sesuai, atau kosongkan."
    meaning = "Isian kolom evaluator tidak dikenali dan tidak dihitung."
    example = lambda: EvaluatorAnswerUnknown(
        on_plan("AM6"), "Arsip tertata", seen="cukup", label="Ketepatan Pelaksanaan"
    )


class CarriedFromAbove(AboutNode):
    """Heading carried down from the row above."""

    code, severity = "RENC-021", CATATAN
    label: str
    title = "Isi diteruskan dari atas"
    sentence = "{label} untuk {node} kosong; dipakai isi baris di atasnya."
    repair = "Tidak ada yang perlu diperbaiki bila memang sama."
    meaning = "Sel yang digabung ke bawah, atau dikosongkan karena sama, dibaca seperti baris di atasnya."
    plural = Plural(sentence="{count} sel {label} kosong dan memakai isi baris di atasnya: {list}.")
    example = lambda: CarriedFromAbove(on_plan("B7"), "Arsip tertata", label="Kegiatan Utama")


class EmptyPlan(Temuan):
    """No row filled in."""

    code, severity = "RENC-022", PERINGATAN
    title = "Rencana aksi masih kosong"
    sentence = "Belum ada satu baris pun yang diisi."
    repair = "Isi rencana aksi dan targetnya, lalu kirim ulang."
    meaning = "Berkas terbaca, tetapi tidak memuat rencana aksi."
    example = lambda: EmptyPlan(on_book("rencana-dinas-pangan.xlsx"))


class AchievementReadAsRealised(Temuan):
    """Column of achievements read as realisations."""

    code, severity = "RENC-023", CATATAN
    title = "Kolom capaian dibaca realisasi"
    sentence = "Lembar ini tidak punya kolom Realisasi; kolom Capaian tiap triwulan dibaca sebagai realisasi."
    repair = "Periksa bahwa isinya hasil dalam satuan target, bukan persen."
    meaning = "Sebagian kertas kerja menyebut hasil triwulan sebagai capaian."
    example = lambda: AchievementReadAsRealised(CellPos(workbook="rencana-dinas-pangan.xlsx", sheet="General"))


class StatusContradictsFigures(AboutNode):
    """A recorded status contradicts its own figures."""

    code, severity = "RENC-024", PERINGATAN
    seen: str
    expected: str
    share: Fraction
    title = "Status bertentangan dengan angkanya"
    sentence = 'Status {node} tertulis "{seen}", sedangkan menurut angkanya {expected:renc} ({share:nilai} %).'
    repair = "Periksa target, realisasi, dan statusnya; yang dipakai adalah angkanya."
    meaning = "Status yang diketik tidak sesuai dengan target dan realisasi pada baris yang sama."
    example = lambda: StatusContradictsFigures(
        on_plan("H12"), "Arsip tertata", seen="Tercapai", expected="missed", share=Fraction(99)
    )


class PlanFigureDiffers(AboutNode):
    """Computed figure in the sheet differs from ours."""

    code, severity = "RENC-025", PERINGATAN
    seen: Fraction
    expected: Fraction
    title = "Angka capaian di lembar berbeda"
    sentence = "Capaian {node} di lembar {seen:nilai} %, sedangkan hasil hitungan {expected:nilai} %."
    repair = "Buka dan simpan ulang di Excel atau LibreOffice; jangan menimpa rumusnya. Yang dipakai hasil hitungan."
    meaning = "Angka pada kolom yang terhitung sendiri tidak sama dengan hitungan program dari target dan realisasi."
    plural = Plural(sentence="{count} angka capaian di lembar berbeda dari hitungan: {list}.")
    example = lambda: PlanFigureDiffers(on_plan("AA6"), "Arsip tertata", seen=Fraction(100), expected=Fraction(75))


class UnknownPlanKind(Temuan):
    """Kind of plan not known."""

    code, severity = "RENC-026", KESALAHAN
    seen: str
    known: str
    title = "Jenis rencana tidak diketahui"
    sentence = "Jenis rencana aksi tidak diketahui[ ({seen})]; yang ada: {known:daftar}."
    repair = "Sebutkan dengan --jenis, atau pakai templat rencana aksi."
    meaning = "Lembar bukan dari templat program ini, dan isinya tidak menunjukkan jenisnya."
    example = lambda: UnknownPlanKind(
        on_book("rencana-dinas-pangan.xlsx"), seen="-", known="rb-general, rb-tematik, perjanjian-kinerja"
    )


class OtherPlanKind(Temuan):
    """Plan of another kind than the run's."""

    code, severity = "RENC-027", CATATAN
    seen: str
    expected: str
    title = "Rencana aksi jenis lain"
    sentence = "Berkas ini {seen}, bukan {expected}, jadi dilewati."
    repair = "Gabungkan jenis itu tersendiri dengan --jenis."
    meaning = "Satu rekap memuat satu jenis rencana aksi."
    example = lambda: OtherPlanKind(on_book("rencana-dinas-pangan.xlsx"), seen="rb-tematik", expected="rb-general")
