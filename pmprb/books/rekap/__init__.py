"""The consolidated workbook (rekap): written from a `Consolidation`, its typed columns read back.

Refuses to know: how a figure is computed; every figure is the engine's, every formula only repeats it.
"""
