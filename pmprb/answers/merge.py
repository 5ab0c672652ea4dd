"""Worksheets of several pengampu, each with some of the items, put together into one submission.

Enters: submissions of one instansi and who answers for which items. Leaves: one submission, and temuan of
items answered differently (BUKU-054) or not at all (BUKU-055). Refuses to know: files, scores.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pmprb.answers.model import Answer, State, Submission, Unit
from pmprb.catalog.model import Instrument
from pmprb.temuan import CellPos, Code, Loaded, Model, Temuan


class Pengampu(Model):
    """A unit that answers for some items (the regulations' own word for it)."""

    unit: Unit
    items: tuple[str, ...]


def merge_submissions(
    parts: Sequence[Submission], instrument: Instrument, pengampu: Iterable[Pengampu], unit: Unit, period: str
) -> Loaded[Submission]:
    """Return one submission of the whole instrument for `unit`.

    An item takes the answer of the part that has one; the same answer twice is one answer, and different
    ones leave the item invalid. Nothing is taken from a part that an answer elsewhere contradicts.
    """
    holders: dict[str, list[str]] = {}
    for one in pengampu:
        for item in one.items:
            holders.setdefault(item, []).append(one.unit.name)
    at = CellPos(workbook=unit.name)
    answers: dict[str, Answer] = {}
    temuan: list[Temuan] = []
    for item in instrument.items:
        found = _found(item, [(part.file, part.answers) for part in parts])
        if not found:
            answers[item] = Answer(item=item, state=State.BLANK)
            temuan.append(Temuan.of(Code.BUKU_055, at, item, unit=", ".join(holders.get(item, []))))
        elif _alike(found):
            answers[item] = _one_of(found)
        else:
            listed = ", ".join(f"{answer.text or answer.raw} ({file})" for file, answer in found)
            answers[item] = Answer(item=item, state=State.INVALID, raw=listed, source=found[0][1].source)
            temuan.append(Temuan.of(Code.BUKU_054, at, item, answers=listed))
    reviewed = {item: _found(item, [(part.file, part.reviewed) for part in parts]) for item in instrument.items}
    merged = Submission(
        file=unit.name,
        sha256="",
        layout="",
        instrument=instrument.id,
        catalog_hash=instrument.hash,
        unit=unit,
        period=period,
        modified=max((part.modified for part in parts), default=""),
        answers=answers,
        reviewed={item: _one_of(found) for item, found in reviewed.items() if found and _alike(found)},
    )
    return Loaded(value=merged, temuan=tuple(temuan))


_Found = list[tuple[str, Answer]]


def _found(item: str, parts: Iterable[tuple[str, Mapping[str, Answer]]]) -> _Found:
    """Return the answers to an item that are not blank, with the file each stands in."""
    known = ((file, answers.get(item)) for file, answers in parts)
    return [(file, answer) for file, answer in known if answer is not None and answer.state is not State.BLANK]


def _alike(found: _Found) -> bool:
    return len({(answer.state, answer.text or answer.raw) for _, answer in found}) == 1


def _one_of(found: _Found) -> Answer:
    """Return one answer for several alike, with the evidence and notes of all."""
    evidence, notes = ("; ".join(dict.fromkeys(text for text in texts if text)) for texts in _words(found))
    return found[0][1].model_copy(update={"evidence": evidence, "note": notes})


def _words(found: _Found) -> tuple[list[str], list[str]]:
    return [answer.evidence for _, answer in found], [answer.note for _, answer in found]
