"""What pmprb costs, measured side by side in one run: `python benchmarks/kinerja.py`.

Every way of a group runs once a round, in turn, in random order; processor time and clock, medians and ratios. The run
writes docs/kinerja.md, and the figures the README names (between `<!-- kinerja:NAME -->` and `<!-- /kinerja -->`).

`--putaran N` rounds (default 7); `--hanya NAMA,NAMA` only some groups, printed and not written; `--folder DIR` where
the demo lies or is made (default: a temporary folder). Groups: lembar, gabung, templat, mulai, utuh. On a quiet machine
with two cores it takes some minutes. `--banyak 100,1000,10000` measures thousands of worksheets instead, some half an
hour, and writes only that chapter; the other runs leave it as it is. 50,000 may be named too. `--kementerian 38,15,60`
(provinces, instansi in each, units in each of these) does the same for a ministry, into docs/skala.md.
"""

from __future__ import annotations

import argparse
import datetime
import importlib.metadata
import os
import platform
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from side_by_side import gather, many, ministry, one_worksheet, starts, templates  # noqa: E402  # the package beside this script
from side_by_side.inputs import regency  # noqa: E402
from side_by_side.ways import Chapter  # noqa: E402

PAGE, README = ROOT / "docs" / "kinerja.md", ROOT / "README.md"
GROUPS: dict[str, Callable[[Path, int], Chapter]] = {
    "lembar": one_worksheet.measure,
    "gabung": gather.measure,
    "templat": templates.measure,
    "mulai": starts.measure,
    "utuh": starts.whole,
}
"""The groups in their order. A new one is a function here."""
SCALE = ROOT / "docs" / "skala.md"
_MINISTRY = re.compile(r"<!-- kementerian -->.*<!-- /kementerian -->\n?", re.DOTALL)
_MANY = re.compile(r"<!-- banyak -->.*<!-- /banyak -->\n?", re.DOTALL)
_LIBRARIES = ("pydantic", "python-calamine", "xlsxwriter", "openpyxl", "pandas", "click")
_MARK = re.compile(r"<!-- kinerja:([a-z-]+) -->.*?<!-- /kinerja -->")
_DEMO = re.compile(r"(?<= instrumen, )\d+(?= detik$)", re.MULTILINE)


def machine() -> list[str]:
    """Return lines that say where the figures come from."""
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in _LIBRARIES)
    load = f"; beban saat mulai {os.getloadavg()[0]:.1f}".replace(".", ",") if hasattr(os, "getloadavg") else ""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True)
    return [
        f"- {datetime.date.today().isoformat()}, komit {commit.stdout.strip() or '?'}{load}",
        f"- {os.cpu_count()} inti, {_processor()}, {platform.system()}, Python {platform.python_version()}",
        f"- {versions}",
    ]


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    found = re.search(r"model name\s*: (.+)", info.read_text(encoding="utf-8")) if info.exists() else None
    return found[1].strip() if found else platform.machine()


def chapter_lines(chapter: Chapter) -> list[str]:
    """Return a chapter as Markdown: its table, then its bounds with whether they hold."""
    lines = [f"## {chapter.title}", "", chapter.about, "", f"| {' | '.join(chapter.header)} |"]
    lines.append(f"|{'|'.join(['---', *['---:'] * (len(chapter.header) - 1)])}|")
    lines += [f"| {' | '.join(row)} |" for row in chapter.rows]
    for bound in chapter.bounds:
        lines += ["", f"{'Terpenuhi' if bound.held else '**Belum terpenuhi**'}: {bound.rule}: {bound.said}."]
    return [*lines, ""]


def page(chapters: list[Chapter], rounds: int) -> str:
    """Return docs/kinerja.md."""
    head = [
        "# Kinerja",
        "",
        "Halaman ini ditulis oleh `python benchmarks/kinerja.py`; jangan diubah dengan tangan. Semua cara dijalankan "
        f"bergiliran dalam satu proses pengukuran, {rounds} putaran, urutan acak. Waktu prosesor adalah milik proses "
        "dan anaknya saja, jadi pekerjaan lain di mesin yang sama tidak ikut terhitung; kolom × adalah median dari "
        "perbandingan tiap putaran. Pada mesin yang sibuk waktu prosesor pun naik, tetapi untuk semua cara sama.",
        "",
        *machine(),
        "",
    ]
    return "\n".join([*head, *(line for chapter in chapters for line in chapter_lines(chapter))]).rstrip() + "\n"


def with_figures(text: str, figures: dict[str, str]) -> str:
    """Return a text with the figures it names. Raises KeyError for a name that no group measures."""
    text = _DEMO.sub(figures["demo"], text)
    return _MARK.sub(lambda found: f"<!-- kinerja:{found[1]} -->{figures[found[1]]}<!-- /kinerja -->", text)


def measure_many(counts: list[int], folder: Path | None) -> None:
    """Measure thousands of worksheets, and write their chapter into the page."""
    with tempfile.TemporaryDirectory(prefix="pmprb-kinerja-") as temporary:
        chapter = many.measure(regency(folder or Path(temporary)), counts)
    head, *rest = chapter_lines(chapter)
    lines = ["<!-- banyak -->", head, "", *machine(), *rest]
    text = "\n".join(lines).rstrip() + "\n<!-- /banyak -->\n"
    print(text)
    page_text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(_MANY.sub("", page_text).rstrip() + f"\n\n{text}", encoding="utf-8")


def measure_ministry(country: list[int], folder: Path | None) -> None:
    """Measure a ministry's gathering, and write its chapter into the page on scale."""
    with tempfile.TemporaryDirectory(prefix="pmprb-kinerja-") as temporary:
        chapter = ministry.measure(regency(folder or Path(temporary)), ministry.Country(*country))
    head, *rest = chapter_lines(chapter)
    lines = ["<!-- kementerian -->", head, "", *machine(), *rest]
    text = "\n".join(lines).rstrip() + "\n<!-- /kementerian -->\n"
    print(text)
    kept = _MINISTRY.sub("", SCALE.read_text(encoding="utf-8")).rstrip()
    SCALE.write_text(f"{kept}\n\n{text}", encoding="utf-8")


def main() -> None:
    """Measure, and write what was measured."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--putaran", type=int, default=7)
    parser.add_argument("--hanya", default="")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--banyak", default="")
    parser.add_argument("--kementerian", default="")
    asked = parser.parse_args()
    if asked.kementerian:
        measure_ministry([int(count) for count in asked.kementerian.split(",")], asked.folder)
        return
    if asked.banyak:
        measure_many([int(count) for count in asked.banyak.split(",")], asked.folder)
        return
    names = [name for name in asked.hanya.split(",") if name] or list(GROUPS)
    with tempfile.TemporaryDirectory(prefix="pmprb-kinerja-") as temporary:
        demo = regency(asked.folder or Path(temporary))
        chapters = []
        for name in names:
            print(f"{name} …", file=sys.stderr, flush=True)
            chapters.append(GROUPS[name](demo, asked.putaran))
    text = page(chapters, asked.putaran)
    print(text)
    if not asked.hanya:
        figures = {name: said for chapter in chapters for name, said in chapter.figures.items()}
        written = with_figures(README.read_text(encoding="utf-8"), figures)
        kept = _MANY.search(PAGE.read_text(encoding="utf-8"))
        PAGE.write_text(text + (f"\n{kept[0]}" if kept else ""), encoding="utf-8")
        README.write_text(written, encoding="utf-8")


if __name__ == "__main__":
    main()
