"""Catalogs checked, and a filled worksheet under two of them.

Enters: folders of catalogs, worksheets. Leaves: what is wrong, and what differs. Writes nothing, prints nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from pathlib import Path

from pmprb.catalog.compare import Difference, compare
from pmprb.catalog.crosswalk import load_crosswalks
from pmprb.catalog.inputs import load_inputs
from pmprb.catalog.item import ChoiceItem, RatioItem, ScaleItem
from pmprb.catalog.load import load_instrument
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Answer, State, Submission
from pmprb.engine.score import ScoreTree, score_answers
from pmprb.engine.verdict import judge, predicate_of
from pmprb.jobs.inputs import NOTHING, Catalogs, Found, catalogs_at, find_files
from pmprb.jobs.pool import Fault, for_each
from pmprb.jobs.refusals import NoCatalogThere, UnknownCatalog
from pmprb.plans.load import FOLDER, read_plan_rules
from pmprb.plans.rules import PlanRules
from pmprb.temuan import CatalogFileMissing, FilePos, Loaded, Model, Temuan, has_errors
from pmprb.worksheet.read import read_submission

# Folders of catalogs, and of rules of action plans, checked.


@dataclass(frozen=True)
class CatalogCheck:
    """One folder that was checked: a catalog, or rules of action plans, as far as it can be used."""

    folder: Path
    temuan: tuple[Temuan, ...]
    instrument: Instrument | None = None
    predecessors: tuple[str, ...] = ()
    rules: PlanRules | None = None


def check_catalogs(folders: Sequence[Path]) -> list[CatalogCheck]:
    """Return what is wrong in the catalogs in these folders or beneath them, then in the rules of action plans there;
    without folders, of the program's own. Raises NoCatalogThere when there is nothing to check."""
    rules = _rule_folders(folders)
    targets = _catalog_folders(folders, bool(rules))
    return [*map(_checked_catalog, targets), *map(_checked_rules, rules)]


def _checked_catalog(folder: Path) -> CatalogCheck:
    loaded, passages, inputs = load_instrument(folder), load_crosswalks(folder), load_inputs(folder)
    return CatalogCheck(
        folder,
        (*loaded.temuan, *passages.temuan, *inputs.temuan),
        instrument=loaded.value.in_variant("") if loaded.value else None,
        predecessors=tuple(one.predecessor for one in passages.value or ()),
    )


def _checked_rules(folder: Path) -> CatalogCheck:
    plans = read_plan_rules(folder)
    return CatalogCheck(folder, plans.temuan, rules=plans.value)


def _rule_folders(folders: Sequence[Path]) -> list[Path]:
    """Return the folders of rules for action plans: those named, and those inside the folders named."""
    if not folders:
        return [Catalogs().root / FOLDER]
    found = []
    for folder in folders:
        if folder.name == FOLDER and folder.is_dir():
            found.append(folder)
        elif (folder / FOLDER).is_dir():
            found.append(folder / FOLDER)
        elif (folder / "jenis.yaml").is_file() or (folder / "kebijakan.yaml").is_file():
            found.append(folder)
    return list(dict.fromkeys(found))


def _catalog_folders(folders: Sequence[Path], with_rules: bool) -> list[Path]:
    if not folders:
        catalogs = catalogs_at(None)
        return [catalogs.root / name for name in catalogs.ids()]
    found: list[Path] = []
    for folder in folders:
        if any((folder / name).is_file() for name in ("instrument.yaml", "layouts.yaml")) or not folder.is_dir():
            found.append(folder)
        else:
            beneath = {path.parent for name in ("instrument.yaml", "layouts.yaml") for path in folder.glob(f"*/{name}")}
            found += sorted(beneath)
    if not found and not with_rules:
        raise NoCatalogThere
    return list(dict.fromkeys(found))


# Two catalogs compared, and what the difference does to filled worksheets.


@dataclass(frozen=True)
class CatalogsRequest:
    """Two catalogs, each an id, "id@variant" or a folder; worksheets to be scored under both."""

    a: str
    b: str
    sheets: tuple[Path, ...] = ()
    criteria: Path | None = None


@dataclass(frozen=True)
class CatalogsCompared:
    """What two catalogs say differently. `unusable` are those that cannot be used, by the name they were given, and
    then nothing was compared; `effects` are the worksheets, in the order of `found.files`."""

    unusable: tuple[tuple[str, tuple[Temuan, ...]], ...] = ()
    differences: tuple[Difference, ...] = ()
    found: Found = NOTHING
    effects: tuple[tuple[str, Loaded[Effect]], ...] = ()

    @property
    def differ(self) -> bool:
        """True when anything differs or could not be compared."""
        return bool(
            self.unusable
            or self.differences
            or self.found.errors
            or any(effect.value is None or has_errors(effect.temuan) for _, effect in self.effects)
        )


def compare_catalogs(request: CatalogsRequest, executor: Executor | None = None) -> CatalogsCompared:
    """Return the differences of two catalogs. Raises NoCatalogs, UnknownCatalog."""
    catalogs = catalogs_at(request.criteria)
    loaded = []
    for named in (request.a, request.b):
        loaded.append((named, instrument_of(named, catalogs)))
        if [t.code for t in loaded[-1][1].temuan] == [CatalogFileMissing.code]:
            raise UnknownCatalog(named, catalogs.ids())
    unusable = tuple((named, one.temuan) for named, one in loaded if one.value is None)
    a, b = (one.value for _, one in loaded)
    if a is None or b is None:
        return CatalogsCompared(unusable)
    found = find_files(request.sheets)
    made = for_each(partial(_effect_of, a=a, b=b), found.files, lambda entry: entry[0], executor)
    effects = (Loaded[Effect](value=None, temuan=(one.temuan,)) if isinstance(one, Fault) else one for one in made)
    by_name = tuple(zip((name for name, _ in found.files), effects, strict=True))
    return CatalogsCompared((), tuple(compare(a, b)), found, by_name)


