"""The eligibility room: gates and predicates over a `ScoreTree`. See `verdict`."""
