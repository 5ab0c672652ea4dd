"""Which answers count once a verifier has looked: the unit's own, with the verifier's put in their place.

Enters: answers of the unit and of verifiers, by item. Leaves: new mappings; what came in stays as it was.
Refuses to know: scores, files.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from pmprb.answers.model import Answer, State


def put_in_place(own: Mapping[str, Answer], review: Mapping[str, Answer], usable: Collection[str]) -> dict[str, Answer]:
    """Return the unit's answers with the verifier's for the `usable` items: those that can be scored or do not apply.

    Evidence stays the unit's own.
    """
    return {**own, **{item: answer for item, answer in review.items() if item in usable}}


def said(answer: Answer) -> tuple[object, ...]:
    """Return what an answer says, for telling whether two say the same."""
    return (answer.state, answer.choice, answer.value, answer.counts)


def differ(own: Answer | None, other: Answer | None) -> bool:
    """True when two answers say different things; a missing one is a blank one."""
    blank = (State.BLANK, "", None, ())
    return (said(own) if own else blank) != (said(other) if other else blank)
