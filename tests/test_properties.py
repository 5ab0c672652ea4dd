"""What holds for any filling, whatever is answered: tried on many fillings made by chance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import cycle

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from helpers.answers import AnyItem, extreme, instrument_of, submission_of, whole
from helpers.examples import examples
from helpers.office import OFFICE, scored
from pmprb.catalog.item import ChoiceItem, RatioItem, ScaleItem
from pmprb.catalog.model import Instrument, Node
from pmprb.engine.answers import Answer, State, Submission, Unit
from pmprb.engine.gaps import Gap, find_gaps
from pmprb.engine.score import Blank, ScoreTree, ratio, score, score_answers, score_both
from pmprb.engine.verdict import judge, predicate_of
from pmprb.office.consolidate import consolidate, rank
from pmprb.office.model import InputFile, UnitResult
from pmprb.office.register import Register, settle

NAMES = ["zi-2021", "pmprb-2020-unit", "rb-2014", "rb-2014@blok-lalu"]
LONGEST = max(len(instrument_of(name).items) for name in NAMES)
Draws = Sequence[int]

some = settings(max_examples=examples(15, 30), derandomize=True, database=None)
each = pytest.mark.parametrize("name", NAMES)
draws = st.lists(st.integers(0, 10**5 - 1), min_size=23, max_size=23)  # a prime: no two subs repeat it alike
policies = st.sampled_from(["nol", "lewati"])


def answer(item: AnyItem, drawn: int, instrument: Instrument, *, sound: bool = False) -> Answer:
    """Return an answer by a drawn number: blank, not valid, or any valid one.

    `sound`: always a valid one, and no count is zero.
    """
    kind, drawn = (drawn % 10, drawn // 10) if not sound else (9, drawn)
    if kind < 2:
        return Answer(item=item.id, state=State.BLANK if kind == 0 else State.INVALID)
    if isinstance(item, ChoiceItem):
        labels = list(item.options)
        return Answer(item=item.id, state=State.GIVEN, choice=labels[drawn % len(labels)])
    if isinstance(item, ScaleItem):
        span = item.scale.max - item.scale.min
        return Answer(item=item.id, state=State.GIVEN, value=item.scale.min + span * (drawn % 401) / 400)
    counts = {count.id: Fraction(drawn // 8**n % 8 + sound) for n, count in enumerate(item.inputs)}
    return Answer(item=item.id, state=State.GIVEN, counts=tuple(counts.items()))


def filling(instrument: Instrument, drawn: Draws, *, sound: bool = False) -> dict[str, Answer]:
    """Return an answer to every item of an instrument, the drawn numbers over and over."""
    pairs = zip(instrument.items.values(), cycle(drawn), strict=False)
    return {item.id: answer(item, one, instrument, sound=sound) for item, one in pairs}


def better(item: AnyItem, given_: Answer, steps: int, instrument: Instrument, blank: Blank) -> Answer | None:
    """Return an answer that asks more of the unit, or None where there is none to compare with.

    A blank or invalid answer is worse than any other only where it counts as 0; as the parent of a
    gate between items it closes nothing, so there it is compared with no other. A ratio over
    nothing follows its rule and not its counts: it is compared with no other either.
    """
    if given_.state is not State.GIVEN:
        alone = all(gate.parent != item.id for gate in instrument.item_gates)
        return answer(item, steps, instrument, sound=True) if blank == "nol" and alone else None
    if isinstance(item, ChoiceItem):
        labels = list(instrument.scales[item.answer_set].scores)
        return replace(given_, choice=labels[max(0, labels.index(given_.choice) - steps % 5)])
    if isinstance(item, ScaleItem):
        assert given_.value is not None
        return replace(given_, value=min(item.scale.max, given_.value + Fraction(steps, 10**4)))
    counts = dict(given_.counts)
    if sum(counts[name] for name in item.denominator) == 0:
        return None
    name = item.numerator[0]
    counts[name] = counts[name] + steps % 5 if item.formula == "share" else max(Fraction(0), counts[name] - steps % 5)
    return replace(given_, counts=tuple(counts.items()))


def points(tree: ScoreTree) -> dict[str, Fraction | None]:
    """Return every node's points."""
    return {name: node.points for name, node in tree.nodes.items()}


