"""Templates for many units: one is built, the others differ from it in the unit's name and code alone.

Enters: an instrument and a period, then unit after unit. Leaves: bytes of an .xlsx each, the same
in content as `build_template` makes them, in a tenth of the time.
"""

from __future__ import annotations

import re
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from pmprb.answers.model import Unit
from pmprb.catalog.model import Instrument
from pmprb.excel.template.build import build_template
from pmprb.excel.template.written import footer_name, safe_text

NAME, CODE = "Nama·unit·7c1f4b", "Kode·unit·7c1f4b"
_MADE_AT = (1980, 1, 1, 0, 0, 0)
_ESCAPE_LIKE = re.compile(r"(_x[0-9a-fA-F]{4}_)")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")


class TemplateMaker:
    """Makes one instrument's empty templates for a period."""

    def __init__(self, instrument: Instrument, period: str, version: str) -> None:
        """Build the template that all others are made from."""
        made = build_template(instrument, Unit(code=CODE, name=NAME), period, version=version)
        with ZipFile(BytesIO(made)) as package:
            self._parts = [(name, package.read(name)) for name in package.namelist()]

    def make(self, unit: Unit) -> bytes:
        """Return the template of a unit."""
        strings = {NAME: unit.name, CODE: unit.code}
        footer = _xml(footer_name(unit.name)).encode()
        stream = BytesIO()
        with ZipFile(stream, "w", ZIP_DEFLATED) as package:
            for name, content in self._parts:
                if name == "xl/sharedStrings.xml":
                    for marker, text in strings.items():
                        content = content.replace(f"<t>{marker}</t>".encode(), _string(text).encode())
                elif name.startswith("xl/worksheets/sheet"):
                    content = content.replace(NAME.encode(), footer)
                info = ZipInfo(name, _MADE_AT)
                info.compress_type = ZIP_DEFLATED
                package.writestr(info, content)
        return stream.getvalue()


def _string(text: str) -> str:
    """Return a shared string's element; outer spaces are kept."""
    text = safe_text(text)
    kept = ' xml:space="preserve"' if text != text.strip() else ""
    return f"<t{kept}>{_xml(text)}</t>"


def _xml(text: str) -> str:
    """Return text as XML, control characters spelled as Excel does (`_x0007_`)."""
    text = _ESCAPE_LIKE.sub(r"_x005F\1", text)
    return escape(_CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", text))
