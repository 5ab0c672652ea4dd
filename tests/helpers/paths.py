"""Small random instruments with gates of every kind, random fillings, and the least changes found by trying all."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, product

from pmprb.catalog.item import (
    AnswerOption,
    AnswerSet,
    Basis,
    ChoiceItem,
    CountInput,
    Item,
    ItemGate,
    RatioItem,
    Reference,
    Scale,
    ScaleItem,
    ZeroRule,
)
from pmprb.catalog.model import Band, Gate, GateSet, Group, Instrument, Node, Policies, Predicate, Target
from pmprb.engine.answers import Answer, State
from pmprb.engine.score import Blank, score_answers
from pmprb.insight.path.options import Option, options_of
from pmprb.insight.path.targets import Goal

CITED = {"basis": Basis.PRAKTIK, "references": (Reference(regulation="aturan", place="contoh"),)}
SCALES = {
    "ya": ("1", "0"),
    "abc": ("1", "0.5", "0"),
    "abcd": ("1", "0.67", "0.33", "0"),
    "ganjil": ("2/3", "1/3", "1/7"),
}


def answer_sets() -> tuple[AnswerSet, ...]:
    """Named scales, one of thirds that no decimal is equal to."""
    return tuple(
        AnswerSet(
            id=name,
            title=name,
            options=tuple(AnswerOption(label="ABCDE"[n], score=Fraction(s)) for n, s in enumerate(scores)),
            **CITED,
        )
        for name, scores in SCALES.items()
    )


def _item(name: str, chance: random.Random, weight: Fraction | None) -> Item:
    shared = {"id": name, "criterion": f"Butir {name}.", "evidence": ("bukti",), "remedy": f"Perbaiki {name}."}
    shared |= {"weight": weight, "allow_not_applicable": chance.random() < 0.2, **CITED}
    kind = chance.choice(["choice"] * 5 + ["ratio", "scale"])
    if kind == "choice":
        scale = chance.choice(list(SCALES))
        labels = "ABCDE"[: len(SCALES[scale])]
        return ChoiceItem(kind="choice", answer_set=scale, options={one: f"pilihan {one}" for one in labels}, **shared)
    if kind == "ratio":
        counts = (CountInput(id="atas", label="Jumlah atas"), CountInput(id="bawah", label="Jumlah bawah"))
        zero = ZeroRule(both_zero=Fraction(1), denominator_zero=Fraction(0), basis=Basis.PRAKTIK)
        formula = chance.choice(["share", "decrease"])
        cap = chance.choice([Fraction(1), Fraction(4, 5)])
        named = {"numerator": ("atas",), "denominator": ("bawah",), "cap": cap}
        rule = zero if chance.random() < 0.5 else None
        return RatioItem(kind="ratio", inputs=counts, formula=formula, zero=rule, **named, **shared)
    return ScaleItem(kind="scale", scale=Scale(min=Fraction(0), max=Fraction(4)), **shared)


def random_instrument(seed: object, most: int = 8) -> Instrument:
    """Return an instrument of a few items under both ways of gathering, with gates between items and random minima."""
    chance = random.Random(f"instrumen {seed}")
    many = chance.randint(3, most)
    names = [f"i{n}" for n in range(many)]
    cuts = sorted(chance.sample(range(1, many), chance.randint(0, min(2, many - 1))))
    subs = []
    for n, (start, end) in enumerate(zip([0, *cuts], [*cuts, many], strict=True)):
        held = names[start:end]
        gather = chance.choice(["mean", "mean", "sum"])
        weights = [Fraction(chance.randint(1, 6), chance.choice([1, 2, 3])) for _ in held]
        items = tuple(_item(i, chance, w if gather == "sum" else None) for i, w in zip(held, weights, strict=True))
        weight = sum(weights, Fraction(0)) if gather == "sum" else Fraction(chance.randint(1, 9), chance.choice([1, 2]))
        subs.append(Node(id=f"S{n}", level="area", title=f"S{n}", weight=weight, gather=gather, items=items, **CITED))
    total = sum((sub.weight for sub in subs), Fraction(0))
    root = Node(id="TOTAL", level="total", title="Total", weight=total, gather="sum", children=tuple(subs), **CITED)
    by_id = {item.id: item for sub in subs for item in sub.items}
    return Instrument(
        id="acak",
        title="Acak",
        short_title="Acak",
        unit_level="unit",
        valid_from=2020,
        policies=Policies(blank=chance.choice(["nol", "lewati"])),
        predicate=_bands(chance),
        groups=(Group(id="kelompok", title="Kelompok", nodes=tuple(s.id for s in subs[:2])),),
        gate_sets=(_gate_set(chance, subs, names, total),),
        item_gates=tuple(_item_gates(chance, names, by_id)),
        answer_sets=answer_sets(),
        layouts=(),
        root=root,
        regulations=(),
        hash="",
        **CITED,
    )


def _bands(chance: random.Random) -> Predicate:
    edge = Fraction(chance.randint(30, 90))
    low = Band(label="B", title="Bawah", above=Fraction(0), up_to=edge)
    return Predicate(of="TOTAL", bands=(Band(label="T", title="Atas", above=edge, up_to=Fraction(100)), low), **CITED)


def _gate_set(chance: random.Random, subs: list[Node], names: list[str], total: Fraction) -> GateSet:
    gates = []
    offered = ["TOTAL", "kelompok", *(s.id for s in subs), chance.choice(names)]
    for of in chance.sample(offered, chance.randint(1, len(offered))):
        measure = chance.choice(["share", "points"])
        if of.startswith("i"):
            measure = "share"
        minimum = Fraction(chance.randint(0, 20), 20)
        if measure == "points":
            weights = {"TOTAL": total, "kelompok": sum((s.weight for s in subs[:2]), Fraction(0))}
            minimum *= weights.get(of) or next(s.weight for s in subs if s.id == of)
        gates.append(Gate(id=f"g-{of}", title=f"Ambang {of}", of=of, measure=measure, minimum=minimum, **CITED))
    target = Target(id="WBK", title="Target", gates=tuple(gates))
    return GateSet(id="satu", title="Satu", targets=(target,), **CITED)


def _item_gates(chance: random.Random, names: list[str], items: dict[str, Item]) -> list[ItemGate]:
    found = []
    for _ in range(chance.choice([0, 1, 2, 3])):
        low, high = sorted(chance.sample(range(len(names)), 2))
        parent, item = names[low], names[high]
        if chance.random() < 0.3:  # a parent that stands behind its item in the form
            parent, item = names[high], names[low]
        if _circular(found, parent, item):
            continue
        asked = items[parent]
        rule = chance.choice(["multiply", "zero_if_zero", "zero_if_answer"])
        if rule == "zero_if_answer" and not isinstance(asked, ChoiceItem):
            rule = "multiply"
        labels = list(asked.options) if isinstance(asked, ChoiceItem) else []
        closing = tuple(chance.sample(labels, chance.randint(1, len(labels) - 1))) if rule == "zero_if_answer" else ()
        found.append(ItemGate(item=item, parent=parent, rule=rule, answers=closing))
    return found


def _circular(gates: list[ItemGate], parent: str, item: str) -> bool:
    above = {parent}
    while True:
        more = {g.parent for g in gates if g.item in above} | above
        if item in more:
            return True
        if more == above:
            return False
        above = more


def random_answers(instrument: Instrument, seed: object) -> dict[str, Answer]:
    """Return answers of which many are low, some blank, wrong or not applicable."""
    chance = random.Random(f"jawaban {seed}")
    found = {}
    for item in instrument.items.values():
        state = chance.choices(list(State), [8, 3, 1, 1])[0]
        answer = Answer(item=item.id, state=state)
        if state is State.GIVEN and isinstance(item, ChoiceItem):
            answer = replace(answer, choice=chance.choice(list(item.options)))
        elif state is State.GIVEN and isinstance(item, ScaleItem):
            answer = replace(answer, value=Fraction(chance.randint(0, 8), 2))
        elif state is State.GIVEN:
            counts = (("atas", Fraction(chance.randint(0, 3))), ("bawah", Fraction(chance.randint(0, 3))))
            answer = replace(answer, counts=counts)
        found[item.id] = answer
    return found


def thinned(options: dict[str, tuple[Option, ...]], item: str) -> tuple[Option, ...]:
    """Return an item's options with at most three better ones: enough to try them all."""
    every = options[item]
    return every if len(every) <= 4 else (*every[:2], *every[-2:])


def least_by_trying(
    instrument: Instrument,
    answers: dict[str, Answer],
    goal: Goal,
    blank: Blank,
    cost: Callable[[str], Fraction] = lambda _: Fraction(1),
) -> Fraction | None:
    """Return the least sum of costs of any set of better answers that meets the goal; None when none does."""
    options = options_of(answers, instrument)
    movable = [item for item, found in options.items() if len(found) > 1]
    best: Fraction | None = None
    for size in range(len(movable) + 1):
        for items in combinations(movable, size):
            price = sum((cost(item) for item in items), Fraction(0))
            if best is not None and price >= best:
                continue
            if _any_meets(instrument, answers, goal, blank, {i: thinned(options, i)[1:] for i in items}):
                best = price
    return best


def _any_meets(
    instrument: Instrument,
    answers: dict[str, Answer],
    goal: Goal,
    blank: Blank,
    offered: dict[str, tuple[Option, ...]],
) -> bool:
    for chosen in product(*offered.values()):
        new = dict(zip(offered, (option.answer for option in chosen), strict=True))
        if goal.met(score_answers({**answers, **new}, instrument, blank)):
            return True
    return False
