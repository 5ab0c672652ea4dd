"""Review workbooks on disk, joined to the results of the units they are about.

Enters: found files, catalogs, results. Leaves: results with the review beside their own answers, every file's fate.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from pmprb.catalog.model import Instrument
from pmprb.consolidation.attach import Attached, Offered, attach_reviews
from pmprb.consolidation.model import InputFile, UnitResult
from pmprb.consolidation.register import Register
from pmprb.excel.read import read_submission
from pmprb.excel.recognise import Forced
from pmprb.pipeline.catalogs import Catalogs
from pmprb.pipeline.evaluate import Evaluated, Options, review_figures, review_temuan, sha256_of
from pmprb.pipeline.files import Found
from pmprb.temuan import CellPos, Code, Temuan

NOTHING = Found((), (), ())


@dataclass(frozen=True)
class Reviews:
    """Files offered as reviews, read, and what was found at their place."""

    files: tuple[Offered, ...] = ()
    found: Found = NOTHING


def read_reviews(found: Found, catalogs: Catalogs, options: Options) -> Reviews:
    """Return every file of `found` read as a review; any layout will do, only the verifiers' columns count.

    Of what the user forces only the instrument holds for reviews.
    """
    forced = Forced(instrument=options.instrument)

    def read(named: tuple[str, Path]) -> Offered:
        name, path = named
        try:
            loaded = read_submission(path, catalogs.load, catalogs.ids(), forced, name)
        except Exception as error:  # a program fault must not take the other files down
            detail = f"{type(error).__name__}: {error}"[:200]
            return Offered(name, temuan=(Temuan.of(Code.BUKU_042, CellPos(workbook=name), detail=detail),))
        sha256 = loaded.value.sha256 if loaded.value else sha256_of(path)
        return Offered(name, sha256, loaded.value, loaded.temuan)

    with ThreadPoolExecutor(min(8, os.cpu_count() or 1)) as pool:
        return Reviews(tuple(pool.map(read, found.files)), found)


def parted(outcomes: Iterable[Evaluated]) -> tuple[list[Evaluated], list[Offered]]:
    """Return the units' own worksheets, and the review workbooks that lay among them: those are no hand-in."""
    own, reviews = [], []
    for outcome in outcomes:
        if outcome.result and outcome.result.submission.review_of:
            reviews.append(Offered(outcome.file, outcome.sha256, outcome.result.submission, outcome.temuan))
        else:
            own.append(outcome)
    return own, reviews


def with_reviews(
    results: Sequence[UnitResult], reviews: Sequence[Offered], catalogs: dict[str, Instrument], register: Register
) -> tuple[list[UnitResult], tuple[InputFile, ...]]:
    """Return the results, those with a review beside their own answers computed anew, and every review's fate.

    `catalogs` holds the instruments of the results by id.
    """
    attached = attach_reviews(results, reviews, register) if reviews else Attached()
    joined = list(results)
    for place, one in attached.joined.items():
        result = results[place]
        figures = review_figures(one.submission, catalogs[one.submission.instrument], result.tree)
        update = {
            "submission": one.submission,
            "temuan": (*result.temuan, *one.temuan, *review_temuan(figures)),
            **figures,
        }
        joined[place] = result.model_copy(update=update)
    return joined, tuple(attached.files)


def passed_over(found: Found) -> list[InputFile]:
    """Return the files of a folder of reviews that are none."""
    return [InputFile(file=t.workbook, used=False, passed_over=True, why=(t,)) for t in found.passed_over]
