"""The tests keep house: none leans on another, on a private name of the program, or on the clock."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent
MODULES = sorted(HERE.rglob("*.py"))
PRIVATE = {"test_grammar.py"}  # why is written there
CLOCKS = {"time", "perf_counter", "perf_counter_ns", "monotonic", "monotonic_ns", "process_time", "process_time_ns"}


def faults(source: str, name: str) -> list[str]:
    """Return what a module of the tests may not do, with its line."""
    return [f"{name}:{line} {what}" for line, what in sorted(_faults(ast.parse(source), name))]


def _faults(tree: ast.Module, name: str) -> Iterator[tuple[int, str]]:
    ours: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom | ast.Import):
            module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
            names = [alias.name for alias in node.names]
            for full in [module, *names]:
                if full.rpartition(".")[2].startswith("test_"):
                    yield node.lineno, f"imports the test module {full}"
            if (module or names[0]).partition(".")[0] == "pmprb":
                ours |= {alias.asname or alias.name for alias in node.names}
                if name not in PRIVATE:
                    yield from ((node.lineno, f"uses {full}") for full in names if private(full))
            if module == "time" and CLOCKS & set(names):
                yield node.lineno, "reads the clock"
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.value.id == "time" and node.attr in CLOCKS:
                yield node.lineno, "reads the clock"
            if node.value.id in ours and private(node.attr) and name not in PRIVATE:
                yield node.lineno, f"uses {node.value.id}.{node.attr}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "setattr":
            for word in (arg.value for arg in node.args[:2] if isinstance(arg, ast.Constant)):
                if private(str(word).rpartition(".")[2]) and name not in PRIVATE:
                    yield node.lineno, f"replaces {word}"


def private(name: str) -> bool:
    """Return whether a name is meant for its own module alone."""
    return name.startswith("_") and not name.startswith("__")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(HERE)))
def test_a_module_keeps_house(path: Path) -> None:
    assert faults(path.read_text(encoding="utf-8"), path.name) == []


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("from test_cases import typed", "imports the test module test_cases"),
        ("import test_fuzz", "imports the test module test_fuzz"),
        ("from pmprb.books.rekap.gap_list import _fitting", "uses _fitting"),
        ("from pmprb.workbook import book\nbook._sheets(1)", "uses book._sheets"),
        ("def test(monkeypatch): monkeypatch.setattr('pmprb.books.rekap.write._LARGE', 0)", "replaces pmprb"),
        ("from pmprb.workbook import book\ndef test(m): m.setattr(book, '_sheets', 0)", "replaces _sheets"),
        ("import time\nassert time.perf_counter() < 5", "reads the clock"),
        ("from time import monotonic", "reads the clock"),
    ],
)
def test_each_fault_is_found(source: str, what: str) -> None:
    (found,) = faults(source, "test_x.py")
    assert what in found


def test_what_is_allowed_passes() -> None:
    source = "import time\nfrom pmprb import __version__\nfrom helpers.sheets import read\ntime.sleep(0)\nself._x = 1"
    assert faults(source, "test_x.py") == []
