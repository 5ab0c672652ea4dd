"""What pmprb costs, beside what other ways to do the same cost: `python benchmarks/kinerja.py` runs it all."""
