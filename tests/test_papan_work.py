"""The list of jobs of the page, and the desk they work at."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pmprb.jobs.inputs import catalogs_at
from pmprb.papan.desk import Desk, asked, safe_parts, stop
from pmprb.papan.work import jobs, run
from pmprb.temuan import CellPos, UnopenableFile

PAGE = Path(__file__).resolve().parent.parent / "pmprb" / "papan" / "halaman"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "meja")


def test_the_page_asks_only_for_jobs_that_are_on_the_list():
    asked_for = {
        name
        for path in PAGE.glob("*.js")
        for name in re.findall(r"""\bkerja\(\s*["'`]([^"'`]+)["'`]""", path.read_text())
    }
    assert asked_for
    assert asked_for <= set(jobs())


def test_every_installed_instrument_is_told_with_its_hash(desk: Desk):
    answer = run("tentang.instrumen", desk, {})
    assert answer.error is None
    catalogs = catalogs_at(None)
    assert {one["id"]: one["sidik"] for one in answer.result["instrumen"]} == {
        name: catalogs.load(name).value.hash for name in catalogs.ids()
    }


def test_a_job_that_is_not_there_is_an_error_in_words(desk: Desk):
    for name in ("tentang.hapus", "os.system", "", "__class__.x"):
        answer = run(name, desk, {})
        assert answer.error is not None and answer.error.repair and answer.result is None


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("lembar/dinas.xlsx", ("lembar", "dinas.xlsx")),
        ("../../etc/passwd", ("etc", "passwd")),
        ("/etc/passwd", ("etc", "passwd")),
        ("C:\\x\\..\\y.xlsx", ("C_", "x", "y.xlsx")),
        ("con.xlsx", ("_con.xlsx",)),
        ("a\0b\n.xlsx", ("ab .xlsx",)),
        ("..", ("berkas",)),
        ("x" * 400 + ".xlsx", ("x" * 115 + ".xlsx",)),
    ],
)
def test_a_name_never_leads_out_of_the_desk(desk: Desk, given: str, kept: tuple[str, ...]):
    assert safe_parts(given) == kept
    path = desk.put(given, b"isi")
    assert path.is_relative_to(desk.inputs) and desk.files == [path]
    assert desk.path(given) == path and desk.name(path) == "/".join(kept)


@pytest.mark.parametrize(
    ("name", "request_", "said"),
    [
        ("klinik.jalur", {"instrumen": "zi-2021", "sasaran": "WKB"}, ("WKB", "WBBM", "nilai dalam poin")),
        ("isi.mulai", {"instrumen": "zi-2012"}, ("zi-2012", "zi-2021")),
        ("isi.mulai", {"instrumen": "zi-2021@dinas"}, ("zi-2021", "varian", "pilihan instrumen")),
    ],
)
def test_what_is_refused_tells_what_there_is_instead(
    desk: Desk, name: str, request_: dict[str, str], said: tuple[str, ...]
):
    error = run(name, desk, request_).error
    assert error is not None and all(word in error.message for word in said) and "--" not in error.message


def test_a_cleared_desk_is_empty(desk: Desk):
    desk.put("a/b.xlsx", b"1")
    (desk.outputs / "rekap.xlsx").write_bytes(b"2")
    desk.kept["rekap"] = 1
    desk.clear()
    assert not desk.files and not list(desk.outputs.iterdir()) and not desk.kept


def test_whatever_a_job_raises_is_an_answer(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    from pmprb.papan import about

    missing = UnopenableFile(CellPos(workbook="dinas.xlsx"), reason="missing")
    for raised, code in (
        (stop(missing), "BUKU-001"),
        (MemoryError(), ""),
        (OSError(28, "penuh"), ""),
        (KeyError("x"), ""),
    ):

        def job(_desk: object, _request: object, raised: Exception = raised) -> None:
            raise raised

        monkeypatch.setattr(about, "JOBS", {"tentang.instrumen": job})
        answer = run("tentang.instrumen", desk, {})
        assert answer.error is not None and answer.error.code == code
        assert answer.error.message and answer.error.repair and "Traceback" not in answer.error.message
    monkeypatch.setattr(about, "JOBS", {"tentang.instrumen": lambda _desk, request: asked(request, "unit", str)})
    assert "unit" in run("tentang.instrumen", desk, {"unit": 5}).error.message
