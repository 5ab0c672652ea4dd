"""Every code has words; the words fit the values, the language and the page docs/temuan.md.

`PMPRB_UPDATE_GOLDEN=1 pytest tests/test_pesan.py` rewrites tests/golden/pesan.txt after a change of words;
`python -m pmprb.temuan > docs/temuan.md` rewrites the page.
"""

from __future__ import annotations

import ast
import os
import pickle
import re
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import get_args, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from pydantic_core.core_schema import ErrorType

from helpers.examples import examples
from pmprb.catalog.item import ChoiceItem, RatioItem
from pmprb.catalog.model import Instrument, Node
from pmprb.catalog.text import read_document
from pmprb.temuan import (
    BY_CODE,
    NOWHERE,
    AboutNode,
    AnswerOutsideChoices,
    BlankAnswer,
    CellPos,
    FilePos,
    Loaded,
    PartOverWhole,
    ProgramStumbled,
    RepeatedKey,
    Severity,
    Temuan,
    UnfitKey,
    UnitWithoutFile,
    UnknownColumn,
    fold,
    folded_sentence,
    machine,
    place,
    render,
    render_folded,
    repair,
    sentence,
    words,
)
from pmprb.temuan.page import temuan_page
from pmprb.temuan.render import FILTERS, fill, spots

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "pmprb"
GOLDEN = Path(__file__).resolve().parent / "golden" / "pesan.txt"
LONGEST = 300
_PLURAL = """
    ISI-001 ISI-002 ISI-012 BUKU-018 BUKU-020 BUKU-023 BUKU-024 BUKU-025 BUKU-026 BUKU-027 BUKU-037 NILAI-003
"""
_ENGLISH_WORDS = """
    the is are was of and or not for with without this that these to from on at by be been has have had must should
    cannot could would can may will does did an it its as than then but if else when where which who what how
    error errors file files sheet sheets cell cells row rows column columns value values missing invalid unknown
    parse parser parsed parsing expected found failed failure unable unexpected required optional allowed forbidden
    permitted extra field fields input output valid string integer boolean list dictionary mapping type reason
    damaged broken encrypted password traceback exception zip xml json stack workbook worksheet spreadsheet
    answer answers weight score scores name names more other others open read write too large many
"""
ENGLISH = frozenset(_ENGLISH_WORDS.split())


KINDS = list(BY_CODE.values())


# Declarations


def _templates(kind: type[Temuan]) -> list[str]:
    plural = [kind.plural.sentence, kind.plural.each, kind.plural.repair] if kind.plural else []
    return [kind.sentence, kind.repair, *plural]


def _asked(kind: type[Temuan]) -> dict[str, bool]:
    """Every value a kind's words ask for, and whether it may be missing."""
    asked: dict[str, bool] = {}
    for template in _templates(kind):
        for name, _, optional in spots(template):
            asked[name] = asked.get(name, True) and optional
    made_here = ("count", "list") if kind.plural else ()
    return {name: optional for name, optional in asked.items() if name not in made_here}


def _with(temuan: Temuan, node: str | None = None, **values: object) -> Temuan:
    """Return the temuan with other values, of whatever type."""
    own = {name: getattr(temuan, name) for name in temuan.value_names}
    return type(temuan)(temuan.at, temuan.node if node is None else node, **own | values)  # type: ignore[call-arg]


def test_kode_tidak_dipakai_dua_kali() -> None:
    assert len(KINDS) > 200
    assert all(re.fullmatch(r"(KAT|BUKU|ISI|NILAI|RENC|TELAAH)-\d{3}", code) for code in BY_CODE)
    with pytest.raises(TypeError, match="ISI-001 is both BlankAnswer and Another"):

        class Another(Temuan):
            code, severity = "ISI-001", Severity.CATATAN


def test_nilai_yang_salah_namanya_ditolak() -> None:
    at = CellPos(workbook="dinas.xlsx")
    with pytest.raises(TypeError, match="AnswerOutsideChoices needs allowed"):
        AnswerOutsideChoices(at, "A", seen="Y", hint="")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="BlankAnswer has no seen"):
        BlankAnswer(at, "A", seen="Y")  # type: ignore[call-arg]
    with pytest.raises(AttributeError, match="frozen"):
        BlankAnswer(at, "A").node = "B"  # type: ignore[misc]


