"""Make every picture in this folder from the worksheets and the rekap that `pmprb demo` writes.

Run from the project's root after the layout of a sheet has changed, then look at every picture:

    .venv/bin/python docs/gambar/buat.py                  all pictures
    .venv/bin/python docs/gambar/buat.py lke ringkasan    only these

Needs three programs: soffice (LibreOffice Calc), pdftoppm (poppler-utils), convert (ImageMagick).

How: in a copy of the workbook every other sheet is hidden and the wanted cells become the only printed ones, on one
page, with row and column headings, so that the page looks like a screen. LibreOffice, set to Indonesian, prints it,
pdftoppm makes pixels of it, ImageMagick trims the paper around it. A sheet too wide to be read at 900 pixels is shown
in two parts, one above the other, or without some columns: the letters above the columns tell. The demo's own files
never change. What exists only on a screen (drop-down, frozen row, filter arrow) is not in the pictures.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from balasan import UNIT, answer_verifiers

HERE = Path(__file__).parent
WIDTH, PAGE, LIMIT, RESOLUTION = 1300, 900, 150_000, 220
BESIDE = "balasan"
ZI, REKAP = "lembar-zi-2021", "rekap-zi-2021.xlsx"
FILLED, MISTAKEN = f"{ZI}/3-07_*.xlsx", f"{ZI}/3-05_*.xlsx"


@dataclass(frozen=True)
class Part:
    """Cells of a sheet, without the rows and columns hidden: "C:E" or "7:238", several parted by commas."""

    cells: str
    hidden: str = ""


@dataclass(frozen=True)
class Picture:
    """A picture: its name, a workbook of the demo (a pattern in its folder), a sheet, and its parts downwards."""

    name: str
    workbook: str
    sheet: str
    parts: tuple[Part, ...]


PICTURES = (
    Picture("petunjuk", FILLED, "Petunjuk", (Part("A1:C33", hidden="6:6"),)),
    Picture("lke", FILLED, "LKE", (Part("A1:H19"),)),
    Picture("lke-keliru", MISTAKEN, "LKE", (Part("A1:H16"),)),
    Picture("lke-jumlah", FILLED, "LKE", (Part("A4:H4"), Part("A127:H138"))),
    Picture("lke-bukti", FILLED, "LKE", (Part("A4:L19", hidden="C:E,G:H,5:12"),)),
    Picture("rekap-unit", FILLED, "Rekap", (Part("A1:G38"),)),
    Picture("ringkasan", REKAP, "Ringkasan", (Part("A1:N33"),)),
    Picture("peringkat", REKAP, "Peringkat", (Part("A1:M22"),)),
    Picture("matriks-area", REKAP, "Matriks Area", (Part("A1:O20"),)),
    Picture("matriks-kriteria", REKAP, "Matriks Kriteria", (Part("A1:W24"),)),
    Picture("kelayakan", REKAP, "Kelayakan", (Part("A1:K24"),)),
    Picture("kelayakan-rinci", REKAP, "Kelayakan Rinci", (Part("A1:N24"),)),
    Picture("kesenjangan", REKAP, "Kesenjangan", (Part("A1:I12"), Part("A6:O12", hidden="A:A,D:I"))),
    Picture("temuan", REKAP, "Temuan", (Part("A4:I19", hidden="F:H"),)),
    Picture("tanggapan", f"{BESIDE}/umpan-balik/{UNIT}_*-hasil.xlsx", "Tanggapan", (Part("A1:F10"),)),
    Picture("perlu-diputus", f"{BESIDE}/rekap.xlsx", "Perlu Diputus", (Part("A1:K7"),)),
    Picture("belum-menyerahkan", REKAP, "Belum Menyerahkan", (Part("A1:F26", hidden="E:E"),)),
    Picture("banding", "putaran/banding.xlsx", "Ringkasan", (Part("A1:N40"),)),
)
PAPER, PRINTED = "putaran/rekap/rekap-2026.xlsx", {"cetak-pimpinan": 1, "cetak-unit": 5}
"""The rekap that `pmprb cetak` prints, and the pictures of its pages: name and page."""


def main() -> None:
    """Write the pictures named on the command line, or all."""
    wanted = [picture for picture in PICTURES if not sys.argv[1:] or picture.name in sys.argv[1:]]
    pages = {name: page for name, page in PRINTED.items() if not sys.argv[1:] or name in sys.argv[1:]}
    with tempfile.TemporaryDirectory(prefix="pmprb-gambar-") as folder:
        room = Path(folder)
        demo = [sys.executable, "-m", "pmprb", "demo", "-o", str(room / "demo")]
        subprocess.run(demo, check=True, stdout=subprocess.DEVNULL)
        if any(picture.workbook.startswith(BESIDE) for picture in wanted):
            answer_verifiers(room / "demo", ZI, ZI.replace("lembar", "tpi"))
        if wanted:
            print_pages([copy for picture in wanted for copy in prepare(picture, room)], room)
        for picture in wanted:
            tell(picture.name, draw(picture.name, [room / f"{picture.name}-{n}" for n in range(len(picture.parts))]))
        if pages:
            printing = [sys.executable, "-m", "pmprb", "cetak", str(room / "demo" / PAPER), "-o", str(room / "pak.pdf")]
            subprocess.run(printing, check=True, stdout=subprocess.DEVNULL)
        for name, page in pages.items():
            tell(name, draw(name, [room / "pak"], page, PAGE))


def tell(name: str, size: int) -> None:
    """Print what was made."""
    print(f"{name}.png {size // 1000} kB" + (" TOO BIG" if size > LIMIT else ""))


def prepare(picture: Picture, room: Path) -> list[Path]:
    """Return a copy of the workbook for each part, printing only that part's cells."""
    copies = []
    with zipfile.ZipFile(next((room / "demo").glob(picture.workbook))) as old:
        book = old.read("xl/workbook.xml").decode()
        place = re.findall(r'<sheet\b[^>]*?\bname="([^"]*)"', book).index(escape(picture.sheet))
        sheet = sheet_path(old, book, place)
        for number, part in enumerate(picture.parts):
            copies.append(room / f"{picture.name}-{number}.xlsx")
            with zipfile.ZipFile(copies[-1], "w", zipfile.ZIP_DEFLATED) as new:
                for entry in old.namelist():
                    content = old.read(entry)
                    if entry == "xl/workbook.xml":
                        content = only_sheet(book, picture.sheet, place, part).encode()
                    elif entry == sheet:
                        content = one_page(content.decode(), part).encode()
                    new.writestr(entry, content)
    return copies


