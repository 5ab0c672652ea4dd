"""The command line: Indonesian verbs. Each command's module is loaded only when it is called.

Exit 0 clean, 1 some KESALAHAN, 2 wrong usage, 3 a file that cannot be read or written, 130 interrupted.
"""

from __future__ import annotations

import gc
import os

from pmprb.cli import interrupt

# pydantic would ask every package installed here for plug-ins, at each start; ours has none, and wants none.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

__all__ = ["main"]


def main() -> None:
    """Run `pmprb` with the process's arguments and exit with its code."""
    # Records of a run live until it ends: looking through all of them again and again for rings finds none and
    # costs an eighth of the processor time of a `gabung` of 61 worksheets.
    gc.set_threshold(2_000_000, 50, 50)
    try:
        with interrupt.heard():  # from the first import on
            from pmprb.cli.commands import program
            from pmprb.cli.indonesia import run
            from pmprb.cli.screen import ready_screen

            ready_screen()
            run(program)
    except KeyboardInterrupt:
        interrupt.leave()
    finally:
        # Python looks for rings once more before it ends, twice through all that lives: a fifth of the processor time
        # of `pmprb nilai` of one file. What is set aside here it passes over; the process's memory goes back whole.
        gc.freeze()
