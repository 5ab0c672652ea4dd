"""Templates for many units: one is built, the others differ from it in the unit's name and code alone.

Enters: an instrument and a period, then unit after unit. Leaves: bytes of an .xlsx each.

The package's parts that bear no unit are deflated once. In those that do, the text between
the markers is deflated once as well: each file only adds its own name between these pieces.
Measured: `docs/keputusan` names the figures; building each anew takes some ten times as long.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, field
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from xlsxwriter.xmlwriter import XMLwriter

from pmprb.answers.model import Unit
from pmprb.catalog.model import Instrument
from pmprb.excel.template.build import build_template
from pmprb.excel.template.written import footer_name, safe_text
