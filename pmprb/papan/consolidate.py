"""Jobs of the room Rekap: a folder of worksheets to its rekap, and all that is asked of it afterwards.

Enters: a desk whose files lie in folders by what they are ("lembar", "tpi", …; a request names them), and a request.
Leaves: an `Answer`. Each job calls the function its command calls; nothing is computed here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal, cast

from pmprb.books.order import PlacedUnit
from pmprb.insight.explain_words import explanation_lines
from pmprb.insight.feedback import parts
from pmprb.jobs.evaluate import Options, Sources, Worksheets, read_worksheets
from pmprb.jobs.inputs import catalogs_at, load_register
from pmprb.jobs.refusals import MixedInstruments
from pmprb.jobs.rekap import RekapRequest, make_rekap
from pmprb.jobs.scores import figures_of, known_code
from pmprb.office.register import Register
from pmprb.papan import about, compare, sheets_out
from pmprb.papan import rekap_data as data
from pmprb.papan.desk import Answer, Desk, Job, Stopped, Trouble, asked
from pmprb.papan.named import file_of, folder_of, fresh, period_of, watching
from pmprb.papan.round import Round, forget, keep, kept
from pmprb.papan.unit_data import unit_page
from pmprb.papan.zipped import zipped
from pmprb.temuan import StrayWorkbook, Temuan
from pmprb.text import one_line, plain, readable, slug

_PAGE = 50
_MOST_A_PAGE = 500


# The rekap.


def _options(request: Mapping[str, Any]) -> Options:
    blank = asked(request, "kosong", str, "")
    policy = cast(Literal["nol", "lewati"], blank) if blank in ("nol", "lewati") else None
    return Options(
        instrument=one_line(asked(request, "instrumen", str, ""))[:80],
        blank=policy,
        strict=asked(request, "ketat", bool, False),
    )


def gather(desk: Desk, request: Mapping[str, Any]) -> Answer:
    """Make the rekap of the worksheets and answer with all that is shown of it at once.

    Asks back (`pilih`) when the worksheets are of several instruments. A register that lies among the worksheets is
    taken for what it is, if it is the only one. The request may say: lembar (folder), tpi (folder), daftar, lama
    (files), instrumen, periode, ganda, kosong, ketat, instansi, jalur.
    """
    forget(desk)
    sheets = folder_of(desk, request, "lembar")
    if sheets is None:
        raise Stopped(Trouble("Belum ada lembar kerja.", "Letakkan folder atau berkas lembar kerja unit."))
    reviews = folder_of(desk, request, "tpi")
    wanted = RekapRequest(
        sources=Sources((sheets,), _options(request)),
        target=fresh(desk.outputs / "rekap.xlsx"),
        register=file_of(desk, request, "daftar"),
        period=period_of(request),
        duplicates="terbaru" if asked(request, "ganda", str, "") == "terbaru" else "tolak",
        previous=file_of(desk, request, "lama"),
        instansi=readable(asked(request, "instansi", str, ""))[:200],
        reviews=(reviews,) if reviews else (),
        next_steps=asked(request, "jalur", bool, False),
    )
    read = read_worksheets(wanted.sources, wanted.named, watching(desk))
    wanted, read = _with_register(wanted, read)
    desk.progress("Menghitung dan menulis rekap")
    try:
        made = make_rekap(wanted, watching(desk), worksheets=read)
    except MixedInstruments as mixed:
        return Answer({"pilih": [_choice(name, count) for name, count in mixed.counts.items()]})
    if made.consolidation is None or made.instrument is None:
        told = (*made.outputs, *made.register, *made.temuan)
        return Answer({"rekap": None, "temuan": data.temuan_rows(told, {}), "hitungan": data.counts_of(told)})
    register = load_register(wanted.register).value or Register()
    done = Round(wanted, made, made.consolidation, made.instrument, read, register)
    keep(desk, done)
    shown = data.whole(done.consolidation, done.instrument, done.units, done.gaps)
    extra = (*made.register, *made.carried)
    return Answer(
        {
            "rekap": shown,
            "catatan": data.temuan_rows(extra, {}),
            "daftar": _register_told(wanted, register),
            "area": [{"id": of, "judul": title} for of, title, _ in parts(done.instrument)],
            "kesenjangan": len(done.gaps),
        }
    )


def _with_register(wanted: RekapRequest, read: Worksheets) -> tuple[RekapRequest, Worksheets]:
    """Return both with the register that lies among the worksheets as what it is: it was dropped with them."""
    if wanted.register is not None:
        return wanted, read
    strays = [o.file for o in read.outcomes if any(_is_register(temuan) for temuan in o.temuan)]
    if len(strays) != 1:
        return wanted, read
    path = dict(read.found.files)[strays[0]]
    found = replace(read.found, files=tuple(one for one in read.found.files if one[1] != path))
    outcomes = tuple(one for one in read.outcomes if one.file != strays[0])
    return replace(wanted, register=path), replace(read, found=found, outcomes=outcomes)


def _is_register(temuan: Temuan) -> bool:
    return isinstance(temuan, StrayWorkbook) and temuan.kind == "register"


def _register_told(wanted: RekapRequest, register: Register) -> data.Plain:
    return {
        "berkas": readable(wanted.register.name) if wanted.register else "",
        "unit": len(register.units),
    }


def _choice(name: str, count: int) -> data.Plain:
    loaded = catalogs_at(None).load(name).value
    return {"id": name, "judul": loaded.title if loaded else name, "berkas": count}


def _unit(done: Round, request: Mapping[str, Any]) -> PlacedUnit:
    number = asked(request, "n", int)
    if not 1 <= number <= len(done.units):
        raise Stopped(Trouble("Unit itu tidak ada dalam rekap ini.", "Buat rekapnya sekali lagi."))
    return done.units[number - 1]


def save(desk: Desk, _request: Mapping[str, Any]) -> Answer:
    """Answer with the rekap's workbook."""
    done = kept(desk)
    named = [slug(part, 40) for part in (done.instrument.id, done.consolidation.period) if part]
    return Answer({"berkas": done.request.target.name}, {f"rekap-{'-'.join(named)}.xlsx": done.request.target})


