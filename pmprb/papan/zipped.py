"""A folder as one .zip to be handed over: the same bytes for the same files."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

_DATE = (1980, 1, 1, 0, 0, 0)
_PACKED = frozenset({".xlsx", ".xlsm", ".zip", ".png"})


def zipped(folder: Path) -> bytes:
    """Return all files beneath a folder as a .zip, in order of name, with a fixed date; packed ones are only stored."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as package:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = ZipInfo(path.relative_to(folder).as_posix(), _DATE)
            entry.external_attr = 0o644 << 16
            entry.compress_type = ZIP_STORED if path.suffix.lower() in _PACKED else ZIP_DEFLATED
            package.writestr(entry, path.read_bytes())
    return made.getvalue()
