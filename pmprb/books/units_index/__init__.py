"""The workbook of an instansi's index with its units, and both indices as JSON."""
