"""What is costly to make, made once: for all test processes, or for the tests of one."""

from __future__ import annotations

import os
import pickle
import tempfile
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import pytest
from filelock import FileLock

T = TypeVar("T")


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], T]) -> tuple[Path, T]:
    """Return a folder and what `make` made in it: once for all processes, when tests run side by side (pytest-xdist).

    The first to come makes it, the others wait and take a copy; nobody may change the folder.
    """
    base = factory.getbasetemp()
    root = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    kept = root / f"{name}.pickle"
    with FileLock(root / f"{name}.lock"):
        if not kept.is_file():
            folder = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=root))
            kept.write_bytes(pickle.dumps((folder, make(folder))))
    folder, made = pickle.loads(kept.read_bytes())
    return folder, made


def remembered(make: Callable[..., Path]) -> Callable[..., Path]:
    """Let a function that writes a file from a catalog and other words write the same bytes for the same words.

    Most tests spoil one of a few forms in their own way. The catalog counts by itself, all else by what it says.
    """
    kept: dict[tuple[int, str], tuple[object, bytes]] = {}

    @wraps(make)
    def write(path: Path, catalog: object, *words: Any, **more: Any) -> Path:
        key = (id(catalog), repr((words, more)))
        if key not in kept:
            if len(kept) > 200:
                kept.clear()
            make(path, catalog, *words, **more)
            kept[key] = (catalog, path.read_bytes())  # the catalog too, so that its number stays its own
        else:
            path.write_bytes(kept[key][1])
        return path

    return write
