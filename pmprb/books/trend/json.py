"""A trend as plain data for JSON; the shape is documented in docs/json.md, a key is only ever added."""

from __future__ import annotations

from typing import Any

from pmprb import __version__
from pmprb.books.rekap.json import temuan_data
from pmprb.catalog.crosswalk import Crosswalk
from pmprb.engine.answers import Answer, Unit
from pmprb.insight.trend.model import (
    AreaChange,
    GoneUnit,
    HistoryRow,
    ItemChange,
    ItemLink,
    KeptPromise,
    Pair,
    Parts,
    Trend,
    TrendStage,
    UnitChange,
)
from pmprb.numbers import decimal_or_none

Plain = dict[str, Any]


def trend_data(trend: Trend, crosswalks: tuple[tuple[str, Crosswalk], ...] = ()) -> Plain:
    """Return a trend; `crosswalks` are those used, each with the instrument it leads to."""
    return {
        "program": __version__,
        "periods": [_period(period) for period in trend.periods],
        "pairs": [_pair(pair, trend) for pair in trend.pairs],
        "history": [_history(row) for row in trend.history],
        "promises": [_kept(kept, trend) for kept in trend.promises],
        "judged_on": trend.judged_on.isoformat() if trend.judged_on else None,
        "crosswalks": [
            {"from": one.predecessor, "to": name, "basis": one.basis.value, "note": " ".join(one.note.split())}
            for name, one in crosswalks
        ],
        "temuan": [temuan_data(t) for t in trend.temuan],
    }


def _unit(unit: Unit) -> Plain:
    return {"code": unit.code, "name": unit.name}


def _period(period: TrendStage) -> Plain:
    data = period.model_dump(exclude={"index", "total"})
    return data | {
        "index": decimal_or_none(period.index),
        "total": decimal_or_none(period.total),
        "index_share": decimal_or_none(period.index_share),
    }


def _pair(pair: Pair, trend: Trend) -> Plain:
    index = pair.index
    return {
        "from": trend.periods[pair.older].label,
        "to": trend.periods[pair.newer].label,
        "index": None
        if index is None
        else {
            **{
                name: decimal_or_none(getattr(index, name))
                for name in ("old", "new", "delta", "criteria", "unit", "improved")
            },
            "compared": index.compared,
        },
        "units": [_change(unit) for unit in pair.units],
        "gone": [_gone(one) for one in pair.gone],
        "ranking": [
            {
                "rank": one.rank,
                **_unit(one.unit),
                "improved": decimal_or_none(one.improved),
                "reviewer": decimal_or_none(one.reviewer),
            }
            for one in pair.improvers
        ],
        "criteria": [_link(link) for link in pair.links],
    }


def _change(unit: UnitChange) -> Plain:
    return {
        **_unit(unit.unit),
        "kind": unit.kind.value,
        "predecessors": [_unit(one) for one in unit.predecessors],
        "base": [_unit(one) for one in unit.base],
        "share": decimal_or_none(unit.share),
        "why": unit.why.value if unit.why else None,
        "total": _area(unit.total),
        "areas": {area.of: _area(area) for area in unit.areas},
        "items": [_item(item) for item in unit.items],
        "verified": list(unit.verified),
    }


def _area(area: AreaChange) -> Plain:
    return {
        "share": _parts(area.share),
        "points": _parts(area.points),
        "why": area.why.value if area.why else None,
    }


def _parts(parts: Parts | None) -> Plain | None:
    if parts is None:
        return None
    names = ("old", "new", "delta", "criteria", "unit", "improved", "reviewer", "verified_delta")
    return {name: decimal_or_none(getattr(parts, name)) for name in names}


def _item(item: ItemChange) -> Plain:
    return {
        "item": item.item,
        "old_items": list(item.old_items),
        "before": _answer(item.before),
        "after": _answer(item.after),
        "old_points": decimal_or_none(item.old_points),
        "new_points": decimal_or_none(item.new_points),
        "delta": decimal_or_none(item.delta),
    }


def _answer(answer: Answer | None) -> Plain | None:
    return None if answer is None else {"answer": answer.text, "state": answer.state.value}


def _gone(one: GoneUnit) -> Plain:
    return {**_unit(one.unit), "kind": one.kind.value, "share": decimal_or_none(one.share)}


def _link(link: ItemLink) -> Plain:
    return {
        "old": list(link.olds),
        "new": link.new or None,
        "old_weight": decimal_or_none(link.old_weight),
        "new_weight": decimal_or_none(link.new_weight),
        "by_answer": link.by_answer,
    }


def _history(row: HistoryRow) -> Plain:
    return {
        **_unit(row.unit),
        "points": [decimal_or_none(value) for value in row.points],
        "shares": [decimal_or_none(value) for value in row.shares],
    }


def _kept(kept: KeptPromise, trend: Trend) -> Plain:
    promise = kept.promise
    return {
        "unit": kept.unit,
        "item": kept.item,
        "pic": promise.pic,
        "due": promise.due.isoformat() if promise.due else None,
        "due_text": promise.due_text,
        "status": promise.status,
        "period": trend.periods[promise.made].label,
        "before": _answer(kept.before),
        "after": _answer(kept.after),
        "before_share": decimal_or_none(kept.before_share),
        "after_share": decimal_or_none(kept.after_share),
        "outcome": kept.outcome.value,
        "why": kept.why.value if kept.why else None,
        "overdue": kept.overdue,
        "claimed": kept.claimed,
    }
