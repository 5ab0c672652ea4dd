"""Files written whole or not at all: beside their place first, then put there in one step."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give the path of a draft to write; it takes the place of `path` when the block ends well, and is gone otherwise.

    The draft is opened at once: an unwritable folder is an OSError before any work is done.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}.draf")
    try:
        with draft.open("wb"):
            pass
        yield draft
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
