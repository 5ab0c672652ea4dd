"""How long the candidate YAML readers take for one catalog, side by side in one run, as ratios.

Run: python benchmarks/yaml_readers.py   (ruamel.yaml is measured when it is installed)
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path

import yaml

ROUNDS = 7


def contestants(texts: list[str]) -> dict[str, Callable[[], object]]:
    """Return the readers by name; each reads all texts."""
    found: dict[str, Callable[[], object]] = {
        "PyYAML compose (C)": lambda: [yaml.compose(t, Loader=yaml.CSafeLoader) for t in texts],
        "PyYAML load (C)": lambda: [yaml.load(t, Loader=yaml.CSafeLoader) for t in texts],
        "PyYAML compose (Python)": lambda: [yaml.compose(t, Loader=yaml.SafeLoader) for t in texts],
    }
    try:
        from ruamel.yaml import YAML
    except ImportError:
        return found
    found["ruamel.yaml compose (pure)"] = lambda: [YAML(typ="safe", pure=True).compose(t) for t in texts]
    found["ruamel.yaml round trip"] = lambda: [YAML().load(t) for t in texts]
    return found


def main() -> None:
    """Print each reader's median and its ratio to the first."""
    texts = [p.read_text(encoding="utf-8") for p in sorted(Path("criteria/zi-2021").rglob("*.yaml"))]
    readers = contestants(texts)
    times: dict[str, list[float]] = {name: [] for name in readers}
    for _ in range(ROUNDS):
        for name, read in readers.items():
            start = time.perf_counter()
            read()
            times[name].append(time.perf_counter() - start)
    base = statistics.median(times[next(iter(readers))])
    print(f"{sum(map(len, texts))} characters, {ROUNDS} rounds, median")
    for name, taken in times.items():
        median = statistics.median(taken)
        print(f"{name:<28} {median * 1000:8.1f} ms   x{median / base:.1f}")


if __name__ == "__main__":
    main()
