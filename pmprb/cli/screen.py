"""What stands on a user's screen: the one way to print a line, with nothing in it that a terminal would obey.

Enters: lines made of our words and of others' (file names, cells, what was typed). Leaves: one line a call.
A name with an escape, a line feed or a mark that turns the direction of writing changes neither the colours nor the
order of what is read, and breaks no table. Letters that a console lacks become what means the same.
"""

from __future__ import annotations

import codecs
import io
import re
import sys
import unicodedata
from pathlib import Path

import click

from pmprb.text import normal, readable

# Our own colours travel as characters that no text from outside has after cleaning, and become a terminal's codes here.
_BEGIN = {"bold": "\ufdd0", "red": "\ufdd1", "yellow": "\ufdd2", "blue": "\ufdd3", "green": "\ufdd4"}
_END = "\ufddf"
_NUMBERS = {"bold": 1, "red": 31, "yellow": 33, "blue": 34, "green": 32}
_CODES = {mark: f"\x1b[{_NUMBERS[name]}m" for name, mark in _BEGIN.items()} | {_END: "\x1b[0m"}
_MARK = re.compile(f"([{''.join(_CODES)}])")


def styled(text: str, fg: str = "", *, bold: bool = False) -> str:
    """Return a text that `say` prints in a colour (red, yellow, blue, green), in bold, or both."""
    begin = (_BEGIN[fg] if fg else "") + (_BEGIN["bold"] if bold else "")
    return f"{begin}{_shown(text)}{_END}" if begin else text


def say(line: str = "", *, err: bool = False) -> None:
    """Print one line; colours only on a terminal. Where JSON was asked for, stdout is its alone."""
    if not line.isprintable():
        line = "".join(_CODES.get(part) or _shown(part) for part in _MARK.split(line))
    click.echo(line, file=sys.stderr if err or json_asked() else sys.stdout)  # noqa: TID251  # named, else click takes ASCII for UTF-8


def json_asked() -> bool:
    """True while a command runs that was given --json."""
    context = click.get_current_context(silent=True)
    return context is not None and bool(context.params.get("as_json"))


def _shown(text: str) -> str:
    """Return a text on one line, without anything that is no sign."""
    if text.isprintable():
        return text
    return "".join(letter for letter in readable(text) if unicodedata.category(letter) != "Cf")


# Consoles that lack letters.


_STAND_INS = str.maketrans(
    {
        **dict.fromkeys("–—−", "-"),
        **dict.fromkeys("“”„", '"'),
        **dict.fromkeys("‘’", "'"),
        **{"·": "|", "•": "*", "…": "...", "→": "->", "↑": "^", "›": ">", "≈": "~", "×": "x", "÷": ":", "±": "+/-"},
        **{"≥": ">=", "≤": "<=", "≠": "!=", "✓": "[v]", "✗": "[x]", "█": "#", "░": ".", "☐": "[ ]", "☑": "[v]"},
        **{"▲": "naik", "▼": "turun", "½": "1/2", "¼": "1/4", "¾": "3/4", "°": " derajat"},
    }
)


def _stand_in(error: UnicodeError) -> tuple[str, int]:
    """Return what stands for letters that a console cannot show: signs that mean the same, plain letters, numbers."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end].translate(_STAND_INS)
    plain = "".join(letter for letter in normal("NFKD", text) if not unicodedata.combining(letter))
    return plain.encode("ascii", "backslashreplace").decode("ascii"), error.end


codecs.register_error("pmprb", _stand_in)


def fitting(text: str) -> str:
    """Return a text that click prints itself (a help page) in letters that stdout has: click takes ASCII for UTF-8."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return text.encode(encoding, "pmprb").decode(encoding)


def ready_screen() -> None:
    """Let both streams of the process show every letter in some way, whatever their encoding."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="pmprb")


def as_typed(path: Path) -> str:
    """Return a path as it is typed in a command: in quotes where it holds a space."""
    shown = readable(str(path))
    return f'"{shown}"' if " " in shown else shown
