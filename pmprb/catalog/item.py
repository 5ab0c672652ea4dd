"""The shape of items and of what every part of a catalog carries: basis, citations, scale, dependence on others."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from pmprb.catalog.exact import Exact
from pmprb.temuan import Model

# On what a figure rests: its basis and its citations, which every part of a catalog carries.


class Basis(StrEnum):
    """How sure a figure or an item is, best first; shown wherever the instrument is."""

    PERATURAN = "peraturan"
    FORMULIR_RESMI = "formulir-resmi"
    RINGKASAN = "ringkasan"
    PRAKTIK = "praktik"
    REKONSTRUKSI = "rekonstruksi"


class Reference(Model):
    """A citation: id of a regulation in `regulations.yaml` and the place in it."""

    regulation: str
    place: str


class Cited(Model):
    """What every figure in a catalog carries. `one_source`: nobody else was found who says the same."""

    basis: Basis
    references: tuple[Reference, ...] = Field(min_length=1)
    one_source: bool = False
    note: str = ""


def weakest(bases: Iterable[Basis]) -> Basis:
    """Return the least sure of several bases: a figure made of parts is no surer than each of them."""
    order = list(Basis)
    return max(bases, key=order.index)


# The shape of items: what is asked, on which scale, and how one item depends on another.


class Met(Model):
    """A range of the share of an item's checklist that is met: each bound in it (`least`, `most`) or not."""

    least: Exact | None = None
    above: Exact | None = None
    most: Exact | None = None
    below: Exact | None = None

    def fits(self, share: Fraction) -> bool:
        """True for a share in the range."""
        return (
            (self.least is None or share >= self.least)
            and (self.above is None or share > self.above)
            and (self.most is None or share <= self.most)
            and (self.below is None or share < self.below)
        )


class AnswerOption(Model):
    """A label and its score (share of the item, 0..1); exactly as the form has it: 0.67, not 2/3.

    `aliases` are other spellings of the label that official forms use. `met` is which shares of a checklist propose it.
    """

    label: str
    score: Exact
    aliases: tuple[str, ...] = ()
    met: Met | None = None


class AnswerSet(Cited):
    """A named scale, best option first; `also_printed` are other ways a form names the scale ("Y/T").

    `ticks` are the answer sets on which the criteria of a checklist may be answered; our template has the first.
    """

    id: str
    title: str
    also_printed: tuple[str, ...] = ()
    ticks: tuple[str, ...] = ()
    options: tuple[AnswerOption, ...] = Field(min_length=2)

    @cached_property
    def scores(self) -> dict[str, Fraction]:
        """Label → score."""
        return {option.label: option.score for option in self.options}

    @cached_property
    def spellings(self) -> dict[str, str]:
        """Every accepted spelling → label."""
        return {name: option.label for option in self.options for name in (option.label, *option.aliases)}

    def proposed(self, share: Fraction) -> tuple[str, ...]:
        """Return the labels that a share of a checklist proposes; of several one is for a person to choose."""
        return tuple(option.label for option in self.options if option.met and option.met.fits(share))


class CountInput(Model):
    """A typed count of a ratio item."""

    id: str
    label: str


class ZeroRule(Model):
    """What a ratio is worth when its denominator is zero; a part left out has no known rule."""

    both_zero: Exact | None = None
    denominator_zero: Exact | None = None
    basis: Basis
    note: str = ""


class Scale(Model):
    """The bounds of a typed number; `max` is worth the whole weight.

    `min` is worth nothing; with `from_zero` it is a bound alone, and a number is worth its part of `max`.
    """

    min: Exact
    max: Exact
    from_zero: bool = False

    def share(self, value: Fraction) -> Fraction | None:
        """Return what a number is worth (0..1); None outside the bounds."""
        if not self.min <= value <= self.max:
            return None
        return value / self.max if self.from_zero else (value - self.min) / (self.max - self.min)


class ItemBase(Cited):
    """What all items share. `weight` (points) only under a parent that gathers by sum.

    `evaluator` is who measures it when the instansi does not; `good_from` the number from which it is good.
    """

    id: str
    criterion: str
    weight: Exact | None = None
    evidence: tuple[str, ...] = Field(min_length=1)
    remedy: str
    allow_not_applicable: bool = False
    evaluator: str = ""
    good_from: Exact | None = None


class Criterion(Model):
    """One line of an item's checklist."""

    id: str
    text: str


class ChoiceItem(ItemBase):
    """One label of a named answer set; `options` explains each label.

    `checklist`: criteria whose share that is met proposes the answer, by the `met` of its options.
    """

    kind: Literal["choice"]
    answer_set: str
    options: dict[str, str]
    checklist: tuple[Criterion, ...] = ()

    @property
    def criterion_codes(self) -> tuple[str, ...]:
        """The codes of the checklist's rows, in the form's order."""
        return tuple(f"{self.id}.{criterion.id}" for criterion in self.checklist)


class RatioItem(ItemBase):
    """Named counts and a formula: `share` = Σnumerator/Σdenominator, `decrease` = (previous-current)/previous.

    For `decrease` the denominator names the previous year's count, the numerator the current one's.
    """

    kind: Literal["ratio"]
    inputs: tuple[CountInput, ...] = Field(min_length=1)
    formula: Literal["share", "decrease"]
    numerator: tuple[str, ...] = Field(min_length=1)
    denominator: tuple[str, ...] = Field(min_length=1)
    cap: Exact = Fraction(1)
    numerator_may_exceed: bool = False
    zero: ZeroRule | None = None


class ScaleItem(ItemBase):
    """A typed number between two bounds, such as a survey index 0-4.

    `survey` names the instrument's survey whose respondents' mean it is; without respondents it is typed.
    """

    kind: Literal["scale"]
    scale: Scale
    survey: str = ""


Item = Annotated[ChoiceItem | RatioItem | ScaleItem, Field(discriminator="kind")]


class ItemGate(Model):
    """One item that depends on another: its score is 0, or is multiplied by the parent's score.

    `zero_if_answer`: 0 when the parent's label is among `answers`. `zero_if_zero`: 0 when the parent's
    score is 0. `multiply`: own score times the parent's score.
    """

    item: str
    parent: str
    rule: Literal["zero_if_answer", "zero_if_zero", "multiply"]
    answers: tuple[str, ...] = ()
