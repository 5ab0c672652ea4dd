"""What a unit gets back as workbooks: its result with its gap list, and its own file with the temuan marked in it.

Enters: a `Feedback` and its instrument; a worksheet's bytes with the marks to set. Leaves: two .xlsx.
Refuses to know: other units; how a figure is computed.
"""

from pmprb.excel.feedback.book import write_unit_workbook
from pmprb.excel.feedback.copy import Cover, Unmarkable, marked_copy
from pmprb.excel.feedback.proof import reads_back
from pmprb.excel.feedback.sheet import Mark

__all__ = ["Cover", "Mark", "Unmarkable", "marked_copy", "reads_back", "write_unit_workbook"]
