"""Paths that are no files: named without being opened, by every command and every option that takes a path."""

from __future__ import annotations

import json
import os
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.sheets import answers, instrument, write
from pmprb.jobs.folder import beneath
from pmprb.jobs.inputs import find_files
from pmprb.jobs.output import Permission, output_gate

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pipes, sockets and devices with a path are Unix's")

SCRIPT = """
import json, sys
from helpers.evaluated import called
for line in sys.stdin:
    print(json.dumps(called(*json.loads(line))), flush=True)
"""


def strange(folder: Path) -> dict[str, Path]:
    """Make one path of every kind that is no file."""
    paths = {name: folder / f"{name}.xlsx" for name in ("pipa", "soket", "perangkat", "putus", "putar")}
    os.mkfifo(paths["pipa"])
    with socket.socket(socket.AF_UNIX) as unix:
        here = Path.cwd()
        os.chdir(folder)  # a socket's whole address may have no more than a hundred letters
        try:
            unix.bind(paths["soket"].name)
        finally:
            os.chdir(here)
    paths["perangkat"].symlink_to("/dev/zero")
    paths["putus"].symlink_to(folder / "tidak ada")
    paths["putar"].symlink_to(paths["putar"])
    return paths


def commands(path: Path, good: Path, made: Path) -> list[tuple[object, ...]]:
    """Return every command with the path in each of its places."""
    out, own = ("-o", made / "hasil.xlsx"), ("-o", made / "folder")
    named = "rb-tematik-2024"
    return [
        *(("nilai", path), ("nilai", good, "--tpi", path), ("periksa", path), ("periksa", good, "--bukti", path)),
        *(("gabung", path, good, *out), ("gabung", good, path, *out), ("gabung", good, "--unit", path, *out)),
        *(("gabung", good, "--tpi", path, *out), ("gabung", good, "--pengampu", path, *out)),
        *(("banding", path, good), ("banding", good, path), ("indeks", path, good), ("indeks", good, path)),
        *(("rencana", "periksa", path), ("rencana", "gabung", path, *out)),
        *(("rencana", "gabung", good, "--unit", path, *out),),
        ("rencana", "templat", "--unit", path, "--periode", "2026", *own),
        ("templat", named, "--unit", path, "--periode", "2026", *own),
        ("templat", named, "--pengampu", path, "--periode", "2026", *own),
        ("templat", named, "--untuk", "tpi", "--dari", path, *own),
        *(("kriteria", "periksa", path), ("kriteria", "impor", path, *own), ("nilai", good, "--kriteria", path)),
        ("kriteria", "bandingkan", named, "rb-tematik-2023", "--lembar", path),
        *(("jalur", path, "--target", "WBK"), ("simulasi", path, "--ubah", "T1.D=1")),
    ]


def test_no_command_opens_what_is_no_file(tmp_path: Path) -> None:
    catalog = instrument("rb-tematik-2024")
    good = write(tmp_path / "baik.xlsx", catalog, answers(catalog, "aneh"))
    (tmp_path / "aneh").mkdir()
    paths = strange(tmp_path / "aneh")
    asked: list[tuple[object, ...]] = []
    for number, path in enumerate(paths.values()):
        made = tmp_path / f"hasil {number}"
        for turn, command in enumerate(commands(path, good, made)):
            asked.append(tuple(str(part).replace("hasil.xlsx", f"{turn}.xlsx") for part in command))
    child = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        input="".join(f"{json.dumps(one)}\n" for one in asked),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,  # an opened pipe waits for ever
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert child.returncode == 0, child.stderr[-2000:]
    answered = [json.loads(line) for line in child.stdout.splitlines()]
    assert len(answered) == len(asked)
    for command, (code, said) in zip(asked, answered, strict=True):
        assert code in (1, 2, 3), (command, said)
        assert "BUKU-042" not in said and "Traceback" not in said, (command, said)
    assert stat.S_ISFIFO(paths["pipa"].stat().st_mode) and stat.S_ISCHR(paths["perangkat"].stat().st_mode)


def test_catalog_files_that_are_pipes_are_named(tmp_path: Path) -> None:
    from pmprb.catalog.load import load_instrument

    folder = tmp_path / "kriteria" / "uji"
    (folder / "nodes").mkdir(parents=True)
    for path in (folder / "instrument.yaml", folder / "nodes" / "a.yaml", folder.parent / "regulations.yaml"):
        os.mkfifo(path)
    loaded = load_instrument(folder)
    assert loaded.value is None
    assert {t.code for t in loaded.temuan} >= {"KAT-014"}


def test_no_device_is_replaced_by_an_output(tmp_path: Path) -> None:
    pipe = tmp_path / "rekap.xlsx"
    os.mkfifo(pipe)
    link = tmp_path / "lain.xlsx"
    link.symlink_to(pipe)
    for target in (pipe, link, Path("/dev/null")):
        with output_gate([target], permission=Permission(overwrite=True, replace_filled=True), suffix="") as gate:
            assert [t.code for t in gate.temuan] == ["BUKU-208"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_folder_with_more_than_anyone_can_mean_is_named_and_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    for number in range(30):
        (deep / f"{number}.xlsx").touch()
    assert beneath(tmp_path, 31).too_many
    assert len(beneath(tmp_path, 32).paths) == 30
    monkeypatch.setattr("pmprb.jobs.inputs.beneath", lambda folder: beneath(folder, 31))
    found = find_files([tmp_path])
    assert found.files == () and [t.code for t in found.errors] == ["BUKU-206"]


def test_folders_inside_that_cannot_be_looked_into_are_named_and_circles_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = tmp_path / "terkunci"
    inner.mkdir()
    (tmp_path / "x.xlsx").touch()
    (tmp_path / "lagi.xlsx").symlink_to(tmp_path)
    scan = os.scandir

    def refusing(place: str) -> object:
        if place == str(inner):
            raise PermissionError(13, "no", place)
        return scan(place)

    monkeypatch.setattr("pmprb.jobs.folder.os.scandir", refusing)  # root may look into every folder
    found = find_files([tmp_path])
    assert [name for name, _ in found.files] == ["lagi.xlsx", "x.xlsx"]
    assert [(t.code, t.workbook) for t in found.errors] == [("BUKU-207", "terkunci")]
