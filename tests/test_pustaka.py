"""The face for programmers: the snippets of docs/pustaka.md and README.md run, its errors, its lightness.

`PMPRB_UPDATE_GOLDEN=1 pytest tests/test_pustaka.py` rewrites the outputs shown; review the difference like any text.
"""

from __future__ import annotations

import io
import os
import pickle
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stdout
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import pmprb
from helpers.sheets import UNIT, answers, instrument, write

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "workbooks" / "samples"
ZI = SAMPLES / "lembar-zi-2021"
WITH_OUTPUT = re.compile(
    r"^```python\n(?P<code>.*?)^```\n(?:\n?```text\n(?P<told>.*?)^```\n)?", re.MULTILINE | re.DOTALL
)


@pytest.fixture
def beside_samples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which the paths of the snippets lead to the samples, and what is written stays."""
    shutil.copytree(SAMPLES, tmp_path / "workbooks" / "samples")
    shutil.copy(ROOT / "README.md", tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("page", ["docs/pustaka.md", "README.md"])
def test_snippets_run_in_order_and_print_what_the_page_shows(page: str, beside_samples: Path) -> None:
    path = ROOT / page
    text = path.read_text(encoding="utf-8")
    names: dict[str, Any] = {}
    outputs = []
    for block in WITH_OUTPUT.finditer(text):
        out = io.StringIO()
        with redirect_stdout(out):
            exec(compile(block["code"], page, "exec"), names)
        outputs.append((block, "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())))
    assert outputs, f"{page} has no snippet"
    if os.environ.get("PMPRB_UPDATE_GOLDEN") == "1":
        for block, printed in reversed(outputs):
            if block["told"] is not None:
                text = text[: block.start("told")] + printed + text[block.end("told") :]
        path.write_text(text, encoding="utf-8")
        return
    assert [block["told"] or "" for block, _ in outputs] == [printed for _, printed in outputs]


def test_the_readmes_snippet_is_short_and_ends_in_a_table() -> None:
    blocks = [block["code"] for block in WITH_OUTPUT.finditer((ROOT / "README.md").read_text(encoding="utf-8"))]
    assert len(blocks) == 1 and len(blocks[0].splitlines()) <= 10 and "pmprb.frames(" in blocks[0]


def test_every_name_of_the_face_is_explained_and_there() -> None:
    page = (ROOT / "docs" / "pustaka.md").read_text(encoding="utf-8")
    for name in pmprb.__all__:
        assert f"`{name}`" in page, name
        assert name in dir(pmprb)
        thing = getattr(pmprb, name)
        assert isinstance(thing, str) or (thing.__doc__ and len(thing.__doc__) > 40), name
    with pytest.raises(AttributeError, match="tidak_ada"):
        _ = pmprb.tidak_ada  # type: ignore[attr-defined]


def test_importing_the_package_loads_nothing_heavy_until_a_name_is_asked_for() -> None:
    code = """
import sys, pmprb
heavy = {"pydantic", "pandas", "openpyxl", "xlsxwriter", "click", "python_calamine"}
print(sorted(heavy & sys.modules.keys()), pmprb.__version__)
pmprb.load_instrument("zi-2021")
print(sorted({"pandas", "click"} & sys.modules.keys()))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.splitlines() == [f"[] {pmprb.__version__}", "[]"]


def test_one_worksheet_reads_as_it_was_filled(tmp_path: Path) -> None:
    given = answers(instrument("zi-2021"), "pustaka")
    path = write(tmp_path / "lembar.xlsx", instrument("zi-2021"), given)
    submission, temuan = pmprb.read(str(path))
    assert (submission.unit.code, submission.instrument, submission.period) == (UNIT.code, "zi-2021", "2026")
    assert {k: a.text for k, a in submission.answers.items()} == {k: a.text for k, a in given.items()}
    assert {t.workbook for t in temuan} == {"lembar.xlsx"}
    tree = pmprb.score(submission, pmprb.load_instrument("zi-2021"))
    assert isinstance(tree.total.points, Fraction)


def test_what_is_forced_is_checked(tmp_path: Path) -> None:
    path = write(tmp_path / "lembar.xlsx", instrument("zi-2021"), answers(instrument("zi-2021"), 1))
    with pytest.raises(pmprb.InstrumentError) as error:
        pmprb.read(path, instrument="zi-2022")
    assert [t.code for t in error.value.temuan] == ["KAT-014"]
    with pytest.raises(pmprb.InstrumentError):
        pmprb.consolidate(tmp_path, instrument="zi-2022")
    with pytest.raises(pmprb.InstrumentError):
        pmprb.load_instrument("rb-2014@tidak-ada")
    with pytest.raises(pmprb.InstrumentError, match="lke-zi-2024"):
        pmprb.read(path, layout="lke-zi-1999")
    with pytest.raises(pmprb.InstrumentError, match="no catalog"):
        pmprb.read(path, criteria=tmp_path)


