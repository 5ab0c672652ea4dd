"""The whole workbook of a trend, written beside its place and then put there in one step."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from pmprb.books.order import BASIS, BLANK_POLICY, citations
from pmprb.books.trend.changes import (
    CRITERIA,
    IMPROVED,
    REVIEWER,
    UNIT,
    unit_rows,
    write_areas,
    write_items,
    write_units,
)
from pmprb.books.trend.summary import Sheets, write_trend_summary
from pmprb.books.trend.tables import write_criteria, write_family, write_history, write_promises, write_trend_findings
from pmprb.catalog.crosswalk import Crosswalk
from pmprb.catalog.model import Instrument
from pmprb.insight.trend.model import Trend, TrendStage
from pmprb.sheets.about import ABOUT_WIDTHS, write_sections
from pmprb.sheets.book import NewBook
from pmprb.sheets.page import Page
from pmprb.sheets.theme import AMBER, GREY, NAVY, RED, TEAL
from pmprb.sheets.whole import whole_file
from pmprb.temuan import Temuan

# Sheet *Tentang* of a trend: the rekaps with their digests, the rules, the crosswalks, the program.


Crosswalks = Sequence[tuple[Instrument, Crosswalk]]


def write_trend_about(
    page: Page, trend: Trend, instruments: Sequence[Instrument], crosswalks: Crosswalks, version: str
) -> None:
    """Write the sheet: sections of a name and a text."""
    page.widths(ABOUT_WIDTHS)
    row = page.head("Tentang Perbandingan Ini", [], ABOUT_WIDTHS, span=180) + 1
    sections = (
        ("Rekap yang dibandingkan", list(_periods(trend))),
        ("Cara menghitung", list(_method())),
        ("Padanan butir antarperaturan", list(_crosswalks(crosswalks))),
        ("Yang perlu diperhatikan", list(_cautions(instruments))),
        ("Program", [("Program", f"pmprb {version}")]),
    )
    write_sections(page, row, (section for section in sections if section[1]))
    page.sheet.freeze_panes(1, 0)
    page.print_setup(None)


def _periods(trend: Trend) -> Iterator[tuple[str, str]]:
    for period in trend.periods:
        blank = BLANK_POLICY[period.blank].split(" (")[0]
        said = (
            f"{period.file}, instrumen {_named(period)}, butir kosong {blank}, dibuat pmprb {period.program or '-'}",
            f"SHA-256 berkas: {period.sha256}",
            f"Sidik rekap (SHA-256): {period.digest}",
            f"Sidik katalog (SHA-256): {period.catalog_hash}",
        )
        yield period.label, "\n".join(said)


def _named(period: TrendStage) -> str:
    base = period.instrument.partition("@")[0]
    return f"{base}@{period.variant}" if period.variant else base


def _method() -> Iterator[tuple[str, str]]:
    yield (
        "Urutan penguraian",
        f"Pertama {CRITERIA.lower()}: jawaban lama dinilai ulang dengan kriteria baru. Lalu {UNIT.lower()}: nilai "
        f"unit itu sendiri diganti rata-rata unit asalnya. Terakhir {IMPROVED.lower()}: jawaban unit itu. Setiap "
        "langkah mengubah satu hal, sehingga jumlah bagian tepat sama dengan selisihnya. Angka dihitung tepat, "
        "dibulatkan saat ditampilkan.",
    )
    yield (
        CRITERIA,
        "Butir yang sama dengan skala yang sama membawa jawabannya; butir yang digabung, dipecah, atau berganti "
        "skala membawa capaiannya. Butir yang baru dianggap terjawab seperti sekarang sejak dulu, sehingga "
        "pengaruhnya masuk kriteria berubah dan tidak pernah tampak sebagai perbaikan. Butir tanpa penerus hilang "
        "dari hitungan.",
    )
    yield (
        UNIT,
        "Unit asal menurut kolom pendahulu pada daftar unit, lalu kode, lalu nama atau alias. Pembanding unit "
        "gabungan adalah rata-rata sederhana unit asalnya yang dinilai. Unit baru tidak punya pembanding dan tidak "
        "dihitung nol.",
    )
    yield (
        REVIEWER,
        "Koreksi TPI = nilai TPI dikurangi nilai mandiri pada butir yang diverifikasi, menurut kriteria baru. Bila "
        "salah satu rekap tidak diverifikasi tertulis tidak terverifikasi, bukan nol. Koreksi juga berubah bila "
        "butir yang diverifikasi berbeda; jumlahnya ada pada lembar Perubahan Unit.",
    )
    yield (
        IMPROVED,
        "Sisanya: kriteria sama, unit sama, jawaban unit berubah. Peringkat paling membaik memakai bagian ini, bukan "
        "selisih, sebelum pembulatan. Perbaikan menurut jawaban mandiri; lihat pula Penilai berubah di sebelahnya.",
    )
    yield (
        "Indeks",
        "Susunan unit berubah pada indeks memuat segala akibat unit mana yang ada di kedua rekap: baru, bergabung, "
        "tidak ada lagi, belum menyerahkan, belum dinilai. Bagian lain adalah rata-rata unit yang dapat "
        "dibandingkan.",
    )


def _crosswalks(crosswalks: Crosswalks) -> Iterator[tuple[str, str]]:
    for instrument, crosswalk in crosswalks:
        source = f"dasar: {BASIS[crosswalk.basis]} ({citations(crosswalk.references, instrument)})"
        yield f"{crosswalk.predecessor} → {instrument.base_id}", f"{source}. {' '.join(crosswalk.note.split())}"


def _cautions(instruments: Sequence[Instrument]) -> Iterator[tuple[str, str]]:
    for instrument in {one.id: one for one in instruments}.values():
        said = " ".join(instrument.caution.split())
        if instrument.is_reconstructed and not said.upper().startswith("REKONSTRUKSI"):
            said = f"REKONSTRUKSI. {said}".strip()
        if said:
            yield instrument.short_title, said


def write_trend(
    trend: Trend,
    instruments: Sequence[Instrument],
    path: Path,
    *,
    crosswalks: Crosswalks = (),
    sentences: Callable[[Temuan], str],
    version: str,
) -> None:
    """Write the workbook to `path`, replacing what stands there; the caller has asked whether it may.

    `instruments` are the catalogs of the trend's periods. Raises OSError when the folder or the old file cannot be
    written; then nothing has changed.
    """
    title, decimals = "Perubahan dari waktu ke waktu", instruments[-1].policies.display_decimals
    with whole_file(path) as draft, NewBook(draft, title, decimals=decimals) as book:
        _write(book, trend, instruments, crosswalks, sentences, version)


def _write(
    book: NewBook,
    trend: Trend,
    instruments: Sequence[Instrument],
    crosswalks: Crosswalks,
    sentences: Callable[[Temuan], str],
    version: str,
) -> None:
    """Write all sheets; the summary, which points at the others, is filled last."""
    newest = instruments[-1]

    def page(name: str, tab: str) -> Page:
        return Page(book, name, tab)

    rows = unit_rows(trend)
    summary = Page(book, "Ringkasan", NAVY, gathered=True)
    units = write_units(page("Perubahan Unit", TEAL), trend, rows)
    areas = write_areas(page("Perubahan Area", TEAL), trend, rows)
    write_items(page("Butir", TEAL), instruments, rows)
    history = write_history(page("Riwayat Unit", TEAL), trend)
    promises = write_promises(page("Janji", AMBER), trend, instruments)
    write_family(page("Unit Berubah", AMBER), trend)
    if any(pair.links for pair in trend.pairs):
        write_criteria(page("Kriteria Berubah", AMBER), trend)
    write_trend_findings(page("Temuan", RED), trend, sentences)
    write_trend_about(page("Tentang", GREY), trend, instruments, crosswalks, version)
    write_trend_summary(summary, trend, Sheets(units, areas, history, promises), newest.short_title)
    summary.sheet.activate()
