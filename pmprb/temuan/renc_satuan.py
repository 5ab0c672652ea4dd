"""Units of measure, indicators of several units, the score carried into a worksheet: codes RENC from 028 on."""

from __future__ import annotations

from fractions import Fraction

from pmprb.temuan.place import on_book, on_plan
from pmprb.temuan.record import CATATAN, KESALAHAN, PERINGATAN, AboutNode, CellPos, Plural


class PercentOfOtherUnit(AboutNode):
    """Per cent where the unit is another."""

    code, severity = "RENC-028", KESALAHAN
    seen: str
    label: str
    unit: str
    title = "Persen pada satuan lain"
    sentence = '{label} untuk {node} tertulis "{seen}", sedangkan satuannya {unit}.'
    repair = "Tulis angkanya dalam satuan itu, atau ganti satuannya menjadi persen."
    meaning = (
        "Angka bertanda persen tidak dapat dibandingkan dengan angka dalam satuan lain. Sel yang tampil 75% "
        "sebenarnya menyimpan 0,75. Baris itu belum dinilai."
    )
    plural = Plural(sentence="{count} angka bertanda persen, padahal satuannya lain: {list}.", each='{node} "{seen}"')
    example = lambda: PercentOfOtherUnit(
        on_plan("W6"), "Arsip tertata", seen="75%", label="Realisasi TW I", unit="dokumen"
    )


class FigureOfOtherUnit(AboutNode):
    """Figure with another unit than its row's."""

    code, severity = "RENC-029", KESALAHAN
    seen: str
    label: str
    unit: str
    named: str
    title = "Satuan lain pada angka"
    sentence = '{label} untuk {node} tertulis "{seen}", sedangkan kolom Satuan berisi {unit}.'
    repair = "Tulis angkanya saja, dalam satuan itu."
    meaning = "Angka dengan satuan lain tidak dapat dibandingkan dengan targetnya. Baris itu belum dinilai."
    unused = ("named",)
    example = lambda: FigureOfOtherUnit(
        on_plan("W6"), "Arsip tertata", seen="12 kg", label="Realisasi TW I", unit="ton", named="kg"
    )


class FiguresOfTwoScales(AboutNode):
    """Figures of one row seem to be of two scales."""

    code, severity = "RENC-030", PERINGATAN
    seen: Fraction
    other: Fraction
    title = "Angka sebaris berbeda skala"
    sentence = "Pada {node} ada angka {seen:angka} di samping {other:angka}; barangkali hanya salah satunya persen."
    repair = "Tulis target dan realisasi dengan satuan yang sama, misalnya 75, bukan 0,75 atau 75%."
    meaning = (
        "Dalam satu baris bersatuan persen ada angka yang tampaknya pecahan (0,75 untuk 75), atau hanya "
        "sebagian angkanya bertanda persen. Baris itu tetap dihitung menurut angka yang tertulis."
    )
    plural = Plural(
        sentence="{count} angka tampaknya berbeda skala dari angka lain sebaris: {list}.", each="{node} ({seen:angka})"
    )
    example = lambda: FiguresOfTwoScales(on_plan("W6"), "Arsip tertata", seen=Fraction("3/4"), other=Fraction(80))


class UnitsOfMeasureDiffer(AboutNode):
    """Units of target and realisation differ."""

    code, severity = "RENC-031", KESALAHAN
    seen: str
    unit: str
    title = "Satuan target dan realisasi berbeda"
    sentence = "Satuan realisasi {node} adalah {seen}, sedangkan satuan targetnya {unit}."
    repair = "Samakan satuannya, dan ubah angkanya bila perlu."
    meaning = "Target dan realisasi dengan satuan berbeda tidak dapat dibandingkan. Baris itu belum dinilai."
    example = lambda: UnitsOfMeasureDiffer(on_plan("H6"), "Arsip tertata", seen="kg", unit="ton")


class TwoNumberSpellings(AboutNode):
    """Numbers of one column spelled in two ways."""

    code, severity = "RENC-032", PERINGATAN
    seen: str
    other: str
    title = "Dua cara menulis angka"
    sentence = 'Kolom {node} memakai dua cara menulis angka: "{seen}" dan "{other}".'
    repair = "Tulis semuanya dengan cara yang sama, dan periksa angka bertanda titik di kolom itu."
    meaning = (
        "Sebagian angka diketik sebagai teks dengan koma desimal, sebagian dengan titik desimal. Keduanya "
        "terbaca, tetapi menandakan isian dari dua sumber."
    )
    example = lambda: TwoNumberSpellings(on_plan("M8"), "Target TW I", seen="1000.5", other="1.000,5")


