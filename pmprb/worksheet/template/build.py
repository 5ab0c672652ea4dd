"""A whole template as bytes.

Enters: an instrument, a unit, a period, perhaps a submission. Leaves: an .xlsx, byte for byte the
same for the same input. Refuses to know: files and the clock.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from html import escape
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from pmprb.catalog.item import ScaleItem
from pmprb.catalog.model import Instrument
from pmprb.catalog.own_layout import LKE, META, OWN_LAYOUT
from pmprb.engine.answers import ReviewOf, Submission, Unit
from pmprb.sheets.book import NewBook
from pmprb.sheets.form_look import FORMS
from pmprb.sheets.page import Page
from pmprb.sheets.text import safe_text
from pmprb.worksheet.template.figures import Figures
from pmprb.worksheet.template.grid import PETUNJUK, REKAP, LkeGrid
from pmprb.worksheet.template.lke import LkeWriter
from pmprb.worksheet.template.petunjuk import PetunjukWriter
from pmprb.worksheet.template.rekap import RekapWriter
from pmprb.worksheet.template.review import ReviewGuideWriter, ReviewWriter
from pmprb.worksheet.template.survey import SurveyWriter
from pmprb.worksheet.template.texts import footer_name

EPOCH = datetime(2020, 1, 1, tzinfo=UTC)


def build_template(
    instrument: Instrument,
    unit: Unit,
    period: str,
    submission: Submission | None = None,
    *,
    version: str,
    review_of: ReviewOf | None = None,
    earlier: Mapping[str, str] | None = None,
) -> bytes:
    """Return a worksheet for a unit; with `submission` its answers, notes, evidence and reviews are filled in.

    `earlier` is what was answered last time, in words by item: it stands below the item's explanation.

    Every formula carries the engine's value, so that readers which do not calculate see the same figures.
    `review_of` makes it a review workbook: the unit's words are locked, the verifier's columns are open, and the
    figures are those after verification.
    """
    review = review_of is not None
    plan, figures = LkeGrid.of(instrument, review), Figures(instrument, submission, after=review)
    with NewBook(None, instrument.short_title, FORMS, created=_stamp(submission), window=None) as book:
        guide, form = Page(book, PETUNJUK), Page(book, LKE)
        asked = {item.survey for item in instrument.items.values() if isinstance(item, ScaleItem)}
        listed = [survey for survey in instrument.surveys if survey.id in asked and not review]
        surveys = [(survey, Page(book, survey.sheet)) for survey in listed]
        summary = Page(book, REKAP)
        (ReviewGuideWriter if review else PetunjukWriter)(guide, instrument, unit, period).write()
        (ReviewWriter if review else LkeWriter)(form, plan, figures, unit, period, earlier or {}).write()
        for survey, page in surveys:
            SurveyWriter(page, instrument, survey).write()
        RekapWriter(summary, plan, figures, unit, period).write()
        book.add_record(META, _identity(instrument, unit, period, version, review_of))
    return book.content


def _identity(
    instrument: Instrument, unit: Unit, period: str, version: str, review_of: ReviewOf | None
) -> dict[str, str]:
    """Return what a program knows the worksheet by."""
    identity = {
        "instrument": instrument.id,
        "catalog_hash": instrument.hash,
        "unit_code": unit.code,
        "unit_name": unit.name,
        "period": period,
        "program_version": version,
        "layout": OWN_LAYOUT,
    }
    if review_of:
        identity |= {"purpose": "tpi", "source_file": review_of.file, "source_sha256": review_of.sha256}
    if instrument.variant:
        identity["variant"] = instrument.variant
    if instrument.partial:
        identity["items"] = ";".join(instrument.items)
    return identity


def _stamp(submission: Submission | None) -> datetime:
    """Return the time the file bears: the submission's own, or a fixed one."""
    if submission and submission.modified:
        try:
            found = datetime.fromisoformat(submission.modified.replace("Z", "+00:00"))
        except ValueError:
            return EPOCH.replace(tzinfo=None)
        return (found.astimezone(UTC) if found.tzinfo else found).replace(tzinfo=None, microsecond=0)
    return EPOCH.replace(tzinfo=None)


# Templates for many units: one is built, the others differ from it in the unit's name and code alone.


NAME, CODE = "Nama·unit·7c1f4b", "Kode·unit·7c1f4b"
_MADE_AT = (1980, 1, 1, 0, 0, 0)
_ESCAPE_LIKE = re.compile(r"(_x[0-9a-fA-F]{4}_)")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")


class TemplateMaker:
    """Makes one instrument's empty templates for a period."""

    def __init__(self, instrument: Instrument, period: str, version: str) -> None:
        """Build the template that all others are made from."""
        made = build_template(instrument, Unit(code=CODE, name=NAME), period, version=version)
        with ZipFile(BytesIO(made)) as package:
            self._parts = [(name, package.read(name)) for name in package.namelist()]

    def make(self, unit: Unit) -> bytes:
        """Return the template of a unit."""
        strings = {NAME: unit.name, CODE: unit.code}
        footer = _xml(footer_name(unit.name)).encode()
        stream = BytesIO()
        with ZipFile(stream, "w", ZIP_DEFLATED) as package:
            for name, content in self._parts:
                if name == "xl/sharedStrings.xml":
                    for marker, text in strings.items():
                        content = content.replace(f"<t>{marker}</t>".encode(), _string(text).encode())
                elif name.startswith("xl/worksheets/sheet"):
                    content = content.replace(NAME.encode(), footer)
                info = ZipInfo(name, _MADE_AT)
                info.compress_type = ZIP_DEFLATED
                package.writestr(info, content)
        return stream.getvalue()


def _string(text: str) -> str:
    """Return a shared string's element; outer spaces are kept."""
    text = safe_text(text)
    kept = ' xml:space="preserve"' if text != text.strip() else ""
    return f"<t{kept}>{_xml(text)}</t>"


def _xml(text: str) -> str:
    """Return text as XML, control characters spelled as Excel does (`_x0007_`)."""
    text = _ESCAPE_LIKE.sub(r"_x005F\1", text)
    return escape(_CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", text))
