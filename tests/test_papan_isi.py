"""The room Isi: what is typed in the page, where it stands, and the worksheet that is saved of it, read natively."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.comments import Comment

from helpers.answers import instrument_of
from helpers.examples import examples
from helpers.libreoffice import recalculate
from helpers.official import Year, form_2014, form_2021, template_2024
from helpers.sheets import answers
from pmprb import load_instrument, read, score
from pmprb.catalog.item import ChoiceItem, RatioItem
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import ReviewOf, Unit, said
from pmprb.jobs.inputs import catalogs_at
from pmprb.numbers import shown
from pmprb.papan.desk import Desk
from pmprb.papan.work import run
from pmprb.temuan import finding_for_unit
from pmprb.worksheet.register import register_workbook
from pmprb.worksheet.template.build import build_template

SHEETS = Path(__file__).resolve().parent.parent / "workbooks" / "samples" / "lembar-zi-2021"
INSTRUMENTS = catalogs_at(None).ids()
UNIT = {"nama": "Dinas Perhubungan", "kode": "1.12"}
HOSTILE = (
    "=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", "<script>alert(1)</script>", "</t></si><row r='9'>", "_x0041_",
    "<r>kaya</r>", "javascript:alert(1)", "\u202etxt.exe", "a\x00b\x07", "&amp; & <b>", "\U0001f600 bukti",
)  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "meja")


def ask(desk: Desk, name: str, **request: Any) -> Any:
    answer = run(name, desk, request)
    assert answer.error is None, answer.error
    return answer.result


def save(desk: Desk, **request: Any) -> Path:
    """Return the saved worksheet as a file of its own."""
    answer = run("isi.simpan", desk, {"unit": UNIT, "periode": "2026", **request})
    assert answer.error is None, answer.error
    (name,) = answer.files
    path = desk.folder / name
    path.write_bytes(answer.files[name])
    return path


def formulas_of(path: Path) -> tuple[list[str], list[str]]:
    """Return the formulas of a workbook, and its links out of it."""
    with ZipFile(path) as package:
        parts = {name: package.read(name).decode() for name in package.namelist() if name.endswith((".xml", ".rels"))}
    text = "".join(parts.values())
    return re.findall(r"<f[^>]*>([^<]*)</f>", text), re.findall(r'TargetMode="External"', text)


def filling(instrument: Instrument, seed: int) -> dict[str, str]:
    """Return what somebody may type: choices, counts, numbers with a comma, some blank, some wrong."""
    chance, cells = random.Random(seed), {}
    for item in instrument.items.values():
        if chance.random() < 0.1:
            continue
        if isinstance(item, ChoiceItem):
            label = chance.choice([*item.options, "", ""] if item.checklist else list(item.options))
            cells |= {item.id: label} | {code: chance.choice(("Ya", "Tidak", "")) for code in item.criterion_codes}
        elif isinstance(item, RatioItem):
            for one in item.inputs:
                cells[f"{item.id}.{one.id}"] = chance.choice(("0", "3", "12", "1.000", "tiga; dua", "4,5", "-1"))
        else:
            part = item.scale.min + (item.scale.max - item.scale.min) * chance.randrange(101) / 100
            odd = ("75%", "abc", "9999", "1/3", "3,14159265358979323846", "Tidak berlaku", "1e400", "5 6", "#N/A")
            cells[item.id] = chance.choice((shown(part, 3), shown(part, 1), *odd))
    return cells


def agrees(desk: Desk, instrument: Instrument, cells: dict[str, str], **words: Any) -> None:
    """Check that the saved worksheet is read natively with the answers and the score that the page showed."""
    on_screen = ask(desk, "isi.nilai", instrumen=instrument.id, isi=cells, **words)
    path = save(desk, instrumen=instrument.id, isi=cells, **words)
    submission, _ = read(path)
    tree = score(submission, instrument)
    assert on_screen["nilai"] == (shown(tree.total.points) if tree.total.answered else "–")
    for name, node in tree.nodes.items():
        assert on_screen["bagian"][name]["nilai"] == (shown(node.points) if node.answered else "–")
    for name, rated in tree.items.items():
        assert on_screen["item"][name]["keadaan"] == {"given": "terisi", "blank": "kosong", "invalid": "salah"}.get(
            rated.state.value, "tidak-berlaku"
        ), name
    desk.put(path.name, path.read_bytes())
    again = ask(desk, "isi.buka", berkas=path.name)
    other, _ = read(save(desk, instrumen=instrument.id, **{key: again[key] for key in ("isi", "bukti", "catatan")}))
    assert {item: said(a) for item, a in other.answers.items() if a.state.value != "invalid"} == {
        item: said(a) for item, a in submission.answers.items() if a.state.value != "invalid"
    }


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_every_instrument_is_saved_as_it_was_filled(name: str, desk: Desk):
    instrument = instrument_of(name)
    form = ask(desk, "isi.mulai", instrumen=name)["formulir"]
    items = [item["id"] for area in form["area"] for sub in area["sub"] for item in sub["butir"]]
    assert items == list(instrument.items)
    agrees(desk, instrument, filling(instrument, 7))


TYPED = st.text(max_size=45) | st.sampled_from(HOSTILE) | st.integers() | st.floats() | st.none()


@settings(max_examples=examples(6, 12), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(TYPED, max_size=10), words=st.lists(st.text(max_size=200) | st.sampled_from(HOSTILE), max_size=10)
)
@example(texts=list(HOSTILE[:10]), words=[])
@example(texts=list(HOSTILE[10:]), words=[])
def test_whatever_is_typed_is_read_as_it_was_shown(texts: list[object], words: list[str], desk: Desk):
    instrument = instrument_of("rb-tematik-2024")
    cells = dict(zip(instrument.items, texts, strict=False))
    kept = dict(zip(instrument.items, words, strict=False))
    agrees(desk, instrument, cells, bukti=kept, catatan=kept)


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_counts_typed_in_any_way_are_read_as_they_were_shown(data: st.DataObject, desk: Desk):
    whole = instrument_of("zi-2021")
    counted = [item.id for item in whole.items.values() if isinstance(item, RatioItem)][:2]
    text = (
        st.text(max_size=60) | st.integers(0, 40).map(str) | st.sampled_from(["", "1;2", "12 orang", "9" * 50, "0,0"])
    )
    cells = {f"{item}.{one.id}": data.draw(text) for item in counted for one in whole.items[item].inputs}
    on_screen = ask(desk, "isi.nilai", instrumen="zi-2021", bagian=counted, isi=cells)
    submission, _ = read(save(desk, instrumen="zi-2021", bagian=counted, isi=cells))
    tree = score(submission, whole.only(counted))
    for item in counted:
        rated = tree.items[item]
        assert (on_screen["item"][item]["keadaan"] == "salah") == (rated.state.value == "invalid")
        assert on_screen["item"][item]["nilai"] == (shown(rated.score) if rated.score is not None else "")


def test_hostile_words_stay_words(desk: Desk):
    instrument = instrument_of("zi-2021")
    items = list(instrument.items)
    words = dict(zip(items, HOSTILE, strict=False))
    for name in HOSTILE[:8]:
        unit = {"nama": name, "kode": name}
        path = save(desk, instrumen="zi-2021", unit=unit, bukti=words, catatan=words, isi={items[0]: "Ya"})
        assert path.parent == desk.folder and path.name.startswith("LKE_zi-2021_2026_")
        submission, _ = read(path)
        assert submission.unit.name == name.strip()
        for item, text in words.items():
            seen = submission.answers[item].evidence
            assert seen == submission.answers[item].note
            assert seen.startswith(text[:1]) or not text[:1].isprintable(), (text, seen)
        formulas, links = formulas_of(path)
        assert formulas and not [
            one for one in formulas if any(text in one for text in ("alert", "cmd", "2+3", "r r="))
        ]
        assert not links


def test_blank_wrong_and_unproven_items_are_told_apart(desk: Desk):
    instrument = load_instrument("zi-2021")
    first, second, *_ = [item.id for item in instrument.items.values() if isinstance(item, ChoiceItem)]
    counted = next(item for item in instrument.items.values() if isinstance(item, RatioItem))
    cells = {first: "Ya", second: "Y", f"{counted.id}.{counted.inputs[0].id}": "3"}
    state = ask(desk, "isi.nilai", instrumen="zi-2021", isi=cells, bukti={second: "SK"})
    assert [t["butir"] for t in state["temuan"]] == [second, counted.id]
    assert first not in state["kosong"] and second not in state["kosong"]
    assert len(state["kosong"]) == len(instrument.items) - 3
    assert state["tanpa_bukti"] == [first]
    assert state["item"][second]["keadaan"] == "salah"
    assert all("pmprb" not in t["kalimat"] + t["perbaikan"] for t in state["temuan"])


def test_a_sheet_without_a_name_or_a_period_is_not_saved(desk: Desk):
    for unit, period in (({"nama": "....", "kode": "1"}, "2026"), ({"nama": "", "kode": ""}, "2026"), (UNIT, " ")):
        answer = run("isi.simpan", desk, {"instrumen": "zi-2021", "unit": unit, "periode": period})
        assert answer.error is not None and answer.error.code == "BUKU-262" and answer.error.repair
        assert not answer.files


def test_answers_of_verifiers_evidence_and_notes_are_carried(desk: Desk):
    source = SHEETS / "1-15_Dinas-Penanaman-Modal-dan-PTSP.xlsx"  # one that its verifiers looked at
    before, _ = read(source)
    assert before.reviewed
    desk.put("lembar/dinas.xlsx", source.read_bytes())
    opened = ask(desk, "isi.buka", berkas="lembar/dinas.xlsx")
    assert opened["unit"] == {"nama": before.unit.name, "kode": before.unit.code}
    after, _ = read(save(desk, **{key: opened[key] for key in ("instrumen", "isi", "bukti", "catatan", "tpi", "unit")}))
    assert {i: said(a) for i, a in after.answers.items()} == {i: said(a) for i, a in before.answers.items()}
    assert {i: (said(a), a.note) for i, a in after.reviewed.items()} == {
        i: (said(a), a.note) for i, a in before.reviewed.items()
    }
    assert {i: a.evidence for i, a in after.answers.items()} == {i: a.evidence for i, a in before.answers.items()}


def test_addresses_behind_evidence_are_carried_and_what_cannot_be_is_told(desk: Desk, tmp_path: Path):
    book = load_workbook(SHEETS / "1-05_Dinas-Sosial.xlsx")
    sheet = book["LKE"]
    rows = {sheet.cell(row, 1).value: row for row in range(5, 40)}
    row = rows["A.I.1.i.a"]
    sheet.cell(row, 9).value = "Surat keputusan"
    sheet.cell(row, 9).hyperlink = "https://berkas.example/sk.pdf"
    sheet.cell(1, 3).hyperlink = "https://berkas.example/lain"
    sheet.cell(row, 6).comment = Comment("Mohon dicek", "TPI")
    book.save(tmp_path / "lembar.xlsx")
    desk.put("lembar.xlsx", (tmp_path / "lembar.xlsx").read_bytes())
    opened = ask(desk, "isi.buka", berkas="lembar.xlsx")
    assert opened["bukti"]["A.I.1.i.a"] == "Surat keputusan https://berkas.example/sk.pdf"
    (told,) = [t for t in opened["temuan_berkas"] if t["kode"] == "BUKU-261"]
    assert "1 komentar sel" in told["kalimat"] and "1 tautan" in told["kalimat"]


def test_a_review_workbook_and_a_file_that_is_none_are_refused_with_a_repair(desk: Desk):
    submission, _ = read(SHEETS / "1-05_Dinas-Sosial.xlsx")
    of = ReviewOf(file=submission.file, sha256=submission.sha256)
    instrument = instrument_of("zi-2021")
    review = build_template(instrument, submission.unit, "2026", submission, version="1", review_of=of)
    desk.put("tpi.xlsx", review)
    desk.put("rusak.xlsx", b"bukan buku kerja")
    for name, code in (("tpi.xlsx", "BUKU-260"), ("rusak.xlsx", "BUKU-002"), ("hilang.xlsx", "BUKU-263")):
        error = run("isi.buka", desk, {"berkas": name}).error
        assert error is not None and error.code == code and error.repair and error.file == name


def test_a_file_is_told_of_in_the_words_of_the_command_line(desk: Desk, tmp_path: Path):
    catalog, unit = load_instrument("zi-2021"), Unit(code="1.01", name="Dinas A")
    source = tmp_path / "lembar.xlsx"
    source.write_bytes(build_template(catalog, unit, "2026", version="1"))
    book = load_workbook(source)
    page = book["LKE"]
    heading = next(cell for row in page.iter_rows(max_row=20) for cell in row if cell.value == "Jawaban")
    first = next(row for row in range(heading.row + 1, 60) if page.cell(row, 1).value == "A.I.1.i.a")
    page.cell(first, heading.column, "#REF!").data_type = "e"
    book.save(source)
    desk.put("lembar.xlsx", source.read_bytes())
    shown_here = [
        (one["kode"], one["kalimat"]) for one in ask(desk, "isi.buka", berkas="lembar.xlsx")["keadaan"]["temuan"]
    ]
    _, told = read(source)
    wrong = [(one.code, finding_for_unit(one)) for one in told if one.node == "A.I.1.i.a"]
    assert shown_here == wrong and [code for code, _ in wrong] == ["ISI-005"]
    desk.put("daftar.xlsx", register_workbook([unit]))
    refused = run("isi.buka", desk, {"berkas": "daftar.xlsx"}).error
    assert refused is not None and refused.code == "BUKU-232" and "--" not in refused.repair, refused


def test_requests_of_the_wrong_kind_are_answered_in_words(desk: Desk):
    good = {"instrumen": "zi-2021", "isi": {}}
    for name in ("isi.nilai", "isi.simpan", "isi.mulai", "isi.buka"):
        for wrong in ({}, {"instrumen": 3}, {"instrumen": "../zi"}, {**good, "isi": []}, {**good, "unit": "x"}):
            answer = run(name, desk, wrong)
            assert answer.error is None or "tersandung" not in answer.error.message, (name, wrong, answer.error)
    state = ask(desk, "isi.nilai", **good | {"isi": {"A.I.1.i.a": ["Ya"], "tidak.ada": "Ya", "A.I.1.i.b": True}})
    assert state["terisi"] == 0


@pytest.mark.libreoffice
def test_libreoffice_opens_what_was_saved_and_finds_the_same_score(desk: Desk, tmp_path: Path):
    paths, expected = [], []
    for name in ("zi-2021", "rb-general-2024"):
        instrument = instrument_of(name)
        cells = filling(instrument, 11)
        words = dict(zip(instrument.items, HOSTILE, strict=False))
        paths.append(save(desk, instrumen=name, isi=cells, bukti=words, catatan=words))
        expected.append(ask(desk, "isi.nilai", instrumen=name, isi=cells)["nilai"])
    for path, wanted in zip(recalculate(paths, tmp_path / "lo"), expected, strict=True):
        submission, temuan = read(path)
        assert shown(score(submission, instrument_of(submission.instrument)).total.points) == wanted
        assert "BUKU-027" not in {t.code for t in temuan}


def test_a_worksheet_of_few_items_is_read_as_the_one_it_is(desk: Desk):
    """Of two counted items the form of 2024 fits as well: the worksheet's own mark decides."""
    whole = instrument_of("zi-2021")
    counted = [item for item in whole.items.values() if isinstance(item, RatioItem)][:2]
    cells = {f"{item.id}.{one.id}": "6" for item in counted for one in item.inputs}
    submission, _ = read(save(desk, instrumen="zi-2021", bagian=[item.id for item in counted], isi=cells))
    assert submission.layout == "pmprb" and submission.part == tuple(item.id for item in counted)


