"""Two small regulations of which the second joins, drops and adds items, and consolidations made by hand."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from helpers.rekap import catalog as installed
from helpers.rekap import random_answer
from pmprb.catalog.crosswalk import Links, links_between
from pmprb.catalog.load import load
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Answer, State, Submission, Unit
from pmprb.engine.score import Blank, score, score_reviewed
from pmprb.insight.trend.build import Source, trend_of
from pmprb.insight.trend.model import Promise, Trend
from pmprb.office.consolidate import consolidate
from pmprb.office.model import Consolidation, Settings, UnitResult
from pmprb.office.record import RekapRecord, record_of
from pmprb.office.register import Register
from pmprb.temuan import CellPos, Loaded

REGULATIONS = "- {id: aturan, title: Aturan 1, about: Contoh, year: 2020}\n"
CITED = "basis: praktik, references: [{regulation: aturan, place: contoh}]"
ANSWERS = f"""
- {{id: abc, title: A/B/C, {CITED}, options: [
    {{label: A, score: "1"}}, {{label: B, score: "0.5"}}, {{label: C, score: "0"}}]}}
"""
HEAD = """
id: {id}
title: Contoh {id}
short_title: Contoh {id}
unit_level: unit
valid_from: 2020
basis: praktik
references: [{{regulation: aturan, place: contoh}}]
policies: {{blank: nol}}
"""
CROSSWALK = """
- predecessor: contoh-1
  basis: praktik
  references: [{regulation: aturan, place: contoh}]
  note: Dua butir digabung.
  items:
    - {old: [a3], new: []}
    - {old: [b1, b2], new: [b12]}
    - {old: [], new: [b3]}
"""


def item(name: str) -> str:
    """An item with the answers A, B, C."""
    return (
        f"{{id: {name}, kind: choice, criterion: 'Butir {name}.', evidence: [bukti], remedy: 'Perbaiki {name}.', "
        f"answer_set: abc, options: {{A: baik, B: cukup, C: kurang}}, {CITED}}}"
    )


def nodes(areas: Mapping[str, tuple[str, Sequence[str]]]) -> str:
    """The nodes file: areas with their weight and items, below a root of 10 points."""
    children = ", ".join(
        f"{{id: {name}, level: area, title: Area {name}, weight: '{weight}', gather: mean, {CITED}, "
        f"items: [{', '.join(item(one) for one in items)}]}}"
        for name, (weight, items) in areas.items()
    )
    root = f"{{id: TOTAL, level: total, title: Semua, weight: '10', gather: sum, {CITED}, children: [{children}]}}"
    return f"parent: ''\nnodes: [{root}]\n"


def criteria(folder: Path, crosswalk: str = CROSSWALK) -> Path:
    """A criteria folder with both regulations; without a crosswalk when it is empty."""
    root = folder / "criteria"
    trees = {
        "contoh-1": {"A": ("6", ("a1", "a2", "a3")), "B": ("4", ("b1", "b2"))},
        "contoh-2": {"A": ("5", ("a1", "a2")), "B": ("5", ("b12", "b3"))},
    }
    for name, areas in trees.items():
        (root / name / "nodes").mkdir(parents=True)
        (root / name / "instrument.yaml").write_text(HEAD.format(id=name))
        (root / name / "answer_sets.yaml").write_text(ANSWERS)
        (root / name / "layouts.yaml").write_text("[]\n")
        (root / name / "nodes" / "semua.yaml").write_text(nodes(areas))
    (root / "regulations.yaml").write_text(REGULATIONS)
    if crosswalk:
        (root / "contoh-2" / "crosswalk.yaml").write_text(crosswalk)
    return root


def catalog(root: Path, name: str) -> Instrument:
    """A loaded instrument; a mistake of the catalog is shown."""
    loaded = load(name, root)
    assert loaded.value is not None, loaded.temuan
    return loaded.value


def given(name: str, label: str) -> Answer:
    """An answer; an empty label is a blank."""
    return Answer(item=name, state=State.GIVEN if label else State.BLANK, choice=label)


def handed_in(
    unit: Unit, answers: Mapping[str, Answer], instrument: Instrument, reviewed: Mapping[str, Answer], blank: Blank
) -> UnitResult:
    """A unit's result."""
    submission = Submission(
        file=f"{unit.code}.xlsx", sha256="0" * 64, layout="pmprb", instrument=instrument.id, unit=unit,
        answers=answers, reviewed=reviewed,
    )  # fmt: skip
    return UnitResult(
        unit=unit,
        submission=submission,
        tree=score(submission, instrument, blank),
        other_tree=score(submission, instrument, "lewati" if blank == "nol" else "nol"),
        reviewed=score_reviewed(submission, instrument) if reviewed else None,
    )


Typed = Mapping[Unit, str] | Mapping[Unit, Mapping[str, Answer]]


def consolidation(
    instrument: Instrument,
    period: str,
    typed: Typed,
    reviews: Typed | None = None,
    units: Sequence[Unit] = (),
    blank: Blank = "nol",
) -> Consolidation:
    """A consolidation from labels in the form's order ("AB-C": "-" is a blank), or from answers."""

    def answers(one: str | Mapping[str, Answer]) -> dict[str, Answer]:
        if isinstance(one, str):
            names = instrument.items
            assert len(one) == len(names), (one, list(names))
            return {name: given(name, label.strip("-")) for name, label in zip(names, one, strict=True)}
        return dict(one)

    seen = {unit: answers(one) for unit, one in (reviews or {}).items()}
    results = []
    for unit, one in typed.items():
        said = {name: a for name, a in seen.get(unit, {}).items() if a.state is State.GIVEN}
        results.append(handed_in(unit, answers(one), instrument, said, blank))
    return consolidate(results, instrument, units, (), period, (), Settings(period=period, units=tuple(units)))


def record(instrument: Instrument, period: str, typed: Typed, **more: object) -> RekapRecord:
    """The record of `consolidation`."""
    return record_of(consolidation(instrument, period, typed, **more), instrument, "9.9")  # type: ignore[arg-type]


def source(instrument: Instrument, one: RekapRecord, promises: Sequence[Promise] = ()) -> Source:
    """A rekap as it was read from a file named for its period."""
    return Source(f"rekap-{one.period}.xlsx", "1" * 64, one, instrument, tuple(promises))


def compared(
    *sources: Source, root: Path | None = None, units: Sequence[Unit] = (), on: object = None
) -> Loaded[Trend]:
    """The trend of some rekaps."""

    def links(old: Instrument, new: Instrument) -> Links | None:
        return links_between(old, new, root or Path("/nowhere"))

    return trend_of(sources, links, Register(units) if units else None, on)  # type: ignore[arg-type]


def fraction(text: str) -> Fraction:
    """An exact number from text."""
    return Fraction(text)


U, V, W, X = (Unit(code=f"1.0{n}", name=f"Dinas {name}") for n, name in enumerate("UVWX", start=1))


def random_record(name: str, period: str, seed: int, blank: str, register: tuple[Unit, ...]) -> object:
    dice, instrument = random.Random(f"{name} {seed}"), installed(name)
    at = CellPos(workbook="x")
    typed, reviews = {}, {}
    for one in register:
        good = dice.choice((0.0, 0.5, 0.9))
        typed[one] = {i.id: random_answer(i, instrument, dice, at, good) for i in instrument.items.values()}
        if dice.random() < 0.6:
            seen = [i for i in instrument.items.values() if dice.random() < 0.3]
            reviews[one] = {i.id: random_answer(i, instrument, dice, at, 0.4) for i in seen}
    return record(instrument, period, typed, reviews=reviews, units=register, blank=blank)