class SharedUnitsDiffer(AboutNode):
    """An indicator of several units in different units of measure."""

    code, severity = "RENC-033", KESALAHAN
    seen: str
    unit: str
    name: str
    other: str
    title = "Indikator bersama berbeda satuan"
    sentence = "{node} bersatuan {seen:singkat} pada {name}, sedangkan pada {other} {unit:singkat}."
    repair = "Samakan satuannya; sebelum itu angkanya tidak digabung."
    meaning = (
        "Indikator yang sama dipakai beberapa unit dengan satuan berbeda. Capaian tiap unit tetap dihitung; "
        "angka gabungannya tidak."
    )
    example = lambda: SharedUnitsDiffer(
        on_plan("I6"), "Arsip tertata", seen="kg", unit="ton", name="Dinas Pangan", other="Dinas Pertanian"
    )


class IndicatorNamesNearlySame(AboutNode):
    """Names of indicators of two units that are nearly the same."""

    code, severity = "RENC-034", PERINGATAN
    other: str
    name: str
    holder: str
    title = "Nama indikator hampir sama"
    sentence = '"{node}" pada {name} hampir sama dengan "{other}" pada {holder}.'
    repair = "Samakan namanya bila maksudnya satu indikator."
    meaning = "Indikator beberapa unit digabung bila namanya sama. Salah ketik membuatnya terpisah."
    example = lambda: IndicatorNamesNearlySame(
        on_plan("H6"), "Jumlah arsip tertatah", other="Jumlah arsip tertata", name="Dinas Pangan", holder="Dinas Sosial"
    )


class SharedWaysDiffer(AboutNode):
    """An indicator of several units reckoned in different ways."""

    code, severity = "RENC-035", PERINGATAN
    seen: str
    expected: str
    name: str
    other: str
    title = "Indikator bersama berbeda cara"
    sentence = "{node} memakai {seen:singkat} pada {name}, sedangkan pada {other} {expected:singkat}."
    repair = "Samakan cara menilainya; sebelum itu angkanya tidak digabung."
    meaning = (
        "Indikator yang sama dipakai beberapa unit dengan cara menilai berbeda. Capaian tiap unit tetap "
        "dihitung; angka gabungannya tidak."
    )
    example = lambda: SharedWaysDiffer(
        on_plan("J6"),
        "Arsip tertata",
        seen="Makin rendah makin baik",
        expected="Makin tinggi makin baik",
        name="Dinas Pangan",
        other="Dinas Sosial",
    )


class CarriedScoreDiffers(AboutNode):
    """The worksheet says another implementation score than the plans."""

    code, severity = "RENC-036", PERINGATAN
    seen: str
    expected: Fraction
    title = "Angka di lembar berbeda dari rekap"
    sentence = "Butir {node} di lembar itu berisi {seen:angka}, sedangkan dari rekap rencana aksi {expected:angka}."
    repair = "Salinannya memuat angka rekap; lembar aslinya tidak diubah."
    meaning = "Tingkat implementasi sudah diisi di lembar, dan berbeda dari hasil hitungan rencana aksi."
    example = lambda: CarriedScoreDiffers(
        CellPos(workbook="lembar-rb-general.xlsx", sheet="LKE", cell="F8"), "A02", seen="90", expected=Fraction("82.5")
    )


class CarriedPeriodDiffers(AboutNode):
    """The worksheet is of another period than the plans."""

    code, severity = "RENC-037", PERINGATAN
    seen: str
    expected: str
    title = "Periode lembar dan rekap berbeda"
    sentence = "Lembar itu berperiode {seen}, sedangkan rencana aksinya {expected}; {node} tetap diisikan."
    repair = "Pakai lembar tahun yang sama bila yang dimaksud tahun itu."
    meaning = "Tingkat implementasi dibawa ke lembar tahun lain."
    example = lambda: CarriedPeriodDiffers(on_book("lembar-rb-general.xlsx"), "A02", seen="2024", expected="2026")


class ScoreNotCarried(AboutNode):
    """The implementation score cannot be carried over."""

    code, severity = "RENC-038", KESALAHAN
    cause: str
    title = "Tingkat implementasi tidak dapat dibawa"
    sentence = "Butir {node} tidak dapat diisikan: {cause:bawa}."
    repair = "Sebutkan lembar atau instrumen RB General, dan gabungkan rencana aksi RB General."
    meaning = "Hanya rencana aksi RB General yang diminta butir itu, dan hanya lembar RB General yang memuatnya."
    example = lambda: ScoreNotCarried(on_book("lembar-zi.xlsx"), "A02", cause="item")


class ScoreOfUnfinishedYear(AboutNode):
    """The implementation score of an unfinished year."""

    code, severity = "RENC-039", CATATAN
    quarter: str
    title = "Tingkat implementasi belum setahun"
    sentence = "Angka untuk {node} baru sampai triwulan {quarter}."
    repair = "Bawa lagi setelah triwulan IV dilaporkan."
    meaning = "Keluaran yang targetnya belum jatuh tempo ikut membagi, jadi angkanya masih naik."
    example = lambda: ScoreOfUnfinishedYear(on_book("lembar-rb-general.xlsx"), "A02", quarter="II")
