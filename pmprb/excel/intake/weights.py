"""Weights of a form: what a cell or a title says, and what follows from the weights around it.

Enters: cells, titles, and a tree of parts. Leaves: exact weights; a number in brackets is never one. What is missing
or does not sum is told. Refuses to know: answers, catalogs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from pmprb.catalog.exact import exact_text
from pmprb.excel.book import Value
from pmprb.excel.tolerant import number
from pmprb.temuan import CellPos, Code, Temuan

_IN_BRACKETS = re.compile(r"\(\s*(\d+(?:[.,]\d+)?)\s*%?\s*\)")
_NUM = r"\d+(?:[.,]\d+)?"
_TITLE = re.compile(rf"(.*?\S)\s*\(\s*({_NUM})\s*%?\s*\)\s*({_NUM})?\s*%?")
_TRAILING = re.compile(r"(.*?\S)\s+(\d+[.,]\d+)\s*%?")
_LARGEST = 1000
_NEAR = 1e-9


def cell_weight(value: Value) -> tuple[Fraction | None, str]:
    """Return the weight a cell of the weight column says, and a number in brackets beside it ("" when there is none).

    A negative number is one typed in brackets: Excel turns "(2,5)" into -2,5.
    """
    if isinstance(value, float):
        return (None, exact_text(exact_weight(-value))) if value < 0 else (exact_weight(value), "")
    if not isinstance(value, str):
        return None, ""
    aside = _IN_BRACKETS.search(value)
    rest = _IN_BRACKETS.sub(" ", value).strip().removesuffix("%").strip()
    found = number(rest).value if rest else None
    return (found if found is not None and found >= 0 else None), _decimal(aside.group(1)) if aside else ""


def title_weight(title: str, *, alone: bool) -> tuple[str, Fraction | None, str]:
    """Return a heading's title without the numbers behind it, the weight among them, and the number in brackets.

    "Harmonisasi (2,5) 0.50" weighs 0.5, "Harmonisasi (2,5)" says no weight. `alone`: the form has no column of
    weights, so a decimal number at the end ("Harmonisasi 0,50") is one as well.
    """
    found = _TITLE.fullmatch(title)
    if found and float(_decimal(found.group(2))) < _LARGEST:
        weight = number(found.group(3)).value if found.group(3) else None
        return found.group(1).rstrip(" -–:"), weight, _decimal(found.group(2))
    found = _TRAILING.fullmatch(title) if alone else None
    if found:
        return found.group(1).rstrip(" -–:"), number(found.group(2)).value, ""
    return title, None, ""


def exact_weight(value: float) -> Fraction:
    """Return the number a cell's float stands for: 0.3 for 0.30000000000000004, 5/12 for 0.41666666666666669."""
    short = Fraction(f"{value:.9f}")
    if abs(short - Fraction(value)) < Fraction(1, 10**12):
        return short
    simple = Fraction(value).limit_denominator(1000)
    if abs(float(simple) - value) < _NEAR:
        return simple
    return Fraction(f"{value:.12g}")


def _decimal(text: str) -> str:
    return text.replace(",", ".")


@dataclass
class Part:
    """A heading or an item with what stands beneath it. `weight` is None when the form does not say it.

    `aside` is a number in brackets, `gather` what a mark of our own template says, `reckoned` marks a weight that
    follows from others. `told` is false for what is not in the form itself (the total).
    """

    code: str
    at: CellPos
    weight: Fraction | None = None
    aside: str = ""
    parts: list[Part] = field(default_factory=list)
    is_item: bool = False
    gather: str = ""
    reckoned: bool = False
    told: bool = True

    def walk(self) -> Iterator[Part]:
        """Yield this part and all beneath it."""
        yield self
        for part in self.parts:
            yield from part.walk()

    @property
    def items(self) -> list[Part]:
        """The items right beneath."""
        return [part for part in self.parts if part.is_item]

    @property
    def is_mixed(self) -> bool:
        """True when headings and items stand right beneath, side by side."""
        return 0 < len(self.items) < len(self.parts)


def settle(root: Part) -> None:
    """Decide how parts gather and fill in the weights that follow from others, as far as any follow."""
    for part in root.walk():
        _gathering(part)
    changed = True
    while changed:
        changed = False
        for part in root.walk():
            changed = _from_below(part) or _from_above(part) or changed


def _gathering(part: Part) -> None:
    """Items carry weights of their own or share their heading's: zeros throughout are no weights."""
    if part.is_item or not part.parts:
        return
    items = part.items
    if len(items) < len(part.parts):
        part.gather = "sum"
    elif part.gather not in ("sum", "mean"):
        part.gather = "sum" if any(item.weight for item in items) else "mean"
    if part.gather == "mean":
        for item in items:
            item.weight = None


def _weighed(part: Part) -> list[Part]:
    """Return the parts whose weights sum to this one's."""
    if part.gather != "sum":
        return []
    return [below for below in part.parts if not below.is_item] or part.parts


def _from_below(part: Part) -> bool:
    """Give a heading the sum of its parts."""
    parts = _weighed(part)
    known = [below.weight for below in parts if below.weight is not None]
    if part.weight is not None or not parts or len(known) < len(parts):
        return False
    part.weight, part.reckoned = sum(known, Fraction(0)), True
    return True


def _from_above(part: Part) -> bool:
    """Give the only part without a weight what is left of its heading's."""
    parts = _weighed(part)
    missing = [below for below in parts if below.weight is None]
    if part.weight is None or len(missing) != 1:
        return False
    left = part.weight - sum((below.weight for below in parts if below.weight is not None), Fraction(0))
    if left <= 0:
        return False
    missing[0].weight, missing[0].reckoned = left, True
    return True


def told(root: Part) -> Iterator[Temuan]:
    """Yield what is missing, what does not sum, what was reckoned, and which numbers in brackets were set aside."""
    for part in root.walk():
        for below in _weighed(part):
            if below.weight is None:
                yield Temuan.of(Code.KAT_021, below.at, below.code, seen=below.aside or "-")
        if part.weight is None and part is root:
            yield Temuan.of(Code.KAT_021, part.at, part.code, seen=part.aside or "-")
        known = [below.weight for below in _weighed(part) if below.weight is not None]
        total = sum(known, Fraction(0))
        if part.weight is not None and known and len(known) == len(_weighed(part)) and total != part.weight:
            yield Temuan.of(Code.KAT_022, part.at, part.code, total=total, weight=part.weight)
        if part.reckoned and part.told and part.weight is not None:
            yield Temuan.of(Code.KAT_023, part.at, part.code, weight=part.weight)
        if part.aside and part.weight is not None and Fraction(part.aside) != part.weight:
            yield Temuan.of(Code.KAT_027, part.at, part.code, seen=part.aside, taken=exact_text(part.weight))
