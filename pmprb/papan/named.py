"""What a request names on the desk: folders and files, a period; and places for outputs.

Enters: a desk and a request, which may be anyone's bytes. Leaves: paths beneath the desk. Raises `Stopped` for what is
not there.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from pmprb.jobs.pool import Stage, Tick, Watch
from pmprb.papan.desk import Desk, Stopped, Trouble, asked, safe_parts
from pmprb.period import Period
from pmprb.text import one_line, readable


def folder_of(desk: Desk, request: Mapping[str, Any], name: str) -> Path | None:
    """Return the folder on the desk that a request names; None when it names none."""
    given = asked(request, name, str, "")
    if not given:
        return None
    folder = desk.inputs.joinpath(*safe_parts(given))
    if not folder.is_dir():
        raise Stopped(Trouble("Tidak ada berkas yang diletakkan.", "Pilih berkas atau foldernya."))
    return folder


def file_of(desk: Desk, request: Mapping[str, Any], name: str) -> Path | None:
    """Return the file on the desk that a request names; None when it names none."""
    given = asked(request, name, str, "")
    if not given:
        return None
    path = desk.path(given)
    if path is None:
        raise Stopped(Trouble("Berkas itu tidak ada lagi.", "Pilih berkasnya lagi.", file=readable(given)))
    return path


def watching(desk: Desk) -> Watch:
    """Return a watch that tells the desk which file is done, and how many there are."""
    titles = {
        Stage.READ: "Membaca",
        Stage.REKAPS: "Membaca rekap",
        Stage.MAKE: "Menulis",
        Stage.FEEDBACK: "Menulis umpan balik",
    }

    @contextmanager
    def watch(stage: Stage, total: int) -> Iterator[Tick]:
        done = 0

        def tick(name: str) -> None:
            nonlocal done
            done += 1
            desk.progress(f"{titles[stage]}: {Path(name).name}", done, total)

        desk.progress(titles[stage], 0, total)
        yield tick

    return cast(Watch, watch)


def period_of(request: Mapping[str, Any]) -> str:
    """Return the period asked for, empty without one. Half a year's digits are refused."""
    text = one_line(asked(request, "periode", str, ""))[:40]
    if text and not Period.of(text).known and text.isdigit():
        raise Stopped(
            Trouble(f"Periode {text} tidak dikenal.", "Tulis tahun empat angka, misalnya 2026 atau TW II 2026.")
        )
    return text


def fresh(path: Path) -> Path:
    """Return a place for an output, with nothing of an earlier run on it."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
    return path
