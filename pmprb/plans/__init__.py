"""Action plans, the whole wing: rules, rows, achievement, reading, worksheets, the leaders' workbook."""
