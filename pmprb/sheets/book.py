"""A workbook being written: the one place where a file's options, properties, font and window are set.

Enters: where it goes, its title, how it looks. Leaves: a file, or bytes; the same for the same content, as no clock is
read. Refuses to know: what stands on its sheets.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import Any

import xlsxwriter

from pmprb.sheets.book_look import BOOKS
from pmprb.sheets.own_cells import remember
from pmprb.sheets.own_looks import look_rows
from pmprb.sheets.quick import QuickSheet
from pmprb.sheets.text import safe_text
from pmprb.sheets.theme import Look, Theme

_CREATED = datetime(2000, 1, 1)
_WINDOW = (2400, 1400)


class NewBook:
    """A workbook; leaving the `with` block writes it, an exception in the block leaves nothing behind.

    `path` None keeps it in memory, for forms to be filled in: `content` then holds the bytes. `large`: finished rows
    leave the memory, so each sheet is written from the top down. Any other file remembers what was written in each
    cell; see `own_cells`. `left_out` says of a sheet that would be longer than one may be how many rows of its table
    it has, and how many there are. Raises OSError when the file cannot be written.
    """

    most_rows = 1_048_576  # of a sheet; more rows are lost without a word

    def __init__(
        self,
        path: Path | None,
        title: str,
        look: Look = BOOKS,
        *,
        decimals: int = 2,
        created: datetime = _CREATED,
        window: tuple[int, int] | None = _WINDOW,
        large: bool = False,
    ) -> None:
        # The packed bytes are written at once: XlsxWriter leaves a ZipFile behind when a disk is full, and Python
        # tells of its end on the terminal, in English and after the sentence that says so.
        self._path, self._stream = path, BytesIO()
        self.left_out: dict[str, tuple[int, int]] = {}
        self._remembers = path is not None and not large
        options = {
            "default_format_properties": dict(look.default), "constant_memory": large, "in_memory": not large,
            "strings_to_formulas": False, "strings_to_urls": False,
        }  # fmt: skip
        self.workbook: Any = xlsxwriter.Workbook(self._stream, options)
        self.workbook.set_properties({"created": created} | ({"title": title} if title else {}))
        if window:
            self.workbook.set_size(*window)
        self.theme = Theme(self.workbook, look, decimals)

    def __enter__(self) -> NewBook:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is None:
            if self._remembers:
                remember(self.workbook, look_rows)
            self.workbook.close()
            if self._path is not None:
                with self._path.open("wb") as file:
                    file.write(self._stream.getbuffer())

    @property
    def content(self) -> bytes:
        """The bytes of a workbook kept in memory, after its block."""
        return self._stream.getvalue()

    def add_sheet(self, name: str) -> Any:
        """Return a new XlsxWriter worksheet behind those there are."""
        return self.workbook.add_worksheet(name, QuickSheet)

    def add_record(self, name: str, record: Mapping[str, str]) -> None:
        """Write keys and values to a very hidden sheet, by which programs know the workbook."""
        sheet = self.add_sheet(name)
        for row, (key, value) in enumerate(record.items()):
            sheet.write_string(row, 0, key)
            sheet.write_string(row, 1, safe_text(value))
        sheet.very_hidden()
