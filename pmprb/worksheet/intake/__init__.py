"""A workbook the user holds, taken in as an instrument: `take.take_instrument`."""
