"""The catalogs of a run: those that came with the program, or a folder of the user's own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pmprb.catalog.load import default_folder, instrument_ids, load
from pmprb.catalog.model import Instrument
from pmprb.temuan import Loaded


@dataclass(frozen=True)
class Catalogs:
    """A criteria folder; None means the catalogs that came with the program."""

    folder: Path | None = None

    @property
    def root(self) -> Path:
        """The folder in use."""
        return self.folder or default_folder()

    def ids(self) -> list[str]:
        """Return the ids of the installed instruments, sorted."""
        return instrument_ids(self.root)

    def load(self, instrument_id: str) -> Loaded[Instrument]:
        """Return an instrument, read once per run."""
        return load(instrument_id, self.root)
