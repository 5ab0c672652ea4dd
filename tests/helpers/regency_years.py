"""The synthetic regency in two years: most units a little better, one merged, one split, one renamed, one new, one
reviewed otherwise. Seeds make the answers; what moves between the years is written here."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import openpyxl

from pmprb.books.rekap.write import write_consolidation
from pmprb.catalog.item import ChoiceItem
from pmprb.catalog.model import Instrument
from pmprb.demo.filling import fill
from pmprb.demo.regency import units
from pmprb.engine.answers import Answer, State, Submission, Unit
from pmprb.engine.score import score, score_reviewed
from pmprb.engine.verdict import judge, predicate_of
from pmprb.office.consolidate import consolidate
from pmprb.office.model import Consolidation, InputFile, Settings, UnitResult
from pmprb.office.register import Register
from pmprb.temuan import sentence

# Pangan (1.07) takes in Perikanan (1.18); Pariwisata (1.19) is renamed; Kecamatan Telaga Biru (3.12) is split in two;
# Bagian Protokol (5.09) is gone; a new office comes.
MERGED, TAKEN, RENAMED, SPLIT, DISSOLVED = "1.07", "1.18", "1.19", "3.12", "5.09"
NEW = Unit(code="1.23", name="Dinas Ekonomi Kreatif", kind="dinas", group="dinas dan badan")
BETTER, WORSE, STRICTER = "1.02", "2.04", "1.09"


def register_before(count: int = 64) -> tuple[Unit, ...]:
    """The units of the first year; with fewer, the ones that something happens to are kept."""
    named = {MERGED, TAKEN, RENAMED, SPLIT, DISSOLVED, BETTER, WORSE, STRICTER, "3.11"}
    every = units()
    spare = count - len(named)
    return tuple(u for n, u in enumerate(every) if u.code in named or n < spare)


def register_after(count: int = 64) -> tuple[Unit, ...]:
    """The units of the second year, with their predecessors."""
    found = []
    for unit in register_before(count):
        if unit.code == MERGED:
            found.append(
                unit.model_copy(update={"name": "Dinas Pangan dan Perikanan", "predecessors": (MERGED, TAKEN)})
            )
        elif unit.code == RENAMED:
            found.append(unit.model_copy(update={"name": "Dinas Pariwisata dan Kebudayaan", "aliases": (unit.name,)}))
        elif unit.code == SPLIT:
            found.append(unit.model_copy(update={"predecessors": (SPLIT,)}))
            half = {"code": "3.13", "name": "Kecamatan Telaga Hijau", "predecessors": (SPLIT,)}
            found.append(unit.model_copy(update=half))
        elif unit.code not in (TAKEN, DISSOLVED):
            found.append(unit)
    return (*found, NEW)


def stepped(answers: dict[str, Answer], instrument: Instrument, every: int, up: bool) -> dict[str, Answer]:
    """Answers with each `every`-th choice one label better or worse."""
    found = dict(answers)
    choices = [i for i in instrument.items.values() if isinstance(i, ChoiceItem)]
    for item in choices[::every]:
        own = answers[item.id]
        labels = [option.label for option in instrument.scales[item.answer_set].options]
        place = labels.index(own.choice) + (-1 if up else 1) if own.state is State.GIVEN else len(labels) - 1
        found[item.id] = Answer(item=item.id, state=State.GIVEN, choice=labels[max(0, min(place, len(labels) - 1))])
    return found


def _result(unit: Unit, instrument: Instrument, submission: Submission) -> UnitResult:
    tree = score(submission, instrument)
    return UnitResult(
        unit=unit,
        submission=submission,
        tree=tree,
        other_tree=score(submission, instrument, "lewati"),
        reviewed=score_reviewed(submission, instrument) if submission.reviewed else None,
        verdicts=tuple(judge(tree, instrument)),
        predicate=predicate_of(tree, instrument),
    )


def year(instrument: Instrument, period: str, count: int = 64, step: int = 0) -> Consolidation:
    """The consolidation of one year; `step` 0 is the first, each later one is better by some answers."""
    register = register_after(count) if step else register_before(count)
    known = {unit.code: unit for unit in register_before(64)}
    results = []
    for unit in register:
        origin = known.get(unit.code) or known.get(unit.predecessors[0] if unit.predecessors else "") or unit
        filled = fill(origin, instrument, period, "2026-01-01T00:00:00Z")
        answers = dict(filled.answers)
        for n in range(step):
            if unit.code == BETTER:
                answers = stepped(answers, instrument, 4, up=True)
            elif unit.code == WORSE:
                answers = stepped(answers, instrument, 9, up=False)
            elif sum(map(ord, unit.code)) % 3 != n % 3 and filled.answers:
                answers = stepped(answers, instrument, 11 + n, up=True) if unit.code != "3.11" else answers
        reviewed = dict(filled.reviewed)
        if step and unit.code == STRICTER:
            stricter = stepped(answers | reviewed, instrument, 6, up=False)
            reviewed = {name: stricter[name] for name in filled.reviewed}
        file = f"{unit.code}.xlsx"
        changed = {"file": file, "sha256": "0" * 64, "unit": unit, "answers": answers, "reviewed": reviewed}
        results.append(_result(unit, instrument, filled.model_copy(update=changed)))
    files: Iterable[InputFile] = [
        InputFile(file=r.submission.file, sha256=r.submission.sha256, unit=r.unit.name, used=True) for r in results
    ]
    return consolidate(results, instrument, register, files, period, (), Settings(period=period, units=register))


def write_year(
    path: Path, instrument: Instrument, period: str, count: int = 64, step: int = 0, promises: bool = True
) -> Path:
    """The year's rekap on disk; with `promises` something is typed into every fourth row of its gap list."""
    found = year(instrument, period, count, step)
    write_consolidation(found, instrument, path, sentences=sentence, version="9.9", instansi="Kabupaten Tirtaloka")
    if promises:
        book = openpyxl.load_workbook(path)
        sheet = book["Kesenjangan"]
        head = next(row for row in sheet.iter_rows() if any(cell.value == "PIC" for cell in row))
        column = {cell.value: cell.column for cell in head}
        for n, row in enumerate(range(head[0].row + 1, min(sheet.max_row, head[0].row + 80) + 1)):
            if n % 4 == 0:
                pic = sheet.cell(row, column["PIC"], ("Ani", "Budi", "=1+1")[n // 4 % 3])
                pic.data_type = "s"
                sheet.cell(row, column["Tenggat"]).value = ("2026-03-31", "30/9/2026", "TW II")[n // 4 % 3]
                sheet.cell(row, column["Status"]).value = ("Proses", "Selesai", "Belum")[n // 4 % 3]
        book.save(path)
    return path


def known_register(count: int = 64) -> Register:
    """The second year's register."""
    return Register(register_after(count))
