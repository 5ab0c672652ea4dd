"""Catalog files: criteria, rules of action plans, crosswalks (codes KAT). The reader keeps `criteria/`, so its file
and key names are used."""

from __future__ import annotations

from fractions import Fraction

from pmprb.temuan.place import on_line
from pmprb.temuan.record import KESALAHAN, PERINGATAN, AboutNode, Temuan


class UnreadableYaml(Temuan):
    """YAML cannot be parsed."""

    code, severity = "KAT-001", KESALAHAN
    problem: str
    title = "Susunan berkas kriteria tidak terbaca"
    sentence = "Susunan berkas ini tidak terbaca[: {problem:susunan}]."
    repair = "Periksa baris itu dan baris di atasnya: lekukan, titik dua, dan tanda kutip."
    meaning = "Berkas kriteria tidak mengikuti cara tulis YAML, sehingga isinya belum dapat diperiksa."
    example = lambda: UnreadableYaml(
        on_line("criteria/contoh-2021/nodes/A.I.2.yaml", 12, 5),
        problem="mapping values are not allowed in this context",
    )


class UnfitKey(Temuan):
    """Key missing, unknown or of the wrong type."""

    code, severity = "KAT-002", KESALAHAN
    key: str
    kind: str
    seen: str
    title = "Kunci kriteria tidak sesuai"
    sentence = '[Kunci "{key}"|Bagian ini] {kind:jenis}[ (tertulis "{seen}")].'
    repair = "{kind:saran}; docs/katalog.md menerangkan setiap kunci."
    meaning = "Sebuah kunci dalam berkas kriteria kurang, tidak dikenal, atau isinya bukan yang diharapkan."
    example = lambda: UnfitKey(
        on_line("criteria/contoh-2021/nodes/A.I.2.yaml", 12, 5),
        key="items.0.formula",
        kind="literal_error",
        seen="rata",
    )


class RepeatedKey(Temuan):
    """Key twice in one mapping."""

    code, severity = "KAT-003", KESALAHAN
    key: str
    title = "Kunci kriteria tertulis dua kali"
    sentence = 'Kunci "{key}" tertulis dua kali dalam satu bagian.'
    repair = "Sisakan satu saja."
    meaning = "Dua kunci bernama sama berdiri di satu bagian berkas kriteria, jadi tidak jelas mana yang berlaku."
    example = lambda: RepeatedKey(on_line("criteria/contoh-2021/nodes/A.I.2.yaml", 12, 5), key="basis")


class RepeatedId(Temuan):
    """Id twice."""

    code, severity = "KAT-004", KESALAHAN
    id: str
    file: str
    line: int
    title = "Id dipakai dua kali"
    sentence = 'Id "{id}" sudah dipakai di {file}[ baris {line:baris}].'
    repair = "Beri id lain pada salah satunya, sesuai penomoran dalam peraturan."
    meaning = "Setiap bagian, butir, dan ambang memiliki id sendiri; id yang sama tidak boleh dipakai dua kali."
    example = lambda: RepeatedId(
        on_line("criteria/contoh-2021/nodes/A.I.2.yaml", 48, 9), "A.I.2.i.b", id="A.I.2.i.b", file="A.I.2.yaml", line=31
    )


class WeightsDoNotSum(AboutNode):
    """Weights of children do not sum to the parent."""

    code, severity = "KAT-005", KESALAHAN
    total: Fraction
    weight: Fraction
    title = "Jumlah bobot tidak cocok"
    sentence = "Bobot di bawah {node} berjumlah {total:angka}, sedangkan bobot {node} sendiri {weight:angka}."
    repair = "Samakan keduanya menurut peraturan."
    meaning = "Pada setiap tingkat, bobot bagian-bagian harus tepat berjumlah bobot induknya."
    example = lambda: WeightsDoNotSum(
        on_line("criteria/contoh-2021/nodes/A.I.2.yaml", 3, 9), "A.I.2", total=Fraction("10/3"), weight=Fraction("3.5")
    )


