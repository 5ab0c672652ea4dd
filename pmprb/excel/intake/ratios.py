"""The counts of a ratio: short ids, and the formula their labels suggest.

Enters: labels in the form's order. Leaves: ids and an assumed formula. A worksheet shows no formula: what is
assumed is told by the caller.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_PLAIN_WORDS = frozenset(
    (
        *("jumlah", "total", "yang", "telah", "sudah", "dan", "atau", "di", "dari", "dalam", "pada", "untuk", "oleh"),
        *("dengan", "harus", "sedang", "tidak", "belum", "seluruh", "semua", "unit", "kerja", "ke", "tahun"),
    )
)
_TOTAL = re.compile(r"jumlah (?:yang|total|seluruh|semua)\b", re.IGNORECASE)
_OWED = re.compile(r"\b(?:harus|wajib|diwajibkan)\b", re.IGNORECASE)
_BEFORE = re.compile(r"\b(?:sebelumnya|tahun lalu|tahun n-1|n-1)\b", re.IGNORECASE)
_NOW = re.compile(r"\b(?:tahun ini|tahun berjalan|tahun n)\b", re.IGNORECASE)
_LONGEST = 12


@dataclass(frozen=True)
class Assumed:
    """A formula taken from labels: places of the counts above and below the line."""

    formula: str
    above: tuple[int, ...]
    below: tuple[int, ...]


def count_ids(labels: Sequence[str]) -> list[str]:
    """Return a short id for each count: "lalu" and "ini" for two years, else the first word no other label has, or
    the first that no other id is; a number where there is none."""
    words = [[word[:_LONGEST] for word in re.findall(r"[a-z]{3,}", label.casefold())] for label in labels]
    ids: list[str] = []
    for n, label in enumerate(labels):
        years = [name for name, pattern in (("lalu", _BEFORE), ("ini", _NOW)) if pattern.search(label)]
        telling = [word for word in words[n] if word not in _PLAIN_WORDS]
        others = {word for m, own in enumerate(words) if m != n for word in own}
        alone = [word for word in telling if word not in others]
        ids.append(next((name for name in (*years, *alone, *telling) if name not in ids), f"n{n + 1}"))
    return ids


def assumed(labels: Sequence[str]) -> Assumed | None:
    """Return the formula the labels suggest; None for fewer than two counts.

    Last year's and this year's count make a decrease. Several counts that are owed, with no total above them, make
    the whole together; otherwise the first count is the whole and the last one the part.
    """
    if len(labels) < 2:
        return None
    before = next((n for n, label in enumerate(labels) if _BEFORE.search(label)), None)
    now = next((n for n, label in enumerate(labels) if _NOW.search(label)), None)
    if before is not None and now is not None and before != now:
        return Assumed("decrease", (now,), (before,))
    last = len(labels) - 1
    owed = [label for label in labels[:last] if _OWED.search(label)]
    if len(owed) > 1 and not _TOTAL.match(labels[0]):
        return Assumed("share", (last,), tuple(range(last)))
    return Assumed("share", (last,), (0,))
