"""What the loader says of a broken copy of a catalog."""

from __future__ import annotations

from pathlib import Path

from pmprb.catalog.load import load_instrument
from pmprb.temuan import Severity, Temuan


def told(criteria: Path, instrument_id: str) -> tuple[Temuan, ...]:
    """Return what the loader says of a copy; a catalog with a KESALAHAN is never handed out."""
    loaded = load_instrument(criteria / instrument_id)
    assert loaded.value is None
    assert all(t.severity is Severity.KESALAHAN for t in loaded.temuan)
    return loaded.temuan