# One filled worksheet under two instruments: totals, verdicts, and the nodes that move.


class Side(Model):
    """A worksheet under one instrument: its total of `most` points, targets passed or not, predicate.

    `lost` are items that were answered and could not be carried over: gone, or asking for something else.
    """

    instrument: str
    total: Fraction | None
    most: Fraction
    verdicts: Mapping[str, bool]
    predicate: str = ""
    lost: tuple[str, ...] = ()


class Moved(Model):
    """A node whose points differ; `before` or `after` is None where it has no value or is not there."""

    node: str
    title: str
    before: Fraction | None
    after: Fraction | None


class Effect(Model):
    """One worksheet's figures under A and under B."""

    file: str
    unit: str
    a: Side
    b: Side
    moved: tuple[Moved, ...]


def instrument_of(named: str, catalogs: Catalogs) -> Loaded[Instrument]:
    """Return an instrument by id, "id@variant", or folder ("folder@variant" too); an id goes before a folder.

    KAT-014 when there is none, or no such variant.
    """
    base, _, variant = named.partition("@")
    if base in catalogs.ids():
        return catalogs.load(named)
    folder = Path(named) if (Path(named) / "instrument.yaml").is_file() else Path(base)
    known = catalogs.ids()
    if (folder / "instrument.yaml").is_file():
        loaded = load_instrument(folder)
        chosen = variant if folder == Path(base) else ""
        if loaded.value is None:
            return loaded
        variants = [one.id for one in loaded.value.variants]
        if not chosen or chosen in variants:
            return Loaded(value=loaded.value.in_variant(chosen), temuan=loaded.temuan)
        known = [f"{base}@{name}" for name in variants] or [base]
    missing = CatalogFileMissing(FilePos(file=named), name=named, known=tuple(known))
    return Loaded(value=None, temuan=(missing,))


def _effect_of(entry: tuple[str, Path], a: Instrument, b: Instrument) -> Loaded[Effect]:
    """Return what B makes of a worksheet otherwise than A; None when it cannot be read as either."""
    name, path = entry
    read = [_read(name, path, instrument) for instrument in (a, b)]
    found = next((one for one in read if one.value is not None), read[0])
    submission = found.value
    if submission is None:
        return Loaded(value=None, temuan=found.temuan)
    trees, sides = [], []
    for instrument, own in zip((a, b), read, strict=True):
        answers, lost = carried((own.value or submission).answers, instrument)
        tree = score_answers(answers, instrument, file=name)
        trees.append(tree)
        sides.append(_side(tree, instrument, lost))
    effect = Effect(
        file=name,
        unit=submission.unit.name or submission.shown_name,
        a=sides[0],
        b=sides[1],
        moved=_moved(trees[0], trees[1], a, b),
    )
    return Loaded(value=effect, temuan=found.temuan)


def _read(name: str, path: Path, instrument: Instrument) -> Loaded[Submission]:
    """Return a worksheet read as one instrument alone."""

    def catalogs(_wanted: str) -> Loaded[Instrument]:
        return Loaded(value=instrument)

    return read_submission(path, catalogs, [instrument.base_id], name=name)


def _side(tree: ScoreTree, instrument: Instrument, lost: tuple[str, ...]) -> Side:
    predicate = predicate_of(tree, instrument)
    return Side(
        instrument=instrument.id,
        total=tree.total.points,
        most=tree.total.max,
        verdicts={v.target: v.passed for v in judge(tree, instrument) if v.decides},
        predicate=predicate.label if predicate else "",
        lost=lost,
    )


def carried(answers: Mapping[str, Answer], instrument: Instrument) -> tuple[dict[str, Answer], tuple[str, ...]]:
    """Return the answers that fit an instrument's items of the same code, and the codes of those that do not."""
    kept = {
        name: answer
        for name, answer in answers.items()
        if (item := instrument.items.get(name)) is not None and _fits(answer, item, instrument)
    }
    return kept, tuple(name for name, answer in answers.items() if name not in kept and answer.state is State.GIVEN)


def _fits(answer: Answer, item: ChoiceItem | RatioItem | ScaleItem, instrument: Instrument) -> bool:
    if answer.state is not State.GIVEN:
        return True
    if isinstance(item, ChoiceItem):
        return answer.choice in instrument.scales[item.answer_set].scores
    if isinstance(item, ScaleItem):
        return answer.value is not None and item.scale.share(answer.value) is not None
    return {count.id for count in item.inputs} == {name for name, _ in answer.counts}


def _moved(before: ScoreTree, after: ScoreTree, a: Instrument, b: Instrument) -> tuple[Moved, ...]:
    """Return the nodes whose points differ, in the order of A, those of B alone behind them; the total aside."""
    titles = {node.id: node.title for instrument in (b, a) for node in instrument.nodes.values()}
    found = []
    for name in dict.fromkeys((*a.nodes, *b.nodes)):
        points = [tree.nodes[name].points if name in tree.nodes else None for tree in (before, after)]
        if name not in (a.root.id, b.root.id) and points[0] != points[1]:
            found.append(Moved(node=name, title=titles[name], before=points[0], after=points[1]))
    return tuple(found)
