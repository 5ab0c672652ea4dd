"""Where a working folder is: known without loading anything, for `pmprb` alone asks it at every start."""

from __future__ import annotations

from pathlib import Path

SETTINGS = "pmprb.yaml"


def round_folder(start: Path) -> Path | None:
    """Return the working folder that `start` is, or lies in."""
    here = start.resolve()
    return next((one for one in (here, *here.parents) if (one / SETTINGS).is_file()), None)
