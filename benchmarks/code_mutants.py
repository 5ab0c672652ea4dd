"""Small changes to Python code, one at a time, each of which a test ought to notice; and which code a test reaches.

Enters: the text of a module. Leaves: its mutants, or the module compiled so that every statement tells that it is
reached. Left alone, because no test could or should notice: annotations, docstrings, imports, decorators,
`Literal[...]`, `TYPE_CHECKING`, `__all__`, and what stands inside f-strings, of whose place the parser of
Python 3.11 is not sure.
"""

from __future__ import annotations

import ast
import copy
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import CodeType

SWAPPED: dict[type, type] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.And: ast.Or,
    ast.Or: ast.And,
}
CRUDE = {"returns None", "holds None"}
TWINS = {"min": "max", "max": "min", "any": "all", "all": "any"}


@dataclass(frozen=True)
class Mutant:
    """One change: the bytes `start` to `end` of a file become `text`.

    `statement` is the line at which its statement begins; `at_import` is true outside functions.
    """

    file: str
    line: int
    statement: int
    at_import: bool
    start: int
    end: int
    text: str
    kind: str

    @property
    def key(self) -> str:
        """What names it in a file of results."""
        return f"{self.file}:{self.line}:{self.start}-{self.end}:{self.text}"

    def applied(self, source: bytes) -> bytes:
        """Return the changed module."""
        return source[: self.start] + self.text.encode() + source[self.end :]


class _Finder:
    """Walks one module and collects its mutants."""

    def __init__(self, file: str, source: bytes) -> None:
        self.file, self.source = file, source
        self.starts = [0]
        for line in source.split(b"\n"):
            self.starts.append(self.starts[-1] + len(line) + 1)
        self.found: list[Mutant] = []
        self.begin, self.at_import = 1, True

    def place(self, node: ast.stmt | ast.expr) -> tuple[int, int]:
        assert node.end_lineno is not None and node.end_col_offset is not None
        return self.starts[node.lineno - 1] + node.col_offset, self.starts[node.end_lineno - 1] + node.end_col_offset

    def change(self, node: ast.stmt | ast.expr, text: str, kind: str) -> None:
        start, end = self.place(node)
        if self.source[start:end].decode() != text:
            self.found.append(Mutant(self.file, node.lineno, self.begin, self.at_import, start, end, text, kind))

    def body(self, statements: list[ast.stmt]) -> None:
        for statement in statements:
            self.statement(statement)

    def statement(self, node: ast.stmt) -> None:
        self.begin = node.lineno
        match node:
            case ast.Import() | ast.ImportFrom() | ast.Expr(value=ast.Constant()) | ast.Pass():
                return
            case ast.If(test=ast.Name(id="TYPE_CHECKING")):
                return
            case ast.Assign(targets=[ast.Name(id="__all__")]):
                return
            case ast.FunctionDef():
                for default in (*node.args.defaults, *node.args.kw_defaults):
                    if default is not None:
                        self.expression(default)
                held, self.at_import = self.at_import, False
                self.body(node.body)
                self.at_import = held
                return
            case ast.ClassDef():
                self.body(node.body)
                return
            case ast.Return(value=ast.expr() as value) if not _is_none(value):
                self.change(value, "None", "returns None")
            case ast.Assign(value=value) | ast.AnnAssign(value=ast.expr() as value) if not _is_none(value):
                self.change(value, "None", "holds None")
            case ast.AugAssign():
                other = copy.copy(node)
                if type(node.op) in SWAPPED:
                    other.op = SWAPPED[type(node.op)]()
                    self.change(node, ast.unparse(other), "other operator")
            case ast.Expr(value=ast.Call()) | ast.Raise():
                self.change(node, "pass", "not done")
            case ast.Break():
                self.change(node, "continue", "goes on")
            case ast.Continue():
                self.change(node, "break", "ends")
            case ast.If() | ast.While():
                self.negated(node.test)
            case ast.Match():
                self.expression(node.subject)
                for choice in node.cases:
                    if choice.guard is not None:
                        self.begin = node.lineno
                        self.negated(choice.guard)
                        self.expression(choice.guard)
                    self.body(choice.body)
                return
            case _:
                pass
        for name, value in ast.iter_fields(node):
            if name in {"annotation", "body", "orelse", "finalbody", "handlers", "targets", "target"}:
                continue
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.withitem):
                    self.expression(child.context_expr)
                elif isinstance(child, ast.expr):
                    self.expression(child)
        self.body(getattr(node, "body", []))
        for handler in getattr(node, "handlers", []):
            self.body(handler.body)
        self.body(getattr(node, "orelse", []))
        self.body(getattr(node, "finalbody", []))

    def negated(self, test: ast.expr) -> None:
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            return  # taking its `not` away is the same change
        self.change(test, f"(not ({ast.unparse(test)}))", "condition turned")

    def expression(self, node: ast.expr) -> None:
        match node:
            case ast.JoinedStr():
                return
            case ast.Subscript(value=ast.Name(id="Literal")):
                return
            case ast.Constant(value=bool() as value):
                self.change(node, str(not value), "other constant")
            case ast.Constant(value=int() | float() as value):
                self.change(node, repr(value + 1), "other constant")
            case ast.Constant(value=str() as value):
                self.change(node, repr(f"XX{value}XX" if value else "XX"), "other text")
            case ast.BinOp(op=operator) | ast.BoolOp(op=operator) if type(operator) in SWAPPED:
                other = copy.copy(node)
                other.op = SWAPPED[type(operator)]()
                self.change(node, f"({ast.unparse(other)})", "other operator")
            case ast.Compare(ops=operators):
                for index, operator in enumerate(operators):
                    other = copy.copy(node)
                    other.ops = [*operators]
                    other.ops[index] = SWAPPED[type(operator)]()
                    self.change(node, f"({ast.unparse(other)})", "other comparison")
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                self.change(node, f"({ast.unparse(operand)})", "not taken away")
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                self.change(node, f"({ast.unparse(operand)})", "minus taken away")
            case ast.IfExp(test=test):
                self.negated(test)
            case ast.Call(func=ast.Name(id=name)) if name in TWINS:
                self.change(node.func, TWINS[name], "twin")
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                for part in node.generators:
                    for test in part.ifs:
                        self.negated(test)
            case _:
                pass
        for child in _inside(node):
            self.expression(child)


