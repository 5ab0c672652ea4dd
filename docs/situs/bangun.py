"""`python docs/situs/bangun.py`: build the site of the documentation into build/situs, to be read without internet.

Enters: the repository's own pages, as they stand there, and the catalogs. Leaves: a folder of HTML that opens from a
disk; a warning (a link that leads nowhere, a heading that is not there) is a failure. Needs `pip install '.[situs]'`.

The pages are laid out as in the repository, so a link holds in both places. What a page links to that is no page of the
site (a script) is taken along as it is; a link to a folder leads to a list of what is in it. What was made is read once
more: whatever a page asks for must lie in the folder, nothing is asked of the internet.
"""

from __future__ import annotations

import argparse
import ast
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

ROOT = Path(__file__).resolve().parent.parent.parent
HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(ROOT)]

import instrumen  # noqa: E402  (it stands beside this script)
import rujukan  # noqa: E402

PAGES = ("README.md", "CHANGELOG.md", "SECURITY.md", "docs/*.md", "docs/keputusan/*.md", "docs/gambar/*.png")
OWN = {"depan.md": "index.md", "pengembang.md": "docs/pengembang.md", "keputusan.md": "docs/keputusan/index.md"}
"""Pages that only the site has, beside this script, and where each stands."""
_LINK = re.compile(r"(?<=\]\()(?![a-z]+:|#)([^)\s#]+)")


def lay_out(stage: Path) -> None:
    """Put everything the site is made of into a folder, laid out as in the repository."""
    for pattern in PAGES:
        for page in sorted(ROOT.glob(pattern)):
            _copy(page, stage)
    for source, name in OWN.items():
        shutil.copyfile(HERE / source, stage / name)
    words = stage / "locales" / "id" / "LC_MESSAGES" / "sphinx.po"  # where Sphinx looks for more of its own words
    words.parent.mkdir(parents=True)
    shutil.copyfile(HERE / "sphinx.po", words)
    made = {**instrumen.pages(), "docs/rujukan-pustaka.md": rujukan.page()}
    for name, text in made.items():
        target = stage / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    for page in sorted(stage.rglob("*.md")):
        text = page.read_text(encoding="utf-8")
        page.write_text(_LINK.sub(_reaching(page, stage), text), encoding="utf-8")


def _copy(path: Path, stage: Path) -> None:
    target = stage / path.relative_to(ROOT)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, target)


def _reaching(page: Path, stage: Path) -> Callable[[re.Match[str]], str]:
    """Return what makes a link of a page reach something on the site."""
    folder = page.parent.relative_to(stage)

    def reaching(found: re.Match[str]) -> str:
        there = (ROOT / folder / found[1]).resolve()
        if there.is_dir():
            _list_folder(there, stage)
            return f"{found[1].rstrip('/')}/index.md"
        if there.is_file() and not (stage / there.relative_to(ROOT)).exists():
            _copy(there, stage)
        return found[1]

    return reaching


def _list_folder(folder: Path, stage: Path) -> None:
    """Write the page of a folder: its scripts, each with the first line of its docstring."""
    page = stage / folder.relative_to(ROOT) / "index.md"
    if page.exists():
        return
    name = folder.relative_to(ROOT).as_posix()
    lines = ["---", "orphan: true", "---", "", f"# {name}", "", "| berkas | isi |", "|---|---|"]
    for path in sorted(folder.glob("*.py")):
        _copy(path, stage)
        told = (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").partition("\n")[0]
        lines.append(f"| [{path.name}]({path.name}) | {told.replace('|', chr(92) + '|')} |")
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text("\n".join([*lines, ""]), encoding="utf-8")


class _Asked(HTMLParser):
    """What a page asks for by itself (`fetched`: styles, scripts, pictures), and where its links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.fetched += [told[name] or "" for name in ("src", "srcset", "poster", "data") if name in told]
        href = told.get("href") or ""
        (self.fetched if tag == "link" else self.links).append(href)


def lacking(site: Path) -> Iterator[str]:
    """Yield what a page of the site asks for that is not in its folder; styles are read for what they ask for too."""
    for page in sorted(site.rglob("*.html")):
        asked = _Asked()
        asked.feed(page.read_text(encoding="utf-8"))
        yield from (f"{page.name}: {one}" for one in asked.fetched if not _is_here(one, page))
        away = re.compile("https?:|mailto:")
        yield from (f"{page.name}: {one}" for one in asked.links if not away.match(one) and not _is_here(one, page))
    for style in sorted(site.rglob("*.css")):
        text = re.sub(r"/\*.*?\*/", "", style.read_text(encoding="utf-8"), flags=re.DOTALL)
        asked_for = re.findall(r"""url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)""", text)
        yield from (f"{style.name}: {a or b}" for a, b in asked_for if not _is_here(a or b, style))


def _is_here(address: str, page: Path) -> bool:
    """True for an address within its own page, for data in the page itself, and for a file that is there."""
    path = unquote(address.partition("#")[0].partition("?")[0])
    return not path or path.startswith("data:") or (page.parent / path).exists()


def main() -> int:
    """Build; return Sphinx's exit code, or 1 with a list when something that a page asks for is not in the folder."""
    parser = argparse.ArgumentParser(description="Membuat situs dokumentasi, untuk dibaca tanpa internet.")
    parser.add_argument(
        "-o", "--ke", type=Path, default=ROOT / "build" / "situs", metavar="FOLDER", help="folder hasil"
    )
    target: Path = parser.parse_args().ke.resolve()
    with tempfile.TemporaryDirectory(prefix="pmprb-situs-") as folder:
        stage, made = Path(folder) / "naskah", Path(folder) / "situs"
        stage.mkdir()
        lay_out(stage)
        sphinx = [sys.executable, "-m", "sphinx", "-b", "html", "-W", "--keep-going", "-q", "-j", "auto"]
        done = subprocess.run([*sphinx, "-d", f"{folder}/doktree", "-c", str(HERE), str(stage), str(made)], check=False)
        if done.returncode:
            return done.returncode
        for unused in (".buildinfo", "objects.inv", "_static/webpack-macros.html"):
            (made / unused).unlink(missing_ok=True)
        told = list(lacking(made))
        if told:
            print("Tidak ada di situs:", *told, sep="\n  ", file=sys.stderr)
            return 1
        shutil.rmtree(target, ignore_errors=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(made, target)
    print(f"{target / 'index.html'}  {len(list(target.rglob('*.html')))} halaman")
    return 0


if __name__ == "__main__":
    sys.exit(main())