def test_catalogs_of_ones_own_and_another_executor_give_the_same(tmp_path: Path) -> None:
    own = tmp_path / "kriteria"
    shutil.copytree(ROOT / "criteria", own)
    with ThreadPoolExecutor(1) as pool:
        gathered = pmprb.consolidate(ZI, duplicates="terbaru", criteria=own, executor=pool)
    usual = pmprb.consolidate(ZI, duplicates="terbaru")
    assert gathered.index == usual.index
    assert pmprb.frames(gathered, own)["gates"].equals(pmprb.frames(usual)["gates"])


def test_an_error_carries_its_temuan_also_out_of_another_process(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"bukan buku kerja")
    with pytest.raises(pmprb.RefusedError) as error:
        pmprb.read(tmp_path / "a.xlsx")
    assert [t.code for t in error.value.temuan] == ["BUKU-002"]
    assert "a.xlsx" in str(error.value) and "BUKU-002" in str(error.value)
    again = pickle.loads(pickle.dumps(error.value))
    assert type(again) is pmprb.RefusedError and isinstance(again, pmprb.PmprbError)
    assert (str(again), again.temuan) == (str(error.value), error.value.temuan)


def test_a_folder_is_gathered_as_the_command_line_does(beside_samples: Path) -> None:
    gathered = pmprb.consolidate([ZI], register=SAMPLES / "daftar-unit.xlsx")
    fates = {file.file: file.used for file in gathered.inputs}
    assert sum(fates.values()) == 4 and not fates["1-05_Dinas-Sosial.xlsx"]
    newest = pmprb.consolidate(ZI, register=SAMPLES / "daftar-unit.xlsx", duplicates="terbaru", strict=True)
    assert sum(file.used for file in newest.inputs) == 5 and newest.strict
    known = pmprb.consolidate(ZI, register=[result.unit for result in gathered.results][:2], blank="lewati")
    assert known.registered == 2 and known.blank == "lewati"


def test_a_folder_that_gives_nothing_says_why(tmp_path: Path) -> None:
    with pytest.raises(pmprb.RefusedError) as error:
        pmprb.consolidate(tmp_path)
    assert [t.code for t in error.value.temuan] == ["BUKU-030"]
    with pytest.raises(pmprb.RefusedError) as error:
        pmprb.consolidate(tmp_path / "tiada")
    assert [t.code for t in error.value.temuan] == ["BUKU-001", "BUKU-030"]
    with pytest.raises(pmprb.InstrumentError, match=r"pmprb-2020-unit \(6\), zi-2021 \(6\)"):
        pmprb.consolidate([ZI, SAMPLES / "lembar-pmprb-2020-unit"])
    (tmp_path / "daftar.xlsx").write_bytes(b"PK")
    with pytest.raises(pmprb.RefusedError, match="register"):
        pmprb.consolidate(ZI, register=tmp_path / "daftar.xlsx")


def test_a_rekap_is_written_once_and_only_with_its_own_catalog(beside_samples: Path) -> None:
    gathered = pmprb.consolidate(ZI, duplicates="terbaru")
    target = beside_samples / "baru" / "rekap.xlsx"
    assert pmprb.write_rekap(gathered, target, instansi="Kabupaten Tirtaloka") == ()
    assert "Peringkat" in openpyxl.load_workbook(target, read_only=True).sheetnames
    before = target.read_bytes()
    with pytest.raises(FileExistsError, match=r"rekap\.xlsx"):
        pmprb.write_rekap(gathered, target)
    assert target.read_bytes() == before
    pmprb.write_rekap(gathered, target, overwrite=True, previous=target)
    with pytest.raises(pmprb.RefusedError) as error:
        pmprb.write_rekap(gathered, target.with_suffix(".xls"))
    assert [t.code for t in error.value.temuan] == ["BUKU-141"]
    assert sorted(path.name for path in target.parent.iterdir()) == ["rekap.xlsx"]
    other = replace(gathered, catalog_hash="0" * 64)
    for refused in (lambda: pmprb.write_rekap(other, target, overwrite=True), lambda: pmprb.frames(other)):
        with pytest.raises(pmprb.InstrumentError, match="catalog"):
            refused()
