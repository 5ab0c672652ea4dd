"""The lines of a form as a tree: headings beneath headings, items with their counts, each with its weight.

Enters: a form and its lines. Leaves: `Branch`es, the levels of headings, groups of areas. Refuses to know: what an
answer may be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from pmprb.catalog.model import ROOT, Group, Node
from pmprb.numbers import exact_sum, exact_text
from pmprb.temuan import (
    BracketedNumberUnused,
    CellPos,
    EmptyOrMixedHeading,
    FormWeightMissing,
    FormWeightReckoned,
    FormWeightsDoNotSum,
    RowWithoutHeading,
    Temuan,
)
from pmprb.workbook.book import Value
from pmprb.workbook.tolerant import number
from pmprb.worksheet.intake import wording
from pmprb.worksheet.intake.form import Form
from pmprb.worksheet.intake.lines import FormRow
from pmprb.worksheet.layouts import folded

# Weights of a form: what a cell or a title says, and what follows from the weights around it.


_IN_BRACKETS = re.compile(r"\(\s{0,9}(\d{1,15}(?:[.,]\d{1,15})?)\s{0,9}%?\s{0,9}\)")
_GAP = r"\s{0,9}"
_NUM = r"\d{1,15}(?:[.,]\d{1,15})?"
_TITLE = re.compile(rf"(.*?\S){_GAP}\({_GAP}({_NUM}){_GAP}%?{_GAP}\){_GAP}({_NUM})?{_GAP}%?")
_TRAILING = re.compile(r"(.*?\S)\s{1,9}(\d{1,15}[.,]\d{1,15})\s{0,9}%?")
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
class FormPart:
    """A heading or an item with what stands beneath it. `weight` is None when the form does not say it.

    `aside` is a number in brackets, `gather` what a mark of our own template says, `reckoned` marks a weight that
    follows from others. `told` is false for what is not in the form itself (the total).
    """

    code: str
    at: CellPos
    weight: Fraction | None = None
    aside: str = ""
    parts: list[FormPart] = field(default_factory=list)
    is_item: bool = False
    gather: str = ""
    reckoned: bool = False
    told: bool = True

    def walk(self) -> Iterator[FormPart]:
        """Yield this part and all beneath it."""
        yield self
        for part in self.parts:
            yield from part.walk()

    @property
    def items(self) -> list[FormPart]:
        """The items right beneath."""
        return [part for part in self.parts if part.is_item]

    @property
    def is_mixed(self) -> bool:
        """True when headings and items stand right beneath, side by side."""
        return 0 < len(self.items) < len(self.parts)


def settle(root: FormPart) -> None:
    """Decide how parts gather and fill in the weights that follow from others, as far as any follow."""
    for part in root.walk():
        _gathering(part)
    changed = True
    while changed:
        changed = False
        for part in root.walk():
            changed = _from_below(part) or _from_above(part) or changed


def _gathering(part: FormPart) -> None:
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


def _weighed(part: FormPart) -> list[FormPart]:
    """Return the parts whose weights sum to this one's."""
    if part.gather != "sum":
        return []
    return [below for below in part.parts if not below.is_item] or part.parts


def _from_below(part: FormPart) -> bool:
    """Give a heading the sum of its parts."""
    parts = _weighed(part)
    known = [below.weight for below in parts if below.weight is not None]
    if part.weight is not None or not parts or len(known) < len(parts):
        return False
    part.weight, part.reckoned = exact_sum(known), True
    return True


def _from_above(part: FormPart) -> bool:
    """Give the only part without a weight what is left of its heading's."""
    parts = _weighed(part)
    missing = [below for below in parts if below.weight is None]
    if part.weight is None or len(missing) != 1:
        return False
    left = part.weight - exact_sum(below.weight for below in parts if below.weight is not None)
    if left <= 0:
        return False
    missing[0].weight, missing[0].reckoned = left, True
    return True


def told(root: FormPart) -> Iterator[Temuan]:
    """Yield what is missing, what does not sum, what was reckoned, and which numbers in brackets were set aside."""
    for part in root.walk():
        for below in _weighed(part):
            if below.weight is None:
                yield FormWeightMissing(below.at, below.code, seen=below.aside or "-")
        if part.weight is None and part is root:
            yield FormWeightMissing(part.at, part.code, seen=part.aside or "-")
        known = [below.weight for below in _weighed(part) if below.weight is not None]
        total = exact_sum(known)
        if part.weight is not None and known and len(known) == len(_weighed(part)) and total != part.weight:
            yield FormWeightsDoNotSum(part.at, part.code, total=total, weight=part.weight)
        if part.reckoned and part.told and part.weight is not None:
            yield FormWeightReckoned(part.at, part.code, weight=part.weight)
        if part.aside and part.weight is not None and Fraction(part.aside) != part.weight:
            yield BracketedNumberUnused(part.at, part.code, seen=part.aside, taken=exact_text(part.weight))


_MOST_LEVELS = 12
_LEVELS = ("total", "component", "aspect", "area", "sub")
_BY_DEPTH = {1: ("area",), 2: ("area", "sub"), 3: ("component", "area", "sub")}
_COMPONENT_WORDS = ("pengungkit", "hasil", "komponen")
_EXACT = re.compile(r"\d{1,15}/[1-9]\d{0,14}")


