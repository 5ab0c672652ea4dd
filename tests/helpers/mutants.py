"""Mutated workbooks and random cells: the same ones for the same number."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable

from helpers import corpus, spellings
from pmprb.workbook import slow, slow_child

NASTY = (
    *("XFD1048576", "ZZ9999", "A0", "AAA1", "A99999999999", "-1", "0", "1", "99999999999", "1e999", "NaN", "", " "),
    *("&lt;", "&x;", "&#0;", "&#57;", "\x00", "\x01", "\xff", "\u200b", "\ud7ff", "]]>", "<!--", "-->", "<![CDATA["),
    *(
        '<!DOCTYPE x [<!ENTITY a "b">]>',
        "<?xml?>",
        '<c r="XFD1048576"><v>1</v></c>',
        "<c><v>1</v></c>",
        "<row/>",
        "<f>",
    ),
    *("</row>", "</c>", "</sheetData>", "<sheetData>", '<c\tr="A1"/>', "<x:c r='B1'><v>1</v></x:c>", 't="s"', 't="e"'),
    *(' t="e"', ' r="XFD1"', ' uniqueCount="99999999999"', ' xmlns="urn:x"', "s", "e", "str", "inlineStr", "d", "b"),
)


TOKEN = re.compile(r"<[^<>]*>|[^<>]+")


ATTRIBUTE = re.compile(r'="[^"]*"')


Mutation = Callable[[random.Random, str], str]


def drop(pick: random.Random, xml: str) -> str:
    """Return the part without one of its tags or texts."""
    tokens = TOKEN.findall(xml)
    del tokens[pick.randrange(len(tokens))]
    return "".join(tokens)


def double(pick: random.Random, xml: str) -> str:
    """Return the part with a stretch of it repeated."""
    tokens = TOKEN.findall(xml)
    at, length = pick.randrange(len(tokens)), pick.choice((1, 2, 9))
    return "".join(tokens[: at + length] + tokens[at:])


def swap(pick: random.Random, xml: str) -> str:
    """Return the part with two of its tags or texts exchanged."""
    tokens = TOKEN.findall(xml)
    one, other = pick.randrange(len(tokens)), pick.randrange(len(tokens))
    tokens[one], tokens[other] = tokens[other], tokens[one]
    return "".join(tokens)


def change_attribute(pick: random.Random, xml: str) -> str:
    """Return the part with the value of one attribute exchanged for a nasty one."""
    found = pick.choice(list(ATTRIBUTE.finditer(xml)) or [None])
    return f'{xml[: found.start()]}="{pick.choice(NASTY)}"{xml[found.end() :]}' if found else xml


def change_text(pick: random.Random, xml: str) -> str:
    """Return the part with one text exchanged for a nasty one."""
    found = pick.choice(list(re.finditer(r">[^<]+<", xml)) or [None])
    return f"{xml[: found.start()]}>{pick.choice(NASTY)}<{xml[found.end() :]}" if found else xml


def insert(pick: random.Random, xml: str) -> str:
    """Return the part with something nasty put anywhere."""
    at = pick.randrange(len(xml) + 1)
    return xml[:at] + pick.choice(NASTY) + xml[at:]


def rename(pick: random.Random, xml: str) -> str:
    """Return the part with one element's name changed everywhere, or put under a prefix."""
    names = re.findall(r"<(\w+)", xml) or ["x"]
    name = pick.choice(names)
    return re.sub(rf"(</?){name}\b", rf"\g<1>{pick.choice(('x:' + name, 'c', 'row', 'v', 'f', 't', 'si'))}", xml)


MUTATIONS: tuple[Mutation, ...] = (
    *(drop, double, swap, insert, rename),
    *(change_attribute, change_attribute, change_attribute, change_text, change_text, change_text),
)


