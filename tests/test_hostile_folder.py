"""A folder of 64 good worksheets among everything that can go wrong with a file: nothing good is lost."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from helpers.hostile import fill_folder, gathered

PEAK = 600 * 1024 * 1024


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read from /proc, which only Linux has")
def test_sixty_four_good_files_are_scored_and_all_others_refused_with_their_reasons(tmp_path: Path) -> None:
    folder = tmp_path / "kiriman"
    folder.mkdir()
    refused = fill_folder(folder, "rb-tematik-2024")  # the smallest: how large a good one is changes nothing
    before = {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}
    made = gathered(folder, tmp_path)
    assert made.code == 1
    assert made.data["files"] == {"offered": 64 + refused, "scored": 64, "refused": refused, "passed_over": 1}
    assert all(one["why"] for one in made.data["inputs"] if one["fate"] != "used")
    assert not any(t["code"] == "BUKU-042" for t in made.data["temuan"])
    assert made.peak < PEAK
    assert {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()} == before
