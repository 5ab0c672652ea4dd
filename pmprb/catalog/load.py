"""Criteria folders in, `Instrument` out, with every mistake of the catalog in one run.

Enters: a folder `criteria/` (regulations.yaml and one folder an instrument). The layout of our own template is not in
it: `own_layout` has it.
Leaves: `Loaded[Instrument]`; an instrument with a KESALAHAN is not handed out.
Refuses to know: answers, workbooks, what an error message says.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from pmprb.catalog.bounds import CountBound
from pmprb.catalog.checks import CHECKS, Located
from pmprb.catalog.item import AnswerSet
from pmprb.catalog.layout import Layout
from pmprb.catalog.model import ROOT, Instrument, Node, Regulation
from pmprb.catalog.own_layout import with_own
from pmprb.catalog.text import Document, Plain, adapter_of, read_document, read_file
from pmprb.catalog.text import Path as KeyPath
from pmprb.temuan import (
    CatalogFileMissing,
    FilePos,
    Loaded,
    RepeatedId,
    Temuan,
    UnfitKey,
    UnknownParent,
    has_errors,
)

_PACKAGED = Path(__file__).resolve().parent.parent / "_criteria"
_CHECKOUT = Path(__file__).resolve().parent.parent.parent / "criteria"


@cache  # asked twice for every worksheet, and a look at the disk takes a tenth of a millisecond
def default_folder() -> Path:
    """Return the folder of the catalogs that came with the program (in a wheel or in a checkout)."""
    return _PACKAGED if _PACKAGED.is_dir() else _CHECKOUT


def instrument_ids(folder: Path | None = None) -> list[str]:
    """Return the ids of the instruments in a criteria folder, sorted; a folder's name is its id."""
    root = folder or default_folder()
    if not root.is_dir():
        return []
    return sorted(p.name for p in root.iterdir() if (p / "instrument.yaml").is_file() or catalog_folder(p) != p)


def catalog_folder(folder: Path) -> Path:
    """Return where an instrument's catalog lies: the folder itself, or that of the program's own instrument of this
    name, which a folder with nothing but layouts of a user's forms adds to."""
    parts = ("instrument.yaml", "answer_sets.yaml", "nodes")
    if not (folder / "layouts.yaml").is_file() or any((folder / name).exists() for name in parts):
        return folder
    own = default_folder() / folder.name
    return own if (own / "instrument.yaml").is_file() else folder


@lru_cache(maxsize=32)
def load(instrument_id: str, folder: Path | None = None) -> Loaded[Instrument]:
    """Return an installed instrument by id ("id" or "id@variant"), read once per run.

    KAT-014 when there is no instrument or no variant of that name.
    """
    root = folder or default_folder()
    name, _, variant = instrument_id.partition("@")
    known = instrument_ids(root)
    if name in known:
        loaded = load_instrument(root / name)
        if loaded.value is None:
            return loaded
        if not variant or variant in {v.id for v in loaded.value.variants}:
            return Loaded(value=loaded.value.in_variant(variant), temuan=loaded.temuan)
        known = [f"{name}@{v.id}" for v in loaded.value.variants] or [name]
    at = FilePos(file=str(root / name))
    missing = CatalogFileMissing(at, name=instrument_id, known=tuple(known))
    return Loaded(value=None, temuan=(missing,))


def load_instrument(folder: Path) -> Loaded[Instrument]:
    """Return the instrument in `folder`, no variant chosen; its regulations stand in the folder above.

    All files are read and all checks run before anything is refused. A folder with nothing but layouts.yaml adds
    those layouts to the program's own instrument of its name (`catalog_folder`).
    """
    if (own := catalog_folder(folder)) != folder:
        return _with_layouts(load_instrument(own), folder)
    reader = _Reader(folder)
    regulations = reader.records(folder.parent / _REGISTRY, Regulation)
    answer_sets = reader.records(folder / "answer_sets.yaml", AnswerSet)
    forms = folder / "layouts.yaml"  # an instrument may have no official form
    layouts = reader.records(forms, Layout) if forms.exists() else []
    limits = folder / "bounds.yaml"
    bounds = reader.records(limits, CountBound) if limits.exists() else []
    head = reader.document(folder / "instrument.yaml")
    root, located = reader.tree(folder / "nodes")
    if head is None:
        return Loaded(value=None, temuan=tuple(reader.temuan))
    parts: dict[str, Any] = {
        "answer_sets": tuple(a for a, _ in answer_sets),
        "layouts": with_own((a for a, _ in layouts), _level(head.data)),
        "bounds": tuple(a for a, _ in bounds),
        "regulations": tuple(a for a, _ in regulations),
        "root": root or _ROOTLESS,
        "hash": reader.hash(),
    }
    instrument = None
    if isinstance(head.data, dict):
        instrument = reader.validated(Instrument, dict(head.data) | parts, head, ())
    else:
        reader.shape(head.at(()), "id")
    if root is None:
        return Loaded(value=None, temuan=tuple(reader.temuan))
    # When instrument.yaml has mistakes of its own, nodes and answer sets are checked all the same.
    checked = instrument or Instrument.model_construct(references=(), **parts)
    files = (answer_sets, layouts, regulations, bounds)
    listed = tuple([(record.id, at) for record, at in records] for records in files)
    located = located | {("answer_set", a.id): at for a, at in answer_sets}
    located |= {("bound", bound.id): at for bound, at in bounds}
    where = Located(head.at, located, listed)
    for check in CHECKS:
        reader.temuan.extend(check(checked, where))
    temuan = tuple(reader.temuan)
    return Loaded(value=None if has_errors(temuan) else instrument, temuan=temuan)


