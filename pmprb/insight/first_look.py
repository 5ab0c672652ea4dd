"""Where to look first in one unit's worksheet: what its evidence, notes and answers say for themselves."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Literal

from pmprb.catalog.item import ChoiceItem, RatioItem, ScaleItem
from pmprb.catalog.model import Instrument
from pmprb.catalog.once import OncePerInstrument
from pmprb.engine.answers import Answer, State, names_evidence, own_note
from pmprb.insight.strict import credited, finding, in_order, place_of
from pmprb.numbers import exact_sum, exact_text, rounded
from pmprb.office.model import Telaah, UnitResult
from pmprb.period import Period
from pmprb.records import dataclass
from pmprb.temuan import (
    BestAnswerEverywhere,
    CountsUnlikeNote,
    EvidenceOutsidePeriod,
    EvidenceRepeated,
    NoteRepeated,
    PointsWithoutEvidence,
)

# Dates and years as people type them into evidence: "12 Maret 2024", "12/03/2024", "Nomor 7 Tahun 2024",
# "2024-2029".


Kind = Literal["date", "year", "number"]

_MONTHS = (
    "januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|nopember|desember|"
    "jan|feb|mar|apr|jun|jul|agu|agt|ags|sept|sep|okt|nov|nop|des"
)
_YEAR = r"((?:19|20)\d\d)"
LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"',;]+", re.IGNORECASE)
_SPAN = re.compile(
    rf"(?<![\d/.-]){_YEAR}\s{{0,9}}(?:-|–|—|/|s\.?\s?d\.?|sampai(?: dengan)?|hingga)\s{{0,9}}{_YEAR}(?![\d/.-]\d)", re.I
)
_DATES = (
    re.compile(rf"(?<!\d)(?:\d{{1,2}}\s{{1,9}}|\b)(?:{_MONTHS})\b\.?\s{{0,9}},?\s{{0,9}}{_YEAR}(?!\d)", re.I),
    re.compile(rf"(?<![\d/.-])(?:0?[1-9]|[12]\d|3[01])([/.-])(?:0?[1-9]|1[0-2])\1{_YEAR}(?![\d/-]|\.\d)"),
    re.compile(rf"(?<![\d/.-]){_YEAR}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![\d/-])"),
)
_NUMBER = re.compile(
    rf"(?:\w/|\bno(?:mor)?\b\.?\s{{0,9}}[\w./-]{{1,60}}\s{{1,9}}(?:tahun|thn\.?|th\.?)\s{{0,9}}){_YEAR}(?![\d/.-]\d)",
    re.I,
)
_BARE = re.compile(rf"(?<![\d/.,-])(?:(?<!Rp)|(?<=\s)){_YEAR}(?![\d/-]|[.,]\d)")


@dataclass(frozen=True)
class Typed:
    """A time typed in a text: as a date (day or month known), a bare year, or the year of a document's number.

    `first` and `last` are the years it covers, the same but for a span; `text` is how it was typed.
    """

    kind: Kind
    first: int
    last: int
    text: str


def typed_dates(text: str) -> list[Typed]:
    """Return the dates and years in a text, each place read once, in the order of the kinds: spans, dates, numbers,
    bare years."""
    left = LINK.sub(" ", text)
    found: list[Typed] = []

    def take(pattern: re.Pattern[str], kind: Kind) -> None:
        nonlocal left
        matches = list(pattern.finditer(left))
        for match in matches:
            years = [int(group) for group in match.groups() if group and group.isdigit()]
            found.append(Typed(kind, min(years), max(years), " ".join(match[0].split())))
        if matches:
            left = pattern.sub(lambda match: " " * len(match[0]), left)

    take(_SPAN, "year")
    for pattern in _DATES:
        take(pattern, "date")
    take(_NUMBER, "number")
    take(_BARE, "year")
    return found


# What the evidence and notes of one unit say for themselves: none named, the same everywhere, dated elsewhere.


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


def check_unproven(result: UnitResult, instrument: Instrument) -> Iterator[Telaah]:
    """Much of the total rests on items without evidence (TELAAH-001)."""
    bare = [item for item in _credited(result) if not names_evidence(_evidence(result, item))]
    if not result.submission.has_evidence or not bare:
        return
    points = credited(result)
    total = exact_sum(points.values())
    if not total:
        return
    lost = exact_sum(points[item] for item in bare)
    if len(bare) >= UNPROVEN_ITEMS * len(points) or lost >= UNPROVEN_POINTS * total:
        at = place_of(result)
        found = PointsWithoutEvidence(at, seen=len(bare), of=len(points), share=_per_cent(lost / total))
        yield finding(result, found, bare, instrument)


def check_same_evidence(result: UnitResult, instrument: Instrument) -> Iterator[Telaah]:
    """The same evidence stands beneath items of many subs (TELAAH-002).

    Not counted: the catalog's own example for that item, and a link that comes with words which differ.
    """
    texts, examples = {}, _EXAMPLES(instrument)
    for item in instrument.items.values():
        said = _evidence(result, item.id)
        if names_evidence(said) and said.casefold().strip() not in examples[item.id]:
            texts[item.id] = said
    for said, items in _repeated(texts, instrument):
        subs = len({instrument.parents[item] for item in items})
        found = EvidenceRepeated(place_of(result), seen=said, many=len(items), subs=subs)
        yield finding(result, found, items, instrument)


def check_same_note(result: UnitResult, instrument: Instrument) -> Iterator[Telaah]:
    """The same note stands beneath items of many subs (TELAAH-003)."""
    said = {item: own_note(answer.note) for item, answer in result.submission.answers.items()}
    notes = {item: note for item, note in said.items() if names_evidence(note)}
    for seen, items in _repeated(notes, instrument):
        subs = len({instrument.parents[item] for item in items})
        found = NoteRepeated(place_of(result), seen=seen, many=len(items), subs=subs)
        yield finding(result, found, items, instrument)


def check_dates(result: UnitResult, instrument: Instrument) -> Iterator[Telaah]:
    """Evidence of credited items bears only dates that do not fit the period (TELAAH-006).

    Fits: a date in the period's year; a bare year from the year before on (a report on last year is written in
    this one, a plan for next year too); any earlier year of a document that stays in force, and of a document's
    number. Evidence with at least one date that fits is not named.
    """
    year = _year(result.submission.period)
    outside = {
        item: typed for item in _credited(result) if (typed := _outside(_evidence(result, item), year)) is not None
    }
    if outside and year:
        points = credited(result)
        main = max(outside, key=lambda item: (points[item], item))
        at, date = place_of(result, outside), outside[main].text
        found = EvidenceOutsidePeriod(at, main, seen=date, many=len(outside), expected=year)
        yield finding(result, found, outside, instrument)


def _outside(evidence: str, year: int) -> Typed | None:
    """Return the first date that does not fit the year, when none fits; None too without any date or year."""
    misfit: Typed | None = None
    if not year or not _ANY_YEAR.search(evidence):
        return None
    for part in _PARTS.split(evidence):
        dates = typed_dates(part)
        in_force = bool(dates) and _IN_FORCE.search(part) is not None
        for typed in dates:
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
    return Period.of(period).year or 0


def _credited(result: UnitResult) -> list[str]:
    """Return the items that bring points."""
    return [item.item for item in result.tree.items.values() if item.score]


def _examples(instrument: Instrument) -> dict[str, set[str]]:
    """Return the catalog's own examples of evidence for each item, folded."""
    return {item.id: {example.casefold() for example in item.evidence} for item in instrument.items.values()}


