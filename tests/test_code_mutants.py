"""The changes that the mutation score tries: small, sound Python, the same for the same seed; told where reached."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

SOURCE = b'''"""A module."""

from typing import Literal

LIMIT: int = 3
Kind = Literal["a", "b"]


def kept(values: list[int], least: int = 0) -> list[int]:
    """Return some."""
    found = [value for value in values if value > least]
    if not found or len(found) < LIMIT:
        return values
    for one in found:
        if one == 2:
            break
    found.append(-1)
    return found + ["x", f"{LIMIT} left alone"]
'''


@pytest.fixture(scope="module")
def code() -> ModuleType:
    path = Path(__file__).resolve().parents[1] / "benchmarks" / "code_mutants.py"
    spec = importlib.util.spec_from_file_location("code_mutants", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["code_mutants"] = module  # a dataclass looks itself up there
    spec.loader.exec_module(module)
    return module


def test_every_change_is_one_and_the_module_stays_python(code: ModuleType) -> None:
    made = code.mutants("m.py", SOURCE)
    for one in made:
        text = one.applied(SOURCE)
        compile(text, "m.py", "exec")
        assert text != SOURCE
    changes = {(one.line, SOURCE[one.start : one.end].decode(), one.text) for one in made}
    assert changes >= {
        (5, "3", "4"),
        (9, "0", "1"),
        (11, "value > least", "(value >= least)"),
        (12, "not found", "(found)"),
        (12, "not found or len(found) < LIMIT", "(not found and len(found) < LIMIT)"),
        (13, "values", "None"),
        (16, "break", "continue"),
        (17, "found.append(-1)", "pass"),
        (18, '"x"', "'XXxXX'"),
    }
    assert not {line for line, *_ in changes} & {1, 3, 10}
    assert {one.at_import for one in made if one.line in (5, 9)} == {True}
    assert {one.at_import for one in made if one.line > 9} == {False}


def test_the_same_seed_draws_the_same_and_no_line_twice(code: ModuleType) -> None:
    sources = {"a.py": SOURCE, "b.py": SOURCE}
    drawn = code.sample(sources, 9, 1)
    assert drawn == code.sample(dict(reversed(sources.items())), 9, 1) != code.sample(sources, 9, 2)
    assert len({(one.file, one.line) for one in drawn}) == 9
    assert not [one for one in drawn if one.kind in code.CRUDE and one.line != 13]


def test_a_module_tells_which_statements_are_reached(code: ModuleType) -> None:
    reached: set[tuple[str, int]] = set()
    names = {"reached": reached.add}
    exec(code.reaching("m.py", SOURCE, "reached"), names)
    assert names["kept"]([1]) == [1]  # type: ignore[operator]
    assert {line for _, line in reached} == {11, 12, 13}
    assert names["kept"].__doc__ == "Return some."
    found = code.functions(compile(SOURCE, "m.py", "exec"))
    assert ("kept", 0) in found
