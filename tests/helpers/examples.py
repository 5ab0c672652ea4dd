"""How many random examples a test tries: a few, of every kind, beside the work; all where PMPRB_CI is set."""

from __future__ import annotations

import os

IN_CI = bool(os.environ.get("PMPRB_CI"))


def examples(here: int, in_ci: int) -> int:
    """Return the number of examples; their numbers begin alike, so the few are among the many."""
    return in_ci if IN_CI else here
