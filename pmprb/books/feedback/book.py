"""A unit's own workbook: *Hasil*, *Tanggapan* where the TPI answers otherwise, *Perbaikan*, *Temuan*, *Tentang*.

Enters: a `Feedback` and its instrument. Leaves: one .xlsx, the same bytes for the same feedback. The sheets are those
of the rekap, cut down to one unit. Refuses to know: other units.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from pmprb.books.feedback.reply_sheet import NAME as REPLIES
from pmprb.books.feedback.reply_sheet import RECORD, has_findings, reply_record, write_replies
from pmprb.books.order import BLANK_POLICY, PlacedUnit
from pmprb.books.rekap.about import write_unit_about
from pmprb.books.rekap.findings import finding_columns
from pmprb.books.rekap.gap_list import OF_ONE, gap_columns, gap_entries, offer_statuses
from pmprb.books.rekap.gates import margin_cell
from pmprb.books.rekap.hand_in import fate_of
from pmprb.books.rekap.ranking import FAILED, PASSED, status
from pmprb.catalog.model import Instrument
from pmprb.engine.verdict import GateResult, Verdict
from pmprb.insight.feedback import Feedback, ResultRow, caution_words, parts_of, place_words
from pmprb.insight.replies import counts_words
from pmprb.numbers import number_words, shown
from pmprb.office.replies import counts_of
from pmprb.sheets.book import NewBook
from pmprb.sheets.heights import LINE_HEIGHT, NOTE_DENSITY, lines
from pmprb.sheets.page import UNRATED, Cell, Column, Page, figure, label, words
from pmprb.sheets.theme import AMBER, COLOUR_SCALE, GREY, NAVY, RED, TEAL
from pmprb.temuan import Temuan, fold

_WIDTHS = (44.0, 14, 14, 14, 14, 14, 16)
_LAST = len(_WIDTHS) - 1
_ROOM = int(sum(_WIDTHS) * NOTE_DENSITY)
REFUSED = "Berkas Anda belum dihitung. Betulkan menurut daftar di bawah ini, lalu kirim ulang."


def write_unit_workbook(
    feedback: Feedback, instrument: Instrument, path: Path, *, sentences: Callable[[Temuan], str], version: str
) -> None:
    """Write one unit's workbook to `path`, which the caller puts in its place."""
    title, decimals = f"Hasil {instrument.short_title}", instrument.policies.display_decimals
    with NewBook(path, title, decimals=decimals, window=(2000, 1400)) as book:
        first = Page(book, "Hasil", NAVY)
        _write_result(first, feedback, instrument, sentences)
        answerable = has_findings(feedback)
        if answerable:
            write_replies(Page(book, REPLIES, TEAL), feedback, instrument)
        if feedback.result is not None and feedback.result.rated:
            _write_gaps(Page(book, "Perbaikan", AMBER), feedback, instrument)
        _write_findings(Page(book, "Temuan", RED), feedback, sentences)
        blank = feedback.result.tree.blank if feedback.result else instrument.policies.blank
        program = [
            ("Program", f"pmprb {version}"),
            ("Sidik katalog (SHA-256)", instrument.hash),
            *(
                (f"Berkas {fate_of(file)}", f"{file.file} · SHA-256 {file.sha256 or 'tidak terbaca'}")
                for file in feedback.files
            ),
        ]
        write_unit_about(Page(book, "Tentang", GREY), instrument, blank, program)
        if answerable:
            book.add_record(RECORD, reply_record(feedback, instrument, version))
        first.sheet.activate()


def _write_result(page: Page, feedback: Feedback, instrument: Instrument, sentences: Callable[[Temuan], str]) -> None:
    page.widths(_WIDTHS)
    page.sheet.set_row(0, 36)
    page.sheet.set_row(1, 18)
    page.merge(0, 0, _LAST, Cell(f"Umpan Balik · {feedback.name}", ("banner", "shrink")))
    variant = f" · varian: {instrument.chosen_variant.title}" if instrument.chosen_variant else ""
    period = f"Periode {feedback.period} · " if feedback.period else ""
    page.merge(1, 0, _LAST, Cell(f"{period}{instrument.short_title} · {instrument.title}{variant}", ("underbanner",)))
    row = 3
    caution = f"Perhatian: {caution_words(instrument)}" if caution_words(instrument) else ""
    if caution and instrument.is_reconstructed:
        row = _box(page, row, caution, ("caution", "alarm"))
    if feedback.result is None:
        row = _box(page, row, REFUSED, ("caution", "alarm", "bold"))
        row = _reasons(page, row, feedback, sentences)
    else:
        row = _cards(page, row, feedback, instrument)
        row = _notes(page, row, feedback)
        row = _parts(page, row, parts_of(feedback.result.tree, instrument))
        if feedback.deciding:
            row = _gates(page, row, feedback, instrument.policies.display_decimals)
    if caution and not instrument.is_reconstructed:
        _box(page, row, caution, ("caution",))  # the rekap's Ringkasan has it at its end too
    page.print_setup(None)


