"""Worksheets for units: `build_template` for one, `TemplateMaker` for many.

Enters: an instrument, a unit, a period, perhaps a submission to prefill from. Leaves: bytes of an
.xlsx with the sheets *Petunjuk*, *LKE*, *Rekap* and a very hidden `_meta`.
The writers are imported when first asked for: reading compares with the scheme and formulas alone.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pmprb.excel.template.build import build_template
    from pmprb.excel.template.maker import TemplateMaker

__all__ = ["TemplateMaker", "build_template"]
_WRITERS = {"build_template": "build", "TemplateMaker": "maker"}


def __getattr__(name: str) -> Any:
    """Return a writer."""
    if name not in _WRITERS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_WRITERS[name]}"), name)
