"""An answer from a checklist: the share of its criteria that is met proposes a label, by the `met` of options.

Enters: an item, its scale, how far criteria are met. Leaves: the share and the labels it proposes.
Refuses to know: cells, how a criterion was answered.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from pmprb.catalog.item import AnswerSet, ChoiceItem
from pmprb.numbers import exact_sum

Met = Iterable[tuple[str, Fraction]]


def share_met(item: ChoiceItem, met: Met) -> Fraction:
    """Return the share of an item's checklist that is met (0..1); a criterion without an answer is not met."""
    known = dict(met)
    return exact_sum(known.get(criterion.id, Fraction(0)) for criterion in item.checklist) / len(item.checklist)


def proposed_labels(item: ChoiceItem, scale: AnswerSet, met: Met) -> tuple[str, ...]:
    """Return the labels the checklist proposes: one is the answer, several are for a person to choose from.

    None without a single criterion answered.
    """
    listed = tuple(met)
    return scale.proposed(share_met(item, listed)) if listed else ()


def better_than_met(item: ChoiceItem, scale: AnswerSet, choice: str, met: Met) -> tuple[str, ...]:
    """Return the labels the checklist proposes when a typed answer is better than all of them; empty when it is not.

    A lower answer is a judgement on how well the criteria are met, and stands.
    """
    labels = proposed_labels(item, scale, met)
    if not labels or choice in labels:
        return ()
    return labels if scale.scores[choice] > max(scale.scores[label] for label in labels) else ()
