"""What is costly to make, made once for all test processes."""

from __future__ import annotations

import os
import pickle
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

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
