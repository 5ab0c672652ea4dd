"""YAML text in, plain data with positions out.

Every scalar stays text, so that "0.67" never passes through a float; every value
remembers the line and column it came from; a key standing twice is told, not overwritten.
Measured choice of parser: `docs/keputusan/0001-pembaca-yaml.md`.
"""

from __future__ import annotations

import errno
import json
import os
import stat
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from pmprb.temuan import FilePos, Loaded, RepeatedKey, Temuan, UnreadableYaml

Plain = str | bool | None | list["Plain"] | dict[str, "Plain"]
Path = tuple[str | int, ...]

if TYPE_CHECKING:  # slow to import, and not there at all in the page of one file
    import yaml

READY = "# pmprb: JSON\n"
"""The first line of a document that is JSON all through, as `ready_text` writes it: YAML too, with the same data."""
_AS_TEXT: dict[str, Any] = {"parse_int": str, "parse_float": str, "parse_constant": str}
_TANGLED = "tangled references"
_BOOL, _NULL = "tag:yaml.org,2002:bool", "tag:yaml.org,2002:null"


@dataclass
class Document:
    """Plain data of one file and the place, line and column, of each of its values by path.

    Thousands of values have one, and few are ever asked for theirs: a `FilePos` is made of it then.
    """

    file: str
    data: Plain = None
    places: dict[Path, tuple[int, int]] = field(default_factory=dict)

    def at(self, path: Path) -> FilePos:
        """Return the position of a path, or of the nearest thing above it that stands in the file."""
        while path and path not in self.places:
            path = path[:-1]
        line, column = self.places.get(path, (0, 0))
        return FilePos(file=self.file, line=line, column=column)


MOST_BYTES = 5 * 1024 * 1024
"""What a file of a catalog may measure; the longest of ours is a hundredth of it."""


def read_file(path: FilePath) -> str:
    """Return a catalog file's text. OSError for a device, a pipe or a file of any other kind, which is not opened, and
    for one too long; UnicodeDecodeError for one that is no UTF-8."""
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(path))
    if found.st_size > MOST_BYTES:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
    return path.read_text(encoding="utf-8")


MOST_VALUES, MOST_DEEP = 200_000, 60
"""Values of one document, and how deep they lie: a few lines of references can stand for billions."""


class _Tangled(Exception):
    """References make more of a document than anyone means; holds where that was seen."""


_ADAPTERS: dict[Any, TypeAdapter[Any]] = {}


def adapter_of(kind: Any) -> TypeAdapter[Any]:
    """Return what checks plain data against a kind of record, made once: that costs more than all of an instrument's
    checks."""
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


def read_document(file: str, text: str) -> Loaded[Document]:
    """Return the file's data with positions; KAT-001 when it is no YAML, KAT-003 for a key twice.

    One made by `ready_text` is read without YAML, and has no positions: it was checked when it was made.
    """
    document = Document(file)
    if text.startswith(READY):
        with suppress(ValueError):
            document.data = json.loads(text[len(READY) :], object_pairs_hook=_once, **_AS_TEXT)
            return Loaded(value=document)
    import yaml

    try:
        node = yaml.compose(text, Loader=_loader())
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        problem = getattr(error, "problem", "") or "susunan tidak terbaca"
        at = FilePos(file=file, line=line, column=column)
        return Loaded(value=None, temuan=(UnreadableYaml(at, problem=problem),))
    except RecursionError:
        return Loaded(value=None, temuan=(UnreadableYaml(FilePos(file=file, line=1, column=1), problem=_TANGLED),))
    temuan: list[Temuan] = []
    try:
        if node is not None:
            document.data = _build(node, (), document, temuan)
    except _Tangled as tangled:
        return Loaded(value=None, temuan=(UnreadableYaml(tangled.args[0], problem=_TANGLED),))
    return Loaded(value=document, temuan=tuple(temuan))


@cache
def _loader() -> type:
    import yaml

    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def ready_text(document: Document) -> str:
    """Return a document as the text that is fastest to read again, by `read_document` or by any reader of YAML."""
    return READY + json.dumps(document.data, ensure_ascii=True, separators=(",", ":")) + "\n"


def _once(pairs: list[tuple[str, Plain]]) -> dict[str, Plain]:
    """Return keys with their values; ValueError when one stands twice, and then the YAML reader tells where."""
    mapping = dict(pairs)
    if len(mapping) < len(pairs):
        raise ValueError("a key twice")
    return mapping


def _build(node: yaml.Node, path: Path, document: Document, temuan: list[Temuan]) -> Plain:
    import yaml

    mark = node.start_mark
    if len(path) > MOST_DEEP or len(document.places) > MOST_VALUES:
        raise _Tangled(FilePos(file=document.file, line=mark.line + 1, column=mark.column + 1))
    document.places[path] = (mark.line + 1, mark.column + 1)
    if isinstance(node, yaml.SequenceNode):
        return [_build(child, (*path, i), document, temuan) for i, child in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        mapping: dict[str, Plain] = {}
        for key_node, child in node.value:
            key = str(key_node.value)
            if key in mapping:
                where = key_node.start_mark
                at = FilePos(file=document.file, line=where.line + 1, column=where.column + 1)
                temuan.append(RepeatedKey(at, key=key))
                continue
            mapping[key] = _build(child, (*path, key), document, temuan)
        return mapping
    if node.tag == _NULL:
        return None
    if node.tag == _BOOL and node.value.lower() in ("true", "false"):
        return bool(node.value.lower() == "true")
    return str(node.value)
