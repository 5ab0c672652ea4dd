"""`python -m pmprb.papan.satu_berkas -o pmprb.html`: build the page in one file."""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
from pathlib import Path

from pmprb.papan.satu_berkas.licences import licences_of
from pmprb.papan.satu_berkas.materials import CannotBuild, fetch
from pmprb.papan.satu_berkas.page import html_of
from pmprb.papan.satu_berkas.parts import parts_of
from pmprb.sheets.whole import whole_file


def main(arguments: list[str] | None = None) -> int:
    """Build the file and print its size and SHA-256; 1 with a reason when it cannot be built."""
    parser = argparse.ArgumentParser(
        prog="python -m pmprb.papan.satu_berkas",
        description="Membuat pmprb.html: halaman, mesin, dan katalog dalam satu berkas yang tidak perlu dipasang.",
    )
    parser.add_argument("-o", "--ke", type=Path, default=Path("pmprb.html"), metavar="BERKAS", help="berkas hasil")
    target: Path = parser.parse_args(arguments).ke
    try:
        page = build()
        with whole_file(target) as draft:
            draft.write_bytes(page)
    except CannotBuild as error:
        print(f"Tidak dapat dibuat: {error}", file=sys.stderr)
        return 1
    print(f"{target}  {len(page) / 1e6:.1f} MB  SHA-256 {hashlib.sha256(page).hexdigest()}")
    return 0


def build() -> bytes:
    """Return pmprb.html. CannotBuild when node, npm or a registry is missing."""
    with tempfile.TemporaryDirectory(prefix="pmprb-") as folder:
        materials = fetch(Path(folder))
        return html_of(materials, parts_of(materials), licences_of(materials))


if __name__ == "__main__":
    sys.exit(main())
