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
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pmprb import __version__
from pmprb.books.rekap import tables as long_tables
from pmprb.catalog.model import Instrument
from pmprb.jobs.shelf import Shelf
from pmprb.office.model import Consolidation
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


def _place(instansi: str, period: str) -> str:
    return f"{_segment('instansi', instansi)}/{_segment('periode', period)}"


def files_of(instansi: str, period: str) -> dict[str, str]:
    """Return where each table of an instansi and a period stands in the folder of results."""
    return {name: f"{name}/{_place(instansi, period)}/data.parquet" for name in long_tables.TABLES}


def put_part(shelf: Shelf, part: Part) -> tuple[Temuan, ...]:
    """Write what one instansi has for one period, all of it or nothing; return why it was not."""
    files = files_of(part.instansi, part.period)
    listed = [_listed(path, part.content[name]) | {"rows": part.about["rows"][name]} for name, path in files.items()]
    about = {key: value for key, value in part.about.items() if key != "rows"}
    record, done = record_place(part), _done(part.instansi, part.period)
    kept = {"files": listed, "record": _listed(record, part.record)}
    entry = {"instansi": part.instansi, "period": part.period} | about | kept
    writes = {path: part.content[name] for name, path in files.items()}
    writes |= {record: part.record, f"{done}/{_ENTRY}": _json(entry)}  # the entry last: what has one is whole
    return shelf.put(writes, _is_whole(shelf, _read_entry(shelf, f"{done}/{_ENTRY}")), [MANIFEST])


def _listed(path: str, content: bytes) -> dict[str, Any]:
    return {"path": path, "sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}


def write_manifest(shelf: Shelf) -> None:
    """Write the manifest anew: every entry there is, by instansi and period."""
    entries = sorted(_entries(shelf), key=lambda one: (one["instansi"], one["period"]))
    shown = [{key: value for key, value in one.items() if key not in ("key", "record")} for one in entries]
    shelf.put_one(MANIFEST, _json({"format": FORMAT, "program": __version__, "parts": shown}))


def _entries(shelf: Shelf) -> Iterable[dict[str, Any]]:
    for name in shelf.beneath(_DONE, _ENTRY):
        if (entry := _read_entry(shelf, name)) is not None:
            yield entry


def _read_entry(shelf: Shelf, name: str) -> dict[str, Any] | None:
    try:
        entry = json.loads(shelf.read(name))
    except (OSError, ValueError):
        return None
    return (
        entry if isinstance(entry, dict) and {"instansi", "period", "key", "files", "record"} <= entry.keys() else None
    )


def finished(shelf: Shelf, instansi: str, key: str) -> str | None:
    """Return where the record stands of what an instansi has already, made of just this (`key`); None when it is to be
    made.

    Its tables must be there, as the entry says.
    """
    for name in shelf.beneath(f"{_DONE}/{_segment('instansi', instansi)}", _ENTRY):
        entry = _read_entry(shelf, name)
        if entry is not None and key and entry["key"] == key and _is_whole(shelf, entry):
            return f"{name.rpartition('/')[0]}/{_RECORD}"
    return None


def _is_whole(shelf: Shelf, entry: dict[str, Any] | None) -> bool:
    """Return whether what an entry says is there."""
    return entry is not None and shelf.holds([*entry["files"], entry["record"]])


def record_place(part: Part) -> str:
    """Return where a part's record stands."""
    return f"{_done(part.instansi, part.period)}/{_RECORD}"


def _done(instansi: str, period: str) -> str:
    return f"{_DONE}/{_place(instansi, period)}"


def _json(data: Any) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
