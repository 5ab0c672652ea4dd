"""The parts of pmprb.html: the standard library, the tree of packages and catalogs, and what is taken as it is.

Enters: `Materials`. Leaves: parts by name, as bytes, the same each time. Python is compiled by pyodide itself: its
bytecode belongs to one version, and a start from sources costs several seconds.
"""

from __future__ import annotations

import io
import json
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import pmprb
from pmprb.catalog.load import default_folder
from pmprb.catalog.text import read_document, ready_text
from pmprb.papan.satu_berkas.materials import HERE, CannotBuild, Materials, run

ENGINE = Path(pmprb.__file__).resolve().parent
ASIDE = (
    "pmprb/cli/",
    "pmprb/demo/",
    "pmprb/insight/robust/",
    "pmprb/papan/satu_berkas/",
    "pmprb/papan/service/",
    "pydantic/mypy.py",
    "pydantic/v1/",
)
"""What no job of the page comes to: the command line, the demo, what needs numpy, this builder, the local server."""


def parts_of(materials: Materials) -> dict[str, bytes]:
    """Return every part by the name the page knows it by."""
    sources = {**_engine(), **_wheels(materials, ".py")}
    library = {name: materials.stdlib[name] for name in _stdlib_names(materials)}
    compiled = _compiled(materials, {**sources, **{f"/{name}": text for name, text in library.items()}})
    tree = {name: made for name, made in compiled.items() if not name.startswith("/")}
    tree |= _wheels(materials, ".so") | _catalogs()
    return {
        "pyodide": (materials.pyodide / "pyodide.mjs").read_bytes(),
        "asm": (materials.pyodide / "pyodide.asm.mjs").read_bytes(),
        "wasm": (materials.pyodide / "pyodide.asm.wasm").read_bytes(),
        "pustaka": _zipped({name[1:]: made for name, made in compiled.items() if name.startswith("/")}),
        "pohon": stream(dict(sorted(tree.items()))),
        "highs": (materials.highs / "build" / "highs.mjs").read_bytes(),
        "highsWasm": (materials.highs / "build" / "highs.wasm").read_bytes(),
    }


def gzipped(content: bytes) -> bytes:
    """Return bytes in gzip, without a date."""
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, 9)
    body = squeezer.compress(content) + squeezer.flush()
    end = zlib.crc32(content).to_bytes(4, "little") + (len(content) & 0xFFFFFFFF).to_bytes(4, "little")
    return b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff" + body + end


def stream(files: Mapping[str, bytes]) -> bytes:
    """Return files end to end behind a line of JSON that names them."""
    head = json.dumps([[name, len(content)] for name, content in files.items()], separators=(",", ":"))
    return head.encode() + b"\n" + b"".join(files.values())


def unstreamed(content: bytes) -> dict[str, bytes]:
    """Return the files of a stream."""
    head, _, _ = content.partition(b"\n")
    files, at = {}, len(head) + 1
    for name, size in json.loads(head):
        files[name] = content[at : at + size]
        at += size
    return files


def stdlib_names() -> list[str]:
    """Return the files of the standard library that the page takes along."""
    lines = (HERE / "stdlib.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _stdlib_names(materials: Materials) -> list[str]:
    names = stdlib_names()
    missing = [name for name in names if name not in materials.stdlib]
    if missing:
        raise CannotBuild(f"stdlib.txt menyebut yang tidak ada dalam pyodide: {', '.join(missing)}.")
    return names


def shipped(name: str) -> bool:
    """True for a source ("pmprb/jobs/rekap.py") that the page takes along."""
    return not name.startswith(ASIDE)


def engine_sources() -> Iterator[Path]:
    """Yield the program's own modules that the page takes along."""
    for path in sorted(ENGINE.rglob("*.py")):
        if shipped(path.relative_to(ENGINE.parent).as_posix()):
            yield path


def _engine() -> dict[str, bytes]:
    return {path.relative_to(ENGINE.parent).as_posix(): _source(path) for path in engine_sources()}


def _source(path: Path) -> bytes:
    return path.read_bytes().replace(b"\r\n", b"\n")  # a checkout on Windows gives the same file


def _wheels(materials: Materials, suffix: str) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for wheel in materials.wheels:
        with ZipFile(wheel) as archive:
            for name in sorted(archive.namelist()):
                if name.endswith(suffix) and ".data/" not in name and shipped(name):
                    found[name] = archive.read(name)
    return found


def _catalogs() -> dict[str, bytes]:
    """Return the catalogs as documents that are read without a reader of YAML."""
    root, found = default_folder(), {}
    for path in sorted(root.rglob("*.yaml")):
        document = read_document(str(path), path.read_text(encoding="utf-8")).value
        if document is None:
            raise CannotBuild(f"Katalog tidak terbaca: {path}.")
        found[f"pmprb/_criteria/{path.relative_to(root).as_posix()}"] = ready_text(document).encode()
    return found


def _compiled(materials: Materials, sources: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return modules as bytecode, by the names of their sources with ".pyc"."""
    before, after = materials.folder / "sources", materials.folder / "compiled"
    before.write_bytes(stream(sources))
    run(["node", str(HERE / "compile.mjs"), str(materials.pyodide), str(before), str(after)], materials.folder)
    return {f"{PurePosixPath(name).with_suffix('.pyc')}": made for name, made in unstreamed(after.read_bytes()).items()}


def _zipped(files: Mapping[str, bytes]) -> bytes:
    """Return files as a zip that is not packed (the page packs it as a whole) and has no dates."""
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_STORED) as archive:
        for name, content in sorted(files.items()):
            archive.writestr(ZipInfo(name), content)
    return packed.getvalue()