@pytest.mark.parametrize("form", ["2021", "2024", "2014"])
def test_an_official_form_is_opened_and_saved_as_our_own(form: str, desk: Desk, tmp_path: Path):
    name = "rb-2014" if form == "2014" else "zi-2021"
    instrument = instrument_of(name)
    given = answers(instrument, "resmi", blank=0.1)
    path = tmp_path / "LKE Dinas Pangan 2018.xlsx"
    if form == "2021":
        form_2021(path, instrument, given)
    elif form == "2024":
        template_2024(path, instrument, given, "Dinas Pangan", False)
    else:
        two_years(path, instrument, 2015)
    before, _ = read(path)
    desk.put(path.name, path.read_bytes())
    opened = ask(desk, "isi.buka", berkas=path.name)
    (told,) = [t for t in opened["temuan_berkas"] if t["kode"] == "BUKU-261"]
    assert "tampilan dan rumus formulir asalnya" in told["kalimat"]
    kept = {key: opened[key] for key in ("instrumen", "isi", "bukti", "catatan", "tpi")}
    after, _ = read(save(desk, **kept, bagian=opened["bagian"]))
    assert after.layout == "pmprb" and before.layout != "pmprb"
    assert {i: (said(a), a.evidence) for i, a in after.answers.items()} == {
        i: (said(a), a.evidence) for i, a in before.answers.items()
    }


