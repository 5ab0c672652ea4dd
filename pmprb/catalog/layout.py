"""The shape of `layouts.yaml`: how a worksheet known for an instrument is laid out.

Enters: plain text read by `load`. Leaves: frozen records. Refuses to know: cells, addresses, answers.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from pmprb.temuan import Model


class LayoutColumn(Model):
    """A worksheet column: a key the reader knows and the header texts it may bear.

    `nth` is which of several columns with that header is meant, from the left (year blocks side by side).
    `beside` is for a column whose header is blank: the nearest visible one right of the column of that key.
    The key `other_block` is a column of the block beside this one: known, and not read.
    """

    key: str
    headers: tuple[str, ...] = Field(min_length=1)
    required: bool = False
    nth: Annotated[int, BeforeValidator(int)] = 1
    beside: str = ""


class Layout(Model):
    """One known worksheet layout: sheet names, columns by header text, where the identity stands.

    `rows` says how a row's code is found: `id` in its own column; `number`, an official row number that
    `numbers` translates (`totals`: the numbers of typed totals, by item); `hierarchy`, rebuilt from the
    markers (A. I. 1. i. a.) left of the explanations; `outline`, rebuilt from codes or markers in the id column,
    a marker's kind telling its level; `checklist`, headings, items and the criteria beneath them, each with a code or
    a marker of its own that begins again ("1", "1.a" or "a", "1").
    `count_rows` gives the order of the count rows under an item where the form has more rows than the
    catalog has counts; "" is a typed total, compared and not read.
    `words` are the words of the official form by item and count ("item.count"; "item." is a typed total), one text a
    wording, in no order: a row is known by them where its code or marker is lost, swapped or begins again.
    `header_rows`: over how many rows the header stands; a column whose cell in the last of them is blank bears the one
    above it (merged cells).
    `total_labels` are the texts of rows that show a node's total apart from the node's own row.
    `computed` names the columns that hold the workbook's own formulas: compared, never read as answers.
    `unit_cell` is where the form keeps the unit's name when no label stands before it ("Unit!B1").
    `reviewer_labels` are the texts left of the verifier's name.
    `year_band`: the form has several blocks of columns, one a year, each year above its block; `years_back`
    is how many years before the form's own year (`period_labels`) this block lies.
    """

    id: str
    title: str
    sheets: tuple[str, ...] = Field(min_length=1)
    rows: Literal["id", "number", "hierarchy", "outline", "checklist"] = "id"
    header_rows: Annotated[int, BeforeValidator(int)] = 1
    numbers: dict[str, str] = Field(default_factory=dict)
    totals: dict[str, str] = Field(default_factory=dict)
    count_rows: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    words: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    total_labels: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    identity_sheet: str = ""
    unit_cell: str = ""
    unit_labels: tuple[str, ...] = ()
    period_labels: tuple[str, ...] = ()
    reviewer_labels: tuple[str, ...] = ()
    year_band: bool = False
    years_back: Annotated[int, BeforeValidator(int)] = 0
    columns: tuple[LayoutColumn, ...]
    computed: tuple[str, ...] = ()