def test_temuan_adalah_nilai() -> None:
    """Equal by kind and values, usable in sets, held by frozen models, sent to another process as it is."""
    at = CellPos(workbook="dinas.xlsx", sheet="LKE", cell="F27")
    one, other = (PartOverWhole(at, "A", above=Fraction(13), below=Fraction(n)) for n in (12, 12))
    assert one == other and len({one, other}) == 1
    assert one != _with(one, below=Fraction(11)) and one != _with(one, node="B") and BlankAnswer(at, "A") != one
    held = Loaded(value=1, temuan=(one,))
    assert held.temuan[0] is one and pickle.loads(pickle.dumps(held)) == held
    assert held.model_dump(mode="json")["temuan"] == [
        {
            "code": "ISI-011",
            "severity": "PERINGATAN",
            "at": {"workbook": "dinas.xlsx", "sheet": "LKE", "cell": "F27"},
            "node": "A",
            "values": [["above", "13"], ["below", "12"]],
        }
    ]
    again = Loaded[int].model_validate_json(Loaded[int](value=1, temuan=(one,)).model_dump_json()).temuan[0]
    assert type(again) is type(one) and (again.at, again.node, again.values) == (at, "A", one.values)
    with pytest.raises(ValidationError):
        Loaded[int].model_validate_json(held.model_dump_json().replace("ISI-011", "ISI-999"))
    moved = one.moved(CellPos(workbook="lain.xlsx"))
    assert (moved.workbook, moved.node, moved.values) == ("lain.xlsx", one.node, one.values)
    with pytest.raises(ValidationError):
        Loaded(value=1, temuan=("ISI-011",))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "shown"),
    [("a", "a"), (None, ""), (("a", "b"), "a, b"), ((), ""), (Fraction(7, 2), "7/2"), (12, "12"), (0.5, "0.5")],
)
def test_nilai_menjadi_teks(value: object, shown: str) -> None:
    assert _with(AnswerOutsideChoices.example(), seen=value).values[0] == ("seen", shown)


def test_nilai_tidak_diberikan_tersembunyi() -> None:
    """The type checker does not see the names inside `**`: no temuan is made with it."""
    names = {kind.__name__ for kind in KINDS}
    hidden = [
        f"{path.name}:{call.lineno}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in names
        if any(keyword.arg is None for keyword in call.keywords)
    ]
    assert hidden == []


def test_setiap_nilai_dipakai_kalimatnya() -> None:
    """What words ask for is a value of the kind, and what is a value is asked for or kept on purpose."""
    wrong = {}
    for kind in KINDS:
        asked = _asked(kind)
        figures = {name for name, _, _ in spots(kind.figure)}
        values, unused = set(kind.value_names), set(kind.unused)
        fits = values | {"node"} >= set(asked) | figures and set(asked) - {"node"} | unused == values
        must_name = asked.get("node") is False
        if not fits or unused & set(asked) or must_name != issubclass(kind, AboutNode):
            wrong[kind.code] = (sorted(asked), kind.value_names)
    assert wrong == {}


def test_saringan_dan_tanda_kalimat_benar() -> None:
    for kind in KINDS:
        for template in (*_templates(kind), kind.figure):
            assert {how for _, how, _ in spots(template) if how} <= set(FILTERS), kind.code
            left = re.sub(r"\{\w+(?::\w+)?\}", "", re.sub(r"\[([^\[\]|]*)(?:\|([^\[\]|]*))?\]", r"\1\2", template))
            assert not set("{}[]|") & set(left), f"{kind.code}: a sign of the template stands open"
        if kind.plural:
            assert {"count", "list"} <= {name for name, _, _ in spots(kind.plural.sentence)}, kind.code


def test_kode_yang_sering_banyak_punya_kalimat_jamak() -> None:
    assert [code for code in _PLURAL.split() if BY_CODE[code].plural is None] == []


def test_judul_dan_arti() -> None:
    for kind in KINDS:
        assert 3 <= len(kind.title.split()) <= 6, kind.code
        assert kind.title[0].isupper() and kind.title[-1] not in ".:", kind.code
        assert kind.meaning.endswith(".") and kind.meaning[0].isupper(), kind.code
        for text in (sentence(kind.example()), repair(kind.example())):
            assert text.endswith(".") and text[0] == text[0].upper(), kind.code


def test_judul_berbeda_semua() -> None:
    titles = [kind.title for kind in KINDS]
    assert len(set(titles)) == len(titles)


# Machine words


