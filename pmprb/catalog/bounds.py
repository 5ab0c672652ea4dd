"""The shape of `bounds.yaml`: between which numbers a typed count can be meant at all.

Enters: plain text read by `load`. Leaves: frozen records. Refuses to know: cells, answers.

The file says what a typing slip is, not what an answer is worth, so it is no part of a catalog's hash: bounds may be
added or mended without making a worksheet that is out there look old.
"""

from __future__ import annotations

from fractions import Fraction

from pydantic import Field

from pmprb.catalog.exact import Exact
from pmprb.catalog.item import Basis
from pmprb.temuan import Model

COUNT_MOST = 10**9
"""A count for which no catalog says otherwise: more than there are people in the country."""


class CountBound(Model):
    """The range of some counts, both ends included; `counts` are their codes ("A.II.1.i.a.agen").

    `title` is what is counted, for people ("jumlah pegawai").
    """

    id: str
    title: str
    least: Exact = Fraction(0)
    most: Exact
    counts: tuple[str, ...] = Field(min_length=1)
    basis: Basis
    note: str = ""
