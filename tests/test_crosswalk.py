"""crosswalk.yaml: found through several regulations, and every mistake told at its line."""

from __future__ import annotations

import shutil
from fractions import Fraction
from pathlib import Path

import pytest

from helpers.trends import CROSSWALK, catalog, compared, criteria, record, source
from pmprb.catalog.crosswalk import chain_between, links_between, load_crosswalks
from pmprb.catalog.load import default_folder, instrument_ids, load
from pmprb.engine.answers import Unit
from pmprb.temuan import FilePos

INSTALLED = default_folder()


@pytest.mark.parametrize("name", instrument_ids(INSTALLED))
def test_the_installed_crosswalks_are_sound(name: str) -> None:
    loaded = load_crosswalks(INSTALLED / name)
    assert loaded.temuan == () and loaded.value is not None
    assert all(one.references and one.note for one in loaded.value)


def test_a_crosswalk_does_not_change_the_catalogs_hash(tmp_path: Path) -> None:
    with_one = load("contoh-2", criteria(tmp_path / "a")).value
    without = load("contoh-2", criteria(tmp_path / "b", crosswalk="")).value
    assert with_one is not None and without is not None and with_one.hash == without.hash


@pytest.mark.parametrize("variant", ["kabupaten", "provinsi", "kl"])
def test_rb_tematik_in_every_variant_leaves_no_old_item_behind(variant: str) -> None:
    old, new = (load(f"rb-tematik-{year}@{variant}").value for year in ("2023", "2024"))
    assert old is not None and new is not None
    links = links_between(old, new, INSTALLED)
    assert links is not None and {name for olds in links.items.values() for name in olds} == set(old.items)
    weight = {name: sum((old.item_weight(one) for one in olds), Fraction(0)) for name, olds in links.items.items()}
    assert weight == {name: new.item_weight(name) for name in new.items}, "joined items weigh what they weighed apart"


def test_rb_general_drops_b01_for_local_governments_only() -> None:
    for variant, gone in (("kabupaten", {"B01"}), ("provinsi", {"B01"}), ("kl", set())):
        old, new = (load(f"rb-general-{year}@{variant}").value for year in ("2023", "2024"))
        assert old is not None and new is not None
        links = links_between(old, new, INSTALLED)
        assert links is not None and {name for name in old.items if not links.successors(name)} == gone
        assert all(links.items.values()), "nothing is new in 2024"


def test_a_chain_of_regulations(tmp_path: Path) -> None:
    """contoh-3 splits b12 again and has two items of its own making."""
    root = criteria(tmp_path)
    shutil.copytree(root / "contoh-2", root / "contoh-3")
    for path in (root / "contoh-3").rglob("*.yaml"):
        text = path.read_text().replace("contoh-2", "contoh-3").replace("b12", "c1").replace("b3", "c2")
        path.write_text(text)
    (root / "contoh-3" / "crosswalk.yaml").write_text(
        CROSSWALK.replace("contoh-1", "contoh-2").split("  items:")[0]
        + "  items: [{old: [b12], new: [c1, c2]}, {old: [b3], new: []}]\n"
    )
    chain = chain_between("contoh-1", "contoh-3", root)
    assert chain is not None and [name for name, _ in chain] == ["contoh-2", "contoh-3"]
    assert chain_between("contoh-3", "contoh-1", root) is None
    old, new = catalog(root, "contoh-1"), catalog(root, "contoh-3")
    links = links_between(old, new, root)
    assert links is not None and links.items == {"a1": ("a1",), "a2": ("a2",), "c1": ("b1", "b2"), "c2": ("b1", "b2")}
    unit = Unit(code="1", name="Dinas")
    loaded = compared(
        source(old, record(old, "2025", {unit: "AACAC"})), source(new, record(new, "2026", {unit: "AABB"})), root=root
    )
    assert loaded.value is not None
    points = loaded.value.main.units[0].total.points
    assert points is not None and (points.old, points.criteria, points.improved) == (6, Fraction(3, 2), 0)


def test_crosswalks_in_a_circle_end(tmp_path: Path) -> None:
    root = criteria(tmp_path)
    back = CROSSWALK.replace("contoh-1", "contoh-2").split("  items:")[0]
    (root / "contoh-1" / "crosswalk.yaml").write_text(back)
    assert chain_between("lain", "contoh-2", root) is None


BAD = {
    "unknown-old": ("[b1, b2]", "[b1, b9]", "KAT-050", "b9"),
    "unknown-new": ("new: [b12]", "new: [b13]", "KAT-050", "b13"),
    "old-twice": ("old: [a3]", "old: [b1]", "KAT-051", "[b1, b2]"),
    "several-to-several": ("new: [b12]", "new: [b12, a1]", "KAT-052", "[b1, b2]"),
    "nothing": ("{old: [], new: [b3]}", "{old: [], new: []}", "KAT-052", "old: [], new: []"),
    "predecessor": ("predecessor: contoh-1", "predecessor: contoh-9", "KAT-053", "contoh-9"),
    "elsewhere": ("predecessor: contoh-1", "predecessor: ../criteria/contoh-1", "KAT-053", "../criteria"),
    "itself": ("predecessor: contoh-1", "predecessor: contoh-2", "KAT-053", "contoh-2"),
    "untold": ("    - {old: [a3], new: []}\n", "", "KAT-054", "predecessor"),
    "regulation": ("regulation: aturan", "regulation: lain", "KAT-007", "lain"),
    "wrong-key": ("  note:", "  notes:", "KAT-002", "notes"),
    "no-basis": ("  basis: praktik\n", "", "KAT-002", "predecessor"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_mistake_is_told_at_its_line(tmp_path: Path, name: str) -> None:
    before, after, code, expected = BAD[name]
    assert before in CROSSWALK
    root = criteria(tmp_path, CROSSWALK.replace(before, after, 1))
    loaded = load_crosswalks(root / "contoh-2")
    found = [t for t in loaded.temuan if t.code == code]
    assert found and (loaded.value is None) == (code != "KAT-054")
    at = found[0].at
    lines = (root / "contoh-2" / "crosswalk.yaml").read_text().splitlines()
    assert isinstance(at, FilePos) and at.file.endswith("crosswalk.yaml") and at.line > 0 and at.column > 0
    assert expected in lines[at.line - 1]


def test_an_unreadable_crosswalk_is_told(tmp_path: Path) -> None:
    root = criteria(tmp_path, "- predecessor: [\n")
    assert [t.code for t in load_crosswalks(root / "contoh-2").temuan] == ["KAT-001"]
