"""No pattern's cost grows faster than the text it reads: counted in steps, without a clock.

A cell may hold 32,767 letters, a part of a workbook 32 MB. A pattern whose cost grows with the square of that stops the
run for minutes or hours. Every pattern of the package is tried, wherever it stands: those made when a module is loaded
and those written where they are used.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import pmprb
from helpers import corpus
from helpers.sheets import Lke, answers, edit, instrument, read, write
from helpers.steps import deep, grows_faster, is_bounded
from pmprb.text import normal, plain
from pmprb.workbook.book import open_book
from pmprb.workbook.tolerant import text_of

ROOT = Path(pmprb.__file__).parent
WHOLE, ANCHORED = {"fullmatch"}, {"match", "fullmatch"}
CALLS = {"match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer", "compile"}
MADE_ANEW = {
    "insight/first_look.py": "a count's own label and a bounded number behind it",
    "workbook/sheetxml.py": "the grammar of rows, each made when the module is loaded; a column's letters",
    "worksheet/intake/given.py": "a word of ours and a boundary",
    "workbook/tolerant.py": "one of two separators",
    "worksheet/propose.py": "words of ours between boundaries",
    "sheets/page.py": "tried by its own name",
}
"""Modules that make a pattern out of others, and out of what."""


def compiled() -> Iterator[tuple[str, str, re.Pattern[Any]]]:
    """Yield module, name and pattern of all that is compiled when the package's modules are loaded."""
    for info in pkgutil.walk_packages(pmprb.__path__, "pmprb."):
        if info.name.endswith("__main__"):
            continue
        module = importlib.import_module(info.name)
        for name, value in vars(module).items():
            for pattern in _patterns(value):
                yield info.name, name, pattern


def _patterns(value: object, depth: int = 3) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth and isinstance(value, list | tuple | dict):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _patterns(one, depth - 1)


@cache
def written() -> list[tuple[Path, str, ast.expr]]:
    """Return module, method and pattern of every call of `re` in the package."""
    found = []
    texts = {path: path.read_text(encoding="utf-8") for path in sorted(ROOT.rglob("*.py"))}
    for path, text in texts.items():
        for node in ast.walk(ast.parse(text)) if re.search(r"\bre\s*\.", text) else ():
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
                owner = node.func.value
                if isinstance(owner, ast.Name) and owner.id == "re" and node.func.attr in CALLS:
                    found.append((path, node.func.attr, node.args[0]))
    return found


def test_every_pattern_is_linear() -> None:
    found: dict[tuple[object, int], tuple[re.Pattern[Any], str, set[str]]] = {}
    for module, name, pattern in compiled():
        source = Path(importlib.import_module(module).__file__ or "").read_text(encoding="utf-8")
        uses = set(re.findall(rf"\b{re.escape(name)}\b(?:\[\w+\])?\.(\w+)\(", source)) & CALLS
        key = (pattern.pattern, pattern.flags)
        known = found[key][2] if key in found else set()
        found[key] = (pattern, f"{module}.{name}", known | (uses or {"search"}))
    for path, method, given in written():
        if method != "compile" and isinstance(given, ast.Constant):
            pattern = re.compile(given.value)
            found[given.value, -1] = (pattern, f"{path.name} {method}", {method})
    assert len(found) > 120
    costly = deep(lambda: [told for one in found.values() if (told := _costly(*one))])
    assert costly == []


def _costly(pattern: re.Pattern[Any], where: str, uses: set[str]) -> str:
    if is_bounded(pattern):
        return ""
    text = grows_faster(pattern, search=not uses <= ANCHORED, whole=uses <= WHOLE)
    return f"{where}: {pattern.pattern!r} on {text[:60]!r}…" if text else ""


def test_patterns_put_together_while_running_are_known() -> None:
    odd = {
        path.relative_to(ROOT).as_posix()
        for path, method, given in written()
        if method != "compile" and not isinstance(given, ast.Constant)
    }
    assert odd <= set(MADE_ANEW)


@pytest.mark.parametrize(
    ("pattern", "linear"),
    [
        (r"(a+)+b", False),
        (r"\s*x", False),
        (r"(?:\w+\s+){0,2}dari", False),
        (r":modified\b[^<>]*+>", False),
        (r"\d+\d+x", False),
        (r"(?:a|ab|b)*c", False),
        (r"\s{0,9}x", True),
        (r"(?<!\s)\s*+x", True),
        (r"a+", True),
        (r"(?>a+)b|a", False),
        (r"[^\W_]+", True),
    ],
)
def test_the_counting_tells_square_from_linear(pattern: str, linear: bool) -> None:
    assert (deep(lambda: grows_faster(re.compile(pattern), search=True, whole=False)) == "") is linear


HARD = (
    "1a" * 16_383,
    "dari " * 6_553,
    "no 1/" * 6_553,
    "2026 " * 6_553,
    "( " * 16_383,
    "https://" * 4_095,
    "a.1" * 10_922,
)


def test_marks_upon_marks_are_put_in_order_no_more_than_thirty_at_a_time() -> None:
    heaped = "a" + "\u0301\u0316" * 16_000
    assert len(normal("NFKC", heaped)) < 100
    assert len(text_of(heaped)) < 100 and plain(heaped) == "a"
    for text in ("Dínas", "é" * 300, "e\u0301" * 300, "한국어" * 200, "\u0301" * 20):
        for form in ("NFKC", "NFKD"):
            assert normal(form, text) == unicodedata.normalize(form, text)


def test_evidence_and_notes_that_are_hard_to_read_do_not_stop_the_reading(tmp_path: Path) -> None:
    catalog = instrument("zi-2021")
    path = write(tmp_path / "x.xlsx", catalog, answers(catalog, "sulit", blank=0.0))
    items = [item.id for item in catalog.items.values() if item.kind != "choice"][:7]

    def change(lke: Lke) -> None:
        for item, text in zip(items, HARD, strict=True):
            for header in ("Bukti Dukung", "Catatan", "Jawaban TPI"):
                lke.cell(item, header).value = text

    before = read(path).result
    found = read(edit(path, change)).result
    assert before is not None and found is not None
    assert found.tree.total.points == before.tree.total.points


def test_a_time_stamp_that_never_ends_is_no_time_stamp(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(corpus.packed({**corpus.parts(), "docProps/core.xml": "<a>" + ":modified " * 100_000}))
    loaded = open_book(path)
    assert loaded.value is not None and loaded.value.modified == ""
