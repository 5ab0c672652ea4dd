"""Every code has words; the words fit the values, the language and the page docs/temuan.md.

`PMPRB_UPDATE_GOLDEN=1 pytest tests/test_pesan.py` rewrites tests/golden/pesan.txt after a change of words;
`python -m pmprb.temuan > docs/temuan.md` rewrites the page.
"""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic_core.core_schema import ErrorType

from pmprb.catalog.item import ChoiceItem, RatioItem
from pmprb.catalog.model import Instrument, Node
from pmprb.catalog.text import read_document
from pmprb.temuan import machine, words
from pmprb.temuan.message import Message
from pmprb.temuan.page import temuan_page
from pmprb.temuan.record import CellPos, Code, FilePos, Severity, Temuan
from pmprb.temuan.registry import MESSAGES
from pmprb.temuan.render import (
    FILTERS,
    fill,
    fold,
    folded_sentence,
    place,
    render,
    render_folded,
    repair,
    sentence,
    spots,
)

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


# What the program hands over: an AST scan of every place that makes a temuan


@dataclass(frozen=True)
class Made:
    """One place that makes temuan of a code: with which values, and whether with a node."""

    code: Code
    values: frozenset[str]
    node: bool
    where: str


def _codes(tree: ast.AST) -> set[Code]:
    """Every `Code.X` beneath a piece of source."""
    return {
        Code[n.attr]
        for n in ast.walk(tree)
        if isinstance(n, ast.Attribute) and isinstance(n.value, ast.Name) and n.value.id == "Code"
    }


def _called(call: ast.Call) -> str:
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


class Source:
    """One module's places that make temuan; a code in a variable is traced to where it is set or passed."""

    def __init__(self, text: str, name: str) -> None:
        self.tree, self.name = ast.parse(text), name
        self.functions = {n.name: n for n in ast.walk(self.tree) if isinstance(n, ast.FunctionDef)}
        self.calls = [n for n in ast.walk(self.tree) if isinstance(n, ast.Call)]
        self.untraced: list[str] = []

    def made(self) -> Iterator[Made]:
        for call in self.calls:
            is_of = _called(call) == "of" and ast.unparse(call.func) == "Temuan.of"
            if not (is_of or _called(call) == "Refused") or not call.args:
                continue
            spread = [self.keys(k.value, call) for k in call.keywords if k.arg is None]
            given = {k.arg for k in call.keywords if k.arg}.union(*spread) - (set() if is_of else {"sheet"})
            codes = self.traced(call.args[0], call)
            if not codes or not all(spread):
                self.untraced.append(f"{self.name}: {ast.unparse(call.args[0])}")
            for code in codes:
                yield Made(code, frozenset(given), is_of and len(call.args) > 2, f"{self.name}:{call.lineno}")

    def holders(self, call: ast.Call) -> list[ast.FunctionDef]:
        return [f for f in self.functions.values() if any(n is call for n in ast.walk(f))]

    def keys(self, spread: ast.expr, call: ast.Call) -> set[str]:
        """The keys of `**name` where the name is set to a dict with constant keys."""
        return {
            key.value
            for function in self.holders(call)
            for n in ast.walk(function)
            if isinstance(n, ast.Assign)
            and isinstance(n.value, ast.Dict)
            and ast.unparse(spread) in map(ast.unparse, n.targets)
            for key in n.value.keys
            if isinstance(key, ast.Constant)
        }

    def traced(self, first: ast.expr, call: ast.Call) -> set[Code]:
        found = _codes(first)
        if found or not isinstance(first, ast.Name):
            return found
        for function in self.holders(call):
            for n in ast.walk(function):
                if isinstance(n, ast.Assign) and any(isinstance(t, ast.Name) and t.id == first.id for t in n.targets):
                    found |= _codes(n.value)
                    if isinstance(n.value, ast.Call) and _called(n.value) in self.functions:
                        found |= _codes(self.functions[_called(n.value)])
            if first.id in {a.arg for a in function.args.args}:
                found |= {c for other in self.calls if _called(other) == function.name for c in _codes(other)}
        return found


