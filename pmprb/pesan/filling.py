"""Templates and values in, sentences out; nothing that is missing or odd ever raises.

Enters: a template and named values (text). Leaves: one line of text.
Signs of a template:
    {name}           a value; "-" when there is none
    {name:filter}    a value shown by a filter of `FILTERS` (angka, daftar, waktu, ...)
    [text {name}]    dropped when a value in it is missing, empty or "-"
    [text {name}|other text]   the other text stands in then
Values are put in once: signs inside a value are plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pmprb.pesan import machine, words

FILTERS = words.FILTERS | machine.FILTERS
_SPOT = re.compile(r"\{(\w+)(?::(\w+))?\}")
_OPTION = re.compile(r"\[([^\[\]|]*)(?:\|([^\[\]|]*))?\]")
_NOTHING = ("", "-")


def fill(template: str, values: Mapping[str, str]) -> str:
    """Return the template with its values put in."""
    done: list[str] = []
    end = 0
    for option in _OPTION.finditer(template):
        done.append(_put(template[end : option.start()], values))
        inside, otherwise = option.group(1), option.group(2) or ""
        has_all = all(_shown(name, how, values) not in _NOTHING for name, how in _SPOT.findall(inside))
        done.append(_put(inside if has_all else otherwise, values))
        end = option.end()
    done.append(_put(template[end:], values))
    return "".join(done).strip()


def spots(template: str) -> Iterator[tuple[str, str, bool]]:
    """Yield (name, filter, optional) of every value a template asks for."""
    inside = " ".join(f"{o.group(1)} {o.group(2) or ''}" for o in _OPTION.finditer(template))
    for text, optional in ((_OPTION.sub(" ", template), False), (inside, True)):
        for name, how in _SPOT.findall(text):
            yield name, how, optional


def _put(text: str, values: Mapping[str, str]) -> str:
    return _SPOT.sub(lambda spot: _shown(spot.group(1), spot.group(2) or "", values) or "-", text)


def _shown(name: str, how: str, values: Mapping[str, str]) -> str:
    return FILTERS[how or "teks"](values.get(name, ""))
