"""The consolidation room: results of many units in, one `Consolidation` out.

See `register` (which unit is whose), `settle` (which file counts), `index` (means and ranks).
"""