def _scan() -> tuple[list[Made], list[str]]:
    made: list[Made] = []
    untraced: list[str] = []
    for path in sorted(PACKAGE.rglob("*.py")):
        if "temuan" not in path.relative_to(PACKAGE).parts:
            source = Source(path.read_text(encoding="utf-8"), path.relative_to(PACKAGE).as_posix())
            made += source.made()
            untraced += source.untraced
    return made, untraced


MADE, UNTRACED = _scan()
PASSED_ON = {"workbook/container.py: self.code", "workbook/guard.py: code"}
"""Places that pass on a code and values made elsewhere (`Refused`, and the child process of `workbook.slow`)."""


def _templates(message: Message) -> list[str]:
    plural = [message.plural.sentence, message.plural.each, message.plural.repair] if message.plural else []
    return [message.sentence, message.repair, *plural]


def _asked(message: Message) -> dict[str, bool]:
    """Every value a message asks for, and whether it may be missing."""
    asked: dict[str, bool] = {}
    for template in _templates(message):
        for name, _, optional in spots(template):
            asked[name] = asked.get(name, True) and optional
    return {name: optional for name, optional in asked.items() if name not in ("count", "list")}


def test_jejak_temuan_terbaca() -> None:
    """The scan itself: a code named, set in a variable, returned by a function, passed as an argument."""
    source = Source(
        """
def a(at):
    Temuan.of(Code.ISI_001, at, item.id)
    raise Refused(Code.BUKU_007, sheet="x", reason="dtd", part=name)
def b(at, found):
    code = Code.ISI_003 if found else Code.ISI_004
    Temuan.of(code, at, item.id, seen=1)
def c(code, at):
    Temuan.of(code, at, seen=1)
def d(at):
    c(Code.BUKU_024, at)
    kind = e(at)
    Temuan.of(kind, at)
def e(at):
    return Code.BUKU_031 if at else Code.BUKU_034
def f(at):
    Temuan.of(elsewhere(), at, **values)
def g(at):
    figures = {"seen": 1, "expected": 2}
    Temuan.of(Code.BUKU_027, at, name, cause="x", **figures)
""",
        "x.py",
    )
    found = {(m.code, m.values, m.node) for m in source.made()}
    assert found == {
        (Code.ISI_001, frozenset(), True),
        (Code.BUKU_007, frozenset({"reason", "part"}), False),
        (Code.ISI_003, frozenset({"seen"}), True),
        (Code.ISI_004, frozenset({"seen"}), True),
        (Code.BUKU_024, frozenset({"seen"}), False),
        (Code.BUKU_031, frozenset(), False),
        (Code.BUKU_034, frozenset(), False),
        (Code.BUKU_027, frozenset({"seen", "expected", "cause"}), True),
    }
    assert source.untraced == ["x.py: elsewhere()"]


def test_semua_pembuat_temuan_terlacak() -> None:
    assert len({m.code for m in MADE}) > 60
    assert set(UNTRACED) <= PASSED_ON


def test_setiap_kode_punya_kalimat() -> None:
    assert list(MESSAGES) == list(Code)


@pytest.mark.parametrize("code", Code, ids=lambda c: c.value)
def test_nilai_dalam_kalimat_ada_pada_temuannya(code: Code) -> None:
    """What a sentence needs is always given; what it may use is given somewhere; nothing given is forgotten."""
    message, made = MESSAGES[code], [m for m in MADE if m.code is code]
    asked = _asked(message)
    given_somewhere = {name for m in made for name in m.values}
    for m in made:
        given = m.values | ({"node"} if m.node else set())
        needed = {name for name, optional in asked.items() if not optional}
        assert needed <= given, f"{m.where} does not give {needed - given}"
        forgotten = m.values - set(asked) - set(message.unused)
        assert not forgotten, f"{m.where} gives {forgotten}, which the sentence does not use"
    if made:
        assert {name for name in asked if name != "node"} <= given_somewhere
        assert set(message.unused) <= given_somewhere
        assert {name for name, _ in message.example.values} == given_somewhere, "the example shows other values"
    assert not set(message.unused) & set(asked)


