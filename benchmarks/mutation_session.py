"""Mutants of some rooms and the tests that meet them: what `mutation_score.py` works with."""

from __future__ import annotations

import argparse
import builtins
import contextlib
import gc
import hashlib
import importlib.machinery
import json
import os
import resource
import shutil
import signal
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest
from code_mutants import Mutant, functions, reaching, sample

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("pmprb/engine", "pmprb/plans", "pmprb/office")
LEFT_OUT = ("-m", "not libreoffice", "--deselect", "tests/test_interrupt.py")
STANDSTILL = 300.0
OUT = os.dup(1)
MEMORY = 8 << 30
REACHED: set[tuple[str, int]] = set()


def seconds() -> float:
    """Return the processor time of this process and of its children that have ended."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


class House:
    """The copy in which mutants live, what its tests reach, and what became of each mutant."""

    def __init__(self, folder: Path, given: argparse.Namespace) -> None:
        self.folder, self.root, self.given = folder, folder / "rumah", given
        if not self.root.is_dir():
            passed_over = shutil.ignore_patterns(".git", ".venv", ".*_cache", "__pycache__", ".hypothesis")
            shutil.copytree(ROOT, self.root, ignore=passed_over)
            for room in ROOMS:
                shutil.copytree(self.root / room, folder / "asal" / room)
        # A run that was ended may have left a mutant on the disk.
        for path in (folder / "asal").rglob("*.py"):
            shutil.copyfile(path, self.root / path.relative_to(folder / "asal"))
        self.sources = {
            path.relative_to(self.root).as_posix(): path.read_bytes()
            for room in ROOMS
            for path in sorted((self.root / room).rglob("*.py"))
        }
        self.drawn = sample(self.sources, given.banyak, given.benih)
        digest = hashlib.sha256(b"".join(self.sources.values())).hexdigest()
        self.reach: dict[str, Any] = self._read("reach.json") or {"code": digest, "tests": {}}
        self.kept: dict[str, dict[str, Any]] = self._read("results.json") or {}
        if self.reach["code"] != digest:
            raise SystemExit("the code in the copy is another than the one measured: begin in a new folder")

    def _read(self, name: str) -> Any:
        path = self.folder / name
        return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None

    def write(self, name: str, content: object) -> None:
        """Write one of both files, whole or not at all."""
        draft = self.folder / f"{name}.draft"
        draft.write_text(json.dumps(content, indent=0), encoding="utf-8")
        draft.replace(self.folder / name)

    def chosen(self, mutant: Mutant) -> list[str]:
        """Return the tests that reach a mutant within the seconds given, cheapest first.

        What runs at import concerns all tests that enter the file, or the room when the file has no function. The
        second test of a file of tests counts double, the third three times: ten cheap ones notice much the same.
        """
        room = mutant.file.rsplit("/", 1)[0] + "/"
        tests = self.reach["tests"]

        def within(places: dict[str, list[int]]) -> bool:
            if not mutant.at_import:
                return mutant.statement in places.get(mutant.file, ())
            return mutant.file in places

        near = [name for name, test in tests.items() if test["passed"] and within(test["reaches"])]
        if mutant.at_import and not near:
            near = [n for n, t in tests.items() if t["passed"] and any(f.startswith(room) for f in t["reaches"])]
        ranks: Counter[str] = Counter()
        weighed = []
        for name in sorted(near, key=lambda name: (tests[name]["seconds"], name)):
            file = name.split("::")[0]
            ranks[file] += 1
            weighed.append((max(tests[name]["seconds"], 0.01) * ranks[file], name))
        chosen, spent = [], 0.0
        for _, name in sorted(weighed):
            spent += tests[name]["seconds"]
            if spent > self.given.detik and chosen:
                break
            chosen.append(name)
        return chosen

    def keep(self, mutant: Mutant, by: str, run: int) -> None:
        """Note what became of a mutant: the first test that failed, if any, of how many."""
        self.kept[mutant.key] = {**asdict(mutant), "noticed": bool(by), "by": by, "run": run}
        self.write("results.json", self.kept)
        tell(f"{len(self.kept)}/{len(self.drawn)} {mutant.key} {mutant.kind}: {by or 'SURVIVES'}")


class Session:
    """A plugin of pytest that takes the place of its loop over the tests."""

    def __init__(self, house: House, mutants: list[Mutant], *, everything: bool) -> None:
        self.house, self.mutants, self.everything = house, mutants, everything
        self.failed: list[str] = []
        self.live: dict[str, list[FunctionType]] = defaultdict(list)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep what fails, or is skipped: neither can tell anything of a mutant."""
        if not report.passed:
            self.failed.append(report.nodeid)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Measure what is not measured yet, then try the mutants."""
        self.session = session
        self.items = {item.nodeid: item for item in session.items}
        self.warm()
        if self.everything:
            for name in self.child(list(self.items), lambda: None, first_only=False):
                tell(f"fails on the unchanged code, left out: {name}")
                self.items.pop(name, None)
        else:
            self.measure()
        for found in gc.get_objects():
            if isinstance(found, FunctionType) and found.__code__.co_filename in self.house.sources:
                self.live[found.__code__.co_filename].append(found)
        gc.collect()
        gc.freeze()
        for mutant in self.mutants:
            names = list(self.items)
            if not self.everything:
                names = [name for name in self.house.chosen(mutant) if name in self.items]
            failed = self.child(names, self.change_of(mutant)) if names else []
            self.house.keep(mutant, failed[0] if failed else "", len(names))
        return True

    def run(self, names: list[str], *, first_only: bool) -> list[str]:
        """Run tests one after another; return those that failed. What a session shares is kept."""
        items = [self.items[name] for name in by_file(names)]
        self.failed = []
        for item, after in zip(items, [*items[1:], None], strict=True):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=after or self.session)
            if self.failed and first_only:
                break
        return self.failed

    def measure(self) -> None:
        """Run every test that is not measured yet, and note its cost and what it reaches."""
        tests = self.house.reach["tests"]
        left = [name for name in self.items if name not in tests]
        for at, name in enumerate(left, 1):
            REACHED.clear()
            start = seconds()
            item, after = self.items[name], self.items[left[at]] if at < len(left) else self.session
            self.failed = []
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
            reached: dict[str, list[int]] = defaultdict(list)
            for file, line in sorted(REACHED):
                reached[file].append(line)
            tests[name] = {
                "seconds": round(seconds() - start, 3),
                "passed": not self.failed,
                "reaches": reached,
            }
            if at % 100 == 0 or at == len(left):
                self.house.write("reach.json", self.house.reach)
                tell(f"measured {at} of {len(left)}")

    def warm(self) -> None:
        """Make what a session shares, once, here: else every mutant's process makes it anew."""
        first: dict[str, str] = {}
        for name, item in self.items.items():
            for one, found in item._fixtureinfo.name2fixturedefs.items():  # type: ignore[attr-defined]
                if found[-1].scope == "session" and found[-1].func.__module__ == "conftest":
                    first.setdefault(one, name)
        if first:
            self.run(list(dict.fromkeys(first.values())), first_only=False)

    def change_of(self, mutant: Mutant) -> Callable[[], None]:
        """Return what gives the live functions of a module their changed code."""

        def change() -> None:
            source = self.house.sources[mutant.file]
            old = functions(reaching(mutant.file, source, "_reached"))
            new = functions(compile(mutant.applied(source), mutant.file, "exec", dont_inherit=True))
            places = {code: place for place, code in old.items()}
            for function in self.live[mutant.file]:
                place = places.get(function.__code__)
                if place in new and new[place].co_freevars == function.__code__.co_freevars:
                    function.__code__ = new[place]
            clear_caches()

        return change

    def child(self, names: list[str], change: Callable[[], None], *, first_only: bool = True) -> list[str]:
        """Run tests in a process of its own after a change; return those that fail, or why the process ended."""
        told = self.house.folder / "failed.txt"
        told.unlink(missing_ok=True)
        child = os.fork()
        if child == 0:
            code = 99
            try:
                limited(3 * self.house.given.detik + 600)
                change()
                # What the tests of a session make once for all would be that of the code before, or of another mutant.
                for kept in self.house.folder.glob("temp-*/*.pickle"):
                    kept.unlink()
                failed = self.run(names, first_only=first_only)
                told.write_text("\n".join(failed), encoding="utf-8")
                code = bool(failed)
            finally:
                os._exit(code)
        code = waited(child)
        said = told.read_text(encoding="utf-8").split("\n") if told.is_file() else []
        return [name for name in said if name] or ([f"ended with {code}"] if code else [])


