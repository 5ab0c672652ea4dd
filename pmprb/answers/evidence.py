"""Whether a cell for evidence names any: a dash or "belum ada" is as good as an empty cell.

Enters: what a unit typed. Leaves: yes or no. Refuses to know: items, whether the evidence is good.
"""

from __future__ import annotations

import re

_NONE = {"tidak ada", "belum ada", "tidak ada bukti", "belum ada bukti", "nihil", "kosong", "n a", "na"}


def names_evidence(text: str) -> bool:
    """True when the text holds anything but dashes, dots, spaces or words for "none"."""
    said = " ".join(re.findall(r"\w+", text.casefold().replace("_", " ")))
    return said != "" and said not in _NONE