class UnknownAnswerSet(AboutNode):
    """Unknown answer set."""

    code, severity = "KAT-006", KESALAHAN
    name: str
    known: str
    title = "Skala jawaban tidak dikenal"
    sentence = 'Skala jawaban "{name}" pada {node} tidak ada dalam answer_sets.yaml.[ Yang ada: {known:daftar}.]'
    repair = "Pakai salah satu skala yang ada, atau tambahkan skala itu."
    meaning = "Sebuah butir menyebut skala jawaban yang belum ditetapkan dalam instrumennya."
    example = lambda: UnknownAnswerSet(
        on_line("criteria/contoh-2021/nodes/A.I.2.yaml", 20, 13),
        "A.I.2.i.a",
        name="abcdef",
        known="ya-tidak, abc, abcd, abcde",
    )


class UnknownRegulation(Temuan):
    """Unknown regulation."""

    code, severity = "KAT-007", KESALAHAN
    name: str
    title = "Peraturan rujukan tidak dikenal"
    sentence = 'Peraturan "{name}"[ yang dirujuk {node}] tidak ada dalam regulations.yaml.'
    repair = "Perbaiki rujukannya, atau tambahkan peraturan itu."
    meaning = "Setiap rujukan harus menunjuk peraturan yang tercantum dalam regulations.yaml."
    example = lambda: UnknownRegulation(
        on_line("criteria/contoh-2021/nodes/A.I.2.yaml", 8, 20), "A.I.2", name="permenpanrb-90-2012"
    )


class BrokenBands(AboutNode):
    """Predicate bands with a gap or an overlap."""

    code, severity = "KAT-008", KESALAHAN
    seen: Fraction
    expected: Fraction | int | None
    title = "Rentang predikat tidak bersambung"
    sentence = (
        "Rentang predikat belum bersambung dari 0 sampai 100: pada {node} batasnya {seen:angka}, yang "
        "diharapkan {expected:angka}."
    )
    repair = "Mulai setiap rentang tepat di akhir rentang sebelumnya."
    meaning = "Rentang predikat berlubang, tumpang tindih, atau tidak sampai 100."
    example = lambda: BrokenBands(
        on_line("criteria/contoh-2021/instrument.yaml", 40, 3), "BB", seen=Fraction(72), expected=Fraction(70)
    )


class UnknownNodeNamed(Temuan):
    """A gate, group or rule names a node that does not exist."""

    code, severity = "KAT-009", KESALAHAN
    name: str
    title = "Nama bagian tidak ditemukan"
    sentence = '[Pada {node}, nama|Nama] "{name}" tidak ada di antara bagian dan butir instrumen ini.'
    repair = "Tulis id bagian, butir, atau kelompok yang ada."
    meaning = "Sebuah ambang, kelompok, atau predikat menunjuk bagian yang tidak ada dalam instrumen."
    example = lambda: UnknownNodeNamed(on_line("criteria/contoh-2021/instrument.yaml", 52, 13), "area-2", name="A.I.9")


class UnfitCounts(AboutNode):
    """Ratio counts: twice, unknown, or a formula without counts."""

    code, severity = "KAT-010", KESALAHAN
    name: str
    title = "Nama jumlah tidak sesuai"
    sentence = 'Jumlah "{name}" pada {node} tertulis dua kali, atau dipakai dalam rumus padahal belum didaftarkan.'
    repair = "Daftarkan setiap jumlah tepat satu kali di inputs, dan pakai nama itu dalam rumusnya."
    meaning = "Butir perbandingan memakai jumlah yang diberi nama; setiap nama didaftarkan tepat satu kali."
    example = lambda: UnfitCounts(
        on_line("criteria/contoh-2021/nodes/A.I.2.yaml", 60, 13), "B.III.a", name="wajib_lapor"
    )


