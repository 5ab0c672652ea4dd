"""The answers room: typed answers of one unit, free of where they came from. See `model`, `checks`."""
