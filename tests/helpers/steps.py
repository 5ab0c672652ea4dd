"""How many steps a regular expression takes: a plain backtracking matcher over the standard library's own parse tree.

It answers only one question, whether a pattern's cost grows with the length of a text or with its square, and needs no
clock for it. Long bounded repeats (`{0,300}`) count as short ones: what they cost a letter does not grow with the text.
"""

from __future__ import annotations

import random
import re
import re._constants as c  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

T = TypeVar("T")
SHORT = 6
MOST_TEXTS = 120
POOL = "a1 .-/,:(%\n\tZé_;=\"'<>&"
Next = Callable[[int], bool]
_SINGLE = (c.LITERAL, c.NOT_LITERAL, c.ANY, c.IN)
_REPEATS = (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT)


class TooMany(Exception):
    """Raised when a pattern takes more steps than anything linear would."""


class Machine:
    """One pattern, matched against texts step by step."""

    def __init__(self, pattern: re.Pattern[Any]) -> None:
        source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
        flags = pattern.flags & (re.IGNORECASE | re.DOTALL | re.MULTILINE | re.VERBOSE | re.ASCII)
        self.tree = parser.parse(source, flags)
        self.fold = bool(flags & re.IGNORECASE)
        self.dotall = bool(flags & re.DOTALL)
        self.tests: dict[int, dict[str, bool]] = {}

    def steps(self, text: str, *, search: bool, whole: bool, most: int) -> int:
        """Return the steps of finding every match in a text, or of one match at its beginning."""
        self.text, self.count, self.most = text, 0, most
        nodes, at = self.tree.data, 0
        head = nodes[0] if search and nodes and nodes[0][0] in _SINGLE else None
        while at <= len(text):
            if head is not None and (at == len(text) or not self._one(head, text[at])):
                self._step()  # all that `_run` would do from here
                at += 1
                continue
            self.groups: dict[int, tuple[int, int]] = {}
            ends: list[int] = []

            def done(pos: int, ends: list[int] = ends) -> bool:
                if whole and pos < len(self.text):
                    return False
                ends.append(pos)
                return True

            self._run(nodes, 0, at, done)
            if not search:
                break
            at = max(ends[0], at + 1) if ends else at + 1
        return self.count

    def _step(self) -> None:
        self.count += 1
        if self.count > self.most:
            raise TooMany

    def _one(self, node: tuple[Any, Any], letter: str) -> bool:
        known = self.tests.get(id(node))
        if known is None:
            known = self.tests[id(node)] = {}
        if letter not in known:
            letters = {letter, letter.lower(), letter.upper()} if self.fold else {letter}
            known[letter] = any(_fits(node, one, self.dotall) for one in letters if len(one) == 1)
        return known[letter]

    def _run(self, nodes: list[Any], n: int, at: int, go_on: Next) -> bool:
        while n < len(nodes) and nodes[n][0] in _SINGLE:
            self._step()
            if at >= len(self.text) or not self._one(nodes[n], self.text[at]):
                return False
            n, at = n + 1, at + 1
        if n == len(nodes):
            return go_on(at)
        op, given = nodes[n]

        def rest(pos: int) -> bool:
            return self._run(nodes, n + 1, pos, go_on)

        self._step()
        if op is c.AT:
            return self._at(given, at) and rest(at)
        if op in (c.ASSERT, c.ASSERT_NOT):
            way, inner = given
            begin = at if way > 0 else at - inner.getwidth()[0]
            found = begin >= 0 and self._run(inner.data, 0, begin, lambda pos: way > 0 or pos == at)
            return found is (op is c.ASSERT) and rest(at)
        if op is c.BRANCH:
            return any(self._run(one.data, 0, at, rest) for one in given[1])
        if op is c.SUBPATTERN:
            return self._group(given, at, rest)
        if op is c.GROUPREF:
            begin, end = self.groups.get(given, (0, 0))
            same = self.text[begin:end]
            self.count += len(same)
            return self.text.startswith(same, at) and rest(at + len(same))
        if op is c.ATOMIC_GROUP:
            return self._atomic(given.data, at, rest)
        assert op in _REPEATS, op
        least, most, inner = given
        least, most = min(int(least), SHORT), None if most is c.MAXREPEAT else min(int(most), SHORT)
        return self._repeat(op, least, most, inner.data, at, rest)

    def _group(self, given: Any, at: int, rest: Next) -> bool:
        number, _, _, inner = given

        def close(pos: int) -> bool:
            before = self.groups.get(number)
            if number is not None:
                self.groups[number] = (at, pos)
            if rest(pos):
                return True
            if before is not None:
                self.groups[number] = before
            return False

        return self._run(inner.data, 0, at, close)

    def _atomic(self, inner: list[Any], at: int, rest: Next) -> bool:
        ends: list[int] = []

        def first(pos: int) -> bool:
            ends.append(pos)
            return True

        return self._run(inner, 0, at, first) and rest(ends[0])

    def _repeat(self, op: Any, least: int, most: int | None, inner: list[Any], at: int, rest: Next) -> bool:
        if len(inner) == 1 and inner[0][0] in _SINGLE:
            return self._letters(op, least, most, inner[0], at, rest)
        if op is c.POSSESSIVE_REPEAT:
            times = 0
            while most is None or times < most:
                ends: list[int] = []
                if not self._run(inner, 0, at, lambda pos, ends=ends: not ends.append(pos)) or ends[0] == at:
                    break
                at, times = ends[0], times + 1
            return times >= least and rest(at)

        def again(times: int, pos: int, before: int) -> bool:
            self._step()
            more = (most is None or times < most) and (pos != before or times < least)
            if op is c.MIN_REPEAT and times >= least and rest(pos):
                return True
            if more and self._run(inner, 0, pos, lambda end: again(times + 1, end, pos)):
                return True
            return op is c.MAX_REPEAT and times >= least and rest(pos)

        return again(0, at, -1)

    def _letters(self, op: Any, least: int, most: int | None, node: Any, at: int, rest: Next) -> bool:
        end, last = at, len(self.text) if most is None else min(len(self.text), at + most)
        if op is c.MIN_REPEAT:
            while end < at + least or not rest(end):
                self._step()
                if end >= last or not self._one(node, self.text[end]):
                    return False
                end += 1
            return True
        while end < last and self._one(node, self.text[end]):
            self._step()
            end += 1
        if op is c.POSSESSIVE_REPEAT:
            return end >= at + least and rest(end)
        return any(rest(pos) for pos in range(end, at + least - 1, -1))

    def _at(self, where: Any, at: int) -> bool:
        if where in (c.AT_BEGINNING, c.AT_BEGINNING_STRING):
            return at == 0
        if where in (c.AT_END, c.AT_END_STRING):
            return at >= len(self.text) - (where is c.AT_END)
        before = at > 0 and _wordy(self.text[at - 1])
        after = at < len(self.text) and _wordy(self.text[at])
        return (before != after) is (where is c.AT_BOUNDARY)


