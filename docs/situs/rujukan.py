"""The page of the public API: every name of `pmprb.__all__`, and the records they hand out, from their docstrings."""

from __future__ import annotations

import inspect

import pmprb

RECORDS = (
    "pmprb.engine.answers.Submission",
    "pmprb.engine.answers.Answer",
    "pmprb.engine.score.ScoreTree",
    "pmprb.engine.score.NodeScore",
    "pmprb.engine.verdict.Verdict",
    "pmprb.engine.gaps.Gap",
    "pmprb.office.model.Consolidation",
    "pmprb.catalog.model.Instrument",
    "pmprb.temuan.Temuan",
)
_HEAD = """# Rujukan fungsi

Dibuat dari docstring, yang berbahasa Inggris. Contoh yang dapat dijalankan ada di [pustaka Python](pustaka.md); hanya
nama di bagian pertama yang dijanjikan tetap.
"""


def page() -> str:
    """Return the page in MyST."""
    functions, errors = [], []
    for name in pmprb.__all__:
        what = getattr(pmprb, name)
        if inspect.isclass(what):
            errors.append(f".. autoexception:: pmprb.{name}")
        elif callable(what):
            functions.append(f".. autofunction:: pmprb.{name}")
    records = [f".. autoclass:: {name}()" for name in RECORDS]
    parts = [_HEAD]
    for title, directives in (("Fungsi", functions), ("Galat", errors), ("Yang dikembalikan", records)):
        parts += [f"## {title}\n", "```{eval-rst}", *(f"{one}\n" for one in directives), "```\n"]
    return "\n".join(parts)
