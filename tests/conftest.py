"""Fixtures several files share."""

from __future__ import annotations

import os
import pickle
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings

from pmprb.demo.make import Made, make_demo

pytest.register_assert_rewrite("helpers")  # so that a failed assertion there shows its values too

# Hypothesis times each example, and how long one takes to draw: on a busy machine both fail for no reason of ours.
settings.register_profile("pmprb", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("pmprb")

T = TypeVar("T")


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], T]) -> tuple[Path, T]:
    """Return a folder and what `make` made in it: once for all processes, when tests run side by side (pytest-xdist).

    The first to come makes it, the others wait and take a copy; nobody may change the folder.
    """
    if not os.environ.get("PYTEST_XDIST_WORKER"):
        folder = factory.mktemp(name)
        return folder, make(folder)
    root = factory.getbasetemp().parent
    kept = root / f"{name}.pickle"
    with FileLock(root / f"{name}.lock"):
        if not kept.is_file():
            folder = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=root))
            kept.write_bytes(pickle.dumps((folder, make(folder))))
    folder, made = pickle.loads(kept.read_bytes())
    return folder, made


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Made]]:
    """The synthetic regency, made once for all tests: its folder and what was made."""
    return made_once(tmp_path_factory, "demo", make_demo)
