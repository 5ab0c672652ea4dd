"""What the summands of an instansi's index are called, in the workbook and on the terminal."""

from __future__ import annotations

from pmprb.catalog.model import Instrument
from pmprb.eligibility.units_index import Part


def part_words(part: Part, own: Instrument) -> str:
    """Return the name of a summand."""
    title = own.nodes[part.node].title if part.node else ""
    return {
        "whole": f"{title}, instansi",
        "remainder": f"{title}, instansi, di luar bagian unit",
        "units": f"{title}, rata-rata unit",
        "own_items": f"{part.items} butir yang hanya diisi instansi",
        "shared_own": f"{part.items} butir bersama, separuh dari instansi",
        "shared_units": f"{part.items} butir bersama, separuh dari rata-rata unit",
    }[part.kind]
