"""Work that kills the process that does it, as a file may: for workers of this machine and of a cluster."""

from __future__ import annotations

import os
from pathlib import Path


def size_or_death(entry: tuple[str, Path]) -> tuple[str, int]:
    """Return a file's name and size. A file whose bytes say so takes the worker with it."""
    name, path = entry
    content = path.read_bytes()
    if content == b"mati":
        os._exit(9)
    if content == b"sekali" and not (mark := path.with_suffix(".sudah")).exists():
        mark.touch()
        os._exit(9)
    return name, len(content)
