"""An instrument in, the text of its files out: YAML that `load` reads back to the same records.

Enters: an instrument as its folder has it, no variant chosen. Leaves: texts by file name, the same for the same
input. Refuses to know: folders, workbooks, where an instrument came from.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from fractions import Fraction

from pydantic import BaseModel

from pmprb.catalog.model import Instrument, Node, Regulation
from pmprb.catalog.own_layout import OWN_LAYOUT
from pmprb.catalog.text import read_document
from pmprb.numbers import exact_text

Data = str | int | bool | list["Data"] | dict[str, "Data"]

_FRAME = ("total", "component", "aspect")
_HEAD = {"answer_sets", "layouts", "bounds", "root", "regulations", "hash", "variant"}
_ORDER = (
    *("key", "id", "kind", "level", "label", "score", "title", "short_title", "criterion", "weight", "gather"),
    *("unit_level", "valid_from", "valid_to", "supersedes", "answer_set", "scale", "inputs", "formula", "numerator"),
    *("denominator", "cap", "numerator_may_exceed", "zero", "item", "parent", "rule", "of", "measure", "minimum"),
    *(
        "allow_not_applicable",
        "also_printed",
        "evidence",
        "remedy",
        "basis",
        "references",
        "one_source",
        "note",
        "caution",
    ),
    *("options", "targets", "gates", "bands", "weights", "item_gates", "children", "items"),
)
_PLACE = {key: place for place, key in enumerate(_ORDER)}
_ON_ONE_LINE = {
    *("references", "policies", "scale", "headers", "sheets", "numerator", "denominator", "unit_labels", "answers"),
    *("period_labels", "reviewer_labels", "computed", "aliases", "also_printed", "supersedes"),
}
_LINES_OF = {"columns", "inputs", "bands", "gates", "item_gates", "groups", "regulations", "options of a scale"}
_PLAIN = re.compile(r"[A-Za-z]\w*(?:[ ./()-]+\w+|\))*\.?", re.ASCII)
_RESERVED = {"true", "false", "yes", "no", "on", "off", "null", "y", "n"}
_UNPRINTABLE = re.compile("[\x7f-\xa0\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff]")
_LONE = re.compile("[\ud800-\udfff]")  # YAML has no way to write these; they come from odd file names


def catalog_files(instrument: Instrument, comment: str = "", unweighted: Iterable[str] = ()) -> dict[str, str]:
    """Return the texts of a catalog's folder by name ("nodes/01-A.I.1.yaml"), each under `comment`.

    `unweighted` are nodes and items whose weight nobody knows: the key is left out, so that a check points there.
    """
    head = plain_record(instrument, leave_out=_HEAD)
    head["policies"] = {key: _plain(value) for key, value in instrument.policies}
    files = {
        "instrument.yaml": _lines(head),
        "answer_sets.yaml": _records(instrument.answer_sets, scale=True),
    }
    forms = [layout for layout in instrument.layouts if layout.id != OWN_LAYOUT]
    if forms:
        files["layouts.yaml"] = _records(forms)
    if instrument.bounds:
        files["bounds.yaml"] = _records(instrument.bounds)
    missing = frozenset(unweighted)
    pages = [*_pages(instrument.root, "", missing)]
    digits = len(str(len(pages)))
    for number, (name, parent, nodes) in enumerate(pages):
        safe = re.sub(r"[^A-Za-z0-9.]+", "-", name).strip(".-") or "bagian"
        file = f"nodes/{number:0{max(2, digits)}}-{safe}.yaml"
        files[file] = [f"parent: {_scalar(parent)}", *_lines({"nodes": nodes})]
    lead = [f"# {''.join(filter(str.isprintable, line))}" for line in comment.splitlines()]
    return {name: "\n".join([*lead, *lines]) + "\n" for name, lines in files.items()}


def records_text(records: Iterable[BaseModel], comment: str) -> str:
    """Return the text of a file that is a list of records, under `comment`."""
    lead = [f"# {''.join(filter(str.isprintable, line))}" for line in comment.splitlines()]
    return "\n".join([*lead, *_records(records)]) + "\n"


def with_regulation(text: str, regulation: Regulation) -> str:
    """Return the text of regulations.yaml with one more entry; as it was when it has that id already.

    Nothing that stands there is touched, and a text that is no list of records is given back as it is.
    """
    document = read_document("regulations.yaml", text).value
    known = document.data if document else ""
    if known is None:
        known = []
    if not isinstance(known, list) or any(isinstance(r, dict) and r.get("id") == regulation.id for r in known):
        return text
    line = f"- {_flow(plain_record(regulation))}"
    longer = "\n".join([*text.splitlines(), line]) + "\n"
    again = read_document("regulations.yaml", longer).value
    sound = again is not None and isinstance(again.data, list) and again.data[:-1] == known
    return longer if sound else text


def _pages(root: Node, parent: str, missing: frozenset[str]) -> Iterator[tuple[str, str, list[Data]]]:
    """Yield (name, parent, nodes) of each file: the frame, then every area under its parent, in the form's order."""
    hung: list[tuple[str, Node]] = []

    def framed(node: Node) -> dict[str, Data]:
        record = _node(node, missing, deep=False)
        levels = {child.level in _FRAME for child in node.children}
        if levels == {True}:
            record["children"] = [framed(child) for child in node.children]
        elif levels == {False}:
            hung.extend((node.id, child) for child in node.children)
        elif node.children:  # both kinds side by side: kept together, so that their order stays
            record["children"] = [_node(child, missing) for child in node.children]
        return record

    yield "kerangka", parent, [framed(root)]
    for above, node in hung:
        yield node.id, above, [_node(node, missing)]


