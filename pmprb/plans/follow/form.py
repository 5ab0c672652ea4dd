"""A unit's worksheet of recommendations as bytes: open rows with drop-downs, and live counts.

Enters: the rules, a kind, a unit, a period, perhaps rows to fill in. Leaves: an .xlsx, byte for byte the same for the
same input. Refuses to know: files and the clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from zipfile import ZipFile

from pmprb.engine.answers import Unit
from pmprb.plans.follow.model import FollowRow, counted
from pmprb.plans.follow.read import FOLLOW
from pmprb.plans.form.columns import META, PETUNJUK, QUARTER_LABEL, REKAP, identity_of
from pmprb.plans.model import ROMAN
from pmprb.plans.rules import FollowRules, PlanColumn, PlanKind, PlanRules
from pmprb.sheets.book import NewBook
from pmprb.sheets.form_look import FORMS
from pmprb.sheets.formula import column_name, quoted
from pmprb.sheets.heights import row_height
from pmprb.sheets.page import A3, Page
from pmprb.worksheet.template.build import CODE, NAME, TemplateMaker
from pmprb.worksheet.template.texts import footer_name

EPOCH = datetime(2020, 1, 1)
HEADER_ROW, FIRST_ROW = 4, 5  # counted from 1
LISTED = "daftar_tema"
_HINTS = {
    "recommendation": "Rekomendasi seperti tertulis di laporan hasil evaluasi. Satu rekomendasi boleh beberapa aksi.",
    "action": "Apa yang dikerjakan untuk rekomendasi itu.",
    "unit": "Unit yang mengerjakan. Kosong berarti unit pemilik lembar ini.",
    "evidence": "Nama dokumen atau tautannya.",
    "verified": "Diisi yang memverifikasi, misalnya Inspektorat.",
}


class FollowFormWriter:
    """Writes the three sheets of one worksheet."""

    def __init__(
        self, rules: PlanRules, kind: PlanKind, unit: Unit, period: str, rows: Sequence[FollowRow], capacity: int
    ) -> None:
        assert rules.follow is not None, "a kind of recommendations loads with its form"
        self.follow: FollowRules = rules.follow
        self.kind, self.unit, self.period, self.rows = kind, unit, period, rows
        self.columns: list[PlanColumn] = [column for column in self.follow.columns if not column.foreign]
        self.at = {column.key: n for n, column in enumerate(self.columns)}
        self.last = HEADER_ROW + max(capacity, len(rows))
        self.listed = [*(line.title for line in rules.lines_of(kind, period)), *self.follow.beside]
        self.citation = rules.citation(kind)

    def down(self, key: str) -> str:
        """Return a column's open rows as an absolute reference."""
        letter = column_name(self.at[key])
        return f"'{FOLLOW}'!${letter}${FIRST_ROW}:${letter}${self.last}"

    def sheet(self, page: Page) -> None:
        """Write *Tindak Lanjut*."""
        page.widths([float(column.width) for column in self.columns])
        page.text(0, 0, f"{self.kind.title} {self.period}", "title")
        for row, (label, text) in enumerate((("Unit kerja", self.unit.name), ("Periode", self.period)), start=1):
            page.text(row, 1, label, "label")
            page.text(row, 2, text, "name")
        chosen = self.at["action"]
        page.text(1, chosen - 1, QUARTER_LABEL, "label-right")
        page.blank(1, chosen, "typed-choice")
        page.sheet.data_validation(1, chosen, 1, chosen, {"validate": "list", "source": list(ROMAN)})
        page.heights(24, 18, 18)
        cells = [(self._title(column), float(column.width)) for column in self.columns]
        for n, column in enumerate(self.columns):
            style = "header" if column.kind == "computed" else "header-input"
            page.text(HEADER_ROW - 1, n, self._title(column), style)
        page.sheet.set_row(HEADER_ROW - 1, row_height(cells, 9, 30, bold=True))
        for number in range(1, self.last - HEADER_ROW + 1):
            self._row(page, number, self.rows[number - 1] if number <= len(self.rows) else None)
        self._choices(page)
        status = column_name(self.at["status"])
        for one in self.follow.statuses:
            rule = {"type": "formula", "criteria": f"=${status}{FIRST_ROW}={quoted(one.label)}"}
            mark = page.theme.mark(f"light-{one.colour}")
            place = (FIRST_ROW - 1, self.at["status"], self.last - 1, self.at["status"])
            page.sheet.conditional_format(*place, {**rule, "format": mark})
        page.protect("sort", "autofilter", "insert_hyperlinks")
        page.sheet.freeze_panes(HEADER_ROW, 2)
        page.print_setup(HEADER_ROW - 1, paper=A3, footer=f"&L{footer_name(self.unit.name)}&RHalaman &P dari &N")

    def _title(self, column: PlanColumn) -> str:
        return self.kind.line_title if column.key == "line" else column.title

    def _row(self, page: Page, number: int, row: FollowRow | None) -> None:
        r = HEADER_ROW + number - 1
        page.number(r, 0, number, "ours-count")
        cells: list[tuple[str, float]] = []
        for n, column in enumerate(self.columns[1:], start=1):
            value = "" if row is None else self._value(row, column.key)
            style = "typed-choice" if column.kind == "choice" else "typed-text"
            if value:
                page.text(r, n, value, style)
                cells.append((value, float(column.width)))
            else:
                page.blank(r, n, style)
        page.sheet.set_row(r, row_height(cells, 9, 27.0))

    def _value(self, row: FollowRow, key: str) -> str:
        if key == "quarter":
            return ROMAN[row.quarter - 1] if row.quarter else ""
        if key == "status":
            return "" if row.wrong else self.follow.labels[row.state]
        return str(row.line_text if key == "line" else getattr(row, key))

    def _choices(self, page: Page) -> None:
        """Offer themes, quarters and states, and say what belongs where."""
        listed = {"quarter": list(ROMAN), "status": [one.label for one in self.follow.statuses]}
        for key, place in self.at.items():
            rule: dict[str, object] = {"validate": "any"}
            if key in listed:
                rule = {"validate": "list", "source": listed[key], "error_title": "Periksa pilihan"}
                rule["error_message"] = "Pilih salah satu dari daftar."
            elif key == "line" and self.listed:
                rule = {"validate": "list", "source": f"={LISTED}", "error_type": "warning"}
                rule["error_message"] = "Di luar daftar: tetap dihitung, tetapi dikelompokkan tersendiri."
            if key in _HINTS:
                rule |= {"input_title": self.columns[place].title[:32], "input_message": _HINTS[key]}
            if len(rule) > 1:
                page.sheet.data_validation(FIRST_ROW - 1, place, self.last - 1, place, rule)

    def recap(self, page: Page) -> None:
        """Write *Rekap*: how many rows stand where, by theme, live."""
        widths = (34.0, 10, 14, 14, 14, 16, 12)
        page.widths(widths)
        page.text(0, 0, f"Rekap {self.kind.title} {self.period}", "title")
        page.text(1, 0, self.unit.name, "name")
        states = [one.label for one in self.follow.statuses]
        titles = (self.kind.line_title, "Aksi", *states, "Selesai (%)")
        for n, title in enumerate(titles):
            page.text(3, n, title, "header")
        page.sheet.set_row(3, row_height([(t, w) for t, w in zip(titles, widths, strict=True)], 9, 28, bold=True))
        row, line, action = 4, self.down("line"), self.down("action")
        for title in self.listed:
            own = [one for one in self.rows if one.line_text == title]
            here = f"$A${row + 1}"
            page.text(row, 0, title, "cell")
            self._counts(page, row, f'COUNTIFS({line},{here},{action},"?*")', f"{line},{here},", own)
            row += 1
        page.text(row, 0, "Semua baris", "cell")
        self._counts(page, row, f'COUNTIF({action},"?*")', "", self.rows)
        if self.listed:
            page.book.workbook.define_name(LISTED, f"={REKAP}!$A$5:$A${row}")
        row += 2
        for text in (
            f"Status kosong pada baris berisi aksi dihitung {states[0]}.",
            f"Dasar: {self.citation}. {self.kind.note} {self.follow.note}",
        ):
            page.across(row, 0, len(widths) - 1, text, "wrap")
            page.sheet.set_row(row, row_height([(text, sum(widths))], 9, 16))
            row += 1
        page.protect()
        page.print_setup(None, footer=f"&L{footer_name(self.unit.name)}&RHalaman &P dari &N")

    def _counts(self, page: Page, row: int, every: str, where: str, rows: Sequence[FollowRow]) -> None:
        found, status, action = counted(rows, 0), self.down("status"), self.down("action")
        page.formula(row, 1, f"={every}", float(found.rows), "cell-centre")
        for n, one in enumerate(self.follow.statuses):
            formula = f'COUNTIFS({where}{status},{quoted(one.label)},{action},"?*")'
            if one.id == "open":  # nothing chosen yet is not followed up
                formula += f'+COUNTIFS({where}{status},"",{action},"?*")'
            page.formula(row, 2 + n, f"={formula}", float(getattr(found, one.id)), "cell-centre")
        n = row + 1
        share = float(found.share) if found.share is not None else ""
        page.formula(row, 6, f'=IF(B{n}=0,"",E{n}/B{n})', share, "share-centre")

    def guide(self, page: Page) -> None:
        """Write *Petunjuk*."""
        page.widths((3.0, 34, 84))
        page.text(0, 0, self.kind.title, "title")
        page.text(1, 0, self.unit.name, "name")
        page.text(2, 0, f"Periode {self.period}", "label")
        page.heights(26, 18, 16)
        first = f"{column_name(1)}{FIRST_ROW}"
        page.link(4, 1, f"internal:'{FOLLOW}'!{first}", "Mulai mengisi →", "go")
        page.text(4, 2, "  membuka lembar Tindak Lanjut; hitungannya terlihat di Rekap", "label")
        points = (
            (self.kind.line_title, "Pilih dari daftar; tulis sendiri bila tidak ada."),
            (
                "Rekomendasi, Tahun dan Halaman LHE",
                "Salin rekomendasinya; laporan tahun dan halaman berapa.",
            ),
            ("Aksi Tindak Lanjut", "Satu baris satu aksi. Rekomendasi kosong berarti sama dengan baris di atasnya."),
            ("Unit Pelaksana, Triwulan", "Siapa yang mengerjakan, dan selesai pada triwulan berapa."),
            ("Bukti, Status", "Perbarui tiap triwulan. Selesai perlu bukti."),
            ("Diverifikasi Oleh", "Diisi yang memverifikasi, bukan unit."),
            (QUARTER_LABEL, "Triwulan yang dilaporkan lembar ini, di kanan atas lembar Tindak Lanjut."),
        )
        for row, (name, text) in enumerate(points, start=6):
            page.text(row, 1, name, "body-bold")
            page.text(row, 2, text, "body")
            page.sheet.set_row(row, row_height([(name, 34.0), (text, 84.0)], 10, 18))
        page.protect()
        page.print_setup(None, landscape=False)


