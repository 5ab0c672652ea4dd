"""Change over time: every difference is the sum of its parts, and each part is the one reckoned by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction as F
from pathlib import Path

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from helpers.rekap import catalog as installed
from helpers.trends import U, V, W, X, catalog, compared, criteria, given, random_record, record, source
from pmprb.catalog.item import ScaleItem
from pmprb.catalog.load import default_folder
from pmprb.engine.answers import Answer, Unit
from pmprb.insight.trend.model import Outcome, Pair, Parts, Promise, Trend, UnitChange, UnitFate, Unjudged, Why
from pmprb.temuan import CellPos


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return criteria(tmp_path)


def only(trend: Trend | None) -> Pair:
    assert trend is not None
    return trend.main


def unit(pair: Pair, code: str) -> UnitChange:
    return next(one for one in pair.units if one.unit.code == code)


def shares(pair: Pair, code: str) -> Parts:
    found = unit(pair, code).total.share
    assert found is not None
    return found


def codes(loaded: object) -> list[str]:
    return [t.code for t in loaded.temuan]  # type: ignore[attr-defined]


# One unit, both regulations, by hand


def test_criteria_and_improvement_by_hand(root: Path) -> None:
    """Old: a 1, ½, 1 of 6, b 1, 0 of 4: 5 + 2 = 7. Anew: a 1, ½ of 5, b12 ½ and b3 as now ½ of 5: 6.25. New: 8.75."""
    old, new = catalog(root, "contoh-1"), catalog(root, "contoh-2")
    loaded = compared(
        source(old, record(old, "2025", {U: "ABAAC"})), source(new, record(new, "2026", {U: "AAAB"})), root=root
    )
    pair = only(loaded.value)
    points = unit(pair, "1.01").total.points
    assert points is not None
    assert (points.old, points.criteria, points.unit, points.improved, points.new) == (
        7,
        F(-3, 4),
        0,
        F(5, 2),
        F(35, 4),
    )
    assert points.reviewer is None and points.verified_delta is None
    assert shares(pair, "1.01").criteria == F(-3, 40) and shares(pair, "1.01").delta == F(7, 40)
    areas = {area.of: area.points for area in unit(pair, "1.01").areas}
    assert areas["A"] is not None and (areas["A"].old, areas["A"].criteria, areas["A"].improved) == (
        5,
        F(-5, 4),
        F(5, 4),
    )
    assert areas["B"] is not None and (areas["B"].old, areas["B"].criteria, areas["B"].improved) == (
        2,
        F(1, 2),
        F(5, 4),
    )
    moved = {item.item: (item.old_points, item.new_points) for item in unit(pair, "1.01").items}
    assert moved == {"a2": (F(5, 4), F(5, 2)), "b12": (F(5, 4), F(5, 2))}
    assert codes(loaded) == ["BUKU-114"]
    links = {link.new: (link.olds, link.by_answer) for link in pair.links}
    assert links == {
        "a1": (("a1",), True), "a2": (("a2",), True), "b12": (("b1", "b2"), False), "b3": ((), False),
        "": (("a3",), False),
    }  # fmt: skip


def test_a_new_item_is_never_an_improvement(root: Path) -> None:
    """Two units differ only on b3, which nobody was asked before: neither improved."""
    old, new = catalog(root, "contoh-1"), catalog(root, "contoh-2")
    pair = only(
        compared(
            source(old, record(old, "2025", {U: "AAAAA", V: "AAAAA"})),
            source(new, record(new, "2026", {U: "AAAA", V: "AAAC"})),
            root=root,
        ).value
    )
    assert shares(pair, "1.01").improved == shares(pair, "1.02").improved == 0
    assert shares(pair, "1.02").criteria == F(-1, 4)


def test_other_instruments_without_a_crosswalk_are_refused(tmp_path: Path) -> None:
    root = criteria(tmp_path, crosswalk="")
    old, new = catalog(root, "contoh-1"), catalog(root, "contoh-2")
    sources = (source(old, record(old, "2025", {U: "AAAAA"})), source(new, record(new, "2026", {U: "AAAA"})))
    loaded = compared(*sources, root=root)
    assert loaded.value is None and codes(loaded) == ["BUKU-112"]
    assert loaded.temuan[0].at == CellPos(workbook="rekap-2026.xlsx")


def test_a_catalog_that_gives_other_figures_is_refused(root: Path) -> None:
    old = catalog(root, "contoh-1")
    other = record(old, "2026", {U: "AAAAA"})
    nodes = dict(other.units[0].nodes)
    nodes["A"] = replace(nodes["A"], points=F(1))
    changed = other.model_copy(update={"units": (other.units[0].model_copy(update={"nodes": nodes}),)})
    loaded = compared(source(old, record(old, "2025", {U: "AAAAA"})), source(old, changed), root=root)
    assert loaded.value is None and codes(loaded) == ["BUKU-113"]


# Units


def test_a_merged_unit_is_measured_by_the_mean_of_what_it_was(root: Path) -> None:
    """V keeps its code and takes in W: 100 % becomes a base of (100 + 40) / 2; now 80 %: +10 real, -30 unit."""
    old = catalog(root, "contoh-1")
    joined = V.model_copy(update={"name": "Dinas V dan W", "predecessors": ("1.02", "1.03")})
    before = record(old, "2025", {U: "BBBBB", V: "AAAAA", W: "CCCAA"})
    pair = only(
        compared(source(old, before), source(old, record(old, "2026", {U: "BBBBB", joined: "ABBAA"})), root=root).value
    )
    found = unit(pair, "1.02")
    assert found.kind is UnitFate.MERGED and [one.code for one in found.base] == ["1.02", "1.03"]
    parts = shares(pair, "1.02")
    assert (parts.old, parts.unit, parts.criteria, parts.improved, parts.new) == (1, F(-3, 10), 0, F(1, 10), F(8, 10))
    assert not pair.gone
    # The index: only its members' own change is real; what the merger moved is the unit part.
    index = pair.index
    assert index is not None and index.improved == F(1, 20) and index.criteria == 0
    assert (index.old, index.new) == ((F(1, 2) + 1 + F(4, 10)) / 3, (F(1, 2) + F(8, 10)) / 2)
    assert index.delta == index.criteria + index.unit + index.improved


def test_a_merged_unit_under_a_new_code_starts_from_the_mean(root: Path) -> None:
    old = catalog(root, "contoh-1")
    joined = Unit(code="2.01", name="Dinas Baru", predecessors=("1.02", "1.03"))
    before = record(old, "2025", {V: "AAAAA", W: "CCCAA"})
    pair = only(compared(source(old, before), source(old, record(old, "2026", {joined: "ABBAA"})), root=root).value)
    parts = shares(pair, "2.01")
    assert (parts.old, parts.unit, parts.improved, parts.new) == (F(7, 10), 0, F(1, 10), F(8, 10))


def test_units_renamed_split_new_first_dissolved_and_absent(root: Path) -> None:
    old = catalog(root, "contoh-1")
    register = (
        U.model_copy(update={"name": "Dinas U Baru"}),
        Unit(code="2.02", name="Dinas Vee", aliases=("Dinas V",)),
        Unit(code="1.31", name="Dinas W1", predecessors=("1.03",)),
        Unit(code="1.32", name="Dinas W2", predecessors=("1.03",)),
        Unit(code="1.40", name="Dinas Segar"),
        Unit(code="1.50", name="Dinas Lambat"),
        Unit(code="1.60", name="Dinas Absen"),
    )
    late, absent, gone = Unit(code="1.50", name="Dinas Lambat"), Unit(code="1.60", name="Dinas Absen"), X
    before = record(
        old, "2025", {U: "BBBBB", V: "BBBBB", W: "CCCAA", absent: "AAAAA", gone: "AAAAA"},
        units=(U, V, W, late, absent, gone),
    )  # fmt: skip
    after = record(old, "2026", dict.fromkeys(register[:-1], "BBBAA"), units=register)
    loaded = compared(source(old, before), source(old, after), root=root)
    pair = only(loaded.value)
    assert {one.unit.code: one.kind for one in pair.units} == {
        "1.01": UnitFate.RENAMED, "2.02": UnitFate.RENAMED, "1.31": UnitFate.SPLIT, "1.32": UnitFate.SPLIT,
        "1.40": UnitFate.NEW,
        "1.50": UnitFate.FIRST,
    }  # fmt: skip
    assert {one.unit.code: one.kind for one in pair.gone} == {"1.60": UnitFate.ABSENT, "1.04": UnitFate.DISSOLVED}
    assert {one.unit.code: one.why for one in pair.uncompared} == {"1.40": Why.NEW, "1.50": Why.FIRST}
    assert shares(pair, "1.31").old == shares(pair, "1.32").old == F(4, 10)
    assert [one.unit.code for one in pair.improvers] == ["1.31", "1.32", "1.01", "2.02"]
    assert [one.rank for one in pair.improvers] == [1, 1, 3, 3], "equal improvements share a rank"
    assert codes(loaded) == []


def test_a_statement_about_predecessors_counts_once(root: Path) -> None:
    """W1 was split from W between 2025 and 2026; in 2027 both stand as they did, and each is compared with itself."""
    old = catalog(root, "contoh-1")
    part = Unit(code="1.31", name="Dinas W1", predecessors=("1.03",))
    rest = W.model_copy(update={"predecessors": ("1.03",)})
    years = [
        record(old, "2025", {W: "CCCAA"}),
        record(old, "2026", {rest: "CCCCC", part: "AAAAA"}, units=(rest, part)),
        record(old, "2027", {rest: "BBBBB", part: "AAAAA"}, units=(rest, part)),
    ]
    trend = compared(*(source(old, year) for year in years), root=root).value
    assert trend is not None and [(pair.older, pair.newer) for pair in trend.pairs] == [(0, 2), (0, 1), (1, 2)]
    assert [one.kind for one in trend.pairs[1].units] == [UnitFate.SPLIT, UnitFate.SPLIT]
    assert [one.kind for one in trend.pairs[2].units] == [UnitFate.SAME, UnitFate.SAME]
    assert shares(trend.pairs[2], "1.31").delta == 0 and shares(trend.pairs[2], "1.03").improved == F(1, 2)
    assert {row.unit.code: row.shares for row in trend.history} == {
        "1.03": (F(4, 10), 0, F(1, 2)), "1.31": (None, 1, 1)
    }  # fmt: skip


def test_what_the_register_leaves_open_is_told(root: Path) -> None:
    old = catalog(root, "contoh-1")
    taken = V.model_copy(update={"name": "Dinas V dan W", "predecessors": ("1.03", "9.99")})
    before = record(old, "2025", {V: "AAAAA", W: "-----"})
    loaded = compared(source(old, before), source(old, record(old, "2026", {taken: "AAAAA"})), root=root)
    assert codes(loaded) == ["BUKU-116", "BUKU-117"]
    assert dict(loaded.temuan[0].values)["codes"] == "9.99"
    pair = only(loaded.value)
    assert unit(pair, "1.02").why is Why.UNRATED_BEFORE and pair.index is None
    both = V.model_copy(update={"predecessors": ("1.02", "1.03")})
    loaded = compared(source(old, before), source(old, record(old, "2026", {both: "AAAAA"})), root=root)
    assert codes(loaded) == ["BUKU-119"] and shares(only(loaded.value), "1.02").unit == 0


def test_an_unrated_unit_is_no_zero(root: Path) -> None:
    old = catalog(root, "contoh-1")
    before = record(old, "2025", {U: "-----", V: "BBBBB", W: "BBBBB"})
    pair = only(
        compared(
            source(old, before), source(old, record(old, "2026", {U: "AAAAA", V: "-----", W: "ABBBB"})), root=root
        ).value
    )
    assert {one.unit.code: one.why for one in pair.uncompared} == {
        "1.01": Why.UNRATED_BEFORE, "1.02": Why.UNRATED_NOW
    }  # fmt: skip
    assert [one.unit.code for one in pair.improvers] == ["1.03"]
    index = pair.index
    assert index is not None and index.compared == 1 and index.delta == index.unit + index.improved


# Reviewers


def test_the_reviewers_part_by_hand(root: Path) -> None:
    """2025: TPI takes a1 from A to B: -1 point of 6. 2026: own a3 rises 1 point, TPI takes a1 to C and b1 to B: -3."""
    old = catalog(root, "contoh-1")
    before = record(old, "2025", {U: "ABBAA", V: "AAAAA"}, reviews={U: "BB---", V: "AAAAA"})
    after = record(old, "2026", {U: "ABAAA", V: "AAAAA"}, reviews={U: "C--BA"})
    pair = only(compared(source(old, before), source(old, after), root=root).value)
    points = unit(pair, "1.01").total.points
    assert points is not None and points.corrections == (-1, -3)
    assert (points.improved, points.reviewer, points.delta, points.verified_delta) == (1, -2, 1, -1)
    assert unit(pair, "1.01").verified == (2, 3)
    areas = {area.of: area.points for area in unit(pair, "1.01").areas}
    assert areas["A"] is not None and areas["A"].corrections == (-1, -2)
    assert areas["B"] is not None and areas["B"].reviewer is None, "nothing of B was verified in 2025"
    assert shares(pair, "1.02").reviewer is None and unit(pair, "1.02").verified == (5, 0)


# What is odd about the rekaps


def test_order_same_period_and_policy_are_told(root: Path) -> None:
    old = catalog(root, "contoh-1")
    first, later = record(old, "2025", {U: "AB-CC"}, blank="lewati"), record(old, "2026", {U: "AB-CC"})
    loaded = compared(source(old, later), source(old, first), root=root)
    assert codes(loaded) == ["BUKU-110", "BUKU-115"]
    pair, parts = only(loaded.value), shares(only(loaded.value), "1.01")
    assert pair.older == 0 and (parts.old, parts.new) == (F(45, 100), F(3, 10))
    assert parts.criteria == parts.delta and parts.improved == 0, "the policy alone moved it"
    again = compared(source(old, later), source(old, later), root=root)
    assert codes(again) == ["BUKU-111"] and [p.label for p in again.value.periods] == ["2026 (1)", "2026 (2)"]
    unread = compared(source(old, later), source(old, record(old, "revisi", {U: "AAAAA"})), root=root)
    assert codes(unread) == ["BUKU-118"]


def test_strict_and_plain_rekaps_are_not_compared(root: Path) -> None:
    old = catalog(root, "contoh-1")
    before, after = (record(old, period, {U: "AAAAA"}) for period in ("2025", "2026"))
    strict = after.model_copy(update={"settings": after.settings.model_copy(update={"strict": True})})
    loaded = compared(source(old, before), source(old, strict), root=root)
    assert loaded.value is None and codes(loaded) == ["BUKU-112"]
    assert dict(loaded.temuan[0].values)["what"] == "strict"


# Promises


def promise(item: str, who: Unit = U, due: date | None = None, status: str = "", pic: str = "Ani") -> Promise:
    return Promise(made=0, unit_code=who.code, unit=who.name, item=item, pic=pic, due=due, status=status)


def test_promises_and_what_became_of_them(root: Path) -> None:
    old, new = catalog(root, "contoh-1"), catalog(root, "contoh-2")
    made = [
        promise("a1", due=date(2026, 3, 1)), promise("a2", due=date(2026, 3, 1), status="Selesai"),
        promise("b1"), promise("a3"), promise("a1", X), promise("a1", V), promise("a2", W, date(2027, 1, 1)),
    ]  # fmt: skip
    before = record(old, "2025", {U: "CBBCB", V: "CCCCC", W: "CCCCC", X: "CAAAA"}, units=(U, V, W, X))
    after = record(new, "2026", {U: "BBBA", V: "----", W: "CCCC"}, units=(U, V, W))
    loaded = compared(source(old, before, made), source(new, after), root=root, on=date(2026, 6, 30))
    assert loaded.value is not None
    found = [(k.item, k.outcome, k.why, k.overdue, k.claimed) for k in loaded.value.promises]
    assert found == [
        ("a1", Outcome.DONE, None, False, False),
        ("a2", Outcome.NOT, None, True, True),
        ("b12", Outcome.DONE, None, None, False),
        ("a3", Outcome.UNKNOWN, Unjudged.ITEM_GONE, None, False),
        ("a1", Outcome.UNKNOWN, Unjudged.UNIT_DISSOLVED, None, False),
        ("a1", Outcome.UNKNOWN, Unjudged.UNIT_UNRATED, None, False),
        ("a2", Outcome.NOT, None, False, False),
    ]
    undated = compared(source(old, before, made), source(new, after), root=root).value
    assert undated is not None and {k.overdue for k in undated.promises} == {None}


def test_a_promise_carried_on_is_one_promise(root: Path) -> None:
    old = catalog(root, "contoh-1")
    years = [
        record(old, f"2026-B{month}", {U: answers})
        for month, answers in (("03", "CAAAA"), ("06", "BAAAA"), ("09", "BAAAA"))
    ]
    first, second = promise("a1", status="Proses"), promise("a1", status="Selesai", pic="Budi")
    trend = compared(
        source(old, years[0], [first]), source(old, years[1], [second]), source(old, years[2]), root=root
    ).value
    assert trend is not None and len(trend.promises) == 1
    kept = trend.promises[0]
    assert kept.outcome is Outcome.DONE, "measured from B03, where it was first made"
    assert (kept.promise.pic, kept.promise.status, kept.before_share) == ("Budi", "Selesai", 0)


# Real catalogs


def test_rb_general_of_2024_against_2023() -> None:
    """C02 keeps its share on the new scale; B01 goes with 2 points; A02 is multiplied by A01 on both sides."""
    old, new = installed("rb-general-2023"), installed("rb-general-2024")
    scale = {name: item.scale for name, item in old.items.items() if isinstance(item, ScaleItem)}
    answers = {name: replace(given(name, "x"), choice="", value=scale[name].max) for name in old.items}
    answers["B01"] = replace(answers["B01"], value=F(0))
    best = {
        name: replace(given(name, "x"), choice="", value=item.scale.max)
        for name, item in new.items.items()
        if isinstance(item, ScaleItem)
    }
    loaded = compared(
        source(old, record(old, "2023", {U: answers})),
        source(new, record(new, "2024", {U: best})),
        root=default_folder(),
    )
    parts = unit(only(loaded.value), "1.01").total.points
    assert parts is not None and (parts.old, parts.criteria, parts.improved, parts.new) == (98, 2, 0, 100)
    assert {link.olds for link in only(loaded.value).links if not link.new} == {("B01",)}
    assert {link.new for link in only(loaded.value).links if not link.by_answer and link.new} == {"C01", "C02"}


def test_rb_tematik_joins_plan_and_output() -> None:
    """SR 0.4 of 0.4 and SO 50 of 100, multiplied: 0.4 + 0.3 of 1 point; strategi 2024 0.7 is no change at all."""
    old, new = installed("rb-tematik-2023"), installed("rb-tematik-2024")

    def number(name: str, value: str) -> Answer:
        return replace(given(name, "x"), choice="", value=F(value))

    before = {f"T1.{part}": number(f"T1.{part}", value) for part, value in (("SR", "0.4"), ("SO", "50"), ("D", "1"))}
    after = {f"T1.{part}": number(f"T1.{part}", value) for part, value in (("S", "0.7"), ("D", "2"))}
    loaded = compared(
        source(old, record(old, "2023", {U: before})),
        source(new, record(new, "2024", {U: after})),
        root=default_folder(),
    )
    parts = unit(only(loaded.value), "1.01").total.points
    assert parts is not None and (parts.old, parts.criteria, parts.improved) == (F(17, 10), 0, 1)


# Properties


@settings(max_examples=12)
@drawn(
    seeds=st.tuples(st.integers(0, 999), st.integers(0, 999)),
    blanks=st.tuples(st.sampled_from(("nol", "lewati")), st.sampled_from(("nol", "lewati"))),
    name=st.sampled_from(("pmprb-2020-unit", "rb-2014")),
)
def test_parts_sum_to_the_difference_exactly(seeds: tuple[int, int], blanks: tuple[str, str], name: str) -> None:
    joined = V.model_copy(update={"predecessors": ("1.02", "1.03")})
    fresh = Unit(code="2.01", name="Gabungan Baru", predecessors=("1.01", "1.04"))
    instrument = installed(name)
    before = random_record(name, "2025", seeds[0], blanks[0], (U, V, W, X))
    after = random_record(name, "2026", seeds[1], blanks[1], (joined, fresh))
    loaded = compared(source(instrument, before), source(instrument, after), root=default_folder())  # type: ignore[arg-type]
    pair = only(loaded.value)
    assert len(pair.compared) == 2
    for one in pair.compared:
        for area in (one.total, *one.areas):
            for parts in (area.share, area.points):
                if parts is None:
                    continue
                assert parts.new - parts.old == parts.delta == parts.criteria + parts.unit + parts.improved
                if parts.corrections is not None:
                    then, now = parts.corrections
                    assert parts.verified_delta == (parts.new + now) - (parts.old + then)
        points = one.total.points
        assert points is not None and sum((i.delta for i in one.items), F(0)) == points.improved
        if blanks[0] == blanks[1]:
            assert points.criteria == 0
    index = pair.index
    assert index is not None and index.delta == index.criteria + index.unit + index.improved


def test_against_itself_nothing_changed() -> None:
    name = "zi-2021"
    one = random_record(name, "2025", 7, "nol", (U, V, W))
    other = one.model_copy(update={"period": "2026"})  # type: ignore[attr-defined]
    pair = only(compared(source(installed(name), one), source(installed(name), other), root=default_folder()).value)  # type: ignore[arg-type]
    for change in pair.compared:
        parts = change.total.share
        assert parts is not None and parts.delta == parts.criteria == parts.unit == parts.improved == 0
        assert parts.reviewer in (None, 0) and not change.items
    assert pair.index is not None and pair.index.delta == pair.index.unit == 0 and not pair.links
