"""The folder `rencana-aksi` in, `PlanRules` out, with every mistake in one run.

Enters: a criteria folder. Leaves: `Loaded[PlanRules]`; rules with a KESALAHAN are not handed out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from pmprb.catalog.load import default_folder
from pmprb.catalog.model import Cited, Regulation
from pmprb.catalog.plan_rules import Kind, Lights, Line, Logic, PlanColumn, PlanRules, Polarity, Policy, RollUp
from pmprb.catalog.text import Document, Plain, read_document
from pmprb.catalog.text import Path as KeyPath
from pmprb.temuan import Code, FilePos, Loaded, Temuan, has_errors

FOLDER = "rencana-aksi"
_LISTS: dict[str, tuple[str, type[Any]]] = {
    "kinds": ("jenis.yaml", Kind),
    "policies": ("kebijakan.yaml", Policy),
    "lights": ("lampu.yaml", Lights),
    "activities": ("kegiatan_utama.yaml", Line),
    "themes": ("tema.yaml", Line),
    "columns": ("kolom.yaml", PlanColumn),
    "regulations": ("regulations.yaml", Regulation),
}
_PICKS = "pilihan.yaml"


@lru_cache(maxsize=8)
def load_plan_rules(criteria: Path | None = None) -> Loaded[PlanRules]:
    """Return the rules of a criteria folder, read once per run; the program's own without a folder."""
    return read_plan_rules((criteria or default_folder()) / FOLDER)


def read_plan_rules(folder: Path) -> Loaded[PlanRules]:
    """Return the rules in a folder; all files are read and all checks run before anything is refused."""
    temuan: list[Temuan] = []
    documents = {name: _document(folder / name, temuan) for name in (*(f for f, _ in _LISTS.values()), _PICKS)}
    if any(document is None for document in documents.values()):
        return Loaded(value=None, temuan=tuple(temuan))
    read = {name: document for name, document in documents.items() if document is not None}
    kept: dict[str, Plain] = {name: read[name].data for name in sorted(read) if name != "kolom.yaml"}
    content = json.dumps(kept, sort_keys=True, ensure_ascii=False)
    data: dict[str, Any] = {"hash": hashlib.sha256(content.encode()).hexdigest()}
    for key, (name, kind) in _LISTS.items():
        data[key] = _validated(tuple[kind, ...], read[name], temuan)  # type: ignore[valid-type]
    data["picks"] = _validated(PlanRules.model_fields["picks"].annotation, read[_PICKS], temuan)
    if has_errors(temuan):
        return Loaded(value=None, temuan=tuple(temuan))
    rules = PlanRules(**data)
    for check in _CHECKS:
        temuan.extend(check(rules, read))
    return Loaded(value=None if has_errors(temuan) else rules, temuan=tuple(temuan))


def _document(path: Path, temuan: list[Temuan]) -> Document | None:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        temuan.append(Temuan.of(Code.KAT_014, FilePos(file=str(path)), name=path.name, known="-"))
        return None
    loaded = read_document(str(path), text)
    temuan.extend(loaded.temuan)
    return loaded.value


def _validated(kind: Any, document: Document, temuan: list[Temuan]) -> Any:
    """Return a file's data as records; None and one KAT-002 for each wrong key."""
    try:
        return TypeAdapter(kind).validate_python(document.data)
    except ValidationError as error:
        for problem in error.errors(include_url=False, include_context=False, include_input=True):
            place: KeyPath = tuple(problem["loc"])
            seen = problem["input"]
            shown = "" if isinstance(seen, dict | list | BaseModel) else str(seen)[:60]
            key = ".".join(str(part) for part in place)
            temuan.append(Temuan.of(Code.KAT_002, document.at(place), key=key, kind=problem["type"], seen=shown))
        return None


Read = dict[str, Document]


def _twice(rules: PlanRules, read: Read) -> Iterator[Temuan]:
    """Ids stand once in each file (KAT-004)."""
    for key, (name, _) in _LISTS.items():
        yield from _repeated([getattr(record, "id", "") or record.key for record in getattr(rules, key)], name, read)


def _repeated(ids: Iterable[str], name: str, read: Read) -> Iterator[Temuan]:
    seen: dict[str, int] = {}
    for index, own in enumerate(ids):
        at = read[name].at((index,))
        if own in seen:
            yield Temuan.of(Code.KAT_004, at, own, id=own, file=name, line=seen[own])
        seen.setdefault(own, at.line)


def _bands(rules: PlanRules, read: Read) -> Iterator[Temuan]:
    """Lower bounds fall from band to band and only the last has none: no gap, no overlap (RENC-001)."""
    for index, lights in enumerate(rules.lights):
        bounds = [band.lower for band in lights.bands]
        whole = [bound for bound in bounds[:-1] if bound is not None]
        if bounds[-1] is not None or len(whole) != len(bounds) - 1 or whole != sorted(set(whole), reverse=True):
            at = read["lampu.yaml"].at((index, "bands"))
            yield Temuan.of(Code.RENC_001, at, lights.id)


def _names(rules: PlanRules, read: Read) -> Iterator[Temuan]:
    """Kinds name policies and columns, policies name bands, that exist (KAT-009)."""
    lights = {one.id for one in rules.lights}
    columns = {column.key for column in rules.columns}
    for index, policy in enumerate(rules.policies):
        if policy.bands not in lights:
            yield Temuan.of(Code.KAT_009, read["kebijakan.yaml"].at((index, "bands")), policy.id, name=policy.bands)
    for index, kind in enumerate(rules.kinds):
        for name in (*((kind.policy,) if kind.policy not in rules.policies_by_id else ()), *{*kind.columns} - columns):
            yield Temuan.of(Code.KAT_009, read["jenis.yaml"].at((index,)), kind.id, name=name)


def _cited(rules: PlanRules, read: Read) -> Iterator[Temuan]:
    """Every record cites a regulation of the folder (KAT-007)."""
    known = {regulation.id for regulation in rules.regulations}
    for key, (name, _) in _LISTS.items():
        for index, record in enumerate(getattr(rules, key)):
            for reference in record.references if isinstance(record, Cited) else ():
                if reference.regulation not in known:
                    at = read[name].at((index, "references"))
                    yield Temuan.of(Code.KAT_007, at, record.id, name=reference.regulation)


def _choices(rules: PlanRules, read: Read) -> Iterator[Temuan]:
    """Every way of reckoning has its label, in the order formulas number them (KAT-012)."""
    for name, kind in (("polarity", Polarity), ("logic", Logic), ("roll_up", RollUp)):
        given = [pick.id for pick in getattr(rules.picks, name)]
        wanted = [member.value for member in kind]
        if given != wanted:
            at = read[_PICKS].at((name,))
            yield Temuan.of(Code.KAT_012, at, name, expected="/".join(wanted))


_CHECKS: tuple[Callable[[PlanRules, Read], Iterator[Temuan]], ...] = (_twice, _bands, _names, _cited, _choices)
