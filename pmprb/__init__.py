"""pmprb: self-evaluation worksheets (LKE) in, index, verdicts, consolidation and gap lists out.

The face for programmers, explained with examples in docs/pustaka.md:

    import pmprb

    submission, temuan = pmprb.read("lembar.xlsx")
    instrument = pmprb.load_instrument(submission.instrument)
    tree = pmprb.score(submission, instrument)
    pmprb.judge(tree, instrument), pmprb.gaps(submission, tree, instrument)

    gathered = pmprb.consolidate("lembar/", register="daftar-unit.xlsx")
    pmprb.frames(gathered)["units"], pmprb.write_rekap(gathered, "rekap.xlsx")

Every figure inside is an exact `fractions.Fraction`: points of the total, or a share from 0 to 1. Nothing prints; what
is wrong in a file is a `Temuan`, what cannot be used at all is a `PmprbError` that carries its temuan. Names that do
not stand in `__all__` may change from one version to the next.

The package's rooms and who may import whom are held by the import contract in pyproject.toml.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pmprb.face import (
        InstrumentError,
        PmprbError,
        RefusedError,
        consolidate,
        frames,
        gaps,
        judge,
        load_instrument,
        read,
        score,
        write_rekap,
    )

__version__ = "0.2.0"

__all__ = [
    "InstrumentError",
    "PmprbError",
    "RefusedError",
    "__version__",
    "consolidate",
    "frames",
    "gaps",
    "judge",
    "load_instrument",
    "read",
    "score",
    "write_rekap",
]


def __getattr__(name: str) -> Any:
    """Return a name of the face, taken from `pmprb.face` the first time it is asked for.

    Every room imports this module for `__version__`; an import of the face here would run in a circle, and would load
    pydantic and the workbook libraries for `pmprb --help`.
    """
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module("pmprb.face"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
