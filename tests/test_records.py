"""`pmprb.records`: a frozen dataclass of ours is in every way what the standard library makes of the same class."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from collections.abc import Callable
from dataclasses import field
from typing import Any, ClassVar

import pytest
from pydantic import ConfigDict, TypeAdapter, ValidationError

from pmprb import records

ours: Any = records.dataclass
theirs: Any = dataclasses.dataclass
SHAPES = ({}, {"slots": True}, {"kw_only": True}, {"slots": True, "kw_only": True})


def made(dataclass: Any, **shape: bool) -> Any:
    """A class with fields of every kind the program uses, by one of the two."""

    @dataclass(frozen=True, **shape)
    class Berkas:
        name: str
        marks: tuple[int, ...] = ()
        found: dict[str, int] = field(default_factory=dict, compare=False)
        told: str = field(default="-", repr=False)
        most: ClassVar[int] = 3
        __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

        @property
        def long(self) -> bool:
            return len(self.name) > self.most

    return Berkas


@dataclasses.dataclass(frozen=True, slots=True)
class Their:
    name: str
    marks: tuple[int, ...] = ()


@ours(frozen=True, slots=True)
class Our:
    name: str
    marks: tuple[int, ...] = ()


@ours(frozen=True)
class Below(Our):
    told: list[str] = field(default_factory=list)


def seen(make: Callable[[], Any]) -> object:
    """What comes of it, or which error."""
    try:
        return make()
    except Exception as error:
        return type(error), str(error).replace("_completed.<locals>.", "")


@pytest.mark.parametrize("shape", SHAPES, ids=repr)
def test_a_record_is_made_shown_and_compared_as_the_standard_librarys(shape: dict[str, bool]) -> None:
    one, other = made(ours, **shape), made(theirs, **shape)
    for given in (
        {},
        {"name": "a"},
        {"name": "a", "marks": (1,), "found": {"x": 1}, "told": "b"},
        {"name": "a", "x": 1},
    ):
        assert str(seen(lambda: one(**given))) == str(seen(lambda: other(**given))), given  # noqa: B023
    assert str(seen(lambda: one("a", (2,)))) == str(seen(lambda: other("a", (2,))))
    record = one(name="abcd", found={"x": 1})
    assert record == one(name="abcd") and record != one(name="abc") and record != other(name="abcd")
    assert hash(record) == hash(one(name="abcd")) == hash(other(name="abcd"))
    assert record.long and record.found is not one(name="abcd").found
    assert [f.name for f in dataclasses.fields(one)] == [f.name for f in dataclasses.fields(other)]
    assert dataclasses.replace(record, marks=(7,)) == one(name="abcd", marks=(7,))
    assert dataclasses.asdict(record) == dataclasses.asdict(other(name="abcd", found={"x": 1}))
    assert one.__match_args__ == other.__match_args__ and hasattr(record, "__dict__") is not bool(shape.get("slots"))
    assert str(inspect.signature(one)) == str(inspect.signature(other))


@pytest.mark.parametrize("shape", SHAPES, ids=repr)
def test_nothing_of_a_record_can_be_changed(shape: dict[str, bool]) -> None:
    record = made(ours, **shape)(name="a")
    for change in (
        lambda: setattr(record, "name", "b"),
        lambda: setattr(record, "x", 1),
        lambda: delattr(record, "name"),
    ):
        with pytest.raises(dataclasses.FrozenInstanceError):
            change()
    assert record.name == "a"


@pytest.mark.parametrize("record", [Our("a", (1, 2)), Below("b", told=["c"])], ids=repr)
def test_a_record_survives_being_pickled_and_copied(record: Any) -> None:
    for again in (pickle.loads(pickle.dumps(record)), copy.copy(record), copy.deepcopy(record)):
        assert again == record and type(again) is type(record)
        with pytest.raises(dataclasses.FrozenInstanceError):
            again.name = "z"


def test_a_record_below_another_takes_its_fields_first() -> None:
    assert repr(Below("a", (1,), ["b"])) == "Below(name='a', marks=(1,), told=['b'])"
    assert Below("a") != Our("a") and repr(Our("a")).replace("Our", "Their") == repr(Their("a"))


@pytest.mark.parametrize("shape", SHAPES, ids=repr)
def test_pydantic_reads_a_record_and_refuses_unknown_keys(shape: dict[str, bool]) -> None:
    adapter = TypeAdapter(made(ours, **shape))
    record = adapter.validate_python({"name": "a", "marks": ["1", 2]})
    assert record.marks == (1, 2) and adapter.validate_json(adapter.dump_json(record)) == record
    with pytest.raises(ValidationError):
        adapter.validate_python({"name": "a", "other": 1})
    assert adapter.validate_python(record) is record


def test_what_a_class_says_of_itself_and_a_step_after_the_constructor_hold() -> None:
    @ours(frozen=True)
    class Told:
        name: str

        def __repr__(self) -> str:
            return "its own"

        def __post_init__(self) -> None:
            if not self.name:
                raise ValueError("no name")

    assert repr(Told("a")) == "its own"
    with pytest.raises(ValueError, match="no name"):
        Told("")


def test_a_class_that_may_change_or_is_ordered_is_the_standard_librarys() -> None:
    @ours
    class Free:
        name: str = ""

    @ours(frozen=True, order=True)
    class Ordered:
        rank: int

    free = Free()
    free.name = "b"
    assert free == Free("b") and Ordered(1) < Ordered(2)


def test_an_exception_with_fields_is_as_the_standard_librarys() -> None:
    def refusal(dataclass: Any) -> Any:
        @dataclass(eq=False)
        class Refusal(Exception):
            files: int
            known: tuple[str, ...] = ()

        return Refusal

    one, other = refusal(ours), refusal(theirs)
    raised, expected = one(2, known=("a",)), other(2, known=("a",))
    assert str(raised) == str(expected) == "2" and raised.args == expected.args == (2,)
    assert repr(raised) == repr(expected) and (raised.files, raised.known) == (2, ("a",))
    assert raised != one(2, known=("a",)) and len({raised, one(2)}) == 2
    raised.__notes__ = ["that may be changed"]
    with pytest.raises(TypeError, match="files"):
        one()
