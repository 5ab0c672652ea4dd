"""Replies that a unit typed into a feedback which is about to be written anew.

Enters: the old feedback, and the replies that were read in this run. Leaves: a KESALAHAN for each reply that no file of
the run holds: the old feedback then stays. Replies are read from what units hand in, never from where they lie unseen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from pmprb.books.feedback.replies import read_replies
from pmprb.insight.replies import STANCES
from pmprb.jobs.output import Keeper
from pmprb.jobs.typed import typed_in_book
from pmprb.jobs.typed_over import saved_elsewhere
from pmprb.office.model import Reply, UnitResult
from pmprb.office.replies import ReplySheet, TypedReply
from pmprb.temuan import CellPos, ReplyNotRead, Temuan

WORKBOOK = "-hasil.xlsx"
"""How the name of a unit's workbook ends."""


def typed_in_feedback(known: Mapping[str, Reply]) -> Keeper:
    """Return the keeper of a unit's workbook whose replies of this run are `known`, by item."""

    def keeper(old: Path, draft: Path) -> tuple[Temuan, ...]:
        return (*typed_in_book(old, draft), *unread_replies(old, known))

    return keeper


def unread_replies(feedback: Path, known: Mapping[str, Reply]) -> tuple[Temuan, ...]:
    """Return each reply in a feedback that is not `known` (BUKU-296). What only we wrote holds none of its own."""
    found = _typed_in(feedback)
    return _unread(found, known) if found else ()


def waiting_replies(folder: Path, results: Iterable[UnitResult]) -> tuple[str, ...]:
    """Return the names of feedbacks in a folder that hold replies which none of the results has: nobody handed them
    in."""
    if not folder.is_dir():
        return ()
    known = {result.unit.key: result.replies for result in results}
    found = ((path.name, _typed_in(path)) for path in sorted(folder.glob(f"*{WORKBOOK}")))
    return tuple(name for name, sheet in found if sheet and _unread(sheet, known.get(sheet.unit.key, {})))


def _typed_in(feedback: Path) -> ReplySheet | None:
    """Return the replies in a feedback that somebody saved again; None for any other file."""
    if not feedback.is_file() or not feedback.stat().st_size or not saved_elsewhere(feedback):
        return None
    return read_replies(feedback)


def _unread(found: ReplySheet, known: Mapping[str, Reply]) -> tuple[Temuan, ...]:
    lost = [
        ReplyNotRead(one.at, one.item, seen=STANCES[one.stance])
        for one in found.replies
        if not _same(known.get(one.item), one)
    ]
    odd = [
        ReplyNotRead(told.at, told.node, seen=dict(told.values).get("seen", "")) for told in found.temuan if _cell(told)
    ]
    return (*lost, *odd)


def _same(reply: Reply | None, typed: TypedReply) -> bool:
    if reply is None:
        return False
    return reply.stance == typed.stance and reply.explanation.split() == typed.explanation.split()


def _cell(temuan: Temuan) -> bool:
    return isinstance(temuan.at, CellPos) and bool(temuan.at.cell)
