"""What is wrong or missing in a filling, and what a workbook's own figures or another policy say differently."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction

from pmprb.catalog.item import ChoiceItem, RatioItem, ScaleItem
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import UNREVIEWED, Answer, Shown, State, Submission, names_evidence
from pmprb.engine.score import ScoreTree
from pmprb.numbers import exact_sum, exact_text
from pmprb.period import Period
from pmprb.temuan import (
    AnswerWithoutEvidence,
    BlankAnswer,
    BlankPolicyMatters,
    CarriedAnswersUnreviewed,
    CellPos,
    FigureDiffers,
    FiguresOfOtherVariant,
    FractionOnLargeScale,
    InstrumentOutsideValidity,
    NodeUnrated,
    NotApplicableRefused,
    NumberOutsideScale,
    PartOverWhole,
    Temuan,
)

# What is wrong or missing in a filling, judged from typed answers and the catalog alone.


AnyItem = ChoiceItem | RatioItem | ScaleItem
Check = Callable[[AnyItem, Answer, CellPos], Iterator[Temuan]]


def check_blank(item: AnyItem, answer: Answer, at: CellPos) -> Iterator[Temuan]:
    """An item without an answer (ISI-001)."""
    if answer.state is State.BLANK and not answer.met:  # a checklist that waits for a choice is told as such
        yield BlankAnswer(at, item.id)


def check_not_applicable(item: AnyItem, answer: Answer, at: CellPos) -> Iterator[Temuan]:
    """*Tidak berlaku* only where the catalog allows it (ISI-015)."""
    if answer.state is State.NOT_APPLICABLE and not item.allow_not_applicable:
        yield NotApplicableRefused(at, item.id)


def check_scale(item: AnyItem, answer: Answer, at: CellPos) -> Iterator[Temuan]:
    """A typed number stays within its scale (ISI-009)."""
    if isinstance(item, ScaleItem) and answer.state is State.GIVEN and answer.value is not None:
        low, high = item.scale.min, item.scale.max
        if not low <= answer.value <= high:
            yield NumberOutsideScale(at, item.id, seen=answer.raw, low=low, high=high)


def check_counts(item: AnyItem, answer: Answer, at: CellPos) -> Iterator[Temuan]:
    """A share's numerator does not exceed its denominator, unless the catalog allows it (ISI-011)."""
    if not isinstance(item, RatioItem) or item.formula != "share" or answer.state is not State.GIVEN:
        return
    counts = dict(answer.counts)
    above = exact_sum(counts[name] for name in item.numerator)
    below = exact_sum(counts[name] for name in item.denominator)
    if above > below and not item.numerator_may_exceed:
        yield PartOverWhole(at, item.id, above=above, below=below)


def check_evidence(item: AnyItem, answer: Answer, at: CellPos) -> Iterator[Temuan]:
    """A credited answer names its evidence (ISI-012)."""
    if answer.state is State.GIVEN and not names_evidence(answer.evidence):
        yield AnswerWithoutEvidence(at, item.id)


_LARGE = 10


def check_fractions(submission: Submission, instrument: Instrument) -> Iterator[Temuan]:
    """Yield the numbers between 0 and 1 on scales that reach far beyond (ISI-033): per cents that lost their sign.

    A 1 is one of them beside others, or when all of several answers are 0 or 1.
    """
    scales = {item.id: item.scale for item in instrument.items.values() if isinstance(item, ScaleItem)}
    large = [
        answer
        for answer in submission.answers.values()
        if answer.item in scales and scales[answer.item].max >= _LARGE and answer.value is not None
    ]
    typed = [answer for answer in large if "%" not in answer.raw]
    small = [answer for answer in typed if answer.value is not None and 0 < answer.value < 1]
    ones = [answer for answer in typed if answer.value == 1]
    if small or (len(ones) > 2 and all(answer.value in (0, 1) for answer in large)):
        for answer in sorted([*small, *ones], key=lambda one: list(scales).index(one.item)):
            at = answer.source or CellPos(workbook=submission.file)
            seen = exact_text(answer.value or Fraction(0)).replace(".", ",")
            yield FractionOnLargeScale(at, answer.item, seen=seen, high=scales[answer.item].max)


CHECKS: tuple[Check, ...] = (check_blank, check_not_applicable, check_scale, check_counts)


def _is_sound(item: AnyItem, answer: Answer, evidence: bool) -> bool:
    """True for a choice that was made, its evidence named where that is asked for: by far the most, and no check has
    anything to say of them."""
    made = answer.state is State.GIVEN and isinstance(item, ChoiceItem)
    return made and (not evidence or names_evidence(answer.evidence))


