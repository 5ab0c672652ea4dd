"""What is asked, how an answer is understood, and what follows from each: the engine's part of the class.

Enters: an instrument with answers to begin from, texts of participants. Leaves: a question as phones see it, answers by
what they mean, the outcome of a question. Refuses to know: participants, HTTP.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from pmprb.catalog.item import ChoiceItem
from pmprb.catalog.model import Instrument
from pmprb.engine.answers import Answer, State
from pmprb.engine.score import score_answers
from pmprb.insight.feedback import answer_words
from pmprb.insight.what_if import Side, side_of
from pmprb.numbers import exact_sum, percent, shown
from pmprb.papan.cells import answers_typed, cells_of, is_blank
from pmprb.papan.classroom.room import Question, Said
from pmprb.papan.desk import Stopped, Trouble
from pmprb.papan.form import form_data
from pmprb.papan.made import LEVELS, made_answers
from pmprb.papan.standing import gain_words
from pmprb.temuan import Temuan, finding_for_unit, repair_for_unit
from pmprb.text import clean_text

_LONGEST_CASE = 1_000
_GROUPS = 8
"""So many different numbers are shown one by one; the rarer ones stand together."""
OTHERS = "lain"


@dataclass(frozen=True)
class Effect:
    """What one answer does: the total with it, and how far from the total with the right reading."""

    key: str
    label: str
    count: int
    right: bool
    points: Fraction
    apart: Fraction
    turned: tuple[str, ...]


@dataclass
class Lesson:
    """What a class works on: an instrument and answers that stay as they are while one item is asked about.

    `unit` is what the facilitator sees; participants are never told whose answers these are.
    """

    instrument: Instrument
    answers: Mapping[str, Answer]
    reviewed: Mapping[str, Answer]
    unit: str
    _alone: dict[str, Instrument] = field(default_factory=dict)

    @classmethod
    def made(cls, instrument: Instrument, level: str) -> Lesson:
        """Return a lesson with a made-up unit. Raises Stopped for a level that is not there."""
        if level not in LEVELS:
            raise Stopped(Trouble("Unit contoh itu tidak ada.", "Pilih contoh yang lain."))
        return cls(instrument, made_answers(instrument, level), {}, LEVELS[level][0])

    def form(self) -> dict[str, Any]:
        """Return the instrument as a form, with what the facilitator may start a question from: the evidence the unit
        names, and the verifier's answer where there is one."""
        return {
            "formulir": form_data(self.instrument),
            "unit": self.unit,
            "bukti": {name: one.evidence for name, one in self.answers.items() if one.evidence},
            "tpi": cells_of(self.reviewed, self.instrument),
        }

    def question(self, item_id: str, case: str) -> dict[str, Any]:
        """Return an item as participants see it, with the case they are to judge. Raises Stopped for no item."""
        if item_id not in self.instrument.items:
            raise Stopped(Trouble("Butir itu tidak ada dalam instrumen ini.", "Pilih butir yang lain."))
        for area in form_data(self._only(item_id))["area"]:
            for sub in area["sub"]:
                for item in sub["butir"]:
                    asked = {name: item[name] for name in _ASKED if name in item}
                    return {
                        **asked,
                        "area": area["judul"],
                        "sub": sub["judul"],
                        "kasus": clean_text(case)[:_LONGEST_CASE].strip(),
                    }
        raise AssertionError(f"an item without a heading: {item_id}")

    def understood(self, item_id: str, cells: Mapping[str, Any]) -> Said:
        """Return an answer by the rules for a worksheet's cells. Raises Stopped, in words, for what is none."""
        part = self._only(item_id)
        typed = answers_typed(cells, part, {}, {})
        answer = typed.answers[item_id]
        if answer.state is State.INVALID and typed.temuan:
            raise Stopped(Trouble(finding_for_unit(typed.temuan[0]), repair_for_unit(typed.temuan[0])))
        if is_blank(answer) or answer.state is State.INVALID:
            raise Stopped(Trouble("Jawaban ini belum diisi.", "Pilih atau isi dahulu, lalu kirim."))
        tree = score_answers({item_id: answer}, part, part.policies.blank)
        if answer.state is State.GIVEN and tree.items[item_id].score is None:
            raise Stopped(_unscored(tree.temuan))
        kept = cells_of({item_id: answer}, part)
        return Said(_key(kept), answer_words(answer, part.items[item_id]), kept)

    def outcome(self, item_id: str, question: Question, right: Said) -> tuple[dict[str, Any], tuple[Effect, ...]]:
        """Return what the room is shown of a question, and the effects behind it."""
        effects = tuple(self._effects(item_id, question, right))
        answered = sum(one.count for one in effects)
        hit = sum(one.count for one in effects if one.right)
        mean = exact_sum([one.points * one.count for one in effects]) / answered if answered else None
        item = self.instrument.items[item_id]
        cited = "; ".join(self.instrument.citation(reference) for reference in item.references)
        return {
            "jumlah": answered,
            "tepat": hit,
            "tepat_persen": percent(Fraction(hit, answered), 0) if answered else "–",
            "benar": right.label,
            "arti": item.options.get(right.label, "") if isinstance(item, ChoiceItem) else "",
            "bukti": list(item.evidence),
            "saran": item.remedy,
            "dasar": f"{cited} ({item.basis.value})",
            "nilai_benar": shown(_total(self._side(item_id, right))),
            "dari": shown(self.instrument.root.weight),
            "rata": "" if mean is None else shown(mean),
            "rata_selisih": "" if mean is None else gain_words(mean - _total(self._side(item_id, right))),
            "kelompok": _bars(effects, answered),
        }, effects

    def _only(self, item_id: str) -> Instrument:
        """Return the instrument with one item: an answer to it is understood without the others."""
        if item_id not in self._alone:
            self._alone[item_id] = self.instrument.only((item_id,))
        return self._alone[item_id]

    def _effects(self, item_id: str, question: Question, right: Said) -> Iterator[Effect]:
        """Yield every answer that may be chosen, or that was typed, with what it does; most frequent first where
        numbers were typed."""
        counts, seen = question.counts(), {one.key: one for one in question.said()}
        item = self.instrument.items[item_id]
        if isinstance(item, ChoiceItem):
            labels = [self.understood(item_id, {item_id: one["label"]}) for one in question.shown["pilihan"]]
        else:
            labels = [seen[key] for key, _ in counts.most_common()]
        if right.key not in {one.key for one in labels}:
            labels.insert(0, right)
        best = self._side(item_id, right)
        for one in labels:
            side = self._side(item_id, one)
            points = _total(side)
            yield Effect(
                one.key,
                one.label,
                counts.get(one.key, 0),
                one.key == right.key,
                points,
                points - _total(best),
                tuple(_turned(best, side)),
            )

    def _side(self, item_id: str, said: Said) -> Side:
        part = self._only(item_id)
        answer = answers_typed(said.cells, part, {}, {}).answers[item_id]
        return side_of({**self.answers, item_id: answer}, self.instrument, self.instrument.policies.blank)


