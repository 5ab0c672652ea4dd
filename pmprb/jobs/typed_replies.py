"""Replies that a unit typed into a feedback which is about to be written anew.

Enters: the old feedback, and the replies that were read in this run. Leaves: a KESALAHAN for each reply that no file of
the run holds: the old feedback then stays. Replies are read from what units hand in, never from where they lie unseen.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pmprb.books.feedback.replies import read_replies
from pmprb.insight.replies import STANCES
from pmprb.jobs.output import Keeper
from pmprb.jobs.typed import typed_in_book
from pmprb.jobs.typed_over import saved_elsewhere
from pmprb.office.model import Reply
from pmprb.office.replies import TypedReply
from pmprb.temuan import CellPos, ReplyNotRead, Temuan


def typed_in_feedback(known: Mapping[str, Reply]) -> Keeper:
    """Return the keeper of a unit's workbook whose replies of this run are `known`, by item."""

    def keeper(old: Path, draft: Path) -> tuple[Temuan, ...]:
        return (*typed_in_book(old, draft), *unread_replies(old, known))

    return keeper


def unread_replies(feedback: Path, known: Mapping[str, Reply]) -> tuple[Temuan, ...]:
    """Return each reply in a feedback that is not `known` (BUKU-296). What only we wrote holds none of its own."""
    if not feedback.is_file() or not feedback.stat().st_size or not saved_elsewhere(feedback):
        return ()
    found = read_replies(feedback)
    if found is None:
        return ()
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
