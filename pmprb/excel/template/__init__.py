"""Worksheets for units: `build_template` for one, `TemplateMaker` for many.

Enters: an instrument, a unit, a period, perhaps a submission to prefill from. Leaves: bytes of an
.xlsx with the sheets *Petunjuk*, *LKE*, *Rekap* and a very hidden `_meta`.
"""

from pmprb.excel.template.build import build_template
from pmprb.excel.template.maker import TemplateMaker

__all__ = ["TemplateMaker", "build_template"]
