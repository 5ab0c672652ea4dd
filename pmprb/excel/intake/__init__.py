"""A workbook the user holds, taken in as an instrument: `take_instrument`.

Enters: an opened book. Leaves: an instrument with what is visible in the form, and a temuan for all that is not.
"""

from pmprb.excel.intake.take import Taken, own_regulation, take_instrument

__all__ = ["Taken", "own_regulation", "take_instrument"]