def check_submission(submission: Submission, instrument: Instrument) -> list[Temuan]:
    """Return what is wrong with the filling, item by item in the form's order."""
    found: list[Temuan] = []
    for item in instrument.items.values():
        answer = submission.answers.get(item.id)
        if answer is None or _is_sound(item, answer, submission.has_evidence):
            continue
        at = answer.source or CellPos(workbook=submission.file)
        for check in (*CHECKS, check_evidence) if submission.has_evidence else CHECKS:
            found.extend(check(item, answer, at))
    found.extend(check_fractions(submission, instrument))
    found.extend(check_unreviewed(submission, instrument))
    return found


def check_unreviewed(submission: Submission, instrument: Instrument) -> Iterator[Temuan]:
    """Answers filled in from the last period that nobody has looked at (ISI-070)."""
    waiting = sum(answer.note.startswith(UNREVIEWED) for answer in submission.answers.values())
    if waiting:
        at = CellPos(workbook=submission.file)
        yield CarriedAnswersUnreviewed(at, count=waiting, of=len(instrument.items))


# What two score trees or a workbook's own figures say differently.


TOLERANCE = Fraction(1, 10**6)
_SURELY = float(TOLERANCE) / 2
"""Floats this near are equal within `TOLERANCE`, whatever their own dust: no fraction need be made."""


def compare_shown(submission: Submission, trees: tuple[ScoreTree, ...], instrument: Instrument) -> list[Temuan]:
    """Return a BUKU-027 for each figure in the workbook that no tree's own figure equals.

    Only the deepest ones are told: a total that is wrong because a sub is wrong is not told again.
    """
    wrong: dict[str, tuple[Shown, Fraction]] = {}
    for shown in submission.shown:
        near = _float(shown.value)
        first, *rest = trees
        expected = _values(first, shown.of, instrument)
        if any(abs(_float(value) - near) < _SURELY for value in expected):
            continue
        expected += [value for tree in rest for value in _values(tree, shown.of, instrument)]
        if any(abs(_float(value) - near) < _SURELY for value in expected):
            continue
        if expected and all(abs(value - shown.value) > TOLERANCE for value in expected):
            wrong[shown.of] = (shown, expected[0])
    excused: set[str] = set()
    for name in wrong:
        above = instrument.parents.get(name)
        while above:
            excused.add(above)
            above = instrument.parents.get(above)
    found: list[Temuan] = []
    for name, (shown, value) in wrong.items():
        if name not in excused:
            at, unread = shown.at(submission.file), _unread(name, shown.value, trees, instrument, submission)
            cause, names = _cause(name, shown.value, trees, instrument)
            seen, right = float(shown.value), float(value)
            found.append(FigureDiffers(at, name, seen=seen, expected=right, cause=cause, names=names, unread=unread))
    return found


def _float(value: Fraction) -> float:
    """Return `float(value)`, which asks what a fraction is before it divides just so."""
    return value.numerator / value.denominator


def _unread(
    name: str, shown: Fraction, trees: tuple[ScoreTree, ...], instrument: Instrument, submission: Submission
) -> str:
    """Return the items whose answers we read and the sheet does not, when the figure is what is left without them.

    For an item alone: a per cent that the sheet reads as the number in the cell, a hundredth part.
    """
    node = instrument.nodes.get(name)
    if node is None:
        answer, value = submission.answers.get(name), trees[0].items[name].score
        per_cent = answer is not None and answer.raw.endswith("%") and value is not None
        return name if per_cent and value is not None and _is_share(shown, value, instrument, name) else ""
    items = [item.id for item in node.items]
    lost = [item for item in items if item in submission.unread and submission.answers[item].state is State.GIVEN]
    if not lost:
        return ""
    for tree in trees:
        scores = {item: tree.items[item].score or Fraction(0) for item in items if item not in lost}
        if node.gather == "sum":
            rest = [exact_sum(score * tree.items[item].weight for item, score in scores.items())]
        else:
            total = exact_sum(scores.values()) * node.weight
            rest = [total / count for count in {len(items), len(scores)} if count]
        if any(abs(value - shown) <= TOLERANCE for value in rest):
            return ", ".join(lost)
    return ""


def _is_share(shown: Fraction, score: Fraction, instrument: Instrument, name: str) -> bool:
    """True when a sheet took a per cent for the number in its cell: 0.85 of 100 where 85 is meant."""
    item = instrument.items[name]
    if not isinstance(item, ScaleItem):
        return False
    taken = score / item.scale.max
    weight = item.weight or Fraction(1)
    return any(abs(value - shown) <= TOLERANCE for value in (taken, taken * weight))