@pytest.mark.parametrize("code", Code, ids=lambda c: c.value)
def test_saringan_dan_tanda_kalimat_benar(code: Code) -> None:
    for template in _templates(MESSAGES[code]):
        assert {how for _, how, _ in spots(template) if how} <= set(FILTERS)
        left = re.sub(r"\{\w+(?::\w+)?\}", "", re.sub(r"\[([^\[\]|]*)(?:\|([^\[\]|]*))?\]", r"\1\2", template))
        assert not set("{}[]|") & set(left), "a sign of the template stands open"
    plural = MESSAGES[code].plural
    if plural:
        assert {"count", "list"} <= {name for name, _, _ in spots(plural.sentence)}


def test_kode_yang_sering_banyak_punya_kalimat_jamak() -> None:
    assert [c for c in _PLURAL.split() if MESSAGES[Code(c)].plural is None] == []


@pytest.mark.parametrize("code", Code, ids=lambda c: c.value)
def test_judul_dan_arti(code: Code) -> None:
    message = MESSAGES[code]
    assert 3 <= len(message.title.split()) <= 6
    assert message.title[0].isupper() and message.title[-1] not in ".:"
    assert message.meaning.endswith(".") and message.meaning[0].isupper()
    for text in (sentence(message.example.temuan(code)), repair(message.example.temuan(code))):
        assert text.endswith(".") and text[0] == text[0].upper()


def test_judul_berbeda_semua() -> None:
    titles = [message.title for message in MESSAGES.values()]
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
    assert f"reason:{TABLE_OF[code]}" in MESSAGES[Code(code)].sentence


@pytest.mark.parametrize("code", [f"BUKU-00{n}" for n in range(1, 10)])
def test_nilai_penjaga_dipakai_atau_sengaja_tidak(code: str) -> None:
    message = MESSAGES[Code(code)]
    assert {name for name, _ in message.example.values} == GUARD[code][1]
    assert {*_asked(message), *message.unused} == GUARD[code][1]


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
    from pydantic import TypeAdapter, ValidationError

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
    assert [t.code for t in loaded.temuan] == [Code.KAT_001]
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
        ("nilai", "71.5", "71,5"),
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
    values = {"seen": "Y", "allowed": "Ya, Tidak", "hint": ""}
    assert render(Temuan.of(Code.ISI_003, at, "A.I.2.i.a", **values)) == (
        'LKE!F27 · ISI-003 · Jawaban "Y" untuk A.I.2.i.a tidak ada dalam pilihan (Ya, Tidak). '
        "Pilih salah satu, atau kosongkan bila belum dijawab."
    )
    hinted = render(Temuan.of(Code.ISI_003, at, "A.I.2.i.a", **values | {"hint": "Ya"}), with_file=True)
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
    temuan = Temuan.of(Code.BUKU_042, at, detail="")
    assert place(temuan) == short
    assert place(temuan, with_file=True) == long


@settings(max_examples=300)
@given(code=st.sampled_from(list(Code)), data=st.data())
def test_nilai_apa_pun_tidak_menggagalkan_kalimat(code: Code, data: st.DataObject) -> None:
    """Missing, empty, long and odd values still give one line of at most 300 characters."""
    names = [name for name, _ in MESSAGES[code].example.values]
    texts = st.text() | st.sampled_from(["", "-", "1/0", "{node}", "[a|b]", "x" * 400, "9" * 99, "a, " * 99])
    values = {name: data.draw(texts) for name in names if data.draw(st.booleans())}
    at = CellPos(workbook="dinas.xlsx", sheet="LKE", cell="F27")
    temuan = Temuan.of(code, at, data.draw(st.sampled_from(["", "A.II.6.iii.d"]))).model_copy(
        update={"values": tuple(values.items())}
    )
    for text in (sentence(temuan), folded_sentence(fold([temuan, temuan])[0])):
        assert len(text.splitlines()) == 1
        assert len(text) <= LONGEST


