"""`pmprb gabung --umpan-balik`: what each unit gets back, and that it learns nothing of another one."""

from __future__ import annotations

import json
import re
import zipfile
from dataclasses import dataclass, replace
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from helpers.cli import quick
from helpers.corpus import FAULTS
from helpers.mutants import tidy_here
from helpers.sheets import Lke, answers, edit, instrument, read, write
from helpers.spellings import SPELLINGS
from pmprb.engine.answers import Answer, State, Unit
from pmprb.insight.feedback import Feedback, place_words
from pmprb.jobs.feedback import Task, write_one
from pmprb.office.model import Standing
from pmprb.text import distinct
from pmprb.workbook import guard as guard_module
from pmprb.worksheet.register import register_workbook

ZI = "zi-2021"
NAMES = ("Dinas Angsana", "Dinas Bidara", "Kecamatan Cendana", "Kecamatan Damar", "Kecamatan Eboni")
UNITS = tuple(
    Unit(code=f"QX-{n:02}", name=name, kind=name.split()[0].lower(), group=name.split()[0].lower())
    for n, name in enumerate(NAMES, 1)
)


@dataclass(frozen=True)
class Run:
    """A folder of worksheets and what came of it."""

    home: Path
    exit: int
    output: str

    @property
    def out(self) -> Path:
        return self.home / "umpan"

    def names(self) -> set[str]:
        return {path.name for path in self.out.iterdir()}

    def again(self, *more: object) -> tuple[int, str]:
        return quick(*gabung(self.home), *more)


def gabung(home: Path) -> list[object]:
    """Return the command over a folder."""
    register = home / "daftar-unit.xlsx"
    return ["gabung", home / "kiriman", "-o", home / "rekap.xlsx", "--unit", register, "--umpan-balik", home / "umpan"]


def evil(given: dict[str, Answer]) -> dict[str, Answer]:
    """Return answers whose evidence and notes would be formulas, markup, or links if anyone let them."""
    bad = ('=cmd|"/c calc"!A1', "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "+1+1", "@SUM(1)")
    return {
        key: replace(answer, evidence=bad[n % 5], note=bad[(n + 1) % 5])
        for n, (key, answer) in enumerate(given.items())
    }


def made(home: Path, units: tuple[Unit, ...] = UNITS) -> Run:
    """Return a run over four worksheets, one of them spoiled, and a damaged file; the fifth unit sends nothing."""
    sent = home / "kiriman"
    sent.mkdir(parents=True)
    catalog = instrument(ZI)
    for n, unit in enumerate(units[:4]):
        write(sent / f"{n}.xlsx", catalog, evil(answers(catalog, n)), unit)

    def spoil(lke: Lke) -> None:
        lke.cell("A.I.1.i.a").value = "<script>alert(1)</script>"
        lke.cell("A.I.1.ii.b").value = "A/B"

    edit(sent / "2.xlsx", spoil)
    (sent / f"{units[3].name}.xlsx").write_bytes((sent / "3.xlsx").read_bytes()[:9000])
    (sent / "3.xlsx").unlink()
    (home / "daftar-unit.xlsx").write_bytes(register_workbook(units))
    return Run(home, *quick(*gabung(home)))


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return made(tmp_path_factory.mktemp("umpan"))


def texts(path: Path) -> str:
    """Return everything written in a file: a page's text, or all parts of a workbook."""
    if path.suffix == ".html":
        return path.read_text()
    with zipfile.ZipFile(path) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


class Page(HTMLParser):
    """A page's tags, attributes and visible text."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.text = ""
        self.feed(path.read_text())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(key, value or "") for key, value in attrs]

    def handle_data(self, data: str) -> None:
        if self.tags[-1:] != ["style"]:
            self.text += f"{data}\n"


def cells(path: Path, sheet: str) -> list[tuple[Any, ...]]:
    """Return a sheet's values."""
    return list(openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True))


def test_every_unit_that_sent_something_gets_its_files_and_the_others_are_counted(run: Run) -> None:
    three = ("-hasil.xlsx", "-hasil.html", "-bertanda.xlsx")
    stems = ("QX-01_Dinas-Angsana", "QX-02_Dinas-Bidara", "QX-03_Kecamatan-Cendana")
    refused = {f"QX-04_Kecamatan-Damar{end}" for end in three[:2]}
    assert run.names() == {stem + end for stem in stems for end in three} | refused
    assert "Umpan balik: 4 unit, 3 salinan bertanda" in run.output
    assert "1 unit tidak mendapat karena tidak mengirim apa pun" in run.output
    assert run.exit == 1


