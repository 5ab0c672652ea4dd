"""Jobs of the room Rekap on rekaps that exist: compared over time, and proved from their worksheets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmprb.insight.trend.words import trend_lines
from pmprb.jobs.evaluate import Sources
from pmprb.papan import rekap_data as data
from pmprb.papan.desk import Answer, Desk, Job, Stopped, Trouble
from pmprb.papan.named import file_of, folder_of, fresh, watching


def trend(desk: Desk, request: Mapping[str, Any]) -> Answer:
    """Answer with the comparison of two or more rekaps (`rekap`, a folder) in a few lines, and its workbook."""
    from pmprb.jobs.trend import TrendRequest, make_trend

    folder = folder_of(desk, request, "rekap")
    paths = tuple(sorted(path for path in folder.rglob("*") if path.is_file())) if folder else ()
    if len(paths) < 2:
        raise Stopped(Trouble("Pembandingan memerlukan paling sedikit dua rekap.", "Pilih rekap lama dan rekap baru."))
    target = fresh(desk.outputs / "banding.xlsx")
    asked_for = TrendRequest(paths, target, file_of(desk, request, "daftar"))
    made = make_trend(asked_for, watching(desk))
    told = (*made.outputs, *made.register, *made.temuan)
    compared = made.compared
    if compared is None:
        return Answer({"baris": [], "temuan": data.temuan_rows(told, {})})
    lines = list(trend_lines(compared.trend, compared.instruments[-1].short_title))
    return Answer({"baris": lines, "temuan": data.temuan_rows(told, {})}, {"banding.xlsx": target})


def proof(desk: Desk, request: Mapping[str, Any]) -> Answer:
    """Answer whether a rekap (`rekap`, a file) is what its worksheets give, in the words of `pmprb periksa --bukti`.

    `lembar` and `tpi` are folders of the worksheets and reviews, `daftar` a register.
    """
    from pmprb.jobs.proof import ProofRequest, prove_rekap
    from pmprb.jobs.proof_words import WHAT_PROVES, outcome_words, proof_lines

    rekap = file_of(desk, request, "rekap")
    folders = tuple(one for name in ("lembar", "tpi") if (one := folder_of(desk, request, name)))
    if rekap is None or not folders:
        raise Stopped(Trouble("Bukti memerlukan rekap dan lembar kerjanya.", "Pilih rekapnya, lalu folder lembarnya."))
    found = prove_rekap(ProofRequest(rekap, Sources(folders), file_of(desk, request, "daftar")), watching(desk))
    outcome, rest = outcome_words(found)
    return Answer(
        {
            "sama": found.same,
            "hasil": outcome,
            "kata": f"{outcome}{rest}",
            "baris": list(proof_lines(found)),
            "penjelasan": WHAT_PROVES,
            "temuan": data.temuan_rows(found.temuan, {}),
        }
    )


JOBS: Mapping[str, Job] = {"rekap.banding": trend, "rekap.bukti": proof}