def sheet_path(archive: zipfile.ZipFile, book: str, place: int) -> str:
    """Return where a sheet stands inside the workbook file."""
    links = re.findall(r'<sheet\b[^>]*\br:id="([^"]*)"', book)
    relations = archive.read("xl/_rels/workbook.xml.rels").decode()
    tag = next(t for t in re.findall(r"<Relationship\b[^>]*>", relations) if f'Id="{links[place]}"' in t)
    return "xl/" + re.sub(r'.*\bTarget="/?(?:xl/)?([^"]*)".*', r"\1", tag)


def only_sheet(book: str, name: str, place: int, part: Part) -> str:
    """Return workbook.xml with the other sheets hidden and the part's cells as the printed ones."""
    for number, tag in enumerate(re.findall(r"<sheet\b[^>]*>", book)):
        bare = re.sub(r'\s+state="[^"]*"', "", tag)
        book = book.replace(tag, bare if number == place else bare.replace("<sheet ", '<sheet state="hidden" '))
    book = re.sub(r"<definedName\b[^>]*_xlnm\.Print_.*?</definedName>", "", book)
    cells = re.sub(r"([A-Z]+)(\d+)", r"$\1$\2", part.cells)
    area = f'<definedName name="_xlnm.Print_Area" localSheetId="{place}">\'{escape(name)}\'!{cells}</definedName>'
    if "<definedNames>" in book:
        book = book.replace("<definedNames>", f"<definedNames>{area}", 1)
    else:
        book = book.replace("</sheets>", f"</sheets><definedNames>{area}</definedNames>", 1)
    return re.sub(r'\s+activeTab="\d+"', "", book).replace("<workbookView ", f'<workbookView activeTab="{place}" ', 1)


