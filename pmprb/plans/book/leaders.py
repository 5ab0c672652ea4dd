"""Sheet *Lembar Pimpinan*: one A4 page for the quarterly meeting: where we stand, who is behind, what to decide."""

from __future__ import annotations

from fractions import Fraction

from pmprb.books.order import name_of
from pmprb.numbers import number_words
from pmprb.plans.book.tables import (
    LOOKS,
    NumberedRow,
    bands_of,
    groups_with_rows,
    light_look,
    said,
    share_look,
    troubled,
)
from pmprb.plans.consolidate import PlanConsolidation, PlanGroup, PlanResult
from pmprb.plans.model import ROMAN
from pmprb.plans.rules import PlanRules
from pmprb.sheets.heights import LINE_HEIGHT, lines, room
from pmprb.sheets.page import Cell, Page

COLUMNS, WIDTH = 14, 11.0
_GROUPS, _UNITS, _GAPS, _MISSING = 9, 9, 7, 12
_MOST_TEXT = 110


def write_leaders(
    page: Page, found: PlanConsolidation, rules: PlanRules, rows: list[NumberedRow], instansi: str
) -> None:
    """Write the page: banner, figures, lights, lines and units side by side, what needs a decision, who is missing."""
    page.widths([WIDTH] * COLUMNS)
    kind = rules.kinds_by_id[found.kind]
    row = _banner(page, found, kind.title, instansi)
    row = _cards(page, row + 1, found, kind.scored_a02)
    row = _bar(page, row + 1, found, rules)
    row = _sides(page, row + 1, found, rules, kind.line_title)
    row = _decisions(page, row + 1, rows)
    _foot(page, row + 1, found, rules)
    sheet = page.sheet
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.4, bottom=0.5)
    sheet.fit_to_pages(1, 1)
    sheet.center_horizontally()
    sheet.set_footer("&L&8Lembar Pimpinan&R&8Halaman &P dari &N")
    page.flush()


def _banner(page: Page, found: PlanConsolidation, title: str, instansi: str) -> int:
    page.sheet.set_row(0, 30)
    page.sheet.set_row(1, 18)
    named = f"{title} · {instansi}" if instansi else title
    page.merge(0, 0, COLUMNS - 1, Cell(named, ("banner",)))
    under = f"Periode {found.period or '-'} · sampai triwulan {ROMAN[found.quarter - 1]}"
    page.merge(1, 0, COLUMNS - 1, Cell(under, ("underbanner",)))
    return 2


def _cards(page: Page, row: int, found: PlanConsolidation, scored: bool) -> int:
    """Write the figures in boxes."""
    total, share = found.total, page.theme.share
    on_track = total.measured - total.off_track
    refused = sum(not file.used and not file.passed_over for file in found.inputs)
    handed = f"{refused} berkas ditolak" if refused else "semua berkas terbaca"
    cards: list[tuple[str, Fraction | int | str | None, str, str]] = [
        ("Capaian rata-rata", total.mean, share, f"{total.measured} baris terukur"),
        ("Sesuai target", on_track, "0", f"dari {total.measured} baris terukur"),
        ("Perlu perhatian", total.off_track, "0", "belum sesuai target"),
        ("Belum dilaporkan", total.late, "0", "baris yang jatuh tempo"),
        ("Serapan anggaran", total.absorbed, share, "dari anggaran yang diisi"),
        ("Unit menyerahkan", f"{len(found.results)} / {found.registered}", "", handed),
    ]
    if scored:
        cards.append(("A02 setahun", total.a02, share, "berjalan sampai triwulan IV"))
    else:
        cards.append(("Sesuai evaluator", total.review, share, f"{total.judged} penilaian"))
    for offset, height in enumerate((16, 28, 14)):
        page.sheet.set_row(row + offset, height)
    for n, (name, value, num, foot) in enumerate(cards):
        first, last = 2 * n, 2 * n + 1
        lit = ("lit",) if n == 0 else ()
        page.merge(row, first, last, Cell(name, ("card-label", *lit)))
        page.merge(row + 1, first, last, Cell("–" if value is None else value, ("card-value", *lit), num))
        page.merge(row + 2, first, last, Cell(foot, ("card-foot", *lit)))
    page.sheet.set_row(row + 3, 6)
    return row + 3


def _bar(page: Page, row: int, found: PlanConsolidation, rules: PlanRules) -> int:
    """Write how many rows show each light, in one coloured line."""
    states = found.total.states
    parts = [(b.label, found.total.lights.get(b.id, 0), LOOKS[b.colour]) for b in bands_of(found, rules)]
    parts.append(("Belum ada realisasi", states.get("no_realisation", 0), "bad"))
    waiting = sum(states.get(name, 0) for name in ("running", "early", "not_due", "no_target"))
    parts.append(("Belum dinilai", waiting, "unanswered"))
    if states.get("wrong"):
        parts.append(("Isian salah", states["wrong"], "bad"))
    cuts = [round(n * COLUMNS / len(parts)) for n in range(len(parts) + 1)]
    for (text, number, look), first, end in zip(parts, cuts, cuts[1:], strict=False):
        page.merge(row, first, end - 1, Cell(f"{text}: {number}", ("cell", "center", "middle", look)))
    page.sheet.set_row(row, 18)
    page.sheet.set_row(row + 1, 6)
    return row + 1


