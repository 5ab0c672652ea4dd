"""Last time's answers for this time's worksheet: shown beside the empty cells, or filled in to be looked at anew.

Enters: a unit's earlier worksheet as it was read, both instruments, the links between their items. Leaves: a `Carried`.
Refuses to know: files. What cannot be the same answer any more is shown, never filled in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from pmprb.catalog.crosswalk import Links
from pmprb.catalog.item import ChoiceItem, RatioItem, ScaleItem
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Answer, State, Submission, Unit, own_note, unreviewed
from pmprb.numbers import number_words
from pmprb.worksheet.template.grid import AnyItem
from pmprb.worksheet.template.texts import earlier_answer

_MOST = 160


@dataclass(frozen=True)
class Carried:
    """What one unit's earlier worksheet hands on.

    `lines` are what is shown of the earlier answers, by the item it is shown at; `answers` those that can be filled in;
    `unfit` the items whose earlier answer cannot be given to them any more, `fresh` those that come from none.
    """

    unit: Unit
    period: str
    lines: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, Answer] = field(default_factory=dict)
    unfit: tuple[str, ...] = ()
    fresh: tuple[str, ...] = ()

    def submission(self, instrument: Instrument, period: str) -> Submission:
        """Return the worksheet as it is filled in: answers, evidence and notes of last time, each marked."""
        return Submission(
            file="",
            sha256="",
            layout="",
            instrument=instrument.id,
            unit=self.unit,
            period=period,
            answers=dict(self.answers),
        )


def carry(earlier: Submission, old: Instrument, new: Instrument, links: Links, unit: Unit) -> Carried:
    """Return what an earlier worksheet hands on to `unit`'s new one.

    An item that comes from several, or whose scale has changed so that the answer is none of its own, is shown only.
    """
    lines, answers, unfit, fresh = dict[str, str](), dict[str, Answer](), list[str](), list[str]()
    for item in new.items.values():
        sources = [one for one in links.items.get(item.id, ()) if one in old.items]
        if not sources:
            fresh.append(item.id)
            continue
        said = [(one, earlier.answers[one]) for one in sources if one in earlier.answers]
        told = [
            _line(old.items[one], answer, one if len(sources) > 1 or one != item.id else "") for one, answer in said
        ]
        if not any(told):
            continue
        lines[item.id] = earlier_answer(earlier.period, "; ".join(text for text in told if text))
        first = said[0][1] if len(sources) == 1 else None
        kept = first and _kept(first, old.items[sources[0]], item, old, new)
        if kept:
            answers[item.id] = replace(kept, note=unreviewed(earlier.period, kept.note))
        else:
            unfit.append(item.id)
    return Carried(unit, earlier.period, lines, answers, tuple(unfit), tuple(fresh))


def _line(item: AnyItem, answer: Answer, code: str) -> str:
    """Return an earlier answer with its evidence and note in one short text; empty for none."""
    words = answer.text
    if answer.counts and isinstance(item, RatioItem):
        labels = {count.id: count.label for count in item.inputs}
        words = ", ".join(f"{labels.get(name, name)} {number_words(value)}" for name, value in answer.counts)
    if not words:
        return ""
    more = [f"bukti: {_short(answer.evidence)}" if answer.evidence.strip() else ""]
    more.append(f"catatan: {_short(answer.note)}" if answer.note.strip() else "")
    kept = ". ".join(one for one in more if one)
    return f"{code + ' ' if code else ''}{words}" + (f" ({kept})" if kept else "")


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _MOST else plain[: _MOST - 1].rstrip() + "…"


def _kept(answer: Answer, before: AnyItem, now: AnyItem, old: Instrument, new: Instrument) -> Answer | None:
    """Return the answer as one of the new item, or None when it is not one that the item can have."""
    if answer.state is State.NOT_APPLICABLE:
        fits = now.allow_not_applicable and not isinstance(now, RatioItem)
    elif answer.state is not State.GIVEN or before.kind != now.kind:
        fits = False
    elif isinstance(now, ChoiceItem) and isinstance(before, ChoiceItem):
        labels = [option.label for option in new.scales[now.answer_set].options]
        fits = answer.choice in labels and labels == [o.label for o in old.scales[before.answer_set].options]
    elif isinstance(now, RatioItem):
        fits = {name for name, _ in answer.counts} == {count.id for count in now.inputs}
    elif isinstance(now, ScaleItem) and isinstance(before, ScaleItem):
        scale = now.scale
        fits = answer.value is not None and scale.min <= answer.value <= scale.max and before.scale == scale
    else:
        fits = False
    if not fits:
        return None
    return replace(answer, item=now.id, source=None, raw="", note=own_note(answer.note))
