"""The demo room: a synthetic regency of 64 units, from blank worksheets to a consolidated workbook.

Everything is invented: offices with made-up names, no persons, no real place. See `regency`
(who), `filling` (answers), `faults` (what goes wrong in real folders), `make` (the whole run).
"""
