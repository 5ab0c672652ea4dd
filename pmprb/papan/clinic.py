"""Jobs of the room Klinik: one unit's answers changed before everybody's eyes.

Enters: an instrument's id, texts by code as the room Isi has them, a target. Leaves: where the answers stand beside
where they stood, what each better answer brings, the least to a target. Every figure is the engine's, scored anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from pmprb.books.path import evidence_asked, need_titles, option_words
from pmprb.catalog.item import ChoiceItem
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Answer, State, differ
from pmprb.insight.feedback import answer_words
from pmprb.insight.path import highs
from pmprb.insight.path.find import find_path
from pmprb.insight.path.options import given, outside_reach
from pmprb.insight.path.records import LeastPath, PathChange, PathPlan, Wish
from pmprb.insight.path.targets import goal_of, target_names
from pmprb.insight.path.words import between_words, change_words, least_words, obstacle_words
from pmprb.insight.what_if import MarginalGain, MarginalStep, Side, marginal_gains, side_of
from pmprb.jobs.refusals import UnknownTarget
from pmprb.papan.cells import cells_of, filled_data
from pmprb.papan.desk import Answer as Reply
from pmprb.papan.desk import Desk, Job, Stopped, Trouble, asked
from pmprb.papan.fill import instrument_asked, instruments, opened, typed_in
from pmprb.papan.form import form_data
from pmprb.papan.made import LEVELS, made_answers
from pmprb.papan.standing import difference_data, gain_words, proposed, standing_data

_LISTED = 12
_MOST_ITEMS = 40


def start(_desk: Desk, request: Mapping[str, Any]) -> Reply:
    """Answer with an instrument's form and the answers of a made-up unit; `contoh` is one of its levels."""
    instrument, level = instrument_asked(request), asked(request, "contoh", str, "menengah")
    if level not in LEVELS:
        raise Stopped(Trouble("Unit contoh itu tidak ada.", "Pilih contoh yang lain."))
    answers = made_answers(instrument, level)
    return Reply(
        {
            "formulir": form_data(instrument),
            "instrumen": instrument.id,
            "unit": {"nama": LEVELS[level][0], "kode": ""},
            **filled_data(answers, instrument),
            "contoh": [{"nama": name, "judul": title} for name, (title, _) in LEVELS.items()],
        }
    )


def examples(desk: Desk, request: Mapping[str, Any]) -> Reply:
    """Answer with the instruments, as in the room Isi, and the made-up units there are."""
    known = instruments(desk, request).result
    return Reply({**known, "contoh": [{"nama": name, "judul": title} for name, (title, _) in LEVELS.items()]})


# Before and after.


def _answers(request: Mapping[str, Any], instrument: Instrument) -> dict[str, Answer]:
    return typed_in(request, instrument).answers


def _side(answers: Mapping[str, Answer], instrument: Instrument) -> Side:
    return side_of(answers, instrument, instrument.policies.blank)


def evaluated(_desk: Desk, request: Mapping[str, Any]) -> Reply:
    """Answer with where the answers stand; with `awal`, the cells before, also what moved since."""
    instrument = instrument_asked(request)
    typed = typed_in(request, instrument)
    now = _side(typed.answers, instrument)
    result: dict[str, Any] = {
        "kini": standing_data(now, instrument),
        "salah": [t.node for t in typed.temuan],
        "usul": proposed(typed.answers),
    }
    result["beda"] = None
    before = asked(request, "awal", dict, {})
    if before:
        answers = typed_in({"isi": before}, instrument).answers
        old = _side(answers, instrument)
        result["beda"] = {
            **difference_data(old, now, instrument.nodes),
            "awal": standing_data(old, instrument)["nilai"],
            "jawaban": _changed(answers, typed.answers, instrument),
        }
    return Reply(result)