@each
@given(drawn=draws, blank=policies)
@settings(max_examples=15, derandomize=True, database=None)
def test_what_was_scored_before_changes_nothing(name: str, drawn: Draws, blank: Blank) -> None:
    """Scores that are remembered from other units' answers are those of a catalog that has scored nothing yet."""
    instrument = instrument_of(name)
    fresh = instrument.model_copy()
    given_ = submission_of(instrument, filling(instrument, drawn))
    both = score_both(given_, instrument, blank)
    for tree, policy in zip(both, (blank, "lewati" if blank == "nol" else "nol"), strict=True):
        assert tree == score(given_, instrument.model_copy(), policy) and list(tree.items) == list(instrument.items)
    assert judge(both[0], instrument) == judge(both[0], fresh)


@each
@some
@given(drawn=draws, which=st.integers(0, LONGEST - 1), steps=st.integers(0, 10**4), blank=policies)
def test_a_better_answer_lowers_no_figure_and_fails_no_gate(
    name: str, drawn: Draws, which: int, steps: int, blank: Blank
) -> None:
    instrument = instrument_of(name)
    answers = filling(instrument, drawn)
    item = list(instrument.items.values())[which % len(instrument.items)]
    improved = better(item, answers[item.id], steps, instrument, blank)
    assume(improved is not None)
    before = score_answers(answers, instrument, blank)
    after = score_answers(answers | {item.id: improved}, instrument, blank)
    for (name, old), new in zip(points(before).items(), points(after).values(), strict=True):
        assert (old is None) is (new is None), name
        assert old is None or new is None or new >= old, name
    for was, now in zip(judge(before, instrument), judge(after, instrument), strict=True):
        assert {g.id for g in was.gates if g.passed} <= {g.id for g in now.gates if g.passed}
    was_band, now_band = predicate_of(before, instrument), predicate_of(after, instrument)
    if was_band and now_band and instrument.predicate:
        order = [band.label for band in instrument.predicate.bands]
        assert order.index(now_band.label) <= order.index(was_band.label)


@each
@some
@given(drawn=draws, blank=policies)
def test_scores_are_exact_and_within_bounds(name: str, drawn: Draws, blank: Blank) -> None:
    instrument = instrument_of(name)
    tree = score_answers(filling(instrument, drawn), instrument, blank)
    for name, node in tree.nodes.items():
        assert node.max == instrument.nodes[name].weight
        assert node.points is None or (isinstance(node.points, Fraction) and 0 <= node.points <= node.max), name
        assert 0 <= node.answered <= node.items
    for rated in tree.items.values():
        assert rated.score is None or (isinstance(rated.score, Fraction) and 0 <= rated.score <= 1), rated.item
        without = {g.item for g in instrument.item_gates if g.rule == "multiply" and blank == "lewati"}
        assert (rated.score is not None) is (rated.state is State.GIVEN) or rated.item in without


@each
@some
@given(drawn=draws, blank=policies)
def test_every_heading_is_the_sum_of_what_stands_beneath_it(name: str, drawn: Draws, blank: Blank) -> None:
    instrument = instrument_of(name)
    tree = score_answers(filling(instrument, drawn), instrument, blank)
    for node in instrument.nodes.values():
        if node.children:
            known = [tree.nodes[child.id].points for child in node.children]
            found = [value for value in known if value is not None]
            assert tree.nodes[node.id].points == (sum(found) if found else None)
        elif tree.nodes[node.id].points is not None:
            assert tree.points_of(tuple(i.id for i in node.items)) in (tree.nodes[node.id].points, None)


@each
@some
@given(drawn=draws)
def test_leaving_blanks_out_never_gives_less_than_counting_them_as_nothing(name: str, drawn: Draws) -> None:
    instrument = instrument_of(name)
    answers = filling(instrument, drawn)
    counted, left_out = (points(score_answers(answers, instrument, policy)) for policy in ("nol", "lewati"))
    for name, value in counted.items():
        assert value is not None
        other = left_out[name]
        assert value <= other if other is not None else value == 0, name


@each
@some
@given(drawn=draws)
def test_the_blank_policy_changes_nothing_where_all_is_answered(name: str, drawn: Draws) -> None:
    instrument = instrument_of(name)
    answers = filling(instrument, drawn, sound=True)
    counted, left_out = (score_answers(answers, instrument, policy) for policy in ("nol", "lewati"))
    assert points(counted) == points(left_out)
    assert counted.items == left_out.items


