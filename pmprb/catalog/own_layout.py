"""The one layout of our own template: which columns *LKE* has, in which order, and by which headers they are read.

The sheet, its formulas, drop-downs and colours, the review workbook, the reader and the comparison with the template
are all made from `LKE_COLUMNS`: a new column is a line here, and what the writer puts into it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

from pmprb.catalog.layout import Layout, LayoutColumn
from pmprb.records import dataclass

OWN_LAYOUT, LKE, META = "pmprb", "LKE", "_meta"


@dataclass(frozen=True)
class LkeColumn:
    """A column of *LKE*: the key formulas and the reader know it by, its header, its width in characters.

    `typed_by` says who fills it in; everything else is locked. `also` are headers it may bear besides its own.
    `computed` columns hold the sheet's own figures: compared, never read as answers. `hidden` ones are for formulas
    and programs, not for people.
    """

    key: str
    header: str
    width: float = 8
    typed_by: Literal["", "unit", "tpi"] = ""
    also: tuple[str, ...] = ()
    required: bool = False
    computed: bool = False
    hidden: bool = False


LKE_COLUMNS = (
    LkeColumn("id", "Kode", 11, required=True),
    LkeColumn("criterion", "Kriteria", 37),
    LkeColumn("weight", "Bobot", 7),
    LkeColumn("options", "Penjelasan", 74),
    LkeColumn("allowed", "Pilihan", 8, also=("Pilihan Jawaban",)),
    LkeColumn("answer", "Jawaban", 11, "unit", also=("Jawaban Unit",), required=True),
    LkeColumn("score", "Nilai", 7, computed=True),
    LkeColumn("share", "%", 7, computed=True),
    LkeColumn("evidence", "Bukti Dukung", 28, "unit", also=("Daftar Bukti Dukung",)),
    LkeColumn("note", "Catatan", 24, "unit", also=("Catatan Unit",)),
    LkeColumn("reviewed_answer", "Jawaban TPI", 13, "tpi"),
    LkeColumn("reviewed_note", "Catatan TPI", 22, "tpi"),
    # The answer as the formulas read it, without stray spaces, a number typed as text as a number; its state (1 blank,
    # 2 good, 3 wrong, 4 *tidak berlaku*).
    LkeColumn("tidied", "bersih", hidden=True),
    LkeColumn("state", "keadaan", hidden=True),
    # Points or score under the policy `lewati`; how many items are answered (where a number is typed: the text of one
    # that was typed as text); points within reach; how many apply.
    LkeColumn("left_out", "nilai_lewati", hidden=True),
    LkeColumn("answered", "terjawab", hidden=True),
    LkeColumn("most", "maksimum", hidden=True),
    LkeColumn("applicable", "berlaku", hidden=True),
    # An item's own score where gates on other items change it; what a catalog needs and the sheet does not show.
    LkeColumn("own", "sendiri", hidden=True),
    LkeColumn("mark", "katalog", hidden=True),
    # In a review workbook: the answer that counts, the verifier's or the unit's.
    LkeColumn("used", "dipakai", hidden=True),
)
# Columns that verifiers of the ministry (TPN) add to a worksheet of ours.
_ADDED = (
    LayoutColumn(key="national_answer", headers=("Jawaban TPN", "Jawaban Tim Penilai Nasional")),
    LayoutColumn(key="national_note", headers=("Catatan TPN", "Catatan Tim Penilai Nasional")),
)


def with_own(layouts: Iterable[Layout], level: str) -> tuple[Layout, ...]:
    """Return all layouts of an instrument: our own, then the official forms.

    Catalogs made before the program owned this layout still list it; their copy is passed over.
    """
    return (own_layout(level), *(layout for layout in layouts if layout.id != OWN_LAYOUT))


@lru_cache(maxsize=2)
def own_layout(level: str) -> Layout:
    """Return how our template is read back; an instrument of the `level` instansi may name its unit so."""
    visible = [column for column in LKE_COLUMNS if not column.hidden]
    return Layout(
        id=OWN_LAYOUT,
        title="Templat pmprb",
        sheets=(LKE,),
        identity_sheet=META,
        unit_labels=("Unit kerja", "Nama unit", "Unit", *(("Instansi",) if level == "instansi" else ())),
        period_labels=("Periode", "Tahun"),
        reviewer_labels=("Penilai TPI", "Nama penilai", "Penilai"),
        columns=(
            *(LayoutColumn(key=c.key, headers=(c.header, *c.also), required=c.required) for c in visible),
            *_ADDED,
        ),
        computed=tuple(column.key for column in visible if column.computed),
    )
