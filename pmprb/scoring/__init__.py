"""The scoring room: answers and catalog in, exact `ScoreTree` out. See `tree`."""
