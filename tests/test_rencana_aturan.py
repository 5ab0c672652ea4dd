"""Rules of action plans as data: `pmprb kriteria periksa` looks at them too, and names every mistake's line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from helpers.cli import quick
from pmprb.catalog.load import default_folder
from pmprb.plans.load import FOLDER, read_plan_rules
from pmprb.temuan import FilePos


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the packaged rules, in a criteria folder of its own."""
    copied = tmp_path / "kriteria" / FOLDER
    shutil.copytree(default_folder() / FOLDER, copied)
    return copied


def spoil(folder: Path, file: str, old: str, new: str) -> int:
    """Replace one text in a file; return the line it stood in."""
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        ("jenis.yaml", "policy: kinerja", "policy: portal", "KAT-040"),
        ("kebijakan.yaml", "id: portal", "id: gerbang", "KAT-041"),
        ("kolom.yaml", "{key: realised, ", "{key: hasil, ", "KAT-041"),
        ("kolom.yaml", "{key: unit, title: Satuan, kind: text,", "{key: unit, title: S, foreign: true, kind: text,",
         "KAT-041"),
        ("kolom.yaml", "key: upper, title: Batas Atas, kind: number,", "key: upper, title: B, quarters: true, "
         "kind: number,", "KAT-041"),
        ("tema.yaml", "from: 2023, to: 2024, aliases: [kemiskinan]", "from: 2023, to: 2022, aliases: [kemiskinan]",
         "KAT-042"),
        ("tema.yaml", "aliases: [pangan]", "aliases: [kesehatan]", "KAT-043"),
        ("kebijakan.yaml", 'floor: "0"', 'floor: "100"', "KAT-044"),
        ("pilihan.yaml", '{id: "no", label: Tidak Sesuai', '{id: bukan, label: Tidak Sesuai', "KAT-012"),
    ],
)  # fmt: skip
def test_rules_that_the_program_cannot_use_are_told(folder: Path, file: str, old: str, new: str, code: str) -> None:
    spoil(folder, file, old, new)
    loaded = read_plan_rules(folder)
    found = [t for t in loaded.temuan if t.code == code]
    assert loaded.value is None and found
    assert all(isinstance(t.at, FilePos) and t.at.line > 0 and t.at.file.endswith(file) for t in found)


def test_a_name_of_other_years_is_free(folder: Path) -> None:
    """The themes of 2023 and of 2025 share the alias "pengentasan kemiskinan", and no year is in both lists."""
    assert read_plan_rules(folder).temuan == ()


def test_a_broken_file_spares_the_mistakes_of_the_others(folder: Path) -> None:
    spoil(folder, "kolom.yaml", "- {key", "- {{key")
    line = spoil(folder, "kebijakan.yaml", 'cap: "100"', 'cap: "seratus"')
    told = [(t.code, t.at.line) for t in read_plan_rules(folder).temuan if isinstance(t.at, FilePos)]
    assert {code for code, _ in told} == {"KAT-001", "KAT-002"} and ("KAT-002", line) in told


def test_kriteria_periksa_looks_at_the_rules_of_action_plans(folder: Path) -> None:
    code, text = quick("kriteria", "periksa")
    assert code == 0 and f"{FOLDER}: baik · 4 jenis" in text and "zi-2021: baik" in text
    for args in (("--kriteria", folder.parent), (folder.parent,), (folder,)):
        code, text = quick("kriteria", "periksa", *args)
        assert code == 0 and text.startswith(f"{FOLDER}: baik")


@pytest.mark.parametrize("named", [True, False])
def test_a_mistake_in_the_rules_is_told_with_file_line_and_column(folder: Path, named: bool) -> None:
    line = spoil(folder, "jenis.yaml", "policy: kinerja", "policy: emas")
    args = ("--kriteria", folder.parent) if named else (folder,)
    code, text = quick("kriteria", "periksa", *args)
    assert code == 1 and f"{FOLDER}/jenis.yaml:" in text and "KAT-009" in text
    found = json.loads(quick("kriteria", "periksa", *args, "--json")[1])
    assert [t["code"] for t in found] == ["KAT-009"]
    assert found[0]["line"] in (line, line - 4) and found[0]["column"] > 0


def test_a_folder_without_any_catalog_is_wrong_usage(tmp_path: Path) -> None:
    code, text = quick("kriteria", "periksa", tmp_path)
    assert code == 2 and "Tidak ada katalog" in text