def two_years(path: Path, instrument: Instrument, year: object) -> Path:
    """Write the form of 2014 with its blocks of 2015 and 2014."""
    now = Year(answers(instrument, "kini", blank=0.0), "blok-berjalan", band=2015)
    past = Year(answers(instrument, "lalu", blank=0.0), "blok-lalu", band=2014)
    return form_2014(path, instrument, now, past, year=year)


def test_a_file_that_can_be_read_in_two_ways_asks_which_is_meant(desk: Desk, tmp_path: Path):
    path = two_years(tmp_path / "lke.xlsx", instrument_of("rb-2014"), None)
    desk.put("lke.xlsx", path.read_bytes())
    asked_for = ask(desk, "isi.buka", berkas="lke.xlsx")
    choices = {one["judul"]: {one["nama"]: one["nilai"]} for one in asked_for["pilih"]}
    assert choices == {"tahun 2015": {"tahun": "2015"}, "tahun 2014": {"tahun": "2014"}}
    assert asked_for["temuan_berkas"][0]["kode"] == "BUKU-174"
    assert "--" not in asked_for["temuan_berkas"][0]["perbaikan"]
    for chosen in choices.values():
        opened = ask(desk, "isi.buka", berkas="lke.xlsx", baca=chosen)
        assert opened["periode"] == chosen["tahun"]
