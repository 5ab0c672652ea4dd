"""Small rules of scoring, plans and rekaps, each met alone: what was noticed by no other test when code was changed."""

from __future__ import annotations

from fractions import Fraction

import pytest

from helpers.answers import extreme, instrument_of
from pmprb.engine.answers import Answer, State
from pmprb.engine.score import Blank, score_answers

ZI = instrument_of("zi-2021")


@pytest.mark.parametrize("blank", ["nol", "lewati"])
def test_one_answer_below_a_heading_scores_its_own_item_whichever_it_is(blank: Blank) -> None:
    """Units that say the same share a heading's scores: the same label at another item is not the same."""
    node = next(n for n in ZI.nodes.values() if len(n.items) > 1 and {i.kind for i in n.items} == {"choice"})
    labels = {label for item in node.items for label in ZI.scales[item.answer_set].scores}  # type: ignore[union-attr]
    for label in sorted(labels):
        for item in node.items:
            if label not in ZI.scales[item.answer_set].scores:  # type: ignore[union-attr]
                continue
            only = {item.id: Answer(item=item.id, state=State.GIVEN, choice=label)}
            tree = score_answers(only, ZI, blank)
            scores = {one.id: tree.items[one.id].score for one in node.items}
            assert scores.pop(item.id) == ZI.scales[item.answer_set].scores[label]  # type: ignore[union-attr]
            assert set(scores.values()) <= {Fraction(0), None}
            assert tree.nodes[node.id].answered == 1


def test_an_answer_that_is_left_out_is_not_the_one_before_it() -> None:
    """As above, through answers that are missing altogether, wrong, or blank."""
    node = next(n for n in ZI.nodes.values() if len(n.items) > 2 and {i.kind for i in n.items} == {"choice"})
    first, second, *_ = node.items
    best = extreme(second, ZI, best=True)
    for other in (None, State.BLANK, State.INVALID):
        given = {second.id: best} | ({} if other is None else {first.id: Answer(item=first.id, state=other)})
        tree = score_answers(given, ZI, "nol")
        assert tree.items[second.id].score == 1
        assert tree.items[first.id].score in (None, 0)
        assert tree.items[first.id].state is (other or State.BLANK)
