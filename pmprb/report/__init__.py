"""The report room: results as JSON and as text for a terminal. Knows no workbooks."""
