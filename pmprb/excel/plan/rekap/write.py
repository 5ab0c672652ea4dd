"""The whole workbook of plans, written beside its place and then put there in one step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import xlsxwriter

from pmprb.catalog.plan_rules import PlanRules
from pmprb.consolidation.plans import PlanConsolidation
from pmprb.excel.plan.rekap.about import write_plan_about, write_plan_findings
from pmprb.excel.plan.rekap.gaps import followed, write_closed, write_gaps
from pmprb.excel.plan.rekap.leaders import write_leaders
from pmprb.excel.plan.rekap.rows import DETAIL, lines_of
from pmprb.excel.plan.rekap.shared import write_shared
from pmprb.excel.plan.rekap.tables import write_areas, write_detail, write_late, write_lines, write_units
from pmprb.excel.rekap.hand_in import write_hand_in
from pmprb.excel.rekap.page import Page
from pmprb.excel.rekap.previous import CLOSED, GAPS, PlanColumns
from pmprb.excel.rekap.theme import AMBER, FONT, GREY, NAVY, RED, TEAL, Theme
from pmprb.excel.whole import whole_file
from pmprb.temuan import Temuan

_CREATED = datetime(2000, 1, 1)


def write_plan_rekap(
    found: PlanConsolidation,
    rules: PlanRules,
    path: Path,
    *,
    sentences: Callable[[Temuan], str],
    version: str,
    instansi: str = "",
    previous: PlanColumns | None = None,
) -> None:
    """Write the workbook to `path`, replacing what stands there; the caller has asked whether it may.

    `previous` holds what was typed into an earlier rekap's gap list.
    Raises OSError when the folder or the old file cannot be written; then nothing has changed.
    """
    with whole_file(path) as draft:
        _write(found, rules, draft, sentences, version, instansi, previous)


def _write(
    found: PlanConsolidation,
    rules: PlanRules,
    path: Path,
    sentences: Callable[[Temuan], str],
    version: str,
    instansi: str,
    previous: PlanColumns | None,
) -> None:
    kind = rules.kinds_by_id[found.kind]
    look = {"font_name": FONT, "font_size": 10, "font_scheme": "none"}
    book = xlsxwriter.Workbook(path, {"default_format_properties": look})
    book.set_properties({"title": f"Rekap {kind.title}", "created": _CREATED})
    book.set_size(2400, 1400)
    theme = Theme(book, 1)
    rows = lines_of(found)
    titles = {"leaders": "Lembar Pimpinan", "units": "Per Unit", "lines": f"Per {kind.line_title}"}
    leaders = Page(book, theme, titles["leaders"], NAVY, gathered=True)
    units, lines = Page(book, theme, titles["units"], TEAL), Page(book, theme, titles["lines"], TEAL)
    areas = Page(book, theme, "Per Area", TEAL) if found.areas else None
    shared = Page(book, theme, "Indikator Bersama", TEAL) if found.shared else None
    off_track, closed = followed(rows, found, previous)
    gaps = Page(book, theme, GAPS, AMBER)
    done = Page(book, theme, CLOSED, AMBER) if closed else None
    late = Page(book, theme, "Belum Dilaporkan", AMBER)
    detail = write_detail(Page(book, theme, DETAIL, TEAL), rows, found, rules)
    write_leaders(leaders, found, rules, rows, instansi)
    write_units(units, found, rules, detail)
    write_lines(lines, found, rules, detail)
    if areas is not None:
        write_areas(areas, found, rules, detail)
    if shared is not None:
        write_shared(shared, found, rules)
    write_gaps(gaps, off_track, found, rules)
    if done is not None:
        write_closed(done, closed, kind)
    write_late(late, rows, found)
    write_plan_findings(Page(book, theme, "Temuan", RED), found, sentences)
    write_hand_in(Page(book, theme, "Belum Menyerahkan", RED), found, sentences)
    write_plan_about(Page(book, theme, "Tentang", GREY), found, rules, version)
    leaders.sheet.activate()
    book.close()