def _node(node: Node, missing: frozenset[str], *, deep: bool = True) -> dict[str, Data]:
    record = plain_record(node, leave_out={"children", "items"})
    if node.id in missing:
        record.pop("weight", None)
    if deep and node.children:
        record["children"] = [_node(child, missing) for child in node.children]
    items: list[Data] = []
    for item in node.items:
        one = plain_record(item)
        if item.id in missing:
            one.pop("weight", None)
        items.append(one)
    if items:
        record["items"] = items
    return record


def plain_record(model: BaseModel, leave_out: Collection[str] = ()) -> dict[str, Data]:
    """Return a record as plain data without what is only a default: numbers as exact text, keys in their order."""
    kept: dict[str, Data] = {}
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        default = ... if field.is_required() else field.get_default(call_default_factory=True)
        if name not in leave_out and value is not None and value != default:
            kept[name] = _plain(value)
    return {key: kept[key] for key in sorted(kept, key=lambda key: _PLACE.get(key, len(_PLACE)))}


def _plain(value: object) -> Data:
    if isinstance(value, BaseModel):
        return plain_record(value)
    if isinstance(value, Fraction):
        return exact_text(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value if isinstance(value, bool | int) else str(value)


def _records(records: Iterable[BaseModel], *, scale: bool = False) -> list[str]:
    lines: list[str] = []
    for record in records:
        data = plain_record(record)
        if scale:
            data["options of a scale"] = data.pop("options")
        lines += _element(_lines(data))
    return lines or ["[]"]


def _element(lines: list[str]) -> list[str]:
    return [("- " if n == 0 else "  ") + line for n, line in enumerate(lines)]


def _lines(data: Mapping[str, Data]) -> list[str]:
    """Return a mapping in block style, without indentation."""
    lines: list[str] = []
    for key, value in data.items():
        name = _scalar(key.partition(" of a ")[0])
        if isinstance(value, dict | list) and value and not _is_line(key, value):
            lines.append(f"{name}:")
            lines += [f"  {line}" for line in _block(key, value)]
        else:
            lines.append(f"{name}: {_flow(value)}")
    return lines or ["{}"]


def _is_line(key: str, value: Data) -> bool:
    return key in _ON_ONE_LINE or (key == "nodes" and isinstance(value, list) and isinstance(value[0], str))


def _block(key: str, value: dict[str, Data] | list[Data]) -> list[str]:
    if isinstance(value, dict):
        return _lines(value)
    lines: list[str] = []
    for one in value:
        if isinstance(one, dict) and key not in _LINES_OF:
            lines += _element(_lines(one))
        else:
            lines.append(f"- {_flow(one)}")
    return lines


def _flow(value: Data) -> str:
    """Return data on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_scalar(key)}: {_flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return _scalar(value)


def _scalar(value: str | int | bool) -> str:
    """Return a scalar that reads back as it was: numbers in text quoted, words plain where YAML leaves them alone."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if _PLAIN.fullmatch(value) and value.lower() not in _RESERVED:
        return value
    quoted = json.dumps(_LONE.sub("\ufffd", value), ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04X}", quoted)
