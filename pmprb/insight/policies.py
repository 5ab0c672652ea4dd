"""The same worksheets under every declared policy: who changes verdict, predicate or rank, and why.

Enters: results, their instrument, its other variants. Leaves: `PolicyStudy`. Exact. Refuses to know: files.

A policy is one choice the rules leave open, changed alone: what a blank counts as, what a ratio with nothing to divide
by is worth, which reading of the gates decides, which variant scores, whether an answer without evidence counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from pmprb.catalog.item import Basis, RatioItem, ZeroRule
from pmprb.catalog.model import Instrument, Node
from pmprb.engine.answers import State, Submission, Unit
from pmprb.engine.score import Blank, ScoreTree, score
from pmprb.engine.verdict import Verdict, judge, predicate_of
from pmprb.insight.strict import as_blank, unproven
from pmprb.numbers import exact_ranks, exact_sum
from pmprb.office.model import UnitResult
from pmprb.temuan import Model

_NAMED = 3


class PolicyCase(Model):
    """A policy: `kind` is blank, zero, reading, variant or evidence."""

    id: str
    kind: str
    title: str


class Stand(Model):
    """A unit under one policy; `rank` among the rated units, `targets` those it earns by the reading that decides."""

    points: Fraction | None
    share: Fraction | None
    rank: int | None
    targets: tuple[str, ...]
    predicate: str


class PolicyMove(Model):
    """A unit whose verdict, predicate or rank another policy changes; `why` says what in its worksheet does."""

    case: str
    unit: Unit
    before: Stand
    after: Stand
    why: str

    @property
    def decisive(self) -> bool:
        """True when more than the rank changes."""
        return (self.before.targets, self.before.predicate) != (self.after.targets, self.after.predicate)


class PolicyStudy(Model):
    """Every case with the units it moves; `stands` holds all units by case and unit key, the case "" the policy in use.

    `index` is the mean of the rated units' shares by case.
    """

    cases: tuple[PolicyCase, ...]
    moves: tuple[PolicyMove, ...]
    stands: Mapping[str, Mapping[str, Stand]]
    index: Mapping[str, Fraction | None]


@dataclass(frozen=True)
class _Policy:
    case: PolicyCase
    tree: Callable[[Submission], ScoreTree]
    instrument: Instrument
    reading: str
    why: Callable[[UnitResult, ScoreTree], str]


def policy_study(
    results: Sequence[UnitResult], instrument: Instrument, variants: Sequence[Instrument] = ()
) -> PolicyStudy:
    """Return what every other policy would change; `variants` are the instrument's other ones. The order of results
    changes nothing."""
    ordered = sorted((r for r in results if r.rated), key=lambda r: (r.unit.code, r.unit.name))
    blank: Blank = ordered[0].tree.blank if ordered else instrument.policies.blank
    in_use = instrument.gate_sets[0].id if instrument.gate_sets else ""
    base = _stands([(r, r.tree) for r in ordered], instrument, in_use)
    stands: dict[str, Mapping[str, Stand]] = {"": base}
    cases, moves = [], []
    for policy in _policies(ordered, instrument, variants, blank, in_use):
        trees = [(r, policy.tree(r.submission)) for r in ordered]
        found = stands[policy.case.id] = _stands(trees, policy.instrument, policy.reading)
        cases.append(policy.case)
        for result, tree in trees:
            before, after = base[result.unit.key], found[result.unit.key]
            if (before.targets, before.predicate, before.rank) != (after.targets, after.predicate, after.rank):
                why = policy.why(result, tree)
                if before.points == after.points and before.targets == after.targets:
                    why = "nilai unit lain yang berubah"
                moves.append(PolicyMove(case=policy.case.id, unit=result.unit, before=before, after=after, why=why))
    index = {case: _mean(found) for case, found in stands.items()}
    return PolicyStudy(cases=tuple(cases), moves=tuple(moves), stands=stands, index=index)


def _mean(stands: Mapping[str, Stand]) -> Fraction | None:
    shares = [one.share for one in stands.values() if one.share is not None]
    return exact_sum(shares) / len(shares) if shares else None


def _stands(trees: Sequence[tuple[UnitResult, ScoreTree]], instrument: Instrument, reading: str) -> dict[str, Stand]:
    rated = [tree.total.points for _, tree in trees if tree.total.answered and tree.total.points is not None]
    ranks = iter(_places(rated))
    found = {}
    for result, tree in trees:
        points = tree.total.points if tree.total.answered else None
        predicate = predicate_of(tree, instrument)
        found[result.unit.key] = Stand(
            points=points,
            share=tree.total.share if points is not None else None,
            rank=next(ranks) if points is not None else None,
            targets=tuple(v.target for v in _of(judge(tree, instrument), reading) if v.passed),
            predicate=predicate.label if predicate else "",
        )
    return found


def _places(points: Sequence[Fraction]) -> list[int]:
    """Return each one's rank, best first; equal points share a rank and the next is skipped."""
    order = exact_ranks(points)
    return [1 + sum(other > own for other in order) for own in order]


def _of(verdicts: Sequence[Verdict], reading: str) -> Iterator[Verdict]:
    return (verdict for verdict in verdicts if verdict.gate_set == reading)