@each
@some
@given(drawn=draws)
def test_points_and_lost_points_and_what_is_not_valid_make_the_maximum(name: str, drawn: Draws) -> None:
    instrument = instrument_of(name)
    submission = submission_of(instrument, filling(instrument, drawn))
    tree = score(submission, instrument, "nol")
    lost: dict[str, Fraction] = defaultdict(Fraction)
    for gap in find_gaps(submission, tree, instrument):
        assert gap.lost > 0
        lost[gap.area] += gap.lost
    for item in instrument.items:
        if tree.items[item].state is State.INVALID:
            lost[instrument.area_of(item).id] += instrument.item_weight(item)
    for node in instrument.nodes.values():
        if node.level == "area":
            assert tree.nodes[node.id].points == node.weight - lost[node.id], node.id
    assert tree.total.points == instrument.root.weight - sum(lost.values())


@each
@some
@given(drawn=draws)
def test_gaps_are_ordered_by_what_is_lost_and_none_is_met(name: str, drawn: Draws) -> None:
    instrument = instrument_of(name)
    submission = submission_of(instrument, filling(instrument, drawn))
    tree = score(submission, instrument)
    gaps = find_gaps(submission, tree, instrument)
    form = {item: n for n, item in enumerate(instrument.items)}
    assert [(g.lost, g.item) for g in gaps] == sorted(
        ((g.lost, g.item) for g in gaps), key=lambda g: (-g[0], form[g[1]])
    )
    assert {g.item for g in gaps} == {
        name for name, rated in tree.items.items() if rated.state is not State.INVALID and rated.score != 1
    }


@each
@some
@given(drawn=draws)
def test_taking_the_next_step_of_a_gap_brings_what_it_promises(name: str, drawn: Draws) -> None:
    instrument = instrument_of(name)
    submission = submission_of(instrument, filling(instrument, drawn))
    for policy in ("nol", "lewati"):
        tree = score(submission, instrument, policy)
        gaps = find_gaps(submission, tree, instrument)
        for gap in _few(gaps, {gate.parent for gate in instrument.item_gates}):
            after = score_answers(
                {**submission.answers, gap.item: _stepped(gap, submission, instrument)}, instrument, policy
            )
            assert after.total.points == (tree.total.points or 0) + gap.step.gain, (policy, gap.item)


def _few(gaps: list[Gap], holders: set[str]) -> list[Gap]:
    """Return gaps to be tried whose own answer is to change: the first, the last, and two that hold others."""
    open_ones = [gap for gap in gaps if not gap.held_by]
    holding = [gap for gap in open_ones if gap.item in holders]
    return list({gap.item: gap for gap in (*open_ones[:2], *open_ones[-1:], *holding[:1], *holding[-1:])}.values())


def _stepped(gap: Gap, submission: Submission, instrument: Instrument) -> Answer:
    """Return the answer that a gap proposes."""
    item = instrument.items[gap.item]
    if isinstance(item, ChoiceItem):
        return Answer(item=item.id, state=State.GIVEN, choice=gap.step.label)
    if isinstance(item, ScaleItem):
        return Answer(item=item.id, state=State.GIVEN, value=gap.step.reach)
    if gap.step.reach is None:
        return extreme(item, instrument, best=True)
    counts = dict(submission.answers[item.id].counts) | {item.numerator[0]: gap.step.reach}
    return Answer(item=item.id, state=State.GIVEN, counts=tuple(counts.items()))


@each
@some
@given(drawn=draws)
def test_what_a_gate_holds_comes_back_when_the_items_above_are_met(name: str, drawn: Draws) -> None:
    """And of an item whose gate lets nothing pass no answer brings anything."""
    instrument = instrument_of(name)
    submission = submission_of(instrument, filling(instrument, drawn))
    for policy in ("nol", "lewati"):
        tree = score(submission, instrument, policy)
        for gap in [gap for gap in find_gaps(submission, tree, instrument) if gap.held_by][:3]:
            node = instrument.parents[gap.item]
            above = {name: extreme(instrument.items[name], instrument, best=True) for name in _above(gap, instrument)}
            beside = {i.id for i in instrument.nodes[node].items if i.id in above}
            if beside:
                continue  # their own points are in the same heading
            after = score_answers({**submission.answers, **above}, instrument, policy)
            returned = (after.nodes[node].points or 0) - (tree.nodes[node].points or 0)
            others = [g for g in instrument.item_gates if g.item != gap.item and instrument.parents[g.item] == node]
            assert others or returned == gap.step.gain, (policy, gap.item)


