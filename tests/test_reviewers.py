"""Statistics of verifiers: kappa by hand, bias and agreement, nothing unverified counted, nothing undefined shown."""

from __future__ import annotations

import json
import math
import os
import random
import warnings
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path

import pytest

from helpers.sheets import instrument
from pmprb.books.rekap.json import statistics_data
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Answer, State, Submission, Unit
from pmprb.engine.score import score
from pmprb.insight.reviewers import ReviewerStatistics, kappa, reviewer_statistics
from pmprb.office.consolidate import consolidate
from pmprb.office.model import Consolidation, UnitResult
from pmprb.office.verified import verified_of

ZI = instrument("zi-2021")
YES_NO, ABC = ["Ya", "Tidak"], ["A", "B", "C"]


def table(options: list[str], counts: Iterable[Iterable[int]]) -> list[tuple[str, str]]:
    """Return pairs as a table of counts has them: rows the unit's option, columns the verifier's."""
    return [
        (own, review)
        for own, row in zip(options, counts, strict=True)
        for review, count in zip(options, row, strict=True)
        for _ in range(count)
    ]


def test_kappa_of_two_options_is_that_of_the_table() -> None:
    # 35 of 50 the same: 0.7. By chance 0.5 x 0.6 + 0.5 x 0.4 = 0.5. (0.7 - 0.5) / (1 - 0.5) = 0.4
    assert kappa(table(YES_NO, [[20, 5], [10, 15]]), YES_NO) == Fraction(2, 5)


def test_kappa_of_three_options_is_weighted_linearly() -> None:
    # 10 pairs, off by 0, 1 or 2. Seen: (2 x 1 + 1 x 2) / 10 = 0.4.
    # Rows 5, 3, 2; columns 4, 3, 3. By chance, off by 1: 5x3 + 3x4 + 3x3 + 2x3 = 42, off by 2: 5x3 + 2x4 = 23;
    # (42 + 2 x 23) / 100 = 0.88. Kappa = 1 - 0.4 / 0.88 = 6/11
    counts = [[4, 0, 1], [0, 2, 1], [0, 1, 1]]
    assert kappa(table(ABC, counts), ABC) == Fraction(6, 11)
    # unweighted it would be (0.7 - 0.35) / 0.65 = 7/13


def test_an_option_nobody_used_keeps_its_place_in_the_scale() -> None:
    # A and C stand two apart though nobody said B: the same as two options, every weight doubled.
    counts = [[3, 0, 1], [0, 0, 0], [1, 0, 3]]
    assert kappa(table(ABC, counts), ABC) == Fraction(1, 2)


@pytest.mark.parametrize("pairs", [[], [("Ya", "Ya")], [("Ya", "Ya")] * 9])
def test_kappa_of_one_option_alone_is_undefined_and_not_nan(pairs: list[tuple[str, str]]) -> None:
    assert kappa(pairs, YES_NO) is None


def by_scikit_learn(pairs: list[tuple[str, str]], options: list[str]) -> float | None:
    """Return the same by another's hand; None where it is undefined."""
    place = {option: n for n, option in enumerate(options)}
    own, review = ([place[pair[side]] for pair in pairs] for side in (0, 1))
    weights = "linear" if len(options) > 2 else None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of 0/0 in a way that changed between its versions
        from sklearn.metrics import cohen_kappa_score  # takes 2 s to load, in every process of the tests

        said = float(cohen_kappa_score(own, review, labels=list(range(len(options))), weights=weights))
    return None if math.isnan(said) else said


SAID = Path(__file__).parent / "golden" / "kappa.json"
"""What scikit-learn says of the tables below, by seed, null where undefined; PMPRB_UPDATE_GOLDEN=1 asks it anew."""
SEEDS = range(4)


def tables(seed: int) -> Iterator[tuple[list[tuple[str, str]], list[str]]]:
    """Yield 150 tables as pairs, each with its options."""
    chance = random.Random(seed)
    for _ in range(150):
        options = list("ABCDEF"[: chance.randint(2, 6)])
        # each side likes some options more than others, often only one or two of them: degenerate tables too
        likings = [[chance.choice((0, 0, 1, 2, 9)) for _ in options] for _ in range(2)]
        own, review = (chance.choices(options, weights=liking if any(liking) else None, k=60) for liking in likings)
        yield list(zip(own, review, strict=True))[: chance.randint(1, 60)], options


@pytest.mark.parametrize("seed", SEEDS)
def test_kappa_is_that_of_scikit_learn(seed: int) -> None:
    if os.environ.get("PMPRB_UPDATE_GOLDEN") == "1":
        said = {str(one): [by_scikit_learn(*table) for table in tables(one)] for one in SEEDS}
        SAID.write_text(json.dumps(said) + "\n", encoding="utf-8")
    undefined, theirs = 0, json.loads(SAID.read_text(encoding="utf-8"))[str(seed)]
    for (pairs, options), wanted in zip(tables(seed), theirs, strict=True):
        ours = kappa(pairs, options)
        undefined += ours is None
        assert (None if ours is None else float(ours)) == pytest.approx(wanted, abs=1e-12), pairs
    assert 0 < undefined < 75


