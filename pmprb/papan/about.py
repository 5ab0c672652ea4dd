"""Jobs of the room Tentang: what this program is, and which instruments it knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmprb import __version__
from pmprb.catalog.model import Instrument
from pmprb.jobs.inputs import catalogs_at
from pmprb.numbers import shown
from pmprb.papan.desk import Answer, Desk, Job


def instruments(_desk: Desk, _request: Mapping[str, Any]) -> Answer:
    """Answer with the version and the instruments that can be used, each with its hash."""
    catalogs = catalogs_at(None)
    found = [loaded for name in catalogs.ids() if (loaded := catalogs.load(name).value)]
    return Answer({"versi": __version__, "instrumen": [_instrument(one) for one in found]})


def _instrument(instrument: Instrument) -> dict[str, Any]:
    until = f"{instrument.valid_to}" if instrument.valid_to else "sekarang"
    return {
        "id": instrument.id,
        "judul": instrument.title,
        "singkat": instrument.short_title,
        "butir": len(instrument.items),
        "poin": shown(instrument.root.weight),
        "berlaku": f"{instrument.valid_from}–{until}",
        "dasar": instrument.basis.value,
        "perhatian": instrument.caution or "",
        "sidik": instrument.hash,
        "varian": [{"id": one.id, "judul": one.title, "dasar": one.basis.value} for one in instrument.variants],
    }


JOBS: Mapping[str, Job] = {"tentang.instrumen": instruments}