def _promised_by_the_guard() -> dict[str, tuple[set[str], set[str]]]:
    """The machine words and the values that the guard promises in its docstring, by code."""
    text = ast.get_docstring(ast.parse((PACKAGE / "workbook" / "guard.py").read_text(encoding="utf-8"))) or ""
    found = {}
    for code, reasons, others in re.findall(r"^- (BUKU-00\d) reason: ([^;\n]+)(.*)$", text, re.MULTILINE):
        found[code] = (set(re.split(r",\s*", reasons.strip())), {"reason", *re.findall(r"; (\w+)", others)})
    return found


GUARD = _promised_by_the_guard()
TABLE_OF = {
    "BUKU-001": "buka",
    "BUKU-002": "isi",
    "BUKU-003": "kunci",
    "BUKU-004": "rusak",
    "BUKU-005": "besar",
    "BUKU-006": "aneh",
    "BUKU-007": "tanda",
}


@pytest.mark.parametrize("code", TABLE_OF)
def test_alasan_penjaga_punya_kata(code: str) -> None:
    """Every reason of the guard has words, and no words are kept for a reason it does not have."""
    told = set(machine.TABLES[TABLE_OF[code]][0])
    assert GUARD[code][0] - {"unknown", "ole"} == told
    assert f"reason:{TABLE_OF[code]}" in BY_CODE[code].sentence


@pytest.mark.parametrize("code", [f"BUKU-00{n}" for n in range(1, 10)])
def test_nilai_penjaga_dipakai_atau_sengaja_tidak(code: str) -> None:
    assert set(BY_CODE[code].value_names) == GUARD[code][1]


def test_sebab_angka_berbeda_punya_kata() -> None:
    source = (PACKAGE / "engine" / "checks.py").read_text(encoding="utf-8")
    assert set(re.findall(r'return "(\w+)", ', source)) == set(machine.CAUSES)


def test_jenis_kunci_dikenal_pydantic() -> None:
    assert set(machine.KINDS) <= set(get_args(ErrorType))
    assert set(machine.KIND_REPAIRS) <= set(machine.KINDS)


BAD_CATALOG: list[tuple[type, object]] = [
    (ChoiceItem, {"kind": "choice", "options": ["A"], "weight": "dua", "allow_not_applicable": "mungkin", "x": "1"}),
    (RatioItem, {"kind": "ratio", "inputs": "satu", "formula": "rata", "numerator": [], "denominator": ["a"]}),
    (Node, {"id": ["A"], "level": "bab", "items": [{"kind": "esai"}, {"id": "a"}], "children": "x"}),
    (Instrument, {"valid_from": "kapan", "basis": "kira-kira", "policies": "nol", "root": "x"}),
    (Instrument, "bukan apa-apa"),
]


@pytest.mark.parametrize(("model", "data"), BAD_CATALOG)
def test_kunci_katalog_yang_salah_punya_kata(model: type, data: object) -> None:
    """What pydantic says of wrong catalogs of many kinds is known here."""
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(model).validate_python(data)
    assert {problem["type"] for problem in caught.value.errors()} - set(machine.KINDS) == set()


@pytest.mark.parametrize(
    ("text", "words_"),
    [
        ("a: b: c", "ada titik dua di tempat yang tidak semestinya"),
        ("a: 1\nb\nc: 2", "kurang tanda titik dua"),
        ("a: @b", "ada tanda yang tidak boleh mengawali isi, misalnya tab atau @"),
        ("a:\n  - b\n c", "lekukan atau tanda kutipnya tidak pas"),
        ("- a\nb: c", "lekukan daftarnya tidak pas"),
        ("a: - b", "tanda daftar (-) ada di tempat yang tidak semestinya"),
        ("a: |\n\tb", "ada tab; lekukan harus dari spasi"),
        ('a: "\\q"', "ada garis miring terbalik yang tidak dikenal"),
        ("a: \x01", "tidak terbaca. Periksa"),
        ('a: "b', "ada tanda kutip atau kurung yang belum ditutup"),
        ("a: [b, c", "kurang koma atau kurung tutup"),
        ("a: *b", "ada rujukan (*) yang belum ditetapkan"),
    ],
)
def test_susunan_yaml_yang_salah_punya_kata(text: str, words_: str) -> None:
    loaded = read_document("nodes/x.yaml", text)
    assert [t.code for t in loaded.temuan] == ["KAT-001"]
    said = sentence(loaded.temuan[0])
    assert words_ in said
    assert not _english(said)


