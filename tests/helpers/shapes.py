"""Official-like forms of every shape seen in real files, built from a catalog by chance.

Each heading, sub and block draws its own shape: how deep a block stands, which markers are printed, swapped, begun
again or left out, in which order rows stand, what is put in between. What an item is, its words always say; the words
of the official form are its layout's (`words`), in no order.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import xlsxwriter

from pmprb.catalog.item import ChoiceItem, RatioItem
from pmprb.catalog.model import Instrument, Node
from pmprb.engine.answers import Answer, State

ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
MARKS = ("letters", "bare", "brackets", "dashes", "bullets", "none", "numbers", "roman", "inside", "swapped", "shifted")
BLOCKS = ("flat", "restarted", "unmarked", "bullet", "numbered", "continued", "inside", "own-row")
HEADS = ("kept", "bare", "brackets", "renumbered", "gone", "inside", "merged")
TRUE_MARKS = ("letters", "bare", "brackets", "dashes", "bullets", "none", "inside")
TEXTS = ("plain", "upper", "misspelt", "doubled", "cut", "spaced")


@dataclass
class Grid:
    """Rows as they are put in, before the columns are moved: cells by the letter of the 2021 form."""

    rows: list[dict[str, Any]] = field(default_factory=list)

    def add(self, **cells: Any) -> None:
        """Add a row."""
        self.rows.append({column: value for column, value in cells.items() if value is not None})

    def damage(self, chance: random.Random) -> None:
        """Spoil some rows as people do: gone, twice, their words or what they allow replaced, their marker gone."""
        for _ in range(chance.randrange(1, 12)):
            at = chance.randrange(len(self.rows))
            row = self.rows[at]
            texts = [column for column in "BCDEFG" if len(str(row.get(column, ""))) > 8]
            how = chance.choice(("gone", "twice", "words", "allowed", "marker"))
            if how == "gone":
                del self.rows[at]
            elif how == "twice":
                self.rows.insert(at, dict(row))
            elif how == "words" and texts:
                row[texts[0]] = chance.choice(
                    ("Pernyataan lain sama sekali", "xxx xxx xxx", "Lihat lampiran nomor dua")
                )
            elif how == "allowed":
                row.pop("J", None)
            elif how == "marker":
                for column in "BCDEF":
                    if column in row and column not in texts:
                        del row[column]


@dataclass
class Shaper:
    """Draws one form."""

    catalog: Instrument
    given: dict[str, Answer]
    chance: random.Random
    grid: Grid = field(default_factory=Grid)
    marks: tuple[str, ...] = MARKS

    def __post_init__(self) -> None:
        self.layout = next(one for one in self.catalog.layouts if one.rows == "hierarchy")
        self.official = self.chance.random() < 0.6
        self.head_style = self.chance.choice(HEADS[:4])
        self.totals = self.chance.random() < 0.7
        self.level = "F"

    # texts

    def text(self, code: str, own: str) -> str:
        """Return how a row says what it asks."""
        words = self.layout.words.get(code, ())
        text = self.chance.choice(words) if words and self.official else own
        how = self.chance.choice(TEXTS)
        parts = text.split()
        if how == "upper":
            return text.upper()
        if how == "misspelt":
            long = [n for n, word in enumerate(parts) if len(word) > 7 and word.isalpha()]
            if long and len(parts) > 4:
                at = self.chance.choice(long)
                cut = self.chance.randrange(2, len(parts[at]) - 2)
                parts[at] = parts[at][:cut] + parts[at][cut + 1 :]
            return " ".join(parts)
        if how == "doubled":
            at = self.chance.randrange(len(parts))
            return " ".join([*parts[: at + 1], *parts[at:]])
        if how == "cut":
            return text[:255]
        return f"  {text}\u00a0 " if how == "spaced" else text

    def title(self, node: Node) -> str:
        """Return a heading's title, at times with its weight in brackets."""
        text = node.title.upper() if node.level != "sub" or self.chance.random() < 0.5 else node.title
        return f"{text} ({node.weight})" if self.chance.random() < 0.2 else text

    # rows

    def put(self, column: str, marker: str, text: str, inside: bool = False, **cells: Any) -> None:
        """Add a row with its marker in a column and its text beside it, or both in one cell."""
        beside = "G" if column == "F" else chr(ord(column) + 1)
        if inside and marker:
            self.grid.add(**{column: f"{marker} {text}"}, **cells)
        else:
            self.grid.add(**({column: marker} if marker else {}), **{beside: text}, **cells)

    def between(self) -> None:
        """Put in, at times, a blank row or a remark."""
        drawn = self.chance.random()
        if drawn < 0.06:
            self.grid.add()
        elif drawn < 0.08:
            self.grid.add(G="Catatan: lihat lampiran")

    def form(self) -> Grid:
        """Return the whole form."""
        self.walk(self.catalog.root, -1)
        self.grid.add()
        self.grid.add(C="NILAI EVALUASI ZONA INTEGRITAS", L=50.0)
        self.grid.add(I="Mengetahui,")
        return self.grid

    def walk(self, node: Node, depth: int) -> None:
        """Add a heading and what is beneath it."""
        if depth >= 0:
            self.heading(node, depth)
        children = list(node.children)
        if node.level == "area" and self.chance.random() < 0.15:
            self.chance.shuffle(children)
        for child in children:
            self.walk(child, depth + 1)
        if node.items:
            self.items(node)

    def heading(self, node: Node, depth: int) -> None:
        own = node.id.rpartition(".")[2]
        style = self.head_style if self.chance.random() < 0.9 else self.chance.choice(HEADS)
        number = [child.id for child in self.catalog.nodes[self.catalog.parents[node.id]].children].index(node.id) + 1
        marker = {"kept": f"{own}.", "bare": own, "brackets": f"{own})"}.get(style, f"{own}.")
        if style == "renumbered" and node.level == "sub":
            marker = f"{number}."
        asks: dict[str, Any] = {"H": float(node.weight)}
        if any(isinstance(item, RatioItem) for item in node.items) and self.chance.random() < 0.3:
            asks |= {"J": "%", "K": 1.0}
        self.between()
        if style == "gone" and node.level == "sub":
            marker = ""
        if style == "merged":  # the title alone, in the first cell of a range merged over the markers
            self.grid.add(B=self.title(node), **asks)
            return
        self.put("BCDE"[depth], marker, self.title(node), inside=style == "inside", **asks)

    def markers(self, node: Node, count: int) -> tuple[list[str], bool]:
        """Return the markers of so many items, and whether they stand inside their texts."""
        how = self.chance.choice(self.marks)
        letters = [item.id.rpartition(".")[2] for item in node.items]
        plain = {
            "bare": letters,
            "brackets": [f"({one})" for one in letters],
            "dashes": ["-"] * count,
            "bullets": ["•"] * count,
            "none": [""] * count,
            "numbers": [f"{n + 1}." for n in range(count)],
            "roman": [f"{ROMAN[n]}." for n in range(count)],
        }.get(how, [f"{one}." for one in letters])
        if how == "swapped" and count > 1:
            plain = plain[::-1]
        if how == "shifted":
            plain = [f"{chr(ord('b') + n)}." for n in range(count)]
        return plain, how == "inside"

    def items(self, node: Node) -> None:
        items = list(node.items)
        markers, inside = self.markers(node, len(items))
        rows = list(zip(items, markers, strict=True))
        if self.chance.random() < 0.15:
            self.chance.shuffle(rows)
        self.level = self.chance.choice("FFFED")  # the column of the items' markers: mostly one right of the sub's
        block = self.chance.choice(BLOCKS) if all(isinstance(item, RatioItem) for item in items) else "flat"
        for number, (item, marker) in enumerate(rows):
            self.between()
            if isinstance(item, RatioItem):
                self.ratio(item, marker, inside, block, number)
            else:
                self.choice(item, marker, inside)

    def choice(self, item: Any, marker: str, inside: bool) -> None:
        answer = self.given[item.id]
        scale = self.catalog.scales[item.answer_set] if isinstance(item, ChoiceItem) else None
        allowed = scale.title if scale else "Nilai (0-4)"
        value = None
        if answer.state is State.GIVEN:
            value = answer.choice if scale else float(answer.value or 0)
        if allowed == "Ya/Tidak" and self.chance.random() < 0.2:
            allowed = "ya/Tidak"
        column = self.chance.choice("FG") if inside else self.level
        self.put(column, marker, self.text(item.id, item.criterion), inside, J=allowed, K=value)

    def ratio(self, item: RatioItem, marker: str, inside: bool, block: str, number: int) -> None:
        text = self.text(item.id, item.criterion)
        answer = self.given[item.id]
        counts = dict(answer.counts) if answer.state is State.GIVEN else {}
        share = {"J": "%", "K": 0.5 if counts else None}
        head = {
            "restarted": ("E", f"{ROMAN[number]}."),
            "unmarked": ("E", "" if number else "i."),
            "bullet": ("F", "•"),
            "numbered": ("F", f"{number + 1})"),
            "continued": ("E", f"{ROMAN[number]}."),
            "inside": ("E", f"{ROMAN[number]}."),
        }.get(block)
        if block == "own-row":  # the block's heading asks for the percentage itself
            self.put("E", f"{ROMAN[number]}.", text, H=1.0, **share)
        elif head:
            self.put(*head, text, block == "inside", H=1.0)
            if block != "continued":  # which has no row for its percentage
                same = "Persentase" if block in ("restarted", "unmarked") and self.chance.random() < 0.5 else text
                self.put("F", "-", same, **share)
        else:
            self.put(self.level, marker, text, inside, **share)
        self.count_rows(item, counts)

    def count_rows(self, item: RatioItem, counts: dict[str, Any]) -> None:
        form = self.layout.count_rows.get(item.id, ())
        names = [count.id for count in item.inputs]
        labels = {count.id: count.label for count in item.inputs}
        if form and self.totals:
            parts = [counts[name] for name in item.denominator] if counts else []
            total = float(sum(parts)) if parts else None
            label = self.layout.words[f"{item.id}."][0] if self.official else "jumlah yang harus melaporkan"
            if not self.official or "jumlah" not in label:
                label = f"Jumlah {label.removeprefix('jumlah ')}"
            self.put(
                "F",
                "-",
                label,
                J=self.chance.choice(("Jumlah", "jumlah", "Jumlah", None if total else "Jumlah")),
                K=total,
            )
        deep = self.chance.choice(("F", "G", "inside"))
        if self.chance.random() < 0.15:
            self.chance.shuffle(names)
        for name in names:
            words = self.text(f"{item.id}.{name}", labels[name])
            text = words if words.casefold().strip().startswith("jumlah") else f"Jumlah {words.strip()}"
            value = float(counts[name]) if counts else None
            allowed = self.chance.choice(("Jumlah", "jumlah"))
            if deep == "F":
                self.put("F", "-", text, J=allowed, K=value)
            else:
                self.grid.add(G=f"- {text}" if deep == "G" else f"• {text}", J=allowed, K=value)