def _wordy(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


_CATEGORIES: dict[Any, Callable[[str], bool]] = {
    c.CATEGORY_DIGIT: str.isdecimal,
    c.CATEGORY_SPACE: str.isspace,
    c.CATEGORY_WORD: _wordy,
}
_OTHERS = {c.CATEGORY_NOT_DIGIT: c.CATEGORY_DIGIT, c.CATEGORY_NOT_SPACE: c.CATEGORY_SPACE}
_OTHERS |= {c.CATEGORY_NOT_WORD: c.CATEGORY_WORD}


def _fits(node: tuple[Any, Any], letter: str, dotall: bool) -> bool:
    op, given = node
    if op is c.ANY:
        return dotall or letter != "\n"
    if op is c.LITERAL:
        return ord(letter) == given
    if op is c.NOT_LITERAL:
        return ord(letter) != given
    if op is c.RANGE:
        return bool(given[0] <= ord(letter) <= given[1])
    if op is c.CATEGORY:
        other = _OTHERS.get(given)
        return not _CATEGORIES[other](letter) if other is not None else _CATEGORIES[given](letter)
    assert op is c.IN, op
    sets = [one for one in given if one[0] is not c.NEGATE]
    return any(_fits(one, letter, dotall) for one in sets) is (len(sets) == len(given))


# Texts that are hard for a pattern: what its repeats take, over and over, behind what may stand before them.


def sample(nodes: Any, dotall: bool = True) -> str:
    """Return a short text that a pattern takes (lookarounds put aside)."""
    said: list[str] = []
    for op, given in nodes:
        if op in _SINGLE:
            pool = chr(given) if op is c.LITERAL else POOL + "".join(map(chr, range(32, 127)))
            said.append(next((one for one in pool if _fits((op, given), one, dotall)), "a"))
        elif op is c.BRANCH:
            said.append(sample(given[1][0]))
        elif op is c.SUBPATTERN:
            said.append(sample(given[3]))
        elif op is c.ATOMIC_GROUP:
            said.append(sample(given))
        elif op in _REPEATS:
            said.append(sample(given[2]) * min(max(int(given[0]), 1), SHORT))
    return "".join(said)


def repeated(nodes: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every repeat's body with a text that may stand before it."""
    for n, (op, given) in enumerate(nodes):
        ahead = before + sample(list(nodes)[:n])
        if op in _REPEATS:
            yield ahead, given[2]
            yield from repeated(given[2], ahead)
        elif op is c.BRANCH:
            for one in given[1]:
                yield from repeated(one, ahead)
        elif op in (c.SUBPATTERN, c.ATOMIC_GROUP, c.ASSERT, c.ASSERT_NOT):
            inner = given if op is c.ATOMIC_GROUP else given[3] if op is c.SUBPATTERN else given[1]
            yield from repeated(inner, ahead)


def letters_of(nodes: Any) -> set[str]:
    """Return a letter for every test of one letter in a pattern."""
    found: set[str] = set()
    for op, given in nodes:
        if op in _SINGLE:
            found.add(sample([(op, given)]))
        elif op is c.BRANCH:
            found = found.union(*(letters_of(one) for one in given[1]))
        elif op in (c.SUBPATTERN, c.ATOMIC_GROUP, c.ASSERT, c.ASSERT_NOT, *_REPEATS):
            inner = given if op is c.ATOMIC_GROUP else given[3] if op is c.SUBPATTERN else given[-1]
            found |= letters_of(inner)
    return found


def hard_texts(machine: Machine, length: int) -> Iterator[str]:
    """Yield texts of about this length that make a pattern go back as often as it can."""
    tree = list(machine.tree)
    single = sorted(letters_of(tree) & set(POOL)) or ["a"]
    pumps = {one + other for one in [*single, "1", " ", "a"] for other in [*single, ""]}
    pumps |= {sample(tree), sample(tree) + " "}
    ahead = {("", pump) for pump in pumps}
    for before, body in repeated(tree):
        own = sample(body)
        ahead |= {(before, own), ("", own), ("", before + own), (before, own + " "), ("1 ", own)}
        ahead |= {("", before), ("", f"{before} "), ("", f"{before}{own} ")}
    for before, pump in random.Random(1).sample(sorted(ahead), min(len(ahead), MOST_TEXTS)):
        if pump:
            yield before + pump * (length // len(pump)) + "\0"
            yield before + pump * (length // len(pump))


def deep(work: Callable[[], T]) -> T:
    """Return what `work` returns, given room to call itself some ten thousand times: matching does so."""
    made: list[T] = []
    limit = sys.getrecursionlimit()
    size = threading.stack_size(512 * 1024 * 1024)
    sys.setrecursionlimit(100_000)
    try:
        thread = threading.Thread(target=lambda: made.append(work()))
        thread.start()
        thread.join()
    finally:
        sys.setrecursionlimit(limit)
        threading.stack_size(size)
    return made[0]


def is_bounded(pattern: re.Pattern[Any]) -> bool:
    """True for a pattern without an endless repeat: it looks at a bounded stretch from every place of a text."""
    return not any(True for _ in _endless(Machine(pattern).tree))


def _endless(nodes: Any) -> Iterator[None]:
    for op, given in nodes:
        if op in _REPEATS:
            if given[1] is c.MAXREPEAT:
                yield None
            yield from _endless(given[2])
        elif op is c.BRANCH:
            for one in given[1]:
                yield from _endless(one)
        elif op in (c.SUBPATTERN, c.ATOMIC_GROUP, c.ASSERT, c.ASSERT_NOT):
            yield from _endless(given if op is c.ATOMIC_GROUP else given[-1])


def grows_faster(pattern: re.Pattern[Any], *, search: bool, whole: bool) -> str:
    """Return a text whose doubling makes a pattern much more than twice as dear; "" for a linear pattern."""
    machine = Machine(pattern)
    short, long = 120, 240
    texts = list(zip(hard_texts(machine, short), hard_texts(machine, long), strict=True))
    for one, other in texts:
        try:
            second = machine.steps(other, search=search, whole=whole, most=240_000)
            if second <= 5 * long:  # few steps a letter, whatever half the text takes
                continue
            first = machine.steps(one, search=search, whole=whole, most=60_000)
        except TooMany:
            return other
        if second > 2.6 * first:
            return other
    return ""