def _sides(page: Page, row: int, found: PlanConsolidation, rules: PlanRules, line_title: str) -> int:
    """Write the lines to the left and the units furthest behind to the right."""
    bands = bands_of(found, rules)
    with_rows = groups_with_rows(found.lines)
    groups = sorted(with_rows, key=_behind)[:_GROUPS]
    measured = [r for r in found.results if r.summary.mean is not None]
    units = sorted(measured, key=_behind)[:_UNITS]
    left = f"{line_title}, terendah dahulu"
    if len(with_rows) > len(groups):
        left += f" ({len(groups)} dari {len(with_rows)})"
    right = "Unit, terendah dahulu"
    if len(measured) > len(units):
        right += f" ({len(units)} dari {len(measured)})"
    for first, title, name in ((0, left, line_title), (7, right, "Unit")):
        page.merge(row, first, first + 6, Cell(title, ("section",)))
        page.merge(row + 1, first, first + 3, Cell(name, ("head",)))
        for offset, head in enumerate(("Capaian", "Perlu perhatian", "Belum lapor"), start=4):
            page.put(row + 1, first + offset, Cell(head, ("head",)))
    page.sheet.set_row(row, 20)
    page.sheet.set_row(row + 1, 26)
    height = max(len(groups), len(units), 1)
    for n in range(height):
        at = row + 2 + n
        page.sheet.set_row(at, 15)
        for first, listed in ((0, groups), (7, units)):
            if n < len(listed):
                one = listed[n]
                title = one.title if isinstance(one, PlanGroup) else name_of(one.unit)
                page.merge(at, first, first + 3, Cell(title, ("cell", "indent", "middle", "shrink")))
                mean = one.summary.mean
                look = ("cell", "center", "middle", "bold", *share_look(mean, bands))
                page.put(at, first + 4, Cell("–" if mean is None else mean, look, page.theme.share))
                for offset, number in ((5, one.summary.off_track), (6, one.summary.late)):
                    page.put(at, first + offset, Cell(number, ("cell", "center", "middle"), "0;;–"))
    page.sheet.set_row(row + 2 + height, 6)
    return row + 2 + height


def _behind(one: PlanGroup | PlanResult) -> tuple[bool, Fraction, int, str]:
    """Return the order: lowest mean first, those without a mean behind."""
    summary = one.summary
    name = one.title if isinstance(one, PlanGroup) else name_of(one.unit)
    return summary.mean is None, summary.mean or Fraction(0), -summary.off_track, name


def _decisions(page: Page, row: int, rows: list[NumberedRow]) -> int:
    """Write the rows furthest from target with what stands in the way and what is proposed."""
    off = troubled(rows)
    shown = off[:_GAPS]
    title = "Perlu keputusan: yang paling jauh dari target"
    if len(off) > len(shown):
        title += f" ({len(shown)} dari {len(off)}; selengkapnya di lembar Kesenjangan)"
    page.merge(row, 0, COLUMNS - 1, Cell(title, ("section",)))
    page.sheet.set_row(row, 20)
    spans = ((0, 1, "Unit"), (2, 5, "Rencana aksi"), (6, 6, "Capaian"), (7, 10, "Kendala"), (11, 13, "Tindak lanjut"))
    for first, last, text in spans:
        page.merge(row + 1, first, last, Cell(text, ("head",)))
    page.sheet.set_row(row + 1, 16)
    for n, line in enumerate(shown, start=row + 2):
        one = line.row.row
        share = line.row.to_date
        texts = [line.unit, one.action or one.output, "", one.obstacle or "belum diisi", one.follow_up or "belum diisi"]
        cut = [_cut(text) for text in texts]
        needed = 1
        for (first, last, _), text in zip(spans, cut, strict=True):
            muted = ("muted",) if text == "belum diisi" else ()
            needed = max(needed, lines(text or said(line.row)[:24], room(WIDTH * (last - first + 1))))
            if first == 6:
                look = ("cell", "center", "middle", "bold", light_look(line.row))
                value = (
                    Cell(share, look, page.theme.share) if share is not None else Cell(said(line.row), (*look, "wrap"))
                )
                page.put(n, 6, value)
            else:
                page.merge(n, first, last, Cell(text, ("cell", "wrap", "indent", "middle", *muted)))
        page.sheet.set_row(n, 4 + LINE_HEIGHT * needed)
    if not shown:
        page.merge(
            row + 2, 0, COLUMNS - 1, Cell("Semua baris yang terukur sesuai target.", ("cell", "indent", "muted"))
        )
    end = row + 2 + max(len(shown), 1)
    page.sheet.set_row(end, 6)
    return end


def _cut(text: str) -> str:
    plain = " ".join(text.split())
    if len(plain) <= _MOST_TEXT:
        return plain
    return plain[: _MOST_TEXT - 1].rsplit(" ", 1)[0].rstrip(" ,;.") + "…"


def _foot(page: Page, row: int, found: PlanConsolidation, rules: PlanRules) -> None:
    """Write who is missing and what the figures rest on."""
    names = [name_of(unit) for unit in found.missing]
    if names:
        listed = ", ".join(names[:_MISSING]) + (
            f", dan {len(names) - _MISSING} lainnya" if len(names) > _MISSING else ""
        )
        text = f"Belum menyerahkan ({len(names)} dari {found.registered} unit): {listed}."
        page.merge(row, 0, COLUMNS - 1, Cell(text, ("caution",)))
        page.sheet.set_row(row, 6 + LINE_HEIGHT * lines(text, room(WIDTH * COLUMNS)))
        row += 1
    policy = rules.policy_of(rules.kinds_by_id[found.kind])
    bounds = "; ".join(
        f"{b.label} mulai {number_words(b.lower * 100)} %" if b.lower is not None else f"{b.label} di bawahnya"
        for b in bands_of(found, rules)
    )
    text = f"Aturan: {policy.title}. {bounds}. Triwulan yang belum dilaporkan dihitung 0. Rincian di lembar Tentang."
    page.merge(row, 0, COLUMNS - 1, Cell(text, ("note",)))
    page.sheet.set_row(row, 4 + LINE_HEIGHT * lines(text, room(WIDTH * COLUMNS)))
