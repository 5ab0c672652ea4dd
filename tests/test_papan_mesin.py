"""What the engine needs to run where there is no process, no YAML reader and no numpy: in a browser."""

from __future__ import annotations

import ast
import sys
from importlib.machinery import FrozenImporter
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter

from helpers.corpus import FAULTS
from helpers.old_xls import OldSheet, old_xls
from helpers.spellings import SPELLINGS
from pmprb.catalog.load import default_folder, instrument_ids, load_instrument
from pmprb.catalog.text import Document, Plain, read_document, ready_text
from pmprb.papan.satu_berkas.parts import engine_sources, stdlib_names
from pmprb.temuan import RepeatedKey
from pmprb.workbook import slow, slow_child
from pmprb.workbook.book import open_book
from pmprb.workbook.moved_formula import moved

# Catalogs already parsed.


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program's catalogs as the page carries them."""
    root, made = default_folder(), tmp_path_factory.mktemp("katalog")
    for path in root.rglob("*.yaml"):
        document = read_document(str(path), path.read_text(encoding="utf-8")).value
        target = made / path.relative_to(root)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(ready_text(document), encoding="utf-8")
    return made


def test_a_ready_catalog_is_the_same_instrument_with_the_same_hash(ready: Path) -> None:
    assert instrument_ids(ready) == instrument_ids()
    for name in instrument_ids():
        one, other = load_instrument(ready / name), load_instrument(default_folder() / name)
        assert one.temuan == other.temuan
        assert one.value == other.value
        assert one.value.hash == other.value.hash


def test_a_ready_text_is_yaml_of_the_same_data(ready: Path) -> None:
    for path in [*ready.glob("zi-2021/*.yaml"), *ready.glob("*.yaml")]:
        text = path.read_text(encoding="utf-8")
        plainly = read_document("x", text.partition("\n")[2]).value
        assert plainly.data == read_document("x", text).value.data


@pytest.mark.parametrize(
    "data", [None, "", "ya", "0.67", "null", True, [], {}, ["1e9", None, {"a": [False]}], {"kunci: x": '"\n\u2028é😀'}]
)
def test_any_plain_data_comes_back(data: Plain) -> None:
    assert read_document("x", ready_text(Document("x", data))).value.data == data


def test_a_text_that_only_says_it_is_ready_is_read_as_yaml() -> None:
    assert read_document("x", "# pmprb: JSON\na: 0.5\n").value.data == {"a": "0.5"}
    assert read_document("x", '# pmprb: JSON\n{"a": 0.5}').value.data == {"a": "0.5"}
    twice = read_document("x", '# pmprb: JSON\n{"a": "1",\n "a": "2"}')
    assert [type(t) for t in twice.temuan] == [RepeatedKey]
    assert twice.temuan[0].at.line == 3


# The slow path without a process of its own.


def _slow_files() -> dict[str, bytes]:
    files = {each.name: each.build() for each in SPELLINGS if each.slow and not each.name.startswith("a_million")}
    files |= {each.name: each.build() for each in FAULTS if "bomb" not in each.name}
    cells = {(0, 0): "Kode", (0, 1): 0.5, (1, 0): ("=", 0.25), (1, 1): ("#", 0x17), (2, 0): ("%", 0.85)}
    files |= {"lama": old_xls(OldSheet("LKE", cells)), "lama_terkunci": old_xls(OldSheet("LKE", cells), locked=True)}
    return files | {"lama_rusak": files["lama"][:900]}


def test_the_slow_path_answers_the_same_in_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    used: list[str] = []
    path = tmp_path / "lke.xlsx"
    here = {name: getattr(slow, name) for name in ("_tidied_here", "_read_here")}
    for name, function in here.items():
        monkeypatch.setattr(slow, name, lambda data, name=name, function=function: used.append(name) or function(data))
    for data in _slow_files().values():
        path.write_bytes(data)
        found = []
        for in_process in (False, True):
            monkeypatch.setattr(slow, "IN_PROCESS", in_process)
            found.append(open_book(path))
        native, inside = found
        assert native.temuan == inside.temuan
        if native.value is not None:
            assert [sheet.rows for sheet in native.value.sheets] == [sheet.rows for sheet in inside.value.sheets]
    assert used.count("_tidied_here") > 10
    assert used.count("_read_here") == 3


def test_the_slow_path_in_process_ends_when_its_time_is_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slow, "IN_PROCESS", True)
    monkeypatch.setattr(slow_child, "SECONDS", -1)
    spelling = next(each for each in SPELLINGS if each.slow and not each.name.startswith("a_million"))
    path = tmp_path / "lke.xlsx"
    path.write_bytes(spelling.build())
    (told,) = open_book(path).temuan
    assert (told.code, dict(told.values)["reason"]) == ("BUKU-005", "time")


# Formulas that cells share, without a library that is not there.


_ATOMS = (
    "A1", "$B2", "C$30", "$D$4", "AA10:AB12", "LKE!F27", "'Lembar A1 it''s'!B2:C3", '"A1 dan ""B2"""', "1.5E3", "50%",
    "Nama_A1", "$A:C", "3:$5", "TRUE", "SUM(A1:B2,2)", 'IF(A1>=1,"Ya",B$2)', "LOG10(C3)", "INDEX(Tbl[A1],B9)", "{1,2}",
)  # fmt: skip


@given(
    st.lists(st.sampled_from(_ATOMS), min_size=1, max_size=5),
    st.sampled_from("+-*/&<>=^"),
    st.integers(0, 40),
    st.integers(0, 20),
)
def test_a_shared_formula_reads_as_another_library_reads_it(
    atoms: list[str], between: str, down: int, right: int
) -> None:
    formula = between.join(atoms)
    there = f"{get_column_letter(10 + right)}{50 + down}"
    assert moved(formula, down, right) == Translator(f"={formula}", origin="J50").translate_formula(there)[1:]


def test_what_a_shared_formula_names_outside_the_sheet_is_an_error() -> None:
    assert moved("A2+B$1+$A1", -1, -1) == "#REF!+A$1+#REF!"
    assert moved("XFD1:XFD2+1048576:1048576", 1, 1) == "#REF!:#REF!+#REF!"


# What pmprb.html takes along of the standard library.


def _imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module)
    return found


def test_every_module_the_page_may_import_is_taken_along() -> None:
    """A module of the standard library that is added to a room is a line more in stdlib.txt, with what it imports."""
    taken = {name.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for name in stdlib_names()}
    taken.add("collections.abc")  # which collections makes
    missing = set()
    for path in engine_sources():
        for name in _imports(path) - taken:
            if name.partition(".")[0] in sys.stdlib_module_names and not FrozenImporter.find_spec(name):
                found = find_spec(name)
                missing |= {name} if found and str(found.origin).endswith(".py") else set()
    assert missing == set()
