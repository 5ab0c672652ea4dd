"""A whole template as bytes.

Enters: an instrument, a unit, a period, perhaps a submission. Leaves: an .xlsx, byte for byte the
same for the same input. Refuses to know: files and the clock.
"""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import xlsxwriter

from pmprb.answers.model import ReviewOf, Submission, Unit
from pmprb.catalog.model import Instrument
from pmprb.excel.template.figures import Figures
from pmprb.excel.template.lke import LkeWriter
from pmprb.excel.template.petunjuk import PetunjukWriter
from pmprb.excel.template.plan import LAYOUT, LKE, META, PETUNJUK, REKAP, Plan
from pmprb.excel.template.rekap import RekapWriter
from pmprb.excel.template.review import ReviewGuideWriter, ReviewWriter
from pmprb.excel.template.styles import FONT, Styles
from pmprb.excel.template.written import TemplateSheet, put_text

EPOCH = datetime(2020, 1, 1, tzinfo=UTC)


def build_template(
    instrument: Instrument,
    unit: Unit,
    period: str,
    submission: Submission | None = None,
    *,
    version: str,
    review_of: ReviewOf | None = None,
) -> bytes:
    """Return a worksheet for a unit; with `submission` its answers, notes, evidence and reviews are filled in.

    Every formula carries the engine's value, so that readers which do not calculate see the same figures.
    `review_of` makes it a review workbook: the unit's words are locked, the verifier's columns are open, and the
    figures are those after verification.
    """
    plan, figures = Plan.of(instrument), Figures(instrument, submission, after=review_of is not None)
    stream = BytesIO()
    look = {"default_format_properties": {"font_name": FONT, "font_size": 10}}
    book: Any = xlsxwriter.Workbook(stream, {"in_memory": True, **look})
    book.set_properties({"title": instrument.short_title, "created": _stamp(submission)})
    styles = Styles(book)
    guide, form, summary, meta = (book.add_worksheet(name, TemplateSheet) for name in (PETUNJUK, LKE, REKAP, META))
    if review_of:
        ReviewGuideWriter(guide, instrument, styles, unit, period).write()
        ReviewWriter(form, plan, figures, styles, unit, period).write()
    else:
        PetunjukWriter(guide, instrument, styles, unit, period).write()
        LkeWriter(form, plan, figures, styles, unit, period).write()
    RekapWriter(book, summary, plan, figures, styles, unit, period).write()
    identity = {
        "instrument": instrument.id,
        "catalog_hash": instrument.hash,
        "unit_code": unit.code,
        "unit_name": unit.name,
        "period": period,
        "program_version": version,
        "layout": LAYOUT,
    }
    if review_of:
        identity |= {"purpose": "tpi", "source_file": review_of.file, "source_sha256": review_of.sha256}
    if instrument.variant:
        identity["variant"] = instrument.variant
    if instrument.partial:
        identity["items"] = ";".join(instrument.items)
    for row, (key, value) in enumerate(identity.items()):
        put_text(meta, row, 0, key, None)
        put_text(meta, row, 1, value, None)
    meta.very_hidden()
    book.close()
    return stream.getvalue()


def _stamp(submission: Submission | None) -> datetime:
    """Return the time the file bears: the submission's own, or a fixed one."""
    if submission and submission.modified:
        try:
            found = datetime.fromisoformat(submission.modified.replace("Z", "+00:00"))
        except ValueError:
            return EPOCH.replace(tzinfo=None)
        return (found.astimezone(UTC) if found.tzinfo else found).replace(tzinfo=None, microsecond=0)
    return EPOCH.replace(tzinfo=None)