@pytest.mark.parametrize("code", Code, ids=lambda c: c.value)
@pytest.mark.parametrize("long", ["x" * 400, "x, " * 200])
def test_nilai_yang_panjang_dipotong(code: Code, long: str) -> None:
    example = MESSAGES[code].example.temuan(code)
    values = tuple((name, long) for name, _ in example.values)
    temuan = example.model_copy(update={"values": values})
    others = [temuan.model_copy(update={"node": f"A.II.6.iii.{letter}"}) for letter in "abcdefgh"]
    for text in (sentence(temuan), folded_sentence(fold([temuan, *others])[0])):
        assert len(text) <= LONGEST


# Folding


def _blank(row: int, file: str = "dinas.xlsx", column: str = "F", code: Code = Code.ISI_001) -> Temuan:
    return Temuan.of(code, CellPos(workbook=file, sheet="LKE", cell=f"{column}{row}"), f"A.I.1.i.{row}")


def test_temuan_sekolom_menjadi_satu_baris() -> None:
    folded = fold([_blank(row) for row in range(38, 26, -1)])
    assert len(folded) == 1
    assert (folded[0].count, folded[0].code, folded[0].severity) == (12, Code.ISI_001, Severity.PERINGATAN)
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
    others = [_blank(28, column="K"), _blank(28, file="lain.xlsx"), _blank(28, code=Code.ISI_012)]
    assert [f.count for f in fold([_blank(27), *others])] == [1, 1, 1, 1]


def _unknown(row: int, seen: str) -> Temuan:
    at = CellPos(workbook="dinas.xlsx", sheet="LKE", cell=f"F{row}")
    return Temuan.of(Code.ISI_003, at, f"A.I.1.i.{row}", seen=seen, allowed="Ya, Tidak", hint="")


def test_tanpa_kalimat_jamak_hanya_nilai_yang_sama_digabung() -> None:
    folded = fold([_unknown(27, "Y"), _unknown(28, "?"), _unknown(30, "Y")])
    assert [f.count for f in folded] == [2, 1]
    assert render_folded(folded[0]).startswith(
        'LKE!F27 dan 1 sel lain · ISI-003 · Jawaban "Y" untuk A.I.1.i.27, A.I.1.i.30 tidak ada dalam pilihan'
    )


def test_kolom_tambahan_selembar_dan_unit_tanpa_berkas_digabung() -> None:
    headers = [Temuan.of(Code.BUKU_043, CellPos(workbook="a", sheet="LKE", cell=f"{c}6"), header=c) for c in "MN"]
    units = [Temuan.of(Code.BUKU_018, CellPos(workbook=""), code=c, name=f"Dinas {c}") for c in "AB"]
    lines = [render_folded(f) for f in fold([*headers, *units])]
    assert lines[0].startswith("BUKU-018 · 2 unit dalam daftar belum menyerahkan lembar kerja: Dinas A, Dinas B. ")
    assert lines[1].startswith('LKE!M6 dan 1 sel lain · BUKU-043 · 2 kolom tidak dikenal dan tidak dibaca: "M", "N". ')


def test_urutan_tingkat_lalu_berkas_lalu_tempat() -> None:
    note = _blank(5, code=Code.ISI_012)
    grave = _blank(200, file="z.xlsx", code=Code.ISI_015)
    cells = [_blank(100, column="C"), _blank(9, column="AA"), _blank(9, column="F"), _blank(27, file="a.xlsx")]
    line = Temuan.of(Code.KAT_003, FilePos(file="zi/instrument.yaml", line=10, column=2), key="x")
    earlier = Temuan.of(Code.KAT_003, FilePos(file="zi/instrument.yaml", line=9, column=7), key="y")
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


