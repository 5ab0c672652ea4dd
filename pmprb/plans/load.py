"""The folder `rencana-aksi` in, `PlanRules` out, with every mistake in one run.

Enters: a criteria folder. Leaves: `Loaded[PlanRules]`; rules with a KESALAHAN are not handed out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from pmprb.catalog.checks import unread_source
from pmprb.catalog.item import Cited
from pmprb.catalog.load import default_folder
from pmprb.catalog.model import Regulation
from pmprb.catalog.text import Document, Plain, adapter_of, read_document, read_file
from pmprb.catalog.text import Path as KeyPath
from pmprb.plans.rules import (
    COMPARED,
    FollowRules,
    Lights,
    Logic,
    OwnHeading,
    PlanColumn,
    PlanKind,
    PlanLine,
    PlanRules,
    Polarity,
    Policy,
    RollUp,
)
from pmprb.temuan import (
    CatalogFileMissing,
    ComparisonPolicyUsed,
    FilePos,
    FloorAboveCap,
    LightsDoNotFall,
    LineEndsBeforeBegin,
    Loaded,
    NameOfTwoLines,
    NeededRuleMissing,
    OptionsUnlikeScale,
    RepeatedId,
    ScaleWithoutRoom,
    Temuan,
    UnfitKey,
    UnknownNodeNamed,
    UnknownRegulation,
    has_errors,
)

# What rules of action plans must hold beyond their shape: names that exist, bands without gaps, ways that compile.


FILES = {
    "kinds": "jenis.yaml",
    "policies": "kebijakan.yaml",
    "lights": "lampu.yaml",
    "activities": "kegiatan_utama.yaml",
    "themes": "tema.yaml",
    "columns": "kolom.yaml",
    "regulations": "regulations.yaml",
}
"""The lists of the folder by the key of `PlanRules`, and the file each stands in."""
PICKS = "pilihan.yaml"
_QUARTERLY = ("target", "realised", "achieved")
_NEEDED = (
    *_QUARTERLY, "number", "line", "action", "output", "unit", "indicator", "baseline", "polarity", "logic", "roll_up",
    "shared", "year_target", "upper", "budget", "budget_realised", "target_to_date", "realised_to_date", "to_date",
    "of_year",
    "light", "absorbed", "obstacle", "follow_up", "evidence", "review_accuracy", "review_output", "review_quality",
    "review_time",
)  # fmt: skip
"""Columns that worksheets' formulas and readings speak of by name."""
_TWO = {"review": ["yes", "no"], "status": ["reached", "missed"]}

Read = dict[str, Document]


def _twice(rules: PlanRules, read: Read) -> Iterator[Temuan]:
    """Ids stand once in each file (KAT-004)."""
    for key, name in FILES.items():
        yield from _repeated([getattr(record, "id", "") or record.key for record in getattr(rules, key)], name, read)


def _repeated(ids: Iterable[str], name: str, read: Read) -> Iterator[Temuan]:
    seen: dict[str, int] = {}
    for index, own in enumerate(ids):
        at = read[name].at((index,))
        if own in seen:
            yield RepeatedId(at, own, id=own, file=name, line=seen[own])
        seen.setdefault(own, at.line)


def _bands(rules: PlanRules, read: Read) -> Iterator[Temuan]:
    """Lower bounds fall from band to band and only the last has none: no gap, no overlap (RENC-001)."""
    for index, lights in enumerate(rules.lights):
        bounds = [band.lower for band in lights.bands]
        whole = [bound for bound in bounds[:-1] if bound is not None]
        if bounds[-1] is not None or len(whole) != len(bounds) - 1 or whole != sorted(set(whole), reverse=True):
            at = read["lampu.yaml"].at((index, "bands"))
            yield LightsDoNotFall(at, lights.id)


