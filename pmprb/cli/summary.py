"""What is printed of what was gathered: rekaps, provinces, merged worksheets, verifications."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING

from pmprb.cli.output import counted, print_temuan
from pmprb.cli.screen import say
from pmprb.numbers import percent, shown, signed

if TYPE_CHECKING:  # what is printed was loaded by what made it; a help page needs none of it
    from pmprb.catalog.model import Instrument
    from pmprb.jobs.feedback import HandedOut
    from pmprb.jobs.merge import Merged
    from pmprb.jobs.province import ProvinceMade
    from pmprb.jobs.rekap import RekapMade
    from pmprb.office.model import Consolidation, InputFile
    from pmprb.office.province_record import Province
    from pmprb.office.verified import BothSides, Verified
    from pmprb.temuan import Temuan

# What a verifier's answers come to.


_NAMED = 4


def print_verified(verified: Verified, instrument: Instrument, who: str) -> None:
    """Print both sides over the same items by area, then the score with the verifier's answers in place."""
    total = next(iter(verified.compared.values()))
    asked = len(instrument.items)
    say(f"  Verifikasi {who}: {total.verified} dari {asked} butir; yang belum diverifikasi tidak ikut dibandingkan")
    if total.items:
        say(f"     mandiri {who:>7}   selisih  butir sama")
        for group in instrument.groups:
            compared = verified.of(instrument, group.id)
            if compared.items:
                say(f"{_line(compared)}  {group.title}")
        say(f"{_line(total)}  Seluruhnya")
    after = verified.after.total
    of = f"{shown(after.points)} dari {shown(instrument.root.weight)} ({percent(after.share)})"
    count = len(verified.replaced)
    say(f"  Nilai setelah verifikasi {of}: jawaban {who} menggantikan jawaban unit pada {count} butir")
    if verified.predicate:
        say(f"    Predikat {verified.predicate.label} ({verified.predicate.title})")
    for verdict in verified.verdicts:
        if verdict.decides:
            failed = [gate for gate in verdict.gates if not gate.passed]
            listed = f": {', '.join(gate.title for gate in failed)}" if len(failed) <= _NAMED else ""
            number = f"belum, {len(failed)} ambang belum terpenuhi{listed}"
            said = "memenuhi semua ambang" if verdict.passed else number
            say(f"    {verdict.target}: {said}")


def _line(compared: BothSides) -> str:
    change = "–" if compared.difference is None else signed(compared.difference)
    return f"     {shown(compared.own):>7} {shown(compared.review):>7}  {change:>8}  {compared.items:>10}"


def fates(files: Iterable[InputFile]) -> str:
    """Return in words how many review files were used and how many were not."""
    every = [file for file in files if not file.passed_over]
    used = sum(file.used for file in every)
    return f"{len(every)} lembar verifikasi = {used} dipakai + {len(every) - used} ditolak"


# A rekap of worksheets.


def print_refused(temuan: Iterable[Temuan]) -> None:
    """Print why nothing can be used: each file's reasons with its name, and last that it is all of them."""
    from pmprb.temuan import EveryFileRefused, NoWorksheetFound

    every = list(temuan)
    last = [t for t in every if isinstance(t, NoWorksheetFound | EveryFileRefused)]
    print_temuan((t for t in every if t not in last), with_file=True)
    print_temuan(last)


def print_rekap(made: RekapMade) -> None:
    """Print what a rekap came to, or why there is none."""
    print_temuan(made.outputs, with_file=True)
    print_temuan(made.register)
    if made.consolidation is None or made.instrument is None:
        print_refused(made.temuan)
        print_temuan(made.in_the_way[:1])
        if len(made.in_the_way) > 1:
            more = len(made.in_the_way) - 1
            say(f"  dan {more} berkas umpan balik lain yang sudah ada. Tidak ada yang ditulis.")
        return
    print_summary(made.consolidation, made.instrument)
    print_temuan(made.carried)
    say(f"Ditulis: {made.target}")
    if made.feedback is not None:
        _print_feedback(made.feedback)


def _print_feedback(handed: HandedOut) -> None:
    """Print what was handed out, in one line, and what could not be."""
    nothing, written = handed.nothing_sent, handed.written
    none = f"; {nothing} unit tidak mendapat karena tidak mengirim apa pun" if nothing else ""
    say(f"Umpan balik: {written.units} unit, {written.copies} salinan bertanda, di {handed.folder}{none}")
    print_temuan(written.temuan, with_file=True)


