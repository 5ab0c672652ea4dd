"""Number formats by what they show, however a program spells them.

Enters: ids and codes of a workbook's styles. Leaves: one code for all that show alike. Refuses to know: cells.
"""

from __future__ import annotations

import re

# The codes that have no text in the file (ECMA-376, 18.8.30), as far as they do not hang on the language.
_BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: "mm-dd-yy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "m/d/yy h:mm", 37: "#,##0 ;(#,##0)", 38: "#,##0 ;[Red](#,##0)",
    39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;[Red](#,##0.00)", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mmss.0",
    48: "##0.0E+0", 49: "@",
}  # fmt: skip
_PIECE = re.compile(
    r'"([^"]{0,300})"|\\(.)|_(.)|\*(.)|\[\$([^\]\-]{0,99})(?:-[^\]]{0,99})?\]|(\[[^\]]{0,300}\])|(.)', re.DOTALL
)


class NumberFormats:
    """The number formats of one workbook."""

    def __init__(self) -> None:
        self._codes = dict(_BUILT_IN)

    def add(self, number: int, code: str) -> None:
        """Keep a code of the workbook's own."""
        self._codes[number] = code

    def code(self, number: int) -> str:
        """Return the code of a number, spelled in one way."""
        return alike(self._codes.get(number, "General"))


def alike(code: str) -> str:
    """Return a code without quotes, escapes, padding, languages and letter case; letters it shows stand in <>."""
    pieces = []
    for quoted, escaped, padding, filler, currency, bracket, plain in _PIECE.findall(code):
        if quoted or escaped or currency:
            pieces.append("".join(f"<{letter}>" for letter in quoted or escaped or currency))
        elif padding or filler == " ":
            continue
        elif filler:  # repeated until the cell is full
            pieces.append(f"<*{filler}>")
        elif bracket:
            pieces.append(bracket.lower())
        else:
            pieces.append(f"<{plain}>" if plain in " -+()/:$%" and plain != "%" else plain.lower())
    made = "".join(pieces).removesuffix(";@")
    return "" if made in ("general", "@", "") else made