def test_no_file_of_a_unit_knows_of_another(run: Run) -> None:
    for n, unit in enumerate(UNITS[:4]):
        own = [path for path in run.out.iterdir() if path.name.startswith(unit.code)]
        assert own
        for path in own:
            said = texts(path)
            others = [u for u in UNITS if u is not unit]
            assert not any(u.name in said or u.code in said for u in others), path
            assert not any(f"{k}.xlsx" in said for k in range(3) if k != n), path


def test_the_result_is_the_engines_and_the_place_names_nobody(run: Run) -> None:
    results = [read(run.home / "kiriman" / f"{n}.xlsx").result for n in range(3)]
    totals = [result.tree.total.points for result in results if result]
    best = sorted(totals[:2], reverse=True)
    for n, points in enumerate(totals[:2]):
        path = run.out / f"{UNITS[n].code}_{UNITS[n].name.replace(' ', '-')}-hasil.xlsx"
        flat = [value for row in cells(path, "Hasil") for value in row if value is not None]
        assert points is not None
        assert any(isinstance(v, float) and abs(v - float(points)) < 1e-9 for v in flat)
        place = f"ke-{best.index(points) + 1}"
        words = f"Peringkat Anda {place} dari 2 unit dalam kelompok dinas. Nilai unit lain tidak dicantumkan."
        assert words in flat
        page = Page(path.with_suffix(".html")).text
        assert f"{float(points):.2f}".replace(".", ",") in page
        assert place in page


def test_gates_gaps_and_temuan_stand_in_workbook_and_page(run: Run) -> None:
    path = run.out / "QX-03_Kecamatan-Cendana-hasil.xlsx"
    result = read(run.home / "kiriman" / "2.xlsx").result
    assert result is not None
    assert openpyxl.load_workbook(path).sheetnames == ["Hasil", "Perbaikan", "Temuan", "Tentang", "_isi"]
    hasil = cells(path, "Hasil")
    gates = [gate for v in result.verdicts if v.decides for gate in v.gates]
    listed = [row[0] for row in hasil if row[1] in ("WBK", "WBBM") and row[5] in ("lolos", "belum")]
    assert listed == [gate.title for gate in gates]
    gaps = cells(path, "Perbaikan")
    head = next(n for n, row in enumerate(gaps) if row[0] == "Kode")
    assert gaps[head][:13] == (
        *("Kode", "PIC", "Tenggat", "Status", "Kriteria", "Jawaban", "Jawaban berikutnya", "Poin bisa diraih"),
        *("Poin hilang", "Ambang yang digerakkan", "Area", "Bukti dukung", "Saran"),
    )
    unmet = [i for i, s in result.tree.items.items() if s.state in (State.GIVEN, State.BLANK) and (s.score or 0) < 1]
    assert {row[0] for row in gaps[head + 1 :]} == set(unmet)
    told = {row[2]: row[1] for row in cells(path, "Temuan") if row[0] == "KESALAHAN"}
    assert told == {"F10": "ISI-003", "F14": "ISI-004"}
    page = Page(path.with_suffix(".html"))
    assert "LKE!F10" in page.text
    assert f"{len(unmet) - 10} perbaikan lain" in page.text
    assert page.tags.count("dl") == len(unmet)


def test_a_refused_file_gets_its_reason_and_the_way_to_mend_it(run: Run) -> None:
    path = run.out / "QX-04_Kecamatan-Damar-hasil.xlsx"
    assert openpyxl.load_workbook(path).sheetnames == ["Hasil", "Temuan", "Tentang", "_isi"]
    flat = "\n".join(str(v) for row in cells(path, "Hasil") for v in row if v)
    page = Page(path.with_suffix(".html"))
    for said in (flat, page.text):
        assert "belum dihitung" in said
        assert "Berkas ini rusak atau tidak lengkap" in said
        assert "kirim ulang" in said


def test_pages_load_nothing_run_nothing_and_escape_everything(run: Run) -> None:
    for path in run.out.glob("*.html"):
        page = Page(path)
        assert not {"script", "img", "link", "iframe", "form", "a", "object"} & set(page.tags)
        assert not any(key.startswith("on") or key in ("src", "href") for key, _ in page.attributes)
        assert ("name", "viewport") in page.attributes
        assert any("default-src 'none'" in value for _, value in page.attributes)
        style = re.search(r"<style>(.*?)</style>", path.read_text(), re.DOTALL)
        assert style is not None
        assert "url(" not in style[1]
        assert "@import" not in style[1]
        assert "Perhatian:" in page.text
    spoiled = Page(run.out / "QX-03_Kecamatan-Cendana-hasil.html")
    assert "<script>alert(1)</script>" in spoiled.text


def test_no_text_became_a_formula(run: Run) -> None:
    for path in run.out.glob("*-hasil.xlsx"):
        for sheet in openpyxl.load_workbook(path):
            assert not [c.coordinate for row in sheet.iter_rows() for c in row if c.data_type == "f"], path
        assert "externalLink" not in texts(path)


