"""Fixtures several files share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from helpers.once import made_once
from pmprb.demo.make import Made, make_demo

# Where no bytecode may be written, each of the many children of the tests compiles the whole package anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# Hypothesis times each example, and how long one takes to draw: on a busy machine both fail for no reason of ours.
settings.register_profile("pmprb", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("pmprb")


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Made]]:
    """The synthetic regency, made once for all tests: its folder and what was made."""
    return made_once(tmp_path_factory, "demo", make_demo)
