"""The command line as a user meets it: exit codes, Indonesian words, nothing overwritten, nothing lost."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import click
import openpyxl
import pytest

from helpers.cli import commands, quick
from helpers.sheets import answers, instrument, write
from helpers.tools import needed
from helpers.writers import Place
from pmprb.cli.commands import COMMANDS
from pmprb.cli.options import PathType
from pmprb.demo.make import Made

ZI = "zi-2021"


def call(*args: object) -> tuple[int, str, str]:
    """Return exit code, stdout and stderr of a command run as the program runs it."""
    done = subprocess.run(
        [sys.executable, "-m", "pmprb", *(str(a) for a in args)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    return write(tmp_path / "lembar.xlsx", instrument(ZI), answers(instrument(ZI), "cli", blank=0.0))


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_has_indonesian_help(name: str) -> None:
    code, text = quick(name, "--help")
    assert code == 0
    assert "Pemakaian: pmprb" in text and "Tampilkan bantuan ini." in text
    for english in ("Usage", "Options", "Show this", "Commands", "required]"):
        assert english not in text


def test_help_imports_nothing_heavy() -> None:
    script = "import sys; from pmprb.cli.commands import program; print(sorted(m for m in sys.modules if '.' not in m))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    heavy = {"pandas", "numpy", "openpyxl", "xlsxwriter", "pydantic", "scipy", "rich", "yaml"}
    assert heavy & set(json.loads(done.stdout.replace("'", '"'))) == set()


_LIGHT_SCRIPT = """
import sys, io
from contextlib import redirect_stdout, redirect_stderr
from pmprb.cli.commands import COMMANDS, program
for name in [*map(str.split, COMMANDS), *map(str.split, {more})]:
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        code = program.main(args=[*name, *{asked}], prog_name="pmprb", standalone_mode=False)
    print(*name, code, *sorted(m for m in sys.modules if m in {heavy}))
