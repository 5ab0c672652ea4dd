"""File names made from unit codes and names: readable, distinct, and harmless on every system."""

from __future__ import annotations

import re
import unicodedata

_RESERVED = {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))}


def slug(text: str, longest: int = 60) -> str:
    """Return a text as part of a file name: letters, digits, dash and dot only, never empty."""
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    cleaned = re.sub(r"[^A-Za-z0-9]+", "-", folded).strip("-")[:longest].strip("-")
    if not cleaned or cleaned.casefold() in _RESERVED:
        return f"unit-{cleaned}" if cleaned else "unit"
    return cleaned


def readable(text: str) -> str:
    """Return a name given by the system as text that any file can hold: what is no character as its number."""
    return text.encode("utf-8", "backslashreplace").decode()


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