def by_file(names: list[str]) -> list[str]:
    """Return the tests of a file together, so that what a module shares is made once."""
    files: dict[str, list[str]] = defaultdict(list)
    for name in names:
        files[name.split("::")[0]].append(name)
    return [name for of in files.values() for name in of]


def clear_caches() -> None:
    """Forget what functions of the rooms remember: it was reckoned by the unchanged code."""
    rooms = tuple(room.replace("/", ".") + "." for room in ROOMS)
    for name, module in sys.modules.items():
        if name.startswith(rooms):
            for one in vars(module).values():
                if hasattr(one, "cache_clear"):
                    one.cache_clear()


def tell(line: str) -> None:
    """Say something, whatever pytest does with what is printed."""
    os.write(OUT, f"{line}\n".encode())


def limited(most: float) -> None:
    """Give this process limits of its own."""
    os.setsid()
    resource.setrlimit(resource.RLIMIT_CPU, (int(most), int(most) + 5))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def waited(child: int) -> int:
    """Wait for a process and return its exit code; end it, and what it left, when it stands still."""
    used, since = -1, time.monotonic()
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            break
        ticks = sum(int(n) for n in Path(f"/proc/{child}/stat").read_text().rsplit(")", 1)[1].split()[11:15])
        if ticks != used:
            used, since = ticks, time.monotonic()
        elif time.monotonic() - since > STANDSTILL:
            os.killpg(child, signal.SIGKILL)
        time.sleep(0.02)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(status)


def tell_reached(house: House) -> None:
    """Let the modules of the rooms be compiled so that they tell what is reached."""
    builtins._reached = REACHED.add  # type: ignore[attr-defined]
    loader = importlib.machinery.SourceFileLoader
    usual = loader.get_code

    def get_code(self: Any, fullname: str) -> CodeType | None:
        path = Path(self.path)
        name = path.relative_to(house.root).as_posix() if path.is_relative_to(house.root) else ""
        if name in house.sources:
            return reaching(name, house.sources[name], "_reached")
        return usual(self, fullname)  # type: ignore[return-value]

    loader.get_code = get_code  # type: ignore[method-assign]