def print_summary(consolidation: Consolidation, instrument: Instrument) -> None:
    """Print a consolidation in a few lines: files, index, targets, missing units, refused files."""
    from pmprb.insight.replies import counts_words
    from pmprb.office.disputes import open_disputes
    from pmprb.office.replies import replied
    from pmprb.temuan import InstrumentOutsideValidity

    outside = [t for t in consolidation.temuan if isinstance(t, InstrumentOutsideValidity)]
    used = sum(file.used for file in consolidation.inputs)
    passed = sum(file.passed_over for file in consolidation.inputs)
    refused = len(consolidation.inputs) - used - passed
    index = shown(consolidation.index)
    variant = f", varian {instrument.variant}" if instrument.variant else ""
    say(f"{instrument.short_title}{variant}, periode {consolidation.period or '-'}")
    say(
        f"  {used + refused} berkas = {used} dipakai + {refused} ditolak"
        + (f" (di luar itu {passed} berkas dilewati)" if passed else "")
    )
    rule = instrument.units_rule.title if instrument.units_rule else "Rata-rata"
    label = f" · predikat {consolidation.index_predicate.label}" if consolidation.index_predicate else ""
    say(
        f"  {rule} {index} dari {shown(instrument.root.weight)} "
        f"({percent(consolidation.index_share)}) dari {len(consolidation.standings)} unit{label}"
    )
    for target_id, count in consolidation.targets.items():
        say(f"  {target_id}: {count} unit memenuhi semua ambang")
    if consolidation.reviews:
        say(f"  {fates(consolidation.reviews)}")
    if apart := open_disputes(consolidation.results):
        listed = ", ".join(f"{name} ({len(items)})" for name, items in apart.items())
        say(f"  perlu diputus: {sum(map(len, apart.values()))} butir (lembar Perlu Diputus): {listed}")
    if replies := replied(consolidation.results):
        say(f"  tanggapan {counts_words(counts for _, counts in replies)} (lembar Verifikasi)")
    if consolidation.missing:
        say(f"  belum menyerahkan: {len(consolidation.missing)} dari {consolidation.registered} unit")
    if consolidation.strict:
        _print_strict(consolidation)
    if consolidation.findings:
        named = len({(f.unit.code, f.unit.name) for f in consolidation.findings})
        say(f"  perlu ditelaah: {len(consolidation.findings)} hal pada {named} unit (lembar Perlu Ditelaah)")
    say(f"  temuan: {counted(consolidation.temuan)}")
    files = (*consolidation.inputs, *consolidation.reviews, *consolidation.replies)
    print_temuan(outside)
    told = [*of_places(consolidation.temuan, files), *refusals_of(files), *elsewhere_in(consolidation.temuan)]
    told += replies_unread(consolidation)
    print_temuan(told, with_file=True)


def of_places(temuan: Iterable[Temuan], files: Iterable[InputFile]) -> list[Temuan]:
    """Return what is told of places: a folder that cannot be looked into, a path with nothing, an archive of
    worksheets, and what may hold or point to some."""
    from pmprb.temuan import (
        ArchiveOfWorksheets,
        ContentsUnseen,
        FolderTooFull,
        FolderUnreadable,
        ShortcutPassedOver,
        UnopenableFile,
    )

    every = list(files)
    known = {file.file for file in every}
    unseen = (ArchiveOfWorksheets, ContentsUnseen, ShortcutPassedOver)
    packed = [t for file in every for t in file.why if isinstance(t, unseen)]
    kinds = (FolderUnreadable, FolderTooFull, UnopenableFile)
    return [*(t for t in temuan if isinstance(t, kinds) and t.workbook not in known), *packed]


def elsewhere_in(temuan: Iterable[Temuan]) -> list[Temuan]:
    """Return which used files bear answers elsewhere than they should: such a unit has no value, or half of it."""
    from pmprb.temuan import AnswersInOtherColumn, AnswersOnOtherSheet, AnswersShifted

    return [t for t in temuan if isinstance(t, AnswersInOtherColumn | AnswersOnOtherSheet | AnswersShifted)]


def replies_unread(consolidation: Consolidation) -> list[Temuan]:
    """Return which typed replies of files that are used are not: each with its cell."""
    from pmprb.temuan import Severity

    files = {file.file for file in consolidation.replies if file.used}
    return [t for t in consolidation.temuan if files and t.workbook in files and t.severity is Severity.KESALAHAN]


def refusals_of(files: Iterable[InputFile]) -> list[Temuan]:
    """Return why files were refused."""
    return [t for file in files if not file.used and not file.passed_over for t in file.why]


