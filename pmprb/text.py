"""Texts as a reader sees them: one rule for what is in them, one for when two names are the same; and file names.

Enters: any text. Leaves: text without what cannot be seen, with one kind of space. What is read from a workbook, typed
in a command, shown, written, recorded or hashed went through `clean_text`: else what is hashed would not be what is
read back.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache, wraps
from typing import Literal, TypeVar

# Texts as a reader sees them: nothing invisible, one kind of space.


_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_BREAKS = "\u000b\u000c\u0085\u2028\u2029"
_REMOVED = (
    *range(0x09),
    *range(0x0E, 0x20),
    *range(0x7F, 0xA0),
    0xAD,  # soft hyphen
    0x061C,  # another mark of direction
    0x180E,
    *range(0x200B, 0x2010),  # zero width, marks of direction
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
    0xFEFF,
    *range(0xFFF9, 0xFFFC),
    *range(0xD800, 0xE000),  # lone surrogates: no character at all
    *range(0xFDD0, 0xFDF0),  # non-characters, which XML cannot hold or forbids to exchange
    *(plane + last for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)),
)
_CLEANING: dict[int, str | None] = {
    **dict.fromkeys(_REMOVED),
    **dict.fromkeys(map(ord, _SPACES), " "),
    **dict.fromkeys(map(ord, _BREAKS), "\n"),
}
Made = TypeVar("Made")
_REMEMBERED = 200
"""Up to how many characters a text is short: a criterion is, a page of notes is not."""
_PLAIN = bytes((0x09, 0x0A, *range(0x20, 0x7F)))


def is_clean(text: str) -> bool:
    """True only when `clean_text` would change nothing in this text: a fast answer about much text at once."""
    odd = text.encode("utf-8", "surrogatepass").translate(None, _PLAIN)
    return not odd or odd.decode("utf-8", "surrogatepass").isprintable()


def clean_text(text: str) -> str:
    """Return the text with control and zero-width characters out, fixed spaces plain, line ends as line feeds.

    Tabs and line feeds stay; nothing is trimmed, and letters stay as they are composed. Cleaning twice changes nothing.
    """
    if text.isprintable() or text.replace("\n", "").isprintable():  # line feeds alone: by far the most common case
        return text
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_CLEANING)


_HEAPED = 30
"""How many marks upon one letter any writing needs, and then some (Unicode's own figure for texts in streams)."""


def normal(form: Literal["NFKC", "NFKD"], text: str) -> str:
    """Return a text in a normal form of Unicode.

    Of a heap of marks upon one letter the first thirty stay: putting 32,000 of them in their order takes seconds.
    """
    if text.isascii():
        return text
    if len(text) > _REMEMBERED and sum(map(bool, map(unicodedata.combining, text))) > _HEAPED:
        heap, kept = 0, []
        for letter in text:
            heap = heap + 1 if unicodedata.combining(letter) else 0
            if heap <= _HEAPED:
                kept.append(letter)
        text = "".join(kept)
    return unicodedata.normalize(form, text)


def one_line(text: str) -> str:
    """Return a text cleaned, on one line, without outer spaces."""
    return " ".join(clean_text(text).split())


def plain(text: str) -> str:
    """Return a text for comparing names: case, accents, punctuation and spacing put aside, unseen characters out."""
    if not text.isascii():  # a mark left standing would part a word in two: "Dínas"
        text = "".join(c for c in normal("NFKD", clean_text(text)) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[a-z0-9]+", text.casefold()))


# File names made from unit codes and names: readable, distinct, and harmless on every system.


_RESERVED = {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))}


def slug(text: str, longest: int = 60) -> str:
    """Return a text as part of a file name: letters, digits, dash and dot only, never empty."""
    folded = normal("NFKD", text).encode("ascii", "ignore").decode()
    cleaned = re.sub(r"[^A-Za-z0-9]+", "-", folded).strip("-")[:longest].strip("-")
    if not cleaned or cleaned.casefold() in _RESERVED:
        return f"unit-{cleaned}" if cleaned else "unit"
    return cleaned


def readable(text: str) -> str:
    """Return a name given by the system, of a file or typed in a command, as it is shown, recorded and hashed.

    On one line and clean; what is no character at all stands as its number. Where the system's own encoding is poorer
    than its file names are (LANG=C), a name in UTF-8 is read as such.
    """
    if not text.isprintable():
        with suppress(UnicodeError):
            text = text.encode("utf-8", "surrogateescape").decode("utf-8")
    return re.sub(r"[\t\n]", " ", clean_text(text.encode("utf-8", "backslashreplace").decode()))


def distinct(names: list[str]) -> list[str]:
    """Return the names, later ones numbered where they are the same but for case."""
    taken: set[str] = set()
    result = []
    for name in names:
        own, number = name, 1
        while own.casefold() in taken:
            number += 1
            own = f"{name}-{number}"
        taken.add(own.casefold())
        result.append(own)
    return result


def remembered(function: Callable[[str], Made]) -> Callable[[str], Made]:
    """Return a pure function of a text that remembers what it made of short ones.

    The worksheets of one run hold the same headings, criteria and answers some sixty times over. Long texts
    (evidence, notes) are each unit's own: they are not kept, so that memory does not grow with the folder.
    """
    cached = lru_cache(maxsize=1 << 15)(function)

    @wraps(function)
    def short_or_anew(text: str) -> Made:
        return cached(text) if len(text) <= _REMEMBERED else function(text)

    return short_or_anew
