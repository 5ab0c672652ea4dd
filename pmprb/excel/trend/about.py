"""Sheet *Tentang* of a trend: the rekaps with their digests, the rules, the crosswalks, the program."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pmprb.catalog.crosswalk import Crosswalk
from pmprb.catalog.model import Instrument
from pmprb.excel.rekap.order import BASIS, BLANK_POLICY, citations
from pmprb.excel.rekap.page import Page
from pmprb.excel.rekap.sections import ABOUT_WIDTHS, write_sections
from pmprb.excel.trend.words import CRITERIA, IMPROVED, REVIEWER, UNIT
from pmprb.insight.trend.model import Period, Trend

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


def _named(period: Period) -> str:
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