def _names(rules: PlanRules, read: Read) -> Iterator[Temuan]:
    """Kinds name policies and columns, policies name bands, that exist (KAT-009)."""
    lights = {one.id for one in rules.lights}
    columns = {column.key for column in rules.columns}
    for index, policy in enumerate(rules.policies):
        if policy.bands not in lights:
            yield UnknownNodeNamed(read["kebijakan.yaml"].at((index, "bands")), policy.id, name=policy.bands)
    for index, kind in enumerate(rules.kinds):
        reckoned = kind.form == "capaian"
        missing = (kind.policy,) if reckoned and kind.policy not in rules.policies_by_id else ()
        for name in (*missing, *{*kind.columns} - columns):
            yield UnknownNodeNamed(read["jenis.yaml"].at((index,)), kind.id, name=name)


def _cited(rules: PlanRules, read: Read) -> Iterator[Temuan]:
    """Every record cites a regulation of the folder (KAT-007), read where that matters (KAT-070)."""
    known = {regulation.id: regulation for regulation in rules.regulations}
    for key, name in FILES.items():
        for index, record in enumerate(getattr(rules, key)):
            if not isinstance(record, Cited):
                continue
            own = str(getattr(record, "id", ""))
            for reference in record.references:
                if reference.regulation not in known:
                    yield UnknownRegulation(read[name].at((index, "references")), own, name=reference.regulation)
            yield from unread_source(read[name].at((index,)), own, record, known)


def _choices(rules: PlanRules, read: Read) -> Iterator[Temuan]:
    """Every way of reckoning has its label, in the order formulas number them (KAT-012)."""
    for name, kind in (("polarity", Polarity), ("logic", Logic), ("roll_up", RollUp)):
        given = [pick.id for pick in getattr(rules.picks, name)]
        wanted = [member.value for member in kind]
        if given != wanted:
            at = read[PICKS].at((name,))
            yield OptionsUnlikeScale(at, name, expected="/".join(wanted))
    for name, ids in _TWO.items():
        if [pick.id for pick in getattr(rules.picks, name)] != ids:
            yield OptionsUnlikeScale(read[PICKS].at((name,)), name, expected="/".join(ids))


def _usable(rules: PlanRules, read: Read) -> Iterator[Temuan]:
    """Worksheets can be made with a kind's policy (KAT-040); bounds leave room between them (KAT-044)."""
    for index, kind in enumerate(rules.kinds):
        policy = rules.policies_by_id.get(kind.policy)
        if policy and (policy.quarters.zero != "ikut" or policy.rows.zero != "ikut"):
            at = read["jenis.yaml"].at((index, "policy"))
            yield ComparisonPolicyUsed(at, kind.id, name=policy.id)
    for index, policy in enumerate(rules.policies):
        if policy.cap is not None and policy.floor is not None and policy.floor >= policy.cap:
            yield FloorAboveCap(read["kebijakan.yaml"].at((index, "floor")), policy.id)


def _needed(rules: PlanRules, read: Read) -> Iterator[Temuan]:
    """The program finds the columns and the policy it speaks of by name (KAT-041)."""
    columns = {column.key: column for column in rules.columns}
    for key in _NEEDED:
        if key not in columns or columns[key].foreign:
            yield NeededRuleMissing(read["kolom.yaml"].at(()), key, name=key)
    for index, column in enumerate(rules.columns):
        if column.key in _NEEDED and column.quarters != (column.key in _QUARTERLY):
            yield NeededRuleMissing(read["kolom.yaml"].at((index,)), column.key, name="quarters")
    if COMPARED not in rules.policies_by_id:
        yield NeededRuleMissing(read["kebijakan.yaml"].at(()), "kebijakan", name=COMPARED)