class UnknownParent(Temuan):
    """A nodes file hangs under an unknown parent."""

    code, severity = "KAT-011", KESALAHAN
    parent: str
    title = "Bagian induk tidak ditemukan"
    sentence = 'Bagian induk[ "{parent}"][ untuk {node}] tidak ditemukan.'
    repair = "Periksa isi parent di awal berkas itu, atau tambahkan bagian induknya."
    meaning = "Berkas dalam nodes/ menggantung pada bagian yang tidak ada, atau bagian teratas (TOTAL) belum ada."
    example = lambda: UnknownParent(on_line("criteria/contoh-2021/nodes/A.I.2.yaml", 1, 9), "A.I.2", parent="A.V")


class OptionsUnlikeScale(AboutNode):
    """An item's options do not match its answer set."""

    code, severity = "KAT-012", KESALAHAN
    expected: str
    title = "Pilihan tidak cocok dengan skala"
    sentence = "Pilihan pada {node} tidak cocok dengan skala jawabannya[; yang diharapkan: {expected}]."
    repair = "Sesuaikan pilihan itu, dengan yang terbaik lebih dahulu."
    meaning = "Pilihan sebuah butir berbeda dengan skalanya, atau skor pada skala tidak menurun antara 1 dan 0."
    example = lambda: OptionsUnlikeScale(
        on_line("criteria/contoh-2021/nodes/A.I.2.yaml", 22, 13), "A.I.2.i.a", expected="A/B/C/D"
    )


class UnfitWeight(AboutNode):
    """Weight given or missing against the parent's way of gathering."""

    code, severity = "KAT-013", KESALAHAN
    gather: str
    title = "Bobot tidak sesuai cara penggabungan"
    sentence = "Bobot pada {node} tidak sesuai dengan cara penggabungannya ({gather:cara})."
    repair = (
        "Dengan gather: sum setiap butir berbobot; dengan gather: mean butir tanpa bobot. Bagian yang "
        "membawahi bagian lain memakai sum."
    )
    meaning = "Butir diberi bobot sendiri padahal digabung dengan rata-rata, atau tanpa bobot padahal dijumlahkan."
    example = lambda: UnfitWeight(on_line("criteria/contoh-2021/nodes/A.I.2.yaml", 22, 13), "A.I.2.i.a", gather="mean")


class CatalogFileMissing(Temuan):
    """Catalog folder or file not found."""

    code, severity = "KAT-014", KESALAHAN
    name: str
    known: tuple[str, ...]
    title = "Berkas kriteria tidak ditemukan"
    sentence = '"{name}" tidak ditemukan atau tidak dapat dibuka.[ Yang ada: {known:daftar}.]'
    repair = "Periksa nama dan letaknya."
    meaning = "Instrumen yang diminta tidak terpasang, atau salah satu berkasnya tidak ada atau tidak terbaca."
    example = lambda: CatalogFileMissing(
        on_line("criteria/contoh-2012", 0, 0), name="contoh-2012", known=("contoh-2014", "contoh-2021")
    )


class ScaleWithoutRoom(AboutNode):
    """Scale without room between minimum and maximum."""

    code, severity = "KAT-015", KESALAHAN
    title = "Skala angka tanpa rentang"
    sentence = "Skala angka pada {node} tidak memiliki rentang: batas bawah harus lebih kecil daripada batas atas."
    repair = "Betulkan min dan max menurut peraturan."
    meaning = "Butir yang meminta angka harus memiliki batas bawah yang lebih kecil daripada batas atasnya."
    example = lambda: ScaleWithoutRoom(on_line("criteria/contoh-2021/nodes/B.yaml", 14, 9), "B.I.a")


class NodeWithoutContent(AboutNode):
    """A node without anything beneath it."""

    code, severity = "KAT-016", KESALAHAN
    title = "Bagian tanpa isi yang jelas"
    sentence = "{node} perlu berisi bagian lain atau butir, dan hanya salah satunya."
    repair = "Isi children atau items, jangan keduanya."
    meaning = "Sebuah bagian kosong, atau memuat bagian lain dan butir sekaligus."
    example = lambda: NodeWithoutContent(on_line("criteria/contoh-2021/nodes/A.I.2.yaml", 3, 9), "A.I.2")


