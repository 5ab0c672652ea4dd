"""Markers of a form's hierarchy: which columns hold them, and what path they make.

Enters: texts of cells. Leaves: columns, and paths such as A, I, 1, i, a. Refuses to know: catalogs, answers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

MARKER = re.compile(r"\(?(?:[A-Z]|[IVX]{1,5}|\d{1,2}|[ivx]{1,5}|[a-z])[.)]?")
_BULLETS = frozenset("-–—•*")
_LEADING = re.compile(r"\(?([A-Z]|[IVX]{1,5}|\d{1,2}|[ivx]{1,5}|[a-z])[.)]\s*(?=[^\d\s])(.+)", re.DOTALL)
_BULLET = re.compile(r"([-–—•*])\s*(.+)", re.DOTALL)
_CODE = re.compile(r"\(?\w{1,6}(?:\.\s?\w{1,12})+[.)]?")
_RUNNING = 60  # so many bare numbers in a column are running numbers, not markers
_BESIDE = 0.5  # so large a part of a column's numbers with a marker beside them are running numbers as well
_CODES, _MOSTLY = 3, 0.6  # so many codes, and so large a part of a column, make it one of codes
_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
_STYLES = ("", ")", "(")  # 1. and 1 are one kind, 1) and (1) two more
_ROMANS = {text: number for number, text in enumerate(_ROMAN) if text}

Cells = Sequence[tuple[int, str]]


def is_marker(text: str) -> bool:
    """True for a text that may be a marker of the hierarchy, "-" or a bullet for a missing letter included."""
    return text in _BULLETS or MARKER.fullmatch(text) is not None


def marker_inside(text: str) -> tuple[str, str] | None:
    """Return the marker before a text in the same cell ("a. Tim kerja", "- Jumlah") and the text; None without."""
    found = _LEADING.fullmatch(text) or _BULLET.fullmatch(text)
    return (found[1], found[2].strip()) if found else None


def ordinal(marker: str) -> int | None:
    """Return the number a marker stands for: 2 for "2", "b", "ii"; None for a bullet or a word."""
    readings = _readings(marker) if marker and marker not in _BULLETS else []
    return readings[0][1] or None if readings else None


def bare(text: str) -> str:
    """Return a marker without dot and brackets."""
    return text.replace(" ", "").strip("().")


def beside_markers(rows: Sequence[Cells]) -> set[int]:
    """Return the columns that stand left of the markers and are none: running numbers, texts that someone put in.

    `rows` are the filled cells left of the explanations, each a column and a text. Running numbers are bare
    numbers down a column, many of them or mostly with a marker to their right.
    """
    numbers: Counter[int] = Counter()
    texts: Counter[int] = Counter()
    beside: Counter[int] = Counter()
    marked: set[int] = set()
    opening: Counter[int] = Counter()
    for row in rows:
        last = max((c for c, text in row if is_marker(text) and not text.isdigit()), default=-1)
        for c, text in row:
            if text.isdigit():
                numbers[c] += 1
                beside[c] += c < last
            elif is_marker(text):
                marked.add(c)
            else:
                texts[c] += 1
                beside[c] += c < last
                opening[c] += c < row[-1][0]
    found = {c for c, n in numbers.items() if n >= _RUNNING or (n > 3 and beside[c] >= _BESIDE * n)}
    found |= {c for c, n in texts.items() if c not in marked and n > 3 and beside[c] >= _BESIDE * n}
    first = min(marked, default=0)
    return found | {c for c, n in texts.items() if c < first and n > 3 and opening[c] >= _BESIDE * n}


def marker_columns(rows: Sequence[Cells]) -> list[int]:
    """Return the columns that hold markers, left to right: those that open a row, what stands beside them aside."""
    aside = beside_markers(rows)
    leading = (next(((c, text) for c, text in row if c not in aside), (0, "")) for row in rows)
    return sorted({c for c, text in leading if is_marker(text)})


def code_column(rows: Sequence[Cells]) -> int | None:
    """Return the first column that holds full codes ("A.I.1"), perhaps with markers between them.

    A code opens its row: a number behind a title ("Tim Kerja 1.5") is a weight.
    """
    down: dict[int, list[str]] = {}
    for row in rows:
        for n, (c, text) in enumerate(row):
            opens = all(is_marker(before) or before.isdigit() for _, before in row[:n])
            down.setdefault(c, []).append(text if opens else "")
    for c, texts in sorted(down.items()):
        coded = sum(_CODE.fullmatch(text) is not None for text in texts)
        known = coded + sum(MARKER.fullmatch(text) is not None for text in texts)
        if coded >= _CODES and known >= _MOSTLY * len(texts):
            return c
    return None


class Outline:
    """Follows one column of codes or markers downwards and keeps the path.

    A marker's kind (A, I, 1, i, a, and 1) or (1) apart from 1.) tells its level: it goes on where its kind was last,
    or opens a level. Where a letter may be a Roman number too, the one that goes on or opens is meant. A full code
    ("A.I.1.i") is a path itself; one that starts inside the path ("1.2" beneath A) is taken from there.
    """

    def __init__(self) -> None:
        self._trail: list[tuple[str, int, str]] = []  # kind, ordinal, text

    @property
    def path(self) -> tuple[str, ...]:
        """The path of the last marker followed."""
        return tuple(text for _, _, text in self._trail)

    def follow(self, text: str) -> tuple[str, ...] | None:
        """Return the path a cell's text makes, None when it is no code and no marker."""
        if _CODE.fullmatch(text):
            self._whole([part for part in bare(text).split(".") if part])
        elif MARKER.fullmatch(text):
            self._local(bare(text), "(" if text.startswith("(") else ")" if text.endswith(")") else "")
        else:
            return None
        return self.path

    def _whole(self, parts: list[str]) -> None:
        at = next((n for n, (_, _, own) in enumerate(self._trail) if own == parts[0]), None)
        if at is None:
            kinds = {kind for kind, _ in _readings(parts[0])}
            at = next((n for n, (kind, _, _) in enumerate(self._trail) if kind in kinds), 0)
        trail = self._trail[:at]
        for part in parts:
            used = {kind for kind, _, _ in trail}
            found = [reading for reading in _readings(part) if reading[0] not in used] or _readings(part)
            roman = [reading for reading in found if reading[0] in "Rr"]
            kind, ordinal = (roman or found)[0]
            trail.append((kind, ordinal, part))
        self._trail = trail

    def _local(self, marker: str, style: str) -> None:
        readings = _readings(marker)
        open_kinds = [kind for kind, _, _ in self._trail]
        for kinds in (
            [kind + style for kind, _ in readings],
            [kind + other for kind, _ in readings for other in _STYLES],
        ):
            for level in reversed(range(len(self._trail))):  # it goes on, if need be in another style
                kind, last, _ = self._trail[level]
                if kind in kinds and (kind[0], last + 1) in readings:
                    return self._set(level, kind, last + 1, marker)
            for kind, ordinal in readings:
                if ordinal == 1 and kind + style not in open_kinds:
                    return self._set(len(open_kinds), kind + style, ordinal, marker)
        for level in reversed(range(len(self._trail))):  # a number left out, or the same once more
            found = [ordinal for kind, ordinal in readings if kind == open_kinds[level][0]]
            if found:
                return self._set(level, open_kinds[level], found[0], marker)
        kind, ordinal = readings[0]
        return self._set(len(open_kinds), kind + style, ordinal, marker)

    def _set(self, level: int, kind: str, ordinal: int, text: str) -> None:
        self._trail = [*self._trail[:level], (kind, ordinal, text)]


def _readings(marker: str) -> list[tuple[str, int]]:
    """Return what a marker may be, as (kind, ordinal): R and r Roman, U and l letters, D numbers, W a word."""
    found: list[tuple[str, int]] = []
    if marker.isdigit():
        return [("D", int(marker))]
    for kind, roman, letter in (("R", marker, "U"), ("r", marker.upper(), "l")):
        if marker.isalpha() and (marker.isupper() if kind == "R" else marker.islower()):
            if roman in _ROMANS:
                found.append((kind, _ROMANS[roman]))
            if len(marker) == 1 and marker.isascii():
                found.append((letter, ord(marker.lower()) - ord("a") + 1))
    return found or [("W", 0)]


def following(marker: str) -> str:
    """Return the marker that comes after another: "b" after "a", "2" after "1", "a" after nothing."""
    if marker.isdigit():
        return str(int(marker) + 1)
    if len(marker) == 1 and marker.isalpha() and marker.lower() != "z":
        return chr(ord(marker) + 1)
    return "a"
