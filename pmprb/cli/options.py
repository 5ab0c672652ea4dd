"""Options and arguments that several commands share."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Callable
from glob import glob
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pmprb.text import one_line, readable

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from pmprb.engine.score import Blank
    from pmprb.jobs.round import Round


class PathType(click.ParamType[Path]):
    """A path as it was meant; whether it can be used is told by the command, in Indonesian."""

    name = "path"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Return the path. What cmd and PowerShell leave of quotes is taken off, a leading ~ is the user's folder."""
        text = str(value)
        if os.path.lexists(text):
            return Path(text)
        if text.startswith("file://"):
            return Path(text.removeprefix("file://"))
        bare = _unquoted(text)
        if '" ' in bare:  # "C:\data\" hands over a quote that was not meant to be one, and all that follows it
            self.fail(
                'alamat ini memuat tanda kutip ("). Di Windows, jangan akhiri alamat berkutip dengan \\: tulis '
                '"C:\\data", bukan "C:\\data\\".',
                param,
                ctx,
            )
        if bare == "~" or bare.startswith(("~/", "~\\")):
            bare = str(Path.home()) + bare[1:]
        trimmed = bare.rstrip("\\")
        return Path(trimmed if trimmed != bare and os.path.lexists(trimmed) else bare)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Return that the shell itself completes names of files."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(incomplete, type="file")]


_QUOTES = {'"': '"', "'": "'", "“": "”", "‘": "’"}


def _unquoted(text: str) -> str:
    """Return a text without the quotes around it, or the one that cmd left at its end."""
    if len(text) > 2 and _QUOTES.get(text[0]) == text[-1]:
        return text[1:-1]
    return text[:-1] if len(text) > 1 and text.endswith('"') else text


def every_path(_ctx: click.Context, _param: click.Parameter, paths: tuple[Path, ...]) -> tuple[Path, ...]:
    """Return paths with patterns such as "berkas/*.xlsx" replaced by the files they mean, in order.

    cmd and PowerShell hand patterns over as they are, and so does any shell for a pattern in quotes. One that is the
    name of a file, or that no file fits, stays.
    """
    return tuple(one for path in paths for one in (_meant(path) or [path]))


def one_path(ctx: click.Context, param: click.Parameter, path: Path | None) -> Path | None:
    """Return the file that a pattern such as "rekap/*.xlsx" means; one that several files fit is wrong usage."""
    found = _meant(path) if path is not None else []
    if len(found) > 1:
        named = ", ".join(one.name for one in found[:3]) + (" …" if len(found) > 3 else "")
        raise click.BadParameter(f"{len(found)} berkas cocok dengan {path} ({named}); sebutkan satu.", ctx, param)
    return found[0] if found else path


def _meant(path: Path) -> list[Path]:
    text = str(path)
    if not any(sign in text for sign in "*?[") or os.path.lexists(path) or re.match(r"[a-z][a-z0-9+.-]+:/", text):
        return []  # no pattern, or one that shared storage understands itself
    found = glob(text, recursive=True)  # noqa: PTH207  # absolute patterns, which Path.glob refuses
    found = found or glob(text.replace("[", "[[]"), recursive=True)  # noqa: PTH207
    return [Path(one) for one in sorted(found) if not Path(one).name.startswith("~$")]


class NameType(click.ParamType[str]):
    """A name in readable letters: spaces that cannot be seen made plain."""

    name = "name"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name."""
        return readable(str(value))


PATH = PathType()
_Decorator = Callable[[Callable[..., int]], Callable[..., int]]


class YearType(click.ParamType[str]):
    """A year of four digits."""

    name = "year"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the year as text."""
        if not re.fullmatch(r"(?:19|20)\d\d", str(value).strip()):
            self.fail("tahun ditulis dengan empat angka, misalnya 2014.", param, ctx)
        return str(value).strip()


class PeriodType(click.ParamType[str]):
    """A period such as 2026, "TW II 2026" or 2026-B06; another text is taken as it is, but not one half said."""

    name = "period"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the period as typed, without stray spaces."""
        from pmprb.period import Period

        text = one_line(str(value))
        if Period.of(text).half_said:
            self.fail("tahun ditulis dengan empat angka, misalnya 2026, TW II 2026, atau Juni 2026.", param, ctx)
        return text


class SchedulerType(click.ParamType[str]):
    """Who reads the files: a dask scheduler's workers, processes of this machine, or its threads alone."""

    name = "scheduler"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the address as it was typed, without stray spaces."""
        text = str(value).strip()
        if text and not re.fullmatch(r"utas|proses(?::[1-9]\d{0,2})?|(?:tcp|tls|ws|wss|ucx|ucxx|inproc)://\S+", text):
            self.fail("tulis alamat penjadwal dask, misalnya tcp://10.0.0.5:8786, atau proses:4.", param, ctx)
        return text


class QuarterType(click.ParamType[str]):
    """A quarter: 2, II, "TW 2"."""

    name = "quarter"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the quarter as a digit."""
        from pmprb.period import quarter_named

        found = quarter_named(str(value))
        if found is None:
            self.fail("triwulan ditulis 1 sampai 4, atau I sampai IV.", param, ctx)
        return str(found)


