"""A table as text (.csv) that Excel opens by double click where numbers have a decimal comma, as in Indonesia.

Enters: column names and rows of values. Leaves: a file in UTF-8 with its mark, columns parted by semicolons, numbers
with a comma. A text never becomes a formula: one that begins like one has an apostrophe before it, which is what Excel
itself puts there to say "text", and what this program's own reader takes off again.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from pmprb.sheets.text import safe_number, safe_text

PARTED_BY = ";"
_FORMULA = re.compile(r"'*\s*[=+@-]")
"""How a formula begins, and a text that the reader would take for one made safe."""


def write_delimited(path: Path, titles: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table. None and NaN are empty cells, True and False "ya" and "tidak". Raises OSError."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=PARTED_BY, lineterminator="\r\n")
        writer.writerow(titles)
        writer.writerows([delimited(value) for value in row] for row in rows)


def delimited(value: Any) -> str:
    """Return a value as it stands in a cell."""
    if value is None:
        return ""
    if isinstance(value, str):
        text = safe_text(value)
        return f"'{text}" if _FORMULA.match(text) else text
    if isinstance(value, bool) or type(value).__name__ == "bool_":  # numpy's own is no bool
        return "ya" if value else "tidak"
    number = safe_number(value)
    if number is None:
        return ""
    if number.is_integer():
        return str(int(number))
    return format(Decimal(repr(number)), "f").replace(".", ",")
