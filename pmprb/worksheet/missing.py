"""What a worksheet lacks, told by blocks: rows that were not found, and rows with answers that are nothing known.

Enters: a placed sheet with its rows found. Leaves: temuan and the items concerned. Refuses to know: answers' meaning.
"""

from __future__ import annotations

from collections.abc import Iterator

from pmprb.catalog.item import RatioItem
from pmprb.catalog.model import ROOT, Node
from pmprb.temuan import BlockNotFound, ItemRowMissing, RowsNotKnown, Temuan
from pmprb.workbook.tolerant import text_of
from pmprb.worksheet.rows import View, count_codes

_SHOWN_ROWS = 8
_SHOWN_TEXT = 40


def missing_codes(view: View) -> dict[str, list[str]]:
    """Return item → the codes of its rows that the sheet lacks: its own, or those of its counts."""
    found: dict[str, list[str]] = {}
    for item in view.instrument.items.values():
        needed = count_codes(item) if isinstance(item, RatioItem) else [item.id]
        lacking = [code for code in needed if code not in view.rows.at]
        if lacking:
            found[item.id] = lacking
    return found


def tell_missing(view: View, missing: dict[str, list[str]]) -> Iterator[Temuan]:
    """Yield one temuan for each block that is not found, and one for all rows with an answer that are nothing known.

    A block is the highest heading without any item found, or the several rows lacking beneath one heading. A single
    row, and in a layout with codes each row of a heading that is partly there, is told by itself.
    """
    if not missing and not view.rows.left:
        return
    looked_at: set[int] = set()
    if missing:
        yield from _blocks(view, view.instrument.root, missing, looked_at)
    column = view.placed.columns["answer"]
    answered = [
        row
        for row in dict.fromkeys(view.rows.left)
        if row not in looked_at and row not in view.rows.unsure and text_of(view.sheet.value(row, column))
    ]
    if answered:
        yield RowsNotKnown(view.pos(answered[0], column), seen=_rows_said(view, sorted(answered)), count=len(answered))


def _blocks(view: View, node: Node, missing: dict[str, list[str]], looked_at: set[int]) -> Iterator[Temuan]:
    items = [item.id for below in node.walk() for item in below.items]
    lacking = [item for item in items if item in missing]
    if not lacking:
        return
    whole = len(lacking) == len(items) and not any(_partly(view, item) for item in items)
    if whole and len(items) > 1 and node.id != ROOT:
        yield _block(view, node, lacking, looked_at)
    elif node.children:
        for child in node.children:
            yield from _blocks(view, child, missing, looked_at)
    else:
        codes = [code for item in lacking for code in missing[item]]
        if len(codes) > 1 and view.placed.layout.rows != "id":
            yield _block(view, node, codes, looked_at)
            return
        for item in lacking:
            yield from (ItemRowMissing(view.pos(), item, row_code=code) for code in missing[item])


def _partly(view: View, item_id: str) -> bool:
    """True when some row of an item is there."""
    item = view.instrument.items[item_id]
    codes = [item_id, *(count_codes(item) if isinstance(item, RatioItem) else ())]
    return any(code in view.rows.at for code in codes)


def _block(view: View, node: Node, codes: list[str], looked_at: set[int]) -> BlockNotFound:
    rows = list(_rows_looked_at(view, node))
    looked_at.update(rows)
    return BlockNotFound(view.pos(), node.id, row_codes=tuple(codes), seen=_rows_said(view, rows))


def _rows_looked_at(view: View, node: Node) -> Iterator[int]:
    """Yield the heading's row and the rows after it that are nothing else, up to the next known heading.

    Where the heading itself is not found it would stand behind what comes before it in the catalog.
    """
    claimed = {row for rows in view.rows.at.values() for row in rows}
    own = view.rows.first(node.id)
    if own is None:
        start = max((r for code in _before(view, node.id) for r in view.rows.at.get(code, ())), default=-1) + 1
        start = max(start, view.placed.header_row + 1)
    else:
        yield own
        start = own + 1
    inside = {below.id for below in node.walk()}
    headings = {r for code in view.instrument.nodes if code not in inside for r in view.rows.at.get(code, ())}
    for row in range(start, len(view.sheet.rows)):
        if row in headings:
            return
        if row not in claimed and any(text_of(value) for value in view.sheet.rows[row]):
            yield row


def _before(view: View, node_id: str) -> Iterator[str]:
    """Yield the codes that stand before a heading in the catalog."""
    for node in view.instrument.nodes.values():
        if node.id == node_id:
            return
        yield node.id
        for item in node.items:
            yield item.id
            if isinstance(item, RatioItem):
                yield from count_codes(item)


def _rows_said(view: View, rows: list[int]) -> str:
    """Return rows with what the first of them say: 'baris 174, 176-187: "Penyampaian LHKPN", "Persentase"'."""
    edge = view.placed.columns["answer"]
    spans: list[list[int]] = []
    for row in rows:
        if spans and row == spans[-1][1] + 1:
            spans[-1][1] = row
        else:
            spans.append([row, row])
    numbers = ", ".join(f"{a + 1}" if a == b else f"{a + 1}-{b + 1}" for a, b in spans)
    cells = ((text_of(value) for value in view.sheet.rows[row][:edge] if isinstance(value, str)) for row in rows)
    said = [text[:_SHOWN_TEXT] for text in (" ".join(filter(None, row)) for row in cells) if text][:_SHOWN_ROWS]
    shown = ", ".join(f'"{text}"' for text in said)
    return f"baris {numbers}: {shown}" if rows else ""
