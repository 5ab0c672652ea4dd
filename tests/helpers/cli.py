"""The command line as it runs in this process."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout

import click
import pytest

from pmprb.cli.commands import program
from pmprb.cli.indonesia import run


def quick(*args: object) -> tuple[int, str]:
    """Return exit code and all output, in this process."""
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(out), pytest.raises(SystemExit) as leaving:
        run(program, [str(a) for a in args])
    return int(leaving.value.code or 0), out.getvalue()


def commands(group: click.Command = program, name: str = "") -> Iterator[tuple[str, click.Command]]:
    """Yield every command with its name as it is typed: "rencana gabung"."""
    if not isinstance(group, click.Group):
        yield name, group
        return
    context = click.Context(group)
    for word in group.list_commands(context):
        command = group.get_command(context, word)
        assert command is not None
        yield from commands(command, f"{name} {word}".strip())
