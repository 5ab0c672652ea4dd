"""Results as Parquet by instansi and period, with a manifest of hashes; a run that was stopped goes on from them.

Enters: a consolidation's tables. Leaves, in one folder: `units/instansi=Kabupaten X/periode=2026/data.parquet`, the
same for every table, and `manifest.json`. What one instansi has for a period is put in one step, with an entry of its
own beneath `_selesai/` that says of which inputs, by which program and catalog it was made: what has one is whole.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pmprb import __version__
from pmprb.books.rekap import tables as long_tables
from pmprb.catalog.model import Instrument
from pmprb.jobs.output import OutputGate, Permission, put_files, state_of
from pmprb.office.model import Consolidation
from pmprb.sheets.whole import sweep, whole_file
from pmprb.temuan import Temuan

if TYPE_CHECKING:
    import pandas as pd

MANIFEST = "manifest.json"
FORMAT = "pmprb-hasil-1"
_DONE, _ENTRY, _RECORD = "_selesai", "entri.json", "rekaman.json.gz"
_NOBODY = "__HIVE_DEFAULT_PARTITION__"
_PLAIN = " -_.,()abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


@dataclass(frozen=True)
class Part:
    """What one instansi has for one period: each table's bytes, and what its entry says beside their hashes."""

    instansi: str
    period: str
    content: Mapping[str, bytes]
    about: Mapping[str, Any]
    record: bytes = b""


def part_of(
    consolidation: Consolidation, instrument: Instrument, instansi: str, key: str = "", record: bytes = b""
) -> Part:
    """Return a consolidation as Parquet; `key` tells what it was made of, for a run that goes on."""
    content, rows = {}, {}
    for name, table in long_tables.tables(consolidation, instrument).items():
        content[name], rows[name] = _parquet(table), len(table)
    inputs = [
        {"file": one.file, "sha256": one.sha256, "used": one.used}
        for one in (*consolidation.inputs, *consolidation.reviews)
    ]
    about = {
        "program": __version__, "instrument": instrument.id, "catalog": instrument.hash, "key": key,
        "units": len(consolidation.results), "rows": rows, "inputs": inputs,
    }  # fmt: skip
    return Part(instansi.strip(), consolidation.period, content, about, record)


def _parquet(table: pd.DataFrame) -> bytes:
    stream = io.BytesIO()
    table.to_parquet(stream, index=False)
    return stream.getvalue()


def _segment(name: str, value: str) -> str:
    """Return a folder's name as DuckDB, pandas and Spark read it back; letters no file system dislikes stay."""
    kept = quote(value, safe=_PLAIN).rstrip(" ") if value else _NOBODY
    return f"{name}={kept[:-1]}%2E" if kept.endswith(".") else f"{name}={kept}"


def _place(instansi: str, period: str) -> Path:
    return Path(_segment("instansi", instansi), _segment("periode", period))


def files_of(folder: Path, instansi: str, period: str) -> dict[str, Path]:
    """Return where each table of an instansi and a period stands."""
    return {name: folder / name / _place(instansi, period) / "data.parquet" for name in long_tables.TABLES}


def put_part(gate: OutputGate, folder: Path, part: Part) -> tuple[Temuan, ...]:
    """Write what one instansi has for one period, all of it or nothing; return why it was not."""
    files = files_of(folder, part.instansi, part.period)
    listed = [
        {"path": path.relative_to(folder).as_posix(), "sha256": _hash(part.content[name]),
         "rows": part.about["rows"][name]}
        for name, path in files.items()
    ]  # fmt: skip
    about = {key: value for key, value in part.about.items() if key != "rows"}
    done = folder / _DONE / _place(part.instansi, part.period)
    record = {"path": (done / _RECORD).relative_to(folder).as_posix(), "sha256": _hash(part.record)}
    entry = {"instansi": part.instansi, "period": part.period} | about | {"files": listed, "record": record}
    writes = {path: part.content[name] for name, path in files.items()}
    writes |= {done / _RECORD: part.record, done / _ENTRY: _json(entry)}  # the entry last: what has one is whole
    if inputs := [told for path in (*writes, folder / MANIFEST) for told in gate.input_at(path)]:
        return tuple(inputs)
    for path in writes:
        sweep(path.parent)
    making = {path: _writing(content) for path, content in writes.items()}
    if _is_whole(folder, done / _ENTRY):
        return gate.put_all(making)
    # What stands there without an entry that fits it is what a run left that was killed between two files.
    return put_files(making, {path: state_of(path) for path in making}, Permission(overwrite=True))


def _writing(content: bytes) -> Any:
    return lambda draft: draft.write_bytes(content)


def write_manifest(folder: Path) -> None:
    """Write the manifest anew: every entry there is, by instansi and period."""
    entries = sorted(_entries(folder), key=lambda one: (one["instansi"], one["period"]))
    shown = [{key: value for key, value in one.items() if key not in ("key", "record")} for one in entries]
    folder.mkdir(parents=True, exist_ok=True)
    with whole_file(folder / MANIFEST) as draft:
        draft.write_bytes(_json({"format": FORMAT, "program": __version__, "parts": shown}))


def _entries(folder: Path) -> Iterable[dict[str, Any]]:
    for path in (folder / _DONE).glob(f"*/*/{_ENTRY}"):
        if (entry := _read_entry(path)) is not None:
            yield entry


def _read_entry(path: Path) -> dict[str, Any] | None:
    try:
        entry = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return (
        entry if isinstance(entry, dict) and {"instansi", "period", "key", "files", "record"} <= entry.keys() else None
    )


def finished(folder: Path, instansi: str, key: str) -> Path | None:
    """Return the record of what an instansi has already, made of just this (`key`); None when it is to be made.

    Its tables must be there, with the bytes the entry says.
    """
    for path in (folder / _DONE / _segment("instansi", instansi)).glob(f"*/{_ENTRY}"):
        entry = _read_entry(path)
        if entry is not None and key and entry["key"] == key and _is_whole(folder, path):
            return path.with_name(_RECORD)
    return None


def _is_whole(folder: Path, entry: Path) -> bool:
    """Return whether an entry is there, and what it says is."""
    said = _read_entry(entry)
    return said is not None and all(_whole(folder, one) for one in (*said["files"], said["record"]))


def record_place(folder: Path, part: Part) -> Path:
    """Return where a part's record stands."""
    return folder / _DONE / _place(part.instansi, part.period) / _RECORD


def _whole(folder: Path, one: Mapping[str, Any]) -> bool:
    try:
        return _hash((folder / one["path"]).read_bytes()) == str(one["sha256"])
    except (OSError, KeyError, TypeError):
        return False


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _json(data: Any) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
