"""Every state of the page in every theme and size: fit for screen readers, high contrast and small screens; no console
tells of an error, nothing is asked from elsewhere."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from helpers.axe import grave_findings
from helpers.layar import SIZES, THEMES, Walk, dressed
from helpers.papan import running
from helpers.peramban import browser, too_wide

pytestmark = pytest.mark.peramban

STYLE = Path(__file__).resolve().parent.parent / "pmprb" / "papan" / "halaman" / "gaya.css"
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


def test_nobody_who_chose_no_theme_gets_another_than_the_machine_has() -> None:
    style = STYLE.read_text()
    names = sorted(set(re.findall(r"^  (--[\w-]+): var\(--terang", style, re.MULTILINE)))

    def colours(page: Any, theme: str) -> list[str]:
        marks = "".join(f'<i style="color: var({name})"></i>' for name in names)
        page.set_content(f'<html data-tema="{theme}"><style>{style}</style><body>{marks}</body></html>')
        told = "e => ['colorScheme', 'backgroundColor', 'color'].map(name => getComputedStyle(e)[name]).join()"
        return list(page.evaluate(f"[...document.querySelectorAll('html, body, i')].map({told})"))

    with browser() as chromium:
        shown = {}
        for machine in ("light", "dark"):
            page = chromium.new_page(color_scheme=machine)
            shown |= {(machine, theme): colours(page, theme) for theme in ("otomatis", "terang", "gelap")}
    assert len(names) > 20 and shown["light", "terang"][2:] != shown["light", "gelap"][2:]
    assert shown["light", "otomatis"] == shown["light", "terang"] == shown["dark", "terang"]
    assert shown["dark", "otomatis"] == shown["dark", "gelap"] == shown["light", "gelap"]
