"""The command line: Indonesian verbs. Each command's module is loaded only when it is called.

Exit 0 clean, 1 some KESALAHAN, 2 wrong usage.
"""

from __future__ import annotations

import io
import sys

from pmprb.cli.commands import program
from pmprb.cli.indonesia import run

__all__ = ["main", "program"]


def main() -> None:
    """Run `pmprb` with the process's arguments and exit with its code."""
    for stream in (sys.stdout, sys.stderr):  # a redirected Windows console may not know every letter
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    run(program)