# Values


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("1", "1"),
        ("7/2", "3,5"),
        ("-7/2", "-3,5"),
        ("1/3", "≈0,333333"),
        ("2/3", "≈0,666667"),
        ("95.709523809524", "≈95,709524"),
        ("0.30000000000000004", "0,3"),
        ("0.1", "0,1"),
        ("1.0", "1"),
        ("-0.25", "-0,25"),
        ("1e-05", "0,00001"),
        ("1500", "1500"),
        ("3,6", "3,6"),
        ("A.I.1", "A.I.1"),
        ("1/0", "1/0"),
        ("nan", "nan"),
        ("1e999999999", "1e999999999"),
        ("", ""),
    ],
)
def test_angka_ditulis_cara_indonesia(value: str, shown: str) -> None:
    assert words.number(value) == shown


@pytest.mark.parametrize(
    ("how", "value", "shown"),
    [
        ("nilai", "95.709523809524", "95,71"),
        ("nilai", "71.5", "71,50"),
        ("nilai", "-", "-"),
        ("waktu", "2026-03-09T08:05:00Z", "9 Maret 2026 pukul 08.05 UTC"),
        ("waktu", "2026-12-31T23:59:00+07:00", "31 Desember 2026 pukul 23.59"),
        ("waktu", "kemarin", "kemarin"),
        ("batas", "10 MB", "10 MB"),
        ("batas", "20 s", "20 detik"),
        ("batas", "8000000", "8.000.000"),
        ("batas", "200", ""),
        ("baris", "0", ""),
        ("baris", "31", "31"),
        ("daftar", "A, B, C", "A, B, C"),
        ("daftar", ", ".join("ABCDEFGHIJ"), "A, B, C, D, E, F, G, H, dan 2 lainnya"),
        ("teks", "a\n b\x00\tc\u2028d", "a b c d"),
        ("teks", "x" * 51, "x" * 49 + "…"),
        ("teks", "x" * 50, "x" * 50),
    ],
)
def test_nilai_lain_dibaca_enak(how: str, value: str, shown: str) -> None:
    assert FILTERS[how](value) == shown


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ({"a": "1", "b": "2"}, "1 ada 2"),
        ({"a": "1", "b": ""}, "1 kosong"),
        ({"a": "1", "b": "-"}, "1 kosong"),
        ({"a": "1"}, "1 kosong"),
        ({"b": "2"}, "- ada 2"),
        ({"a": "{b} [x|y]", "b": "{a}"}, "{b} [x|y] ada {a}"),
    ],
)
def test_bagian_kalimat_yang_boleh_hilang(values: dict[str, str], shown: str) -> None:
    assert fill("{a} [ada {b}|kosong]", values) == shown


# Sentences


def test_kalimat_contoh_dari_pedoman() -> None:
    at = CellPos(workbook="dinas.xlsx", sheet="LKE", cell="F27")
    found = AnswerOutsideChoices(at, "A.I.2.i.a", seen="Y", allowed="Ya, Tidak", hint="")
    assert render(found) == (
        'LKE!F27 · ISI-003 · Jawaban "Y" untuk A.I.2.i.a tidak ada dalam pilihan (Ya, Tidak). '
        "Pilih salah satu, atau kosongkan bila belum dijawab."
    )
    hinted = render(_with(found, hint="Ya"), with_file=True)
    assert hinted.startswith("dinas.xlsx › LKE!F27 · ISI-003 · ")
    assert '(Ya, Tidak). Maksudnya "Ya"? Pilih' in hinted


@pytest.mark.parametrize(
    ("at", "short", "long"),
    [
        (CellPos(workbook="a.xlsx", sheet="LKE ZI", cell="K8"), "LKE ZI!K8", "a.xlsx › LKE ZI!K8"),
        (CellPos(workbook="a.xlsx", sheet="LKE"), "LKE", "a.xlsx › LKE"),
        (CellPos(workbook="a.xlsx"), "a.xlsx", "a.xlsx"),
        (CellPos(workbook="masuk/a.xlsx"), "masuk/a.xlsx", "masuk/a.xlsx"),
        (CellPos(workbook=""), "", ""),
        (
            FilePos(file="/x/zi/nodes/A.I.1.yaml", line=12, column=5),
            "nodes/A.I.1.yaml:12:5",
            "zi/nodes/A.I.1.yaml:12:5",
        ),
        (FilePos(file="C:\\x\\zi\\instrument.yaml", line=3), "zi/instrument.yaml:3", "zi/instrument.yaml:3"),
        (FilePos(file="/x/criteria/zi-2012"), "zi-2012", "zi-2012"),
        (FilePos(file=""), "", ""),
    ],
)
def test_tempat_temuan(at: CellPos | FilePos, short: str, long: str) -> None:
    temuan = ProgramStumbled(at, detail="")
    assert place(temuan) == short
    assert place(temuan, with_file=True) == long


