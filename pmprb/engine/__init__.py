"""The engine: answers and a catalog in; exact scores, verdicts, indices and gaps out. Pure."""
