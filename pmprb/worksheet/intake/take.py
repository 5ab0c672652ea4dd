"""A form as an instrument: tree, weights, items, layouts, joined.

Enters: an opened book, an id and perhaps a title. Leaves: `Taken`, with a temuan for all that could not be decided.
Refuses to know: files to write, catalogs already there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import PurePath
from typing import Any

from pydantic import TypeAdapter, ValidationError

from pmprb.catalog.item import Basis, ItemGate, Reference
from pmprb.catalog.layout import Layout, LayoutColumn
from pmprb.catalog.model import ROOT, Group, Instrument, Node, Policies, Regulation
from pmprb.catalog.own_layout import OWN_LAYOUT, with_own
from pmprb.temuan import (
    CellPos,
    FormNotReadBack,
    FormWeightReckoned,
    NoGatesInForm,
    OptionScoresAssumed,
    OptionsFromAnswers,
    OptionsFromScale,
    PercentTypedByHand,
    RatioFormulaAssumed,
    Temuan,
)
from pmprb.workbook.book import Book
from pmprb.workbook.choices import Choices
from pmprb.workbook.tolerant import text_of
from pmprb.worksheet.find import find_rows
from pmprb.worksheet.intake import wording
from pmprb.worksheet.intake.form import Form, Given, find_form
from pmprb.worksheet.intake.given import given_answers
from pmprb.worksheet.intake.items import Items
from pmprb.worksheet.intake.lines import FormRow, Lines, find_lines
from pmprb.worksheet.intake.scales import REGULATION, Scales, basis_of
from pmprb.worksheet.intake.tree import Branch, groups_of, hollow, set_levels, settle, told, tree_of
from pmprb.worksheet.layouts import folded, labelled, place

# The layout of the form a catalog was made from.


UNIT_LABELS = (
    *("Unit kerja", "Nama unit", "Unit", "Instansi", "Nama instansi", "Satuan kerja", "Nama satuan kerja"),
    *("Perangkat daerah", "Nama perangkat daerah", "OPD", "Nama OPD", "SKPD", "Nama SKPD"),
)
PERIOD_LABELS = ("Periode", "Tahun", "Tahun penilaian", "Periode penilaian")
_COMPUTED = ("score", "share")


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


def _columns(form: Form, cleaned: bool) -> Iterator[LayoutColumn]:
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
            yield LayoutColumn(key=name, headers=(header,), nth=nth[column], required=needed)
    for column in form.others:
        yield LayoutColumn(key="other_block", headers=(form.header(column),), nth=nth[column])


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


def read_back(form: Form, instrument: Instrument, lines: tuple[FormRow, ...]) -> Iterator[Temuan]:
    """Yield the items that reading the form with the new catalog does not find where they stand."""
    layout = next((one for one in instrument.layouts if one.id != OWN_LAYOUT), instrument.layouts[0])
    known = all(item.answer_set in instrument.scales for item in instrument.items.values() if item.kind == "choice")
    if not known:
        return  # an unknown kind of answer is told already, and nothing can be read with it
    placed = place(form.book, layout)[0]
    if (len(instrument.layouts) == 1 and form.style != "id") or placed is None or placed.sheet is not form.sheet:
        yield FormNotReadBack(form.pos(form.header_row, "answer"), "")
        return
    rows = find_rows(placed, instrument, form.book.file)
    for line in lines:
        if line.kind == "item" and line.row not in rows.at.get(line.code, ()):
            yield FormNotReadBack(form.pos(line.row, "answer"), line.code)


_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_UNKNOWN_YEAR = 2000
_SHORT = 40
_INSTRUMENT: TypeAdapter[Instrument] = TypeAdapter(Instrument)
_ASSUMED = (
    RatioFormulaAssumed,
    FormWeightReckoned,
    OptionScoresAssumed,
    PercentTypedByHand,
    OptionsFromAnswers,
    OptionsFromScale,
)


@dataclass(frozen=True)
class Taken:
    """An instrument made from a form; `unweighted` are headings whose weight nobody knows (0 stands there)."""

    instrument: Instrument
    unweighted: tuple[str, ...]
    comment: str


def take_instrument(
    book: Book,
    own_id: str,
    title: str,
    temuan: list[Temuan],
    lists: Mapping[str, Choices] | None = None,
    scale: str = "",
) -> Taken | None:
    """Return the instrument a book's form lays down; None when there is no form.

    Where no column names the allowed answers they come from `lists` (data validations by sheet), from `scale`, named
    once for the whole sheet ("A/B/C"), from a legend, or from the answers seen; what rests on the last three is a
    reconstruction.
    """

    def giving(form: Form, told: list[Temuan]) -> Given:
        return given_answers(form, (lists or {}).get(form.sheet.name, Choices()), scale, told)

    form = find_form(book, temuan, giving)
    if form is None:
        return None
    return _Taking(form, find_lines(form, temuan), temuan).taken(own_id, title)


class _Taking:
    """The making of one instrument."""

    def __init__(self, form: Form, lines: Lines, temuan: list[Temuan]) -> None:
        self.form = form
        self.lines = lines
        self.temuan = temuan
        self.scales = Scales(temuan)
        self.items = Items(form, self.scales, temuan)

    def taken(self, own_id: str, title: str) -> Taken:
        tree = tree_of(self.form, self.lines.lines, self.temuan)
        settle(tree.part)
        self.temuan += [*told(tree.part), *hollow(self.form, tree)]
        set_levels(tree)
        root = self._node(tree)
        headings = list(tree.headings())
        titles = {branch.line.code: branch.title for branch in headings}
        cleaned = any(branch.was_cleaned for branch in headings)
        layout = form_layout(self.form, self.lines.totals, titles, cleaned=cleaned)
        shown = title or self._title()
        fixed = {
            "id": own_id,
            "title": shown,
            "references": (self._cites_file(),),
            "answer_sets": self.scales.answer_sets,
            "layouts": with_own((layout,) if layout else (), self._unit_level()),
            "root": root,
            "item_gates": tuple(self._gates(root)),
            "regulations": (own_regulation(),),
            "hash": "",
        }
        instrument = self._instrument(self._usual(own_id, shown, root), self._carried(tree), fixed)
        self.temuan += read_back(self.form, instrument, self.lines.lines)
        unweighted = tuple(branch.line.code for branch in headings if branch.part.weight is None)
        return Taken(instrument, unweighted, wording.comment(self.form.book.file))

    def _node(self, branch: Branch) -> Node:
        part, line = branch.part, branch.line
        own: dict[str, Any] = {
            "id": line.code,
            "level": branch.level,
            "title": branch.title or line.code,
            "weight": Fraction(0) if part.weight is None else part.weight,
            "gather": part.gather or "sum",
            "basis": basis_of(line.mark.get("basis")),
            "references": (Reference(regulation=REGULATION, place=self.items.place(line)),),
            "note": wording.WEIGHT_NOTE if part.reckoned and part.told else "",
            "children": tuple(self._node(below) for below in branch.branches if not below.part.is_item),
            "items": tuple(
                self.items.item(below.line, below.counts, below.part.weight)
                for below in branch.branches
                if below.part.is_item
            ),
        }
        return Node.model_validate(own)

    def _gates(self, root: Node) -> Iterator[ItemGate]:
        """Yield the gates between items that our own template carries, as far as both items are there."""
        items = {item.id for node in root.walk() for item in node.items}
        yield from (gate for gate in self.items.gates if {gate.item, gate.parent} <= items)

    def _cites_file(self) -> Reference:
        book = self.form.book
        return Reference(regulation=REGULATION, place=wording.file_cited(book.file, book.sha256))

    # The head

    def _usual(self, own_id: str, title: str, root: Node) -> dict[str, Any]:
        """Return what the form shows of the instrument itself, or what is usual."""
        return {
            "short_title": title if len(title) <= _SHORT else own_id,
            "unit_level": self._unit_level(),
            "valid_from": self._year(title),
            "policies": Policies(),
            "groups": groups_of(root),
        }

    @staticmethod
    def _carried(tree: Branch) -> dict[str, Any]:
        """Return what our own template carries of the instrument itself; empty for other forms."""
        said = tree.line.mark.get("head")
        return {str(key): value for key, value in said.items()} if isinstance(said, Mapping) else {}

    def _instrument(self, usual: dict[str, Any], carried: dict[str, Any], fixed: dict[str, Any]) -> Instrument:
        """Return the instrument; what the template carries leads, unless it was spoiled."""
        at = CellPos(workbook=self.form.book.file, sheet=self.form.sheet.name)
        caution = wording.caution(self.form.book.file, any(isinstance(t, _ASSUMED) for t in self.temuan))
        for head in (carried, {}):
            before = str(head.get("caution", "")).partition(wording.CAUTION)[0].strip()
            texts = filter(None, (before, caution))
            basis = Basis.REKONSTRUKSI if self.form.given.guessed else basis_of(head.get("basis"))
            fields = usual | head | fixed | {"caution": " ".join(texts), "basis": basis}
            try:
                instrument = _INSTRUMENT.validate_python(fields)
            except ValidationError:
                if not head:
                    raise
                continue
            year = "-" if "valid_from" in head else instrument.valid_from
            self.temuan.append(NoGatesInForm(at, year=year))
            return instrument.model_copy(update={"groups": tuple(_groups(instrument))})
        raise AssertionError("the usual head is valid")

    def _title(self) -> str:
        """Return the title above the form, else the file's name."""
        for row in self.form.sheet.rows[: self.form.header_row]:
            for value in row:
                text = text_of(value)
                if isinstance(value, str) and len(text) >= 8 and ":" not in text:
                    return value if self.form.style == "id" else text
        return PurePath(self.form.book.file).stem

    def _year(self, title: str) -> int:
        """Return the year the form names: in its title, as its period, in the file's name, or when it was saved."""
        period = labelled(self.form.sheet, ("Periode", "Tahun"), self.form.header_row)
        book = self.form.book
        for text in (title, period[0] if period else "", book.file, book.modified[:4]):
            found = _YEAR.search(text)
            if found:
                return int(found.group())
        return _UNKNOWN_YEAR

    def _unit_level(self) -> str:
        """Return "instansi" for a form that asks for the instansi above its header, else "unit"."""
        above = self.form.sheet.rows[: self.form.header_row]
        labels = {folded(str(value).partition(":")[0]) for row in above for value in row if isinstance(value, str)}
        return "instansi" if labels & {"instansi", "nama instansi"} else "unit"


def _groups(instrument: Instrument) -> Iterator[Group]:
    """Yield the groups as far as their nodes are there: rows may be gone since the template was made."""
    nodes = {node.id for node in instrument.root.walk()}
    taken = nodes | {item.id for node in instrument.root.walk() for item in node.items}
    for group in instrument.groups:
        kept = tuple(name for name in group.nodes if name in nodes)
        if kept and group.id not in taken:
            taken.add(group.id)
            yield group.model_copy(update={"nodes": kept})


def own_regulation() -> Regulation:
    """Return the entry of regulations.yaml for users' own files; which file it was stands with the instrument."""
    return Regulation(
        id=REGULATION,
        title="Berkas sendiri",
        about="Lembar kerja milik pemakai; nama berkas dan sidik SHA-256-nya ada pada references instrumennya",
        year=0,
    )
