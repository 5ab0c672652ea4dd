"""The rows of a form as headings, items and counts, each with its code and what its column of allowed answers says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

from pmprb.catalog.model import ROOT
from pmprb.temuan import FormCodeTwice, RowWithoutHeading, Temuan
from pmprb.workbook.tolerant import number, text_of
from pmprb.worksheet.cells import explains_choices
from pmprb.worksheet.intake.form import Form
from pmprb.worksheet.outline import Outline, bare, following, is_marker

# What a form's column of allowed answers says: a scale of labels, a range, a percentage, counts.


Says = Literal["labels", "range", "percent", "unknown", "nothing"]
_YES_NO = re.compile(r"(?:ya|y)\s{0,9}(?:[/,;|-]|atau)\s{0,9}(?:tidak|tdk|t)", re.IGNORECASE)
_SPAN = re.compile(r"([A-Za-z])\s{0,9}(?:[-–—]|s\s{0,9}[./]?\s{0,9}d\.?|sampai(?: dengan)?)\s{0,9}([A-Za-z])")
_GAP = r"\s{0,9}"
_NUM = r"(\d{1,4}(?:[.,]\d{1,15})?)"
_TO = rf"(?:[-–—]|s{_GAP}[./]?{_GAP}d\.?|sampai(?: dengan)?|hingga)"
_RANGE = re.compile(rf"[^\d%]{{0,30}}?\(?{_GAP}{_NUM}{_GAP}{_TO}{_GAP}{_NUM}{_GAP}\)?", re.IGNORECASE)
_PERCENT = re.compile(
    r"%|persen|persentase|persentase \(%\)|otomatis|(?:0\s{0,9}%?\s{0,9}(?:-|–|s\.?d\.?)\s{0,9})?100\s{0,9}%",
    re.IGNORECASE,
)
_LONGEST_LABEL, _MOST_LABELS = 60, 10
YES_NO = ("Ya", "Tidak")
LONG_SCALE = ("AA", "A", "BB", "B", "CC", "C", "D", "E")
"""The grades of an evaluation of accountability (AKIP)."""


@dataclass(frozen=True)
class Printed:
    """What stands in the column: the labels best first, or the bounds of a number."""

    says: Says
    labels: tuple[str, ...] = ()
    low: Fraction = Fraction(0)
    high: Fraction = Fraction(0)


def printed(cell: object) -> Printed:
    """Return what a cell of allowed answers says."""
    text = text_of(cell if isinstance(cell, str | float | bool) else None)
    if not text or text in ("-", "–"):
        return Printed("nothing")
    if _YES_NO.fullmatch(text):
        return Printed("labels", YES_NO)
    if _PERCENT.fullmatch(text):
        return Printed("percent")
    span = _SPAN.fullmatch(text)
    if span and span.group(1).upper() == "A" and "B" <= span.group(2).upper() <= "J":
        return Printed("labels", letters(ord(span.group(2).upper()) - ord("A") + 1))
    bounds = _RANGE.fullmatch(text)
    if bounds:
        low, high = (number(found).value for found in bounds.groups())
        if low is not None and high is not None and low < high:
            return Printed("range", low=low, high=high)
        return Printed("unknown")
    labels = _listed(str(cell))
    return Printed("labels", labels) if labels else Printed("unknown")


def letters(count: int) -> tuple[str, ...]:
    """Return A, B, C and so on."""
    return tuple(chr(ord("A") + n) for n in range(count))


def _listed(cell: str) -> tuple[str, ...]:
    """Return the labels of a list: a line each, or parted by slashes, semicolons or commas; none when it is no list."""
    for separator in ("\n", "/", ";", ","):
        parts = [text_of(part).strip(" .") for part in cell.split(separator)]
        parts = [part for part in parts if part]
        if len(parts) > 1:
            break
    else:
        return ()
    if len(parts) > _MOST_LABELS or any(len(part) > _LONGEST_LABEL or part.isdigit() for part in parts):
        return ()
    singles = tuple(part.upper() for part in parts)
    if singles == LONG_SCALE:
        return singles
    if singles == letters(len(singles)):
        return singles
    if {part.casefold() for part in parts} == {"ya", "tidak"}:
        return YES_NO
    if any(len(part) == 1 for part in parts) or len({part.casefold() for part in parts}) < len(parts):
        return ()
    return tuple(parts)


def usual_scores(labels: tuple[str, ...]) -> tuple[Fraction, ...]:
    """Return what labels are worth, best first: as official forms have it (A/B/C/D is 1, 0.67, 0.33, 0), else
    in even steps."""
    if labels == letters(4):
        return Fraction(1), Fraction("0.67"), Fraction("0.33"), Fraction(0)
    if labels == LONG_SCALE:
        return tuple(Fraction(n, 100) for n in (100, 90, 80, 70, 60, 50, 30, 0))
    return tuple(Fraction(len(labels) - 1 - n, len(labels) - 1) for n in range(len(labels)))


# The rows of a form as headings, items and counts, each with its code.


Kind = Literal["heading", "item", "count"]
_COUNT = "jumlah"
_TOTAL = re.compile(r"(?:sub\s{0,9})?total\b.*|jumlah\b.*|nilai (?:evaluasi|akhir|total)\b.*", re.IGNORECASE)
_BRACKETS = re.compile(r"\(\s{0,9}\d{1,15}(?:[.,]\d{1,15})?\s{0,9}%?\s{0,9}\)")
_LONGEST_MARK = 32_767


@dataclass
class FormRow:
    """A row of the form: `code` as the catalog will have it, `above` the code of the heading it stands under.

    A count has the code of its item in `above`. `mark` is the machine text of our own template, read. `loose`: an
    item without a marker of its own.
    """

    row: int
    kind: Kind
    code: str
    above: str
    text: str
    mark: dict[str, Any] = field(default_factory=dict)
    loose: bool = False


@dataclass(frozen=True)
class Lines:
    """The lines of a form in its order, and texts of rows that show a total ("TOTAL PENGUNGKIT") by row."""

    lines: tuple[FormRow, ...]
    totals: dict[int, str]


def find_lines(form: Form, temuan: list[Temuan]) -> Lines:
    """Return the form's lines; what asks but stands nowhere is told (KAT-031), and so is a code twice (KAT-025)."""
    walk = _ByCode(form, temuan) if form.style == "id" else _ByMarkers(form, temuan)
    lines = _without_footer(form, list(walk.lines()))
    first: dict[str, FormRow] = {}
    if not (lines and lines[0].code == ROOT and lines[0].kind == "heading"):
        first[ROOT] = FormRow(form.header_row, "heading", ROOT, "", "")  # the total is there, whatever the form says
    for line in lines:
        earlier = first.setdefault(line.code, line)
        if line.code and earlier is not line:
            key = "id" if "id" in form.columns else ""
            at = form.pos(line.row, key)
            temuan.append(FormCodeTwice(at, line.code, first=form.pos(earlier.row, key).cell))
    return Lines(tuple(lines), walk.totals)


