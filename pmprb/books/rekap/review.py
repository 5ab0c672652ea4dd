"""Sheet *Verifikasi*: the unit's own answers beside the verifier's (TPI), neither overwritten.

Totals of units, then the items on which both differ by points at stake, then what is still to be verified.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from pmprb.books.order import PlacedUnit
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Answer, State, differ
from pmprb.engine.verdict import Verdict
from pmprb.insight.feedback import answer_words
from pmprb.insight.replies import STANCES, counts_words, reply_words
from pmprb.numbers import exact_sum, number_words
from pmprb.office.model import Reply, ReplyFate
from pmprb.office.replies import ReplyCounts, replied
from pmprb.office.verified import BothSides, Verified
from pmprb.records import dataclass
from pmprb.sheets.page import Cell, Column, Page, count, figure, words

_NONE = "Belum ada jawaban TPI."
_MOST_OPEN = 400
_REPLY_WIDTHS = (14.0, 40.0)


@dataclass(frozen=True)
class _Unit:
    """A verified unit with what its verification comes to."""

    unit: PlacedUnit
    verified: Verified
    differing: int


@dataclass(frozen=True)
class _Difference:
    """An item whose two answers differ; points of both sides, None where a side has no score."""

    unit: PlacedUnit
    item: str
    own: Answer | None
    review: Answer
    reviewer: str
    own_points: Fraction | None
    review_points: Fraction | None

    @property
    def at_stake(self) -> Fraction:
        """Points that hang on who is right; 0 where they cannot be told."""
        if self.own_points is None or self.review_points is None:
            return Fraction(0)
        return abs(self.review_points - self.own_points)

    @property
    def reply(self) -> Reply | None:
        """What the unit answered to it."""
        return self.unit.result.replies.get(self.item)


@dataclass(frozen=True)
class _Open:
    """An item that credits points and has not been verified."""

    unit: PlacedUnit
    item: str
    own: Answer
    points: Fraction


def verified_units(units: Sequence[PlacedUnit]) -> list[tuple[PlacedUnit, Verified]]:
    """Return the units that have answers of the verifier, in their order."""
    return [(unit, found) for unit in units if (found := unit.result.verified) is not None]


def write_review(page: Page, instrument: Instrument, units: Sequence[PlacedUnit]) -> None:
    """Write the totals of verified units, the items that differ, and those still to be verified."""
    verified = verified_units(units)
    order = {item: place for place, item in enumerate(instrument.items)}
    differences = [d for unit, found in verified for d in _differences(unit, found, instrument)]
    differences.sort(key=lambda d: (-d.at_stake, d.unit.number, order[d.item]))
    waiting = [one for unit, found in verified for one in _open(unit, found, instrument)]
    waiting.sort(key=lambda one: (-one.points, one.unit.number, order[one.item]))
    totals = [_Unit(unit, found, sum(d.unit is unit for d in differences)) for unit, found in verified]
    answered = replied_units(units)
    widths = [11.0, 30, 13, 24, 40, 18, 18, 12, 12, 12, 32, 32, 20, *(_REPLY_WIDTHS if answered else ())]
    page.widths(widths)
    top = page.head("Verifikasi", [*_notes(units, verified), *_reply_note(answered)], widths, span=150)
    page.put(top + 1, 0, Cell("Nilai per unit", ("section",)))
    last = page.table(top + 2, _total_columns(page), totals, _NONE, fold=False).last
    if national := [(u, u.result.national) for u in units if u.result.national is not None]:
        page.put(last + 2, 0, Cell("Nilai per unit menurut TPN", ("section",)))
        rows = [_Unit(u, n, sum(1 for _ in _differences(u, n, instrument))) for u, n in national]
        last = page.table(last + 3, _total_columns(page, "TPN"), rows, _NONE, fold=False).last
    if answered:
        page.put(last + 2, 0, Cell("Tanggapan unit atas jawaban TPI yang berbeda", ("section",)))
        last = page.table(last + 3, _reply_columns(), answered, "–", fold=False).last
    page.put(last + 2, 0, Cell("Butir yang jawabannya berbeda, dari selisih poin terbesar", ("section",)))
    empty = "Tidak ada jawaban yang berbeda."
    columns = [*_item_columns(page, instrument), *(_answered_columns() if answered else ())]
    last = page.table(last + 3, columns, differences, empty).last
    shown = waiting[:_MOST_OPEN]
    title = "Belum diverifikasi, dari poin terbesar (unit yang verifikasinya sudah dimulai)"
    title += f": {len(shown)} teratas dari {len(waiting)} butir" if len(shown) < len(waiting) else ""
    page.put(last + 2, 0, Cell(title, ("section",)))
    empty = "Semua butir yang berpoin sudah diverifikasi."
    page.table(last + 3, _open_columns(page, instrument), shown, empty, fold=False)
    page.sheet.freeze_panes(1, 2)
    page.print_setup(None)


def _notes(units: Sequence[PlacedUnit], verified: Sequence[tuple[PlacedUnit, Verified]]) -> list[str]:
    if not verified:
        return [_NONE]
    begun = {id(unit) for unit, _ in verified}
    points = exact_sum(u.result.tree.total.points or Fraction(0) for u in units if id(u) not in begun)
    rest = f" {len(units) - len(begun)} unit lain belum diverifikasi sama sekali ({number_words(points, 2)} poin)."
    return [
        f"{len(begun)} dari {len(units)} unit memuat jawaban TPI.{rest if points else ''}",
        "Butir sama: poin kedua pihak hanya pada butir yang dinilai keduanya, sehingga setara; Selisih = TPI dikurangi "
        "mandiri. Nilai TPI: rata-rata butir terverifikasi dikalikan bobot sub; sub tanpa verifikasi tidak ikut. Nilai "
        "setelah verifikasi: jawaban TPI menggantikan jawaban unit bila ada, butir lain memakai jawaban unit.",
    ]


def replied_units(units: Sequence[PlacedUnit]) -> list[tuple[PlacedUnit, ReplyCounts]]:
    """Return the units with findings, each with how it answered them; none as long as nobody has."""
    place = {id(unit.result): unit for unit in units}
    return [(place[id(result)], counts) for result, counts in replied(unit.result for unit in units)]


def _reply_note(answered: Sequence[tuple[PlacedUnit, ReplyCounts]]) -> list[str]:
    """Return how findings were answered, and the items on which a unit does not agree."""
    if not answered:
        return []
    said = f"Tanggapan {counts_words(counts for _, counts in answered)}."
    against = [f"{unit.name} ({', '.join(counts.disagrees)})" for unit, counts in answered if counts.disagrees]
    apart = f" Tidak setuju: {'; '.join(against)}." if against else ""
    return [f"{said}{apart} Tanggapan tidak mengubah nilai."]


def _reply_columns() -> list[Column[tuple[PlacedUnit, ReplyCounts]]]:
    return [
        Column("Kode Unit", 0, lambda r: words(r[0].result.unit.code)),
        Column("Unit", 0, lambda r: words(r[0].name, "bold")),
        Column("Setuju", 0, lambda r: count(len(r[1].agrees))),
        Column("Tidak setuju", 0, lambda r: count(len(r[1].disagrees), *(("bold",) if r[1].disagrees else ()))),
        Column("Butir yang tidak disetujui", 0, lambda r: words(", ".join(r[1].disagrees))),
        Column("Belum ditanggapi", 0, lambda r: count(len(r[1].open))),
        Column("Perlu ditanggapi lagi", 0, lambda r: count(len(r[1].earlier))),
        Column("Sudah tidak berbeda", 0, lambda r: count(len(r[1].gone))),
    ]


def _answered_columns() -> list[Column[_Difference]]:
    """Return the columns of what units answered, right of the finding."""
    return [
        Column("Tanggapan unit", 0, lambda r: words(_stance(r.reply), "center")),
        Column("Penjelasan dan bukti unit", 0, lambda r: _grounds(r.reply)),
    ]


def _stance(reply: Reply | None) -> str:
    if reply is None:
        return "belum"
    return STANCES[reply.stance] if reply.fate is ReplyFate.COUNTS else "perlu ditanggapi lagi"


def _grounds(reply: Reply | None) -> Cell:
    said = "" if reply is None else reply.explanation if reply.fate is ReplyFate.COUNTS else reply_words(reply)
    return Cell(said, ("cell", "wrap", "indent"), link=True)


def _differences(unit: PlacedUnit, found: Verified, instrument: Instrument) -> Iterator[_Difference]:
    submission = unit.result.submission
    for item, review in found.answers.items():
        own = submission.answers.get(item)
        if review.state is State.BLANK or not differ(own, review):
            continue
        most = instrument.item_weight(item)
        mine, theirs = unit.result.tree.items[item].score, found.alone.items[item].own
        pair = found.pairs.get(item)
        yield _Difference(
            unit,
            item,
            own,
            review,
            submission.reviewers.get(item, ""),
            None if mine is None else mine * most,
            pair.review if pair else None if theirs is None else theirs * most,
        )


def _open(unit: PlacedUnit, found: Verified, instrument: Instrument) -> Iterator[_Open]:
    for item, own in unit.result.submission.answers.items():
        score = unit.result.tree.items[item].score
        if score and item not in found.answers and (points := score * instrument.item_weight(item)):
            yield _Open(unit, item, own, points)


def _total_columns(page: Page, who: str = "TPI") -> list[Column[_Unit]]:
    theme = page.theme
    after = "Nilai setelah verifikasi" if who == "TPI" else f"Nilai setelah {who}"
    return [
        Column("Kode Unit", 0, lambda r: words(r.unit.result.unit.code)),
        Column("Unit", 0, lambda r: words(r.unit.name, "bold")),
        Column("Butir diverifikasi", 0, lambda r: _of(r.verified.alone.total.answered, len(r.verified.alone.items))),
        Column("Butir berbeda", 0, lambda r: count(r.differing)),
        Column("Keterangan", 0, lambda r: words(_remark(r.verified, who))),
        Column("Nilai mandiri (semua butir)", 0, lambda r: figure(_self_total(r.unit), theme.points)),
        Column(after, 0, lambda r: figure(r.verified.after.total.points, theme.points, "bold")),
        Column("Mandiri, butir sama", 0, lambda r: _side(r.verified, "own", theme.points), "own"),
        Column(f"{who}, butir sama", 0, lambda r: _side(r.verified, "review", theme.points), "theirs"),
        Column("Selisih", 0, lambda r: _gap(total_of(r.verified).difference, theme.signed)),
        Column("Kelayakan mandiri", 0, lambda r: words(_targets(r.unit.result.verdicts))),
        Column("Kelayakan setelah verifikasi", 0, lambda r: words(_targets(r.verified.verdicts))),
        Column(f"Nilai {who} (butir terverifikasi)", 0, lambda r: figure(_review_total(r.verified), theme.points)),
    ]


def total_of(found: Verified) -> BothSides:
    """Return the comparison of the whole form."""
    return next(iter(found.compared.values()))


def _side(found: Verified, side: str, num: str) -> Cell:
    total = total_of(found)
    return figure(getattr(total, side) if total.items else None, num)


def _of(number: int, total: int) -> Cell:
    return Cell(number, ("cell", "center"), f'0" dari {total}"')


def _self_total(unit: PlacedUnit) -> Fraction | None:
    return unit.result.tree.total.points if unit.standing else None


def _review_total(found: Verified) -> Fraction | None:
    return found.alone.total.points if found.alone.total.answered else None


def _targets(verdicts: Sequence[Verdict]) -> str:
    """Return in words which targets are met."""
    parts = []
    for verdict in verdicts:
        if verdict.decides:
            failed = sum(not gate.passed for gate in verdict.gates)
            parts.append(f"{verdict.target}: {'memenuhi' if verdict.passed else f'belum, {failed} ambang'}")
    return "\n".join(parts) or "–"


def _remark(found: Verified, who: str) -> str:
    difference = total_of(found).difference
    if difference is None:
        return "Belum ada butir yang dapat dibandingkan."
    if difference == 0:
        return "Poin kedua pihak sama."
    return f"{who} menilai lebih {'rendah' if difference < 0 else 'tinggi'}."


def _item_columns(page: Page, instrument: Instrument) -> list[Column[_Difference]]:
    theme, items = page.theme, instrument.items
    return [
        Column("Kode Unit", 0, lambda r: words(r.unit.result.unit.code)),
        Column("Unit", 0, lambda r: words(r.unit.name, "bold")),
        Column("Kode", 0, lambda r: words(r.item)),
        Column("Area", 0, lambda r: words(instrument.area_of(r.item).title)),
        Column("Kriteria", 0, lambda r: words(items[r.item].criterion)),
        Column("Jawaban mandiri", 0, lambda r: words(answer_words(r.own, items[r.item]))),
        Column("Jawaban TPI", 0, lambda r: words(answer_words(r.review, items[r.item]))),
        Column("Poin mandiri", 0, lambda r: _points(r.own_points, theme.points), "own"),
        Column("Poin TPI", 0, lambda r: _points(r.review_points, theme.points), "theirs"),
        Column("Selisih", 0, lambda r: _gap(_change(r), theme.signed)),
        Column("Bukti dukung unit", 0, lambda r: _evidence(r.own)),
        Column("Catatan TPI", 0, lambda r: words(r.review.note)),
        Column("Penilai", 0, lambda r: words(r.reviewer or "tidak disebut")),
    ]


def _open_columns(page: Page, instrument: Instrument) -> list[Column[_Open]]:
    theme, items = page.theme, instrument.items
    return [
        Column("Kode Unit", 0, lambda r: words(r.unit.result.unit.code)),
        Column("Unit", 0, lambda r: words(r.unit.name, "bold")),
        Column("Kode butir", 0, lambda r: words(r.item)),
        Column("Area", 0, lambda r: words(instrument.area_of(r.item).title)),
        Column("Kriteria", 0, lambda r: words(items[r.item].criterion)),
        Column("Jawaban mandiri", 0, lambda r: words(answer_words(r.own, items[r.item]))),
        Column("Catatan unit", 0, lambda r: words(r.own.note)),
        Column("Poin diakui", 0, lambda r: figure(r.points, theme.points, "bold")),
        Column("Poin penuh", 0, lambda r: figure(instrument.item_weight(r.item), theme.points)),
        Column("Bagian", 0, lambda r: figure(r.points / instrument.item_weight(r.item), theme.share)),
        Column("Bukti dukung unit", 0, lambda r: _evidence(r.own)),
    ]


def _evidence(answer: Answer | None) -> Cell:
    return Cell(answer.evidence if answer else "", ("cell", "wrap", "indent"), link=True)


def _points(value: Fraction | None, num: str) -> Cell:
    return words("–", "muted", "center") if value is None else figure(value, num)


def _change(row: _Difference) -> Fraction | None:
    if row.own_points is None or row.review_points is None:
        return None
    return row.review_points - row.own_points


def _gap(difference: Fraction | None, num: str) -> Cell:
    if difference is None:
        return words("–", "muted", "center")
    return Cell(difference, ("cell", "bold"), num, "={theirs}{row}-{own}{row}")
