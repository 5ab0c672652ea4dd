"""Thousands of worksheets of many instansi: by threads, processes, a dask cluster on this machine; growth of time and
memory; what that means for the nation.

The worksheets are the demo's, in folders of 56 as its regency has them, each with other answers and other bytes.
Memory is that of the command and everything it started, together with the cluster's workers (proportional set size,
looked at five times a second); so is processor time.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from side_by_side.inputs import worksheets
from side_by_side.ways import ROOT, Bound, Chapter, number

_SHEET, _STRINGS = "xl/worksheets/sheet2.xml", "xl/sharedStrings.xml"
_ANSWER = re.compile(rb'(<c r="F\d+" s="\d+" t="s"><v>)(\d+)(</v>)')
_TEXT = re.compile(rb"<si>(.*?)</si>", re.DOTALL)
_LETTERS = {f"<t>{letter}</t>".encode() for letter in "ABCD"}
_SWAPS = 5
_INSTANSI, _UNITS = 600, (50_000, 100_000)
_TICK = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
_CLUSTER = """
import sys
from distributed import LocalCluster
if __name__ == "__main__":
    made = LocalCluster(n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=":0", silence_logs=50)
    print(made.scheduler_address, flush=True)
    sys.stdin.read()
    made.close()
"""


@dataclass(frozen=True)
class Run:
    """What one run took: seconds on the clock and of the processor, megabytes at most, also of the command alone."""

    clock: float
    cpu: float
    memory: float
    own: float


def province(demo: Path, count: int) -> Path:
    """Return a folder of so many worksheets in folders of instansi, made there when it is not yet."""
    root = demo.parent / f"lembar-{count}"
    if root.exists():
        return root
    originals = [_opened(path) for path in sorted(worksheets(demo).glob("*.xlsx")) if zipfile.is_zipfile(path)]
    originals = [one for one in originals if one]
    draft = root.with_name(f"{root.name}.draf")
    shutil.rmtree(draft, ignore_errors=True)
    for n in range(count):
        instansi, unit = divmod(n, len(originals))
        folder = draft / f"Kabupaten {instansi + 1:04}"
        folder.mkdir(parents=True, exist_ok=True)
        name, parts, places = originals[unit]
        with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
            for part, content in parts.items():
                made.writestr(part, _varied(content, places, n) if part == _SHEET else content)
    draft.rename(root)
    return root


Original = tuple[str, dict[str, bytes], list[int]]


def _opened(path: Path) -> Original | None:
    """Return a worksheet's name, its parts, and where in its sheet a letter was answered; None for one that is broken
    or was saved by another program."""
    try:
        with zipfile.ZipFile(path) as book:
            parts = {part.filename: book.read(part) for part in book.infolist()}
    except (zipfile.BadZipFile, EOFError, OSError):
        return None
    if not {_SHEET, _STRINGS} <= parts.keys():
        return None
    texts = _TEXT.findall(parts[_STRINGS])
    places = [m.start() for m in _ANSWER.finditer(parts[_SHEET]) if texts[int(m[2])] in _LETTERS]
    return path.name, parts, places


def _varied(sheet: bytes, places: list[int], seed: int) -> bytes:
    """Return a sheet with some answers exchanged with those of other items."""
    pick = random.Random(seed)
    for _ in range(_SWAPS if len(places) > 1 else 0):
        one, two = (next(m for m in [_ANSWER.match(sheet, at)] if m) for at in sorted(pick.sample(places, 2)))
        if len(one[2]) == len(two[2]):
            middle = sheet[one.end(2) : two.start(2)]
            sheet = sheet[: one.start(2)] + two[2] + middle + one[2] + sheet[two.end(2) :]
    # Whatever was exchanged, no two copies have the same bytes.
    return sheet.replace(b"</worksheet>", b"<!-- %d --></worksheet>" % seed)


@contextmanager
def cluster() -> Iterator[tuple[str, int]]:
    """Give the address of a cluster of two workers on this machine, and the process it lives in."""
    command = [sys.executable, "-c", _CLUSTER]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)
    assert process.stdin is not None and process.stdout is not None
    try:
        yield process.stdout.readline().strip(), process.pid
    finally:
        process.stdin.close()
        process.wait(60)


def gathered(folder: Path, scheduler: str, beside: int = 0) -> Run:
    """Return what gathering a province anew takes; `beside` is a process whose children work for it."""
    out = folder.with_name("keluaran-banyak")
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    more = ("--per-instansi", "-o", out / "rekap.xlsx", "--parquet", out / "hasil", "--penjadwal", scheduler)
    return ran(["gabung", folder, *more], out / "rekap.xlsx", beside)


def ran(arguments: list[str | Path], target: Path, beside: int = 0, keep: Path | None = None) -> Run:
    """Return what a command takes that writes `target`; raises RuntimeError, with what it said, when it did not.

    What it said is left at `keep`.
    """
    command = [sys.executable, "-m", "pmprb", *map(str, arguments)]
    target.parent.mkdir(parents=True, exist_ok=True)
    told = target.with_suffix(".kata.txt")
    start, before = time.perf_counter(), _cpu(beside)
    with told.open("w") as said:
        process = subprocess.Popen(command, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=said, stderr=said)
        seen = _Seen([process.pid, *([beside] if beside else [])])
        code = seen.until_ended(process.wait)
    if code not in (0, 1) or not target.exists():
        raise RuntimeError(told.read_text()[-2000:])
    clock = time.perf_counter() - start
    if keep is None:
        told.unlink()
    else:
        told.replace(keep)
    return Run(clock, seen.cpu(before), seen.most / 1024, seen.most_own / 1024)


class _Seen:
    """Processes and their descendants looked at while they live."""

    def __init__(self, roots: list[int]) -> None:
        self.roots = roots
        self.most = self.most_own = 0
        self._cpus: dict[int, float] = {}
        self._done = threading.Event()

    def until_ended(self, wait: Callable[[], int]) -> int:
        """Return what `wait` returns, having looked all the time."""
        looking = threading.Thread(target=self._look)
        looking.start()
        try:
            return wait()
        finally:
            self._done.set()
            looking.join()

    def _look(self) -> None:
        while not self._done.wait(0.2):
            every = [pid for root in self.roots for pid in _tree(root)]
            memory = {pid: _memory(pid) for pid in every}
            self.most = max(self.most, sum(memory.values()))
            self.most_own = max(self.most_own, memory.get(self.roots[0], 0))
            self._cpus.update({pid: _seconds(pid) for pid in every if _seconds(pid)})

    def cpu(self, before: float) -> float:
        """Return the seconds all of them took, without those a process beside had taken before."""
        return sum(self._cpus.values()) - before


def _tree(root: int) -> list[int]:
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        for path in Path(f"/proc/{pid}/task").glob("*/children"):
            try:
                waiting += map(int, path.read_text().split())
            except OSError:
                continue
    return found


def _cpu(root: int) -> float:
    return sum(map(_seconds, _tree(root))) if root else 0.0


def _seconds(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICK


def _memory(pid: int) -> int:
    """Return a process's share of memory in KB."""
    try:
        found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    except OSError:
        return 0
    return int(found[1]) if found else 0


