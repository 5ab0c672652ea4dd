"""Records of what is worth a look first, and of what strict scoring changed; carried along with results.

Enters: nothing. Leaves: `Finding`, `StrictEffect`. Refuses to know: how they are found (the insight room does).
"""

from __future__ import annotations

from fractions import Fraction

from pmprb.answers.model import Unit
from pmprb.temuan import Model, Temuan


class Finding(Model):
    """One reason to look at a unit first, without any judgement of people.

    `points` are at stake: points of the total that rest on the items named. `items` are in the form's order.
    """

    temuan: Temuan
    unit: Unit
    items: tuple[str, ...] = ()
    points: Fraction


class StrictEffect(Model):
    """What changes when credited answers without evidence count as blank.

    `applied` is false for a layout without a column for evidence: then nothing was changed. `items` are those
    that count as blank; `after` is None when they are all that was answered; `gates` those of the deciding
    reading that were met before, each as (target, title).
    """

    applied: bool
    items: tuple[str, ...] = ()
    before: Fraction | None = None
    after: Fraction | None = None
    targets_before: tuple[str, ...] = ()
    targets_after: tuple[str, ...] = ()
    gates: tuple[tuple[str, str], ...] = ()
    predicate_before: str = ""
    predicate_after: str = ""