@pytest.mark.skipif(find_spec("sklearn") is None, reason="scikit-learn is installed for development, as in CI")
@pytest.mark.parametrize("seed", SEEDS)
def test_scikit_learn_still_says_so(seed: int) -> None:
    theirs = json.loads(SAID.read_text(encoding="utf-8"))[str(seed)]
    assert [by_scikit_learn(*table) for table in tables(seed)] == pytest.approx(theirs, abs=1e-12)


def result(
    unit: str, own: Mapping[str, str], review: Mapping[str, str], reviewer: str = "", catalog: Instrument = ZI
) -> UnitResult:
    """Return a unit's result from labels by item; what is not named is blank."""

    def typed(labels: Mapping[str, str]) -> dict[str, Answer]:
        return {item: Answer(item=item, state=State.GIVEN, choice=label) for item, label in labels.items()}

    blank = {item: Answer(item=item, state=State.BLANK) for item in catalog.items}
    submission = Submission(
        file=f"{unit}.xlsx",
        sha256=unit,
        layout="pmprb",
        instrument=catalog.id,
        unit=Unit(code=unit, name=unit),
        period="2026",
        answers=blank | typed(own),
        reviewed=typed(review),
        reviewers=dict.fromkeys(review, reviewer) if reviewer else {},
    )
    tree = score(submission, catalog)
    return UnitResult(
        unit=submission.unit,
        submission=submission,
        tree=tree,
        other_tree=tree,
        verified=verified_of(submission, catalog, tree),
    )


def gathered() -> Consolidation:
    """Three units: two verified, by TPI 1 and by one who is not named; items of one area and of another."""
    own = {"A.I.1.i.a": "Ya", "A.I.1.i.b": "A", "A.I.2.i.a": "A", "A.I.1.ii.a": "Ya"}
    return consolidate(
        [
            result("1", own, {"A.I.1.i.a": "Tidak", "A.I.1.i.b": "A", "A.I.1.iii.a": "A"}, "TPI 1"),
            result("2", own, {"A.I.1.i.a": "Tidak", "A.I.1.i.b": "B", "A.I.2.i.a": "A"}),
            result("3", own, {}),
        ],
        ZI,
    )


def statistics() -> ReviewerStatistics:
    return reviewer_statistics(gathered(), ZI)


def test_only_items_with_a_score_from_both_sides_count() -> None:
    found = statistics()
    assert found.overall is not None
    # A.I.1.iii.a is blank with the unit, A.I.1.ii.a unverified: neither counts. The third unit is not verified.
    assert (found.units, found.overall.items, found.overall.same) == (2, 5, 2)
    assert (found.overall.lowered, found.overall.raised) == (3, 0)
    assert found.overall.agreement == Fraction(2, 5)


def test_bias_is_points_lost_over_points_that_could_be_lost() -> None:
    found = {one.of: one for one in statistics().by_area}
    first, second = found["area-1"], found["area-2"]
    # A.I.1.i (0.5 points, two items of 0.25): both lose the first, one loses half of the second.
    lost = 2 * Fraction("0.25") + Fraction("0.25") / 2
    assert first.bias == -lost / (4 * Fraction("0.25"))
    assert (second.bias, second.items) == (0, 1)


def test_verifiers_are_told_apart_and_the_unnamed_one_stands_last() -> None:
    by_name = [(one.of, one.items, one.bias) for one in statistics().by_reviewer]
    assert [(name, items) for name, items, _ in by_name] == [("TPI 1", 2), ("", 3)]
    assert by_name[0][2] == Fraction(-1, 2)


def test_kappa_is_reckoned_scale_by_scale() -> None:
    found = statistics()
    assert found.overall is not None
    kappas = {one.scale: one for one in found.overall.kappas}
    assert {scale: one.items for scale, one in kappas.items()} == {"ya-tidak": 2, "abc": 2, "abcd": 1}
    assert (kappas["ya-tidak"].weighted, kappas["abc"].weighted) == (False, True)
    assert kappas["ya-tidak"].value == 0  # both units said Ya, verification Tidak: no better than chance
    assert kappas["abcd"].value is None  # one answer, the same


def test_items_lowered_most_often_come_first() -> None:
    assert [(one.item, one.lowered, one.units) for one in statistics().lowered] == [
        ("A.I.1.i.a", 2, 2),
        ("A.I.1.i.b", 1, 2),
    ]


def test_statistics_as_json_say_null_where_kappa_is_undefined() -> None:
    data = statistics_data(statistics(), ZI)
    assert data is not None
    assert data["overall"]["agreement"] == "0.4"
    assert {one["scale"]: one["value"] for one in data["overall"]["kappa"]}["abcd"] is None
    assert [one["name"] for one in data["reviewers"]] == ["TPI 1", None]
    assert statistics_data(reviewer_statistics(consolidate([result("3", {}, {})], ZI), ZI), ZI) is None
