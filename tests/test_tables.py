"""Tables for statistics: the engine's figures, missing ones missing, and Parquet that reads back."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from pmprb.books.rekap.tables import COLUMNS, tables, write_parquet
from pmprb.demo.make import Made


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