THREADS, ONE, TWO, DASK = "utas", "1 proses", "2 proses", "klaster dask, 2 pekerja"


def measure(demo: Path, counts: list[int]) -> Chapter:
    """Return what gathering provinces of so many worksheets takes, and an estimate for the nation.

    The smallest ones by two processes alone, those from 1,000 on in every way, above 10,000 by two processes again.
    """
    ran: dict[tuple[int, str], Run] = {}
    for count in counts:
        folder = province(demo, count)
        ways = {TWO: "proses:2"}
        if 1_000 <= count <= 10_000:
            ways |= {ONE: "proses:1", THREADS: "utas"}
        for title, scheduler in ways.items():
            ran[count, title] = gathered(folder, scheduler)
            print(f"  {count} {title}: {ran[count, title]}", file=sys.stderr, flush=True)
        if 1_000 <= count <= 10_000:
            with cluster() as (address, process):
                ran[count, DASK] = gathered(folder, address, process)
                print(f"  {count} {DASK}: {ran[count, DASK]}", file=sys.stderr, flush=True)
    rows = [
        (f"{count:,}".replace(",", "."), title, number(one.clock, 1), number(one.cpu, 1),
         number(1000 * one.cpu / count, 1), number(one.memory, 0), number(one.own, 0))
        for (count, title), one in ran.items()
    ]  # fmt: skip
    about = (
        "Lembar demo dalam folder-folder instansi, jawaban dan bita tiap lembar berbeda, digabung dengan `pmprb gabung "
        "--per-instansi --parquet`: satu putaran tiap baris. Memori: puncak perintah dan semua prosesnya bersama "
        "(PSS); kolom terakhir perintahnya sendiri."
    )
    header = (
        "lembar",
        "cara",
        "jam (detik)",
        "prosesor (detik)",
        "ms prosesor selembar",
        "memori (MB)",
        "sendiri (MB)",
    )
    load = f" Beban mesin setelah mengukur {number(os.getloadavg()[0], 1)} pada {os.cpu_count()} inti."
    return Chapter("Banyak lembar kerja", f"{about}{load} {_nation(ran)}".strip(), header, rows, _bounds(ran))


