"""The wheels a release stands on, for each Python and system it is for: a table in Markdown; 1 when something lacks.

    .venv/bin/pip install uv && .venv/bin/python .ci/roda.py

uv resolves the dependencies, and those of every extra that users install, as `pip install --only-binary=:all:` would on
that system: markers and tags are the other system's, nothing is downloaded but metadata, nothing is compiled. A cell
says how many packages that comes to, without extras and with all of them, or which extras are not to be had.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SYSTEMS = {
    "Linux x86-64": "x86_64-manylinux_2_28",
    "Linux ARM64": "aarch64-manylinux_2_28",
    "Windows 64-bit": "x86_64-pc-windows-msvc",
    "macOS, Apple": "aarch64-apple-darwin",
    "macOS, Intel": "x86_64-apple-darwin",
}
FOR_USERS = ("papan", "tanda", "kepekaan", "klaster")
"""Extras that come with `pip install pmprb[...]`; the others are for developers."""


def pythons(classifiers: list[str]) -> list[str]:
    """Return the versions of Python that the classifiers name: "3.11" and on."""
    found = (re.fullmatch(r"Programming Language :: Python :: (3\.\d+)", line) for line in classifiers)
    return [match[1] for match in found if match]


def resolved(requirements: list[str], python: str, platform: str) -> tuple[int, str]:
    """Return how many packages it comes to, and "" or what uv says of the requirement that has no wheel."""
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--no-header", "--no-annotate", "-"]
    command += ["--only-binary", ":all:", "--python-version", python, "--python-platform", platform]
    done = subprocess.run(command, input="\n".join(requirements), capture_output=True, text=True, check=False)
    if done.returncode:
        return 0, " ".join(done.stderr.split())
    return len(done.stdout.splitlines()), ""


def main() -> int:
    """Print the table, then what lacks; return 1 when something does."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    versions = pythons(project["classifiers"])
    extras = {name: project["optional-dependencies"][name] for name in FOR_USERS}
    lacking: list[str] = []
    print("| |", " | ".join(versions), "|")
    print("|---" * (len(versions) + 1) + "|")
    for system, platform in SYSTEMS.items():
        cells = []
        for python in versions:
            needed = list(project["dependencies"])
            count, told = resolved(needed, python, platform)
            cell = "none" if told else str(count)
            lacking += [f"{system}, Python {python}: {told}"] if told else []
            whole, some = resolved(needed + [one for extra in extras.values() for one in extra], python, platform)
            absent = (
                {name: resolved(needed + extra, python, platform)[1] for name, extra in extras.items()} if some else {}
            )
            lacking += [f"{system}, Python {python}, extra {name}: {why}" for name, why in absent.items() if why]
            without = [name for name, why in absent.items() if why]
            cells.append(f"{cell}; without {', '.join(without)}" if some else f"{cell}; {whole}")
        print("|", system, "|", " | ".join(cells), "|", flush=True)
    print("\n".join(["", *lacking]))
    return int(bool(lacking))


if __name__ == "__main__":
    sys.exit(main())