def _cause(name: str, shown: Fraction, trees: tuple[ScoreTree, ...], instrument: Instrument) -> tuple[str, str]:
    """Return the likely cause of a wrong figure as a word and the ids it is about; ("", "") when none fits.

    `left_out`: the mean without one of the items; `skipped`: the sum without one of the children;
    `scale`: the item scored on another answer scale than its own.
    """
    node = instrument.nodes.get(name)
    for tree in trees:
        if node is None:
            scale = _other_scale(name, shown, tree, instrument)
            if scale:
                return "scale", scale
        elif node.items and node.gather == "mean":
            scores = {item.id: tree.items[item.id].score for item in node.items}
            known = {item: value for item, value in scores.items() if value is not None or tree.blank == "nol"}
            for item in known:
                others = [value or Fraction(0) for other, value in known.items() if other != item]
                if others and abs(exact_sum(others) / len(others) * node.weight - shown) <= TOLERANCE:
                    return "left_out", item
        else:
            total = tree.nodes[name].points or Fraction(0)
            for part in (*node.children, *node.items):
                points = tree.points_of((part.id,))
                if points and abs(total - points - shown) <= TOLERANCE:
                    return "skipped", part.id
    return "", ""


def _other_scale(name: str, shown: Fraction, tree: ScoreTree, instrument: Instrument) -> str:
    """Return the title of another scale on which the item's own score stands at the same place as `shown`.

    An item with a gate in any variant is not judged: there a gate explains the figure as well.
    """
    item = instrument.items[name]
    own = tree.items[name].score
    gates = (*instrument.item_gates, *(gate for variant in instrument.variants for gate in variant.item_gates))
    if not isinstance(item, ChoiceItem) or own is None or any(gate.item == name for gate in gates):
        return ""
    label = next((o.label for o in instrument.scales[item.answer_set].options if o.score == own), "")
    for answer_set in instrument.answer_sets:
        if answer_set.id != item.answer_set and abs(answer_set.scores.get(label, Fraction(-1)) - shown) <= TOLERANCE:
            return answer_set.title
    return ""


def _values(tree: ScoreTree, name: str, instrument: Instrument) -> list[Fraction]:
    """Return what a sheet may show for a node (points) or an item (score; points where it has a weight of its own)."""
    if name in tree.nodes:
        points = tree.nodes[name].points
        return [] if points is None else [points]
    score, weight = tree.items[name].score, instrument.items[name].weight
    if score is None:
        return []
    return [score] if weight is None else [score * weight, score]


def variant_remark(
    submission: Submission, used: Instrument, others: Iterable[tuple[Instrument, tuple[ScoreTree, ...]]]
) -> list[Temuan]:
    """Return a NILAI-005 for the first other variant whose trees have every figure the workbook shows.

    Ask only when the figures differ from those of the variant in use.
    """
    for instrument, trees in others:
        known = all(shown.of in instrument.nodes or shown.of in instrument.items for shown in submission.shown)
        if known and not compare_shown(submission, trees, instrument):
            titles = {variant.id: variant.title for variant in used.variants}
            at = CellPos(workbook=submission.file)
            other, own = titles[instrument.variant], titles[used.variant]
            return [FiguresOfOtherVariant(at, instrument=instrument.id, variant=other, used=own)]
    return []


def validity_remark(instrument: Instrument, period: str, file: str = "") -> list[Temuan]:
    """Return a NILAI-030 when the period's year lies outside the instrument's; nothing for a period without a year."""
    year = Period.of(period).year
    if year is None or instrument.valid_from <= year <= (instrument.valid_to or year):
        return []
    at = CellPos(workbook=file)
    return [InstrumentOutsideValidity(at, instrument=instrument.short_title, valid=validity(instrument), period=period)]


def validity(instrument: Instrument) -> str:
    """Return in words when an instrument is in force: "sejak 2021", "tahun 2024", "2020-2022"."""
    first, last = instrument.valid_from, instrument.valid_to
    if last is None:
        return f"sejak {first}"
    return f"tahun {first}" if first == last else f"{first}–{last}"


def policy_remarks(tree: ScoreTree, other: ScoreTree, instrument: Instrument, file: str) -> list[Temuan]:
    """Return what the blank policy changes (NILAI-002) and the subs without any answer (NILAI-003)."""
    at = CellPos(workbook=file)
    totals = {t.blank: "-" if t.total.points is None else str(float(t.total.points)) for t in (tree, other)}
    found: list[Temuan] = []
    if tree.total.points != other.total.points:
        found.append(BlankPolicyMatters(at, nol=totals.get("nol", "-"), lewati=totals.get("lewati", "-")))
    found += [
        NodeUnrated(at, node.id, heading=node.title)
        for node in instrument.nodes.values()
        if node.items and tree.nodes[node.id].items and not tree.nodes[node.id].answered
    ]
    return found