"""
_HEAVY = {"pandas", "numpy", "scipy", "openpyxl", "xlsxwriter", "python_calamine", "pydantic", "yaml", "rich"}
_HEAVY |= {"pmprb.temuan", "pmprb.catalog.model", "pmprb.jobs.pool", "concurrent.futures"}
_BENEATH = ["kriteria periksa", "kriteria impor", "kriteria bandingkan", "rencana templat", "rencana periksa"]
_BENEATH += ["rencana gabung", "tanda kunci", "tanda buat", "tanda periksa"]


def test_the_help_of_no_command_loads_what_reads_checks_or_writes() -> None:
    script = _LIGHT_SCRIPT.format(more=_BENEATH, asked=["--help"], heavy=_HEAVY)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    said = done.stdout.splitlines()
    assert said == [f"{name} 0" for name in (*COMMANDS, *_BENEATH)], done.stderr


def test_a_command_typed_wrongly_is_refused_without_loading_what_would_have_done_it() -> None:
    script = "import sys; from pmprb.cli import main\ntry: main()\nexcept SystemExit as end: print(end.code, *{0})"
    script = script.format(f"(m for m in sys.modules if m in {_HEAVY})")
    for name in COMMANDS:
        done = subprocess.run([sys.executable, "-c", script, name, "--salah"], capture_output=True, text=True)
        assert done.stdout == "2\n", (name, done.stdout, done.stderr)


def test_scoring_loads_nothing_that_writes() -> None:
    script = "import sys, pmprb.jobs.scores; print(*(m for m in sys.modules if m in ('xlsxwriter', 'pmprb.books')))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.stdout.strip() == "" and done.returncode == 0, (done.stdout, done.stderr)


@pytest.mark.parametrize(
    "args",
    [
        ("nilia",),
        ("nilai",),
        ("nilai", "--jason", "x"),
        ("nilai", "x.xlsx", "--kosong", "nil"),
        ("nilai", "x.xlsx", "--instrumen", "zi-1999"),
        ("gabung", "x.xlsx"),
        ("templat", ZI),
        ("instrumen", "zi-1999"),
        ("kriteria", "cek"),
        ("nilai", "x.xlsx", "--kriteria", "/tidak/ada"),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_told_in_indonesian_with_exit_2(args: tuple[str, ...]) -> None:
    code, text = quick(*args)
    assert code == 2
    assert "Keliru:" in text
    for english in ("No such", "Missing", "Invalid", "Error", "Usage", "unexpected", "Try "):
        assert english not in text


def _asking() -> list[str]:
    """Return the commands that do nothing without an argument."""
    apart = {"paths"}  # asked for by its callback: outside a working folder alone
    return [
        name
        for name, command in commands()
        if any(isinstance(p, click.Argument) and (p.required or p.name in apart) for p in command.params)
    ]


@pytest.mark.parametrize("name", _asking())
def test_a_missing_argument_is_told_with_a_line_to_type(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    command = dict(commands())[name]
    needed = [max(p.opts, key=len) for p in command.params if isinstance(p, click.Option) and p.required]
    code, text = quick(*name.split(), *(word for option in needed for word in (option, "x")))
    told = next(line for line in text.splitlines() if line.startswith("Keliru: Argumen "))
    assert code == 2 and " belum diisi. Contoh: pmprb " in told, text
    shown = told.partition("Contoh: ")[2]
    assert shown in (command.help or "") and len(shown.split()) > len(name.split()) + 1


@pytest.mark.parametrize("name", ["rekap.xlsx", "rekap dinas.xlsx"])
def test_a_rekap_alone_is_not_proved_and_what_else_is_needed_is_told(name: str, tmp_path: Path) -> None:
    code, text = quick("periksa", "--bukti", tmp_path / name)
    typed = f'"{tmp_path / name}"' if " " in name else str(tmp_path / name)
    assert code == 2 and f"Ketik: pmprb periksa --bukti {typed} FOLDER_LEMBAR" in " ".join(text.split()), text
    assert "folder lembar kerja" in " ".join(text.split())


def test_a_workbook_of_several_instansi_alone_asks_for_their_rekaps(place: Place) -> None:
    made = place / "provinsi.xlsx"
    assert quick("gabung", place / "rekap", "--antar-instansi", "-o", made)[0] < 2
    code, text = quick("periksa", "--bukti", made, "--json")
    assert code == 2 and "folder rekap instansi" in " ".join(text.split()) and "FOLDER_REKAP" in text


def test_nilai_json_has_the_documented_shape(filled: Path) -> None:
    code, text = quick("nilai", filled, "--json")
    data = json.loads(text)
    assert code == 0
    keys = ("file", "sha256", "layout", "instrument", "unit", "period", "total", "nodes", "items", "verdicts", "temuan")
    assert [k for k in keys if k not in data] == []
    assert data["instrument"] == ZI and data["unit"]["code"] == "1.07"
    assert set(data["nodes"]["A.I.1.i"]) == {"points", "max", "share"}
    assert data["items"]["A.I.1.i.a"]["cell"].startswith("LKE!")
    gate = data["verdicts"][0]["gates"][0]
    assert {"name", "value", "minimum", "passed", "margin"} <= set(gate)
    assert data["predicate"] is None


def test_nilai_of_several_files_is_an_array_with_the_refused_ones(filled: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bukan.xlsx"
    bad.write_bytes(b"bukan buku kerja")
    code, text = quick("nilai", filled, bad, "--json")
    data = json.loads(text)
    assert code == 1
    assert [d["total"] is None for d in data] == [d["file"] == "bukan.xlsx" for d in data]
    refused = next(d for d in data if d["file"] == "bukan.xlsx")
    assert [t["code"] for t in refused["temuan"]] == ["BUKU-002"]


def test_periksa_of_a_clean_sheet_is_exit_0_and_of_a_missing_file_exit_1(filled: Path, tmp_path: Path) -> None:
    assert quick("periksa", filled)[0] == 0
    code, text = quick("periksa", tmp_path / "tidak-ada.xlsx")
    assert code == 1 and "BUKU-001" in text


def test_gabung_keeps_an_existing_output_unless_told(filled: Path, tmp_path: Path) -> None:
    target = tmp_path / "rekap.xlsx"
    target.write_bytes(b"berharga")
    code, text = quick("gabung", filled, "-o", target)
    assert code == 1 and "BUKU-029" in text
    assert target.read_bytes() == b"berharga"
    code, text = quick("gabung", filled, "-o", target, "--timpa")  # what is in it cannot be read, so it is not replaced
    assert code == 1 and "BUKU-149" in text and target.read_bytes() == b"berharga"
    assert quick("gabung", filled, "-o", target, "--ganti-yang-terisi")[0] == 0
    assert (tmp_path / "rekap.lama-1.xlsx").read_bytes() == b"berharga"
    assert openpyxl.load_workbook(target, read_only=True).sheetnames[0] == "Ringkasan"


def test_gabung_does_not_read_its_own_output_or_the_register(demo: tuple[Path, list[Made]], tmp_path: Path) -> None:
    folder = tmp_path / "kerja"
    folder.mkdir()
    for name in sorted(p.name for p in demo[1][0].sheets.glob("1-*.xlsx"))[:4]:
        shutil.copy(demo[1][0].sheets / name, folder / name)
    shutil.copy(demo[0] / "daftar-unit.xlsx", folder / "daftar-unit.xlsx")
    args = ("gabung", folder, "-o", folder / "rekap.xlsx", "--unit", folder / "daftar-unit.xlsx", "--json", "--timpa")
    first, second = (json.loads(quick(*args)[1]) for _ in range(2))
    assert first["files"] == second["files"] == {"offered": 4, "scored": 4, "refused": 0, "passed_over": 0}


def test_a_file_name_that_is_no_utf_8_is_shown_and_takes_nothing_down(filled: Path, tmp_path: Path) -> None:
    try:
        (tmp_path / os.fsdecode(b"rusak\xff.xlsx")).write_bytes(b"x")
    except OSError:
        needed(None, "a file system that takes other names than UTF-8")
    code, text = quick("gabung", filled.parent, "-o", tmp_path / "rekap.xlsx", "--instansi", os.fsdecode(b"Kota \xff"))
    assert code == 1 and "rusak\\udcff.xlsx" in text and (tmp_path / "rekap.xlsx").is_file()


def test_gabung_of_two_instruments_asks_which(demo: tuple[Path, list[Made]], tmp_path: Path) -> None:
    both = [sorted(made.sheets.glob("1-0*.xlsx"))[0] for made in demo[1]]
    code, text = quick("gabung", *both, "-o", tmp_path / "rekap.xlsx")
    assert code == 2 and "--instrumen" in text


def test_duplicates_are_refused_unless_a_rule_is_chosen(demo: tuple[Path, list[Made]], tmp_path: Path) -> None:
    both = sorted(demo[1][0].sheets.glob("1-05*.xlsx"))
    assert len(both) == 2
    other = next(iter(sorted(demo[1][0].sheets.glob("1-01*.xlsx"))))
    data = json.loads(quick("gabung", *both, other, "-o", tmp_path / "a.xlsx", "--json")[1])
    assert data["files"]["refused"] == 2
    code, text = quick("gabung", *both, "-o", tmp_path / "tiada.xlsx")
    assert code == 1 and "BUKU-231" in text and not (tmp_path / "tiada.xlsx").exists()
    data = json.loads(quick("gabung", *both, "-o", tmp_path / "b.xlsx", "--json", "--ganda", "terbaru")[1])
    assert data["files"] == {"offered": 2, "scored": 1, "refused": 1, "passed_over": 0}
    assert "revisi" in data["units"][0]["file"]


def test_pic_tenggat_and_status_survive_the_next_run(demo: tuple[Path, list[Made]], tmp_path: Path) -> None:
    sheet = next(iter(sorted(demo[1][0].sheets.glob("1-01*.xlsx"))))
    one, two = tmp_path / "satu.xlsx", tmp_path / "dua.xlsx"
    quick("gabung", sheet, "-o", one)
    book = openpyxl.load_workbook(one)
    gaps = book["Kesenjangan"]
    head = next(r for r in range(1, 20) if "PIC" in [c.value for c in gaps[r]])
    column = next(c.column for c in gaps[head] if c.value == "PIC")
    code = next(c.column for c in gaps[head] if c.value == "Kode")
    gaps.cell(head + 1, column).value = "Sekretariat"
    item = gaps.cell(head + 1, code).value
    book.save(one)
    quick("gabung", sheet, "-o", two, "--lanjutan", one)
    gaps = openpyxl.load_workbook(two)["Kesenjangan"]
    found = {r[code - 1].value: r[column - 1].value for r in gaps.iter_rows(min_row=head + 1)}
    assert found[item] == "Sekretariat"


def test_templat_writes_one_sheet_a_unit_and_keeps_what_exists(demo: tuple[Path, list[Made]], tmp_path: Path) -> None:
    register, out = demo[0] / "daftar-unit.xlsx", tmp_path / "lembar"
    args = ("templat", ZI, "--unit", register, "--periode", "2026", "-o", out)
    assert quick(*args)[0] == 0
    files = sorted(out.iterdir())
    assert len(files) == 64
    files[0].write_bytes(b"sudah diisi")
    code, text = quick(*args)
    assert code == 1 and "BUKU-029" in text
    assert files[0].read_bytes() == b"sudah diisi"


def test_an_empty_register_can_be_written_and_is_told_to_be_empty(tmp_path: Path) -> None:
    register = tmp_path / "daftar.xlsx"
    assert quick("templat", "--daftar-kosong", register)[0] == 0
    code, text = quick("templat", ZI, "--unit", register, "--periode", "2026", "-o", tmp_path / "x")
    assert code == 1 and "BUKU-041" in text


def test_unit_names_cannot_leave_the_folder(tmp_path: Path) -> None:
    from pmprb.engine.answers import Unit
    from pmprb.worksheet.register import register_workbook

    names = ("../../etc/passwd", "C:\\Windows\\x", "con", "=1+1", "Dinas/Kesehatan", "Dinas Kesehatan*2", "")
    units = tuple(Unit(code=f"../{i}", name=name or "…") for i, name in enumerate(names))
    register = tmp_path / "daftar.xlsx"
    register.write_bytes(register_workbook(units))
    out = tmp_path / "keluar" / "dalam"
    code, _ = quick("templat", ZI, "--unit", register, "--periode", "../2026", "-o", out)
    assert code == 0
    assert len(list(out.iterdir())) == len(names)
    assert {p.name for p in tmp_path.iterdir()} == {"daftar.xlsx", "keluar"}


def test_the_program_starts_and_ends_quickly(filled: Path) -> None:
    code, out, _ = call("nilai", filled)
    assert code == 0 and "Dinas Pangan" in out


def test_kriteria_periksa_says_all_is_well() -> None:
    code, text = quick("kriteria", "periksa")
    assert code == 0
    assert text.count("baik") >= 2


def test_a_reconstructed_catalog_says_so_wherever_it_is_shown(tmp_path: Path) -> None:
    catalog = instrument("pmprb-2020-unit")
    sheet = write(tmp_path / "x.xlsx", catalog, answers(catalog, 1))
    assert "REKONSTRUKSI" in quick("instrumen", catalog.id)[1]
    assert "REKONSTRUKSI" in quick("nilai", sheet)[1]
    assert json.loads(quick("nilai", sheet, "--json")[1])["reconstructed"] is True


# Patterns in quotes: cmd and PowerShell hand them over as they are.


def test_every_command_that_takes_files_understands_a_pattern() -> None:
    made = {"demo", "mulai", "pantau"}  # a folder that is made, or that is one
    without = {
        (name, param.name)
        for name, command in commands()
        for param in command.params
        if isinstance(param.type, PathType) and (isinstance(param, click.Argument) or getattr(param, "multiple", False))
        if param.callback is None and name not in made
    }
    assert without == set()


def test_a_pattern_for_one_file_means_the_only_one_that_fits(tmp_path: Path) -> None:
    for name in ("a-1.xlsx", "a-2.xlsx", "b.xlsx"):
        (tmp_path / name).write_bytes(b"bukan")
    code, text = quick("kenali", tmp_path / "b*.xlsx")
    assert "b.xlsx" in text and "*" not in text
    code, text = quick("kenali", tmp_path / "a*.xlsx")
    assert code == 2 and "2 berkas cocok" in text and "a-1.xlsx" in text
