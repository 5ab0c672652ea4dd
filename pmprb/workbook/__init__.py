"""Any workbook in: the guard, the package, plain cells, the tolerant door for what people type."""
