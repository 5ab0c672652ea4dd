"""The answer scales of a form, each named once.

Enters: labels as the rows print them, and marks of our own template. Leaves: `AnswerSet`s. What labels are worth
is not in a worksheet: the usual scores are taken and told (KAT-029).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from pmprb.catalog.item import AnswerOption, AnswerSet, Basis, Reference
from pmprb.numbers import exact_text
from pmprb.temuan import CellPos, OptionScoresAssumed, Temuan
from pmprb.worksheet.intake import wording
from pmprb.worksheet.intake.lines import YES_NO, letters, usual_scores

UNKNOWN = "belum-dikenal"
_SET: TypeAdapter[AnswerSet] = TypeAdapter(AnswerSet)


def basis_of(said: object) -> Basis:
    """Return the basis of a part: the form's own, or the weaker one our template carries for it."""
    return next(
        (basis for basis in (Basis.RINGKASAN, Basis.PRAKTIK, Basis.REKONSTRUKSI) if basis == said), Basis.FORMULIR_RESMI
    )


class Scales:
    """Gathers scales while the rows are read."""

    def __init__(self, temuan: list[Temuan]) -> None:
        self.temuan = temuan
        self._found: dict[str, AnswerSet] = {}
        self._named: dict[tuple[str, ...], str] = {}
        self._printed: dict[str, list[str]] = {}

    @property
    def answer_sets(self) -> tuple[AnswerSet, ...]:
        """The scales found, in the form's order; names the form has for one beside its title are kept.

        A form that prints Y/T takes Y and T for an answer.
        """
        found = []
        for own, answer_set in self._found.items():
            known = {answer_set.title.casefold(), *(name.casefold() for name in answer_set.also_printed)}
            also = [name for name in self._printed.get(own, ()) if name.casefold() not in known]
            update: dict[str, Any] = {"also_printed": tuple(dict.fromkeys((*answer_set.also_printed, *also)))}
            if own == "ya-tidak" and any(name.replace(" ", "").casefold() == "y/t" for name in also):
                short = (option.model_copy(update={"aliases": (option.label[0],)}) for option in answer_set.options)
                update["options"] = tuple(short)
            found.append(answer_set.model_copy(update=update))
        return tuple(found)

    def named(self, labels: tuple[str, ...], text: str, at: CellPos, place: str, basis: Basis) -> str:
        """Return the id of the scale with these labels, as the form prints it in `text`; the surest basis counts."""
        own = self._named.get(labels)
        if own is None:
            own = self._id(labels)
            self._named[labels] = own
            self._found[own] = self._usual(own, labels, at, place).model_copy(update={"basis": basis})
        elif basis is Basis.FORMULIR_RESMI:
            self._found[own] = self._found[own].model_copy(update={"basis": basis})
        if text and text.casefold() not in (name.casefold() for name in self._printed.setdefault(own, [])):
            self._printed[own].append(text)
        return own

    def marked(self, mark: Mapping[str, Any], place: str) -> AnswerSet | None:
        """Return the scale a mark carries, kept under its id; None when the mark is spoiled or contradicts it."""
        cited = {"references": [{"regulation": REGULATION, "place": place}], "basis": basis_of(mark.get("basis"))}
        try:
            found = _SET.validate_python({**mark, **cited})
        except (ValidationError, TypeError):
            return None
        known = self._found.get(found.id)
        if known is not None:
            same = known.options == found.options and known.title == found.title
            return known if same else None
        self._found[found.id] = found
        self._named.setdefault(tuple(found.scores), found.id)
        return found

    def _id(self, labels: tuple[str, ...]) -> str:
        own = "ya-tidak" if labels == YES_NO else "".join(labels).lower() if labels == letters(len(labels)) else ""
        if own and own not in self._found:
            return own
        return next(name for n in range(1, 1000) if (name := f"skala-{n}") not in self._found)

    def _usual(self, own: str, labels: tuple[str, ...], at: CellPos, place: str) -> AnswerSet:
        scores = usual_scores(labels)
        title = "/".join(labels)
        options = tuple(AnswerOption(label=label, score=score) for label, score in zip(labels, scores, strict=True))
        if labels != YES_NO:
            said = "; ".join(
                f"{label} = {exact_text(score).replace('.', ',')}" for label, score in zip(labels, scores, strict=True)
            )
            self.temuan.append(OptionScoresAssumed(at, scale=title[:60], scores=said))
        return AnswerSet(
            id=own,
            title=title,
            options=options,
            basis=Basis.FORMULIR_RESMI,
            references=(Reference(regulation=REGULATION, place=place),),
            note="" if labels == YES_NO else wording.SCALE_NOTE,
        )


REGULATION = "berkas-sendiri"
"""The entry of regulations.yaml that stands for the user's own file."""
