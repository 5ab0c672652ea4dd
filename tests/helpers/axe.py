"""axe-core on a page: what keeps somebody from using it, found by the tool that browsers and agencies check with."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from helpers.tools import needed, needed_program

_PINNED = Path(__file__).resolve().parent.parent / "alat"
GRAVE = ("serious", "critical")


@cache
def source() -> str:
    """Return axe-core's script, fetched once a run from the registry by its hash; skips where npm or the net is not."""
    npm = needed_program("npm")
    folder = Path(mkdtemp(prefix="pmprb-axe-"))
    try:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(_PINNED / name, folder)
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        fetched = subprocess.run(command, cwd=folder, capture_output=True, text=True)
        needed(fetched.returncode == 0, f"axe-core from npm ({fetched.stderr.strip()[:200]})")
        return (folder / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def grave_findings(page: Any, rules: tuple[str, ...] = ()) -> list[str]:
    """Return axe's serious and critical findings on a page as it is, each with the first element that has it.

    The script is handed to the page by the browser itself, as a developer would: the page's own policy stays in force.
    `rules` alone are looked at, if any are named.
    """
    if not page.evaluate("typeof window.axe !== 'undefined'"):
        page.evaluate(f"() => {{ {source()} }}")
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = {"type": "rule", "values": list(rules)}
    found = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{one['id']} ({one['impact']}): {one['nodes'][0]['html'][:160]} | {one['nodes'][0]['failureSummary'][:200]}"
        for one in found["violations"]
        if one["impact"] in GRAVE
    ]
