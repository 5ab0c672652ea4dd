"""Change over time: two or more consolidations, and every difference between them taken apart exactly.

Enters: records of consolidations, the catalogs, the links between them, the register, what was promised. Leaves:
a `Trend`. See `period` (which comes first), `lineage` (which unit came from which), `carry` (old answers under the
new catalog), `split` (the parts of a change), `promises` (promised and done), `whole` (all of it together).
Refuses to know: files, workbooks, today's date.
"""

from pmprb.insight.trend.whole import Source, trend_of

__all__ = ["Source", "trend_of"]