def _box(page: Page, row: int, text: str, look: tuple[str, ...]) -> int:
    page.sheet.set_row(row, 10 + LINE_HEIGHT * lines(text, _ROOM))
    page.merge(row, 0, _LAST, Cell(text, look))
    return row + 2


def _reasons(page: Page, row: int, feedback: Feedback, sentences: Callable[[Temuan], str]) -> int:
    """Write why each of the unit's files does not count."""
    page.put(row, 0, Cell("Mengapa", ("section",)))
    for file in feedback.files:
        for temuan in file.why:
            row += 1
            text = sentences(temuan)
            page.put(row, 0, words(file.file, "bold"))
            page.merge(row, 1, _LAST, words(text))
            page.sheet.set_row(row, 4 + LINE_HEIGHT * max(lines(text, 100), lines(file.file, 42)))
    return row + 2


def _cards(page: Page, row: int, feedback: Feedback, instrument: Instrument) -> int:
    """Write the main figures as cards, four to a row."""
    result, theme = feedback.result, page.theme
    assert result is not None
    total, rated = result.tree.total, result.rated
    cards: list[tuple[str, Any, str, str]] = [
        ("Nilai", total.points if rated else UNRATED, theme.points, f"dari {number_words(total.max)} poin"),
        (
            "Capaian",
            total.share if rated and total.share is not None else UNRATED,
            theme.share,
            "nilai : poin tertinggi",
        ),
    ]
    if instrument.predicate:
        found = result.predicate
        foot = f"{found.title} · dasar: {found.basis.value.replace('-', ' ')}" if found else ""
        cards.append(("Predikat", found.label if found and rated else UNRATED, "", foot))
    if feedback.standing:
        where = feedback.standing
        number, of = (where.group_rank, where.group_of) if where.group else (where.rank, where.of)
        foot = f"dari {of} unit" + (f" kelompok {where.group}" if where.group else " yang dinilai")
        cards.append(("Peringkat", f"ke-{number}", "", foot))
    for verdict in feedback.deciding:
        failed = sum(not gate.passed for gate in verdict.gates)
        foot = f"{failed} ambang belum terpenuhi" if failed else "semua ambang terpenuhi"
        cards.append((verdict.target, PASSED if verdict.passed else FAILED, "", foot))
    cards.append(("Terjawab", total.answered, f'0" dari {total.items}"', "butir"))
    for n, (title, value, num, foot) in enumerate(cards):
        at, first = row + 4 * (n // 4), (0, 1, 3, 5)[n % 4]
        last = (0, 2, 4, 6)[n % 4]
        if n % 4 == 0:
            for offset, height in enumerate((16, 28, 15, 6)):
                page.sheet.set_row(at + offset, height)
        lit = ("lit",) if n == 0 else ()
        page.merge(at, first, last, Cell(title, ("card-label", *lit)))
        page.merge(at + 1, first, last, Cell(value, ("card-value", *lit), num))
        page.merge(at + 2, first, last, Cell(foot, ("card-foot", *lit)))
    return row + 4 * ((len(cards) + 3) // 4)


def _notes(page: Page, row: int, feedback: Feedback) -> int:
    """Write what belongs to the figures in words: the place, the value under the other policy, files not used."""
    result = feedback.result
    assert result is not None
    said = []
    if place := place_words(feedback.standing):
        said.append(f"Peringkat Anda {place}. Nilai unit lain tidak dicantumkan.")
    if not result.rated:
        why = "belum ada satu pun jawaban" if result.untouched else "belum ada jawaban yang dapat dinilai"
        said.append(f"Belum dinilai: {why}. Isi kolom Jawaban, lalu kirim ulang.")
    other = result.other_tree
    if result.rated and other.total.points is not None and other.total.points != result.tree.total.points:
        said.append(f"Bila butir kosong {BLANK_POLICY[other.blank]}, nilainya {shown(other.total.points)}.")
    if step := feedback.next_step:
        head = f"Paling sedikit ke {step.target}: " if step.target else "Target berikutnya: "
        listed = "; ".join(f"{item} {change}" for item, change in step.changes)
        said += [f"{head}{step.said}." + (f" {listed}." if listed else "")] if step.said else []
    if len(feedback.files) > 1:
        said += [f"Berkas {fate_of(file)}: {file.file}." for file in feedback.files]
    if has_findings(feedback):
        counts = counts_words([counts_of(result)])
        said.append(f"TPI menilai lain: tanggapi di lembar Tanggapan, lalu kirim berkas ini kembali ({counts}).")
    said.append("Perbaikan: lembarnya sendiri. Temuan dalam berkas Anda: lembar Temuan, dan salinan bertanda.")
    for text in said:
        page.sheet.set_row(row, 3 + LINE_HEIGHT * lines(text, _ROOM))
        page.merge(row, 0, _LAST, Cell(text, ("note",)))
        row += 1
    return row + 1


def _parts(page: Page, row: int, parts: Sequence[ResultRow]) -> int:
    """Write the areas; return the next free row."""
    theme = page.theme
    page.put(row, 0, Cell("Capaian per area", ("section",)))
    columns: list[Column[ResultRow]] = [
        Column("Area", 0, lambda p: words(p.title, "bold")),
        Column("Nilai", 0, lambda p: figure(p.points, theme.points)),
        Column("Nilai penuh", 0, lambda p: figure(p.most, theme.points)),
        Column("Capaian", 0, lambda p: figure(p.share, theme.share, "bold")),
        Column("Jarak ke penuh", 0, lambda p: figure(None if p.points is None else p.most - p.points, theme.points)),
        Column("Terjawab", 0, lambda p: Cell(p.answered, ("cell", "center"), f'0" dari {p.items}"')),
    ]
    last = page.table(row + 1, columns, parts, "–", fold=False).last
    page.sheet.conditional_format(row + 2, 3, last, 3, COLOUR_SCALE)
    return last + 2


def _gates(page: Page, row: int, feedback: Feedback, decimals: int) -> int:
    """Write every gate with its margin, below them what other readings would say; return the next free row."""
    theme = page.theme

    def number(gate: GateResult, signed: bool = False) -> str:
        if gate.measure == "share":
            return theme.signed_share if signed else theme.share
        return theme.signed if signed else theme.points

    every = [(verdict, gate) for verdict in feedback.deciding for gate in verdict.gates]
    columns: list[Column[tuple[Verdict, GateResult]]] = [
        Column("Ambang", 0, lambda p: words(p[1].title)),
        Column("Target", 0, lambda p: label(p[0].target, "bold")),
        Column("Nilai", 0, lambda p: figure(p[1].value, number(p[1]))),
        Column("Minimum", 0, lambda p: figure(p[1].minimum, number(p[1]))),
        Column("Selisih", 0, lambda p: margin_cell(p[1], number(p[1], signed=True), decimals)),
        Column("Hasil", 0, lambda p: status(p[1].passed)),
        Column("Dasar", 0, lambda p: label(p[1].basis.value.replace("-", " "), "wrap")),
    ]
    page.put(row, 0, Cell("Ambang kelayakan", ("section",)))
    row = page.table(row + 1, columns, every, "–", fold=False).last + 1
    others = [verdict for verdict in feedback.result.verdicts if not verdict.decides] if feedback.result else []
    for title in dict.fromkeys(verdict.gate_set_title for verdict in others):
        said = (f"{v.target} {PASSED if v.passed else FAILED}" for v in others if v.gate_set_title == title)
        page.merge(row, 0, _LAST, Cell(f"Bacaan lain, tidak menentukan: {title}: {', '.join(said)}.", ("note",)))
        row += 1
    return row + 1


def _write_gaps(page: Page, feedback: Feedback, instrument: Instrument) -> None:
    result = feedback.result
    assert result is not None
    placed = PlacedUnit(1, result, feedback.standing)
    columns = gap_columns(page, instrument, OF_ONE)[2:]
    notes = [
        "Butir yang nilainya belum penuh: lebih dahulu yang dapat Anda kerjakan sendiri dan menggerakkan paling banyak "
        "ambang target berikutnya. Poin bisa diraih: tambahan bila naik ke jawaban berikutnya. Poin hilang: jarak ke "
        "nilai penuh. PIC, Tenggat, dan Status untuk Anda isi sendiri.",
    ]
    listed = gap_entries([(placed, feedback.gaps)], instrument)
    table = page.listing("Perbaikan", notes, columns, listed, "Semua butir sudah penuh.", frozen=1)
    offer_statuses(table)


def _write_findings(page: Page, feedback: Feedback, sentences: Callable[[Temuan], str]) -> None:
    kept: tuple[str, ...] = ("Tingkat", "Kode", "Lembar", "Sel", "Butir", "Jumlah", "Temuan")
    if len({file.file for file in feedback.files}) > 1:
        kept = (*kept[:2], "Berkas", *kept[2:])
    columns = [column for column in finding_columns(sentences, {}, {}, to_unit=True) if column.title in kept]
    notes = [
        "KESALAHAN: butir atau berkas tidak dinilai. PERINGATAN: dinilai, perlu dilihat. CATATAN: untuk diketahui. "
        "Sel yang sama berwarna dan berkomentar pada salinan bertanda berkas Anda.",
    ]
    page.listing("Temuan", notes, columns, fold(feedback.temuan), "Tidak ada temuan.")
