"""The command line as it runs in this process."""

from __future__ import annotations

import io
from contextlib import redirect_stderr, redirect_stdout

import pytest

from pmprb.cli.commands import program
from pmprb.cli.indonesia import run


def quick(*args: object) -> tuple[int, str]:
    """Return exit code and all output, in this process."""
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(out), pytest.raises(SystemExit) as leaving:
        run(program, [str(a) for a in args])
    return int(leaving.value.code or 0), out.getvalue()