class ColumnType(click.ParamType[str]):
    """A column's letters."""

    name = "column"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the letters in capitals."""
        letters = str(value).strip().upper()
        if letters and not re.fullmatch(r"[A-Z]{1,2}", letters):
            self.fail("kolom ditulis dengan hurufnya, misalnya F.", param, ctx)
        return letters


criteria_option = click.option(
    "--kriteria", "criteria", type=PATH, metavar="DIR", help="Folder katalog sendiri; bawaan: katalog program ini."
)
sheets_option = click.option(
    "--lembar",
    "sheets",
    type=NameType(),
    multiple=True,
    metavar="NAMA",
    help="Lembar yang dibaca, bagi berkas dengan beberapa lembar LKE. Boleh diulang: yang pertama ada dipakai.",
)
_READING = (
    click.option(
        "--instrumen",
        "instrument",
        default="",
        metavar="ID[@VARIAN]",
        help="Paksa instrumen, boleh dengan variannya; bawaan: dikenali dari berkas.",
    ),
    click.option(
        "--tata-letak", "layout", default="", metavar="ID", help="Paksa tata letak; bawaan: dikenali dari berkas."
    ),
    click.option(
        "--tahun",
        "year",
        type=YearType(),
        default=None,
        metavar="YYYY",
        help="Blok tahun yang dibaca, bagi formulir yang memuat dua tahun.",
    ),
    sheets_option,
    click.option(
        "--kolom",
        "column",
        type=ColumnType(),
        default="",
        metavar="HURUF",
        help="Kolom jawaban yang dibaca, bagi lembar dengan beberapa kolom jawaban.",
    ),
    click.option(
        "--unit-nama",
        "unit_name",
        default="",
        metavar="NAMA",
        help="Nama unit, bagi satu berkas yang tidak menyebutnya.",
    ),
)
blank_option = click.option(
    "--kosong",
    "blank",
    type=click.Choice(["nol", "lewati"]),
    help="Butir kosong: dihitung 0 (nol) atau tidak ikut rata-rata (lewati). Bawaan: menurut katalog.",
)
strict_option = click.option(
    "--ketat", "strict", is_flag=True, help="Hitung kosong butir yang bernilai tetapi tanpa bukti; tampilkan bedanya."
)
duplicates_option = click.option(
    "--ganda",
    "duplicates",
    type=click.Choice(["terbaru", "tolak"]),
    default="tolak",
    show_default=True,
    help="Bila satu unit mengirim beberapa berkas: pakai yang terbaru, atau tolak semuanya.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Keluarkan JSON untuk program lain.")

_ROUND = "pmprb.round"
"""Where a command's context keeps the working folder whose files it takes, no path having been given."""


def round_here(ctx: click.Context) -> Round | None:
    """Return the round of the working folder a command runs in; None elsewhere. What is wrong with its settings is
    told, and is wrong usage."""
    from pmprb.jobs.refusals import Refusal, RoundSettingsUnread
    from pmprb.jobs.round import load_round
    from pmprb.jobs.round_place import SETTINGS, round_folder

    folder = round_folder(Path.cwd())
    if folder is None:
        return None
    try:
        return load_round(Path(os.path.relpath(folder)))
    except RoundSettingsUnread as error:
        from pmprb.cli.output import print_temuan

        print_temuan(error.temuan, with_file=True)
        raise click.UsageError(f"{folder / SETTINGS} tidak dapat dipakai.", ctx) from None
    except Refusal as refusal:  # asked while options are read: no command is there yet to word it
        from pmprb.jobs.refusal_words import worded

        raise click.UsageError(worded(refusal), ctx) from None


def round_of(ctx: click.Context) -> Round | None:
    """Return the round whose files a command takes because no path was given."""
    found: Round | None = ctx.meta.get(_ROUND)
    return found


def _places(ctx: click.Context, param: click.Parameter, paths: tuple[Path, ...]) -> tuple[Path, ...]:
    """Return the paths given; without any, what was handed in to the working folder the command runs in."""
    if paths:
        return every_path(ctx, param, paths)
    if ctx.resilient_parsing:
        return paths
    here = round_here(ctx)
    if here is None:
        raise click.MissingParameter(ctx=ctx, param=param)
    ctx.meta[_ROUND] = here
    return (here.inbox,)


paths_argument = click.argument("paths", nargs=-1, type=PATH, callback=_places, metavar="PATH...")


tpi_option = click.option(
    "--tpi",
    "reviews",
    type=PATH,
    multiple=True,
    callback=every_path,
    metavar="PATH",
    help="Lembar verifikasi TPI, berkas atau folder; dicocokkan menurut unit. Boleh diulang.",
)


def sources_options(*more: _Decorator) -> _Decorator:
    """Give a command what names worksheets and how they are read, handed over together as `sources`.

    `more` are `blank_option` and `strict_option`, for a command that reckons.
    """

    def decorate(command: Callable[..., int]) -> Callable[..., int]:
        @functools.wraps(command)
        def sourced(
            *args: Any,
            paths: tuple[Path, ...],
            criteria: Path | None,
            instrument: str,
            layout: str,
            year: str | None,
            unit_name: str,
            sheets: tuple[str, ...],
            column: str,
            blank: Blank | None = None,
            strict: bool = False,
            **rest: Any,
        ) -> int:
            from pmprb.jobs.evaluate import Options, Sources

            forced = Options(instrument=instrument, layout=layout, year=year or "", unit_name=unit_name.strip())
            chosen = {"sheets": sheets, "column": column, "blank": blank, "strict": strict}
            options = forced.model_copy(update=chosen)
            return command(*args, sources=Sources(paths, options, criteria), **rest)

        decorated: Callable[..., int] = sourced
        every: tuple[_Decorator, ...] = (paths_argument, *_READING, *more, criteria_option)
        for option in reversed(every):
            decorated = option(decorated)
        return decorated

    return decorate


replace_filled_option = click.option(
    "--ganti-yang-terisi",
    "replace_filled",
    is_flag=True,
    help="Ganti juga berkas yang berisi isian orang; salinan yang lama disimpan di sampingnya.",
)