def _policies(
    results: Sequence[UnitResult],
    instrument: Instrument,
    variants: Sequence[Instrument],
    blank: Blank,
    in_use: str,
) -> Iterator[_Policy]:
    other: Blank = "lewati" if blank == "nol" else "nol"
    title = {"nol": "Butir kosong dihitung 0", "lewati": "Butir kosong tidak ikut rata-rata"}[other]
    case = PolicyCase(id=f"kosong={other}", kind="blank", title=title)
    yield _Policy(case, lambda s: score(s, instrument, other), instrument, in_use, _blanks)
    if any(_unruled(result, instrument) for result in results):
        for name, worth in (("penuh", Fraction(1)), ("nol", Fraction(0))):
            ruled = _with_zero(instrument, worth)
            case = PolicyCase(id=f"pembagi-nol={name}", kind="zero", title=f"Pembagi nol tanpa aturan bernilai {name}")
            yield _Policy(case, _scorer(ruled, blank), ruled, in_use, lambda r, _: _zeros(r, instrument))
    for gate_set in instrument.gate_sets[1:]:
        case = PolicyCase(id=f"bacaan={gate_set.id}", kind="reading", title=f"Bacaan ambang: {gate_set.title}")
        yield _Policy(case, _scorer(instrument, blank), instrument, gate_set.id, _reading_why(instrument, gate_set.id))
    for variant in variants:
        chosen = variant.chosen_variant
        case = PolicyCase(
            id=f"varian={variant.variant}", kind="variant", title=f"Varian: {chosen.title if chosen else variant.id}"
        )
        reading = variant.gate_sets[0].id if variant.gate_sets else ""
        yield _Policy(case, _scorer(variant, blank), variant, reading, lambda r, t: _difference(r, t))
    if any(unproven(result.submission, result.tree) for result in results):
        case = PolicyCase(id="bukti=ketat", kind="evidence", title="Jawaban tanpa bukti dihitung kosong")
        yield _Policy(case, _strict_scorer(instrument, blank), instrument, in_use, _bare)


def _scorer(instrument: Instrument, blank: Blank) -> Callable[[Submission], ScoreTree]:
    return lambda submission: score(submission, instrument, blank)


def _strict_scorer(instrument: Instrument, blank: Blank) -> Callable[[Submission], ScoreTree]:
    def scored(submission: Submission) -> ScoreTree:
        tree = score(submission, instrument, blank)
        return score(as_blank(submission, unproven(submission, tree)), instrument, blank)

    return scored


def _with_zero(instrument: Instrument, worth: Fraction) -> Instrument:
    """Return the instrument with a rule for every ratio that has none for a denominator of zero."""
    rule = ZeroRule(both_zero=worth, denominator_zero=worth, basis=Basis.REKONSTRUKSI)

    def ruled(node: Node) -> Node:
        items = tuple(
            item.model_copy(update={"zero": _completed(item.zero, rule)}) if isinstance(item, RatioItem) else item
            for item in node.items
        )
        return node.model_copy(update={"items": items, "children": tuple(ruled(child) for child in node.children)})

    return Instrument(
        **{name: getattr(instrument, name) for name in Instrument.model_fields} | {"root": ruled(instrument.root)}
    )


def _completed(zero: ZeroRule | None, rule: ZeroRule) -> ZeroRule:
    if zero is None:
        return rule
    parts = {name: getattr(zero, name) if getattr(zero, name) is not None else getattr(rule, name) for name in _PARTS}
    return zero.model_copy(update=parts)


_PARTS = ("both_zero", "denominator_zero")


def _unruled(result: UnitResult, instrument: Instrument) -> list[str]:
    """Return the items whose denominator is zero without a rule."""
    found = []
    for item in instrument.items.values():
        answer = result.submission.answers.get(item.id)
        rated = result.tree.items[item.id]
        if isinstance(item, RatioItem) and answer and answer.state is State.GIVEN and rated.state is State.INVALID:
            found.append(item.id)
    return found


# Why a unit moves, in words.


def _listed(items: Sequence[str]) -> str:
    more = f", dan {len(items) - _NAMED} lagi" if len(items) > _NAMED else ""
    return ", ".join(items[:_NAMED]) + more


def _blanks(_: UnitResult, tree: ScoreTree) -> str:
    blank = [item.item for item in tree.items.values() if item.state in (State.BLANK, State.INVALID)]
    return f"{len(blank)} butir kosong atau salah: {_listed(blank)}" if blank else "tidak ada butir kosong"


def _zeros(result: UnitResult, instrument: Instrument) -> str:
    found = _unruled(result, instrument)
    return f"pembagi nol pada {_listed(found)}"


def _bare(result: UnitResult, _: ScoreTree) -> str:
    found = unproven(result.submission, result.tree)
    return f"{len(found)} butir bernilai tanpa bukti: {_listed(found)}"


def _difference(result: UnitResult, tree: ScoreTree) -> str:
    """Return the headings whose points differ most."""
    old = result.tree.nodes
    moved = [
        (abs((node.points or Fraction(0)) - (old[name].points or Fraction(0))), name)
        for name, node in tree.nodes.items()
        if name in old and node.points != old[name].points
    ]
    deepest = [name for _, name in sorted(moved, key=lambda one: -one[0]) if name != next(iter(tree.nodes))]
    return f"nilai berbeda pada {_listed(deepest)}" if deepest else "nilainya sama"


def _reading_why(instrument: Instrument, reading: str) -> Callable[[UnitResult, ScoreTree], str]:
    def why(_: UnitResult, tree: ScoreTree) -> str:
        failed = [g.title for v in _of(judge(tree, instrument), reading) for g in v.gates if not g.passed]
        named = list(dict.fromkeys(failed))
        return (
            f"ambang yang tidak terpenuhi menurut bacaan itu: {_listed(named)}" if named else "semua ambang terpenuhi"
        )

    return why
