"""Which column of a sheet of unknown layout is which, for an instrument that is known: a proposal, proved by reading.

Enters: an opened book, an instrument, what the user says himself. Leaves: a `Proposal`: columns with a confidence and
what it rests on, and the layout that reads the sheet so. Refuses to know: files, answers' worth, words on a screen.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from pmprb.catalog.item import RatioItem
from pmprb.catalog.layout import Layout, LayoutColumn
from pmprb.catalog.model import Instrument
from pmprb.workbook.book import Book, Sheet
from pmprb.workbook.tolerant import number, text_of
from pmprb.worksheet.cells import explains_choices
from pmprb.worksheet.find import find_rows
from pmprb.worksheet.intake.form import key_of
from pmprb.worksheet.intake.lines import printed
from pmprb.worksheet.intake.take import PERIOD_LABELS, UNIT_LABELS
from pmprb.worksheet.layouts import Placed, folded, place
from pmprb.worksheet.outline import is_marker

KEYS = ("id", "criterion", "weight", "options", "allowed", "answer", "score", "evidence", "note")
REVIEWED = ("reviewed_answer", "reviewed_note")
Basis = Literal["said", "header", "codes", "texts", "labels", "numbers", "markers", "explained", "printed", "links"]
OWN_ID = "sendiri"
_HEADER_ROWS = 60
_WIDEST = 80
_TOP = 4
"""So many rows are tried as the header."""
_REVIEWER = re.compile(r"\b(?:tpi|tpn|penilai|verifika\w{1,9}|evaluator|asesor|reviu|reviewer|inspektorat|apip)\b")
_WORDS: tuple[tuple[str, str], ...] = (
    ("answer", r"jawab\w{0,4}|isian|self|pemenuhan|hasil penilaian|penilaian mandiri|respon|kondisi"),
    ("allowed", r"pilihan|opsi|skala"),
    ("options", r"penjelasan|parameter|uraian pilihan|petunjuk"),
    ("evidence", r"bukti|eviden\w{0,3}|dokumen|tautan|link|data dukung"),
    ("note", r"catatan|keterangan|komentar|penjelasan unit"),
    ("weight", r"bobot"),
    ("score", r"nilai|skor|poin"),
    ("id", r"kode|no|nomor|id"),
    ("criterion", r"kriteria|penilaian|pertanyaan|pernyataan|uraian|indikator|komponen|butir|unsur|aspek"),
)
_KNOWN, _USUAL, _LIKE = 0.9, 0.8, 0.6
"""How sure a header makes: one of a known layout, a usual one, one that holds a telling word."""
_SURE, _CLOSE = 0.5, 0.1
_PART = 0.3
_WORD = re.compile(r"[a-z]{3,}")
_NUMERIC = re.compile(r"\d{1,3}(?:\.\d{1,9})?")


@dataclass(frozen=True)
class Said:
    """What a user says himself: the sheet, the row of the headers from 0, columns by key (-1: there is none)."""

    sheet: str = ""
    header_row: int | None = None
    columns: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class ProposedColumn:
    """A column (from 0) taken for a key: how sure (0 to 1), and what that rests on, `hits` of `of` cells if counted."""

    key: str
    column: int
    header: str
    confidence: float
    basis: tuple[Basis, ...]
    hits: int = 0
    of: int = 0


@dataclass(frozen=True)
class Proposal:
    """A reading proposed: `found` of the instrument's items have a row with this `layout`, `answered` an answer.

    `unsure` are columns that could as well be the answers; `bare` tells that the column of answers has no header;
    `rivals` are other sheets that are filled and show half of the items or more.
    """

    instrument: Instrument
    sheet: str
    header_row: int
    columns: tuple[ProposedColumn, ...]
    layout: Layout | None = None
    found: int = 0
    answered: int = 0
    unsure: tuple[ProposedColumn, ...] = ()
    bare: bool = False
    rivals: tuple[str, ...] = ()


def propose(book: Book, instrument: Instrument, said: Said) -> Proposal | None:
    """Return the reading of a book that finds most of an instrument's items; None when no sheet has anything, or none
    has the name said."""
    if said.sheet:
        sheets = [sheet for sheet in (book.sheet(said.sheet),) if sheet]
    else:
        sheets = [sheet for sheet in book.sheets if not sheet.hidden and sheet.rows]
    seen = [one for sheet in sheets if (one := _Looking(book, sheet, instrument, said).best())]
    best = max(seen, key=_rank, default=None)
    if best is None:
        return None
    half = len(instrument.items) / 2
    return replace(
        best, rivals=tuple(one.sheet for one in seen if one is not best and one.found >= half and one.answered)
    )


def _rank(one: Proposal) -> tuple[int, float]:
    return one.found, sum(column.confidence for column in one.columns)


class _Looking:
    """A sheet looked at for one instrument."""

    def __init__(self, book: Book, sheet: Sheet, instrument: Instrument, said: Said) -> None:
        self.book, self.sheet, self.instrument, self.said = book, sheet, instrument, said
        self.width = min(max((len(row) for row in sheet.rows), default=0), _WIDEST)
        layouts = instrument.layouts
        self.known = {folded(h): c.key for one in layouts for c in one.columns if not c.beside for h in c.headers if h}
        options = [option for scale in instrument.answer_sets for option in scale.options]
        self.labels = {name.casefold() for option in options for name in (option.label, *option.aliases)}
        texts = [node.title for node in instrument.nodes.values()]
        texts += [item.criterion for item in instrument.items.values()]
        texts += [text for one in layouts for words in one.words.values() for text in words]
        self.texts = [words for text in texts if (words := frozenset(_WORD.findall(text.casefold())))]
        self.by_word: dict[str, list[int]] = {}
        for n, words in enumerate(self.texts):
            for word in words:
                self.by_word.setdefault(word, []).append(n)
        self.seen_texts: dict[str, bool] = {}
        self.weights = {float(node.weight) for node in instrument.nodes.values()}

    def best(self) -> Proposal | None:
        """Return the reading that finds most items."""
        every = [(row, *self._chosen(self._columns(row))) for row in self._header_rows()]
        return max((self._read(*one) for one in every), key=_rank, default=None)

    # Rows that may be the header

    def _header_rows(self) -> list[int]:
        if self.said.header_row is not None:
            return [self.said.header_row]
        scores: list[tuple[float, int]] = []
        for r, row in enumerate(self.sheet.rows[:_HEADER_ROWS]):
            texts = [text for value in row[: self.width] if isinstance(value, str) and (text := text_of(value))]
            if len(texts) < 2:
                continue
            if any(text.rstrip(".").casefold() in self.instrument.codes and "." in text.rstrip(".") for text in texts):
                continue  # a row of the form itself
            if any(_NUMERIC.fullmatch(text_of(value)) for value in row[: self.width] if isinstance(value, float)):
                continue
            keys = {self._by_header(text)[0] for text in texts if len(text) < 60} - {""}
            scores.append((len(keys) + min(len(texts), 12) / 100, r))
        best = sorted(scores, key=lambda one: (-one[0], one[1]))[:_TOP]
        return [r for _, r in best]

    def _by_header(self, header: str) -> tuple[str, float]:
        """Return which column a header names, and how sure that is."""
        text = folded(header)
        reviewed = _REVIEWER.search(text) is not None
        if text in self.known and self.known[text] != "other_block":
            return self.known[text], _KNOWN
        usual = key_of(header) if len(header) < 60 else ""
        if usual and not (reviewed and not usual.startswith("reviewed")):
            return usual, _USUAL
        for key, words in _WORDS:
            if re.search(rf"\b(?:{words})\b", text):
                if not reviewed:
                    return key, _LIKE
                return ("reviewed_note" if key in ("note", "evidence") else "reviewed_answer"), _LIKE
        return ("reviewed_answer", _SURE) if reviewed else ("", 0.0)

    def _header(self, header_row: int, column: int) -> str:
        """Return the header of a column: in the row itself, or in the row above where that cell is merged down."""
        own = text_of(self.sheet.value(header_row, column))
        return own or (text_of(self.sheet.value(header_row - 1, column)) if header_row else "")

    # What each column may be

    def _columns(self, header_row: int) -> list[ProposedColumn]:
        every: list[ProposedColumn] = []
        for c in range(self.width):
            header = self._header(header_row, c)
            found: dict[str, ProposedColumn] = {}
            key, sure = self._by_header(header) if header else ("", 0.0)
            if key:
                found[key] = ProposedColumn(key, c, header, sure, ("header",))
            cells = [text_of(self.sheet.value(r, c)) for r in range(header_row + 1, len(self.sheet.rows))]
            cells = [text for text in cells if text]
            for key, basis, hits, of in self._by_content(cells) if cells else ():
                share = hits / of
                if key == "answer" and any(one.startswith("reviewed") for one in found):
                    key = "reviewed_answer"  # the header says whose answers they are
                if hits < 2 or share < _PART:
                    continue
                one = found.get(key)
                sure = (one.confidence if one else 0.0) + (1 - (one.confidence if one else 0.0)) * 0.8 * share
                bases: tuple[Basis, ...] = (*(one.basis if one else ()), basis)
                found[key] = ProposedColumn(key, c, header, round(min(sure, 0.99), 2), bases, hits, of)
            every += found.values()
        return every

    def _by_content(self, cells: list[str]) -> Iterator[tuple[str, Basis, int, int]]:
        """Yield what the cells of a column look like: key, basis, how many of how many."""
        of = len(cells)
        codes = sum(text.replace(" ", "").rstrip(".").casefold() in self.instrument.codes for text in cells)
        coded = sum(len(text) > 2 and "." in text.strip(".") for text in cells)
        if codes and coded:
            yield "id", "codes", codes, of
        yield "id", "markers", sum(is_marker(text) for text in cells) // 2, of
        long = [text for text in cells if len(text) > 12]
        if long:
            yield "criterion", "texts", sum(map(self._known_text, long)), of
            yield "options", "explained", sum(map(explains_choices, long)), of
            yield "evidence", "links", sum("http" in text.casefold() for text in long), of
        labels = sum(text.strip(" .").casefold() in self.labels for text in cells)
        yield "answer", "labels", labels, of
        yield "allowed", "printed", sum(printed(text).says in ("labels", "range", "percent") for text in cells), of
        weights = sum((found := number(text).value) is not None and float(found) in self.weights for text in cells)
        yield "weight", "numbers", weights if not labels else 0, of

    def _known_text(self, text: str) -> bool:
        """True for a text that shares half of its words with one of the catalog's."""
        if text not in self.seen_texts:
            self.seen_texts[text] = self._is_known(text)
        return self.seen_texts[text]

    def _is_known(self, text: str) -> bool:
        words = frozenset(_WORD.findall(text.casefold()))
        shared = Counter(n for word in words for n in self.by_word.get(word, ()))
        return any(
            2 * count >= min(len(words), len(self.texts[n])) and count >= 2 for n, count in shared.most_common(3)
        )

    def _chosen(self, every: list[ProposedColumn]) -> tuple[list[ProposedColumn], list[ProposedColumn]]:
        """Return one column a key, the surest first, and columns that could as well be the answers."""
        said = self.said.columns
        text = max((one for one in every if one.key == "criterion"), key=lambda one: one.confidence, default=None)
        first = said.get("criterion", text.column if text else -1)
        # Markers (A, I, 1, a) left of the texts look like answers.
        every = [one for one in every if one.key != "answer" or "header" in one.basis or one.column > first]
        chosen: dict[str, ProposedColumn] = {}
        for key, column in said.items():
            if column >= 0:
                header = next((one.header for one in every if one.column == column), "")
                chosen[key] = ProposedColumn(key, column, header, 1.0, ("said",))
        for one in sorted(every, key=lambda one: (-one.confidence, one.column)):
            taken = {two.column for two in chosen.values()}
            if (
                one.key in (*KEYS, *REVIEWED)
                and one.key not in chosen
                and one.key not in said
                and one.column not in taken
            ):
                chosen[one.key] = one
        answer = chosen.get("answer")
        unsure = []
        if answer is not None and "answer" not in said:
            taken = {two.column for two in chosen.values() if two is not answer}
            rivals = [one for one in every if one.key == "answer" and one.column not in taken and one is not answer]
            unsure = [
                one
                for one in rivals
                if one.confidence >= max(_SURE, answer.confidence - _CLOSE)
                or (not one.header and 2 * one.hits >= answer.hits > 0)
            ]
        return sorted(chosen.values(), key=lambda one: one.column), unsure

    # Proved by reading

    def _read(self, header_row: int, columns: list[ProposedColumn], unsure: list[ProposedColumn]) -> Proposal:
        blank = Proposal(self.instrument, self.sheet.name, header_row, tuple(columns), unsure=tuple(unsure))
        answer = next((one for one in columns if one.key == "answer"), None)
        if answer is None:
            return blank
        if not self._header(header_row, answer.column):
            return replace(blank, bare=True)
        best = blank
        for rows in ("id", "outline", "hierarchy"):
            layout = self._layout(header_row, columns, rows)
            alone = replace(self.book, sheets=(self.sheet,))
            placed = place(alone, layout)[0] if layout else None
            if layout is None or placed is None:
                continue
            found, answered = self._counted(placed)
            if found > best.found:
                best = replace(blank, layout=layout, found=found, answered=answered)
        return best

    def _counted(self, placed: Placed) -> tuple[int, int]:
        """Return how many items have a row, and how many of them something in the column of answers."""
        try:
            rows = find_rows(placed, self.instrument, self.book.file)
        except (ValueError, LookupError):  # markers of a kind that this way of finding rows cannot follow
            return 0, 0
        column = placed.columns["answer"]
        found = answered = 0
        for item in self.instrument.items.values():
            own = rows.at.get(item.id, ())
            counts = [f"{item.id}.{one.id}" for one in item.inputs] if isinstance(item, RatioItem) else []
            cells = [r for code in (item.id, *counts) for r in rows.at.get(code, ())]
            found += bool(own)
            answered += any(placed.sheet.value(r, column) is not None for r in cells)
        return found, answered

    def _layout(
        self, header_row: int, columns: list[ProposedColumn], rows: Literal["id", "outline", "hierarchy"] | str
    ) -> Layout | None:
        """Return the layout with these columns and this way of finding rows; None when they do not go together."""
        by_key = {one.key: one.column for one in columns}
        if rows in ("id", "outline") and "id" not in by_key:
            return None
        text = by_key.get("criterion", -1)
        headers = [self._header(header_row, c) for c in range(self.width)]
        deep = any(h and not text_of(self.sheet.value(header_row, c)) for c, h in enumerate(headers))
        made: list[LayoutColumn] = []
        for one in columns:
            key, header = one.key, headers[one.column]
            if not header or (rows != "id" and key not in ("id", "criterion") and one.column < text):
                continue
            if rows == "hierarchy" and key in ("id", "criterion"):
                continue
            nth = sum(folded(h) == folded(header) for h in headers[: one.column + 1])
            needed = key == "answer" or (key == "id" and rows != "hierarchy")
            made.append(LayoutColumn(key=key, headers=(header,), nth=nth, required=needed))
        if not any(column.key == "answer" for column in made):
            return None
        if rows in ("id", "outline") and not any(column.key == "id" for column in made):
            return None
        words = next((one for one in self.instrument.layouts if one.words), None)
        return Layout(
            id=OWN_ID,
            title=f"Lembar {self.sheet.name.strip()} dari {self.book.file}",
            sheets=(self.sheet.name.strip(),),
            rows=rows,
            header_rows=2 if deep else 1,
            words=words.words if words else {},
            count_rows=words.count_rows if words else {},
            unit_labels=UNIT_LABELS,
            period_labels=PERIOD_LABELS,
            columns=tuple(made),
            computed=tuple(column.key for column in made if column.key == "score"),
        )
