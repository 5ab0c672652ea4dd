"""What pmprb.html is made of, fetched from the registries the user has configured, each package held to its hash.

npm reads package-lock.json (`npm ci`), pip reads roda.txt (`--require-hashes`): a package of another content is refused
by them. Both keep what they fetched in their own caches.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from zipfile import ZipFile

HERE = Path(__file__).resolve().parent
ABI = (
    "--platform",
    "pyemscripten_2026_0_wasm32",
    "--python-version",
    "3.14",
    "--implementation",
    "cp",
    "--abi",
    "cp314",
)


class CannotBuild(Exception):
    """The file cannot be built here; the message says why and what to do, in Indonesian."""


@dataclass(frozen=True)
class Materials:
    """A folder with `node_modules` and the wheels."""

    folder: Path

    @property
    def pyodide(self) -> Path:
        """The folder of pyodide."""
        return self.folder / "node_modules" / "pyodide"

    @property
    def highs(self) -> Path:
        """The folder of HiGHS's WebAssembly."""
        return self.folder / "node_modules" / "highs"

    @cached_property
    def wheels(self) -> list[Path]:
        """The wheels, in order of name."""
        return sorted((self.folder / "wheels").glob("*.whl"))

    def version(self, package: str) -> str:
        """Return the version of an npm package."""
        described = json.loads((self.folder / "node_modules" / package / "package.json").read_text(encoding="utf-8"))
        return str(described["version"])

    @cached_property
    def stdlib(self) -> dict[str, bytes]:
        """The standard library's sources by path, as pyodide brings them."""
        with ZipFile(self.pyodide / "python_stdlib.zip") as archive:
            return {name: archive.read(name) for name in sorted(archive.namelist()) if not name.endswith("/")}

    def bundle(self, entry: Path, *how: str) -> bytes:
        """Return an ES module with all it imports as one script, understood by the oldest browsers we name."""
        program = self.folder / "node_modules" / "esbuild" / "bin" / "esbuild"
        told = ("--bundle", "--minify-whitespace", "--charset=utf8", "--target=chrome109,firefox115,safari16.4", *how)
        return run(["node", str(program), str(entry), "--log-level=warning", *told], entry.parent)


def fetch(folder: Path) -> Materials:
    """Fetch everything into a folder; CannotBuild when a program is missing or a registry does not answer."""
    for program in ("node", "npm"):
        if shutil.which(program) is None:
            raise CannotBuild(
                f"{program} tidak ditemukan. Pasang Node.js 20 atau yang lebih baru (beserta npm), lalu coba lagi."
            )
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(HERE / name, folder / name)
    run([_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], folder)
    pip = (sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps")
    wheels = ("--only-binary=:all:", *ABI, "--require-hashes", "--dest", str(folder / "wheels"))
    run([*pip, *wheels, "--requirement", str(HERE / "roda.txt")], folder)
    return Materials(folder)


def run(command: Sequence[str], folder: Path) -> bytes:
    """Return what a program prints; CannotBuild with its last words when it fails."""
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    if done.returncode:
        words = (done.stderr or done.stdout).decode("utf-8", "replace").strip()[-800:]
        raise CannotBuild(f"{Path(command[0]).name} gagal: {words or done.returncode}")
    return done.stdout


def _npm() -> str:
    return shutil.which("npm") or "npm"  # on Windows it is npm.cmd, which is not found by its bare name
