"""Which modules of the standard library pmprb.html takes along: a list from a real run.

    python benchmarks/page_modules.py > pmprb/papan/satu_berkas/stdlib.txt

Makes the demo, builds the page's parts with the whole library, starts pyodide under node with them, does there what the
page's rooms do (a rekap and all that is asked of it, old and odd spellings, refusals, the least to a target), imports
what any module of the program may import, and prints what was loaded. Takes a minute or two.
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from helpers.corpus import FAULTS
from helpers.old_xls import OldSheet, old_xls
from helpers.spellings import SPELLINGS
from pmprb.demo.make import make_demo
from pmprb.papan.satu_berkas import parts
from pmprb.papan.satu_berkas.materials import Materials, fetch

RUN = """
import { readFileSync, writeFileSync } from "node:fs";
const [folder] = process.argv.slice(2);
const { loadPyodide } = await import(`file://${folder}/node_modules/pyodide/pyodide.mjs`);
const py = await loadPyodide({ stdout: (l) => console.error(l), stderr: (l) => console.error(l) });
py.FS.mkdirTree("/host");
py.mountNodeFS("/host", `${folder}/host`);
try {
  py.runPython(readFileSync(`${folder}/work.py`, "utf8"));
} catch (e) {
  console.error(e.message);
  process.exit(1);
}
process.exit(0);
"""

WORK = """
import json, sys, zlib
from importlib import import_module
from pathlib import Path

whole = Path("/host/tree").read_bytes()
head, _, rest = whole.partition(b"\\n")
at = len(head) + 1
for name, size in json.loads(head):
    path = Path("/pmprb", name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(whole[at : at + size])
    at += size
sys.path.insert(0, "/pmprb")

from pmprb.papan import in_browser
from pmprb.papan.work import jobs

def ask(name, **request):
    told, files = in_browser.work(name, json.dumps(request), lambda *_: None)
    told = json.loads(told)
    print(name, str(told.get("error", "ok"))[:200])
    return told.get("result"), files

for path in sorted(Path("/host/demo").rglob("*")):
    if path.is_file():
        in_browser.put("rekap", str(path.relative_to("/host/demo")), path.read_bytes())
folders = sorted(path.name for path in Path("/host/demo").iterdir() if path.is_dir())
sheets, reviews = ([name for name in folders if name.startswith(start)][-1] for start in ("lembar-", "tpi-"))
rekaps = sorted(path.name for path in Path("/host/demo").glob("rekap-*.xlsx"))
for path in sorted(Path("/host/odd").iterdir()):
    in_browser.put("rekap", f"{sheets}/{path.name}", path.read_bytes())
made = dict(lembar=sheets, tpi=reviews, daftar="daftar-unit.xlsx")
ask("rekap.gabung", **made)
for name in sorted(jobs()):
    if name != "rekap.gabung":
        ask(name, n=0, instrumen=sheets.removeprefix("lembar-"), rekap=rekaps[-1], berkas=rekaps, **made)
import pmprb.workbook.book as book
for path in sorted(Path("/host/odd").iterdir()):
    book.open_book(path)
for name in json.loads(Path("/host/imported.json").read_text()):
    try:
        import_module(name)
    except ImportError as error:
        print("not there:", error)
    except Exception as error:
        print(name, error)
origins = {str(getattr(getattr(m, "__spec__", None), "origin", "") or "") for m in list(sys.modules.values())}
found = sorted(o.removeprefix("/lib/python314.zip/") for o in origins if o.startswith("/lib/python314.zip/"))
Path("/host/loaded.json").write_text(json.dumps(found))
"""


def imported() -> list[str]:
    """Return the modules that any module of the program imports, at its top or within a function."""
    found: set[str] = set()
    for path in parts.engine_sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module)
    return sorted(name for name in found if not name.startswith("pmprb"))


def main() -> None:
    """Print the list."""
    with tempfile.TemporaryDirectory(prefix="pmprb-") as place:
        folder = Path(place)
        materials: Materials = fetch(folder)
        host = folder / "host"
        (host / "odd").mkdir(parents=True)
        make_demo(host / "demo")
        cells = {(0, 0): "Kode", (0, 1): 0.5, (1, 0): ("=", 0.25)}
        odd = {"lama.xls": old_xls(OldSheet("LKE", cells))}
        odd |= {f"{one.name}.xlsx": one.build() for one in (*FAULTS, *SPELLINGS) if "million" not in one.name}
        for name, content in odd.items():
            (host / "odd" / name).write_bytes(content)
        parts.stdlib_names = lambda: [name for name in materials.stdlib if name.endswith(".py")]
        (host / "tree").write_bytes(parts.parts_of(materials)["pohon"])
        (host / "imported.json").write_text(json.dumps(imported()))
        (folder / "work.py").write_text(WORK)
        (folder / "run.mjs").write_text(RUN)
        subprocess.run(["node", str(folder / "run.mjs"), str(folder)], check=True, stdout=sys.stderr)
        loaded = json.loads((host / "loaded.json").read_text())
        every = [name for name in materials.stdlib if name.startswith("encodings/") and name.endswith(".py")]
        print("# Files of the standard library inside pmprb.html, from a run of benchmarks/page_modules.py.")
        print("\n".join(sorted({*loaded, *every})))


if __name__ == "__main__":
    main()
