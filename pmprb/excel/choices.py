"""The explanations of options in one cell: "a. ...\\nB: ...", "Ya, apabila ...".

Enters: a cell's text with its line ends. Leaves: option texts by label. Refuses to know: scores, catalogs.
"""

from __future__ import annotations

import re

from pmprb.excel.tolerant import text_of

_LETTER = re.compile(r"\(?([A-Za-z])\s*[.):=]\s*(?=\S)(.*)|\(?([A-Za-z])\s+[-–]\s+(.*)")
_INLINE = re.compile(r"(?:^|(?<=\s))\(?([A-Za-z])[.)]\s+")
_YES_NO = re.compile(r"(ya|tidak)\b\s*[,.:;)=–-]*\s*(.*)", re.IGNORECASE)
_MOST = 10


def lettered(cell: str) -> dict[str, str]:
    """Return the options a cell explains letter by letter, A first; empty unless A and B at least are there.

    Each begins a line ("a. ", "B: ", "(c) "), what follows on further lines belongs to it; without line ends the
    letters may follow one another in the text.
    """
    found: dict[str, str] = {}
    last = ""
    for line in filter(None, map(text_of, cell.splitlines())):
        match = _LETTER.fullmatch(line)
        label = (match.group(1) or match.group(3)).upper() if match else ""
        if match and label == _after(last):
            found[label] = (match.group(2) or match.group(4) or "").strip()
            last = label
        elif last:
            found[last] = f"{found[last]} {line}".strip()
    if len(found) < 2:
        found = _in_one_line(text_of(cell))
    return found if 2 <= len(found) <= _MOST else {}


def _in_one_line(text: str) -> dict[str, str]:
    places: list[tuple[str, int, int]] = []
    for match in _INLINE.finditer(text):
        if match.group(1).upper() == _after(places[-1][0] if places else ""):
            places.append((match.group(1).upper(), match.start(), match.end()))
    if not places or places[0][1] > 0:
        return {}
    ends = [start for _, start, _ in places[1:]] + [len(text)]
    return {label: text[begin:end].strip(" ;") for (label, _, begin), end in zip(places, ends, strict=True)}


def _after(label: str) -> str:
    return chr(ord(label) + 1) if label else "A"


def yes_no(cell: str) -> dict[str, str]:
    """Return what "Ya" and "Tidak" mean where a cell begins with them; a sentence for Ya alone is one of them.

    Empty when the cell does not begin so.
    """
    found: dict[str, str] = {}
    last = ""
    for line in filter(None, map(text_of, cell.splitlines())):
        match = _YES_NO.fullmatch(line)
        label = match.group(1).capitalize() if match else ""
        if match and label not in found and (found or label == "Ya"):
            found[label] = match.group(2).strip()
            last = label
        elif last:
            found[last] = f"{found[last]} {line}".strip()
        else:
            return {}
    return found


def labelled_options(cell: str, labels: list[str]) -> dict[str, str]:
    """Return the options a cell explains under given labels: "WTP: ...", a line each; further lines belong to it."""
    found: dict[str, str] = {}
    last = ""
    for line in filter(None, map(text_of, cell.splitlines())):
        head, _, rest = line.partition(":")
        label = next((one for one in labels if one.casefold() == head.strip().casefold()), "")
        if label and rest.strip():
            found[label] = rest.strip()
            last = label
        elif last:
            found[last] = f"{found[last]} {line}"
    return found


def explains_choices(cell: object) -> bool:
    """True for a cell that explains options, where no column names them."""
    return isinstance(cell, str) and bool(lettered(cell) or yes_no(cell))
