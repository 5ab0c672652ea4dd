"""What a test needs of a machine beside the program: the test is skipped without it, and fails in CI, which has all."""

from __future__ import annotations

import importlib
import os
import shutil
from importlib.util import find_spec
from types import ModuleType

import pytest


def needed(what: object, name: str) -> None:
    """Skip the test, or fail it where PMPRB_CI is set, unless there is something; `name` is how people call it."""
    if what:
        return
    if os.environ.get("PMPRB_CI"):
        pytest.fail(f"{name} is missing, and PMPRB_CI is set")
    pytest.skip(f"{name} is missing")


def needed_module(name: str) -> ModuleType:
    """Return a library of the extras."""
    needed(find_spec(name), f"the library {name}")
    return importlib.import_module(name)


def needed_program(*names: str) -> str:
    """Return where a program is that bears one of these names."""
    found = next((path for name in names if (path := shutil.which(name))), "")
    needed(found, " or ".join(names))
    return found
