"""Tables for statistics: the engine's figures, missing ones missing, and Parquet that reads back."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd

from pmprb.books.rekap.tables import COLUMNS, tables, write_csv, write_parquet
from pmprb.demo.make import Made
from pmprb.sheets.delimited import write_delimited
from pmprb.sheets.text import safe_text
from pmprb.text import readable
from pmprb.workbook.delimited import open_delimited


def test_the_tables_carry_the_engines_figures(demo: tuple[Path, list[Made]]) -> None:
    made = demo[1][0]
    found = tables(made.consolidation, made.instrument)
    assert {name: tuple(table.columns) for name, table in found.items()} == COLUMNS
    units = found["units"].set_index("unit_code")
    for standing in made.consolidation.standings:
        assert units.loc[standing.code, "total"] == float(standing.points)
        assert units.loc[standing.code, "rank"] == standing.rank
    assert abs(units["total"].mean() - float(made.consolidation.index or 0)) < 1e-9
    assert len(found["items"]) == len(units) * len(made.instrument.items)


def test_what_is_not_rated_is_missing_and_not_zero(demo: tuple[Path, list[Made]]) -> None:
    made = demo[1][0]
    found = tables(made.consolidation, made.instrument)
    assert pd.isna(found["units"].set_index("unit_code").loc["3.11", "total"])
    nodes = found["nodes"]
    assert nodes[nodes.unit_code == "3.11"]["points"].isna().all()


def test_parquet_reads_back(demo: tuple[Path, list[Made]], tmp_path: Path) -> None:
    made = demo[1][0]
    written = write_parquet(made.consolidation, made.instrument, tmp_path)
    assert {p.stem for p in written} == set(COLUMNS)
    for name, table in tables(made.consolidation, made.instrument).items():
        assert len(pd.read_parquet(tmp_path / f"{name}.parquet")) == len(table)


def test_csv_says_what_the_tables_say_and_reads_back(demo: tuple[Path, list[Made]], tmp_path: Path) -> None:
    made = demo[1][0]
    for name, table in tables(made.consolidation, made.instrument).items():
        write_csv(table, tmp_path / f"{name}.csv")
        assert (tmp_path / f"{name}.csv").read_bytes().startswith(b"\xef\xbb\xbf")
        read = pd.read_csv(
            tmp_path / f"{name}.csv", sep=";", decimal=",", encoding="utf-8-sig", dtype={"unit_code": str}
        )
        assert tuple(read.columns) == COLUMNS[name] and len(read) == len(table)
        for column in table.select_dtypes("number"):
            assert ((read[column] - table[column]).abs().fillna(0) < 1e-12).all()
            assert (read[column].isna() == table[column].isna()).all()
    opened = open_delimited(tmp_path / "gates.csv").value
    assert opened is not None and opened.sheets[0].rows[0] == COLUMNS["gates"]
    assert {row[3] for row in opened.sheets[0].rows[1:]} == {"ya", "tidak"}


NASTY = (
    "=1+1",
    "+62 811",
    "-",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "'=1",
    "'kutip",
    'a;b"c',
    "baris\nbaru",
    " =1",
    "1.10",
    "",
    "Ñandú",
)


def test_no_text_of_a_csv_is_a_formula_and_all_of_them_come_back(tmp_path: Path) -> None:
    write_delimited(tmp_path / "a.csv", ["teks", "angka"], [(text, -0.5) for text in NASTY])
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [row[0] for row in csv.reader(file, delimiter=";")][1:]
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in cells)
    opened = open_delimited(tmp_path / "a.csv").value
    assert opened is not None
    read = [row[0] or "" for row in opened.sheets[0].rows[1:]]
    assert read == [readable(safe_text(text)) for text in NASTY]
    assert {row[1] for row in opened.sheets[0].rows[1:]} == {"-0,5"}
