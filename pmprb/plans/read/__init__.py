"""A workbook of an action plan in, typed rows out."""
