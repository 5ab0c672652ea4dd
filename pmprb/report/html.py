"""HTML put together from elements: every text and every attribute is escaped where it is put in.

Enters: tags, texts, attributes. Leaves: `Html`, which is the only thing that passes unescaped. No template language:
there is no place to forget an escape in.
"""

from __future__ import annotations

import html
import re

_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_VOID = frozenset(("meta", "br", "hr"))


class Html(str):
    """Text that is HTML already."""


def escape(text: str) -> Html:
    """Return a text as HTML: escaped, without control characters and marks that turn the direction of writing."""
    return Html(html.escape(_UNSAFE.sub("", text)))


def el(tag: str, /, *inside: str, **attributes: str) -> Html:
    """Return an element. Plain texts inside are escaped, `Html` is not; attributes always are ("cls" is class,
    underscores are dashes)."""
    named = ((("class" if key == "cls" else key.replace("_", "-")), value) for key, value in attributes.items())
    start = f"<{tag}" + "".join(f' {key}="{escape(value)}"' for key, value in named) + ">"
    if tag in _VOID:
        return Html(start)
    return Html(f"{start}{join(*inside)}</{tag}>")


def join(*inside: str) -> Html:
    """Return pieces one after the other."""
    return Html("".join(piece if isinstance(piece, Html) else escape(piece) for piece in inside))