def _above(gap: Gap, instrument: Instrument) -> list[str]:
    names = list(gap.held_by)
    for name in names:
        names += [g.parent for g in instrument.item_gates if g.item == name and g.parent not in names]
    return names


def _turned(node: Node, by: int) -> Node:
    """Return a node whose items, and theirs beneath, stand in another order."""
    items = node.items[by % len(node.items) :] + node.items[: by % len(node.items)] if node.items else ()
    return node.model_copy(
        update={"items": tuple(reversed(items)), "children": tuple(_turned(child, by) for child in node.children)}
    )


@each
@some
@given(drawn=draws, by=st.integers(0, 7), blank=policies)
def test_the_order_of_items_changes_no_figure(name: str, drawn: Draws, by: int, blank: Blank) -> None:
    instrument = instrument_of(name)
    fields = {name: getattr(instrument, name) for name in type(instrument).model_fields}
    other = Instrument(**(fields | {"root": _turned(instrument.root, by)}))
    answers = filling(instrument, drawn)
    assert list(other.items) != list(instrument.items)
    assert points(score_answers(answers, other, blank)) == points(score_answers(answers, instrument, blank))
    shuffled = dict(sorted(answers.items(), key=lambda pair: pair[0][::-1]))
    assert score_answers(shuffled, instrument, blank).nodes == score_answers(answers, instrument, blank).nodes


RATIOS = [i for name in NAMES for i in instrument_of(name).items.values() if isinstance(i, RatioItem)]
counts = st.integers(0, 50)


@settings(max_examples=examples(80, 160), derandomize=True, database=None)
@given(item=st.sampled_from(RATIOS), typed=st.lists(counts, min_size=4, max_size=4), times=st.integers(1, 9))
def test_a_ratio_stays_between_nothing_and_everything_and_knows_no_size(
    item: RatioItem, typed: list[int], times: int
) -> None:
    small = {count.id: Fraction(n) for count, n in zip(item.inputs, typed, strict=False)}
    found = ratio(item, small)
    assert found is None or 0 <= found <= 1
    assert ratio(item, {name: n * times for name, n in small.items()}) == found
    if found is None:
        assert sum(small[name] for name in item.denominator) == 0


# Many units

UNITS = [Unit(code=f"{n}", name=f"Unit {n}", group="ab"[n % 2]) for n in range(6)]


def result(unit: Unit, answers: Mapping[str, Answer], instrument: Instrument) -> UnitResult:
    """Return a unit's result of bare answers."""
    submission = submission_of(instrument, answers, unit=unit)
    tree = score(submission, instrument, "nol")
    verdicts = tuple(judge(tree, instrument))
    return UnitResult(
        unit=unit, submission=submission, tree=tree, other_tree=tree, verdicts=verdicts, temuan=tree.temuan
    )


@each
@settings(max_examples=20, derandomize=True, database=None)
@given(drawn=draws, order=st.permutations(range(5)), registered=st.booleans(), data=st.data())
def test_the_order_of_units_and_files_changes_nothing(
    name: str, drawn: Draws, order: list[int], registered: bool, data: st.DataObject
) -> None:
    instrument = instrument_of(name)
    kinds = data.draw(st.lists(st.sampled_from(["drawn", "turned", "terbaik", "kosong"]), min_size=5, max_size=5))
    made = {
        "drawn": filling(instrument, drawn),
        "turned": filling(instrument, drawn[::-1]),
        "terbaik": whole(instrument, "terbaik"),
        "kosong": whole(instrument, "kosong"),
    }
    results = [result(unit, made[kind], instrument) for unit, kind in zip(UNITS[:5], kinds, strict=True)]
    files = [InputFile(file=f"{n}.xlsx", used=n > 1) for n in range(5)]
    units = UNITS[::-1] if registered else []
    straight = consolidate(results, instrument, units, files)
    turned = consolidate([results[n] for n in order], instrument, units, [files[n] for n in order])
    assert straight == turned
    rated = [r.tree.total.points or Fraction(0) for r in straight.results if r.rated]
    assert straight.index == (sum(rated) / len(rated) if rated else None)
    assert len(straight.results) + len(straight.missing) == len(UNITS if registered else results)


