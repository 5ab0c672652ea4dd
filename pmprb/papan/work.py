"""The list of jobs of the page. Both of its homes call `run` and nothing else.

A job's name is its room and what it does ("rekap.gabung"). The module of a room is imported when one of its jobs is
asked for; its `JOBS` names them. `python -m pmprb.papan.work --list` prints all.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from pmprb.jobs.refusal_words import worded
from pmprb.jobs.refusals import Refusal
from pmprb.papan.desk import Answer, Desk, Job, Stopped, Trouble
from pmprb.papan.words import on_page

ROOMS = {
    "rekap": "pmprb.papan.consolidate",
    "isi": "pmprb.papan.fill",
    "klinik": "pmprb.papan.clinic",
    "tentang": "pmprb.papan.about",
}
"""Which module has the jobs of a room."""


def jobs() -> dict[str, Job]:
    """Return every job by its name."""
    return {name: job for room in ROOMS for name, job in _room(room).items()}


def run(name: str, desk: Desk, request: Mapping[str, Any]) -> Answer:
    """Return the answer of a job. It never raises for what a user did or gave, and tells no traceback."""
    job = _room(name.partition(".")[0]).get(name)
    if job is None:
        return Answer(
            error=Trouble(f"Halaman meminta pekerjaan yang tidak ada: {name[:60]}.", "Muat ulang halamannya.")
        )
    try:
        return job(desk, request)
    except Stopped as stopped:
        return Answer(error=stopped.trouble)
    except Refusal as refusal:
        return Answer(error=refused(refusal))
    except MemoryError:
        return Answer(
            error=Trouble(
                "Memorinya tidak cukup.",
                "Tutup tab lain, muat ulang halamannya, lalu coba lagi dengan lebih sedikit berkas.",
            )
        )
    except OSError as error:
        return Answer(
            error=Trouble(
                f"Berkas tidak dapat dibaca atau ditulis ({error.strerror or 'galat sistem'}).", "Pilih berkasnya lagi."
            )
        )
    except Exception as error:
        detail = f"{type(error).__name__}: {error}"[:200]
        return Answer(
            error=Trouble(f"Program ini tersandung ({detail}).", "Laporkan kalimat ini kepada yang membuat programnya.")
        )


def refused(refusal: Refusal) -> Trouble:
    """Return why a request is refused: the command line's sentence in the words of the page."""
    return Trouble(on_page(worded(refusal)))


def _room(room: str) -> Mapping[str, Job]:
    if room not in ROOMS:
        return {}
    found: Mapping[str, Job] = import_module(ROOMS[room]).JOBS
    return found


def main(arguments: list[str]) -> int:
    """Print the names of the jobs, one a line."""
    if arguments != ["--list"]:
        print("python -m pmprb.papan.work --list", file=sys.stderr)
        return 2
    print("\n".join(sorted(jobs())))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
