"""Change over time: two or more consolidations, and every difference between them taken apart exactly."""