_EXAMPLES = OncePerInstrument(_examples)


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
    return str(rounded(share * 100, 0))


# What the answers of one unit say for themselves: a straight line, counts that a note contradicts.


STRAIGHT_ITEMS = 20
"""Choices answered, all with the best option: fewer may well be all right in a good unit, or in a part."""

_COUNT = r"(\d{1,6})"
_WORD = r"(?:\w{1,40}\s{1,9})"
_OF = re.compile(
    rf"(?<![\d.,/-]){_COUNT}\s{{0,9}}{_WORD}{{0,2}}?dari\s{{1,9}}{_WORD}{{0,3}}?{_COUNT}(?![\d/-]|[.,]\d)", re.I
)
_FELL = re.compile(
    rf"\bdari\s{{1,9}}{_COUNT}\s{{0,9}}{_WORD}{{0,2}}?(?:menjadi|ke|jadi)\s{{1,9}}{_COUNT}(?![\d/-]|[.,]\d)", re.I
)
_INDEX = re.compile(
    r"\b(?:indeks|nilai|skor|hasil|ikm|ipak|ipkp|spak|spkp|survei)\b[^\d;.\n]{0,40}?(\d{1,3}[.,]\d{1,3})(?![\d/-])",
    re.I,
)
_LABELLED = r"\s{0,9}(?:sebanyak|ada|adalah|berjumlah|=|:)?\s{0,9}(\d{1,6})(?![\d/-]|[.,]\d)"


