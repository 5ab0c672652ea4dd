"""click in Indonesian: help headings, usage errors, exit codes.

click's own sentences are English; each of its error classes is worded here.
"""

from __future__ import annotations

import difflib
import sys
from collections.abc import Sequence
from typing import Any

import click

from pmprb.cli import interrupt
from pmprb.cli.file_trouble import FileTrouble
from pmprb.cli.screen import fitting, say
from pmprb.jobs.refusal_words import worded
from pmprb.jobs.refusals import NoPlanRules, Refusal


class _Help:
    """Headings of help pages in Indonesian."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = self.collect_usage_pieces(ctx)  # type: ignore[attr-defined]
        words = {
            "[OPTIONS]": "[OPSI]",
            "COMMAND [ARGS]...": "PERINTAH [ARGUMEN]...",
            "[COMMAND] [ARGS]...": "[PERINTAH] [ARGUMEN]...",
        }
        usage = " ".join(words.get(piece, piece) for piece in pieces)
        formatter.write_usage(ctx.command_path, usage, prefix="Pemakaian: ")

    def get_help(self, ctx: click.Context) -> str:
        return fitting(super().get_help(ctx))  # type: ignore[misc]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        options = [p for p in self.get_params(ctx) if isinstance(p, click.Option)]  # type: ignore[attr-defined]
        records = [record for option in options if (record := option.get_help_record(ctx))]
        if records:
            with formatter.section("Opsi"):
                formatter.write_dl([(name, _option_words(text)) for name, text in records])
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option: click.Option | None = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = "Tampilkan bantuan ini."
        return option


def _option_words(text: str) -> str:
    return text.replace("[required]", "[wajib]").replace("[default: ", "[bawaan: ")


class IndonesianCommand(_Help, click.Command):
    """A command whose help page is Indonesian, and to which a request that is refused is wrong usage."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            code = super().invoke(ctx)
        except Refusal as refusal:
            if isinstance(refusal, NoPlanRules):
                from pmprb.cli.output import print_temuan

                print_temuan(refusal.temuan)
            raise click.UsageError(worded(refusal), ctx) from None
        if ctx.params.get("as_json"):
            from pmprb.cli.output import finish_json

            finish_json(ctx)
        return code


class IndonesianGroup(_Help, click.Group):
    """A group whose help page is Indonesian."""

    command_class = IndonesianCommand

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command named; whatever file it cannot read or write is told in one sentence."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise FileTrouble(error) from error

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command named first; an unknown name is told with the nearest known one."""
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-") and not ctx.resilient_parsing:
            near = difflib.get_close_matches(name, self.list_commands(ctx), n=1)
            hint = f" Maksudnya {near[0]}?" if near else ""
            raise click.UsageError(f"Perintah {name} tidak dikenal.{hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [
            (name, c.get_short_help_str(80)) for name in self.list_commands(ctx) if (c := self.get_command(ctx, name))
        ]
        if rows:
            with formatter.section("Perintah"):
                formatter.write_dl(rows)


def explain(error: click.ClickException) -> str:
    """Return a usage error as one Indonesian sentence with what to do."""
    if isinstance(error, click.NoSuchOption):
        near = f" Maksudnya {' atau '.join(sorted(error.possibilities))}?" if error.possibilities else ""
        return f"Opsi {error.option_name} tidak dikenal.{near}"
    if isinstance(error, click.MissingParameter):
        return f"{_parameter(error)} belum diisi.{_example(error)}"
    if isinstance(error, click.BadOptionUsage):
        return f"Opsi {error.option_name} belum diberi nilai atau diberi nilai berlebih."
    if isinstance(error, click.BadParameter):
        if isinstance(error.param, click.Parameter) and isinstance(error.param.type, click.Choice):
            allowed = ", ".join(str(choice) for choice in error.param.type.choices)
            return f"Nilai untuk {_parameter(error)} tidak dikenal. Pilihannya: {allowed}."
        return f"Nilai untuk {_parameter(error)} tidak dapat dipakai: {error.message}"
    if isinstance(error, click.FileError):
        return f"Berkas {error.ui_filename} tidak dapat dibuka."
    message = error.format_message()
    if message.startswith("Got unexpected extra argument"):
        return f"Argumen berlebih: {message[message.find('(') + 1 : message.rfind(')')]}."
    if message.startswith("Missing command"):
        return "Perintah belum disebut."
    return message


def _example(error: click.MissingParameter) -> str:
    """Return the first example of a command's help page that has arguments; empty where an option is missing."""
    if not isinstance(error.param, click.Argument) or error.ctx is None:
        return ""
    _, _, shown = (error.ctx.command.help or "").partition("Contoh:")
    examples = (line.strip() for line in shown.splitlines())
    first = next((line for line in examples if line not in ("", error.ctx.command_path)), "")
    return f" Contoh: {first}" if first else ""


def _parameter(error: click.BadParameter) -> str:
    if error.param is None:
        return str(error.param_hint or "Argumen")
    if isinstance(error.param, click.Argument):
        return f"Argumen {error.param.make_metavar(error.ctx or click.Context(click.Command(''))).strip('[].')}"
    return f"Opsi {max(error.param.opts, key=len)}"


def run(program: click.Command, args: Sequence[str] | None = None) -> None:
    """Run a command and exit: its own code, 2 for wrong usage (told in Indonesian), 3 for a file that cannot be
    read or written, 130 when interrupted."""
    with interrupt.heard():
        sys.exit(_ended(program, args))


def _ended(program: click.Command, args: Sequence[str] | None) -> int:
    """Return the exit code of a command that was run; its refusals are told."""
    code: object = 0
    try:
        code = program.main(args=args, prog_name="pmprb", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:  # a group alone: what it can do is what was asked
        for line in error.format_message().splitlines():
            say(line)
    except click.UsageError as error:
        if error.ctx is not None:
            for line in error.ctx.get_usage().splitlines():
                say(line, err=True)
        say(f"Keliru: {explain(error)}", err=True)
        if error.ctx is not None:
            say(f"Bantuan: {error.ctx.command_path} --help", err=True)
        return 2
    except click.ClickException as error:
        say(f"Keliru: {explain(error)}", err=True)
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        interrupt.leave()
    except BrokenPipeError:
        sys.stderr.close()
        return 1
    return code if isinstance(code, int) else 0
