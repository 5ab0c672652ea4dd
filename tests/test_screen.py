"""What a user types and sees: consoles of every kind, names that would steer a terminal, patterns and quotes."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from helpers.cli import quick
from helpers.sheets import answers, instrument, write
from pmprb.engine.answers import Unit

ZI = "zi-2021"
PACKAGE = Path(__file__).parent.parent / "pmprb"
CONSOLES = {
    "cp1252": {"PYTHONIOENCODING": "cp1252"},
    "ascii": {"PYTHONIOENCODING": "ascii"},
    "cp437": {"PYTHONIOENCODING": "cp437"},
    "LANG=C": {"LC_ALL": "C", "LANG": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
}
UNIT = "Dinas Énergi → “Maju”"


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("layar")
    given = answers(instrument(ZI), "layar", blank=0.1)
    return write(folder / "Dinas Energi.xlsx", instrument(ZI), given, unit=Unit(code="1", name=UNIT))


def run(*args: object, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
    """Return what the program printed, as bytes, in the environment of a console."""
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONUTF8", "PYTHONIOENCODING")}
    done = subprocess.run(
        [sys.executable, "-m", "pmprb", *map(str, args)], capture_output=True, env=kept | (env or {}), check=False
    )
    assert b"Traceback" not in done.stderr, done.stderr
    return done


@pytest.mark.parametrize("console", CONSOLES)
def test_json_is_utf8_whatever_the_console(sheet: Path, console: str) -> None:
    done = run("nilai", sheet, "--json", env=CONSOLES[console])
    assert json.loads(done.stdout.decode("utf-8"))["unit"]["name"] == UNIT


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps names of files in Unicode")
def test_a_name_in_utf8_is_read_where_the_system_is_set_to_ascii(sheet: Path, tmp_path: Path) -> None:
    path = shutil.copy(sheet, tmp_path / "Énergi →.xlsx")
    done = run("nilai", path, "--json", env=CONSOLES["LANG=C"])
    assert json.loads(done.stdout.decode("utf-8"))["file"] == "Énergi →.xlsx"


@pytest.mark.parametrize(("console", "codec"), [("cp1252", "cp1252"), ("ascii", "ascii"), ("cp437", "cp437")])
def test_words_lose_no_meaning_on_a_console_that_lacks_letters(sheet: Path, console: str, codec: str) -> None:
    text = run("nilai", sheet, "--jelaskan", "A.I.1.i", env=CONSOLES[console]).stdout.decode(codec)
    assert "?" not in text
    assert "->" in text and "→" not in text
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    assert "Dinas Energi" in plain
    assert "Maju" in plain


@pytest.mark.parametrize("args", [["--help"], ["banding", "--help"], ["rencana", "gabung", "--help"], []])
def test_help_is_readable_on_a_console_without_letters(args: list[str]) -> None:
    text = run(*args, env=CONSOLES["ascii"]).stdout.decode("ascii")
    assert "Pemakaian: pmprb" in text and "?" not in text


def test_json_alone_stands_on_stdout(sheet: Path, tmp_path: Path) -> None:
    target = shutil.copy(sheet, tmp_path / "rekap.xlsx")
    done = run("gabung", sheet, "-o", target, "--json")
    assert done.returncode == 1
    told = json.loads(done.stdout.decode("utf-8"))["temuan"]
    assert [one["severity"] for one in told] == ["KESALAHAN"]
    assert told[0]["code"].encode() in done.stderr


HOSTILE = "a\x1b[31mb\nc\rd\u202ee\x07\x9bf\u2066g\u061ch"


@pytest.mark.parametrize("command", ["nilai", "periksa", "gabung", "rencana periksa", "jalur", "banding"])
def test_no_name_reaches_the_terminal_as_an_order(sheet: Path, tmp_path: Path, command: str) -> None:
    folder = tmp_path / f"folder {HOSTILE}"
    folder.mkdir()
    given = answers(instrument(ZI), "layar", blank=0.1)
    write(folder / f"{HOSTILE}.xlsx", instrument(ZI), given, unit=Unit(code="1", name=HOSTILE))
    shutil.copy(sheet, folder / f"{HOSTILE}.txt")
    more = {"gabung": ["-o", folder / f"x{HOSTILE}.xlsx"], "jalur": ["--target", "WBK"]}
    more["banding"] = [folder / "tidak ada\n.xlsx", "-o", folder / f"y{HOSTILE}.xlsx"]
    first = folder / f"{HOSTILE}.xlsx" if command == "jalur" else folder
    code, text = quick(*command.split(), first, *more.get(command, []))
    assert code in (0, 1, 2, 3)
    bad = {letter for letter in text if unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp")} - {"\n"}
    assert not bad
    assert not any(line.startswith("c d") or line.startswith("cd") for line in text.splitlines())


@pytest.mark.parametrize("args", [[HOSTILE], ["nilai", f"--{HOSTILE}"], ["nilai", HOSTILE], ["demo", "-o", HOSTILE]])
def test_no_typed_word_reaches_the_terminal_as_an_order(
    args: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(HOSTILE).mkdir()
    Path(HOSTILE, "berkas").touch()
    _, text = quick(*args)
    assert not {letter for letter in text if unicodedata.category(letter) in ("Cc", "Cf")} - {"\n"}


def test_json_escapes_what_is_no_sign(tmp_path: Path) -> None:
    _, text = quick("periksa", tmp_path / HOSTILE, "--json")
    assert text.replace("\n", "").isprintable()
    assert json.loads(text)[0]["file"]


def test_every_line_goes_through_the_one_way_to_print() -> None:
    for path in (PACKAGE / "cli").glob("*.py"):
        if path.name == "screen.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            assert called not in ("click.echo", "click.secho", "click.style", "print"), f"{path.name}: {called}"


@pytest.mark.parametrize("args", [[], ["rencana"], ["kriteria"]])
def test_a_group_alone_prints_its_help_once(args: list[str]) -> None:
    done = run(*args)
    text = done.stdout.decode("utf-8")
    assert (done.returncode, done.stderr) == (0, b"")
    assert text.count("Pemakaian:") == 1
    assert "Keliru" not in text


# Paths as they are typed.


def files_of(text: str) -> list[str]:
    found = json.loads(text)
    return [one["file"] for one in (found if isinstance(found, list) else [found])]


@pytest.fixture
def beside(sheet: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with three worksheets, in which the program runs."""
    folder = tmp_path / "lembar [2026]"
    folder.mkdir()
    for name in ("a.xlsx", "b.xlsx", "~$a.xlsx", "c 1.xlsx"):
        shutil.copy(sheet, folder / name)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    return folder


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("*.xlsx", ["a.xlsx", "b.xlsx", "c 1.xlsx"]),
        ("?.xlsx", ["a.xlsx", "b.xlsx"]),
        ("{folder}/*.xlsx", ["a.xlsx", "b.xlsx", "c 1.xlsx"]),
        ("~/lembar [[]2026]/a*", ["a.xlsx"]),
        ("~/lembar [2026]/b.xlsx", ["b.xlsx"]),
        ('c 1.xlsx"', ["c 1.xlsx"]),
        ("'c 1.xlsx'", ["c 1.xlsx"]),
        ("“c 1.xlsx”", ["c 1.xlsx"]),
        ("a.xlsx\\", ["a.xlsx"]),
    ],
)
def test_a_path_is_taken_as_it_was_meant(beside: Path, typed: str, meant: list[str]) -> None:
    _, text = quick("nilai", typed.format(folder=beside), "--json")
    assert files_of(text) == meant


@pytest.mark.skipif(os.name == "nt", reason="Windows lets no file be called *.xlsx")
def test_a_pattern_that_is_a_files_own_name_is_that_file(beside: Path) -> None:
    shutil.copy(beside / "a.xlsx", beside / "*.xlsx")
    assert files_of(quick("nilai", "*.xlsx", "--json")[1]) == ["*.xlsx"]


def test_a_pattern_that_fits_nothing_is_told(beside: Path) -> None:
    code, text = quick("nilai", "z*.xlsx")
    assert code == 1
    assert "z*.xlsx" in text


def test_a_quote_that_swallowed_the_rest_is_explained(beside: Path) -> None:
    code, text = quick("gabung", 'lembar" -o rekap.xlsx', "-o", "rekap.xlsx")
    assert code == 2
    assert "tanda kutip" in text