def _lines(rules: PlanRules, read: Read) -> Iterator[Temuan]:
    """Lines end after they begin (KAT-042); no two in use in the same year bear the same name (KAT-043)."""
    for key in ("activities", "themes"):
        listed: tuple[PlanLine, ...] = getattr(rules, key)
        file = read[FILES[key]]
        for index, line in enumerate(listed):
            if line.until is not None and line.until < line.since:
                yield LineEndsBeforeBegin(file.at((index, "to")), line.id, first=line.since, last=line.until)
            own = {name.casefold() for name in (line.title, *line.aliases)}
            for earlier in listed[:index]:
                shared = own & {name.casefold() for name in (earlier.title, *earlier.aliases)}
                if shared and _overlap(line, earlier):
                    at = file.at((index,))
                    yield NameOfTwoLines(at, line.id, name=min(shared), other=earlier.id)


def _overlap(one: PlanLine, other: PlanLine) -> bool:
    """True when two lines are in use in the same year."""
    return (one.until is None or other.since <= one.until) and (other.until is None or one.since <= other.until)


def _bounds(rules: PlanRules, read: Read) -> Iterator[Temuan]:
    """The bounds of a column's figures leave room between them (KAT-015)."""
    for index, column in enumerate(rules.columns):
        least = Fraction(0) if column.least is None else column.least
        if any(most is not None and most <= least for most in (column.most, column.most_percent)):
            yield ScaleWithoutRoom(read["kolom.yaml"].at((index,)), column.key)


def _follow(rules: PlanRules, read: Read) -> Iterator[Temuan]:
    """Kinds of recommendations have their form: four states in order and the columns spoken of by name (KAT-041),
    on sources that were read (KAT-070)."""
    if rules.follow is None:
        for index, kind in enumerate(rules.kinds):
            if kind.form != "capaian":
                yield NeededRuleMissing(read[FILES["kinds"]].at((index,)), kind.id, name=FOLLOW)
        return
    file, known = read[FOLLOW], {regulation.id: regulation for regulation in rules.regulations}
    if [status.id for status in rules.follow.statuses] != list(_STATES):
        yield OptionsUnlikeScale(file.at(("statuses",)), "statuses", expected="/".join(_STATES))
    columns = {column.key for column in rules.follow.columns}
    for key in _FOLLOWED:
        if key not in columns:
            yield NeededRuleMissing(file.at(("columns",)), key, name=key)
    for reference in rules.follow.references:
        if reference.regulation not in known:
            yield UnknownRegulation(file.at(("references",)), FOLLOW, name=reference.regulation)
    yield from unread_source(file.at(()), FOLLOW, rules.follow, known)


CHECKS: tuple[Callable[[PlanRules, Read], Iterator[Temuan]], ...] = (
    _twice, _bands, _names, _cited, _choices, _usable, _needed, _lines, _bounds, _follow,
)  # fmt: skip


FOLLOW = "tindak_lanjut.yaml"
_STATES = ("open", "underway", "done", "void")
_FOLLOWED = (
    "number", "line", "recommendation", "source_year", "source_page", "action", "unit", "quarter", "evidence", "status",
    "verified", "note", "unit_code", "sender",
)  # fmt: skip
FOLDER = "rencana-aksi"
OWN_HEADINGS = "judul-sendiri.yaml"
_KINDS: dict[str, type[Any]] = {
    "kinds": PlanKind,
    "policies": Policy,
    "lights": Lights,
    "activities": PlanLine,
    "themes": PlanLine,
    "columns": PlanColumn,
    "regulations": Regulation,
}


@lru_cache(maxsize=8)
def load_plan_rules(criteria: Path | None = None) -> Loaded[PlanRules]:
    """Return the rules of a criteria folder, read once per run; the program's own without a folder."""
    return read_plan_rules((criteria or default_folder()) / FOLDER)


