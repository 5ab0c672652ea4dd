"""Workbooks made to be printed on A4: a rekap's pack, and one worksheet to be read on paper."""
