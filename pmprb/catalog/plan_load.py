"""The folder `rencana-aksi` in, `PlanRules` out, with every mistake in one run.

Enters: a criteria folder. Leaves: `Loaded[PlanRules]`; rules with a KESALAHAN are not handed out.
"""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from pmprb.catalog.load import default_folder
from pmprb.catalog.model import Regulation
from pmprb.catalog.plan_checks import CHECKS, FILES, PICKS
from pmprb.catalog.plan_rules import Kind, Lights, Line, PlanColumn, PlanRules, Policy
from pmprb.catalog.text import Document, Plain, read_document
from pmprb.catalog.text import Path as KeyPath
from pmprb.temuan import Code, FilePos, Loaded, Temuan, has_errors

FOLDER = "rencana-aksi"
_KINDS: dict[str, type[Any]] = {
    "kinds": Kind,
    "policies": Policy,
    "lights": Lights,
    "activities": Line,
    "themes": Line,
    "columns": PlanColumn,
    "regulations": Regulation,
}


@lru_cache(maxsize=8)
def load_plan_rules(criteria: Path | None = None) -> Loaded[PlanRules]:
    """Return the rules of a criteria folder, read once per run; the program's own without a folder."""
    return read_plan_rules((criteria or default_folder()) / FOLDER)


def read_plan_rules(folder: Path) -> Loaded[PlanRules]:
    """Return the rules in a folder; all files are read and all checks run before anything is refused."""
    temuan: list[Temuan] = []
    documents = {name: _document(folder / name, temuan) for name in (*FILES.values(), PICKS)}
    read = {name: document for name, document in documents.items() if document is not None}
    kept: dict[str, Plain] = {name: read[name].data for name in sorted(read) if name != "kolom.yaml"}
    content = json.dumps(kept, sort_keys=True, ensure_ascii=False)
    data: dict[str, Any] = {"hash": hashlib.sha256(content.encode()).hexdigest()}
    # A file that cannot be read spares the others: their mistakes are told in the same run.
    for key, name in FILES.items():
        if name in read:
            data[key] = _validated(tuple[_KINDS[key], ...], read[name], temuan)  # type: ignore[valid-type]
    if PICKS in read:
        data["picks"] = _validated(PlanRules.model_fields["picks"].annotation, read[PICKS], temuan)
    if has_errors(temuan):
        return Loaded(value=None, temuan=tuple(temuan))
    rules = PlanRules(**data)
    for check in CHECKS:
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