@given(st.lists(st.tuples(st.sampled_from(list(Code)), st.integers(1, 40), st.sampled_from("FK")), max_size=30))
@settings(max_examples=100)
def test_tidak_ada_temuan_yang_hilang_saat_digabung(rows: list[tuple[Code, int, str]]) -> None:
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


@pytest.mark.parametrize("code", Code, ids=lambda c: c.value)
def test_tidak_ada_kata_asing(code: Code) -> None:
    message = MESSAGES[code]
    for text in (*_examples(code), message.title, message.meaning, *_templates(message)):
        assert not _english(re.sub(r"\{[^}]*\}", "", text))


@pytest.mark.parametrize("kind", get_args(ErrorType))
def test_istilah_pustaka_tidak_sampai_ke_pengguna(kind: str) -> None:
    at = FilePos(file="zi/instrument.yaml", line=1, column=1)
    said = sentence(Temuan.of(Code.KAT_002, at, key="id", kind=kind, seen="x"))
    assert kind not in said
    assert not _english(said)


@pytest.mark.parametrize("code", Code, ids=lambda c: c.value)
def test_kalimat_tidak_terlalu_panjang(code: Code) -> None:
    for line in _examples(code):
        assert len(line) <= LONGEST


# Golden file and page


def _examples(code: Code) -> list[str]:
    """How a code reads: its example, without what may be missing, with each machine word, and many at once."""
    message = MESSAGES[code]
    example = message.example.temuan(code)
    optional = {name for name, may_miss in _asked(message).items() if may_miss}
    without = tuple((name, "" if name in optional else value) for name, value in example.values)
    variants = [example, example.model_copy(update={"values": without})]
    for name, how, _ in spots(message.sentence):
        table = machine.TABLES.get(how, ({}, ""))[0] if how != "susunan" else machine.YAML_PROBLEMS
        variants += [example.model_copy(update={"values": (*example.values, (name, word))}) for word in table]
    lines = [render(variant) for variant in variants]
    if message.plural:
        lines.append(render_folded(fold(_many(example))[0]))
    return list(dict.fromkeys(lines))


def _many(example: Temuan) -> list[Temuan]:
    """Twelve of an example, down its column, each with its own node and code."""
    many = []
    for n, letter in enumerate("abcdefghijkl"):
        node = example.node and example.node[:-1] + letter
        values = tuple((k, node if k == "code" and node else v) for k, v in example.values)
        values = tuple(
            (k, f"{v} {n + 1}" if k in ("name", "header") or (k == "seen" and not node) else v) for k, v in values
        )
        at = example.at
        if isinstance(at, CellPos) and at.cell:
            column, row = re.fullmatch(r"([A-Z]+)(\d+)", at.cell).groups()  # type: ignore[union-attr]
            at = at.model_copy(update={"cell": f"{column}{int(row) + n}"})
        many.append(example.model_copy(update={"node": node, "values": values, "at": at}))
    return many


def test_semua_kalimat_sama_dengan_berkas_acuan() -> None:
    lines = []
    for code in Code:
        lines += [f"== {code.value} {code.severity.value}: {MESSAGES[code].title}", *_examples(code), ""]
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
    code = "import sys, pmprb.temuan.render; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, text=True)
    loaded = set(done.stdout.split())
    assert "pmprb.temuan.registry" in loaded
    assert not loaded & heavy


def test_ruang_pesan_hanya_memakai_ruang_di_bawahnya() -> None:
    below = {"numbers", "period", "text", "temuan"}
    used = set()
    for path in (PACKAGE / "temuan").glob("*.py"):
        for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [n.module or ""] if isinstance(n, ast.ImportFrom) else []
            names += [alias.name for alias in n.names] if isinstance(n, ast.Import) else []
            used |= {name.split(".")[1] for name in names if name.startswith("pmprb.")}
    assert "temuan" in used
    assert used <= below
