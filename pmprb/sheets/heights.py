"""How high a row must be for its wrapped texts: spreadsheet programs do not reckon it when a file is opened.

Books count characters (`lines`, `room`): quick, for many thousand rows of one small type. Forms measure letters
(`row_height`): slower and closer, because what people read while typing must not be cut.
"""

from __future__ import annotations

from functools import lru_cache

# Books: characters a line.


LINE_HEIGHT, NOTE_DENSITY = 12.0, 1.3


@lru_cache(maxsize=4096)
def lines(text: str, room: int) -> int:
    """Return how many lines a text takes when a line has room for `room` characters, broken between words."""
    total = 0
    for part in text.split("\n"):
        if len(part) <= room:
            total += 1
            continue
        used, needed = 0, 1
        for word in part.split(" "):
            size = len(word)
            if used and used + 1 + size > room:
                needed, used = needed + 1, 0
            needed += max(0, size - 1) // room
            used = used + (1 if used else 0) + size if size <= room else size % room or room
        total += needed
    return total


def room(width: float, bold: bool = False) -> int:
    """Return how many characters of the tables' small type fit on a line of a column."""
    return max(1, int((width - 1) * (1.05 if bold else 1.18)))


# Forms: widths of letters in thousandths of the type's size, Arial and its like.


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


@lru_cache(maxsize=4096)  # a form's own texts are measured again for every unit
def line_count(text: str, width: float, size: float, bold: bool = False, indent: int = 0) -> int:
    """Return how many lines a text takes when wrapped in a column of `width` characters."""
    across = column_pixels(width) - _PADDING - indent * 9
    needed = 0
    for paragraph in text.split("\n"):
        needed += 1
        used = 0.0
        for word in paragraph.split(" "):
            wide = text_width(word, size, bold)
            space = text_width(" ", size, bold) if used else 0
            if used and used + space + wide > across:
                needed += 1
                used = 0.0
                space = 0
            used += space + wide
            while used > across:
                needed += 1
                used -= across
    return needed


def row_height(cells: list[tuple[str, float]], size: float, least: float, bold: bool = False, indent: int = 0) -> float:
    """Return the height in points for texts in columns of given widths, at least `least`."""
    most = max((line_count(text, width, size, bold, indent) for text, width in cells if text), default=1)
    return min(MOST, max(least, most * size * 1.28 + 5))
