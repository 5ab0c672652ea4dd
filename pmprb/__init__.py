"""pmprb: self-evaluation worksheets (LKE) in, index, verdicts, consolidation and gap lists out.

The package's rooms and who may import whom are held by the import contract in
pyproject.toml; `pmprb.numbers` is among the lowest rooms, `pmprb.cli` is the highest.
"""

__version__ = "0.1.0"
