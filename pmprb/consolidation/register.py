"""Whose worksheet is it: units of the register found by code, name or alias.

Enters: the register's units and what a worksheet says of itself. Leaves: the unit, or None.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from pmprb.answers.model import Unit


def plain(text: str) -> str:
    """Return a text for comparing names: case, accents, punctuation and spacing put aside."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    return " ".join(re.findall(r"[a-z0-9]+", folded))


class Register:
    """The units that should hand in. An empty register accepts every unit."""

    def __init__(self, units: Iterable[Unit] = ()) -> None:
        self.units = tuple(units)
        self._by_code = {plain(unit.code): unit for unit in self.units}
        self._by_name = {
            plain(name): unit for unit in reversed(self.units) for name in (unit.name, *unit.aliases) if plain(name)
        }

    def __bool__(self) -> bool:
        return bool(self.units)

    def find(self, code: str, name: str) -> Unit | None:
        """Return the unit with this code, or else with exactly this name or alias."""
        return self._by_code.get(plain(code)) or self._by_name.get(plain(name))

    def same_name(self, unit: Unit, name: str) -> bool:
        """True when `name` is the unit's name or one of its aliases."""
        return plain(name) in {plain(known) for known in (unit.name, *unit.aliases)}

    def named_in(self, text: str) -> Unit | None:
        """Return the only unit whose whole name or alias (of four letters or more) stands in a text, longest first."""
        words = f" {plain(text)} "
        found = [(len(n), unit) for n, unit in self._by_name.items() if len(n) >= 4 and f" {n} " in words]
        longest = max((length for length, _ in found), default=0)
        units = {unit.code: unit for length, unit in found if length == longest}
        return next(iter(units.values())) if len(units) == 1 else None
