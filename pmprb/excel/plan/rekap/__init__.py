"""The consolidated workbook of action plans, with one page for the leaders' meeting.

Enters: a `PlanConsolidation` and the rules. Leaves: one .xlsx. Refuses to know: how a figure is computed; every figure
is the engine's, every formula only repeats it.
"""

from pmprb.excel.plan.rekap.write import write_plan_rekap

__all__ = ["write_plan_rekap"]