def _print_strict(consolidation: Consolidation) -> None:
    """Print how many items of how many units count as blank in a strict run."""
    changes = [result.strict for result in consolidation.results if result.strict and result.strict.items]
    items = sum(len(change.items) for change in changes)
    say(f"  penilaian ketat: {items} butir tanpa bukti pada {len(changes)} unit dihitung kosong")
    without = sum(result.strict is not None and not result.strict.applied for result in consolidation.results)
    if without:
        say(f"  penilaian ketat: {without} lembar tidak mempunyai kolom bukti, jadi tidak berubah")


# Rekaps of several instansi.


_LISTED = 10


def print_province_made(made: ProvinceMade) -> None:
    """Print what rekaps came to, or why there is no workbook of them."""
    if made.province is None or made.instrument is None:
        print_temuan(made.temuan, with_file=True)
        say("Tidak ada rekap yang dapat digabung; tidak ada yang ditulis.")
        return
    print_province(made.province, made.instrument)
    print_temuan(made.notes)
    say(f"Ditulis: {made.target}")


def print_province(province: Province, instrument: Instrument) -> None:
    """Print a province in a few lines: files, both means, the first instansi, targets, what was refused."""
    from pmprb.office.record import fate_of

    fates = [fate_of(file) for file in province.inputs]
    used, refused, passed = (fates.count(fate) for fate in ("used", "refused", "passed_over"))
    variant = f", varian {instrument.variant}" if instrument.variant else ""
    say(f"{instrument.short_title}{variant}, periode {province.period or '-'}, antarinstansi")
    kind = "berkas" if province.provinces else "rekap"
    say(
        f"  {used + refused} {kind} = {used} dipakai + {refused} ditolak"
        + (f" (di luar itu {passed} berkas dilewati)" if passed else "")
    )
    many = len(province.instansi)
    say(_mean("Rata-rata indeks instansi", province.mean_of_indices, province, f"{many} instansi"))
    say(_mean("Rata-rata seluruh unit", province.mean_of_units, province, f"{province.rated} unit"))
    for one in province.provinces[:_LISTED]:
        say(f"  {one.name}: {shown(one.mean_of_indices)} dari {one.instansi} instansi, {one.rated} unit")
    if len(province.provinces) > _LISTED:
        say(f"       dan {len(province.provinces) - _LISTED} provinsi lagi")
    for row in province.instansi[:_LISTED]:
        place = "–" if row.rank is None else str(row.rank)
        label = f" · predikat {row.predicate.label}" if row.predicate else ""
        say(f"  {place:>3}  {shown(row.index):>7}  {row.name}, {row.rated} dari {row.registered} unit{label}")
    if len(province.instansi) > _LISTED:
        say(f"       dan {len(province.instansi) - _LISTED} instansi lagi")
    for target, count in province.targets.items():
        say(f"  {target}: {count} unit memenuhi semua ambang")
    missing = sum(len(row.missing) for row in province.instansi)
    if missing:
        say(f"  belum menyerahkan: {missing} dari {province.registered} unit")
    say(f"  temuan: {counted(province.temuan)}")
    if province.wrong:
        most = sorted((one for one in province.instansi if one.wrong), key=lambda one: -(one.wrong or 0))
        names = ", ".join(f"{one.name} ({one.wrong})" for one in most[:_NAMED])
        more = f", dan {len(most) - _NAMED} instansi lagi" if len(most) > _NAMED else ""
        say(f"  masih terbuka di rekap instansinya: {province.wrong} KESALAHAN: {names}{more}")
    print_temuan(province.temuan, with_file=True)


def _mean(title: str, value: Fraction | None, province: Province, of: str) -> str:
    share = None if value is None else value / province.total
    return f"  {title} {shown(value)} dari {shown(province.total)} ({percent(share)}) dari {of} [tafsir]"


# Worksheets of pengampu made one.


def print_merged(merged: Merged) -> None:
    """Print what was merged and what is still missing."""
    from pmprb.temuan import OldFileKept, Severity

    print_temuan(merged.outputs, with_file=True)
    missing = merged.missing
    told = [t for t in merged.temuan if t.severity is not Severity.CATATAN and t not in missing]
    told += [t for t in merged.temuan if isinstance(t, OldFileKept)]
    print_refused(told)
    if merged.submission is None:
        return
    say(f"{merged.submission.unit.name}: {merged.filled} dari {merged.items} butir terisi")
    for one in missing:
        say(f"  belum: {one.node} · {', '.join(one.unit) or 'belum ada pengampunya'}")
    say(f"temuan: {counted(merged.temuan)}")
    say(f"Ditulis: {merged.target}")
