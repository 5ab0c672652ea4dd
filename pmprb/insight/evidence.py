"""What the evidence and notes of one unit say for themselves: none named, the same everywhere, dated elsewhere.

Enters: a unit's result and the instrument. Leaves: findings. Refuses to know: what lies behind a link, whether
the evidence is good; nothing here is about people.

Thresholds are named with their reason; below them nobody is named.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from fractions import Fraction

from pmprb.answers.evidence import names_evidence
from pmprb.catalog.model import Instrument
from pmprb.consolidation.finding import Finding
from pmprb.consolidation.model import UnitResult
from pmprb.insight.credit import credited, finding, place_of
from pmprb.insight.dates import LINK, Typed, typed_dates
from pmprb.temuan import Code, Temuan

UNPROVEN_ITEMS, UNPROVEN_POINTS = Fraction(1, 5), Fraction(1, 2)
"""Without evidence: this part of the items that bring points, or of the points. Below both it is the forgetfulness
that ISI-012 tells item by item; a survey index alone may be a fifth of all points."""
MANY_ITEMS, MANY_SUBS = 10, 5
"""One decree or one folder for the items of a sub, or of two or three, is usual; for these many it proves none."""

_FILLERS = {"link", "tautan", "lihat", "bukti", "dukung", "data", "drive", "gdrive", "google", "folder", "url", "di"}
_IN_FORCE = re.compile(
    r"\b(?:sk|keputusan|kepbup|kepwal|kepgub|kepmen|perda|perbup|perwal|pergub|permen\w*|perpres|pp|uu|undang-undang|"
    r"peraturan|instruksi|surat edaran|se|sop|spo|sotk|mou|pks|nota kesepahaman|perjanjian kerja ?sama|renstra|rpjmd|"
    r"rpjpd|rpd|road ?map|peta jalan|pedoman|juknis|juklak|maklumat|standar pelayanan|sertifikat|akreditasi|"
    r"anjab|analisis jabatan|abk|peta proses bisnis|peta jabatan|pakta integritas|kontrak|cascading)\b",
    re.IGNORECASE,
)
"""Documents that stay in force for years: their date may lie before the period."""
_PARTS = re.compile(r"[;\n]")
_ANY_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def check_unproven(result: UnitResult, instrument: Instrument) -> Iterator[Finding]:
    """Much of the total rests on items without evidence (TELAAH-001)."""
    points = credited(result)
    total = sum(points.values(), Fraction(0))
    if not result.submission.has_evidence or not total:
        return
    bare = [item for item in points if not names_evidence(_evidence(result, item))]
    lost = sum((points[item] for item in bare), Fraction(0))
    if len(bare) >= UNPROVEN_ITEMS * len(points) or lost >= UNPROVEN_POINTS * total:
        at = place_of(result)
        found = Temuan.of(Code.TELAAH_001, at, seen=len(bare), of=len(points), share=_per_cent(lost / total))
        yield finding(result, found, bare, instrument)


def check_same_evidence(result: UnitResult, instrument: Instrument) -> Iterator[Finding]:
    """The same evidence stands beneath items of many subs (TELAAH-002).

    Not counted: the catalog's own example for that item, and a link that comes with words which differ.
    """
    texts = {}
    for item in instrument.items.values():
        said = _evidence(result, item.id)
        if names_evidence(said) and said.casefold().strip() not in {example.casefold() for example in item.evidence}:
            texts[item.id] = said
    for said, items in _repeated(texts, instrument):
        subs = len({instrument.parents[item] for item in items})
        found = Temuan.of(Code.TELAAH_002, place_of(result), seen=said, many=len(items), subs=subs)
        yield finding(result, found, items, instrument)


def check_same_note(result: UnitResult, instrument: Instrument) -> Iterator[Finding]:
    """The same note stands beneath items of many subs (TELAAH-003)."""
    notes = {item: answer.note for item, answer in result.submission.answers.items() if names_evidence(answer.note)}
    for said, items in _repeated(notes, instrument):
        subs = len({instrument.parents[item] for item in items})
        found = Temuan.of(Code.TELAAH_003, place_of(result), seen=said, many=len(items), subs=subs)
        yield finding(result, found, items, instrument)


def check_dates(result: UnitResult, instrument: Instrument) -> Iterator[Finding]:
    """Evidence of credited items bears only dates that do not fit the period (TELAAH-006).

    Fits: a date in the period's year; a bare year from the year before on (a report on last year is written in
    this one, a plan for next year too); any earlier year of a document that stays in force, and of a document's
    number. Evidence with at least one date that fits is not named.
    """
    year = _year(result.submission.period)
    points = credited(result)
    outside = {item: typed for item in points if (typed := _outside(_evidence(result, item), year)) is not None}
    if outside and year:
        main = max(outside, key=lambda item: (points[item], item))
        figures = {"seen": outside[main].text, "many": len(outside), "expected": year}
        found = Temuan.of(Code.TELAAH_006, place_of(result, outside), main, **figures)
        yield finding(result, found, outside, instrument)


def _outside(evidence: str, year: int) -> Typed | None:
    """Return the first date that does not fit the year, when none fits; None too without any date or year."""
    misfit: Typed | None = None
    if not year or not _ANY_YEAR.search(evidence):
        return None
    for part in _PARTS.split(evidence):
        in_force = _IN_FORCE.search(part) is not None
        for typed in typed_dates(part):
            if _fits(typed, year, in_force):
                return None
            misfit = misfit or typed
    return misfit


def _fits(typed: Typed, year: int, in_force: bool) -> bool:
    if in_force or typed.kind == "number":
        return typed.first <= year
    if typed.kind == "year":
        return typed.last >= year - 1
    return typed.first == year


def _year(period: str) -> int:
    """Return the year a period names; 0 when it names none."""
    found = _ANY_YEAR.search(period)
    return int(found[0]) if found else 0


def _evidence(result: UnitResult, item: str) -> str:
    answer = result.submission.answers.get(item)
    return answer.evidence if answer else ""


def _repeated(texts: Mapping[str, str], instrument: Instrument) -> Iterator[tuple[str, list[str]]]:
    """Yield each text, as first typed, that stands beneath many items of many subs."""
    alike: dict[str, list[str]] = defaultdict(list)
    for item in instrument.items:
        if item in texts:
            alike[_key(texts[item])].append(item)
    for items in alike.values():
        subs = {instrument.parents[item] for item in items}
        if len(items) >= MANY_ITEMS and len(subs) >= MANY_SUBS:
            yield texts[items[0]], items


def _key(text: str) -> str:
    """Return a text for comparing: links without their tail, other words folded; fillers beside a link put aside."""
    links = [link.split("?usp=")[0].split("#")[0].rstrip("/.)") for link in LINK.findall(text)]
    words = re.findall(r"\w+", LINK.sub(" ", text).casefold())
    if links:
        words = [word for word in words if word not in _FILLERS]
    return " ".join([*words, *dict.fromkeys(links)])


def _per_cent(share: Fraction) -> str:
    """Return a share in whole per cent."""
    return str(round(share * 100))
