"""A province's workbook: instansi side by side, written from a `Province`."""
