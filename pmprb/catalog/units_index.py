"""The shape of `units_index`: how an instansi's own worksheet and its units' worksheets make one index.

Enters: plain text read by `load`. Leaves: frozen records. Refuses to know: scores, the units' instrument itself.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from pmprb.catalog.cited import Cited


class UnitsReading(Cited):
    """One way to read how units and instansi are joined; `pairs` names what stands in the instansi's form and,
    behind it, its counterpart in the units'.

    `parts`: pairs of nodes. The instansi keeps of such a node what the units' node leaves of its weight, in
    proportion to its points there, and the units' mean is added; all other nodes are the instansi's alone.
    `shared_items`: pairs of items. Such an item scores the mean of the instansi's score and the units' mean
    score; all other items are the instansi's alone.
    """

    id: str
    title: str
    rule: Literal["parts", "shared_items"]
    pairs: dict[str, str] = Field(min_length=1)


class UnitsIndexRule(Cited):
    """The index of an instansi whose units fill in `units` (an instrument's id); the first reading is the default."""

    units: str
    readings: tuple[UnitsReading, ...] = Field(min_length=1)

    def reading(self, name: str) -> UnitsReading:
        """Return a reading by its id, the default for an empty one; KeyError for one that is not there."""
        named = {reading.id: reading for reading in self.readings}
        return named[name] if name else self.readings[0]