def test_inputs_are_untouched_a_second_run_writes_nothing_and_timpa_the_same_bytes(tmp_path: Path) -> None:
    run = made(tmp_path)
    inputs = {p: p.read_bytes() for p in (run.home / "kiriman").iterdir()}
    before = {p: p.read_bytes() for p in run.out.iterdir()}
    rekap = run.home / "rekap.xlsx"
    rekap.unlink()
    code, said = run.again()
    assert code == 1
    assert "BUKU-029" in said
    assert "dan 10 berkas umpan balik lain yang sudah ada" in said
    assert not rekap.exists()
    assert {p: p.read_bytes() for p in run.out.iterdir()} == before
    code, _ = run.again("--timpa")
    assert rekap.exists()
    assert {p: p.read_bytes() for p in run.out.iterdir()} == before
    assert {p: p.read_bytes() for p in (run.home / "kiriman").iterdir()} == inputs


def test_json_has_the_counts_only_when_asked_for_feedback(tmp_path: Path) -> None:
    run = made(tmp_path)
    _, text = run.again("--timpa", "--json")
    assert json.loads(text)["feedback"] == {"units": 4, "copies": 3, "nothing_sent": 1}
    _, text = quick("gabung", run.home / "kiriman", "-o", run.home / "r2.xlsx", "--json")
    assert "feedback" not in json.loads(text)


def test_names_of_units_are_no_paths(tmp_path: Path) -> None:
    names = ("../../keluar", "CON", "dinas\\..\\x", "Dinas: <A>/B?", "=1+1")
    codes = ("..", "../a", "nul", "C:\\x", "@SUM(1)")
    units = tuple(Unit(code=c, name=n, group="g") for c, n in zip(codes, names, strict=True))
    sent = tmp_path / "kiriman"
    sent.mkdir()
    for n, unit in enumerate(units):
        write(sent / f"{n}.xlsx", instrument(ZI), answers(instrument(ZI), n), unit)
    code, said = quick("gabung", sent, "-o", tmp_path / "rekap.xlsx", "--umpan-balik", tmp_path / "umpan")
    assert code in (0, 1), said
    made = sorted(path.name for path in (tmp_path / "umpan").iterdir())
    assert len(made) == 15
    assert all(re.fullmatch(r"[A-Za-z0-9_-]+-(hasil|bertanda)\.(xlsx|html)", name) for name in made), made
    assert sorted(p.name for p in tmp_path.iterdir()) == ["kiriman", "rekap.xlsx", "umpan"]


def test_a_folder_of_every_fault_takes_nothing_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard_module, "tidy", tidy_here)  # the child of the slow path, here: much faster
    sent = tmp_path / "kiriman"
    sent.mkdir()
    write(sent / "baik.xlsx", instrument(ZI), answers(instrument(ZI), 1), UNITS[0])
    faults = {(one.code, one.reason): one for one in FAULTS}  # what a unit is told depends on these two
    for number, fault in enumerate(faults.values()):
        (sent / f"rusak {number:03}.xlsx").write_bytes(fault.build())
    for number, spelling in enumerate(SPELLINGS[::6]):
        (sent / f"asing {number:03}.xlsx").write_bytes(spelling.build())
    code, said = quick("gabung", sent, "-o", tmp_path / "rekap.xlsx", "--umpan-balik", tmp_path / "umpan")
    assert code == 1
    assert "Traceback" not in said
    assert "BUKU-042" not in said
    names = [path.name for path in (tmp_path / "umpan").iterdir()]
    sent_files = 1 + len(faults) + len(SPELLINGS[::6])
    assert sum(name.endswith("-hasil.html") for name in names) == sent_files
    assert sum(name.endswith("-hasil.xlsx") for name in names) == sent_files
    assert not any("draf" in name for name in names)
    assert not any(name.startswith("rusak") and "bertanda" in name for name in names)


def test_a_copy_that_cannot_be_made_is_told_in_the_other_two(tmp_path: Path) -> None:
    strict = next(spelling for spelling in SPELLINGS if spelling.name == "strict")
    path = tmp_path / "ketat.xlsx"
    path.write_bytes(strict.build())
    task = Task(Feedback(unit=UNITS[0], period="2026"), tmp_path / "u", (("ketat.xlsx", path, ""),))
    written = write_one(task, instrument(ZI))
    assert (written.units, written.copies) == (1, 0)
    assert [(t.code, dict(t.values)) for t in written.temuan] == [("BUKU-090", {"reason": "strict"})]
    assert "(Strict)" in Page(tmp_path / "u-hasil.html").text
    assert any(row[1] == "BUKU-090" for row in cells(tmp_path / "u-hasil.xlsx", "Temuan"))


