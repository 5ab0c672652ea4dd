"""How firm results are: many worksheets at once in floating numbers, seeded draws, never a verdict."""