@settings(max_examples=examples(60, 120), derandomize=True, database=None)
@given(st.lists(st.tuples(st.integers(0, 6), st.sampled_from([0, 1, -1]), st.sampled_from("xyz")), max_size=12))
def test_ranks_are_competition_ranks_of_exact_values(drawn: list[tuple[int, int, str]]) -> None:
    exact = [Fraction(n, 3) + 10 + Fraction(hair, 10**30) for n, hair, _ in drawn]
    results = [
        scored(f"{n:02d}", value, group) for n, (value, (_, _, group)) in enumerate(zip(exact, drawn, strict=True))
    ]
    found = {standing.code: standing for standing in rank(results)}
    assert len(found) == len(results)
    for one in results:
        own, group = one.tree.total.points or Fraction(0), one.unit.group
        peers = [r for r in results if r.unit.group == group]
        standing = found[one.unit.code]
        assert standing.points == own
        assert (standing.rank, standing.of) == (1 + sum(value > own for value in exact), len(results))
        better_peers = sum((r.tree.total.points or 0) > own for r in peers)
        assert (standing.group_rank, standing.group_of) == (1 + better_peers, len(peers))
    assert [s.rank for s in rank(results)] == sorted(s.rank for s in found.values())


ZI = instrument_of("zi-2021")
SAYS = [{"A.I.1.i.a": extreme(ZI.items["A.I.1.i.a"], ZI, best=best)} for best in (True, False)]
offers = st.lists(
    st.tuples(st.sampled_from(UNITS[:4]), st.sampled_from(SAYS), st.sampled_from(["", "1", "2"]), st.booleans()),
    max_size=8,
)


@settings(max_examples=examples(60, 120), derandomize=True, database=None)
@given(drawn=offers, data=st.data(), duplicates=st.sampled_from(["tolak", "terbaru"]), registered=st.booleans())
def test_which_worksheets_count_does_not_depend_on_their_order(
    drawn: list[tuple[Unit, Mapping[str, Answer], str, bool]], data: st.DataObject, duplicates: str, registered: bool
) -> None:
    sheets: list[Submission] = [
        submission_of(ZI, says, unit=unit, file=f"{n}.xlsx", modified=stamp, period="2026" if fits else "2025")
        for n, (unit, says, stamp, fits) in enumerate(drawn)
    ]
    register = Register([*UNITS[:3], OFFICE] if registered else [])
    straight = settle(sheets, register, "2026", duplicates)
    turned = settle(data.draw(st.permutations(sheets)), register, "2026", duplicates)
    assert len(straight) == len(turned) == len(sheets)
    assert {one.hand_in.file: one for one in straight} == {one.hand_in.file: one for one in turned}
    used = [one.unit.code for one in straight if one.used]
    assert len(used) == len(set(used))
    assert all(one.used or one.temuan for one in straight)


# Gates between items


def test_a_gap_that_another_item_closes_does_not_propose_a_lower_answer() -> None:
    """A.I.2.d is answered A and closed by A.I.2.a: its gap now says "C, +0,066"."""
    instrument = instrument_of("rb-2014")
    closing = {"A.I.2.a": Answer(item="A.I.2.a", state=State.GIVEN, choice="Tidak")}
    submission = submission_of(instrument, whole(instrument, "terbaik") | closing)
    gaps = {gap.item: gap for gap in find_gaps(submission, score(submission, instrument, "nol"), instrument)}
    assert "A.I.2.d" not in gaps or gaps["A.I.2.d"].step.label in ("", "A")


def test_leaving_the_parent_of_a_gate_blank_is_never_worth_more_than_its_worst_answer() -> None:
    """A.I.1.a blank leaves 2/3 of the sub, A.I.1.a = C leaves nothing."""
    instrument = instrument_of("rb-2014@blok-lalu")
    best, parent = whole(instrument, "terbaik"), "A.I.1.a"
    worst = best | {parent: Answer(item=parent, state=State.GIVEN, choice="C")}
    blank = best | {parent: Answer(item=parent, state=State.BLANK)}
    figures = [score_answers(answers, instrument, "nol").total.points or 0 for answers in (blank, worst)]
    assert figures[0] <= figures[1]
