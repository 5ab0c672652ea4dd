"""Action plans for tests: seeded rows of every polarity, logic and roll-up, zeros and blanks among them."""

from __future__ import annotations

import random
from fractions import Fraction

from pmprb.engine.answers import Unit
from pmprb.plans.evaluate import problem_of
from pmprb.plans.load import load_plan_rules
from pmprb.plans.model import PlanRow, Quarters, Review
from pmprb.plans.rules import Logic, PlanKind, PlanRules, Polarity, RollUp

UNIT = Unit(code="1.07", name="Dinas Pangan", kind="dinas", group="dinas", aliases=("Dispangan",))


def rules() -> PlanRules:
    """Return the packaged rules."""
    found = load_plan_rules().value
    assert found is not None
    return found


def kind(name: str = "rb-general") -> PlanKind:
    """Return a kind by id."""
    return rules().kinds_by_id[name]


def four(*values: object) -> Quarters:
    """Return figures of four quarters from texts, numbers or None."""
    a, b, c, d = (None if v is None else Fraction(str(v)) for v in values)
    return a, b, c, d


def row(targets: Quarters, realised: Quarters, number: int = 1, **more: object) -> PlanRow:
    """Return a row of a named action."""
    given = {"action": "Menata arsip", "output": "Arsip tertata", "unit": "berkas"} | more
    return PlanRow(number=number, targets=targets, realised=realised, **given)  # type: ignore[arg-type]


def seeded(seed: object, count: int = 30, wrong: bool = True, name: str = "rb-general") -> tuple[PlanRow, ...]:
    """Return rows by a seed; some cannot be reckoned when `wrong`."""
    chance = random.Random(f"{seed}")
    listed = rules().lines_of
    lines = listed(kind(name), "2026") or listed(kind(name), "2024")  # the latest list there is
    declared = random.Random(f"{seed} antar unit")
    rows: list[PlanRow] = []

    def quarters(blank: float) -> Quarters:
        return four(*(None if chance.random() < blank else figure() for _ in range(4)))

    def figure() -> Fraction:
        return Fraction(chance.choice([0, 0, 1, 2, 3, 5, 8, 25, 125, 1000]), chance.choice([1, 1, 1, 2, 4, 3]))

    while len(rows) < count:
        logic = chance.choice(list(Logic))
        usual = rules().picks.usual_roll_up(logic)
        line = chance.choice(lines) if lines else None
        made = row(
            quarters(0.2),
            quarters(chance.choice([0.1, 0.4, 1.0])),
            len(rows) + 1,
            line=line.id if line else "",
            line_text=line.title if line else "Sasaran satu",
            polarity=chance.choice(list(Polarity)),
            logic=logic,
            roll_up=usual if chance.random() < 0.7 else chance.choice(list(RollUp)),
            shared=declared.choice([None, *RollUp]),
            baseline=figure() if chance.random() < 0.7 else None,
            upper=figure() + 40 if chance.random() < 0.6 else None,
            year_target=figure() if chance.random() < 0.3 else None,
            budget=figure() * 1000,
            budget_realised=figure() * 900,
            obstacle="Rapat tertunda" if chance.random() < 0.5 else "",
            follow_up="Dijadwalkan ulang" if chance.random() < 0.5 else "",
            review=Review(accuracy=chance.choice([True, False, None]), time=chance.choice([True, None])),
        )
        if wrong or not problem_of(made):
            rows.append(made)
    return tuple(rows)
