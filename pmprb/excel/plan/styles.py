"""The look of plan worksheets: the template's formats and what plans add to them."""

from __future__ import annotations

from typing import Any

from pmprb.excel.template.styles import FONT, INK, LINE, SIZE, WHITE, Styles

LIGHTS = {
    "hijau": ("#CDEBD3", "#1E6B34"),
    "hijau-muda": ("#E3F2E6", "#1E6B34"),
    "kuning": ("#FFF0BF", "#6B4E00"),
    "jingga": ("#FBD9B5", "#7A3E00"),
    "merah": ("#F8C9C4", "#9B1C1C"),
}
QUIET_FILL, QUIET_INK = "#ECEFF2", "#5B6672"
_BASE: dict[str, Any] = {"font_name": FONT, "font_size": SIZE, "font_color": INK, "valign": "top", "border": 1}
_INPUT = {**_BASE, "border_color": LINE, "locked": False, "bg_color": WHITE}
_OURS = {**_BASE, "border_color": LINE, "bg_color": "#F4F6F8"}


class PlanStyles:
    """Formats of one plan worksheet."""

    def __init__(self, book: Any) -> None:
        self.base = Styles(book)
        self.text = book.add_format({**_INPUT, "text_wrap": True, "num_format": "@"})
        self.pick = book.add_format({**_INPUT, "text_wrap": True})
        self.free = book.add_format({**_INPUT, "text_wrap": True, "align": "right"})
        self.number = book.add_format({**_INPUT, "num_format": "#,##0.##########"})
        self.general = book.add_format({**_INPUT, "num_format": "General", "align": "right"})
        self.money = book.add_format({**_INPUT, "num_format": "#,##0"})
        self.count = book.add_format({**_OURS, "align": "center", "font_color": QUIET_INK})
        self.share = book.add_format({**_OURS, "num_format": "0.0%", "align": "right"})
        self.share_centre = book.add_format(
            {**_BASE, "border_color": LINE, "num_format": "0.0%", "align": "center"}
        )  # fmt: skip
        self.figure = book.add_format({**_OURS, "num_format": "General", "align": "right"})
        self.light = book.add_format({**_OURS, "bold": True, "align": "center", "text_wrap": True})
        self.lights = {name: book.add_format({"bg_color": f, "font_color": i}) for name, (f, i) in LIGHTS.items()}
        self.quiet = book.add_format({"bg_color": QUIET_FILL, "font_color": QUIET_INK})
        self.group = book.add_format(
            {"font_name": FONT, "font_size": SIZE, "bold": True, "font_color": WHITE, "bg_color": "#2E6E82",
             "align": "left", "indent": 1, "valign": "vcenter", "border": 1, "border_color": WHITE}
        )  # fmt: skip
