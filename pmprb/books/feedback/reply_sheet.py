"""Sheet *Tanggapan* of a unit's workbook: what the TPI found otherwise, and room for the unit's answer to it.

Enters: a `Feedback`. Leaves: the sheet, and a very hidden record of what each row was about. What the unit answered
before stands in its columns again as long as it is about what the TPI says now; what it said to an earlier answer
stands beside. Refuses to know: other units.
"""

from __future__ import annotations

from collections.abc import Mapping

from pmprb.books.rekap.previous import CRITERION, ITEM
from pmprb.catalog.item import Item, RatioItem
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Answer
from pmprb.insight.feedback import Feedback, answer_words
from pmprb.insight.replies import STANCES, reply_words
from pmprb.office.model import Reply, ReplyFate, UnitResult
from pmprb.office.replies import answers_text, findings_of
from pmprb.records import dataclass
from pmprb.sheets.page import Cell, Column, Page, on_screen, words

NAME, RECORD = "Tanggapan", "_tanggapan"
REPLY, GROUNDS = "Tanggapan", "Penjelasan dan bukti"
ABOUT = "butir "
"""How a key of the record begins behind which an item's code stands; its value is what a reply is about."""

_ANSWER, _COUNTS = 13.0, 22.0
"""The width of an answer, and where some are counts with their names."""
_NOTES = (
    "Butir yang jawaban TPI-nya berbeda dari jawaban Anda. Pilih Setuju atau Tidak setuju; bila tidak setuju, tulis "
    "alasan dan letak buktinya. Simpan, lalu kirim berkas ini kembali ke Bagian Organisasi. Tanggapan sampai kepada "
    "TPI dan tidak mengubah nilai dengan sendirinya.",
)


@dataclass(frozen=True)
class _Line:
    """A finding with what the unit answered to it, or answered to what the TPI said earlier."""

    item: str
    own: Answer | None
    reviews: tuple[Answer, ...]
    reviewers: str
    reply: Reply | None
    earlier: Reply | None


def has_findings(feedback: Feedback) -> bool:
    """Whether there is anything to answer."""
    return feedback.result is not None and bool(findings_of(feedback.result))


def reply_record(feedback: Feedback, instrument: Instrument, version: str) -> Mapping[str, str]:
    """Return whose feedback it is, and what a reply to each row is about."""
    result = feedback.result
    assert result is not None
    about = {f"{ABOUT}{item}": answers_text(answers) for item, answers in findings_of(result).items()}
    return {
        "instrument": instrument.id, "unit_code": feedback.unit.code, "unit_name": feedback.unit.name,
        "period": feedback.period, "program_version": version, **about,
    }  # fmt: skip


def write_replies(page: Page, feedback: Feedback, instrument: Instrument) -> None:
    """Write the findings, each with the columns for the unit's answer."""
    assert feedback.result is not None
    lines = _lines(feedback.result)
    earlier = any(line.earlier for line in lines)
    answer = _COUNTS if any(isinstance(instrument.items[line.item], RatioItem) for line in lines) else _ANSWER
    columns = on_screen(lambda text: _columns(instrument.items, earlier, text, answer))
    table = page.listing(NAME, _NOTES, columns, lines, "Tidak ada jawaban yang berbeda.", frozen=1)
    place = (table.first, table.at["reply"], table.last, table.at["reply"])
    page.sheet.data_validation(
        *place,
        {
            "validate": "list", "source": list(STANCES.values()), "error_title": REPLY,
            "error_message": "Pilih Setuju atau Tidak setuju.",
        },
    )  # fmt: skip
    for stance, look in (("agrees", "good"), ("disagrees", "underway")):
        rule = {"type": "cell", "criteria": "==", "value": f'"{STANCES[stance]}"', "format": page.theme.mark(look)}
        page.sheet.conditional_format(*place, rule)
    page.sheet.set_selection(table.first, table.at["reply"], table.first, table.at["reply"])


def _columns(items: Mapping[str, Item], earlier: bool, text: float, answer: float) -> list[Column[_Line]]:
    """Return the columns, those of texts in the width of `text`, those of answers in the width of `answer`."""
    columns: list[Column[_Line]] = [
        Column(ITEM, 12, lambda r: words(r.item)),
        Column(CRITERION, text, lambda r: words(items[r.item].criterion)),
        Column(REPLY, 13, lambda r: _typed(STANCES[r.reply.stance] if r.reply else None, "center"), "reply"),
        Column(GROUNDS, text, lambda r: _typed(r.reply.explanation or None if r.reply else None)),
        Column("Jawaban Anda", answer, lambda r: words(answer_words(r.own, items[r.item]))),
        Column("Jawaban TPI", answer, lambda r: words(_reviews(r, items[r.item]))),
        Column(
            "Catatan TPI", 0.8 * text, lambda r: words("\n".join(dict.fromkeys(a.note for a in r.reviews if a.note)))
        ),
        Column("Penilai", 13, lambda r: words(r.reviewers)),
    ]
    if earlier:
        columns.insert(4, Column("Tanggapan lama", 0.6 * text, lambda r: words(_earlier(r))))
    return columns


def _lines(result: UnitResult) -> list[_Line]:
    disputed = {one.item: one for one in result.disputes}
    lines = []
    for item, answers in findings_of(result).items():
        reply, apart = result.replies.get(item), disputed.get(item)
        who = result.submission.reviewers.get(item, "")
        if apart is not None and apart.ruled is None:
            who = ", ".join(dict.fromkeys(side.reviewer or side.file for side in apart.sides))
        now = reply if reply and reply.fate is ReplyFate.COUNTS else None
        before = reply if reply and reply.fate is ReplyFate.EARLIER else None
        lines.append(_Line(item, result.submission.answers.get(item), answers, who, now, before))
    return lines


def _reviews(line: _Line, item: Item) -> str:
    said = dict.fromkeys(answer_words(answer, item) for answer in line.reviews)
    return " atau ".join(said) + (" (belum diputus)" if len(said) > 1 else "")


def _earlier(line: _Line) -> str:
    return reply_words(line.earlier) if line.earlier else ""


def _typed(value: str | None, *style: str) -> Cell:
    return Cell(value, ("cell", "wrap", "input", *(style or ("indent",))))
