"""The page in headless Chromium, as a person uses it: served by `pmprb papan`, its console and its requests watched."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from helpers.papan import running
from helpers.tools import needed, needed_program

PATIENCE = 300_000
"""Milliseconds that any step of a browser may take: a limit for what hangs, no measure. A step ends when it is done."""


@dataclass
class Watched:
    """What went wrong or out while a page was used."""

    errors: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


_DRIVER: list[Any] = []  # Playwright's loop, and how many browsers it has: a process can have one loop only


@contextmanager
def browser(*arguments: str) -> Iterator[Any]:
    """Give a Chromium that is closed afterwards; several may be open at once."""
    needed(find_spec("playwright"), "Playwright (pip install '.[peramban]')")
    program = needed_program("chromium", "chromium-browser", "google-chrome")
    if not _DRIVER:
        from playwright.sync_api import sync_playwright

        _DRIVER[:] = [sync_playwright().start(), 0]
    _DRIVER[1] += 1
    try:
        told = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", *arguments]
        made = _DRIVER[0].chromium.launch(executable_path=program, args=told, timeout=PATIENCE)
        yield made
        made.close()
    finally:
        _DRIVER[1] -= 1
        if not _DRIVER[1]:
            _DRIVER.pop(0).stop()
            _DRIVER.clear()


def watched(page: Any) -> Watched:
    """Watch a page: errors of its console and scripts, dialogs, addresses it asks for."""
    seen = Watched()
    page.context.set_default_timeout(PATIENCE)
    page.on("console", lambda message: seen.errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    page.on("dialog", lambda dialog: (seen.dialogs.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: seen.requests.append(request.url))
    return seen


@contextmanager
def served(chromium: Any, folder: Path, *arguments: str, room: str = "rekap") -> Iterator[tuple[Any, Watched]]:
    """Give a room of the page as `pmprb papan` serves it. Afterwards nothing may have gone wrong or out."""
    with running(*arguments, folder=folder) as server:
        context = chromium.new_context(viewport={"width": 1366, "height": 768}, accept_downloads=True)
        page = context.new_page()
        seen = watched(page)
        page.goto(f"{server.base}/#tiket={server.ticket}")
        page.wait_for_selector("main .ruang-isi > *")
        page.evaluate("ruang => { location.hash = ruang; }", room)
        yield page, seen
        context.close()
    assert seen.errors == [] and seen.dialogs == []
    inside = (f"{server.base}/", "blob:", "data:")
    assert [address for address in seen.requests if not address.startswith(inside)] == []


def focused(page: Any) -> str:
    """Return the text of what has the focus."""
    return str(page.evaluate("document.activeElement.textContent.trim()"))


def too_wide(page: Any) -> list[str]:
    """Return what stands out of the screen to the right, beside what scrolls by itself."""
    found: list[str] = page.evaluate(
        """() => document.documentElement.scrollWidth <= innerWidth ? [] :
            [...document.querySelectorAll("body *")]
                .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".gulir, .untuk-pembaca"))
                .map(e => e.className || e.tagName).slice(0, 5)"""
    )
    return found