@dataclass
class Branch:
    """A line with what stands beneath it: its counts if it is an item, else headings and items."""

    line: FormRow
    part: FormPart
    title: str
    level: str = ""
    branches: list[Branch] = field(default_factory=list)
    counts: list[FormRow] = field(default_factory=list)

    def headings(self) -> Iterator[Branch]:
        """Yield this heading and those beneath it, parents first."""
        yield self
        for below in self.branches:
            if not below.part.is_item:
                yield from below.headings()

    @property
    def was_cleaned(self) -> bool:
        """True when the title lost a number that stood behind it."""
        return self.title != self.line.text


def tree_of(form: Form, lines: tuple[FormRow, ...], temuan: list[Temuan]) -> Branch:
    """Return the root; what would stand too deep to be meant so is told and left out (KAT-031)."""
    at = CellPos(workbook=form.book.file, sheet=form.sheet.name)
    title = wording.ROOT_TITLE
    root = Branch(FormRow(form.header_row, "heading", ROOT, "", title), FormPart(ROOT, at, told=False), title)
    if lines and lines[0].code == ROOT and lines[0].kind == "heading":
        root, lines = _branch(form, lines[0]), lines[1:]
    known: dict[str, tuple[Branch, int]] = {ROOT: (root, 0)}
    last: Branch | None = None
    for line in lines:
        if line.kind == "count":
            if last is not None:
                last.counts.append(line)
            continue
        parent, depth = known.get(line.above) or known[ROOT]
        last = None
        if depth >= _MOST_LEVELS:
            temuan.append(RowWithoutHeading(form.pos(line.row, "answer"), seen=line.text[:60] or "-"))
            continue
        branch = _branch(form, line)
        parent.branches.append(branch)
        parent.part.parts.append(branch.part)
        if line.kind == "heading":
            known[line.code] = branch, depth + 1
        else:
            last = branch
    return root


def _branch(form: Form, line: FormRow) -> Branch:
    """Return a line with its weight: exact from a mark that agrees, from the weight column, or from its title."""
    weight, aside = cell_weight(form.value(line.row, "weight"))
    title = line.text
    if line.kind == "heading" and form.style != "id":
        title, beside, bracketed = title_weight(line.text, alone="weight" not in form.columns)
        weight = beside if weight is None else weight
        aside = aside or bracketed
    exact, gather = (line.mark.get(key) for key in ("weight", "gather"))
    if isinstance(exact, str) and _EXACT.fullmatch(exact) and weight is not None:
        weight = Fraction(exact) if abs(Fraction(exact) - weight) < Fraction(1, 10**6) else weight
    part = FormPart(line.code, form.pos(line.row, "weight"), weight, aside, is_item=line.kind == "item")
    part.gather = gather if isinstance(gather, str) else ""
    return Branch(line, part, title)


def hollow(form: Form, root: Branch) -> Iterator[Temuan]:
    """Yield the headings with nothing beneath them, or with headings and items side by side."""
    for branch in root.headings():
        if not branch.branches or branch.part.is_mixed:
            yield EmptyOrMixedHeading(form.pos(branch.line.row), branch.line.code, heading=branch.title[:60])


def set_levels(root: Branch) -> None:
    """Set every heading's level: from its mark, else from its depth within its component."""
    root.level = "total"
    tops = [branch for branch in root.branches if not branch.part.is_item]
    deepest = max(map(_depth, tops), default=0)
    named = any(top.title.casefold().startswith(_COMPONENT_WORDS) for top in tops)
    for top in tops:
        depth = _depth(top)
        names: tuple[str, ...] = _BY_DEPTH.get(depth, ("component", "aspect", "area", "sub"))
        if depth <= 2 and (deepest > 2 or (depth < deepest) or named):
            names = ("component", "area")
        _set(top, names, 0)


def _set(branch: Branch, names: tuple[str, ...], depth: int) -> None:
    said = branch.line.mark.get("level")
    branch.level = said if isinstance(said, str) and said in _LEVELS else names[min(depth, len(names) - 1)]
    for below in branch.branches:
        if not below.part.is_item:
            _set(below, names, depth + 1)


def _depth(branch: Branch) -> int:
    return 1 + max((_depth(below) for below in branch.branches if not below.part.is_item), default=0)


def groups_of(root: Node) -> tuple[Group, ...]:
    """Return the areas of each component, those of the same title together (Pemenuhan and Reform of one area)."""
    taken = {node.id for node in root.walk()} | {item.id for node in root.walk() for item in node.items}
    groups: list[Group] = []
    for component in root.children:
        by_title: dict[str, list[Node]] = {}
        for node in component.walk():
            if node.level == "area":
                by_title.setdefault(folded(node.title), []).append(node)
        for nodes in by_title.values():
            own = f"area-{len(groups) + 1}"
            own = own if own not in taken else f"kelompok-{len(groups) + 1}"
            groups.append(Group(id=own, title=nodes[0].title, nodes=tuple(dict.fromkeys(n.id for n in nodes))))
    return tuple(groups)
