"""Texts as a reader sees them: nothing invisible, one kind of space.

Enters and leaves: text. Refuses to know: cells, answers, case, outer spaces.
"""

from __future__ import annotations

_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_BREAKS = "\u000b\u000c\u0085\u2028\u2029"
_REMOVED = (
    *range(0x09),
    *range(0x0E, 0x20),
    *range(0x7F, 0xA0),
    0xAD,  # soft hyphen
    0x180E,
    *range(0x200B, 0x2010),  # zero width, marks of direction
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
    0xFEFF,
    *range(0xFFF9, 0xFFFC),
)
_CLEANING: dict[int, str | None] = {
    **dict.fromkeys(_REMOVED),
    **dict.fromkeys(map(ord, _SPACES), " "),
    **dict.fromkeys(map(ord, _BREAKS), "\n"),
}
_PLAIN = bytes((0x09, 0x0A, *range(0x20, 0x7F)))


def is_clean(text: str) -> bool:
    """True only when `clean_text` would change nothing in this text: a fast answer about much text at once."""
    odd = text.encode("utf-8", "surrogatepass").translate(None, _PLAIN)
    return not odd or odd.decode("utf-8", "surrogatepass").isprintable()


def clean_text(text: str) -> str:
    """Return the text with control and zero-width characters out, fixed spaces plain, line ends as line feeds.

    Tabs and line feeds stay; nothing is trimmed.
    """
    if text.isprintable() or text.replace("\n", "").isprintable():  # line feeds alone: by far the most common case
        return text
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_CLEANING)
