"""Answers a unit could have given: a maturity of its own, items easier and harder, some left blank.

Enters: a unit and an instrument. Leaves: typed answers. The same seed gives the same answers on
every machine.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from pmprb.catalog.item import ChoiceItem, RatioItem, ScaleItem
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Answer, State, Submission, Unit
from pmprb.numbers import exact_sum

SEED = "tirtaloka"
_MATURITY = {"dinas": 0.74, "badan": 0.78, "kecamatan": 0.62, "puskesmas": 0.68, "bagian": 0.72}
_CHAMPIONS = {"1.15": 0.97, "1.09": 0.93, "2.02": 0.93, "4.05": 0.90}
_UNFINISHED = {"3.07": 0.35, "5.06": 0.2}
_NOT_STARTED = {"3.11"}
_VERIFIED = {"1.01", "1.09", "1.15", "2.02", "4.05", "5.01"}
# units that the verifiers look at in review workbooks of their own: who does, and how often an answer is lowered
REVIEWS = {
    "1.02": ("TPI 1", 0.10), "1.03": ("TPI 1", 0.10), "1.04": ("TPI 1", 0.10), "1.15": ("TPI 1", 0.10),
    "2.01": ("TPI 2", 0.28), "2.03": ("TPI 2", 0.28), "3.02": ("TPI 2", 0.28),
    "4.01": ("TPI 3", 0.16), "4.02": ("TPI 3", 0.16),
}  # fmt: skip


def fill(unit: Unit, instrument: Instrument, period: str, modified: str, start_again: bool = False) -> Submission:
    """Return a unit's filled worksheet as typed answers; `start_again` gives a second, later filling."""
    chance = random.Random(f"{SEED}:{instrument.id}:{unit.code}:{start_again}")
    maturity = _CHAMPIONS.get(unit.code) or min(0.92, max(0.35, chance.gauss(_MATURITY[unit.kind], 0.09)))
    blank = 1.0 if unit.code in _NOT_STARTED else _UNFINISHED.get(unit.code, 0.01)
    careless = chance.uniform(0.0, 0.25)
    answers = {}
    for item in instrument.items.values():
        hardness = random.Random(f"{SEED}:{item.id}").gauss(0, 0.08)
        level = min(1.0, max(0.0, chance.gauss(maturity - hardness, 0.1)))
        if chance.random() < blank:
            answers[item.id] = Answer(item=item.id, state=State.BLANK)
            continue
        answer = _answer(item, instrument, level, chance)
        shown = "" if chance.random() < careless * 0.4 else item.evidence[0]
        answers[item.id] = replace(answer, evidence=shown)
    return Submission(
        file="",
        sha256="",
        layout="pmprb",
        instrument=instrument.id,
        catalog_hash=instrument.hash,
        unit=unit,
        shown_name=unit.name,
        period=period,
        modified=modified,
        answers=answers,
        reviewed=_verified(answers, instrument, chance) if unit.code in _VERIFIED else {},
    )


def review(unit: Unit, submission: Submission, instrument: Instrument) -> Submission:
    """Return a unit's worksheet with the answers of the verifier who looks at it in a review workbook."""
    name, strictness = REVIEWS[unit.code]
    chance = random.Random(f"{SEED}:{instrument.id}:{unit.code}:tpi")
    reviewed = _verified(dict(submission.answers), instrument, chance, strictness)
    return submission.model_copy(update={"reviewed": reviewed, "reviewers": dict.fromkeys(reviewed, name)})


def _verified(
    answers: dict[str, Answer], instrument: Instrument, chance: random.Random, strictness: float = 0.12
) -> dict[str, Answer]:
    """Return the verifier's answers to the choice items: most agree, some are one step lower and bear a note."""
    found = {}
    for item in instrument.items.values():
        own = answers[item.id]
        if not isinstance(item, ChoiceItem) or own.state is not State.GIVEN or chance.random() < 0.1:
            continue
        labels = [option.label for option in instrument.scales[item.answer_set].options]
        lower = chance.random() < strictness
        label = labels[min(len(labels) - 1, labels.index(own.choice) + lower)]
        note = "Bukti belum mencakup seluruh kegiatan." if label != own.choice else ""
        found[item.id] = replace(own, choice=label, raw=label, evidence="", note=note)
    return found


