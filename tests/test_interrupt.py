"""Ctrl-C at every kind of moment: the command ends, says one sentence, exits with 130, and leaves nothing half-written.

Every moment is made: something the run does says "mulai" and waits, and only then the signal is sent. No test looks at
the clock; the long timeouts only keep a failure from waiting for ever.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from helpers import corpus
from helpers.cli import quick
from helpers.sheets import answers, instrument, write
from pmprb.cli.interrupt import SENTENCE
from pmprb.engine.answers import Unit

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a signal cannot be sent to one process there")

WAIT = "print('mulai', flush=True); import time; time.sleep(600)"
MOMENTS = {
    "an import": f"""
import builtins
own = builtins.__import__
def importing(name, *rest):
    if name == "pmprb.jobs.gather":
        {WAIT}
    return own(name, *rest)
builtins.__import__ = importing
""",
    "the reading, in a thread": """
import os, threading
os.cpu_count = lambda: 2
import pmprb.jobs.evaluate as evaluate
def stuck(*given):
    print("mulai", flush=True)
    threading.Event().wait()
evaluate.read_submission = stuck
""",
    "the reckoning": f"""
import pmprb.jobs.consolidate as job
def consolidate(*given, **more):
    {WAIT}
job.consolidate = consolidate
""",
    "the writing of a draft": f"""
import pmprb.sheets.whole as whole
def flush(draft):
    {WAIT}
whole.flush_to_disk = flush
""",
    "a library that swallows it": f"""
import pmprb.jobs.consolidate as job
def consolidate(*given, **more):
    try:
        {WAIT}
    except BaseException:
        time.sleep(600)
job.consolidate = consolidate
""",
    "the writing of feedback, in threads": f"""
import os
os.cpu_count = lambda: 2
import pmprb.sheets.whole as whole
own, turn = whole.flush_to_disk, []
def flush(draft):
    turn.append(draft)
    if len(turn) < 2:  # the rekap itself
        return own(draft)
    {WAIT}
whole.flush_to_disk = flush
""",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of worksheets and an older rekap beside it."""
    catalog = instrument("rb-tematik-2024")
    (tmp_path / "masuk").mkdir()
    for number in range(3):
        unit = Unit(code=f"1.0{number}", name=f"Dinas {number}")
        write(tmp_path / "masuk" / f"{number}.xlsx", catalog, answers(catalog, number), unit)
    assert quick("gabung", tmp_path / "masuk", "-o", tmp_path / "rekap.xlsx")[0] == 0
    return tmp_path


def interrupted(script: str, args: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Return how a command ended that got the signal when it said "mulai"."""
    command = [sys.executable, "-c", f"{script}\nfrom pmprb.cli import main; main()", *args]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=folder, env=environment
    ) as run:
        try:
            assert run.stdout is not None and run.stdout.readline().startswith("mulai")
            run.send_signal(signal.SIGINT)
            out, told = run.communicate(timeout=120)
        finally:
            run.kill()
    return subprocess.CompletedProcess(command, run.returncode, out, told)


@pytest.mark.parametrize("moment", MOMENTS)
def test_ctrl_c_at_any_moment_leaves_the_old_output(folder: Path, moment: str) -> None:
    before, old = sorted(path.name for path in folder.rglob("*")), (folder / "rekap.xlsx").read_bytes()
    args = ["gabung", "masuk", "-o", "rekap.xlsx", "--timpa"]
    feedback = "feedback" in moment
    ended = interrupted(MOMENTS[moment], [*args, "--umpan-balik", "balik"] if feedback else args, folder)
    assert ended.returncode == 130, ended.stderr
    assert ended.stderr.strip() == SENTENCE
    kept = sorted(path.name for path in folder.rglob("*") if "balik" not in path.parts)
    assert kept == before
    assert not list(folder.rglob("*.draf"))
    if not feedback:
        assert (folder / "rekap.xlsx").read_bytes() == old


def test_files_that_are_just_taking_their_places_all_take_them(tmp_path: Path) -> None:
    script = """
import os, signal, sys
from pathlib import Path
from pmprb.cli import interrupt
import pmprb.sheets.whole as whole
own = whole._put
def put(draft, place, fresh):
    own(draft, place, fresh)
    os.kill(os.getpid(), signal.SIGINT)
whole._put = put
print("mulai", flush=True)
names = [Path(f"{n}.txt") for n in range(3)]
try:
    with interrupt.heard(), whole.whole_files(dict.fromkeys(names, False)) as drafts:
        for name, draft in drafts.items():
            draft.write_text("baru")
except KeyboardInterrupt:
    interrupt.leave()
"""
    ended = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        timeout=120,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert ended.returncode == 130, ended.stderr
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == dict.fromkeys(
        ("0.txt", "1.txt", "2.txt"), "baru"
    )


@pytest.mark.skipif(sys.platform != "linux", reason="looks for the child in /proc")
@pytest.mark.parametrize("threads", [1, 2])
def test_a_child_that_tidies_is_ended_too(tmp_path: Path, threads: int) -> None:
    for number in range(threads):
        odd = corpus.good(sheet=corpus.prefixed(corpus.sheet(corpus.ROWS)))
        (tmp_path / f"{number}.xlsx").write_bytes(odd)
    child = tmp_path / "anak.py"
    child.write_text(
        "import os, time\nprint('mulai', os.getpid(), file=open('pid', 'w'), flush=True)\ntime.sleep(600)\n"
    )
    script = f"""
import os, threading, time
from pathlib import Path
os.cpu_count = lambda: {threads}
import pmprb.workbook.slow as slow
slow.SCRIPT = Path("anak.py")
def watch():
    while not (os.path.exists("pid") and open("pid").read().endswith("\\n")):
        time.sleep(0.01)
    print("mulai", flush=True)
threading.Thread(target=watch, daemon=True).start()
"""
    ended = interrupted(script, ["nilai", *(f"{n}.xlsx" for n in range(threads))], tmp_path)
    assert ended.returncode == 130 and ended.stderr.strip() == SENTENCE
    number = (tmp_path / "pid").read_text().split()[1]
    state = Path("/proc", number, "stat")
    assert not state.exists() or state.read_text().rpartition(")")[2].split()[0] in "ZX"