class CircularItemGates(AboutNode):
    """Gates between items run in a circle."""

    code, severity = "KAT-017", KESALAHAN
    variant: str
    title = "Aturan antarbutir berputar"
    sentence = 'Aturan antarbutir[ pada varian "{variant}"] berputar: {node} akhirnya bergantung pada dirinya sendiri.'
    repair = "Hapus atau betulkan salah satu aturan di item_gates menurut peraturan."
    meaning = (
        "Sebuah butir dapat bergantung pada jawaban butir lain, tetapi rangkaiannya tidak boleh kembali ke "
        "butir itu sendiri."
    )
    example = lambda: CircularItemGates(
        on_line("criteria/contoh-2021/instrument.yaml", 60, 5), "A.I.2.i.a", variant="kementerian"
    )


class ComparisonPolicyUsed(AboutNode):
    """A kind is reckoned by a policy that is for comparison only."""

    code, severity = "KAT-040", KESALAHAN
    name: str
    title = "Kebijakan pembanding dipakai menilai"
    sentence = "Jenis {node} dinilai dengan kebijakan {name}, yang hanya untuk pembanding."
    repair = "Pilih kebijakan yang menghitung nilai nol, misalnya baku."
    meaning = (
        "Kebijakan yang melewati nilai nol tidak dapat ditulis sebagai rumus lembar; triwulan yang terlewat "
        "di sana tidak menurunkan rata-rata."
    )
    example = lambda: ComparisonPolicyUsed(
        on_line("criteria/rencana-aksi/jenis.yaml", 7, 11), "rb-general", name="portal"
    )


class NeededRuleMissing(AboutNode):
    """A column or policy that the program needs is missing."""

    code, severity = "KAT-041", KESALAHAN
    name: str
    title = "Bagian aturan yang diperlukan tidak ada"
    sentence = 'Aturan rencana aksi memerlukan "{name}" pada {node}, tetapi tidak ada atau bentuknya lain.'
    repair = "Salin bagian itu dari aturan bawaan program, lalu sesuaikan judulnya saja."
    meaning = "Lembar dan rekap mencari kolom dan kebijakan menurut kuncinya. Judul boleh diganti, kuncinya tidak."
    example = lambda: NeededRuleMissing(on_line("criteria/rencana-aksi/kolom.yaml", 1, 1), "realised", name="realised")


class LineEndsBeforeBegin(AboutNode):
    """A line ends before it begins."""

    code, severity = "KAT-042", KESALAHAN
    first: int
    last: int
    title = "Masa berlaku terbalik"
    sentence = "{node} berlaku mulai {first} sampai {last}: akhirnya lebih dahulu daripada awalnya."
    repair = "Perbaiki tahun awal atau tahun akhirnya."
    meaning = "Kegiatan utama atau tema tidak mungkin berakhir sebelum mulai berlaku."
    example = lambda: LineEndsBeforeBegin(
        on_line("criteria/rencana-aksi/tema.yaml", 2, 60), "T1-KEMISKINAN", first=2025, last=2024
    )


class NameOfTwoLines(AboutNode):
    """One name for two lines of the same years."""

    code, severity = "KAT-043", KESALAHAN
    name: str
    other: str
    title = "Satu nama untuk dua kelompok"
    sentence = 'Nama "{name}" dipakai {node} dan {other} pada tahun yang sama.'
    repair = "Bedakan judul atau aliasnya."
    meaning = (
        "Baris rencana aksi dikelompokkan menurut nama. Nama yang sama pada tahun yang sama tidak dapat dibedakan."
    )
    example = lambda: NameOfTwoLines(
        on_line("criteria/rencana-aksi/tema.yaml", 9, 3), "T2-PANGAN", name="pangan", other="T2-KESEHATAN"
    )