def _answer(
    item: ChoiceItem | RatioItem | ScaleItem, instrument: Instrument, level: float, chance: random.Random
) -> Answer:
    """Return an answer of about the given level (0..1)."""
    if isinstance(item, ChoiceItem):
        labels = [option.label for option in instrument.scales[item.answer_set].options]
        step = min(len(labels) - 1, int((1 - level) * 1.35 * len(labels)))
        return Answer(item=item.id, state=State.GIVEN, choice=labels[step], raw=labels[step])
    if isinstance(item, ScaleItem):
        width = item.scale.max - item.scale.min
        value = item.scale.min + width * Fraction(round((0.62 + 0.36 * level) * 100), 100)
        return Answer(item=item.id, state=State.GIVEN, value=value)
    counts = {count.id: 0 for count in item.inputs}
    for name in item.denominator:
        counts[name] = chance.randint(2, 24)
    below = sum(counts[name] for name in item.denominator)
    reached = sum(chance.random() < level for _ in range(below))
    counts[item.numerator[0]] = below - reached if item.formula == "decrease" else reached
    for name in counts.keys() - {*item.numerator, *item.denominator}:
        counts[name] = chance.randint(0, max(0, below - reached))
    ordered = tuple((count.id, Fraction(counts[count.id])) for count in item.inputs)
    return Answer(item=item.id, state=State.GIVEN, counts=ordered)


# Evidence and notes as some units of the demo type them: three with a fault to be found, four honest in detail.


SAME_LINK = "1.20"  # one folder for every item
OLD_EVIDENCE = "2.04"  # every third item with minutes of two years before
COUNTS_DIFFER = "4.11"  # notes that name other counts than those typed
IN_DETAIL = ("1.11", "2.01", "4.13", "5.02")  # dates of the year, decrees of earlier years, a folder a sub, true notes


def _given(submission: Submission) -> list[Answer]:
    return [answer for answer in submission.answers.values() if answer.state is State.GIVEN]


def _same_link(submission: Submission, _: Instrument) -> list[Answer]:
    link = "https://berkas.tirtaloka.example/folder/bukti-lke"
    return [replace(answer, evidence=f"Lihat link: {link}") for answer in _given(submission)]


def _old_evidence(submission: Submission, _: Instrument) -> list[Answer]:
    typed = f"Notulen dan daftar hadir rapat, 14 Maret {int(submission.period) - 2}"
    return [replace(answer, evidence=typed) for answer in _given(submission)[::3]]


def _pair(item: RatioItem, answer: Answer, off: int = 0) -> str:
    counts = dict(answer.counts)
    above = exact_sum(counts[name] for name in item.numerator)
    below = exact_sum(counts[name] for name in item.denominator)
    return f"{above + off} dari {below} sudah, menurut daftar terlampir."


def _with_counts(submission: Submission, instrument: Instrument, off: int) -> list[Answer]:
    items = [item for item in instrument.items.values() if isinstance(item, RatioItem) and item.formula == "share"]
    told = [(item, submission.answers[item.id]) for item in items]
    return [replace(a, note=_pair(i, a, off)) for i, a in told if a.state is State.GIVEN]


def _counts_differ(submission: Submission, instrument: Instrument) -> list[Answer]:
    return _with_counts(submission, instrument, 3)[:2]


def _in_detail(submission: Submission, instrument: Instrument) -> list[Answer]:
    year = int(submission.period)
    kinds = (
        f"SK Kepala Nomor 188/07/{year - 3} tentang tim kerja, masih berlaku",
        f"Notulen rapat 12 Februari {year} dan daftar hadir",
        f"Laporan kinerja tahun {year - 1}, disampaikan 05/01/{year}",
        f"Renstra {year - 1}-{year + 3}; undangan tanggal {year}-02-03",
    )
    told = {answer.item: answer for answer in _with_counts(submission, instrument, 0)}
    for number, answer in enumerate(_given(submission)):
        folder = f"https://berkas.tirtaloka.example/bukti/{instrument.parents[answer.item]}"
        typed = f"{kinds[number % 4]} {folder}" if number % 5 else f"Tautan bukti: {folder}"
        told[answer.item] = replace(told.get(answer.item, answer), evidence=typed)
    return list(told.values())


_TOLD: dict[str, Callable[[Submission, Instrument], list[Answer]]] = {
    SAME_LINK: _same_link,
    OLD_EVIDENCE: _old_evidence,
    COUNTS_DIFFER: _counts_differ,
    **dict.fromkeys(IN_DETAIL, _in_detail),
}


def retold(submission: Submission, instrument: Instrument) -> Submission:
    """Return the submission with the unit's own way of naming evidence, or as it was."""
    change = _TOLD.get(submission.unit.code)
    if change is None:
        return submission
    changed = {answer.item: answer for answer in change(submission, instrument)}
    return submission.model_copy(update={"answers": {**submission.answers, **changed}})