def _bounds(ran: dict[tuple[int, str], Run]) -> list[Bound]:
    counts = [count for count, title in ran if title == DASK]
    bounds: list[Bound] = []
    if counts:
        most = max(counts)
        one, two, dask = (ran[most, title] for title in (ONE, TWO, DASK))
        named = f"{most:,}".replace(",", ".")
        faster, beside = one.clock / two.clock, dask.clock / two.clock
        bounds += [
            Bound(f"{named} lembar paling sedikit 1,6 × lebih cepat dengan dua pekerja daripada satu",
                  f"{number(faster)} ×", faster >= 1.6),
            Bound(f"{named} lembar dengan dask paling banyak 1,3 × dua proses", f"{number(beside)} ×", beside <= 1.3),
        ]  # fmt: skip
    if (10_000, TWO) in ran and (1_000, TWO) in ran:
        more = ran[10_000, TWO].memory / ran[1_000, TWO].memory
        rule = "memori pada 10.000 lembar paling banyak 1,5 × memori pada 1.000"
        bounds.append(Bound(rule, f"{number(more)} ×", more <= 1.5))
    return bounds


def _nation(ran: dict[tuple[int, str], Run]) -> str:
    """Return an estimate for all instansi, from how the two largest runs by two processes differ."""
    counts = sorted(count for count, title in ran if title == TWO)
    if len(counts) < 2:
        return ""
    small, large = (ran[count, TWO] for count in counts[-2:])
    step = counts[-1] - counts[-2]
    clock, cpu, memory = ((getattr(large, name) - getattr(small, name)) / step for name in ("clock", "cpu", "memory"))
    said = []
    for units in _UNITS:
        more = units - counts[-1]
        minutes, hours = (large.clock + clock * more) / 60, (large.cpu + cpu * more) / 3600
        named = f"{units:,}".replace(",", ".")
        said.append(
            f"{named} unit: {number(minutes, 0)} menit di mesin ini ({number(hours, 1)} jam prosesor), memori sekitar "
            f"{number(large.memory + memory * more, 0)} MB"
        )
    return (
        f"**Perkiraan untuk seluruh negeri** (sekitar {_INSTANSI} instansi), dari selisih {counts[-2]} dan "
        f"{counts[-1]} lembar dengan dua proses: {'; '.join(said)}."
    )