class FloorAboveCap(AboutNode):
    """Floor of a policy not below its cap."""

    code, severity = "KAT-044", KESALAHAN
    title = "Batas capaian terbalik"
    sentence = "Batas bawah capaian pada {node} tidak lebih kecil daripada batas atasnya."
    repair = "Perbaiki floor atau cap."
    meaning = "Capaian dibatasi antara floor dan cap; tanpa jarak di antaranya semua baris bernilai sama."
    example = lambda: FloorAboveCap(on_line("criteria/rencana-aksi/kebijakan.yaml", 10, 10), "baku")


class CrosswalkIdUnknown(Temuan):
    """Names an id that the old or the new catalog does not have."""

    code, severity = "KAT-050", KESALAHAN
    id: str
    side: str
    title = "Padanan menyebut id yang tidak ada"
    sentence = 'Id "{id}" tidak ada dalam katalog {side:sisi}.'
    repair = "Perbaiki id itu, atau hapus dari padanannya."
    meaning = "Padanan butir menyebut id lama (old) dan id baru (new); keduanya harus ada dalam katalognya."
    example = lambda: CrosswalkIdUnknown(
        on_line("criteria/contoh-2024/crosswalk.yaml", 12, 15), "B19", id="B19", side="old"
    )


class CrosswalkIdTwice(Temuan):
    """An id in two passages of one variant."""

    code, severity = "KAT-051", KESALAHAN
    id: str
    side: str
    title = "Id berada dalam dua padanan"
    sentence = 'Id "{id}" dari katalog {side:sisi} berada dalam lebih dari satu padanan.'
    repair = "Sisakan satu padanan untuk setiap id."
    meaning = "Sebuah butir hanya boleh disebut satu padanan dalam satu varian, agar nilainya tidak terbawa dua kali."
    example = lambda: CrosswalkIdTwice(
        on_line("criteria/contoh-2024/crosswalk.yaml", 14, 15), "T1.S", id="T1.S", side="new"
    )


class ImpossiblePassage(Temuan):
    """Passage of an impossible shape."""

    code, severity = "KAT-052", KESALAHAN
    shape: str
    title = "Bentuk padanan tidak dapat dipakai"
    sentence = "{shape:bentuk}."
    repair = "Pecah menjadi beberapa padanan: satu ke satu, satu ke banyak, atau banyak ke satu."
    meaning = (
        "Padanan butir berbentuk satu ke satu, satu ke banyak, banyak ke satu, atau tanpa padanan di satu "
        "sisi. Nilai sebuah judul tidak dapat dipecah."
    )
    example = lambda: ImpossiblePassage(on_line("criteria/contoh-2024/crosswalk.yaml", 13, 7), shape="several")


class PredecessorUnusable(Temuan):
    """Predecessor not found or unusable."""

    code, severity = "KAT-053", KESALAHAN
    name: str
    title = "Instrumen pendahulu tidak ditemukan"
    sentence = 'Instrumen pendahulu "{name}" tidak ada di folder katalog ini, atau belum dapat dipakai.'
    repair = "Periksa namanya, lalu periksa katalog itu dengan pmprb kriteria periksa."
    meaning = "Padanan butir menunjuk instrumen lain di folder katalog yang sama."
    example = lambda: PredecessorUnusable(on_line("criteria/contoh-2024/crosswalk.yaml", 3, 16), name="contoh-2032")


class CrosswalkIncomplete(Temuan):
    """Items it says nothing about."""

    code, severity = "KAT-054", PERINGATAN
    side: str
    ids: tuple[str, ...]
    title = "Padanan belum lengkap"
    sentence = "Padanan tidak menyebut butir {side:sisi} ini: {ids:daftar}."
    repair = "Sebutkan padanannya, atau tulis sisi lain kosong ([]) bila memang tidak ada."
    meaning = (
        "Butir tanpa id yang sama di kedua katalog sebaiknya disebut, agar jelas bahwa ia tanpa penerus atau "
        "baru. Sementara ini dianggap tanpa padanan."
    )
    example = lambda: CrosswalkIncomplete(
        on_line("criteria/contoh-2024/crosswalk.yaml", 3, 3), side="old", ids=("B01", "B06")
    )