def read_plan_rules(folder: Path) -> Loaded[PlanRules]:
    """Return the rules in a folder; all files are read and all checks run before anything is refused.

    A folder with nothing but `OWN_HEADINGS` adds those headings to the program's own rules.
    """
    if (folder / OWN_HEADINGS).is_file() and not (folder / FILES["kinds"]).is_file():
        return _with_headings(read_plan_rules(default_folder() / FOLDER), folder / OWN_HEADINGS)
    temuan: list[Temuan] = []
    also = (FOLLOW,) if (folder / FOLLOW).is_file() else ()
    documents = {name: _document(folder / name, temuan) for name in (*FILES.values(), PICKS, *also)}
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
    if FOLLOW in read:
        data["follow"] = _validated(FollowRules, read[FOLLOW], temuan)
    if has_errors(temuan):
        return Loaded(value=None, temuan=tuple(temuan))
    rules = PlanRules(**data, hashes=_hashes(kept))
    for check in CHECKS:
        temuan.extend(check(rules, read))
    return Loaded(value=None if has_errors(temuan) else rules, temuan=tuple(temuan))


def _hashes(kept: dict[str, Any]) -> dict[str, str]:
    """Return the SHA-256 of what each kind is reckoned by; `kept` are the files' plain data, valid."""
    ways = {key: value for key, value in kept[PICKS].items() if key != "unit"}
    by_id = {file: {one["id"]: one for one in kept[FILES[file]]} for file in ("policies", "lights")}
    hashes = {}
    for kind in kept[FILES["kinds"]]:
        policy = by_id["policies"].get(kind.get("policy"), {})
        own = {key: value for key, value in kind.items() if key != "scores_as"}
        parts = [own, policy, by_id["lights"].get(policy.get("bands")), ways]
        if kind.get("form") == "tindak-lanjut":
            parts = [own, {key: value for key, value in kept.get(FOLLOW, {}).items() if key != "columns"}]
        content = json.dumps(parts, sort_keys=True, ensure_ascii=False)
        hashes[kind["id"]] = hashlib.sha256(content.encode()).hexdigest()
    return hashes


def _with_headings(loaded: Loaded[PlanRules], path: Path) -> Loaded[PlanRules]:
    """Return rules whose columns are known by more headings, which go before any other; KAT-041 for no such column."""
    temuan = list(loaded.temuan)
    document = _document(path, temuan)
    own: tuple[OwnHeading, ...] | None = _validated(tuple[OwnHeading, ...], document, temuan) if document else None
    if loaded.value is None or own is None:
        return Loaded(value=None, temuan=tuple(temuan))
    known = {column.key for column in loaded.value.columns}
    for index, one in enumerate(own):
        if one.key not in known and document is not None:
            temuan.append(NeededRuleMissing(document.at((index, "key")), one.key, name=one.key))
    more = {key: tuple(h for one in own if one.key == key for h in one.headings) for key in known}
    columns = tuple(
        column.model_copy(update={"before": (*more[column.key], *column.before)}) for column in loaded.value.columns
    )
    rules = loaded.value.model_copy(update={"columns": columns})
    return Loaded(value=None if has_errors(temuan) else rules, temuan=tuple(temuan))


def _document(path: Path, temuan: list[Temuan]) -> Document | None:
    try:
        text = read_file(path)
    except (OSError, UnicodeDecodeError):
        temuan.append(CatalogFileMissing(FilePos(file=str(path)), name=path.name, known=()))
        return None
    loaded = read_document(str(path), text)
    temuan.extend(loaded.temuan)
    return loaded.value


def _validated(kind: Any, document: Document, temuan: list[Temuan]) -> Any:
    """Return a file's data as records; None and one KAT-002 for each wrong key."""
    try:
        return adapter_of(kind).validate_python(document.data)
    except ValidationError as error:
        for problem in error.errors(include_url=False, include_context=False, include_input=True):
            place: KeyPath = tuple(problem["loc"])
            seen = problem["input"]
            shown = "" if isinstance(seen, dict | list | BaseModel) else str(seen)[:60]
            key = ".".join(str(part) for part in place)
            temuan.append(UnfitKey(document.at(place), key=key, kind=problem["type"], seen=shown))
        return None
