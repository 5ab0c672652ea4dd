"""Which result of another instrument's rekap an item asks for: `inputs.yaml`, in the folder of the instrument that has
the item.

Enters: records of the file. Leaves: `InputRule`s. It is no part of the catalog's hash: it says where a number may come
from, not what it is worth.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from pmprb.catalog.checks import unread_source
from pmprb.catalog.item import Cited, ScaleItem
from pmprb.catalog.load import catalog_folder, load_instrument
from pmprb.catalog.model import ROOT, Instrument
from pmprb.catalog.text import Document, read_document, read_file
from pmprb.temuan import (
    CatalogFileMissing,
    FilePos,
    InputUnfit,
    Loaded,
    Temuan,
    UnfitKey,
    UnknownNodeNamed,
    UnknownRegulation,
    has_errors,
)


class InputRule(Cited):
    """`item` asks for what a rekap of the instrument `source` says of the node `of`.

    `value`: its points (of the one worksheet of an instansi, or the mean of units), their share of the item's scale, or
    `passed`: only how many units met which target, for an item whose score nobody published a rule for.
    """

    item: str
    source: str = Field(alias="from")
    of: str = ROOT
    value: Literal["points", "share", "passed"]


@lru_cache(maxsize=32)
def load_inputs(folder: Path) -> Loaded[tuple[InputRule, ...]]:
    """Return the rules of an instrument's folder, none without the file; None with every mistake of it."""
    path = catalog_folder(folder) / "inputs.yaml"
    if not path.is_file():
        return Loaded(value=())
    try:
        text = read_file(path)
    except (OSError, UnicodeDecodeError):
        return Loaded(value=None, temuan=(CatalogFileMissing(FilePos(file=str(path)), name=path.name, known=()),))
    document = read_document(str(path), text)
    temuan: list[Temuan] = list(document.temuan)
    rules = _records(document.value, temuan) if document.value is not None else None
    own = load_instrument(folder).value
    if rules is not None and own is not None and document.value is not None:
        for index, rule in enumerate(rules):
            temuan += _checked(rule, document.value.at((index,)), own, catalog_folder(folder).parent)
    return Loaded(value=None if has_errors(temuan) else rules, temuan=tuple(temuan))


def _records(document: Document, temuan: list[Temuan]) -> tuple[InputRule, ...] | None:
    """Return a file's records; None and one KAT-002 for each wrong key."""
    try:
        return TypeAdapter(tuple[InputRule, ...]).validate_python(document.data or [])
    except ValidationError as error:
        for problem in error.errors(include_url=False, include_context=False, include_input=True):
            place, seen = tuple(problem["loc"]), problem["input"]
            shown = "" if isinstance(seen, dict | list | BaseModel) else str(seen)[:60]
            key = ".".join(str(part) for part in place)
            temuan.append(UnfitKey(document.at(place), key=key, kind=problem["type"], seen=shown))
        return None


def _checked(rule: InputRule, at: FilePos, own: Instrument, criteria: Path) -> Iterator[Temuan]:
    """Yield what is wrong with one rule: names that are not there (KAT-009), an item that is no number (KAT-071)."""
    known = {regulation.id: regulation for regulation in own.regulations}
    item = own.items.get(rule.item)
    if item is None:
        yield UnknownNodeNamed(at, rule.item, name=rule.item)
    elif rule.value != "passed" and not isinstance(item, ScaleItem):
        yield InputUnfit(at, rule.item, cause="scale")
    for reference in rule.references:
        if reference.regulation not in known:
            yield UnknownRegulation(at, rule.item, name=reference.regulation)
    yield from unread_source(at, rule.item, rule, known)
    folder = criteria / rule.source
    source = load_instrument(folder).value if (folder / "instrument.yaml").is_file() else None
    if source is None:  # an instrument that is not installed, or broken, has no rekap either
        yield InputUnfit(at, rule.item, cause="source")
    elif rule.of not in source.nodes:
        yield UnknownNodeNamed(at, rule.item, name=rule.of)
    elif rule.value == "passed" and not source.gate_sets:
        yield InputUnfit(at, rule.item, cause="gates")
