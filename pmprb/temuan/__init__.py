"""The temuan room: what is wrong or worth a look, as codes with values, and every sentence about it.

Enters: nothing. Leaves: the records (`record`), their words by code, and lines for users (`render`).
Refuses to know: workbooks, reports, how a terminal looks.
"""
