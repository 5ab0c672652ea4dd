"""On what a figure rests: its basis and its citations, which every part of a catalog carries.

Enters: plain text read by `load`. Leaves: frozen records. Refuses to know: what is cited.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from pydantic import Field

from pmprb.temuan import Model


class Basis(StrEnum):
    """How sure a figure or an item is, best first; shown wherever the instrument is."""

    PERATURAN = "peraturan"
    FORMULIR_RESMI = "formulir-resmi"
    PRAKTIK = "praktik"
    REKONSTRUKSI = "rekonstruksi"


class Reference(Model):
    """A citation: id of a regulation in `regulations.yaml` and the place in it."""

    regulation: str
    place: str


class Cited(Model):
    """What every figure in a catalog carries."""

    basis: Basis
    references: tuple[Reference, ...] = Field(min_length=1)
    note: str = ""


def weakest(bases: Iterable[Basis]) -> Basis:
    """Return the least sure of several bases: a figure made of parts is no surer than each of them."""
    order = list(Basis)
    return max(bases, key=order.index)
