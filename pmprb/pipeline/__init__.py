"""The pipeline room: joins reading, scoring, judging and consolidating; runs them over many files.

See `files` (which files), `evaluate` (one file), `run` (a folder). Prints nothing.
"""
