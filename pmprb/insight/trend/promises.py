"""What was promised for gaps, and what the newest consolidation shows of it.

Enters: promises of the older rekaps, and for each of them the way to the newest. Leaves: `Kept` promises, one for
each unit and item. Refuses to know: today's date: a promise is overdue only against a date somebody names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from pmprb.catalog.item import ChoiceItem
from pmprb.engine.answers import State
from pmprb.insight.trend.links import Bridge, Descent, Family, unit_key, weighted
from pmprb.insight.trend.model import KeptPromise, Outcome, Promise, UnitFate, Unjudged
from pmprb.office.record import RekapRecord, UnitRecord
from pmprb.text import plain

_CLAIMS = {"selesai", "sudah", "sudah selesai", "tuntas", "done"}


@dataclass(frozen=True)
class EarlierRekap:
    """An older consolidation beside the newest: its record, the way between the catalogs, who came from whom."""

    record: RekapRecord
    way: Bridge
    family: Family


def kept_promises(
    promises: Sequence[Promise], steps: Mapping[int, EarlierRekap], on: date | None
) -> tuple[KeptPromise, ...]:
    """Return what became of every promise, in the order they were made.

    One that was carried on from rekap to rekap is one promise: measured from where it was first made, with what was
    typed last. A promise of a unit that was split is one for each of its successors.
    """
    merged: dict[tuple[str, str], tuple[Promise, Promise, Descent | None]] = {}
    for promise in sorted(promises, key=lambda one: one.made):
        step = steps[promise.made]
        news = step.way.links.successors(promise.item)
        key_item = "+".join(news) or promise.item
        for descent in _successors(promise, step) or [None]:
            key = (unit_key(descent.new.unit) if descent else plain(promise.unit_code or promise.unit), key_item)
            first = merged[key][0] if key in merged else promise
            merged[key] = (first, promise, descent)
    return tuple(_kept(first, last, descent, steps, on) for first, last, descent in merged.values())


def _older(promise: Promise, record: RekapRecord) -> UnitRecord | None:
    key = plain(promise.unit_code) or plain(promise.unit)
    return next((one for one in record.units if unit_key(one.unit) == key), None)


def _successors(promise: Promise, step: EarlierRekap) -> list[Descent | None]:
    older = _older(promise, step.record)
    return [d for d in step.family.descents if older is not None and any(one is older for one in d.old)]


def _kept(
    first: Promise, last: Promise, descent: Descent | None, steps: Mapping[int, EarlierRekap], on: date | None
) -> KeptPromise:
    """Return one promise with its outcome: measured from `first`, worded as `last`."""
    step = steps[first.made]
    older, news = _older(first, step.record), step.way.links.successors(first.item)
    was = older.items.get(first.item) if older else None
    shown = news[0] if news else first.item
    known = step.way.new if news else step.way.old
    before = (was.score or Fraction(0)) if was else None
    now, why = _now(first, descent, news, step)
    outcome = Outcome.UNKNOWN if why or now is None else _outcome(before or Fraction(0), now, news, step)
    met = outcome is Outcome.DONE
    single = descent.new.items.get(news[0]) if descent and len(news) == 1 else None
    in_catalog = shown in known.items
    return KeptPromise(
        promise=last,
        unit=descent.new.unit.name if descent else last.unit,
        item=" + ".join(news) or first.item,
        area=known.area_of(shown).title if in_catalog else "",
        criterion=known.items[shown].criterion if in_catalog else "",
        outcome=outcome,
        why=why,
        before=was.answer(first.item) if was else None,
        after=single.answer(news[0]) if single else None,
        before_share=before,
        after_share=now,
        overdue=None if on is None or last.due is None or why else not met and last.due < on,
        claimed=not met and why is None and plain(last.status) in _CLAIMS,
    )


def _now(
    promise: Promise, descent: Descent | None, news: Sequence[str], step: EarlierRekap
) -> tuple[Fraction | None, Unjudged | None]:
    """Return the score (0..1) that stands now, or why there is none to judge by."""
    if descent is None:
        older = _older(promise, step.record)
        absent = any(one is older and kind is UnitFate.ABSENT for one, kind in step.family.gone)
        return None, Unjudged.UNIT_ABSENT if absent else Unjudged.UNIT_DISSOLVED
    if not news:
        return None, Unjudged.ITEM_GONE
    if not descent.new.rated:
        return None, Unjudged.UNIT_UNRATED
    records = {item: descent.new.items[item] for item in news if item in descent.new.items}
    applying = {i: r.score or Fraction(0) for i, r in records.items() if r.state is not State.NOT_APPLICABLE}
    if not applying:
        return None, Unjudged.NOT_APPLICABLE
    return weighted(applying, step.way.new), None


def _outcome(before: Fraction, now: Fraction, news: Sequence[str], step: EarlierRekap) -> Outcome:
    """Return done for a full score or a better label, partly for a higher number, else not."""
    if now == 1:
        return Outcome.DONE
    if now <= before:
        return Outcome.NOT
    better_label = len(news) == 1 and isinstance(step.way.new.items[news[0]], ChoiceItem)
    return Outcome.DONE if better_label else Outcome.PARTLY