_PAGE = (
    '<printOptions headings="1"/>'
    '<pageMargins left="0.2" right="0.2" top="0.2" bottom="0.2" header="0" footer="0"/>'
    '<pageSetup paperSize="8" orientation="landscape" fitToWidth="1" fitToHeight="1"/>'
)
# What stands behind a sheet's cells and says how it is printed.
_PRINTED = r"<(printOptions|pageMargins|pageSetup)\b[^>]*/>|<(headerFooter|rowBreaks|colBreaks)\b.*?</\2>"


def one_page(sheet: str, part: Part) -> str:
    """Return a sheet's XML printed on one page with headings, its hidden rows and columns hidden."""
    columns, rows = hidden(part)
    head, end, tail = sheet.rpartition("</sheetData>")
    head = re.sub(r"<col\b[^>]*>", lambda found: "".join(split_columns(found[0], columns)), head)
    head = re.sub(r'<row r="(\d+)"', lambda found: found[0] + (' hidden="1"' if int(found[1]) in rows else ""), head)
    first = re.search(_PRINTED, tail)
    place = first.start() if first else 0
    return head + end + tail[:place] + _PAGE + re.sub(_PRINTED, "", tail[place:])


def hidden(part: Part) -> tuple[set[int], set[int]]:
    """Return the numbers of the columns and rows a part does without."""
    columns: set[int] = set()
    rows: set[int] = set()
    for span in filter(None, part.hidden.split(",")):
        first, last = span.split(":")
        into, ends = (rows, (int(first), int(last))) if first.isdigit() else (columns, (letter(first), letter(last)))
        into.update(range(ends[0], ends[1] + 1))
    return columns, rows


def letter(name: str) -> int:
    """Return the number of a column of one letter."""
    return ord(name) - ord("A") + 1


def split_columns(tag: str, without: set[int]) -> Iterable[str]:
    """Return a tag for each column of a tag that stands for several, hidden where asked."""
    first, last = (int(re.sub(rf'.*\b{end}="(\d+)".*', r"\1", tag)) for end in ("min", "max"))
    plain = re.sub(r'\s(min|max)="\d+"', "", tag)
    for number in range(first, last + 1):
        state = ' hidden="1"' if number in without and " hidden=" not in plain else ""
        yield plain.replace("<col", f'<col min="{number}" max="{number}"{state}', 1)


_LOCALE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>id-ID</value></prop></item></oor:items>
"""


def print_pages(copies: list[Path], room: Path) -> None:
    """Let LibreOffice print every copy to a PDF beside it, with the decimal comma of Indonesia."""
    profile = room / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_LOCALE, encoding="utf-8")
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    command += ["--convert-to", "pdf", "--outdir", str(room), *map(str, copies)]
    subprocess.run(command, check=True, capture_output=True)


def draw(name: str, files: list[Path], number: int = 1, width: int = WIDTH) -> int:
    """Write the picture of one page of each PDF, one above the other, and return its size in bytes."""
    target = HERE / f"{name}.png"
    parts: list[str] = []
    for page in files:
        only = ["-f", str(number), "-l", str(number), "-singlefile"]
        subprocess.run(["pdftoppm", "-r", str(RESOLUTION), *only, f"{page}.pdf", str(page)], check=True)
        parts += ["(", f"{page}.ppm", "-trim", "+repage", "-resize", f"{width}x", "-splice", "0x8", ")"]
    shape = ["-background", "white", *parts, "-append", "-bordercolor", "white", "-border", "6"]
    small = ["+dither", "-colors", "96", "-strip", "-define", "png:compression-level=9", f"PNG8:{target}"]
    subprocess.run(["convert", *shape, *small], check=True)
    return target.stat().st_size


if __name__ == "__main__":
    main()