def unit(desk: Desk, request: Mapping[str, Any]) -> Answer:
    """Answer with one unit's page: its areas beside its group's, its gates, its gaps, its tree of figures."""
    done = kept(desk)
    one = _unit(done, request)
    gaps = [line for line in done.gaps if line.unit.number == one.number]
    shown = unit_page(one, done.units, done.consolidation, done.instrument, gaps)
    step = done.consolidation.next_steps.get(one.result.unit.key)
    return Answer(shown | {"jalur": data.step_data(step) if step else done.steps.get(one.result.unit.key)})


def explain(desk: Desk, request: Mapping[str, Any]) -> Answer:
    """Answer with how one figure of a unit came about, in the lines of `pmprb nilai --jelaskan`. Raises UnknownCode."""
    done = kept(desk)
    one = _unit(done, request)
    code = known_code(asked(request, "kode", str), done.instrument)
    figure = figures_of([code], one.result, done.instrument)[0]
    whole = figure.figure
    above = [{"kode": node.node, "judul": node.title} for node in whole.above]
    below = [{"kode": node.node, "judul": node.title} for node in whole.children]
    below += [{"kode": item.item, "judul": item.criterion} for item in whole.items if item.item != code]
    lines = list(explanation_lines(whole, figure.beneath))
    return Answer({"kode": code, "baris": lines, "atas": above, "bawah": below})


def gaps(desk: Desk, request: Mapping[str, Any]) -> Answer:
    """Answer with a page of the gap list, in the rekap's own order.

    The request may say: n (a unit), kelompok, area (an id of `area`), cari (words), mulai, banyak.
    """
    done = kept(desk)
    number, group = asked(request, "n", int, 0), asked(request, "kelompok", str, "")
    area, words = asked(request, "area", str, ""), plain(asked(request, "cari", str, "")[:200])
    start, many = max(0, asked(request, "mulai", int, 0)), asked(request, "banyak", int, _PAGE)
    nodes = {of: members for of, _, members in parts(done.instrument)}.get(area, ())
    inside = {item.id for name in nodes for node in done.instrument.nodes[name].walk() for item in node.items}
    found = [
        line
        for line in done.gaps
        if (not number or line.unit.number == number)
        and (not group or line.unit.result.unit.group == group)
        and (not area or line.gap.item in inside)
        and (not words or words in plain(f"{line.unit.name} {line.gap.item} {line.gap.criterion}"))
    ]
    page = found[start : start + min(max(1, many), _MOST_A_PAGE)]
    return Answer({"semua": len(found), "mulai": start, "baris": [data.gap_row(one, done.instrument) for one in page]})


def path(desk: Desk, request: Mapping[str, Any]) -> Answer:
    """Answer with the least one unit must change for its next target; remembered until the next rekap."""
    from pmprb.jobs.path import next_step_of

    done = kept(desk)
    one = _unit(done, request)
    key = one.result.unit.key
    if key not in done.steps:
        known = done.consolidation.next_steps.get(key)
        if one.standing is None:
            raise Stopped(Trouble(f"{one.name} belum dinilai, jadi belum ada langkahnya.", "Isi jawabannya dahulu."))
        done.steps[key] = data.step_data(known or next_step_of(one.result, done.instrument))
    return Answer({"n": one.number, "jalur": done.steps[key]})


# What is handed out.


def feedback(desk: Desk, _request: Mapping[str, Any]) -> Answer:
    """Answer with every unit's feedback (workbook, page, marked copy) in one .zip."""
    from pmprb.jobs.feedback import HandedOut, feedback_counts, hand_out, plan_feedback, without_any
    from pmprb.jobs.output import Permission

    done, folder = kept(desk), fresh(desk.outputs / "umpan-balik")
    read = done.worksheets
    planned = plan_feedback(done.consolidation, done.instrument, read.outcomes, read.found, done.register, folder)
    written = hand_out(planned, done.instrument, Permission(), watching(desk))
    if written.trouble:
        raise written.trouble
    handed = HandedOut(folder, written, without_any(done.consolidation, planned.tasks))
    return Answer(
        {**feedback_counts(handed), "temuan": data.temuan_rows(written.temuan, {})},
        {"umpan-balik.zip": zipped(folder)},
    )


JOBS: Mapping[str, Job] = {
    **sheets_out.JOBS,
    **compare.JOBS,
    "rekap.gabung": gather,
    "rekap.instrumen": about.instruments,
    "rekap.simpan": save,
    "rekap.unit": unit,
    "rekap.jelaskan": explain,
    "rekap.kesenjangan": gaps,
    "rekap.jalur": path,
    "rekap.umpan_balik": feedback,
}