def build_follow_template(
    rules: PlanRules,
    kind: PlanKind,
    unit: Unit,
    period: str,
    *,
    version: str,
    rows: Sequence[FollowRow] = (),
    capacity: int = 40,
) -> bytes:
    """Return a worksheet for a unit with `capacity` open rows; `rows` are filled in."""
    writer = FollowFormWriter(rules, kind, unit, period, rows, capacity)
    identity = identity_of(rules, kind, unit, period, version)
    with NewBook(None, kind.title, FORMS, created=EPOCH, window=None) as book:
        guide, form, recap = (Page(book, name) for name in (PETUNJUK, FOLLOW, REKAP))
        writer.guide(guide)
        writer.sheet(form)
        writer.recap(recap)
        book.add_record(META, identity)
    return book.content


class FollowTemplateMaker(TemplateMaker):
    """Makes empty worksheets: one is built, the others differ from it in the unit's name and code alone."""

    def __init__(self, rules: PlanRules, kind: PlanKind, period: str, *, version: str, capacity: int = 40) -> None:
        """Build the worksheet that all others are made from."""
        made = build_follow_template(
            rules, kind, Unit(code=CODE, name=NAME), period, version=version, capacity=capacity
        )
        with ZipFile(BytesIO(made)) as package:
            self._parts = [(name, package.read(name)) for name in package.namelist()]
