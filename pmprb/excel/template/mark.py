"""What a catalog needs and a worksheet does not show, as short machine text in one hidden cell a row.

Enters: a plan. Leaves: JSON texts; `pmprb kriteria impor` reads them, nothing else does. What stands in the
visible cells (codes, titles, weights, options, labels) is not repeated here.
"""

from __future__ import annotations

import json

from pmprb.catalog.exact import exact_text
from pmprb.catalog.model import ROOT, ChoiceItem, Instrument, Node
from pmprb.catalog.write import Data, plain_record
from pmprb.excel.template import texts
from pmprb.excel.template.plan import AnyItem, CountRow, NodeRow, Plan, Row

HEADER = "katalog"
_SHOWN = {"id", "title", "criterion", "weight", "options", "inputs", "children", "items", "answer_set"}
_NOT_KEPT = {"evidence", "remedy", "references", "note"}
_HEAD = ("short_title", "unit_level", "valid_from", "valid_to", "basis", "caution", "policies", "groups")


def mark_of(plan: Plan, row: Row) -> str:
    """Return the machine text of a row."""
    if isinstance(row, CountRow):
        mark: dict[str, Data] = {"kind": "count"}
    elif isinstance(row, NodeRow):
        mark = _node(plan.instrument, row.node)
    else:
        mark = _item(plan, row.item)
    return json.dumps(mark, ensure_ascii=False, separators=(",", ":"))


def _node(instrument: Instrument, node: Node) -> dict[str, Data]:
    mark = plain_record(node, leave_out=_SHOWN | _NOT_KEPT) | _weight(exact_text(node.weight))
    parent = instrument.parents.get(node.id, "")
    if parent not in ("", node.id.rpartition(".")[0] or ROOT):
        mark["in"] = parent
    if node is instrument.root:
        kept = plain_record(instrument, leave_out=set(type(instrument).model_fields) - set(_HEAD))
        mark["head"] = kept | {"policies": plain_record(instrument.policies)}
    return mark


def _item(plan: Plan, item: AnyItem) -> dict[str, Data]:
    instrument = plan.instrument
    mark = plain_record(item, leave_out=_SHOWN | _NOT_KEPT)
    mark |= _weight("" if item.weight is None else exact_text(item.weight))
    parent = instrument.parents[item.id]
    if parent != item.id.rpartition(".")[0]:
        mark["in"] = parent
    gates = plan.gates.get(item.id, ())
    if isinstance(item, ChoiceItem):
        mark["scale"] = plain_record(instrument.scales[item.answer_set], leave_out={"references", "note"})
        shown = sum(1 + text.count("\n") for text in item.options.values())
        more = 1 + texts.explanation(item, gates).count("\n") - shown
        mark |= {"more": more} if more else {}
    if gates:
        mark["gates"] = [plain_record(gate, leave_out={"item"}) for gate in gates]
    return mark


def _weight(text: str) -> dict[str, Data]:
    """Return a weight whose decimals do not end: a cell shows it rounded."""
    return {"weight": text} if "/" in text else {}
