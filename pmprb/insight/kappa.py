"""Cohen's kappa of two assessors over the options of one scale.

Enters: pairs of options, and the scale's options in their order. Leaves: a number, or None where it is undefined.
Refuses to know: units, points, words.
"""

from __future__ import annotations

from collections.abc import Sequence

Pairs = Sequence[tuple[str, str]]


def kappa(pairs: Pairs, options: Sequence[str]) -> float | None:
    """Return Cohen's kappa; with three options or more weighted linearly by how far apart they stand in the scale.

    None when both sides only ever used one and the same option, or there is no pair: agreement by chance is then
    certain and kappa undefined. scikit-learn is loaded here, and only here.
    """
    if len({option for pair in pairs for option in pair}) < 2:
        return None
    from sklearn.metrics import cohen_kappa_score

    place = {option: n for n, option in enumerate(options)}
    first, second = ([place[pair[side]] for pair in pairs] for side in (0, 1))
    weights = "linear" if is_ordinal(options) else None
    return float(cohen_kappa_score(first, second, labels=list(range(len(options))), weights=weights))


def is_ordinal(options: Sequence[str]) -> bool:
    """True for a scale of more than two options, in which being off by one is less than being off by two."""
    return len(options) > 2