def mutate_parts(pick: random.Random, data: bytes) -> bytes:
    """Return the workbook with one to three parts mutated as XML, in a sound zip."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    readable = [name for name in content if name.endswith((".xml", ".rels"))]
    needed = [name for name in readable if re.search(r"sheet\d|sharedStrings|styles|workbook", name)]
    for _ in range(pick.randint(1, 3)):
        name = pick.choice(needed if pick.random() < 0.9 else readable)
        mutated = pick.choice(MUTATIONS)(pick, content[name].decode("utf-8", "replace"))
        content[name] = mutated.encode("utf-8", "surrogatepass")
    if pick.random() < 0.1:
        one, other = pick.choice(readable), pick.choice(readable)
        content[one], content[other] = content[other], content[one]
    if pick.random() < 0.1:
        del content[pick.choice(readable)]
    return corpus.packed(content, pick.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED)))


def mutate_bytes(pick: random.Random, data: bytes) -> bytes:
    """Return the file with some of its bytes changed, cut, doubled or moved."""
    out = bytearray(data)
    for _ in range(pick.choice((1, 2, 8, 40))):
        at, length = pick.randrange(len(out)), pick.choice((1, 2, 4, 60))
        kind = pick.randrange(5)
        if kind == 0:
            out[at] ^= 1 << pick.randrange(8)
        elif kind == 1:
            out[at : at + length] = pick.randbytes(len(out[at : at + length]))
        elif kind == 2:
            out[at:at] = out[at : at + length]
        elif kind == 3 and len(out) > 2 * length:
            del out[at : at + length]
        else:
            out[at : at + length] = pick.choice((b"\xff", b"\x00", b"<", b'"')) * len(out[at : at + length])
    return bytes(out)


def seeds() -> list[bytes]:
    """Return the workbooks that are mutated: by hand, by XlsxWriter, by openpyxl, stored, prefixed."""
    made = {spelling.name: spelling.build for spelling in spellings.SPELLINGS}
    names = ("plain", "stored", "xlsxwriter", "openpyxl", "prefixed", "strict", "inline_rich", "cells_without_r")
    facts = (
        '<row r="1" hidden="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>""</f><v></v></c>'
        '<c r="C1" t="e"><v>#SPILL!</v></c><c r="D1" s="1"><v>45000.5</v></c><c r="E1" t="s"><v>3</v></c></row>'
    )
    cols = '<cols><col min="2" max="3" hidden="1"/></cols>'
    return [made[name]() for name in names] + [corpus.good(sheet=corpus.sheet(facts, cols))] * 2


def mutant(number: int, sources: list[bytes]) -> bytes:
    """Return the mutant of this number, the same one every time."""
    pick = random.Random(number)
    data = pick.choice(sources)
    return mutate_bytes(pick, data) if pick.random() < 0.3 else mutate_parts(pick, data)


def tidy_here(jobs: list[slow.Job]) -> dict[str, bytes] | slow.Failure:
    """Do what the child of the slow path does, in this process: a hundred times faster to try."""
    answer, parts = slow_child.answer(slow.request(jobs))
    return slow.result(jobs, answer, b"".join(parts))


VALUES = (
    "1",
    "0.75",
    "-2.5E-05",
    "",
    " ",
    "Ya",
    "a &amp; b",
    "\u00a0x",
    "#REF!",
    "#SPILL!",
    "45000",
    "true",
    "NaN",
    "1e999",
)


FORMULAS = ("", "", "<f>1+1</f>", '<f t="shared" si="0"/>', "<f></f>", '<f t="array" ref="A1">A1&lt;2</f>')


def random_cell(pick: random.Random, reference: str) -> str:
    """Return a cell of any type with any value: every one is well-formed, many are nonsense."""
    kind = pick.choice(("", "", ' t="n"', ' t="s"', ' t="str"', ' t="inlineStr"', ' t="e"', ' t="b"', ' t="d"'))
    value = pick.choice(("0", "3", "6") if kind == ' t="s"' else ("0", "1") if kind == ' t="b"' else VALUES)
    body = pick.choice((f"<v>{value}</v>", f"<v>{value}</v>", "<v/>", "", f"<is><t>{value}</t></is>"))
    style = pick.choice(("", ' s="0"', ' s="1"'))
    return f'<c r="{reference}"{style}{kind}>{pick.choice(FORMULAS)}{body}</c>'


def random_rows(pick: random.Random) -> str:
    """Return two rows of random cells; so few, that many a sheet has nothing odd in it."""
    hidden = pick.choice(("", ' hidden="1"', ' hidden="0"'))
    return (
        f'<row r="2"{hidden}>{random_cell(pick, "B2")}{random_cell(pick, "D2")}</row>'
        f'<row r="5">{random_cell(pick, "A5")}</row>'
    )