@settings(max_examples=examples(100, 300))
@given(kind=st.sampled_from(KINDS), data=st.data())
def test_nilai_apa_pun_tidak_menggagalkan_kalimat(kind: type[Temuan], data: st.DataObject) -> None:
    """Empty, long and odd values still give one line of at most 300 characters."""
    texts = st.text() | st.sampled_from(["", "-", "1/0", "{node}", "[a|b]", "x" * 400, "9" * 99, "a, " * 99])
    values = {name: data.draw(texts | st.none()) for name in kind.value_names}
    at = CellPos(workbook="dinas.xlsx", sheet="LKE", cell="F27")
    temuan = _with(kind.example().moved(at), data.draw(st.sampled_from(["", "A.II.6.iii.d"])), **values)
    for text in (sentence(temuan), folded_sentence(fold([temuan, temuan])[0])):
        assert len(text.splitlines()) == 1
        assert len(text) <= LONGEST


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_bilangan_selalu_ditulis_dengan_koma(kind: type[Temuan]) -> None:
    """A fraction or float among the values is shown by a filter for numbers: never as 33/20 or 1.65."""
    declared = get_type_hints(kind)
    numbers = {name for name in kind.value_names if re.search("Fraction|float", str(declared[name]))}
    folded = (kind.plural.sentence, kind.plural.each, kind.plural.repair) if kind.plural else ()
    texts = (kind.sentence, kind.repair, kind.unit_sentence, kind.unit_repair, kind.figure, *folded)
    shown = {(name, how) for text in texts for name, how, _ in spots(text) if name in numbers}
    assert {how for _, how in shown} <= {"angka", "nilai", "pecahan", "ribuan", "batas"}, shown


@pytest.mark.parametrize("long", ["x" * 400, "x, " * 200])
def test_nilai_yang_panjang_dipotong(long: str) -> None:
    for kind in KINDS:
        temuan = _with(kind.example(), **dict.fromkeys(kind.value_names, long))
        others = [_with(temuan, f"A.II.6.iii.{letter}") for letter in "abcdefgh"]
        for text in (sentence(temuan), folded_sentence(fold([temuan, *others])[0])):
            assert len(text) <= LONGEST, kind.code


# Folding


def _blank(row: int, file: str = "dinas.xlsx", column: str = "F", code: str = "ISI-001") -> Temuan:
    at = CellPos(workbook=file, sheet="LKE", cell=f"{column}{row}")
    return _with(BY_CODE[code].example().moved(at), f"A.I.1.i.{row}")


def test_temuan_sekolom_menjadi_satu_baris() -> None:
    folded = fold([_blank(row) for row in range(38, 26, -1)])
    assert len(folded) == 1
    assert (folded[0].count, folded[0].code, folded[0].severity) == (12, "ISI-001", Severity.PERINGATAN)
    assert folded[0].places[0] == "LKE!F27" and len(folded[0].places) == 12
    assert folded[0].nodes[:2] == ("A.I.1.i.27", "A.I.1.i.28")
    assert render_folded(folded[0]) == (
        "LKE!F27 dan 11 sel lain · ISI-001 · 12 butir belum dijawab: A.I.1.i.27, A.I.1.i.28, A.I.1.i.29, A.I.1.i.30, "
        "A.I.1.i.31, dan 7 lainnya. Isi jawabannya, lalu simpan."
    )
    assert render_folded(folded[0], with_file=True).startswith("dinas.xlsx › LKE!F27 dan 11 sel lain · ")


def test_daftar_panjang_dipotong_pada_butir_utuh() -> None:
    assert words.joined(["A.I.1", "A.I.2", "A.I.3", "A.I.4"], 3) == "A.I.1, A.I.2, A.I.3, dan 1 lainnya"
    assert words.joined(["x" * 30, "y" * 30], 3, 45) == "x" * 30 + ", dan 1 lainnya"
    assert words.joined(["x" * 46], 3, 45) == "x" * 44 + "…"