def _without_footer(form: Form, lines: list[FormRow]) -> list[FormRow]:
    """Return the lines without a signature block beneath the last item: numbers with a text alone, and texts in the
    column of allowed answers that stand beside no marker and name no answers."""

    def signs(line: FormRow) -> bool:
        if line.kind == "heading":
            return not any(form.text(line.row, key) for key in ("weight", "options", "answer"))
        return line.loose and printed(form.value(line.row, "allowed")).says == "unknown"

    last = max((n for n, line in enumerate(lines) if not signs(line)), default=-1)
    return lines[: last + 1]


class _Walk:
    """Follows a form downwards."""

    def __init__(self, form: Form, temuan: list[Temuan]) -> None:
        self.form = form
        self.temuan = temuan
        self.totals: dict[int, str] = {}

    def asks(self, row: int) -> bool:
        """True for a row that asks for an answer: it names the allowed ones, or explains them."""
        return bool(self.form.text(row, "allowed")) or explains_choices(self.form.value(row, "options"))

    def is_count(self, row: int) -> bool:
        """True for a row that asks for a count of a ratio."""
        return self.form.text(row, "allowed").casefold() == _COUNT

    def text(self, row: int) -> str:
        """Return the row's title or question: under its own header, else the longest text right of the markers."""
        form = self.form
        column = form.columns.get("criterion")
        if form.style == "id" and column is not None:
            value = form.sheet.value(row, column)
            return value if isinstance(value, str) else text_of(value)
        if form.style == "outline" and column is not None:
            return form.text(row, "criterion")
        weight = form.columns.get("weight")
        cells = [(c, text) for c, text in form.left(row) if c != weight]
        words = [text for _, text in cells if not is_marker(text) and not _BRACKETS.fullmatch(text)]
        # An old weight in a cell of its own stays behind its title.
        beside = [text for c, text in cells if c not in form.markers and _BRACKETS.fullmatch(text)]
        return " ".join([max(words, key=len), *beside]) if words else ""

    def lost(self, row: int, text: str) -> None:
        """Tell a row that asks and stands nowhere."""
        self.temuan.append(RowWithoutHeading(self.form.pos(row, "answer"), seen=text[:60] or "-"))