def test_a_file_that_changed_since_it_was_read_is_not_copied(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", instrument(ZI), answers(instrument(ZI), 1))
    task = Task(Feedback(unit=UNITS[0], period="2026"), tmp_path / "u", (("a.xlsx", path, "0" * 64),))
    assert [dict(t.values) for t in write_one(task, instrument(ZI)).temuan] == [{"reason": "changed"}]
    assert not (tmp_path / "u-bertanda.xlsx").exists()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    run = made(tmp_path)
    (tmp_path / "berkas").write_text("bukan folder")
    args = [*gabung(run.home)[:-1], tmp_path / "berkas", "--timpa"]
    code, said = quick(*args)
    assert code == 3 and "berkas: ada berkas yang namanya sama dengan folder" in said
    assert (tmp_path / "berkas").read_text() == "bukan folder"


@pytest.mark.parametrize("where", ["kiriman", "kiriman/dalam"])
def test_the_folder_may_not_lie_among_the_worksheets(run: Run, where: str) -> None:
    args = [*gabung(run.home)[:-1], run.home / where, "--timpa"]
    code, said = quick(*args)
    assert code == 2
    assert "--umpan-balik" in said


def test_several_files_of_a_unit_that_are_refused_share_one_feedback(tmp_path: Path) -> None:
    sent = tmp_path / "kiriman"
    sent.mkdir()
    for n in range(2):
        write(sent / f"{n}.xlsx", instrument(ZI), answers(instrument(ZI), n), UNITS[0])
    write(sent / "lain.xlsx", instrument(ZI), answers(instrument(ZI), 9), UNITS[1])
    code, _ = quick("gabung", sent, "-o", tmp_path / "rekap.xlsx", "--umpan-balik", tmp_path / "umpan")
    assert code == 1
    names = {path.name for path in (tmp_path / "umpan").iterdir() if path.name.startswith("QX-01")}
    stem = "QX-01_Dinas-Angsana"
    assert names == {f"{stem}{end}" for end in ("-hasil.xlsx", "-hasil.html", "-bertanda.xlsx", "-bertanda-2.xlsx")}
    page = Page(tmp_path / "umpan" / f"{stem}-hasil.html")
    assert "0.xlsx" in page.text
    assert "1.xlsx" in page.text


def test_a_reconstruction_is_called_one_in_all_three(tmp_path: Path) -> None:
    catalog = instrument("pmprb-2020-unit")
    sent = tmp_path / "kiriman"
    sent.mkdir()
    write(sent / "a.xlsx", catalog, answers(catalog, 1), UNITS[0])
    quick("gabung", sent, "-o", tmp_path / "rekap.xlsx", "--umpan-balik", tmp_path / "umpan")
    stem = tmp_path / "umpan" / "QX-01_Dinas-Angsana"
    assert "REKONSTRUKSI" in Page(Path(f"{stem}-hasil.html")).text
    for path, sheet in ((f"{stem}-hasil.xlsx", "Hasil"), (f"{stem}-bertanda.xlsx", "Umpan Balik")):
        assert any("REKONSTRUKSI" in str(v) for row in cells(Path(path), sheet) for v in row), path


def test_a_unit_without_an_answer_is_not_zero(tmp_path: Path) -> None:
    sent = tmp_path / "kiriman"
    sent.mkdir()
    write(sent / "a.xlsx", instrument(ZI), answers(instrument(ZI), 1, blank=1.0), UNITS[0])
    quick("gabung", sent, "-o", tmp_path / "rekap.xlsx", "--umpan-balik", tmp_path / "umpan")
    stem = tmp_path / "umpan" / "QX-01_Dinas-Angsana"
    page = Page(Path(f"{stem}-hasil.html")).text
    assert "belum dinilai" in page
    assert "ke-1" not in page
    flat = [v for row in cells(Path(f"{stem}-hasil.xlsx"), "Hasil") for v in row]
    assert "belum dinilai" in flat
    assert "Perbaikan" not in openpyxl.load_workbook(f"{stem}-hasil.xlsx").sheetnames


def test_places_in_words() -> None:
    def standing(group: str, of: int) -> Standing:
        share = Fraction(1, 2)
        return Standing(
            code="1", name="x", points=share, share=share, rank=7, of=40, group=group, group_rank=3, group_of=of
        )

    assert place_words(standing("kecamatan", 12)) == "ke-3 dari 12 unit dalam kelompok kecamatan"
    assert place_words(standing("", 12)) == "ke-7 dari 40 unit yang dinilai"
    assert place_words(standing("kecamatan", 1)) == "satu-satunya yang dinilai dalam kelompok kecamatan"
    assert place_words(None) == ""


def test_names_made_distinct_stay_distinct() -> None:
    assert distinct(["a", "A", "a-2", "b"]) == ["a", "A-2", "a-2-2", "b"]