def test_satu_temuan_tetap_kalimat_tunggal() -> None:
    assert render_folded(fold([_blank(27)])[0]) == render(_blank(27))


def test_temuan_lain_kolom_berkas_atau_kode_tidak_digabung() -> None:
    others = [_blank(28, column="K"), _blank(28, file="lain.xlsx"), _blank(28, code="ISI-012")]
    assert [f.count for f in fold([_blank(27), *others])] == [1, 1, 1, 1]


def _unknown(row: int, seen: str) -> Temuan:
    at = CellPos(workbook="dinas.xlsx", sheet="LKE", cell=f"F{row}")
    return AnswerOutsideChoices(at, f"A.I.1.i.{row}", seen=seen, allowed="Ya, Tidak", hint="")


def test_tanpa_kalimat_jamak_hanya_nilai_yang_sama_digabung() -> None:
    folded = fold([_unknown(27, "Y"), _unknown(28, "?"), _unknown(30, "Y")])
    assert [f.count for f in folded] == [2, 1]
    assert render_folded(folded[0]).startswith(
        'LKE!F27 dan 1 sel lain · ISI-003 · Jawaban "Y" untuk A.I.1.i.27, A.I.1.i.30 tidak ada dalam pilihan'
    )


def test_kolom_tambahan_selembar_dan_unit_tanpa_berkas_digabung() -> None:
    headers = [UnknownColumn(CellPos(workbook="a", sheet="LKE", cell=f"{c}6"), header=c) for c in "MN"]
    units = [UnitWithoutFile(NOWHERE, unit_code=c, name=f"Dinas {c}") for c in "AB"]
    lines = [render_folded(f) for f in fold([*headers, *units])]
    assert lines[0].startswith("BUKU-018 · 2 unit dalam daftar belum menyerahkan lembar kerja: Dinas A, Dinas B. ")
    assert lines[1].startswith('LKE!M6 dan 1 sel lain · BUKU-043 · 2 kolom tidak dikenal dan tidak dibaca: "M", "N". ')


def test_urutan_tingkat_lalu_berkas_lalu_tempat() -> None:
    note = _blank(5, code="ISI-012")
    grave = _blank(200, file="z.xlsx", code="ISI-015")
    cells = [_blank(100, column="C"), _blank(9, column="AA"), _blank(9, column="F"), _blank(27, file="a.xlsx")]
    line = RepeatedKey(FilePos(file="zi/instrument.yaml", line=10, column=2), key="x")
    earlier = RepeatedKey(FilePos(file="zi/instrument.yaml", line=9, column=7), key="y")
    found = [(f.severity.value, f.workbook, f.places[0]) for f in fold([note, *cells, grave, line, earlier])]
    assert found == [
        ("KESALAHAN", "z.xlsx", "LKE!F200"),
        ("KESALAHAN", "zi/instrument.yaml", "zi/instrument.yaml:9:7"),
        ("KESALAHAN", "zi/instrument.yaml", "zi/instrument.yaml:10:2"),
        ("PERINGATAN", "a.xlsx", "LKE!F27"),
        ("PERINGATAN", "dinas.xlsx", "LKE!F9"),
        ("PERINGATAN", "dinas.xlsx", "LKE!AA9"),
        ("PERINGATAN", "dinas.xlsx", "LKE!C100"),
        ("CATATAN", "dinas.xlsx", "LKE!F5"),
    ]


@given(st.lists(st.tuples(st.sampled_from(list(BY_CODE)), st.integers(1, 40), st.sampled_from("FK")), max_size=30))
@settings(max_examples=examples(40, 100))
def test_tidak_ada_temuan_yang_hilang_saat_digabung(rows: list[tuple[str, int, str]]) -> None:
    temuan = [_blank(row, column=column, code=code) for code, row, column in rows]
    folded = fold(temuan)
    assert sorted(map(repr, temuan)) == sorted(repr(t) for f in folded for t in f.temuan)
    assert fold(reversed(temuan)) == folded


# Language


def _english(text: str) -> set[str]:
    """English words of a text; names of files and keys (with a dot, slash or underscore inside) are put aside."""
    tokens = re.findall(r"[A-Za-z][\w./'-]*", text)
    return {t.lower().rstrip(".") for t in tokens if not re.search(r"\w[._/]\w", t)} & ENGLISH


