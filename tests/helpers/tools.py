"""Libraries of the extras: a test that needs one is skipped without it, and fails in CI, which installs it."""

from __future__ import annotations

import importlib
import os
from types import ModuleType

import pytest


def needed(name: str) -> ModuleType:
    """Return a module."""
    if os.environ.get("PMPRB_CI"):
        return importlib.import_module(name)
    module: ModuleType = pytest.importorskip(name, reason=f"{name} is not installed")
    return module
