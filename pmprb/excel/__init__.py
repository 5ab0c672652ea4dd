"""The excel room."""
