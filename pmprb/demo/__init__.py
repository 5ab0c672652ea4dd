"""The demo room: a synthetic regency of 64 units, from blank worksheets to a consolidated workbook."""