def _with_layouts(loaded: Loaded[Instrument], folder: Path) -> Loaded[Instrument]:
    """Return an instrument with the layouts of a user's own forms; an id that it has already is KAT-004.

    What the instrument's own form is known by beside its columns (words, count rows) holds for users' forms too.
    """
    reader = _Reader(folder)
    records = reader.records(folder / "layouts.yaml", Layout)
    if loaded.value is None or reader.temuan:
        return Loaded(value=None, temuan=(*loaded.temuan, *reader.temuan))
    known = {layout.id: 0 for layout in loaded.value.layouts}
    official = next((layout for layout in loaded.value.layouts if layout.words), None)
    words = {"words": official.words, "count_rows": official.count_rows} if official else {}
    added: list[Layout] = []
    for layout, at in records:
        if layout.id in known:
            reader.temuan.append(RepeatedId(at, layout.id, id=layout.id, file="layouts.yaml", line=known[layout.id]))
        known[layout.id] = at.line
        kept = {key: value for key, value in words.items() if not getattr(layout, key)}
        added.append(layout.model_copy(update=kept))
    temuan = (*loaded.temuan, *reader.temuan)
    more = loaded.value.model_copy(update={"layouts": (*loaded.value.layouts, *added)})
    return Loaded(value=None if has_errors(temuan) else more, temuan=temuan)


def _level(head: Plain) -> str:
    return str(head.get("unit_level", "")) if isinstance(head, dict) else ""


_UNHASHED = ("layouts.yaml", "bounds.yaml")  # how a form is read, and what no answer can mean: not what one is worth
_UNHASHED_KEYS = ("outside_reach", "demo", "scores_as", "read", "read_note")
_REGISTRY = "regulations.yaml"
_BARE: dict[str, Any] = {"id": ROOT}
_ROOTLESS = Node.model_construct(**_BARE)  # stands in while instrument.yaml is checked without any nodes
_Hanging = tuple[str, Node, FilePos]  # the id a node hangs under, the node, where its file says so