def check_straight(result: UnitResult, instrument: Instrument) -> Iterator[Telaah]:
    """Every choice answered with its best option (TELAAH-004)."""
    best = []
    for item in instrument.items.values():
        answer = result.submission.answers.get(item.id)
        if not isinstance(item, ChoiceItem) or answer is None or answer.state is not State.GIVEN:
            continue
        scores = instrument.scales[item.answer_set].scores
        if scores[answer.choice] != max(scores.values()):
            return
        best.append(item.id)
    if len(best) >= STRAIGHT_ITEMS:
        found = BestAnswerEverywhere(place_of(result), seen=len(best))
        yield finding(result, found, best, instrument)


def check_counts(result: UnitResult, instrument: Instrument) -> Iterator[Telaah]:
    """A note or the evidence names other counts than the answer (TELAAH-005), an item each."""
    for item in instrument.items.values():
        answer = result.submission.answers.get(item.id)
        if answer is None or answer.state is not State.GIVEN or isinstance(item, ChoiceItem):
            continue
        for said in (own_note(answer.note), answer.evidence):
            told = _contradiction(item, answer, said) if said else None  # most notes are empty
            if told:
                at = place_of(result, (item.id,))
                yield finding(
                    result,
                    CountsUnlikeNote(at, item.id, seen=told[0], expected=told[1]),
                    (item.id,),
                    instrument,
                )
                break


def _contradiction(item: ChoiceItem | RatioItem | ScaleItem, answer: Answer, said: str) -> tuple[str, str] | None:
    """Return what a text says and what was answered, as figures, when they differ."""
    if isinstance(item, ScaleItem):
        return _other_index(item, answer, said)
    if isinstance(item, RatioItem):
        return _other_pair(item, dict(answer.counts), said) or _other_count(item, dict(answer.counts), said)
    return None


def _other_pair(item: RatioItem, counts: dict[str, Fraction], said: str) -> tuple[str, str] | None:
    """Compare "11 dari 15" with a share's counts, "dari 7 menjadi 2" with a decrease.

    Only one such pair in the text, of which one number is the answer's: two others are about something else.
    """
    pairs = (_OF if item.formula == "share" else _FELL).findall(said)
    if len(pairs) != 1:
        return None
    above = exact_sum(counts[name] for name in item.numerator)
    below = exact_sum(counts[name] for name in item.denominator)
    first, second = (Fraction(number) for number in pairs[0])
    part, whole = (first, second) if item.formula == "share" else (second, first)
    if (part == above) == (whole == below):
        return None
    return f"{part}/{whole}", f"{above}/{below}"


def _other_count(item: RatioItem, counts: dict[str, Fraction], said: str) -> tuple[str, str] | None:
    """Compare a number that directly follows a count's own label."""
    for count in item.inputs:
        label = re.escape(count.label.removeprefix("Jumlah ").strip()).replace(r"\ ", r"\s{1,9}")
        numbers = re.findall(rf"(?<!\w){label}{_LABELLED}", said, re.IGNORECASE)
        if len(numbers) == 1 and Fraction(numbers[0]) != counts[count.id]:
            return numbers[0], str(counts[count.id])
    return None


def _other_index(item: ScaleItem, answer: Answer, said: str) -> tuple[str, str] | None:
    """Compare a decimal number that follows "indeks", "nilai" or the like; all within the scale must differ."""
    found = [Fraction(number.replace(",", ".")) for number in _INDEX.findall(said)]
    within = [value for value in found if item.scale.min <= value <= item.scale.max]
    if answer.value is None or not within or any(_rounds_to(answer.value, value) for value in within):
        return None
    return exact_text(within[0]), exact_text(answer.value)


def _rounds_to(exact: Fraction, typed: Fraction) -> bool:
    """True when a number is another one written with fewer decimals."""
    return abs(exact - typed) < Fraction(1, 100)


# Where to look first in one unit's worksheet: every check of what it says for itself.


Check = Callable[[UnitResult, Instrument], Iterator[Telaah]]

CHECKS: tuple[Check, ...] = (
    check_unproven,
    check_same_evidence,
    check_same_note,
    check_straight,
    check_counts,
    check_dates,
)


def look(result: UnitResult, instrument: Instrument) -> tuple[Telaah, ...]:
    """Return where to look first in a unit's worksheet."""
    return in_order(one for check in CHECKS for one in check(result, instrument))
