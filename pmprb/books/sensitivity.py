"""How firm results are, as a workbook and as JSON: other policies; verifications and weights; across the instansi."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

from pmprb import __version__
from pmprb.catalog.model import Instrument
from pmprb.insight.policies import PolicyMove, PolicyStudy, Stand
from pmprb.insight.robust.across import Across, Lift, NobodyMeets, Teachers
from pmprb.insight.robust.draws import AreaWeight, DroppedItem, Robustness, UnitRobustness
from pmprb.numbers import decimal_text, percent, shown
from pmprb.office.model import Consolidation, Telaah
from pmprb.sheets.book import NewBook
from pmprb.sheets.page import Cell, Column, Page, count, figure, label, words
from pmprb.sheets.theme import AMBER, GREY, NAVY, RED, TEAL
from pmprb.temuan import sentence

_PLACES = 6


# JSON.


def policies_data(study: PolicyStudy) -> dict[str, Any]:
    """Return every policy with the units it moves; exact figures as decimal text."""
    return {
        "index": None if study.index[""] is None else decimal_text(study.index[""] or Fraction(0)),
        "units": {key: _stand(stand) for key, stand in study.stands[""].items()},
        "policies": [
            {
                "id": case.id,
                "kind": case.kind,
                "title": case.title,
                "index": None if study.index[case.id] is None else decimal_text(study.index[case.id] or Fraction(0)),
                "moves": [_move(move) for move in study.moves if move.case == case.id],
            }
            for case in study.cases
        ],
    }


def _move(move: PolicyMove) -> dict[str, Any]:
    return {
        "code": move.unit.code,
        "name": move.unit.name,
        "decisive": move.decisive,
        "before": _stand(move.before),
        "after": _stand(move.after),
        "why": move.why,
    }


def _stand(stand: Stand) -> dict[str, Any]:
    return {
        "total": None if stand.points is None else decimal_text(stand.points),
        "rank": stand.rank,
        "targets": list(stand.targets),
        "predicate": stand.predicate or None,
    }


def robustness_data(firm: Robustness, seen: Across) -> dict[str, Any]:
    """Return what was drawn, and what is seen across units; floating figures to six places."""
    return {
        "draws": firm.draws,
        "seed": firm.seed,
        "wobble": firm.wobble,
        "chance": firm.chance.model_dump(),
        "units": [_rounded(unit.model_dump()) for unit in firm.units],
        "areas": [_rounded(area.model_dump()) for area in firm.areas],
        "dropped": [_rounded(item.model_dump()) for item in firm.dropped],
        "lifts": [_rounded(lift.model_dump()) for lift in seen.lifts],
        "together": round(seen.together, _PLACES),
        "nobody": [_rounded(one.model_dump()) for one in seen.nobody],
        "teachers": [_rounded(one.model_dump()) for one in seen.teachers],
    }


def near(value: float) -> Fraction:
    """Return a floating figure as the exact number it is shown as."""
    return Fraction(value).limit_denominator(10**9)


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, _PLACES)
    if isinstance(value, dict):
        return {key: _rounded(inner) for key, inner in value.items()}
    return [_rounded(inner) for inner in value] if isinstance(value, list | tuple) else value


# The workbook of policies.


def write_policies(study: PolicyStudy, instrument: Instrument, path: Path) -> None:
    """Write what every policy would change to `path`, which the caller puts in its place."""
    with NewBook(path, f"Kepekaan Kebijakan {instrument.short_title}") as book:
        first = Page(book, "Kebijakan", NAVY)
        rows = [(case, [m for m in study.moves if m.case == case.id]) for case in study.cases]
        base = study.index[""]
        first.listing(
            f"Akibat kebijakan · {instrument.short_title}",
            [
                "Lembar yang sama dinilai sekali lagi dengan satu pilihan yang berbeda; pilihan lain tetap. "
                f"Rata-rata menurut pilihan yang dipakai {percent(base)}.",
                "Menentukan: target atau predikatnya yang berubah, bukan hanya peringkat.",
            ],
            [
                Column("Kebijakan", 52, lambda r: words(r[0].title, "bold")),
                Column("Rata-rata", 12, lambda r: figure(study.index[r[0].id], first.theme.share)),
                Column("Unit menentukan", 13, lambda r: count(sum(m.decisive for m in r[1]))),
                Column("Unit bergeser", 13, lambda r: count(len(r[1]))),
            ],
            rows,
            "Tidak ada kebijakan lain untuk instrumen ini.",
            empty_at=0,
        )
        titles = {case.id: case.title for case in study.cases}
        ordered = sorted(study.moves, key=lambda m: (list(titles).index(m.case), not m.decisive))
        second = Page(book, "Unit yang Berubah", AMBER)
        second.listing(
            "Unit yang berubah",
            ["Satu baris setiap unit dan kebijakan; yang menentukan lebih dahulu."],
            [
                Column("Kebijakan", 40, lambda m: words(titles[m.case])),
                Column("Unit", 34, lambda m: words(m.unit.name, "bold")),
                Column("Nilai", 10, lambda m: figure(m.before.points, second.theme.points)),
                Column("Menjadi", 10, lambda m: figure(m.after.points, second.theme.points)),
                Column("Target", 12, lambda m: words(", ".join(m.before.targets) or "–")),
                Column("Menjadi", 12, lambda m: words(", ".join(m.after.targets) or "–")),
                Column("Predikat", 10, lambda m: label(m.before.predicate or "–")),
                Column("Menjadi", 10, lambda m: label(m.after.predicate or "–")),
                Column("Peringkat", 10, lambda m: _rank(m.before.rank)),
                Column("Menjadi", 10, lambda m: _rank(m.after.rank)),
                Column("Mengapa", 60, lambda m: words(m.why)),
            ],
            ordered,
            "Tidak ada unit yang berubah.",
            frozen=2,
            span=200,
        )
        _about(Page(book, "Tentang", GREY), instrument, [])
        first.sheet.activate()


def _rank(rank: int | None) -> Cell:
    return label("–") if rank is None else count(rank)


# The workbook of draws.


def write_robustness(
    firm: Robustness, seen: Across, gathered: Consolidation, instrument: Instrument, path: Path
) -> None:
    """Write how firm results are to `path`, which the caller puts in its place."""
    with NewBook(path, f"Kepekaan {instrument.short_title}") as book:
        first = Page(book, "Peluang", NAVY)
        _chances(first, firm, instrument)
        _areas(Page(book, "Area", TEAL), firm)
        _dropped(Page(book, "Tanpa Satu Butir", TEAL), firm, instrument)
        _lifts(Page(book, "Sepuluh Perbaikan", AMBER), seen, instrument)
        _nobody(Page(book, "Belum Ada yang Penuh", AMBER), seen, instrument)
        _teachers(Page(book, "Tempat Belajar", AMBER), seen)
        _first_look(Page(book, "Perlu Ditelaah", RED), firm, gathered)
        _about(Page(book, "Tentang", GREY), instrument, assumptions(firm))
        first.sheet.activate()


def assumptions(firm: Robustness) -> list[str]:
    """Return in sentences what the draws rest on."""
    chance = firm.chance
    if chance.seen:
        said = f"{chance.lowered} dari {chance.compared} jawaban bernilai diturunkan dalam verifikasi yang ada"
    else:
        said = "peluang yang disebut atau diandaikan, bukan dari verifikasi"
    return [
        f"{firm.draws} undian, benih {firm.seed}. Dalam tiap undian setiap jawaban bernilai turun satu tingkat dengan "
        f"peluang {percent(near(chance.probability))} ({said}); butir yang "
        "diukur pihak luar tidak turun.",
        f"Bobot tiap judul digeser acak sampai {percent(near(firm.wobble))}, jumlahnya tetap.",
        "Angka di sini perkiraan untuk melihat keteguhan hasil. Lolos tidaknya sebuah unit hanya menurut nilai eksak.",
    ]


def _share(value: float | None, page: Page) -> Cell:
    return label("–") if value is None else figure(value, page.theme.share)


def _chances(page: Page, firm: Robustness, instrument: Instrument) -> None:
    targets = [target.id for gate_set in instrument.gate_sets[:1] for target in gate_set.targets]

    def of(target: str) -> Column[UnitRobustness]:
        return Column(f"Peluang {target}", 12, lambda u: _share(u.targets.get(target), page))

    columns: list[Column[UnitRobustness]] = [
        Column("Kode", 10, lambda u: label(u.code)),
        Column("Unit", 36, lambda u: words(u.name, "bold")),
        *(of(target) for target in targets),
        Column("Nilai 5%", 10, lambda u: figure(u.total[0], page.theme.points)),
        Column("Nilai tengah", 10, lambda u: figure(u.total[1], page.theme.points)),
        Column("Nilai 95%", 10, lambda u: figure(u.total[2], page.theme.points)),
        Column("Peringkat 5%", 11, lambda u: count(u.rank[0])),
        Column("Peringkat tengah", 11, lambda u: count(u.rank[1])),
        Column("Peringkat 95%", 11, lambda u: count(u.rank[2])),
        Column("Ambang paling rapuh", 46, lambda u: words(_weakest(u, instrument))),
    ]
    page.listing(
        "Peluang lolos dan rentang peringkat", assumptions(firm), columns, firm.units, "Belum ada unit.", frozen=2
    )


def _weakest(unit: UnitRobustness, instrument: Instrument) -> str:
    """Return the gate of the first target that is not sure, least likely first."""
    titles = {
        f"{target.id}/{gate.id}": f"{target.id} · {gate.title}"
        for gate_set in instrument.gate_sets[:1]
        for target in gate_set.targets
        for gate in target.gates
    }
    unsure = sorted((p, name) for name, p in unit.gates.items() if 0 < p < 1)
    if not unsure:
        return ""
    p, name = unsure[0]
    return f"{titles[name]} ({percent(near(p))})"


def _areas(page: Page, firm: Robustness) -> None:
    columns: list[Column[AreaWeight]] = [
        Column("Area", 46, lambda a: words(a.title, "bold")),
        Column("Bobot", 12, lambda a: _share(a.nominal, page)),
        Column("Bobot efektif", 12, lambda a: _share(a.effective, page)),
        Column("Sobol' pertama", 12, lambda a: _share(a.first, page)),
        Column("Sobol' total", 12, lambda a: _share(a.total, page)),
    ]
    notes = [
        "Bobot efektif: bagian area dalam keragaman nilai antarunit. Area yang hampir sama di semua unit hampir tidak "
        "menentukan peringkat, berapa pun bobotnya.",
        "Sobol': bagian area dalam bergesernya peringkat bila bobot area berubah, sendiri (pertama) dan bersama "
        "yang lain (total); terisi dengan --sobol.",
    ]
    page.listing("Area", notes, columns, firm.areas, "Tidak ada area.", empty_at=0)


def _dropped(page: Page, firm: Robustness, instrument: Instrument) -> None:
    columns: list[Column[DroppedItem]] = [
        Column("Butir", 14, lambda d: label(d.item)),
        Column("Kriteria", 70, lambda d: words(instrument.items[d.item].criterion)),
        Column("Unit berubah target", 12, lambda d: count(d.verdicts)),
        Column("Geser peringkat rata-rata", 13, lambda d: figure(d.mean_shift, "0.00")),
        Column("Geser terbesar", 12, lambda d: count(d.most_shift)),
    ]
    note = "Bila satu butir ditiadakan dan bobotnya dibagi butir lain di judul yang sama."
    page.listing("Tanpa satu butir", [note], columns, firm.dropped, "Perlu paling sedikit dua unit.")


def _lifts(page: Page, seen: Across, instrument: Instrument) -> None:
    columns: list[Column[Lift]] = [
        Column("Butir", 14, lambda one: label(one.item)),
        Column("Kriteria", 60, lambda one: words(instrument.items[one.item].criterion)),
        Column("Naik rata-rata", 12, lambda one: figure(one.points, page.theme.signed)),
        Column("Unit", 8, lambda one: count(one.units)),
        Column("Caranya", 60, lambda one: words(instrument.items[one.item].remedy)),
    ]
    note = (
        "Perbaikan yang paling menaikkan rata-rata bila semua unit mencapai jawaban terbaik pada butir itu; "
        f"bersama-sama {shown(near(seen.together))} poin. Unit: yang masih dapat memperbaikinya."
    )
    page.listing("Sepuluh perbaikan bersama", [note], columns, seen.lifts, "Semua butir sudah penuh.", span=180)


def _nobody(page: Page, seen: Across, instrument: Instrument) -> None:
    columns: list[Column[NobodyMeets]] = [
        Column("Butir", 14, lambda one: label(one.item)),
        Column("Kriteria", 80, lambda one: words(instrument.items[one.item].criterion)),
        Column("Terbaik", 12, lambda one: _share(one.best, page)),
        Column("Dijawab", 10, lambda one: count(one.answered)),
    ]
    note = "Butir yang tidak satu pun unit memenuhinya penuh: mungkin perlu dibantu dari pusat atau dijelaskan."
    page.listing(
        "Belum ada yang penuh", [note], columns, seen.nobody, "Setiap butir dipenuhi paling sedikit satu unit."
    )


def _teachers(page: Page, seen: Across) -> None:
    def named(one: Teachers) -> str:
        return "; ".join(f"{name} ({percent(near(share))})" for _, name, share in one.units)

    columns: list[Column[Teachers]] = [
        Column("Area", 46, lambda one: words(one.title, "bold")),
        Column("Unit tempat belajar", 90, lambda one: words(named(one))),
        Column("Unit di bawah 50%", 12, lambda one: count(one.below_half)),
    ]
    note = "Unit dengan capaian tertinggi di tiap area, menurut isiannya sendiri."
    page.listing("Tempat belajar", [note], columns, seen.teachers, "Belum ada unit.", empty_at=0)


def _first_look(page: Page, firm: Robustness, gathered: Consolidation) -> None:
    by_unit = {(unit.code, unit.name): unit for unit in firm.units}

    def chances(one: Telaah) -> str:
        unit = by_unit.get((one.unit.code, one.unit.name))
        if unit is None:
            return ""
        told = ((target, near(p)) for target, p in unit.targets.items())
        return "; ".join(f"{target} {percent(p)}" for target, p in told)

    columns: list[Column[Telaah]] = [
        Column("Unit", 34, lambda one: words(one.unit.name, "bold")),
        Column("Kode", 12, lambda one: label(one.temuan.code)),
        Column("Alasan", 90, lambda one: words(sentence(one.temuan))),
        Column("Poin dipertaruhkan", 12, lambda one: figure(one.points, page.theme.points)),
        Column("Peluang tetap lolos", 24, lambda one: words(chances(one))),
    ]
    notes = [
        "Tempat yang sebaiknya dilihat lebih dahulu, seperti pada rekap, dengan peluang unitnya tetap lolos sesudah "
        "verifikasi. Bukan penilaian terhadap orang; yang tertulis di sini belum tentu salah."
    ]
    page.listing("Perlu ditelaah", notes, columns, gathered.findings, "Tidak ada.", empty_at=0, span=170)


def _about(page: Page, instrument: Instrument, notes: list[str]) -> None:
    rows = [
        ("Instrumen", instrument.title),
        ("Dasar", instrument.basis.value),
        ("Sidik katalog (SHA-256)", instrument.hash),
        ("Program", f"pmprb {__version__}"),
        *(("Keterangan", note) for note in notes),
        *((("Perhatian", " ".join(instrument.caution.split())),) if instrument.caution else ()),
    ]
    page.listing(
        "Tentang",
        [],
        [Column("Hal", 28, lambda r: words(r[0], "bold")), Column("Isi", 110, lambda r: words(r[1]))],
        rows,
        "",
    )