def _changed(old: Mapping[str, Answer], new: Mapping[str, Answer], instrument: Instrument) -> list[dict[str, str]]:
    """Return the answers that are others than before, in the form's order."""
    return [
        {
            "butir": item.id,
            "kriteria": item.criterion,
            "dari": answer_words(old[item.id], item),
            "menjadi": answer_words(new[item.id], item),
        }
        for item in instrument.items.values()
        if differ(old[item.id], new[item.id]) or _wrong(old[item.id]) != _wrong(new[item.id])
    ]


def _wrong(answer: Answer) -> str:
    """Return what was typed where it was not understood."""
    return answer.raw if answer.state is State.INVALID else ""


# What other answers bring.


def gains(_desk: Desk, request: Mapping[str, Any]) -> Reply:
    """Answer with what every other answer of the items in `butir` would do, all others as they are."""
    instrument = instrument_asked(request)
    answers = _answers(request, instrument)
    named = [item for item in asked(request, "butir", list) if isinstance(item, str) and item in instrument.items]
    wanted = list(dict.fromkeys(named))[:_MOST_ITEMS]
    before = _side(answers, instrument)
    found: dict[str, Any] = {item: _effects(item, answers, before, instrument) for item in wanted}
    numbers = [item for item in wanted if not isinstance(instrument.items[item], ChoiceItem)]
    if numbers:
        others = [item for item in instrument.items if item not in numbers]
        steps = marginal_gains(answers, instrument, instrument.policies.blank, others)
        for one in steps:
            found[one.item] = [_step(one, step, answers, before, instrument) for step in _steps(one)]
    return Reply({"imbal": found})


def _effects(item: str, answers: Mapping[str, Answer], before: Side, instrument: Instrument) -> list[dict[str, Any]]:
    """Return what each label of a choice would do; nothing for an item that is counted or measured."""
    asked_for = instrument.items[item]
    if not isinstance(asked_for, ChoiceItem):
        return []
    found = []
    for label in asked_for.options:
        if answers[item].state is State.GIVEN and answers[item].choice == label:
            continue
        after = _side({**answers, item: given(answers[item], choice=label)}, instrument)
        moved = (after.tree.total.points or Fraction(0)) - (before.tree.total.points or Fraction(0))
        found.append(
            {
                "label": label,
                "poin": gain_words(moved),
                "arah": "naik" if moved > 0 else "turun" if moved < 0 else "tetap",
                "lulus": _turned(before, after, True),
                "gagal": _turned(before, after, False),
            }
        )
    return found


def _turned(before: Side, after: Side, passed: bool) -> list[str]:
    """Return the targets and gates of the deciding reading that come to pass, or no longer do."""
    found = []
    for one, other in zip(before.verdicts, after.verdicts, strict=True):
        if not other.decides:
            continue
        if one.passed != other.passed == passed:
            found.append(other.title)
        gates = zip(one.gates, other.gates, strict=True)
        found += [f"{other.target}: {new.title}" for old, new in gates if old.passed != new.passed == passed]
    old, new = (side.predicate.label if side.predicate else "" for side in (before, after))
    if old != new and new:
        better = (after.predicate.percent if after.predicate else 0) > (
            before.predicate.percent if before.predicate else 0
        )
        if better == passed:
            found.append(f"predikat {new}")
    return found


def most_gain(_desk: Desk, request: Mapping[str, Any]) -> Reply:
    """Answer with the items whose better answer brings most, of those a unit can better by itself."""
    instrument = instrument_asked(request)
    answers = _answers(request, instrument)
    found = marginal_gains(answers, instrument, instrument.policies.blank, outside_reach(instrument))
    before = _side(answers, instrument)
    listed = [
        {"butir": one.item, **_named(one.item, instrument), **_step(one, one.best, answers, before, instrument)}
        for one in found[:_LISTED]
    ]
    return Reply({"paling": listed, "semua": len(found)})


def _steps(one: MarginalGain) -> Iterable[MarginalStep]:
    return (one.best,) if one.next == one.best else (one.next, one.best)