def _unscored(temuan: tuple[Temuan, ...]) -> Trouble:
    """Return why an answer that was understood is worth nothing: out of bounds, or divided by nothing."""
    if temuan:
        return Trouble(finding_for_unit(temuan[0]), repair_for_unit(temuan[0]))
    return Trouble("Jawaban ini tidak dapat dinilai.", "Periksa angkanya, lalu kirim lagi.")


_ASKED = ("id", "kriteria", "jenis", "penjelasan", "pilihan", "hitungan", "rentang", "boleh_lewat")
"""What participants are told of an item while they answer: not the evidence it asks for, nor what it is worth."""


def counts_data(question: Question) -> list[dict[str, Any]]:
    """Return how the room answered, for the facilitator before the discussion: the options, or the numbers typed."""
    counts, labels = question.counts(), {one.key: one.label for one in question.said()}
    keys = [option["label"] for option in question.shown.get("pilihan", ())] or [k for k, _ in counts.most_common()]
    total = sum(counts.values())
    return [
        {"kunci": key, "label": labels.get(key, key), "jumlah": counts[key], **_share(counts[key], total)}
        for key in keys
    ]


def _bars(effects: tuple[Effect, ...], answered: int) -> list[dict[str, Any]]:
    """Return the effects as the page shows them; the rarest numbers stand together where there are many."""
    listed = [one for place, one in enumerate(effects) if place < _GROUPS or one.right]
    bars: list[dict[str, Any]] = [
        {
            "kunci": one.key,
            "label": one.label,
            "jumlah": one.count,
            **_share(one.count, answered),
            "benar": one.right,
            "nilai": shown(one.points),
            "selisih": gain_words(one.apart) if one.apart else "",
            "arah": "naik" if one.apart > 0 else "turun" if one.apart < 0 else "tetap",
            "ambang": list(one.turned),
        }
        for one in listed
    ]
    rest = answered - sum(one.count for one in listed)
    if rest:
        others = {"kunci": OTHERS, "label": "jawaban lain", "jumlah": rest, **_share(rest, answered), "benar": False}
        bars.append({**others, "nilai": "", "selisih": "", "arah": "", "ambang": []})
    return bars


def _share(count: int, total: int) -> dict[str, str]:
    share = Fraction(count, total) if total else Fraction(0)
    return {"persen": percent(share, 0), "lebar": str(round(float(share) * 100, 2))}


def _key(cells: Mapping[str, str]) -> str:
    """Return what tells an answer from others: its one text, or all its counts in their order."""
    return next(iter(cells.values())) if len(cells) == 1 else "; ".join(f"{n} {v}" for n, v in sorted(cells.items()))


def _total(side: Side) -> Fraction:
    return side.tree.total.points or Fraction(0)


def _turned(right: Side, other: Side) -> Iterator[str]:
    """Yield the gates of the deciding reading, and the predicate, that come out otherwise than with the right one."""
    for one, two in zip(right.verdicts, other.verdicts, strict=True):
        if not two.decides:
            continue
        for gate, now in zip(one.gates, two.gates, strict=True):
            if gate.passed != now.passed:
                yield f"{two.target}: {now.title} {'terpenuhi' if now.passed else 'tidak terpenuhi'}"
    labels = [side.predicate.label if side.predicate else "" for side in (right, other)]
    if labels[0] != labels[1]:
        yield f"predikat {labels[1] or '–'}, bukan {labels[0] or '–'}"
