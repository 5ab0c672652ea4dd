"""A proof in words, the same in the terminal and on the page: what was reckoned again, and what came of it.

Enters: a `Proof`. Leaves: lines.
"""

from __future__ import annotations

from collections.abc import Iterator

from pmprb.jobs.proof import Proof
from pmprb.numbers import shown
from pmprb.temuan import SheetsNotComparable

WHAT_PROVES = (
    "Yang membuktikan adalah hitung ulang dari lembar kerja ini, bukan sidiknya: sidik tanpa rahasia hanya menunjukkan "
    "perubahan yang tidak disengaja."
)


def proof_lines(proof: Proof) -> Iterator[str]:
    """Yield what was reckoned again: the rekap, its files, both indices; nothing when it could not be."""
    record = proof.record
    if record is None or proof.again is None:
        return
    used = sum(one.fate == "used" for one in proof.again.inputs)
    count = sum(one.fate == "used" for one in record.inputs)
    yield f"{proof.rekap} · {record.instrument}, periode {record.period or '-'}"
    yield f"  {used} dari {count} berkas yang dipakai dihitung ulang, {len(proof.again.units)} unit"
    yield f"  indeks dalam rekap {shown(record.index)}, hasil hitung ulang {shown(proof.again.index)}"


def outcome_words(proof: Proof) -> tuple[str, str]:
    """Return the outcome in a word, and what follows it in the sentence."""
    if proof.same:
        return "Sama", ": semua nilai sampai ke tiap jawaban, dan isi serta tampilan setiap lembarnya."
    if any(isinstance(temuan, SheetsNotComparable) for temuan in proof.temuan):
        return "Tidak dapat dibandingkan", ", karena dari versi program lain:"
    return "Berbeda", ":"
