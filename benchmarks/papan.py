"""How quick `pmprb papan` is: the first page after the command, a changed answer's score, a class answering at once.

    python benchmarks/papan.py

Each figure is the median and the slowest of some runs, over real sockets, of a server of its own.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from urllib.request import urlopen

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from helpers.papan import Web, running

INSTRUMENTS = ("zi-2021", "pmprb-2020-unit", "pmprb-2020-instansi")
PARTICIPANTS = 64


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tell("first page after the command", [first_page(folder) for _ in range(5)])
        with running("--kelas", "--alamat", "127.0.0.1", "--port-kelas", "0", folder=folder) as server:
            web = Web(server.base).enter(server.ticket)
            for instrument in INSTRUMENTS:
                tell(f"a changed answer's score, {instrument}", changed_answers(web, instrument))
            tell(f"{PARTICIPANTS} participants at once, from the first to the last", [at_once(web, server.phones)])
            server.end()


def first_page(folder: Path) -> float:
    begun = time.perf_counter()
    with running(folder=folder) as server:
        urlopen(f"{server.base}/").read()
        took = time.perf_counter() - begun
        server.end()
    return took


def changed_answers(web: Web, instrument: str) -> list[float]:
    """Score one answer after another, as the room Isi asks for it; the first request loads the instrument."""
    begun, _ = web.work("klinik.mulai", {"instrumen": instrument, "contoh": "menengah"})
    cells = dict(begun["isi"])
    choices = [
        (item["id"], [option["label"] for option in item["pilihan"]])
        for area in begun["formulir"]["area"]
        for sub in area["sub"]
        for item in sub["butir"]
        if "pilihan" in item
    ]
    found = []
    for item, labels in choices[:40]:
        cells[item] = next(label for label in labels if label != cells.get(item))
        found.append(timed(lambda: web.work("isi.nilai", {"instrumen": instrument, "isi": cells})))
    return found


def at_once(web: Web, phones: str) -> float:
    state = web.told("/kelas/mulai", {"instrumen": "zi-2021", "contoh": "menengah"})
    web.told("/kelas/soal", {"butir": "A.I.3.ii.a", "kasus": ""})
    together, ended = threading.Barrier(PARTICIPANTS + 1), []

    def participant() -> None:
        phone = Web(phones)
        phone.told("/ikut", {"kode": state["kode"]})
        together.wait()
        phone.told("/jawab", {"nomor": 1, "isi": {"A.I.3.ii.a": "Ya"}})
        ended.append(time.perf_counter())

    threads = [threading.Thread(target=participant) for _ in range(PARTICIPANTS)]
    for thread in threads:
        thread.start()
    together.wait()
    begun = time.perf_counter()
    for thread in threads:
        thread.join()
    answered = web.told("/kelas/keadaan")["kini"]["menjawab"]
    assert answered == PARTICIPANTS, answered
    return max(ended) - begun


def timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def tell(what: str, seconds: Iterable[float]) -> None:
    every = [1000 * one for one in seconds]
    print(f"{what}: median {statistics.median(every):.0f} ms, slowest {max(every):.0f} ms ({len(every)} runs)")


if __name__ == "__main__":
    main()
