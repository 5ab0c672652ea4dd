"""Fixtures several files share."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from helpers import quick_catalogs, quick_openpyxl
from helpers.libreoffice import end_office
from helpers.once import made_once
from helpers.writers import Place, make_place
from pmprb.demo.make import Made, make_demo
from pmprb.sheets.whole import is_draft

# Where no bytecode may be written, each of the many children of the tests compiles the whole package anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# A shell ignores Ctrl-C for what it starts in the background, and so would every child of the tests.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# More than the program itself at its start: looking for rings of objects costs an eighth of the processor time.
gc.set_threshold(1_000_000, 50, 50)

# Packed in haste a workbook has the same parts; packing as small as people get it costs a fiftieth of all.
zlib.Z_DEFAULT_COMPRESSION = 1  # type: ignore[misc]

quick_openpyxl.hasten()
quick_catalogs.hasten()

# Hypothesis times each example, and how long one takes to draw: on a busy machine both fail for no reason of ours.
settings.register_profile("pmprb", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("pmprb")


@pytest.fixture(scope="session", autouse=True)
def office() -> Iterator[None]:
    """End the LibreOffice that waits for the tests of this process, if one was started."""
    yield
    end_office()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Made]]:
    """The synthetic regency, made once for all tests: its folder and what was made."""
    return made_once(tmp_path_factory, "demo", lambda folder: make_demo(folder, workers=1))


@pytest.fixture(scope="session")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the commands that write start from, made once for all tests."""
    return made_once(tmp_path_factory, "gerbang", make_place)[0]


@pytest.fixture
def place(workplace: Path, tmp_path: Path) -> Iterator[Place]:
    """A copy of the workplace; nothing hidden may be left in it, whatever the test did."""
    root = tmp_path / "kerja"
    shutil.copytree(workplace, root, copy_function=shutil.copyfile)
    yield Place(root)
    assert [path for path in root.rglob(".*") if is_draft(path.name)] == []