def _named(item: str, instrument: Instrument) -> dict[str, str]:
    return {"kriteria": instrument.items[item].criterion, "area": instrument.area_of(item).title}


def _step(
    one: MarginalGain, step: MarginalStep, answers: Mapping[str, Answer], before: Side, instrument: Instrument
) -> dict[str, Any]:
    """Return a better answer to an item: in words, as cells to take over, with what it brings."""
    item = instrument.items[one.item]
    passed: list[str] = []
    if step.passes or before.predicate:
        passed = _turned(before, _side({**answers, one.item: step.answer}, instrument), True)
    return {
        "menjadi": answer_words(step.answer, item),
        "perubahan": between_words(one.now, step.answer, item),
        "poin": gain_words(step.gain),
        "arah": "naik" if step.gain > 0 else "tetap",
        "lulus": passed,
        "isi": cells_of({one.item: step.answer}, instrument),
    }


# The least to a target.


def path_to(desk: Desk, request: Mapping[str, Any]) -> Reply:
    """Answer with the least that must change for `sasaran`, scored again exactly; `luar` lets items change that a unit
    cannot tick by itself. Raises UnknownTarget."""
    instrument, name = instrument_asked(request), asked(request, "sasaran", str)
    goal = goal_of(name, instrument)
    if goal is None:
        raise UnknownTarget(name, instrument.id, target_names(instrument))
    answers = _answers(request, instrument)
    wish = Wish(outcomes=asked(request, "luar", bool, False))
    desk.progress("Mencari jalur tersingkat")
    path = find_path(answers, instrument, goal, highs.solve, wish, instrument.policies.blank)
    return Reply(_path_data(path, answers, instrument))


def _path_data(path: LeastPath, answers: Mapping[str, Answer], instrument: Instrument) -> dict[str, Any]:
    plan = path.plan or path.rest
    after = None
    if plan is not None:
        new = {**answers, **{one.item: one.after for one in plan.changes}}
        after = _brief(_side(new, instrument), instrument)
    return {
        "sasaran": path.goal.target,
        "judul": path.goal.title,
        "status": path.status,
        "tercapai": path.status == "already",
        "dapat": path.plan is not None,
        "terbukti": path.status in ("optimal", "already"),
        "kata": least_words(path, instrument),
        "langkah": [_change(one, path, instrument) for one in plan.changes] if plan else [],
        "sisa": path.plan is None and path.rest is not None,
        "hambatan": [obstacle_words(one) for one in path.obstacles],
        "dengan_luar": path.within_reach,
        "sesudah": after,
        "isi": _cells(plan, instrument),
    }


def _cells(plan: PathPlan | None, instrument: Instrument) -> dict[str, str]:
    """Return the cells of a whole plan, to be taken over at once."""
    return cells_of({one.item: one.after for one in plan.changes}, instrument) if plan else {}


def _brief(side: Side, instrument: Instrument) -> dict[str, Any]:
    data = standing_data(side, instrument)
    return {name: data[name] for name in ("nilai", "dari", "persen", "predikat", "sasaran")}


def _change(one: PathChange, path: LeastPath, instrument: Instrument) -> dict[str, Any]:
    return {
        "butir": one.item,
        **_named(one.item, instrument),
        "perubahan": change_words(one, instrument),
        "arti": option_words(one.after, one.item, instrument),
        "poin": gain_words(one.gain),
        "gerbang": need_titles(one.gates, path),
        "menentukan": need_titles(one.decides, path),
        "bukti": evidence_asked(one.item, instrument),
        "isi": cells_of({one.item: one.after}, instrument),
    }


JOBS: Mapping[str, Job] = {
    "klinik.daftar": examples,
    "klinik.mulai": start,
    "klinik.buka": opened,
    "klinik.nilai": evaluated,
    "klinik.imbal": gains,
    "klinik.paling": most_gain,
    "klinik.jalur": path_to,
}
