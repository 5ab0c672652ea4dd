"""Finished workbooks and pages, each with its JSON: rekap, province, trend, index of units, feedback."""
