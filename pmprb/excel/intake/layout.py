"""The layouts of a catalog made from a form: our own template's, and the form itself.

Enters: a form and the instrument made from it. Leaves: layouts, and what cannot be read back with them (KAT-034).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pmprb.catalog.layout import Column, Layout
from pmprb.catalog.model import ROOT, Instrument
from pmprb.excel.intake import wording
from pmprb.excel.intake.form import Form
from pmprb.excel.intake.lines import Line
from pmprb.excel.layouts import folded, place
from pmprb.excel.rows import find_rows
from pmprb.excel.template.plan import HEADERS, LAYOUT, LKE, META
from pmprb.temuan import Code, Temuan

UNIT_LABELS = (
    *("Unit kerja", "Nama unit", "Unit", "Instansi", "Nama instansi", "Satuan kerja", "Nama satuan kerja"),
    *("Perangkat daerah", "Nama perangkat daerah", "OPD", "Nama OPD", "SKPD", "Nama SKPD"),
)
PERIOD_LABELS = ("Periode", "Tahun", "Tahun penilaian", "Periode penilaian")
_TEMPLATE_KEYS = (
    *("id", "criterion", "weight", "options", "allowed", "answer", "score", "share", "evidence", "note"),
    *("reviewed_answer", "reviewed_note"),
)
_NEEDED = ("id", "answer")
_COMPUTED = ("score", "share")


def template_layout() -> Layout:
    """Return the layout of the worksheets `pmprb templat` makes."""
    columns = (
        Column(key=key, headers=(header,), required=key in _NEEDED)
        for key, header in zip(_TEMPLATE_KEYS, HEADERS, strict=True)
    )
    return Layout(
        id=LAYOUT,
        title="Templat pmprb",
        sheets=(LKE,),
        identity_sheet=META,
        unit_labels=("Unit kerja", "Nama unit", "Unit"),
        period_labels=("Periode", "Tahun"),
        reviewer_labels=("Penilai TPI",),
        columns=tuple(columns),
        computed=_COMPUTED,
    )


def form_layout(form: Form, totals: Mapping[int, str], titles: Mapping[str, str], *, cleaned: bool) -> Layout | None:
    """Return the layout of the user's own form; None when it is our template or has no column of answers.

    `titles` are the headings' titles by code; `cleaned`: titles lost a number, so texts are not to be compared.
    """
    if form.style == "id" or "answer" not in form.columns:
        return None
    return Layout(
        id="lembar-sendiri",
        title=wording.layout_title(form.sheet.name, form.book.file),
        sheets=(form.sheet.name.strip(),),
        rows=form.style,
        total_labels=_total_labels(totals, titles),
        unit_labels=UNIT_LABELS,
        period_labels=PERIOD_LABELS,
        columns=tuple(_columns(form, cleaned)),
        computed=tuple(key for key in _COMPUTED if key in form.columns),
    )


def _columns(form: Form, cleaned: bool) -> Iterator[Column]:
    """Yield the columns that bear a header; a second one of a known kind belongs to another block."""
    times: dict[str, int] = {}
    nth: dict[int, int] = {}
    row = form.sheet.rows[form.header_row]
    for c, value in enumerate(row):
        if isinstance(value, str):
            header = folded(value)
            times[header] = nth[c] = times.get(header, 0) + 1
    for key, column in sorted(form.columns.items(), key=lambda one: one[1]):
        header = form.header(column)
        name = _name(form, key, column, cleaned)
        if header and name and column in nth:
            needed = key in ("answer", "allowed") or (key == "id" and form.style == "outline")
            yield Column(key=name, headers=(header,), nth=nth[column], required=needed)
    for column in form.others:
        yield Column(key="other_block", headers=(form.header(column),), nth=nth[column])


def _name(form: Form, key: str, column: int, cleaned: bool) -> str:
    """Return the key the reader knows a column by; empty for one that would mislead it."""
    if key == "mark" or (key == "id" and form.style == "hierarchy"):
        return ""
    if key != "criterion":
        return key
    if form.style == "outline":
        return "heading" if cleaned else "criterion"
    return "heading" if column <= form.markers[0] else ""


def _total_labels(totals: Mapping[int, str], titles: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return code → texts of the rows that show its total apart: "TOTAL PENGUNGKIT" for the heading PENGUNGKIT."""
    named = {folded(title): code for code, title in titles.items()}
    found: dict[str, tuple[str, ...]] = {}
    for text in totals.values():
        bare = text.partition("(")[0].strip()
        words = bare.split(" ", 1)
        code = named.get(folded(words[1]), "") if len(words) > 1 else ""
        if not code and words[0].casefold() == "nilai":
            code = ROOT
        if code:
            found[code] = tuple(dict.fromkeys((*found.get(code, ()), bare)))
    return found


def read_back(form: Form, instrument: Instrument, lines: tuple[Line, ...]) -> Iterator[Temuan]:
    """Yield the items that reading the form with the new catalog does not find where they stand."""
    layout = next((one for one in instrument.layouts if one.id != LAYOUT), instrument.layouts[0])
    known = all(item.answer_set in instrument.scales for item in instrument.items.values() if item.kind == "choice")
    if not known:
        return  # an unknown kind of answer is told already, and nothing can be read with it
    placed = place(form.book, layout)[0]
    if (len(instrument.layouts) == 1 and form.style != "id") or placed is None or placed.sheet is not form.sheet:
        yield Temuan.of(Code.KAT_034, form.pos(form.header_row, "answer"), "")
        return
    rows = find_rows(placed, instrument, form.book.file)
    for line in lines:
        if line.kind == "item" and line.row not in rows.at.get(line.code, ()):
            yield Temuan.of(Code.KAT_034, form.pos(line.row, "answer"), line.code)
