"""A unit's feedback as one page that opens on a telephone, and prints on A4.

Enters: a `Feedback` and its instrument. Leaves: the page's text. It stands alone: no script, no address is loaded,
and it tells the browser to load none. Refuses to know: other units, workbooks.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from fractions import Fraction

from pmprb.catalog.item import Basis
from pmprb.catalog.model import Instrument
from pmprb.engine.gaps import Gap
from pmprb.engine.verdict import GateResult
from pmprb.insight.feedback import (
    Feedback,
    ResultRow,
    answer_words,
    caution_words,
    evidence_words,
    gate_words,
    parts_of,
    place_words,
    step_words,
)
from pmprb.numbers import percent, rounded, shown
from pmprb.temuan import CellPos, Folded, Severity, Temuan, fold, folded_sentence

# HTML put together from elements: every text and every attribute is escaped where it is put in.


_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_VOID = frozenset(("meta", "br", "hr"))


class Html(str):
    """Text that is HTML already."""


def escape(text: str) -> Html:
    """Return a text as HTML: escaped, without control characters and marks that turn the direction of writing."""
    return Html(html.escape(_UNSAFE.sub("", text)))


def el(tag: str, /, *inside: str, **attributes: str) -> Html:
    """Return an element. Plain texts inside are escaped, `Html` is not; attributes always are ("cls" is class,
    underscores are dashes)."""
    named = ((("class" if key == "cls" else key.replace("_", "-")), value) for key, value in attributes.items())
    start = f"<{tag}" + "".join(f' {key}="{escape(value)}"' for key, value in named) + ">"
    if tag in _VOID:
        return Html(start)
    return Html(f"{start}{join(*inside)}</{tag}>")


def join(*inside: str) -> Html:
    """Return pieces one after the other."""
    return Html("".join(piece if isinstance(piece, Html) else escape(piece) for piece in inside))


FIRST_GAPS, FEW_GATES = 10, 4
_CELLS = 12
_STYLE = """
*{box-sizing:border-box}
body{margin:0 auto;padding:12px;max-width:800px;background:#fff;color:#22303c;
font:16px/1.45 Arial,Helvetica,sans-serif;overflow-wrap:anywhere}
header{background:#1f3a5f;color:#fff;margin:-12px -12px 16px;padding:16px 12px}
h1{font-size:22px;margin:0}h2{font-size:18px;color:#1f3a5f;margin:28px 0 8px}h3{font-size:16px;margin:0}
p{margin:4px 0}header p{color:#eaf1f5;font-size:14px}
.box{border:2px solid #e3b341;background:#fff6dc;color:#6b4e00;border-radius:6px;padding:10px;margin:12px 0}
.alarm{border-color:#d9796b;background:#fbe3e1;color:#8a1f15}
.cards{display:grid;grid-template-columns:1fr 1fr;gap:8px;margin:12px 0}
.card{background:#eaf1f5;border-radius:6px;padding:10px}
.card b{display:block;font-size:26px;line-height:1.2;color:#1f3a5f}
.card.first{background:#1f3a5f;color:#fff}.card.first b{color:#fff}
.small{font-size:14px;color:#4d5965}.card.first .small{color:#eaf1f5}
.line{border-top:1px solid #d5dce4;padding:10px 0}
.line>p:first-child{display:flex;justify-content:space-between;align-items:flex-start;gap:12px}
.bar{height:8px;background:#e3e7eb;border-radius:4px;margin-top:4px}
.bar i{display:block;height:8px;background:#2f7f8c;border-radius:4px}
.tag{display:inline-block;border-radius:4px;padding:1px 7px;font-size:13px;font-weight:bold;white-space:nowrap}
.good{background:#e3f2e6;color:#1e6b34}.bad{background:#fbe3e1;color:#8a1f15}
.warn{background:#fff6dc;color:#6b4e00}.note{background:#e3e7eb;color:#3b4753}
dl{margin:6px 0 0}dt{font-size:13px;color:#4d5965}dd{margin:0 0 6px}
summary{cursor:pointer;padding:12px 0;font-weight:bold;color:#0b5cad}
.nobreak{white-space:nowrap}
@media(min-width:600px){.cards{grid-template-columns:repeat(4,1fr)}}
@media print{@page{size:A4;margin:14mm}body{padding:0;font-size:12px;max-width:none}
header{margin:0 0 12px;-webkit-print-color-adjust:exact;print-color-adjust:exact}
.bar,.bar i,.tag,.card,.box{-webkit-print-color-adjust:exact;print-color-adjust:exact}
details::details-content{content-visibility:visible;display:block}
.line,.card{break-inside:avoid}h2{break-after:avoid}}
"""
_TAGS = {Severity.KESALAHAN: "bad", Severity.PERINGATAN: "warn", Severity.CATATAN: "note"}
_OTHER = {"nol": "Bila butir kosong dihitung nol", "lewati": "Bila butir kosong tidak ikut dirata-ratakan"}


def feedback_page(feedback: Feedback, instrument: Instrument, sentences: Callable[[Temuan], str], version: str) -> str:
    """Return the page. `sentences` words a temuan."""
    title = f"Umpan Balik {feedback.name}"
    rules = "default-src 'none'; style-src 'unsafe-inline'"
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", http_equiv="Content-Security-Policy", content=rules),
        el("meta", name="robots", content="noindex"),
        el("title", title),
        el("style", Html(_STYLE)),
    )
    body = el("body", *_body(feedback, instrument, sentences), el("p", f"pmprb {version}", cls="small"))
    return f"<!DOCTYPE html>\n{el('html', head, body, lang='id')}\n"


def _body(feedback: Feedback, instrument: Instrument, sentences: Callable[[Temuan], str]) -> Iterator[Html]:
    period = f"Periode {feedback.period} · " if feedback.period else ""
    variant = f" · varian: {instrument.chosen_variant.title}" if instrument.chosen_variant else ""
    yield el("header", el("h1", feedback.name), el("p", f"{period}{instrument.short_title}{variant}"))
    caution = caution_words(instrument)
    if instrument.is_reconstructed:
        yield el("p", f"Perhatian: {caution}", cls="box alarm")
    result = feedback.result
    if result is None:
        yield from _refused(feedback, sentences)
        yield from _findings(feedback, sentences)
    else:
        yield el("div", *_cards(feedback), cls="cards")
        yield from _remarks(feedback)
        yield el("h2", "Capaian per area")
        yield from map(_part, parts_of(result.tree, instrument))
        yield from _gates(feedback)
        yield from _next_step(feedback, instrument)
        yield from _findings(feedback, sentences)
        yield from _gaps(feedback, instrument)
    if caution and not instrument.is_reconstructed:
        yield el("p", f"Perhatian: {caution}", cls="box small")
    yield el("h2", "Tentang hasil ini")
    yield el("p", f"{instrument.title}. Dasar: {instrument.basis.value.replace('-', ' ')}.")
    yield el("p", "; ".join(instrument.citation(reference) for reference in instrument.references) + ".")
    for file in feedback.files:
        fate = "dihitung" if file.used else "tidak dihitung"
        yield el("p", f"Berkas {file.file}: {fate}.", cls="small")


def _refused(feedback: Feedback, sentences: Callable[[Temuan], str]) -> Iterator[Html]:
    """Yield why none of the unit's files counts, and how to mend it."""
    said = "Berkas Anda belum dihitung. Betulkan menurut daftar di bawah ini, lalu kirim ulang."
    yield el("p", el("b", said), cls="box alarm")
    for file in feedback.files:
        reasons = (el("p", sentences(temuan)) for temuan in file.why)
        yield el("div", el("h3", file.file), *reasons, cls="line")


def _cards(feedback: Feedback) -> Iterator[Html]:
    result = feedback.result
    assert result is not None
    total = result.tree.total
    if not result.rated:
        yield _card("Nilai", "–", "belum dinilai: belum ada jawaban", "card first")
    else:
        yield _card("Nilai", shown(total.points), f"dari {shown(total.max)} ({percent(total.share)})", "card first")
        if result.predicate:
            yield _card("Predikat", result.predicate.label, result.predicate.title)
        if feedback.standing:
            where = feedback.standing
            yield _card("Peringkat", f"ke-{where.group_rank if where.group else where.rank}", _of(feedback))
    for verdict in feedback.deciding:
        failed = sum(not gate.passed for gate in verdict.gates)
        foot = f"{failed} ambang belum terpenuhi" if failed else "semua ambang terpenuhi"
        yield _card(verdict.target, "lolos" if verdict.passed else "belum", foot)
    yield _card("Terjawab", str(total.answered), f"dari {total.items} butir")


def _of(feedback: Feedback) -> str:
    """Return a place's words without the number in front."""
    return place_words(feedback.standing).partition(" ")[2]


def _card(title: str, value: str, foot: str, look: str = "card") -> Html:
    return el("div", el("span", title, cls="small"), el("b", value), el("span", foot, cls="small"), cls=look)


def _remarks(feedback: Feedback) -> Iterator[Html]:
    result = feedback.result
    assert result is not None
    other = result.other_tree
    if result.rated and other.total.points is not None and other.total.points != result.tree.total.points:
        yield el("p", f"{_OTHER[other.blank]}, nilainya {shown(other.total.points)}.", cls="small")
    if feedback.standing:
        yield el("p", "Nilai unit lain tidak dicantumkan.", cls="small")


def _part(part: ResultRow) -> Html:
    share = part.share or Fraction(0)
    value = "belum dinilai" if part.points is None else f"{shown(part.points)} dari {shown(part.most)}"
    width = f"width:{max(0, min(100, int(rounded(share * 100, 0))))}%"
    bar = el("div", el("i", style=width), cls="bar")
    return el("div", el("p", el("b", part.title), el("span", value, cls="nobreak")), bar, cls="line")


def _gates(feedback: Feedback) -> Iterator[Html]:
    """Yield the gates of every target, those not met first; all folded but for a few that are not met."""
    if feedback.deciding:
        yield el("h2", "Ambang kelayakan")
    for verdict in feedback.deciding:
        failed = [gate for gate in verdict.gates if not gate.passed]
        met = [gate for gate in verdict.gates if gate.passed]
        said = f"{len(failed)} dari {len(verdict.gates)} ambang belum terpenuhi" if failed else "semua ambang terpenuhi"
        shown_open = {"open": ""} if 0 < len(failed) <= FEW_GATES else {}
        lines = (_gate(gate) for gate in (*failed, *met))
        yield el("details", el("summary", f"{verdict.target}: {said}"), *lines, **shown_open)


def _gate(gate: GateResult) -> Html:
    tag = el("span", "lolos", cls="tag good") if gate.passed else el("span", "belum", cls="tag bad")
    said = gate_words(gate)
    if gate.basis in (Basis.PRAKTIK, Basis.REKONSTRUKSI):
        said += f" · dasar: {gate.basis.value}"
    return el("div", el("p", el("b", gate.title), tag), el("p", said), cls="line")


def _next_step(feedback: Feedback, instrument: Instrument) -> Iterator[Html]:
    """Yield the least to the unit's next target, change by change; nothing where nobody asked for it."""
    step = feedback.next_step
    if step is None or not step.said:
        return
    yield el("h2", f"Paling sedikit ke {step.target}" if step.target else "Target berikutnya")
    yield el("p", f"{step.said[0].upper()}{step.said[1:]}.")
    for code, said in step.changes:
        item = instrument.items[code]
        lines = (el("p", el("b", f"{code} · {item.criterion}")), el("p", said), el("p", item.remedy, cls="small"))
        yield el("div", *lines, cls="line")


def _gaps(feedback: Feedback, instrument: Instrument) -> Iterator[Html]:
    """Yield the gap list: the first ones open, the rest folded."""
    yield el("h2", "Perbaikan, dari yang paling berpengaruh")
    if feedback.result is not None and not feedback.result.rated:
        yield el("p", "Isi dahulu lembar kerjanya.")
        return
    if not feedback.gaps:
        yield el("p", "Semua butir sudah penuh.")
    yield from (_gap(gap, feedback, instrument) for gap in feedback.gaps[:FIRST_GAPS])
    rest = feedback.gaps[FIRST_GAPS:]
    if rest:
        lines = (_gap(gap, feedback, instrument) for gap in rest)
        yield el("details", el("summary", f"{len(rest)} perbaikan lain"), *lines)


def _gap(gap: Gap, feedback: Feedback, instrument: Instrument) -> Html:
    assert feedback.result is not None
    answer = answer_words(feedback.result.submission.answers.get(gap.item), instrument.items[gap.item])
    head = el(
        "p", el("b", f"{gap.item} · {gap.criterion}"), el("span", f"+{shown(gap.step.gain)} poin", cls="tag warn")
    )
    pairs = [
        ("Jawaban sekarang", answer),
        ("Jawaban berikutnya", step_words(gap)),
        ("Bukti dukung", evidence_words(gap)),
        ("Saran", gap.remedy),
    ]
    listed = (join(el("dt", name), el("dd", text)) for name, text in pairs if text)
    area = el("p", f"{gap.area_title} · poin hilang {shown(gap.lost)}", cls="small")
    return el("div", head, area, el("dl", *listed), cls="line")


def _findings(feedback: Feedback, sentences: Callable[[Temuan], str]) -> Iterator[Html]:
    """Yield the temuan with their cells; notes are folded. What a refused file was told of already is left out."""
    said = {t for file in feedback.files for t in file.why} if feedback.result is None else set()
    found = fold(t for t in feedback.temuan if t not in said)
    if said and not found:
        return
    yield el("h2", "Temuan lain dalam berkas Anda" if said else "Temuan dalam berkas Anda")
    grave = [one for one in found if one.severity is not Severity.CATATAN]
    notes = [one for one in found if one.severity is Severity.CATATAN]
    if not found:
        yield el("p", "Tidak ada temuan.")
    yield from (_finding(one, sentences) for one in grave)
    if notes:
        yield el("details", el("summary", f"{len(notes)} catatan"), *(_finding(one, sentences) for one in notes))


def _finding(folded: Folded, sentences: Callable[[Temuan], str]) -> Html:
    text = sentences(folded.first) if folded.count == 1 else folded_sentence(folded, to_unit=True)
    tag = el("span", folded.severity.value, cls=f"tag {_TAGS[folded.severity]}")
    head = el("p", el("b", _cells(folded) or "Seluruh berkas"), tag)
    return el("div", head, el("p", text, el("span", f" ({folded.code})", cls="small")), cls="line")


def _cells(folded: Folded) -> str:
    """Return the cells of a folded temuan: the sheet once, then at most a dozen cells."""
    at = folded.first.at
    sheet = at.sheet if isinstance(at, CellPos) else ""
    cells = list(dict.fromkeys(t.at.cell for t in folded.temuan if isinstance(t.at, CellPos) and t.at.cell))
    if not cells:
        return sheet
    more = f", dan {len(cells) - _CELLS} sel lagi" if len(cells) > _CELLS else ""
    return f"{sheet}!{', '.join(cells[:_CELLS])}{more}"
