"""Whether two spellings name one unit of measure (satuan): "%" and "persen", "Dok." and "dokumen".

Enters: texts and the spellings of the rules. Leaves: keys to compare. Refuses to know: figures, cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from pmprb.catalog.plan_rules import Pick

PERCENT = "persen"


class UnitNames:
    """The known spellings of units of measure; a unit that is not known is its own plain text."""

    def __init__(self, picks: Iterable[Pick]) -> None:
        self._known = {_plain(name): pick.id for pick in picks for name in (pick.id, pick.label, *pick.aliases)}

    def key(self, text: str) -> str:
        """Return what stands for a unit in comparisons; empty for none."""
        plain = _plain(text)
        return self._known.get(plain, plain)

    def same(self, one: str, other: str) -> bool:
        """True when two texts name one unit; nothing named agrees with everything."""
        a, b = self.key(one), self.key(other)
        return not a or not b or a == b

    def is_percent(self, text: str) -> bool:
        """True for a unit that is a per cent of something."""
        return PERCENT in {self.key(word) for word in _plain(text).split()}


def _plain(text: str) -> str:
    """Return a unit for comparing: case, dots and spacing put aside, the sign of a per cent as a word."""
    return " ".join(re.findall(r"[^\W_]+", text.casefold().replace("%", f" {PERCENT} ")))
