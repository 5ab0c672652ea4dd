"""A form's questions as items of a catalog, ratios with their counts and formula."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from pydantic import TypeAdapter, ValidationError

from pmprb.catalog.item import Basis, ChoiceItem, Item, ItemGate, RatioItem, ScaleItem
from pmprb.numbers import exact_text
from pmprb.temuan import (
    ChoicesUnlikeExplained,
    OptionsUnexplained,
    PercentTypedByHand,
    RatioFormulaAssumed,
    Temuan,
    UnknownAnswerKind,
)
from pmprb.workbook.tolerant import text_of
from pmprb.worksheet.cells import labelled_options, lettered, yes_no
from pmprb.worksheet.intake import wording
from pmprb.worksheet.intake.form import Form
from pmprb.worksheet.intake.lines import YES_NO, FormRow, Printed, letters, printed
from pmprb.worksheet.intake.scales import REGULATION, UNKNOWN, Scales, basis_of
from pmprb.worksheet.template import texts

# The counts of a ratio: short ids, and the formula their labels suggest.


_PLAIN_WORDS = frozenset(
    (
        *("jumlah", "total", "yang", "telah", "sudah", "dan", "atau", "di", "dari", "dalam", "pada", "untuk", "oleh"),
        *("dengan", "harus", "sedang", "tidak", "belum", "seluruh", "semua", "unit", "kerja", "ke", "tahun"),
    )
)
_TOTAL = re.compile(r"jumlah (?:yang|total|seluruh|semua)\b", re.IGNORECASE)
_OWED = re.compile(r"\b(?:harus|wajib|diwajibkan)\b", re.IGNORECASE)
_BEFORE = re.compile(r"\b(?:sebelumnya|tahun lalu|tahun n-1|n-1)\b", re.IGNORECASE)
_NOW = re.compile(r"\b(?:tahun ini|tahun berjalan|tahun n)\b", re.IGNORECASE)
_LONGEST = 12


@dataclass(frozen=True)
class Assumed:
    """A formula taken from labels: places of the counts above and below the line."""

    formula: str
    above: tuple[int, ...]
    below: tuple[int, ...]


def count_ids(labels: Sequence[str]) -> list[str]:
    """Return a short id for each count: "lalu" and "ini" for two years, else the first word no other label has, or
    the first that no other id is; a number where there is none."""
    words = [[word[:_LONGEST] for word in re.findall(r"[a-z]{3,}", label.casefold())] for label in labels]
    ids: list[str] = []
    for n, label in enumerate(labels):
        years = [name for name, pattern in (("lalu", _BEFORE), ("ini", _NOW)) if pattern.search(label)]
        telling = [word for word in words[n] if word not in _PLAIN_WORDS]
        others = {word for m, own in enumerate(words) if m != n for word in own}
        alone = [word for word in telling if word not in others]
        ids.append(next((name for name in (*years, *alone, *telling) if name not in ids), f"n{n + 1}"))
    return ids


def assumed(labels: Sequence[str]) -> Assumed | None:
    """Return the formula the labels suggest; None for fewer than two counts.

    Last year's and this year's count make a decrease. Several counts that are owed, with no total above them, make
    the whole together; otherwise the first count is the whole and the last one the part.
    """
    if len(labels) < 2:
        return None
    before = next((n for n, label in enumerate(labels) if _BEFORE.search(label)), None)
    now = next((n for n, label in enumerate(labels) if _NOW.search(label)), None)
    if before is not None and now is not None and before != now:
        return Assumed("decrease", (now,), (before,))
    last = len(labels) - 1
    owed = [label for label in labels[:last] if _OWED.search(label)]
    if len(owed) > 1 and not _TOTAL.match(labels[0]):
        return Assumed("share", (last,), tuple(range(last)))
    return Assumed("share", (last,), (0,))


# A form's questions as items of a catalog.


AnyItem = ChoiceItem | RatioItem | ScaleItem
_ITEM: TypeAdapter[AnyItem] = TypeAdapter(Item)
_GATE: TypeAdapter[ItemGate] = TypeAdapter(ItemGate)
_SIGNS = ("-", "–", "•", "*")


class Items:
    """Makes items of a form's lines."""

    def __init__(self, form: Form, scales: Scales, temuan: list[Temuan]) -> None:
        self.form = form
        self.scales = scales
        self.temuan = temuan
        self.gates: list[ItemGate] = []

    def item(self, line: FormRow, counts: Sequence[FormRow], weight: Fraction | None) -> AnyItem:
        """Return the item of a line; `weight` only where its parent gathers by sum."""
        return self._marked(line, counts, weight) or self._seen(line, counts, weight)

    def place(self, line: FormRow) -> str:
        """Return where a line stands, as a citation has it."""
        at = self.form.pos(line.row, "id" if "id" in self.form.columns else "")
        return f"{at.sheet.strip()}!{at.cell}"

    def _base(self, line: FormRow, weight: Fraction | None, remedy: str, note: str = "") -> dict[str, Any]:
        return {
            "id": line.code,
            "criterion": line.text or "-",
            "weight": weight,
            "evidence": (wording.EVIDENCE,),
            "remedy": remedy,
            "basis": self._basis(line),
            "references": ({"regulation": REGULATION, "place": self.place(line)},),
            "note": note or (wording.GUESSED_NOTE if line.row in self.form.given.guessed else ""),
        }

    def _basis(self, line: FormRow) -> Basis:
        """Return the form's own basis; of what it does not say, a reconstruction."""
        return Basis.REKONSTRUKSI if line.row in self.form.given.guessed else Basis.FORMULIR_RESMI

    # From the marks of our own template

    def _marked(self, line: FormRow, counts: Sequence[FormRow], weight: Fraction | None) -> AnyItem | None:
        """Return an item as its mark says, None when there is none or the visible cells say otherwise."""
        mark = dict(line.mark)
        kind = mark.get("kind")
        own: dict[str, Any] = {}
        if kind == "choice":
            own = self._marked_choice(line, counts, mark)
        elif kind == "ratio":
            inputs = [{"id": c.code.removeprefix(f"{line.code}."), "label": _label(c)} for c in counts]
            labels = {one["id"]: one["label"] for one in inputs}
            names = [labels.get(str(n), "") for n in (*_texts(mark, "numerator"), *_texts(mark, "denominator"))]
            if all(names) and names and self.form.text(line.row, "allowed") == texts.RATIO_CHOICE:
                own = {"inputs": inputs, "remedy": self._ratio_remedy(mark, labels)}
        elif kind == "scale":
            own = self._marked_scale(line, mark)
        if not own:
            return None
        aside = ("scale", "ticks", "more", "gates", "in", "weight")
        rest = {key: value for key, value in mark.items() if key not in aside}
        rest["basis"] = basis_of(mark.get("basis"))
        try:
            found = _ITEM.validate_python({**self._base(line, weight, "-"), **rest, **own})
            gates = [_GATE.validate_python({**gate, "item": line.code}) for gate in mark.get("gates", ())]
        except (ValidationError, TypeError):
            return None
        self.gates += gates
        return found

    def _marked_choice(self, line: FormRow, criteria: Sequence[FormRow], mark: Mapping[str, Any]) -> dict[str, Any]:
        said = mark.get("scale")
        scale = self.scales.marked(said, self.place(line)) if isinstance(said, Mapping) else None
        if scale is None or self.form.text(line.row, "allowed") != text_of(scale.title):
            return {}
        explained = str(self.form.value(line.row, "options") or "").split("\n")
        more = mark.get("more", 0)
        kept = explained[: len(explained) - more] if isinstance(more, int) and 0 <= more < len(explained) else []
        options: dict[str, str] = {}
        labels = list(scale.scores)
        for text in kept:
            label = labels[len(options)] if len(options) < len(labels) else ""
            if label and text.startswith(f"{label}: "):
                options[label] = text.removeprefix(f"{label}: ")
            elif options:
                last = labels[len(options) - 1]
                options[last] = f"{options[last]}\n{text}"
        if list(options) != labels:
            return {}
        remedy = wording.best_option(labels[0], options[labels[0]])
        for ticks in mark.get("ticks", ()):
            self.scales.marked(ticks, self.place(line))
        checklist = [{"id": c.code.removeprefix(f"{line.code}."), "text": c.text} for c in criteria]
        return {"answer_set": scale.id, "options": options, "remedy": remedy, "checklist": checklist}

    def _marked_scale(self, line: FormRow, mark: Mapping[str, Any]) -> dict[str, Any]:
        try:
            found = _ITEM.validate_python({**self._base(line, None, "-"), "kind": "scale", "scale": mark.get("scale")})
        except (ValidationError, TypeError):
            return {}
        assert isinstance(found, ScaleItem)
        shown = f"{texts.shown_number(found.scale.min)}-{texts.shown_number(found.scale.max)}"
        if self.form.text(line.row, "allowed") != shown:
            return {}
        return {"scale": found.scale, "remedy": wording.higher_number(texts.shown_number(found.scale.max))}

    @staticmethod
    def _ratio_remedy(mark: Mapping[str, Any], labels: Mapping[str, str]) -> str:
        above, below = ([labels[str(n)] for n in _texts(mark, key)] for key in ("numerator", "denominator"))
        return wording.better_ratio(str(mark.get("formula")), above, below)

    # From what a form shows

    def _seen(self, line: FormRow, counts: Sequence[FormRow], weight: Fraction | None) -> AnyItem:
        says = printed(self.form.value(line.row, "allowed"))
        if counts and says.says in ("percent", "nothing", "unknown"):
            ratio = self._ratio(line, counts, weight)
            if ratio is not None:
                return ratio
        if says.says == "percent":
            self.temuan.append(PercentTypedByHand(self.form.pos(line.row, "allowed"), line.code))
            says = Printed("range", high=Fraction(1))
            base = self._base(line, weight, wording.higher_number("100%"), wording.PERCENT_NOTE)
            return ScaleItem(**base, kind="scale", scale={"min": says.low, "max": says.high})
        if says.says == "range":
            base = self._base(line, weight, wording.higher_number(exact_text(says.high).replace(".", ",")))
            return ScaleItem(**base, kind="scale", scale={"min": says.low, "max": says.high})
        return self._choice(line, says, weight)

    def _ratio(self, line: FormRow, counts: Sequence[FormRow], weight: Fraction | None) -> RatioItem | None:
        labels = [_label(count) for count in counts]
        formula = assumed(labels)
        if formula is None:
            return None
        own = f"{line.code}."
        given = [c.code.removeprefix(own) if c.code.startswith(own) else "" for c in counts]
        ids = given if all(given) and len(set(given)) == len(given) else count_ids(labels)
        above, below = ([labels[n] for n in places] for places in (formula.above, formula.below))
        said = wording.formula_text(formula.formula, above, below)
        self.temuan.append(RatioFormulaAssumed(self.form.pos(line.row, "allowed"), line.code, formula=said))
        remedy = wording.better_ratio(formula.formula, above, below)
        return RatioItem(
            **self._base(line, weight, remedy, wording.RATIO_NOTE),
            kind="ratio",
            inputs=tuple({"id": name, "label": label} for name, label in zip(ids, labels, strict=True)),
            formula=formula.formula,
            numerator=tuple(ids[n] for n in formula.above),
            denominator=tuple(ids[n] for n in formula.below),
        )

    def _choice(self, line: FormRow, says: Printed, weight: Fraction | None) -> ChoiceItem:
        """Return a choice; where the printed labels and the explanations differ, what is explained leads (KAT-030)."""
        form, row = self.form, line.row
        cell = form.value(row, "options")
        explained = cell if isinstance(cell, str) else ""
        at = form.pos(row, "allowed")
        said = form.text(row, "allowed")
        by_letter, by_word = lettered(explained), yes_no(explained)
        if says.labels == YES_NO and len(by_letter) == 2 and (spelled := yes_no("\n".join(by_letter.values()))):
            by_letter, by_word = {}, spelled  # "a. Ya, apabila ...", "b. Tidak"
        labels = says.labels
        if not labels or (by_letter and labels == letters(len(labels)) and len(by_letter) > len(labels)):
            labels = tuple(by_letter) or (YES_NO if by_word else ())
        elif by_letter and labels == YES_NO:
            labels = tuple(by_letter)
        if not labels:
            self.temuan.append(UnknownAnswerKind(at, line.code, seen=said[:60]))
            base = self._base(line, weight, wording.unknown_remedy())
            return ChoiceItem(**base, kind="choice", answer_set=UNKNOWN, options={})
        agrees = labels == says.labels
        if said and not agrees:
            self.temuan.append(ChoicesUnlikeExplained(at, line.code, seen=said[:60], taken="/".join(labels)))
        answer_set = self.scales.named(labels, said if agrees else "", at, self.place(line), self._basis(line))
        options = self._options(line, labels, explained, by_letter, by_word)
        remedy = wording.best_option(labels[0], options[labels[0]])
        return ChoiceItem(**self._base(line, weight, remedy), kind="choice", answer_set=answer_set, options=options)

    def _options(
        self,
        line: FormRow,
        labels: tuple[str, ...],
        explained: str,
        by_letter: Mapping[str, str],
        by_word: Mapping[str, str],
    ) -> dict[str, str]:
        """Return what each label means; a sentence of a yes-no item is what Ya means, words explain themselves."""
        if labels == YES_NO:
            sentence = by_word.get("Ya") or ("" if by_word else text_of(explained))
            found = {"Ya": sentence, "Tidak": by_word.get("Tidak") or (wording.NOT_YES if sentence else "")}
        elif labels == letters(len(labels)):
            found = dict(by_letter)
        else:
            words = by_letter.values() if len(by_letter) == len(labels) else labels
            found = dict(zip(labels, words, strict=True)) | labelled_options(explained, list(labels))
        missing = [label for label in labels if not found.get(label)]
        if missing:
            at = self.form.pos(line.row, "options" if "options" in self.form.columns else "allowed")
            self.temuan.append(OptionsUnexplained(at, line.code, labels=tuple(missing)))
        return {label: found.get(label) or wording.NO_EXPLANATION for label in labels}


def _label(count: FormRow) -> str:
    """Return the label of a count, without the dash before it."""
    text = count.text
    while text.startswith(_SIGNS):
        text = text[1:].lstrip()
    return text or "Jumlah"


def _texts(mark: Mapping[str, Any], key: str) -> list[object]:
    found = mark.get(key)
    return found if isinstance(found, list) else []
