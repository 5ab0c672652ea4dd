"""An address as a QR code: the path of one SVG picture, for the page to draw."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

_MARGIN = 4  # modules of white around it, which a camera needs


@lru_cache(maxsize=8)
def qr_data(address: str) -> dict[str, Any]:
    """Return the side of the picture in modules, and the path of its dark ones."""
    import segno

    rows = segno.make(address, micro=False, error="m").matrix
    dark = (
        f"M{column + _MARGIN} {row + _MARGIN}h1v1h-1z"
        for row, line in enumerate(rows)
        for column, module in enumerate(line)
        if module
    )
    return {"sisi": len(rows) + 2 * _MARGIN, "jalur": "".join(dark)}
