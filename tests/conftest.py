"""Fixtures several files share."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmprb.demo.make import Made, make_demo


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Made]]:
    """The synthetic regency, made once for all tests: its folder and what was made."""
    folder = tmp_path_factory.mktemp("demo")
    return folder, make_demo(folder, lambda _name: None)