class _ByCode(_Walk):
    """Our own template: every row bears its full code, and its mark where the template carries them."""

    def lines(self) -> Iterator[FormRow]:
        seen: set[str] = set()
        item: FormRow | None = None
        for r in self.form.data_rows:
            code = self.form.text(r, "id").rstrip(".")
            text, mark = self.text(r), read_mark(self.form.value(r, "mark"))
            if not code:
                if self.asks(r):
                    self.lost(r, text)
                continue
            if mark.get("kind") in ("count", "criterion") or self.is_count(r):
                if item is None or not code.startswith(f"{item.code}."):
                    self.lost(r, text)
                else:
                    yield FormRow(r, "count", code, item.code, text)
                continue
            line = FormRow(r, "item" if self.asks(r) else "heading", code, self._above(code, mark, seen), text, mark)
            seen.add(code)
            item = line if line.kind == "item" else None
            yield line

    @staticmethod
    def _above(code: str, mark: dict[str, Any], seen: set[str]) -> str:
        if code == ROOT:
            return ""
        said = mark.get("in")
        if isinstance(said, str) and said in seen:
            return said
        above = code.rpartition(".")[0]
        while above and above not in seen:
            above = above.rpartition(".")[0]
        return above or ROOT


class _ByMarkers(_Walk):
    """A form whose codes are rebuilt: markers over several columns, or markers and codes in one."""

    def lines(self) -> Iterator[FormRow]:
        self.heads: set[str] = set()
        self.letters: dict[str, str] = {}
        self.trail: dict[int, str] = {}
        self.outline = Outline()
        item: FormRow | None = None
        for r in self.form.data_rows:
            text = self.text(r)
            if self.is_count(r):
                if item is None:
                    self.lost(r, text)
                else:
                    yield FormRow(r, "count", "", item.code, text)
                continue
            path, missing = self._path(r)
            if self.asks(r) and (text or not missing):
                line = self._item(r, text, path, missing)
                if line is None:
                    self.lost(r, text)
                else:
                    item = line
                    yield line
            elif path and not missing and text:
                code = ".".join(path)
                self.heads.add(code)
                item = None
                yield FormRow(r, "heading", code, self._head(path[:-1]) or ROOT, text)
            elif text and _TOTAL.fullmatch(text):
                self.totals[r] = text

    def _path(self, row: int) -> tuple[tuple[str, ...], bool]:
        """Return the path at a row, and whether the row itself has no marker ("-" or nothing)."""
        form = self.form
        if form.style == "outline":
            own = text_of(form.sheet.value(row, form.markers[0]))
            path = self.outline.follow(own)
            return (path, False) if path else (self.outline.path, True)
        cells = dict(form.left(row))
        column = next((c for c in form.markers if c in cells and is_marker(cells[c])), None)
        if column is None:
            return tuple(self.trail[c] for c in sorted(self.trail)), True
        self.trail = {c: text for c, text in self.trail.items() if c < column}
        if cells[column] == "-":
            return tuple(self.trail[c] for c in sorted(self.trail)), True
        self.trail[column] = bare(cells[column])
        return tuple(self.trail[c] for c in sorted(self.trail)), False

    def _head(self, path: tuple[str, ...]) -> str:
        """Return the deepest heading on a path, empty when there is none."""
        return next((code for n in range(len(path), 0, -1) if (code := ".".join(path[:n])) in self.heads), "")

    def _item(self, row: int, text: str, path: tuple[str, ...], missing: bool) -> FormRow | None:
        """Return the line of a question; one without a letter gets the letter after the last."""
        above = self._head(path if missing else path[:-1])
        if not above and (missing or len(path) > 1):
            return None
        letter = following(self.letters.get(above, "")) if missing else path[-1].casefold()
        self.letters[above] = letter
        return FormRow(row, "item", f"{above}.{letter}" if above else letter, above or ROOT, text, loose=missing)


def read_mark(value: object) -> dict[str, Any]:
    """Return the machine text of a hidden cell as data; empty when there is none or it was spoiled."""
    if not isinstance(value, str) or len(value) > _LONGEST_MARK:
        return {}
    try:
        data = json.loads(value)
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}
