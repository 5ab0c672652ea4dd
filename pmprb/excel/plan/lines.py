"""Which kegiatan utama or theme a text means: by id, title or alias; a near miss is only suggested."""

from __future__ import annotations

import difflib
import re

from pmprb.catalog.plan_rules import Kind, Line, PlanRules
from pmprb.consolidation.register import plain

_MARK = re.compile(r"^\s*(?:ku[\s.-]?)?\d{1,2}[.)]?\s+(?=[a-z])", re.IGNORECASE)


class LineFinder:
    """The lines of a kind; those in use in the period come first."""

    def __init__(self, rules: PlanRules, kind: Kind, period: str) -> None:
        every = rules.lines_of(kind, period) + rules.lines_of(kind)
        self.known: dict[str, Line] = {}
        for names in (lambda line: (line.id, line.title), lambda line: line.aliases):
            for line in every:
                for name in names(line):
                    self.known.setdefault(plain(name), line)

    def find(self, text: str) -> Line | None:
        """Return the line a text names; a leading number is put aside."""
        return self.known.get(plain(text)) or self.known.get(plain(_MARK.sub("", text)))

    def near(self, text: str) -> str:
        """Return the title of the line a text may mean, or nothing."""
        close = difflib.get_close_matches(plain(text), list(self.known), n=1, cutoff=0.72)
        return self.known[close[0]].title if close else ""