def test_pemeriksa_bahasa_mengenali_kata_asing() -> None:
    assert _english("Berkas ini is invalid.") == {"is", "invalid"}
    assert not _english("Sel A1 dalam answer_sets.yaml kosong.")


def test_tidak_ada_kata_asing() -> None:
    for kind in KINDS:
        for text in (*_examples(kind), kind.title, kind.meaning, kind.figure, *_templates(kind)):
            assert not _english(re.sub(r"\{[^}]*\}", "", text)), kind.code


def test_istilah_pustaka_tidak_sampai_ke_pengguna() -> None:
    at = FilePos(file="zi/instrument.yaml", line=1, column=1)
    for kind in get_args(ErrorType):
        said = sentence(UnfitKey(at, key="id", kind=kind, seen="x"))
        assert kind not in said and not _english(said), kind


def test_kalimat_tidak_terlalu_panjang() -> None:
    assert [line for kind in KINDS for line in _examples(kind) if len(line) > LONGEST] == []


# Golden file and page


def _examples(kind: type[Temuan]) -> list[str]:
    """How a kind reads: its example, without what may be missing, with each machine word, and many at once."""
    example = kind.example()
    missing = {name: None for name, may_miss in _asked(kind).items() if may_miss and name != "node"}
    variants = [example, _with(example, **missing)]
    for name, how, _ in spots(kind.sentence):
        table = machine.TABLES.get(how, ({}, ""))[0] if how != "susunan" else machine.YAML_PROBLEMS
        variants += [_with(example, **{name: word}) for word in table]
    lines = [render(variant) for variant in variants]
    if kind.plural:
        lines.append(render_folded(fold(_many(example))[0]))
    return list(dict.fromkeys(lines))


def _many(example: Temuan) -> list[Temuan]:
    """Twelve of an example, down its column, each with its own node and code."""
    many = []
    for n, letter in enumerate("abcdefghijkl"):
        node = example.node and example.node[:-1] + letter
        values = dict(example.values)
        for name, value in values.items():
            if name in ("name", "header") or (name == "seen" and not node):
                values[name] = f"{value} {n + 1}"
            elif name == "row_code" and node:
                values[name] = node
        at = example.at
        if isinstance(at, CellPos) and at.cell:
            column, row = re.fullmatch(r"([A-Z]+)(\d+)", at.cell).groups()  # type: ignore[union-attr]
            at = replace(at, cell=f"{column}{int(row) + n}")
        many.append(_with(example, node, **values).moved(at))
    return many


def test_semua_kalimat_sama_dengan_berkas_acuan() -> None:
    lines = []
    for code, kind in sorted(BY_CODE.items()):
        lines += [f"== {code} {kind.severity.value}: {kind.title}", *_examples(kind), ""]
    text = "\n".join(lines)
    if os.environ.get("PMPRB_UPDATE_GOLDEN") == "1":
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(text, encoding="utf-8")
    assert GOLDEN.read_text(encoding="utf-8") == text


def test_halaman_temuan_sesuai_dengan_program() -> None:
    assert (ROOT / "docs" / "temuan.md").read_text(encoding="utf-8") == temuan_page()


def test_perintah_mencetak_halaman() -> None:
    done = subprocess.run([sys.executable, "-m", "pmprb.temuan"], cwd=ROOT, capture_output=True, check=True)
    assert done.stdout.decode("utf-8").replace("\r\n", "\n") == temuan_page()


# Room


def test_ruang_pesan_ringan() -> None:
    heavy = {"pandas", "numpy", "openpyxl", "scipy", "xlsxwriter", "rich", "click", "yaml", "python_calamine"}
    code = "import sys, pmprb.temuan; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, text=True)
    loaded = set(done.stdout.split())
    assert "pmprb.temuan.isi" in loaded
    assert not loaded & heavy


def test_ruang_pesan_hanya_memakai_ruang_di_bawahnya() -> None:
    below = {"numbers", "period", "records", "text", "temuan"}
    used = set()
    for path in (PACKAGE / "temuan").glob("*.py"):
        for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [n.module or ""] if isinstance(n, ast.ImportFrom) else []
            names += [alias.name for alias in n.names] if isinstance(n, ast.Import) else []
            used |= {name.split(".")[1] for name in names if name.startswith("pmprb.")}
    assert "temuan" in used
    assert used <= below
