"""Evidence and notes as some units of the demo type them: three with a fault to be found, four honest in detail.

Enters: a filled submission. Leaves: the same with other evidence or notes. Never an answer: scores stay.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from pmprb.answers.model import Answer, State, Submission
from pmprb.catalog.model import Instrument, RatioItem

SAME_LINK = "1.20"  # one folder for every item
OLD_EVIDENCE = "2.04"  # every third item with minutes of two years before
COUNTS_DIFFER = "4.11"  # notes that name other counts than those typed
IN_DETAIL = ("1.11", "2.01", "4.13", "5.02")  # dates of the year, decrees of earlier years, a folder a sub, true notes


def _given(submission: Submission) -> list[Answer]:
    return [answer for answer in submission.answers.values() if answer.state is State.GIVEN]


def _same_link(submission: Submission, _: Instrument) -> list[Answer]:
    link = "https://berkas.tirtaloka.example/folder/bukti-lke"
    return [answer.model_copy(update={"evidence": f"Lihat link: {link}"}) for answer in _given(submission)]


def _old_evidence(submission: Submission, _: Instrument) -> list[Answer]:
    typed = f"Notulen dan daftar hadir rapat, 14 Maret {int(submission.period) - 2}"
    return [answer.model_copy(update={"evidence": typed}) for answer in _given(submission)[::3]]


def _pair(item: RatioItem, answer: Answer, off: int = 0) -> str:
    counts = dict(answer.counts)
    above = sum((counts[name] for name in item.numerator), Fraction(0))
    below = sum((counts[name] for name in item.denominator), Fraction(0))
    return f"{above + off} dari {below} sudah, menurut daftar terlampir."


def _with_counts(submission: Submission, instrument: Instrument, off: int) -> list[Answer]:
    items = [item for item in instrument.items.values() if isinstance(item, RatioItem) and item.formula == "share"]
    told = [(item, submission.answers[item.id]) for item in items]
    return [a.model_copy(update={"note": _pair(i, a, off)}) for i, a in told if a.state is State.GIVEN]


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
        told[answer.item] = told.get(answer.item, answer).model_copy(update={"evidence": typed})
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
