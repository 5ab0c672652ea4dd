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
import os
import shutil
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from code_mutants import Mutant
from mutation_session import LEFT_OUT, ROOMS, ROOT, House, Session, limited, tell_reached, waited


def files_of(names: Iterable[str]) -> list[str]:
    """Return the files of tests."""
    return sorted({name.split("::")[0] for name in names})


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
    asked.add_argument("--hanya", default="", help="of the survivors only those with this in their name")
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
        survivors = [one for one in house.drawn if not house.kept.get(one.key, {"noticed": True})["noticed"]]
        left = [one for one in survivors if given.hanya in one.key]
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
