"""The figure a reason to look rests on, short enough for a column of a table."""

from __future__ import annotations

from pmprb.pesan.filling import fill
from pmprb.pesan.render import values_of
from pmprb.pesan.telaah import FIGURES
from pmprb.temuan import Temuan


def figure(temuan: Temuan) -> str:
    """Return the figure, such as "42 dari 97 butir"; empty for codes that are no reason to look."""
    return fill(FIGURES.get(temuan.code, ""), values_of(temuan))
