"""How many small changes to the code of some rooms the tests notice: a random sample of mutants, and what it tells.

    python benchmarks/mutation_score.py FOLDER jalan       try the sample; go on where the last run ended
    python benchmarks/mutation_score.py FOLDER ulang tests/test_x.py ...   the survivors again, with these tests alone
    python benchmarks/mutation_score.py FOLDER laporan     the figures, and each survivor

The work is done in a copy of the checkout inside the folder, never in the checkout; `ulang` brings the tests of the
checkout over and leaves the code as it is. First the tests run once, while every statement of the rooms tells which
test reaches it (`reach.json`); with `--tanpa FILE` the tests named there, one a line, are left out, and those that are
given what is named there (`demo`): the dearest ones, where time is short. Then each mutant meets only tests that reach
its statement, the cheapest first, until one fails. A mutant that none of them notices within `--detik` seconds of
processor time survives, so the share told is a lower bound. What needs LibreOffice is left out. Both files are
rewritten as the work goes on.

A mutant lives in a process of its own, forked from one that has imported and collected everything: its function is
given its new code there. What runs at import (constants, fields, defaults) cannot be changed so; for such a mutant the
file in the copy is changed and a new session of the tests begins. Processor time is limited by the kernel; a process
that stands still is ended. No test runs on a clean copy and then fails here for another reason than the mutant: every
test that noticed something is run again on the clean code at the end, and is not counted if it fails.
"""

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
from collections.abc import Callable, Iterable
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
        if not self.everything:
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
            by = self.child(names, self.change_of(mutant)) if names else ""
            self.house.keep(mutant, by, len(names))
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

    def child(self, names: list[str], change: Callable[[], None]) -> str:
        """Run tests in a process of its own after a change; return the first that fails, or why the process ended."""
        told = self.house.folder / "failed.txt"
        told.unlink(missing_ok=True)
        child = os.fork()
        if child == 0:
            code = 99
            try:
                limited(3 * self.house.given.detik + 60)
                change()
                # What the tests of a session make once for all would be that of the code before, or of another mutant.
                for kept in self.house.folder.glob("temp-*/*.pickle"):
                    kept.unlink()
                failed = self.run(names, first_only=True)
                told.write_text(failed[0] if failed else "", encoding="utf-8")
                code = bool(failed)
            finally:
                os._exit(code)
        code = waited(child)
        said = told.read_text(encoding="utf-8") if told.is_file() else ""
        return said or (f"ended with {code}" if code else "")


def by_file(names: list[str]) -> list[str]:
    """Return the tests of a file together, so that what a module shares is made once."""
    files: dict[str, list[str]] = defaultdict(list)
    for name in names:
        files[name.split("::")[0]].append(name)
    return [name for of in files.values() for name in of]


def files_of(names: Iterable[str]) -> list[str]:
    """Return the files of tests."""
    return sorted({name.split("::")[0] for name in names})


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


def words(house: House, paths: list[str]) -> list[str]:
    """Return the words that pytest is called with."""
    temp = house.folder / f"temp-{os.getpid()}"
    return ["-n0", "-q", "-p", "no:cacheprovider", "--hypothesis-seed=0", f"--basetemp={temp}", *LEFT_OUT, *paths]


class Chosen:
    """A plugin: only these tests, until one fails."""

    def __init__(self, wanted: Callable[[pytest.Item], bool]) -> None:
        self.wanted = wanted
        self.failed: list[str] = []

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Keep what is wanted."""
        items[:] = [item for item in items if self.wanted(item)]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep what fails."""
        if report.failed:
            self.failed.append(report.nodeid)