def _cited_in(data: Plain) -> Iterator[str]:
    """Yield the id of every regulation that is cited anywhere in plain data."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key == "regulation" and isinstance(value, str):
                yield value
            else:
                yield from _cited_in(value)
    elif isinstance(data, list):
        for value in data:
            yield from _cited_in(value)


def _without_tags(loc: KeyPath) -> KeyPath:
    """Return pydantic's path without the item kinds it puts behind an item's number."""
    tags = ("choice", "ratio", "scale")
    return tuple(p for n, p in enumerate(loc) if not (p in tags and n > 1 and loc[n - 2] == "items"))


class _Reader:
    """Reads the files of one catalog and gathers what is wrong with them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.temuan: list[Temuan] = []
        self.plain: dict[str, Plain] = {}

    def document(self, path: Path) -> Document | None:
        """Return a file's plain data; a missing or unreadable one is KAT-014."""
        name = path.relative_to(self.folder).as_posix() if path.is_relative_to(self.folder) else path.name
        try:
            text = read_file(path)
        except (OSError, UnicodeDecodeError):
            at = FilePos(file=str(path))
            self.temuan.append(CatalogFileMissing(at, name=path.name, known=()))
            return None
        loaded = read_document(str(path), text)
        self.temuan.extend(loaded.temuan)
        if loaded.value is not None:
            self.plain[name] = loaded.value.data
        return loaded.value

    def hash(self) -> str:
        """Return the SHA-256 of what was read so far; folders may bear any name. Layouts and bounds are aside,
        and what is out of a unit's reach: none changes a score, so worksheets made before stay as good as they were.

        `regulations.yaml` is shared: only the records that are cited count, in the order of their ids and without
        what was read of them, so that one added for another instrument changes nothing here.
        """
        kept = {name: data for name, data in self.plain.items() if name not in _UNHASHED}
        head = kept.get("instrument.yaml")
        if isinstance(head, dict):
            kept["instrument.yaml"] = {key: value for key, value in head.items() if key not in _UNHASHED_KEYS}
        if isinstance(listed := kept.pop(_REGISTRY, None), list):
            cited = set(_cited_in(list(kept.values())))
            own = {str(one["id"]): one for one in listed if isinstance(one, dict) and one.get("id") in cited}
            kept[_REGISTRY] = [{k: v for k, v in own[name].items() if k not in _UNHASHED_KEYS} for name in sorted(own)]
        content = json.dumps(kept, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(content.encode()).hexdigest()

    def records(self, path: Path, kind: type[Any]) -> list[tuple[Any, FilePos]]:
        """Return the records of a file that is a list, each with its position."""
        document = self.document(path)
        if document is None or document.data is None:
            return []
        if not isinstance(document.data, list):
            self.shape(document.at(()), "daftar")
            return []
        found = []
        for index, data in enumerate(document.data):
            record = self.validated(kind, data, document, (index,))
            if record is not None:
                found.append((record, document.at((index,))))
        return found

    def tree(self, folder: Path) -> tuple[Node | None, dict[tuple[str, str], FilePos]]:
        """Return the root node joined from all files of `nodes/`, and where each id stands."""
        located: dict[tuple[str, str], FilePos] = {}
        forest: list[_Hanging] = []
        paths = sorted(folder.glob("*.yaml")) if folder.is_dir() else []
        if not paths:
            self.temuan.append(CatalogFileMissing(FilePos(file=str(folder)), name="nodes/*.yaml", known=()))
        for path in paths:
            document = self.document(path)
            if document is None:
                continue
            data = document.data
            if not isinstance(data, dict) or not isinstance(data.get("nodes"), list):
                self.shape(document.at(()), "parent, nodes")
                continue
            _locate(data, (), document, located, self.temuan)
            nodes = data["nodes"]
            assert isinstance(nodes, list)
            for index, node_data in enumerate(nodes):
                node = self.validated(Node, node_data, document, ("nodes", index))
                if node is not None:
                    forest.append((str(data.get("parent") or ""), node, document.at(("parent",))))
        return self._join(forest), located

    def _join(self, forest: list[_Hanging]) -> Node | None:
        """Return the root with all that hangs beneath it; what does not reach the root is KAT-011."""
        root = next((node for parent, node, _ in forest if not parent and node.id == ROOT), None)
        if root is None:
            at = forest[0][2] if forest else FilePos(file=str(self.folder))
            self.temuan.append(UnknownParent(at, parent=ROOT))
            return None
        hung: dict[str, list[_Hanging]] = {}
        for hanging in forest:
            if hanging[1] is not root:
                hung.setdefault(hanging[0], []).append(hanging)

        def grown(node: Node) -> Node:
            children = [*node.children, *(child for _, child, _ in hung.pop(node.id, ()))]
            return node.model_copy(update={"children": tuple(grown(child) for child in children)})

        whole = grown(root)
        for parent, node, at in (hanging for rest in hung.values() for hanging in rest):
            self.temuan.append(UnknownParent(at, node.id, parent=parent or "-"))
        return whole

    def validated(self, kind: type[Any], data: object, document: Document, path: KeyPath) -> Any | None:
        """Return `data` as a record of `kind`, or None and one KAT-002 for each wrong key."""
        try:
            return adapter_of(kind).validate_python(data)
        except ValidationError as error:
            for problem in error.errors(include_url=False, include_context=False, include_input=True):
                place = _without_tags(problem["loc"])
                at = document.at((*path, *place))
                key = ".".join(str(p) for p in place)
                seen = problem["input"]
                shown = "" if isinstance(seen, dict | list | BaseModel) else str(seen)[:60]
                self.temuan.append(UnfitKey(at, key=key, kind=problem["type"], seen=shown))
            return None

    def shape(self, at: FilePos, expected: str) -> None:
        """Note a file whose outermost shape is not what it should be (KAT-002)."""
        self.temuan.append(UnfitKey(at, key=expected, kind="missing", seen=""))


def _locate(
    data: Plain,
    path: KeyPath,
    document: Document,
    located: dict[tuple[str, str], FilePos],
    temuan: list[Temuan],
) -> None:
    """Note where every node and item id stands; an id standing twice is KAT-004."""
    if isinstance(data, list):
        for index, value in enumerate(data):
            _locate(value, (*path, index), document, located, temuan)
    elif isinstance(data, dict):
        own = data.get("id")
        if isinstance(own, str) and ("level" in data or "kind" in data):
            key = ("node", own)
            if key in located:
                first = located[key]
                at = document.at((*path, "id"))
                temuan.append(RepeatedId(at, own, id=own, file=Path(first.file).name, line=first.line))
            else:
                located[key] = document.at((*path, "id"))
        for name in ("nodes", "children", "items"):
            if name in data:
                _locate(data[name], (*path, name), document, located, temuan)
