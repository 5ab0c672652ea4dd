"""The consolidated workbook of action plans, with one page for the leaders' meeting."""
