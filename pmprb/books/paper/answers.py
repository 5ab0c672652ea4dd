"""One worksheet to be read on paper: every item with its answer, evidence and note, and the TPI's where there are any.

Enters: a worksheet that was read and scored. Leaves: a workbook for A4 across, whatever layout the worksheet has.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

from pmprb.books.order import BLANK_POLICY
from pmprb.books.paper.leaders import banner, caution
from pmprb.catalog.item import ChoiceItem, Item
from pmprb.catalog.model import Instrument, Node
from pmprb.engine.answers import Answer, State
from pmprb.insight.feedback import answer_words
from pmprb.numbers import number_words, percent, shown
from pmprb.office.model import UnitResult
from pmprb.sheets.book import NewBook
from pmprb.sheets.page import Cell, Page, figure, words
from pmprb.sheets.paper import Grid, Line, Paper, write_lines

_OWN, _BOTH = (11.0, 42, 21, 8, 35, 24), (11.0, 36, 24, 8, 27, 17, 12, 20)
_HEAD = ("Kode", "Kriteria", "Jawaban", "Nilai", "Bukti dukung", "Catatan", "Jawaban TPI", "Catatan TPI")
_LONGEST = 600
"""Letters of evidence or of a note that are printed; a page of links is for the screen."""


def write_answers(result: UnitResult, instrument: Instrument, path: Path) -> None:
    """Write a worksheet's answers to `path`."""
    submission = result.submission
    name = submission.unit.name or submission.shown_name or submission.file
    with NewBook(None, f"{instrument.short_title} {name}", decimals=instrument.policies.display_decimals) as book:
        page, grid = Page(book, "LKE"), Grid(_BOTH if submission.reviewed else _OWN)
        beneath = " · ".join(
            part
            for part in (instrument.title, submission.period and f"periode {submission.period}", _total(result))
            if part
        )
        written = banner(grid, f"Lembar kerja: {name}", beneath) + caution(grid, instrument)
        written.append(grid.note(f"Butir kosong {BLANK_POLICY[result.tree.blank]}. Nilai: poin butir atau bagian itu."))
        header = len(written)
        spans = [(n, n) for n in range(len(grid.widths))]
        written += grid.table(spans, _HEAD[: len(spans)], [])
        written += _lines(page, grid, instrument.root, result, instrument)
        write_lines(page, grid, written)
        period = f"Periode {submission.period} · " if submission.period else ""
        head = (name, f"{period}{instrument.short_title}")
        foot = f"{submission.file} · SHA-256: {submission.sha256}"
        Paper(head, foot, landscape=True).set(page, grid.widths, header=header)
    path.write_bytes(book.content)


def _total(result: UnitResult) -> str:
    total = result.tree.total
    if not result.rated or total.points is None:
        return "belum dinilai"
    share = f" ({percent(total.share)})" if total.share is not None else ""
    answered = f"terjawab {total.answered} dari {total.items}"
    return f"{shown(total.points)} dari {number_words(total.max)} poin{share}, {answered}"


def _lines(page: Page, grid: Grid, node: Node, result: UnitResult, instrument: Instrument) -> Iterator[Line]:
    """Yield a node's heading, its items, and all beneath it."""
    found = result.tree.nodes[node.id]
    if node is not instrument.root:
        last = len(grid.widths) - 1
        text = f"{node.id} {node.title}"
        points = figure(found.points if found.answered else None, page.theme.points, "strong")
        rest = f"dari {number_words(found.max)}; terjawab {found.answered} dari {found.items}"
        yield grid.line(((0, 2), words(text, "strong")), ((3, 3), points), ((4, last), words(rest, "strong")))
    for item in node.items:
        yield _item(page, grid, item, result, instrument)
    for child in node.children:
        yield from _lines(page, grid, child, result, instrument)


def _item(page: Page, grid: Grid, item: Item, result: UnitResult, instrument: Instrument) -> Line:
    submission, rated = result.submission, result.tree.items[item.id]
    answer = submission.answers.get(item.id)
    given = answer is not None and answer.state is State.GIVEN
    look = () if given else ("muted",)
    points = None if rated.score is None else rated.score * instrument.item_weight(item.id)
    criterion = item.criterion if given else "\n".join((item.criterion, *_options(item, instrument)))
    cells = [
        words(item.id), words(criterion), words(_answer(answer, item), *look), _points(page, points),
        words(_cut(answer.evidence if answer else "")), words(_cut(answer.note if answer else "")),
    ]  # fmt: skip
    if submission.reviewed:
        review = submission.reviewed.get(item.id)
        cells += [words(answer_words(review, item) if review else ""), words(_cut(review.note if review else ""))]
    return grid.line(*(((n, n), cell) for n, cell in enumerate(cells)))


def _points(page: Page, points: Fraction | None) -> Cell:
    return Cell("–", ("cell", "center", "muted")) if points is None else Cell(points, ("cell",), page.theme.points)


def _answer(answer: Answer | None, item: Item) -> str:
    """Return an answer in words, a label with what it means."""
    said = answer_words(answer, item)
    meaning = item.options.get(answer.choice, "") if answer and isinstance(item, ChoiceItem) else ""
    return f"{said}: {meaning}" if meaning and answer and answer.state is State.GIVEN else said


def _options(item: Item, instrument: Instrument) -> Sequence[str]:
    """Return what may be answered, a line each, for an item that is not answered."""
    if not isinstance(item, ChoiceItem):
        return [count.label for count in item.inputs] if item.kind == "ratio" else ()
    labels = [option.label for option in instrument.scales[item.answer_set].options]
    return [f"{label}: {item.options[label]}" if item.options.get(label) else label for label in labels]


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()} …"