def reaching(file: str, source: bytes, name: str) -> CodeType:
    """Return a module compiled so that every statement of its functions calls `name` with its line when reached."""
    tree = ast.parse(source)

    def told(statements: list[ast.stmt], inside: bool) -> list[ast.stmt]:
        found: list[ast.stmt] = []
        for at, one in enumerate(statements):
            docstring = at == 0 and isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant)
            if inside and not docstring:
                # A pair, not a call of two: one function of one argument is all that has to be found.
                mark = ast.parse(f"{name}(({file!r}, {one.lineno}))").body[0]
                found.append(ast.fix_missing_locations(ast.copy_location(mark, one)))
            within = inside or isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)
            for block in ("body", "orelse", "finalbody"):
                if getattr(one, block, None):
                    setattr(one, block, told(getattr(one, block), within))
            for part in (*getattr(one, "handlers", ()), *getattr(one, "cases", ())):
                part.body = told(part.body, within)
            found.append(one)
        return found

    tree.body = told(tree.body, False)
    return compile(tree, file, "exec", dont_inherit=True)


def functions(code: CodeType) -> dict[tuple[str, int], CodeType]:
    """Return all code inside a module's code, by its qualified name and its place among those of that name."""
    found: dict[tuple[str, int], CodeType] = {}
    seen: Counter[str] = Counter()
    left = [code]
    while left:
        one = left.pop()
        found[one.co_qualname, seen[one.co_qualname]] = one
        seen[one.co_qualname] += 1
        left += reversed([part for part in one.co_consts if isinstance(part, CodeType)])
    return found


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _inside(node: ast.AST) -> Iterator[ast.expr]:
    """Yield the expressions directly below a node, through keywords and comprehensions."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            yield child
        elif isinstance(child, ast.keyword | ast.comprehension | ast.arguments):
            yield from _inside(child)


def mutants(file: str, source: bytes) -> list[Mutant]:
    """Return all mutants of a module, in the order of its text."""
    finder = _Finder(file, source)
    finder.body(ast.parse(source).body)
    unlike = {one.key: one for one in finder.found}
    return sorted(unlike.values(), key=lambda one: (one.start, one.end, one.text))


def sample(sources: Mapping[str, bytes], many: int, seed: int) -> list[Mutant]:
    """Return a random sample, the same for the same seed and sources: lines are drawn, then one mutant of each.

    A long line that can be changed in many ways counts as one, so every room has its share by lines. A value that is
    gone is noticed by nearly any test: such mutants are drawn only where a line has no other.
    """
    lines: dict[tuple[str, int], list[Mutant]] = defaultdict(list)
    for file in sorted(sources):
        for one in mutants(file, sources[file]):
            lines[file, one.line].append(one)
    drawn = random.Random(seed)
    chosen = drawn.sample(sorted(lines), min(many, len(lines)))
    return [drawn.choice([m for m in lines[at] if m.kind not in CRUDE] or lines[at]) for at in chosen]
