"""Mutated worksheets evaluated and written for as long as one likes: no crash, no hang, no answer changed in silence.

Run `python benchmarks/mutants.py --detik 3600 [--dari NUMBER]`. One child process works at a time, so that an abort or
a hang inside a library costs one mutant, whose number is told; `--satu NUMBER` repeats it alone. The figures of a run
stand in docs/ketahanan.md.
"""

from __future__ import annotations

import argparse
import json
import os
import selectors
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

CHUNK = 6000
SILENCE = 180.0
"""Seconds without a word after which a child is taken for stuck."""


def child(first: int, last: int) -> None:
    """Try the mutants of these numbers, a line for everything that happens."""
    from helpers.evaluated import run

    def tell(line: str) -> None:
        os.write(1, (line.replace("\n", " ") + "\n").encode("utf-8", "backslashreplace"))

    run(range(first, last), tell)


def tried(first: int, last: int, counts: dict[str, int], faults: list[str]) -> int:
    """Run one child over these numbers; return the first number that is left to try."""
    command = [sys.executable, __file__, "--anak", str(first), str(last)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    at, rest = first, b""
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None and process.stderr is not None
        with selectors.DefaultSelector() as ready:
            ready.register(process.stdout, selectors.EVENT_READ)
            while True:
                if not ready.select(SILENCE):
                    process.kill()
                    faults.append(f"{at} hangs")
                    return at + 1
                piece = os.read(process.stdout.fileno(), 65_536)
                if not piece:
                    break
                *lines, rest = (rest + piece).split(b"\n")
                for line in lines:
                    said = line.decode("utf-8", "replace")
                    if said.startswith("! "):
                        faults.append(said[2:])
                        print("!", said[2:400], flush=True)
                    elif said.isdigit():
                        at = int(said)
                        counts["evaluated"] += 1
                    else:
                        counts[said] = counts.get(said, 0) + 1
        if process.wait():
            told = process.stderr.read().decode("utf-8", "replace")
            faults.append(f"{at} ended the process with {process.returncode}: {told[-600:]}")
            print("!", faults[-1], flush=True)
            return at + 1
    return last


def main() -> None:
    """Try mutants until the time is up; print what happened as JSON."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--detik", type=float, default=60)
    asked.add_argument("--dari", type=int, default=0)
    asked.add_argument("--satu", type=int)
    asked.add_argument("--anak", type=int, nargs=2)
    given = asked.parse_args()
    if given.anak:
        child(*given.anak)
        return
    if given.satu is not None:
        child(given.satu, given.satu + 1)
        return
    import resource

    counts: dict[str, int] = {"evaluated": 0}
    faults: list[str] = []
    end, at = time.monotonic() + given.detik, given.dari
    while time.monotonic() < end:
        at = tried(at, at + CHUNK, counts, faults)
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        told = {"next": at, **counts, "faults": len(faults), "cpu": round(used.ru_utime + used.ru_stime)}
        print(json.dumps({**told, "peak_mb": used.ru_maxrss // 1024}), flush=True)
    print(json.dumps(faults, indent=1))


if __name__ == "__main__":
    main()
