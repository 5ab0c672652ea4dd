"""`pmprb` alone in a working folder: where the round stands, and the next step."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pmprb.cli.output import print_temuan, watching
from pmprb.cli.screen import say, styled
from pmprb.numbers import shown

if TYPE_CHECKING:
    from pmprb.jobs.round import Round, RoundState
    from pmprb.office.model import Consolidation, InputFile

_NAMED = 8
_REGISTER_FROM_FILES = "pmprb gabung (membuat {register} dari lembar yang masuk), atau isi {register} dahulu"
_NEXT = {
    "register": "isi {register} (kode dan nama unit yang wajib menyerahkan), lalu: pmprb templat",
    "blanks": "pmprb templat",
    "blanks-again": "pmprb templat (menampilkan jawaban periode lalu; dengan --isi juga mengisikannya)",
    "wait": "tunggu kiriman; simpan di masuk/ (pmprb pantau menyebut tiap berkas yang tiba)",
    "mend": "pmprb periksa{usable}",
    "gather": "pmprb gabung",
    "review": "pmprb templat --untuk tpi",
    "wait-review": "tunggu lembar verifikasi; simpan di tpi/, lalu: pmprb gabung",
    "decide": "isi Keputusan di lembar Perlu Diputus pada {rekap}, simpan, lalu: pmprb gabung",
    "return": "{asking}, lalu: pmprb gabung",
    "done": "periode ini selesai. Cetak: pmprb cetak{compare}. Periode berikutnya: pmprb mulai . --periode PERIODE",
}
_RETURN = "kirimkan {feedback}/ kepada unit; lembar yang keliru dibetulkan unitnya dan disimpan lagi di masuk/"
_REPLACE = "minta ganti berkas yang ditolak (sebabnya: pmprb periksa)"
_USABLE = " (sebab berkas ditolak dan cara membetulkannya); yang lain sudah dapat digabung: pmprb gabung"
_COMPARE = ". Bandingkan: pmprb banding {earlier} {rekap} -o banding.xlsx --unit {register}"


def show_state(one: Round) -> int:
    """Print where a round stands; return 1 when a file that came in cannot be used as it is."""
    from pmprb.jobs.round import round_state

    state = round_state(one, date.today(), watching())
    chosen = one.settings
    named = f"{chosen.instansi} · " if chosen.instansi else ""
    say(styled(f"{named}{chosen.instrument} · periode {chosen.period}", bold=True))
    _deadline(state)
    print_temuan(state.made.register, with_file=True)
    consolidation = state.made.consolidation
    if consolidation is None:
        say(f"  Unit terdaftar {state.registered}; lembar kosong {state.blanks}; kiriman {state.handed_in}")
        print_temuan(state.made.temuan, with_file=True)
    else:
        _handed_in(consolidation, state)
    _next(state)
    return 1 if state.refused else 0


def _next(state: RoundState) -> None:
    """Print what comes next, and what others can do meanwhile."""
    one = state.round
    earlier = one.earlier_rekap()
    places = {
        "register": one.register.name, "rekap": _beneath(one.target, one), "feedback": _beneath(one.feedback, one),
        "earlier": _beneath(earlier, one) if earlier else "",
    }  # fmt: skip
    wrong = _RETURN.format(**places) if state.to_mend else ""
    asking = "; ".join(part for part in (wrong, _REPLACE if state.refused else "") if part)
    step = _NEXT["blanks-again" if state.next == "blanks" and one.earlier_sheets() else state.next]
    if state.next == "register" and state.handed_in:
        step = _REGISTER_FROM_FILES
    compare = _COMPARE.format(**places) if earlier else ""
    usable = _USABLE if state.made.consolidation else ""
    say(f"Langkah berikutnya: {step.format(**places, asking=asking, compare=compare, usable=usable)}")
    if asking and state.next in ("wait", "decide", "review", "wait-review"):
        say(f"Sementara itu: {asking}")


def _deadline(state: RoundState) -> None:
    if state.days is None:
        return
    if state.days < 0:
        say(styled(f"  Tenggat {state.round.settings.deadline}: lewat {-state.days} hari", fg="red"))
    else:
        say(f"  Tenggat {state.round.settings.deadline}: {state.days} hari lagi")


def _handed_in(found: Consolidation, state: RoundState) -> None:
    """Print who handed in, what is wrong, what was reviewed, and whether the rekap is up to date."""
    from pmprb.insight.replies import counts_words
    from pmprb.office.disputes import open_disputes
    from pmprb.office.replies import replied

    used = len(found.results)
    say(f"  Menyerahkan     {used} dari {found.registered} unit")
    if found.missing:
        say(f"  Belum           {_some(unit.name or unit.code for unit in found.missing)}")
    refused = [file for file in (*found.inputs, *found.replies) if not file.used and not file.passed_over]
    if refused:
        say(styled(f"  Ditolak         {_some(_named(file) for file in refused)}", fg="red"))
    if wrong := state.to_mend:
        say(f"  Keliru          {len(wrong)} lembar, dibetulkan unitnya: {_some(wrong)}")
    reviewed = sum(result.verified is not None for result in found.results)
    say(f"  Terverifikasi   {reviewed} dari {used} unit")
    if apart := open_disputes(found.results):
        listed = (f"{name} ({', '.join(items)})" for name, items in apart.items())
        say(f"  Perlu diputus   {sum(map(len, apart.values()))} butir, lembar Perlu Diputus: {_some(listed)}")
    if state.made.pending:
        say(f"  Keputusan       {state.made.pending} sudah diketik, dipakai pada pmprb gabung berikutnya")
    if replies := replied(found.results):
        say(f"  Tanggapan       {counts_words(counts for _, counts in replies)}")
        against = [f"{result.unit.name} ({', '.join(c.disagrees)})" for result, c in replies if c.disagrees]
        if against:
            say(f"  Tidak setuju    {_some(against)}")
    if state.unread:
        place = _beneath(state.round.feedback, state.round)
        say(f"  Belum dibaca    tanggapan di {place}: {_some(state.unread)}; salin ke masuk/")
    if found.index is not None:
        say(f"  Indeks          {shown(found.index)}")
    rekap = state.round.target
    if state.stale:
        text = "belum ada" if not rekap.is_file() else "lebih lama daripada kiriman terakhir"
        say(f"  Rekap           {text}")
    else:
        say(f"  Rekap           {_beneath(rekap, state.round)}")


def _some(names: Iterable[str]) -> str:
    listed = list(names)
    more = f", dan {len(listed) - _NAMED} lagi" if len(listed) > _NAMED else ""
    return ", ".join(listed[:_NAMED]) + more


def _named(file: InputFile) -> str:
    why = ", ".join(dict.fromkeys(f"{t.code} {t.title[:1].lower()}{t.title[1:]}" for t in file.why))
    return f"{file.file} ({why})" if why else file.file


def _beneath(path: Path, one: Round) -> str:
    return path.relative_to(one.folder).as_posix()
