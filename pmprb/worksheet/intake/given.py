"""What a form lets people answer where no column says it: from drop-down lists, a scale named, a legend, or answers.

Enters: a form, its data validations, perhaps a scale. Leaves: `Given`: by row what a column of allowed answers would
say, and which of it is a reconstruction. Refuses to know: the catalog. What rests on answers seen, or on a scale
named once for the whole sheet, is never taken for the form's own word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from pmprb.temuan import (
    AnswerBesideScale,
    OptionsFromAnswers,
    OptionsFromLegend,
    OptionsFromLists,
    OptionsFromScale,
    Temuan,
)
from pmprb.workbook.as_seen import cell_seen
from pmprb.workbook.choices import Choices
from pmprb.workbook.tolerant import text_of
from pmprb.worksheet.intake.form import UNKNOWN_ANSWERS, Form, Given
from pmprb.worksheet.intake.lines import LONG_SCALE, YES_NO, letters, printed
from pmprb.worksheet.outline import Outline, bare, is_marker
from pmprb.worksheet.rows import address

_TOTAL = re.compile(
    r"(?:sub\s{0,9})?total\b.*|jumlah\b.*|nilai (?:evaluasi|akhir|total)\b.*|rata-rata\b.*", re.IGNORECASE
)
_COUNT = re.compile(r"[-–•*]\s{0,9}(?:jumlah|banyaknya|total)\b.*", re.IGNORECASE)
_LEGEND = re.compile(r"\(?([A-J]|[0-9]{1,3})\)?\s{0,9}(?:=|:|adalah|artinya)\s{0,9}([^=\n]{2,200})")
_LED = re.compile(r"\(?([A-J])[.):]\s{0,9}(\S.{0,500})")
_BOUNDS = (1, 4, 5, 10, 100)
_LONGEST = 40
_RANKED = (
    ("sudah seluruh", "seluruh", "semua", "lengkap", "sangat baik", "sangat memadai", "memuaskan"),
    ("sudah", "ada", "ya", "sesuai", "memenuhi", "terpenuhi", "memadai", "baik", "selesai", "tersedia", "tercapai"),
    ("sebagian besar", "cukup"),
    ("sebagian", "dalam proses", "proses", "kurang lengkap"),
    ("sebagian kecil", "kurang"),
    ("belum", "tidak", "tanpa", "buruk", "sangat kurang", "nihil"),
)
Class = Literal["yes", "letter", "long", "percent", "number", "word"]


@dataclass
class _Leaf:
    """A row that may ask: `value` is what stands in its cell for the answer."""

    row: int
    text: str
    marked: bool
    counts: list[int] = field(default_factory=list)


def given_answers(form: Form, lists: Choices, scale: str, temuan: list[Temuan]) -> Given:
    """Return what rows without a column of allowed answers let people answer, and tell where it comes from."""
    if "allowed" in form.columns or "answer" not in form.columns:
        return Given()
    return _Giving(form, lists, scale, temuan).given()


class _Giving:
    def __init__(self, form: Form, lists: Choices, scale: str, temuan: list[Temuan]) -> None:
        self.form = form
        self.lists = lists
        self.scale = scale
        self.temuan = temuan
        self.column = form.columns["answer"]
        self.leaves = [leaf for leaf in _leaves(form) if leaf.row not in form.explained_rows]
        self.found = Given()

    def given(self) -> Given:
        listed = 0
        rest: list[_Leaf] = []
        for leaf in self.leaves:
            says = self.lists.at(leaf.row, self.column)
            if says and printed(says).says != "unknown":
                listed += 1
                self._put(leaf, *_with_explanations(says))
            else:
                rest.append(leaf)
        at = self.form.pos(self.form.header_row, "answer")
        if listed:
            self.temuan.append(OptionsFromLists(at, count=listed))
        named, explained = self.scale, ""
        if not named and rest:
            named, explained, where = _legend(self.form)
            if named:
                self.temuan.append(OptionsFromLegend(replace(at, cell=where), scale=_shown(named)))
        elif named and rest:
            self.temuan.append(OptionsFromScale(at, scale=_shown(named)))
        self._rest(rest, named, explained)
        return self.found

    def _rest(self, rest: list[_Leaf], named: str, explained: str) -> None:
        """Give the rows without a list the scale named, unless their answer is none of it; else what answers show."""
        beside = [leaf for leaf in rest if named and not self._fits(leaf, named)]
        for leaf in rest:
            if named and leaf not in beside:
                short = text_of(self.form.value(leaf.row, "answer")).strip(" .").casefold() in ("y", "t")
                says = "Y/T" if short and printed(named).labels == YES_NO else named
                self._put(leaf, says, explained, "skala" if self.scale else "keterangan")
        if beside and self.scale:
            for leaf in beside:
                at = self.form.pos(leaf.row, "answer")
                seen = cell_seen(self.form.sheet, leaf.row, self.column)
                self.temuan.append(AnswerBesideScale(at, seen=seen[:60], scale=_shown(named)))
        left = beside if named else rest
        shown = self._from_answers(left)
        taken: dict[str, list[int]] = {}
        for leaf in left:
            says = "%" if leaf.counts else shown.get(leaf.row, "")
            if says:
                self._put(leaf, says, "", "jawaban")
                taken.setdefault(says, []).append(leaf.row)
            elif leaf.marked:
                self._put(leaf, UNKNOWN_ANSWERS, "", "jawaban")  # told where it is read
        for says, rows in taken.items():
            at = self.form.pos(rows[0], "answer")
            self.temuan.append(OptionsFromAnswers(at, scale=_shown(says), count=len(rows)))

    def _put(self, leaf: _Leaf, says: str, explained: str = "", source: str = "") -> None:
        self.found.allowed[leaf.row] = says
        if explained:
            self.found.explained[leaf.row] = explained
        if source:
            self.found.guessed[leaf.row] = source
        for row in leaf.counts:
            self.found.allowed[row] = "Jumlah"

    def _fits(self, leaf: _Leaf, named: str) -> bool:
        """True where the answer that stands there, if any, is one of the scale."""
        seen = text_of(self.form.value(leaf.row, "answer")).strip(" .").casefold()
        says = printed(named)
        if not seen or leaf.counts:
            return not leaf.counts
        if says.says == "labels":
            known = {label.casefold() for label in says.labels}
            return seen in known or (says.labels == YES_NO and seen in ("y", "t"))
        value = self.form.value(leaf.row, "answer")
        return says.says != "range" or (isinstance(value, float) and says.low <= value <= says.high)

    # From the answers seen

    def _from_answers(self, leaves: list[_Leaf]) -> dict[int, str]:
        """Return by row what the answers of its kind show; a blank row is of the only kind, where there is but one."""
        kinds = {leaf.row: self._kind(leaf.row) for leaf in leaves if not leaf.counts}
        kinds = {row: "long" if kind == "letter" and "long" in kinds.values() else kind for row, kind in kinds.items()}
        texts: dict[str, list[int]] = {}
        for row, kind in kinds.items():
            if kind:
                texts.setdefault(kind, []).append(row)
        says = {kind: self._says(kind, rows) for kind, rows in texts.items()}
        only = next(iter(says.values())) if len(says) == 1 else ""
        return {row: says[kind] if kind else only for row, kind in kinds.items()}

    def _kind(self, row: int) -> Class | Literal[""]:
        value = self.form.value(row, "answer")
        text = text_of(value).strip(" .").casefold()
        if not text or (row, self.column) in self.form.sheet.formulas:
            return ""
        if isinstance(value, float):
            return "percent" if (row, self.column) in self.form.sheet.percents else "number"
        if text in ("ya", "tidak", "y", "t"):
            return "yes"
        if text.upper() in LONG_SCALE and len(text) == 2:
            return "long"
        if re.fullmatch("[a-j]", text):
            return "letter"
        return "word" if len(text) <= _LONGEST and _rank(text) is not None else ""

    def _says(self, kind: str, rows: list[int]) -> str:
        values = [self.form.value(row, "answer") for row in rows]
        texts = {text_of(value).strip(" .") for value in values}
        match kind:
            case "yes":
                return "Y/T" if texts & {"Y", "T", "y", "t"} else "Ya/Tidak"
            case "long":
                return "/".join(LONG_SCALE)
            case "letter":
                return "/".join(letters(max(3, *(ord(text.upper()) - ord("A") + 1 for text in texts))))
            case "percent":
                return "%"
            case "number":
                numbers = [value for value in values if isinstance(value, float)]
                most = next((bound for bound in _BOUNDS if max(numbers) <= bound), 0)
                return f"0-{most}" if most and min(numbers) >= 0 else ""
        by_word = {text.casefold(): text for text in sorted(texts)}
        ordered = sorted(by_word.values(), key=lambda text: _rank(text.casefold()) or 0)
        return "\n".join(ordered) if 2 <= len(ordered) <= 6 else ""


def _rank(text: str) -> int | None:
    """Return how good a word says a state is, 0 the best; None for a word that says nothing of it."""
    found = [(len(word), rank) for rank, words in enumerate(_RANKED) for word in words if re.match(rf"{word}\b", text)]
    return max(found)[1] if found else None


def _shown(says: str) -> str:
    return says.replace("\n", "/")


def _with_explanations(says: str) -> tuple[str, str]:
    """Return a list as a scale of labels best first, and what it explains: "A. Seluruhnya" is A."""
    labels = says.split("\n")
    led = [found for label in labels if (found := _LED.fullmatch(label))]
    if len(led) == len(labels) > 1:
        by_letter = dict(sorted((found[1], found[2]) for found in led))
        return "/".join(by_letter), "\n".join(f"{label}. {text}" for label, text in by_letter.items())
    numbers = [int(label) for label in labels if label.isdigit() and len(label) <= 3]
    if len(numbers) == len(labels) > 1:
        return f"{min(numbers)}-{max(numbers)}", ""
    if all(re.fullmatch("[A-J]", label) for label in labels):
        return "/".join(sorted(labels)), ""
    first, last = (_rank(labels[n].casefold()) for n in (0, -1))
    if first is not None and last is not None and first > last:
        labels.reverse()  # a list may begin with the worst
    return "\n".join(labels), ""


def _legend(form: Form) -> tuple[str, str, str]:
    """Return the scale that a legend on the sheet explains ("A = Seluruhnya"), its explanations, and its first cell.

    A legend stands above the header or beside the form's own columns or beneath its rows: each label once, in order.
    """
    inside = range(form.header_row, max((leaf.row for leaf in _leaves(form)), default=form.header_row) + 1)
    right = max(form.columns.values())
    labels: dict[str, str] = {}
    where = ""
    for r, row in enumerate(form.sheet.rows):
        for c, value in enumerate(row):
            if not isinstance(value, str) or (r in inside and c <= right):
                continue
            for line in value.splitlines():
                found = _LEGEND.search(line) if len(line) < 300 else None
                if found and found[1] not in labels:
                    labels[found[1]] = text_of(found[2])
                    where = where or address(r, c)
    if tuple(labels) == letters(len(labels)) and len(labels) > 1:
        return "/".join(labels), "\n".join(f"{label}. {text}" for label, text in labels.items()), where
    numbers = sorted(int(label) for label in labels if label.isdigit())
    if len(numbers) == len(labels) > 1 and numbers == list(range(numbers[0], numbers[-1] + 1)):
        return f"{numbers[0]}-{numbers[-1]}", "", where
    return "", "", ""


def _leaves(form: Form) -> Iterator[_Leaf]:
    """Yield the rows that may ask: with a marker and nothing deeper beneath, or without one and an answer or a list."""
    outline, trail = Outline(), dict[int, str]()
    rows = [(r, *_path(form, outline, trail, r)) for r in form.data_rows]
    last: _Leaf | None = None
    for n, (r, path, marked) in enumerate(rows):
        text = _text(form, r)
        if not text:
            continue
        if not marked and _COUNT.fullmatch(f"- {text.lstrip('-–•* ')}") and (last is not None) and _is_count(form, r):
            last.counts.append(r)
            continue
        if not marked:
            if text_of(form.value(r, "answer")) and not _TOTAL.fullmatch(text) and path:
                yield from (last,) if last else ()
                last = _Leaf(r, text, False)
            continue
        yield from (last,) if last else ()
        last = None
        behind = next((row for row in rows[n + 1 :] if row[2] or text_of(form.value(row[0], "answer"))), None)
        deeper = behind is not None and behind[2] and len(behind[1]) > len(path) and behind[1][: len(path)] == path
        loose = behind is not None and not behind[2] and not text_of(form.value(r, "answer"))
        loose = loose and not (behind is not None and _is_count(form, behind[0]))
        if not deeper and not loose:
            last = _Leaf(r, text, True)
    yield from (last,) if last else ()


def _is_count(form: Form, row: int) -> bool:
    """True for a row "- Jumlah ...", a number or nothing in its cell for the answer."""
    cells = form.left(row)
    text = _text(form, row)
    bulleted = text.startswith(("-", "–", "•", "*")) or any(cell in ("-", "–", "•") for _, cell in cells)
    value = form.value(row, "answer")
    words = text.lstrip("-–•* ").casefold()
    return (
        bulleted and words.startswith(("jumlah", "banyaknya", "total")) and (value is None or isinstance(value, float))
    )


def _text(form: Form, row: int) -> str:
    """Return the longest text left of the edge that is no marker."""
    words = [text for _, text in form.left(row) if not is_marker(text)]
    column = form.columns.get("criterion")
    own = text_of(form.sheet.value(row, column)) if column is not None and form.style == "outline" else ""
    return own or max(words, key=len, default="")


def _path(form: Form, outline: Outline, trail: dict[int, str], row: int) -> tuple[tuple[str, ...], bool]:
    """Return the path at a row, and whether the row has a marker of its own."""
    if form.style == "outline":
        path = outline.follow(text_of(form.sheet.value(row, form.markers[0])))
        return (path, True) if path else (outline.path, False)
    cells = dict(form.left(row))
    column = next((c for c in form.markers if c in cells and is_marker(cells[c])), None)
    if column is not None:
        for c in [c for c in trail if c >= column]:
            del trail[c]
        if cells[column] not in ("-", "–", "•"):
            trail[column] = bare(cells[column])
    own = column is not None and cells[column] not in ("-", "–", "•")
    return tuple(trail[c] for c in sorted(trail)), own
