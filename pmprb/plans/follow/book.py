"""The workbook of recommendations of many units: where they stand, by theme and by unit, and what is still open.

PIC, Tenggat and Status of the list of open ones follow a row from run to run by its unit, theme, recommendation and
action.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pmprb.books.order import name_of
from pmprb.books.rekap.gap_list import Closed, offer_statuses, typed_columns, write_closed_list
from pmprb.books.rekap.hand_in import fate_of, write_hand_in
from pmprb.books.rekap.previous import (
    CLOSED,
    GAPS,
    UNIT,
    UNIT_CODE,
    GapColumns,
    PlanColumns,
    TypedGap,
    item_of,
    plan_key,
)
from pmprb.insight.grounds import basis_words
from pmprb.plans.book.write import finding_columns
from pmprb.plans.follow.model import OPEN, FollowConsolidation, FollowCount, FollowGroup, FollowLine
from pmprb.plans.follow.read import DETAIL
from pmprb.plans.model import ROMAN
from pmprb.plans.rules import FollowRules, PlanKind, PlanRules
from pmprb.sheets.about import ABOUT_WIDTHS, write_input_files, write_sections
from pmprb.sheets.book import NewBook
from pmprb.sheets.page import A3, Cell, Column, Page, count, label, words
from pmprb.sheets.theme import AMBER, GREY, NAVY, RED, TEAL
from pmprb.sheets.whole import whole_file
from pmprb.temuan import Temuan, fold

LEADERS = "Lembar Pimpinan"
RECOMMENDATION, ACTION = "Rekomendasi", "Aksi Tindak Lanjut"
_LOOKS = {"open": ("bad",), "underway": ("underway",), "done": ("good",), "void": ("muted",)}


def open_columns(kind: PlanKind) -> GapColumns:
    """Return the headings by which open recommendations are found again."""
    return GapColumns((kind.line_title, RECOMMENDATION, ACTION), kind.line_title, RECOMMENDATION)


@dataclass(frozen=True)
class OpenLine:
    """A row still open with what was typed for it."""

    line: FollowLine
    typed: TypedGap | None


def write_follow_rekap(
    found: FollowConsolidation,
    rules: PlanRules,
    path: Path,
    *,
    sentences: Callable[[Temuan], str],
    version: str,
    instansi: str = "",
    previous: PlanColumns | None = None,
) -> None:
    """Write the workbook to `path`, replacing what stands there; the caller has asked whether it may.

    `previous` holds what was typed into an earlier one's list of open rows. Raises OSError; then nothing has changed.
    """
    kind = rules.kinds_by_id[found.kind]
    with whole_file(path) as draft, NewBook(draft, f"Rekap {kind.title}", decimals=1) as book:
        _Writer(book, found, rules, sentences, instansi, version).write(previous)


@dataclass(frozen=True)
class _Writer:
    book: NewBook
    found: FollowConsolidation
    rules: PlanRules
    sentences: Callable[[Temuan], str]
    instansi: str
    version: str

    @property
    def kind(self) -> PlanKind:
        return self.rules.kinds_by_id[self.found.kind]

    @property
    def follow(self) -> FollowRules:
        assert self.rules.follow is not None
        return self.rules.follow

    def write(self, previous: PlanColumns | None) -> None:
        """Write every sheet."""
        still, closed = self._followed(previous)
        self._leaders(Page(self.book, LEADERS, NAVY))
        self._groups(Page(self.book, "Per Unit", TEAL), "Tindak Lanjut per Unit Pelaksana", "Unit", self.found.by_unit)
        title = f"Tindak Lanjut per {self.kind.line_title}"
        self._groups(
            Page(self.book, f"Per {self.kind.line_title}", TEAL), title, self.kind.line_title, self.found.by_line
        )
        self._open(Page(self.book, GAPS, AMBER), still)
        if closed:
            about = [_part(name, n, 34.0) for n, name in enumerate(open_columns(self.kind).item)]
            write_closed_list(Page(self.book, CLOSED, AMBER), closed, about)
        self._detail(Page(self.book, DETAIL, TEAL))
        page = Page(self.book, "Temuan", RED)
        units = {result.plan.file: name_of(result.unit) for result in self.found.results}
        notes = ["KESALAHAN: baris atau berkas tidak dihitung. PERINGATAN: dihitung, perlu dilihat."]
        columns = finding_columns(units, self.sentences)
        page.listing("Temuan", notes, columns, fold(self.found.temuan), "Tidak ada temuan.")
        write_hand_in(Page(self.book, "Belum Menyerahkan", RED), self.found, self.sentences)
        self._about(Page(self.book, "Tentang", GREY))

    def _leaders(self, page: Page) -> None:
        """Write what the leaders need on one page: how many stand where, and what is late."""
        total, labels = self.found.total, self.follow.labels
        page.widths((30.0, 12, 60))
        title = f"{self.kind.title} {self.found.period}".strip()
        page.merge(0, 0, 2, Cell(f"{self.instansi} · {title}" if self.instansi else title, ("title",)))
        until = f"sampai triwulan {ROMAN[self.found.quarter - 1]}" if self.found.quarter else "triwulan tidak disebut"
        page.merge(
            1,
            0,
            2,
            Cell(f"{len(self.found.results)} dari {self.found.registered} unit menyerahkan; {until}", ("note",)),
        )
        rows: list[tuple[str, Cell, str]] = [
            ("Aksi tindak lanjut", count(total.rows, "bold"), "semua baris dari berkas yang dipakai"),
            *((labels[state], count(getattr(total, state), *_LOOKS[state]), "") for state in labels),
            ("Isian status salah", count(total.wrong), "tidak dihitung ke status mana pun; lihat Temuan"),
            ("Selesai", Cell(total.share, ("cell", "center", "bold"), page.theme.share), "bagian dari semua aksi"),
            ("Selesai dan diverifikasi", count(total.verified), "kolom Diverifikasi Oleh terisi"),
            ("Lewat triwulannya", count(total.late, *(("bad",) if total.late else ())), self._lateness()),
        ]
        for row, (name, cell, note) in enumerate(rows, start=3):
            page.put(row, 0, words(name, "bold"))
            page.put(row, 1, cell)
            page.put(row, 2, words(note, "muted"))
        page.print_setup(None, landscape=False)
        page.sheet.activate()

    def _lateness(self) -> str:
        if self.found.quarter:
            return f"jatuh tempo sampai triwulan {ROMAN[self.found.quarter - 1]} dan belum selesai"
        return "tidak dinilai: triwulan pelaporan tidak disebut (--triwulan)"

    def _groups(self, page: Page, title: str, heading: str, groups: Sequence[FollowGroup]) -> None:
        def of(name: str) -> Callable[[FollowGroup], Cell]:
            return lambda group: count(getattr(group.count, name))

        def share(group: FollowGroup) -> Cell:
            return Cell(group.count.share, ("cell", "center", "bold"), page.theme.share)

        columns: list[Column[FollowGroup]] = [
            Column(UNIT_CODE, 9, lambda g: words(g.code)),
            Column(heading, 40, lambda g: words(g.title, "bold", *(() if g.known else ("muted",)))),
            Column("Aksi", 8, of("rows")),
            *(Column(one.label, 15, of(one.id)) for one in self.follow.statuses),
            Column("Isian salah", 9, of("wrong")),
            Column("Selesai (%)", 10, share),
            Column("Diverifikasi", 11, of("verified")),
            Column("Lewat triwulan", 10, of("late")),
        ]
        shown = columns if any(group.code for group in groups) else columns[1:]
        notes = ["Tiap aksi dihitung satu kali. Nama berhuruf miring tidak ada dalam daftar."]
        page.listing(title, notes, shown, groups, "Belum ada baris.", frozen=2, empty_at=0)

    def _followed(self, previous: PlanColumns | None) -> tuple[list[OpenLine], list[Closed]]:
        typed = previous.rows if previous else {}
        lines = [line for line in self.found.lines if line.row.wrong or line.row.state in OPEN]
        lines.sort(key=lambda line: (not line.row.is_late(self.found.quarter), line.row.quarter or 5))
        still = [OpenLine(line, typed.get(_key(line))) for line in lines]
        open_keys = {_key(line) for line in lines}
        every = {_key(line): line for line in self.found.lines}
        return still, [Closed(gap, self._why(every.get(key))) for key, gap in typed.items() if key not in open_keys]

    def _why(self, line: FollowLine | None) -> str:
        return self.follow.labels[line.row.state] if line else "Tidak ditemukan lagi"

    def _open(self, page: Page, still: Sequence[OpenLine]) -> None:
        columns: list[Column[OpenLine]] = [
            Column(UNIT_CODE, 8, lambda o: words(o.line.sender.code)),
            Column(UNIT, 24, lambda o: words(name_of(o.line.sender), "bold")),
            Column(self.kind.line_title, 20, lambda o: words(o.line.row.line_text)),
            Column(RECOMMENDATION, 38, lambda o: words(o.line.row.recommendation)),
            Column("Sumber", 14, lambda o: words(_source(o.line))),
            Column(ACTION, 36, lambda o: words(o.line.row.action)),
            Column("Unit Pelaksana", 22, lambda o: words(name_of(o.line.actor))),
            Column("Triwulan", 9, lambda o: label(_quarter(o.line))),
            Column("Status Unit", 22, lambda o: self._status(o.line)),
            Column("Lewat", 8, lambda o: label("ya" if o.line.row.is_late(self.found.quarter) else "")),
            *typed_columns(_typed),
        ]
        notes = [
            f"{len(still)} aksi belum selesai. Isi PIC, Tenggat, dan Status: isian ikut terbawa ke rekap berikutnya "
            "(--lanjutan) selama tema, rekomendasi, dan aksinya tidak diubah.",
        ]
        table = page.listing("Belum Selesai", notes, columns, still, "Belum ada.", frozen=2)
        offer_statuses(table)
        page.sheet.set_paper(A3)

    def _status(self, line: FollowLine) -> Cell:
        if line.row.wrong:
            return label("salah isi", "bad")
        return label(self.follow.labels[line.row.state], *_LOOKS[line.row.state])

    def _detail(self, page: Page) -> None:
        """Write every row under the headings of the units' own worksheets: the next year's are filled from it."""
        titles = {column.key: column.title for column in self.follow.columns} | {"line": self.kind.line_title}
        cells: dict[str, Callable[[FollowLine], Cell]] = {
            "unit_code": lambda o: words(o.sender.code),
            "sender": lambda o: words(name_of(o.sender), "bold"),
            "quarter": lambda o: label(_quarter(o)),
            "status": self._status,
            "line": lambda o: words(o.row.line_text),
            "number": lambda o: count(o.row.number),
        }

        def plain(key: str) -> Callable[[FollowLine], Cell]:
            return lambda line: words(str(getattr(line.row, key)))

        columns: list[Column[FollowLine]] = [
            Column(titles[column.key], column.width, cells.get(column.key) or plain(column.key))
            for column in self.follow.columns
        ]
        notes = [
            "Semua baris dari berkas yang dipakai. Lembar tahun berikutnya dapat diisi dari sini (templat --lanjutan)."
        ]
        page.listing(DETAIL, notes, columns, self.found.lines, "Belum ada baris.", frozen=3)
        page.sheet.set_paper(A3)

    def _about(self, page: Page) -> None:
        page.widths(ABOUT_WIDTHS)
        row = page.head("Tentang Rekap Ini", [], ABOUT_WIDTHS, span=180) + 1
        program = (("Program", f"pmprb {self.version}"), ("Sidik aturan (SHA-256)", self.found.rules_hash))
        sections = (("Tindak lanjut", self._basis()), ("Program", iter(program)))
        row = write_sections(page, row, sections)
        write_input_files(page, row, [(fate_of(f), f.file, f.sha256 or "tidak terbaca") for f in self.found.inputs])

    def _basis(self) -> Iterator[tuple[str, str]]:
        kind, follow = self.kind, self.follow
        yield "Jenis", f"{kind.title} ({kind.id})"
        yield "Periode", self.found.period or "tidak disebut"
        yield "Dasar", f"{basis_words(kind)}: {self.rules.citation(kind)}. {kind.note}"
        yield "Bentuk lembar", f"{basis_words(follow)}. {follow.note}"
        listed = self.rules.lines_of(kind, self.found.period)
        if listed:
            bases = ", ".join(dict.fromkeys(basis_words(line) for line in listed))
            cited = "; ".join(dict.fromkeys(self.rules.citation(line) for line in listed))
            yield f"Daftar {kind.line_title}", f"{len(listed)} baris; dasar: {bases} ({cited})."
        yield "Hitungan", "Tiap aksi satu; selesai dibagi semua aksi. Tidak ada nilai indeks yang diturunkan dari sini."


def _key(line: FollowLine) -> tuple[str, str]:
    row, unit = line.row, line.sender
    return plan_key(unit.code, name_of(unit), item_of((row.line_text, row.recommendation, row.action)))


def _typed(line: OpenLine) -> TypedGap | None:
    return line.typed


def _part(title: str, place: int, width: float) -> Column[Closed]:
    return Column(title, width, lambda c: words(c.plan.parts[place] if place < len(c.plan.parts) else ""))


def _source(line: FollowLine) -> str:
    page = f"hal. {line.row.source_page}" if line.row.source_page else ""
    year = f"LHE {line.row.source_year}" if line.row.source_year else ""
    return ", ".join(part for part in (year, page) if part)


def _quarter(line: FollowLine) -> str:
    return ROMAN[line.row.quarter - 1] if line.row.quarter else ""


def words_of(found: FollowCount, labels: dict[str, str]) -> str:
    """Return a count in a few words: "12 aksi: 3 Selesai, 9 Dalam Proses; 2 lewat triwulannya"."""
    parts = [f"{getattr(found, state)} {name}" for state, name in labels.items() if getattr(found, state)]
    parts += [f"{found.wrong} salah isi"] if found.wrong else []
    late = f"; {found.late} lewat triwulannya" if found.late else ""
    return f"{found.rows} aksi" + (f": {', '.join(parts)}" if parts else "") + late
