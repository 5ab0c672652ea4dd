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
from pmprb.excel.intake import wording
from pmprb.excel.intake.form import Form
from pmprb.excel.intake.lines import Line
from pmprb.excel.intake.weights import Part, cell_weight, title_weight
from pmprb.excel.layouts import folded
from pmprb.temuan import CellPos, Code, Temuan

_MOST_LEVELS = 12
_LEVELS = ("total", "component", "aspect", "area", "sub")
_BY_DEPTH = {1: ("area",), 2: ("area", "sub"), 3: ("component", "area", "sub")}
_COMPONENT_WORDS = ("pengungkit", "hasil", "komponen")
_EXACT = re.compile(r"\d{1,15}/[1-9]\d{0,14}")


@dataclass
class Branch:
    """A line with what stands beneath it: its counts if it is an item, else headings and items."""

    line: Line
    part: Part
    title: str
    level: str = ""
    branches: list[Branch] = field(default_factory=list)
    counts: list[Line] = field(default_factory=list)

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


def tree_of(form: Form, lines: tuple[Line, ...], temuan: list[Temuan]) -> Branch:
    """Return the root; what would stand too deep to be meant so is told and left out (KAT-031)."""
    at = CellPos(workbook=form.book.file, sheet=form.sheet.name)
    title = wording.ROOT_TITLE
    root = Branch(Line(form.header_row, "heading", ROOT, "", title), Part(ROOT, at, told=False), title)
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
            temuan.append(Temuan.of(Code.KAT_031, form.pos(line.row, "answer"), seen=line.text[:60] or "-"))
            continue
        branch = _branch(form, line)
        parent.branches.append(branch)
        parent.part.parts.append(branch.part)
        if line.kind == "heading":
            known[line.code] = branch, depth + 1
        else:
            last = branch
    return root


def _branch(form: Form, line: Line) -> Branch:
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
    part = Part(line.code, form.pos(line.row, "weight"), weight, aside, is_item=line.kind == "item")
    part.gather = gather if isinstance(gather, str) else ""
    return Branch(line, part, title)


def hollow(form: Form, root: Branch) -> Iterator[Temuan]:
    """Yield the headings with nothing beneath them, or with headings and items side by side."""
    for branch in root.headings():
        if not branch.branches or branch.part.is_mixed:
            yield Temuan.of(Code.KAT_036, form.pos(branch.line.row), branch.line.code, title=branch.title[:60])


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
