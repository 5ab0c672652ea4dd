"""The worked example of docs/katalog.md is a catalog that loads, fills and scores as the page says."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest

from helpers.answers import typed, whole
from helpers.cli import quick
from helpers.sheets import write
from pmprb.catalog.load import load_instrument
from pmprb.catalog.model import Instrument
from pmprb.engine.score import score_answers
from pmprb.engine.verdict import predicate_of

GUIDE = Path(__file__).resolve().parents[1] / "docs" / "katalog.md"
NAME = "contoh-2026"


@pytest.fixture(scope="module")
def criteria(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example's files as the page has them, each named in its first line."""
    folder = tmp_path_factory.mktemp("panduan")
    blocks = re.findall(r"^```yaml\n# (kriteria-saya/\S+)\n(.*?)^```", GUIDE.read_text(encoding="utf-8"), re.M | re.S)
    assert len(blocks) == 4
    for name, text in blocks:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "kriteria-saya"


def example(criteria: Path) -> Instrument:
    loaded = load_instrument(criteria / NAME)
    assert loaded.temuan == () and loaded.value is not None
    return loaded.value


@pytest.mark.parametrize(
    ("answers", "points", "label"),
    [
        ({"semua": "terbaik"}, "5", "Memuaskan"),
        ({"semua": "terburuk"}, "1", "Cukup"),
        ({"I1": "4", "I2": "3", "I3": "5"}, "4.45", "Memuaskan"),
        ({"I1": "5", "I2": "5", "I3": "3"}, "3.8", "Cukup"),
        ({"semua": "kosong"}, None, None),
    ],
)
def test_the_example_scores_as_the_page_says(
    criteria: Path, answers: dict[str, str], points: str | None, label: str | None
) -> None:
    catalog = example(criteria)
    tree = score_answers(typed(answers, catalog), catalog)
    found = predicate_of(tree, catalog)
    assert (tree.total.points if tree.total.answered else None) == (Fraction(points) if points else None)
    assert (found.label if found else None) == label


def test_the_commands_of_the_page_take_it(criteria: Path, tmp_path: Path) -> None:
    catalog = example(criteria)
    path = write(tmp_path / "lembar.xlsx", catalog, whole(catalog, "terbaik"))
    assert quick("kriteria", "periksa", criteria / NAME)[0] == 0
    assert quick("instrumen", NAME, "--kriteria", criteria)[0] == 0
    code, text = quick("nilai", path, "--kriteria", criteria)
    assert code == 0 and "Nilai 5,00 dari 5,00" in text
