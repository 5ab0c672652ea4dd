"""A unit's worksheet in and out: layouts, rows, reading, registers, templates, a catalog from a form."""
