"""The page's own files: read once, served by their names and no other path.

Enters: the folder of the page. Leaves: bytes and a type for each name. What a request asks for is looked up, never
joined to a folder.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from typing import NamedTuple

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".json": "application/json",
}
START = "index.html"


class Static(NamedTuple):
    """A file as it is served."""

    content: bytes
    kind: str


def page_files(folder: str = "halaman") -> Mapping[str, Static]:
    """Return the files of a folder of the page by path ("/app.js"); its first page stands under "/" too."""
    found = {f"/{one.name}": _read(one) for one in (resources.files("pmprb.papan") / folder).iterdir() if _kind(one)}
    return found | ({"/": found[f"/{START}"]} if f"/{START}" in found else {})


def _kind(one: Traversable) -> str:
    return _TYPES.get(f".{one.name.rpartition('.')[2]}", "") if one.is_file() else ""


def _read(one: Traversable) -> Static:
    return Static(one.read_bytes(), _kind(one))
