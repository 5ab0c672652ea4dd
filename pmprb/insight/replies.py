"""Units' replies in words: the same in the rekap, in a unit's workbook, in the TPI's next one and on the terminal."""

from __future__ import annotations

from collections.abc import Iterable

from pmprb.office.model import Reply, ReplyFate
from pmprb.office.replies import ReplyCounts

STANCES = {"agrees": "Setuju", "disagrees": "Tidak setuju"}
"""What a unit may answer, as it is offered."""


def reply_words(reply: Reply | None) -> str:
    """Return a reply in words: "Tidak setuju: SK 12/2026", and to what it was said when that has changed since."""
    if reply is None:
        return ""
    said = STANCES[reply.stance] + (f": {reply.explanation}" if reply.explanation else "")
    return said if reply.fate is ReplyFate.COUNTS else f"{said} (atas jawaban TPI {reply.about or '-'})"


def counts_words(counts: Iterable[ReplyCounts]) -> str:
    """Return how findings were answered, in numbers: "2 dari 3 unit: 3 setuju, 1 tidak setuju, 2 belum ditanggapi".

    Of a single unit without the first part.
    """
    every = list(counts)
    units = sum(one.any for one in every)
    parts = (
        (sum(len(one.agrees) for one in every), "setuju"),
        (sum(len(one.disagrees) for one in every), "tidak setuju"),
        (sum(len(one.open) for one in every), "belum ditanggapi"),
        (sum(len(one.earlier) for one in every), "perlu ditanggapi lagi"),
    )
    said = ", ".join(f"{number} {name}" for n, (number, name) in enumerate(parts) if number or n < 3)
    return f"{units} dari {len(every)} unit: {said}" if len(every) > 1 else said