HEADERS = {"B": "Penilaian", "H": "Bobot", "I": "Penjelasan", "J": "Pilihan Jawaban", "K": "Jawaban", "L": "Nilai"}


def columns_of(chance: random.Random) -> dict[str, int]:
    """Return where each column of the form stands; columns put in between move those right of them."""
    shift, found = chance.choice((0, 0, 0, 1, 2)), {}
    for letter in "BCDEFGHIJKL":
        if letter in "DGHJK" and chance.random() < 0.15:
            shift += 1
        found[letter] = ord(letter) - ord("A") + shift
    return found


def shaped(path: Path, catalog: Instrument, given: dict[str, Answer], seed: int, damaged: bool = False) -> Path:
    """Write one form, all of whose shape follows from the seed; a damaged one prints no false markers."""
    chance = random.Random(seed)
    grid = Shaper(catalog, given, chance, marks=TRUE_MARKS if damaged else MARKS).form()
    if damaged:
        grid.damage(chance)
    columns = columns_of(chance)
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("LKE ZI")
        head = chance.randrange(1, 14)
        sheet.write_string(0, columns["B"], "LEMBAR KERJA EVALUASI ZONA INTEGRITAS")
        for letter, text in HEADERS.items():
            sheet.write_string(head, columns[letter], text)
        left = columns["B"] - 1 if chance.random() < 0.5 else -1  # running numbers, or a column of one's own
        own = chance.random() < 0.5
        for offset, row in enumerate(grid.rows):
            at = head + 2 + offset
            for letter, value in row.items():
                sheet.write(at, columns[letter], value)
            if left >= 0 and row:
                sheet.write(at, left, offset % 90 if own else "Sekretariat")
    return path
