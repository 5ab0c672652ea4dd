"""Text and numbers a cell may hold, whatever a worksheet brought; and how high a row must be for its wrapped texts."""

from __future__ import annotations

import math
import re
from fractions import Fraction

# Text and numbers a cell may hold, whatever a worksheet brought.


LONGEST = 32_767
CUT = " … [dipotong]"
_LONGEST_LINK = 2_000
_SHORT = LONGEST // 2

# Control characters, lone surrogates, non-characters, and marks that turn the direction of writing.
_UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_LINK = re.compile(r"(?:https?://[^\s\"<>]+|mailto:[^\s\"<>@]+@[^\s\"<>@]+)", re.IGNORECASE)


def safe_text(text: str) -> str:
    """Return a text as a cell may hold it: line breaks kept, other control characters out, cut with a mark.

    Excel counts UTF-16 units. A text that looks like the writer's own rich text gets a space behind it:
    XlsxWriter would put it into the file unescaped.
    """
    if len(text) < _SHORT and text.isprintable() and not text.startswith("<r>"):
        return text
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    plain = _UNSAFE.sub("", plain)
    if _units(plain) > LONGEST:
        kept = plain.encode("utf-16-le")[: 2 * (LONGEST - _units(CUT))].decode("utf-16-le", "ignore")
        plain = kept + CUT
    return f"{plain} " if plain.startswith("<r>") and plain.endswith("</r>") else plain


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def safe_number(value: Fraction | float | int) -> float | None:
    """Return a float a cell may hold, None when it is not finite."""
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def safe_link(text: str) -> str:
    """Return a text that is wholly an http, https or mailto address; empty for anything else."""
    plain = text.strip()
    return plain if len(plain) <= _LONGEST_LINK and _LINK.fullmatch(plain) else ""


# How high a row must be for its wrapped texts: spreadsheet programs do not reckon it when a file is opened.


_NARROW = {
    278: " !,./:;\\[]ft|I",
    222: "ijl'",
    333: "()-r`·",
    355: '"',
    500: "cksvxyzJ",
    389: "*",
    584: "+<=>~÷−",
    556: "abdeghnopqu0123456789L#$?_–«»",
    611: "FTZ",
    667: "ABEKPSVXY&",
    722: "CDHNRUw",
    778: "GOQ",
    833: "mM",
    944: "W",
    889: "%",
    1000: "—…",
}
_WIDTHS = {letter: width for width, letters in _NARROW.items() for letter in letters}
_PADDING, _SAFETY, _BOLD = 6, 1.03, 1.06
MOST = 405.0


def text_width(text: str, size: float, bold: bool = False) -> float:
    """Return the width of a text in pixels at 96 dots an inch."""
    thousandths = sum(_WIDTHS.get(letter, 600) for letter in text)
    return thousandths / 1000 * size * 96 / 72 * _SAFETY * (_BOLD if bold else 1)


def column_pixels(width: float) -> int:
    """Return the pixels of a column whose width is given in characters."""
    return int(width * 7 + 5)


def line_count(text: str, width: float, size: float, bold: bool = False, indent: int = 0) -> int:
    """Return how many lines a text takes when wrapped in a column of `width` characters."""
    room = column_pixels(width) - _PADDING - indent * 9
    lines = 0
    for paragraph in text.split("\n"):
        lines += 1
        used = 0.0
        for word in paragraph.split(" "):
            wide = text_width(word, size, bold)
            space = text_width(" ", size, bold) if used else 0
            if used and used + space + wide > room:
                lines += 1
                used = 0.0
                space = 0
            used += space + wide
            while used > room:
                lines += 1
                used -= room
    return lines


def row_height(cells: list[tuple[str, float]], size: float, least: float, bold: bool = False, indent: int = 0) -> float:
    """Return the height in points for texts in columns of given widths, at least `least`."""
    lines = max((line_count(text, width, size, bold, indent) for text, width in cells if text), default=1)
    return min(MOST, max(least, lines * size * 1.28 + 5))