def anew(
    house: House, mutant: Mutant | None, files: list[str], names: set[str], *, first_only: bool = True
) -> list[str]:
    """Run tests of some files, all or these, in a new session, with a mutant's file changed; return those that fail."""
    path = house.root / mutant.file if mutant else None
    told = house.folder / "failed.txt"
    told.unlink(missing_ok=True)
    if mutant and path:
        path.write_bytes(mutant.applied(house.sources[mutant.file]))
    try:
        child = os.fork()
        if child == 0:
            code = 99
            try:
                limited(3 * house.given.detik + 600)
                log = os.open(house.folder / "session.log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
                os.dup2(log, 1)
                os.dup2(log, 2)
                chosen = Chosen(lambda item: not names or item.nodeid in names)
                code = int(pytest.main([*words(house, files), *(["-x"] if first_only else [])], plugins=[chosen]))
                told.write_text("\n".join(chosen.failed), encoding="utf-8")
            finally:
                os._exit(code)
        code = waited(child)
    finally:
        if mutant and path:
            path.write_bytes(house.sources[mutant.file])
    said = told.read_text(encoding="utf-8").split("\n") if told.is_file() else []
    return [name for name in said if name] or ([f"ended with {code}"] if code else [])


def report(house: House) -> None:
    """Print the figures and each survivor."""
    every = list(house.kept.values())
    noticed = sum(one["noticed"] for one in every)
    print(f"{noticed} of {len(every)} noticed: {100 * noticed / max(1, len(every)):.1f} %")
    for room in ROOMS:
        of = [one for one in every if one["file"].startswith(room)]
        print(f"  {room}: {sum(one['noticed'] for one in of)} of {len(of)}")
    for one in every:
        if not one["noticed"]:
            old = " ".join(house.sources[one["file"]][one["start"] : one["end"]].decode().split())
            print(f"- {one['file']}:{one['line']} {one['kind']}: {old} -> {one['text']}  ({one['run']} tests)")


def enter(house: House) -> None:
    """Make the copy the place where imports come from."""
    os.chdir(house.root)
    os.environ["PYTHONPATH"] = str(house.root)
    sys.path[:0] = [str(house.root / "tests"), str(house.root)]


def main() -> None:
    """Do the step that is asked for."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("folder", type=Path)
    asked.add_argument("langkah", choices=["jalan", "ulang", "laporan"])
    asked.add_argument("tests", nargs="*")
    asked.add_argument("--banyak", type=int, default=300)
    asked.add_argument("--benih", type=int, default=20261130)
    asked.add_argument("--detik", type=float, default=30)
    asked.add_argument("--tanpa", type=Path, help="names of tests, or of what they are given, to leave out")
    given = asked.parse_args()
    folder = given.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    without = set(given.tanpa.read_text(encoding="utf-8").split("\n")) if given.tanpa else set()
    house = House(folder, given)
    if given.langkah == "laporan":
        return report(house)
    again = given.langkah == "ulang"
    if again:
        shutil.rmtree(house.root / "tests")
        shutil.copytree(ROOT / "tests", house.root / "tests")
        left = [one for one in house.drawn if not house.kept.get(one.key, {"noticed": True})["noticed"]]
    else:
        left = [one for one in house.drawn if one.key not in house.kept]
    enter(house)
    at_import, inside = [m for m in left if m.at_import], [m for m in left if not m.at_import]

    # The forked sessions come first: this process must not have imported anything of ours.
    child = os.fork()
    if child == 0:
        try:
            tell_reached(house)
            chosen = Chosen(lambda item: not without & {item.nodeid, *getattr(item, "fixturenames", ())})
            session = Session(house, inside, everything=again)
            pytest.main(words(house, given.tests if again else ["tests"]), plugins=[chosen, session])
        finally:
            os._exit(0)
    if os.waitpid(child, 0)[1]:
        raise SystemExit("the session was ended; run this again to go on")
    house = House(folder, given)
    for mutant in at_import:
        names = [] if again else house.chosen(mutant)
        files = given.tests if again else files_of(names)
        failed = anew(house, mutant, files, set(names)) if files else []
        house.keep(mutant, failed[0] if failed else "", len(names))
    if not again:
        noticing = {one["by"] for one in house.kept.values() if "::" in one["by"]}
        wrong = set(anew(house, None, files_of(noticing), noticing, first_only=False)) if noticing else set()
        for key in [key for key, one in house.kept.items() if one["by"] in wrong]:
            print("fails on the unchanged code:", house.kept.pop(key)["by"])
        house.write("results.json", house.kept)
    return report(house)


if __name__ == "__main__":
    main()
