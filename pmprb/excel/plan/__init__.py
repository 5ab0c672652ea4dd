"""Action plans as workbooks: worksheets for units, their reading, the consolidated workbook.

Enters: the rules of `criteria/rencana-aksi/`, units, plans. Leaves: bytes of an .xlsx, `Loaded[Plan]`, files on disk.
"""

from pmprb.excel.plan.build import PlanTemplateMaker, build_plan_template
from pmprb.excel.plan.read import read_plan

__all__ = ["PlanTemplateMaker", "build_plan_template", "read_plan"]
