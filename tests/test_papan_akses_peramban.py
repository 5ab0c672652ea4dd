"""Every state of the page in every theme and size: fit for screen readers, high contrast and small screens; no console
tells of an error, nothing is asked from elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.axe import grave_findings
from helpers.layar import SIZES, THEMES, Walk, dressed
from helpers.papan import running
from helpers.peramban import browser, too_wide

pytestmark = pytest.mark.peramban

CONTRAST = ("color-contrast",)
"""What a theme can change. All else is looked at once a size."""


@pytest.mark.parametrize("part", ["rekap", "isi", "klinik", "kelas", "rest"])
def test_no_state_keeps_anybody_out(part: str, tmp_path: Path) -> None:
    arguments = ("--kelas", "--alamat", "127.0.0.1", "--port-kelas", "0")
    found: list[str] = []
    with browser() as chromium, running(*arguments, folder=tmp_path) as server:
        walk = Walk(chromium, server)
        states = 0
        for screen in getattr(walk, part)():
            states += 1
            for size in [(360, 740)] if screen.phone else SIZES:
                for theme in THEMES:
                    dressed(screen.page, theme, size)
                    rules = () if theme == THEMES[0] else CONTRAST
                    where = f"{screen.name} {theme} {size[0]}"
                    found += [f"{where}: {one}" for one in grave_findings(screen.page, rules)]
                    if theme == "terang" or (theme == "proyektor" and size[0] > 1000):
                        found += [f"{where}: stands out to the right: {one}" for one in too_wide(screen.page)]
            dressed(screen.page, "otomatis", (360, 740) if screen.phone else SIZES[0])
        walk.close()
        asked = [address for one in walk.seen for address in one.requests]
        wrong = [error for one in walk.seen for error in (*one.errors, *one.dialogs)]
        server.end()
    assert states
    assert found == [], "\n".join(found)
    assert wrong == []
    assert [one for one in asked if not one.startswith((server.base, server.phones, "blob:", "data:"))] == []
