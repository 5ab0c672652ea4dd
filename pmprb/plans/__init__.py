"""The plans room: quarterly action plans and their achievement, exact and pure. See `model`, `evaluate`, `groups`."""
