"""Any workbook out: pages, tables, theme, safe text, files whole or not at all."""
