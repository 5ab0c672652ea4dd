"""A proof in words, the same in the terminal and on the page: what was reckoned again, and what came of it.

Enters: a `Proof` or a `ProvinceProof`. Leaves: lines.
"""

from __future__ import annotations

from collections.abc import Iterator

from pmprb.jobs.proof import Proof
from pmprb.jobs.proof_province import ProvinceProof
from pmprb.numbers import shown
from pmprb.temuan import SheetsNotComparable

WHAT_PROVES = (
    "Yang membuktikan adalah hitung ulang dari lembar kerja ini, bukan sidiknya: sidik tanpa rahasia hanya menunjukkan "
    "perubahan yang tidak disengaja."
)


WHAT_PROVES_PROVINCE = (
    "Yang membuktikan adalah hitung ulang dari rekap-rekap ini. Bahwa jawaban dalam sebuah rekap sama dengan lembar "
    "kerjanya dibuktikan sendiri: pmprb periksa --bukti REKAP LEMBAR/."
)


def province_proof_lines(proof: ProvinceProof) -> Iterator[str]:
    """Yield what was gathered again: files, instansi scored again or believed, both means; nothing when not at all."""
    record, again = proof.record, proof.again
    if record is None or again is None:
        return
    used, count = (sum(one.used for one in of.inputs) for of in (again, record))
    yield f"{proof.rekap} · {record.instrument}, periode {record.period or '-'}"
    yield f"  {used} dari {count} berkas yang dipakai digabungkan lagi, {len(again.instansi)} instansi"
    if proof.cells:
        rest = f", {proof.believed} menurut gabungan provinsinya saja" if proof.believed else ""
        yield f"  {proof.scored} instansi dihitung ulang dari jawaban dalam rekapnya{rest}"
    was, is_now = shown(record.mean_of_indices), shown(again.mean_of_indices)
    yield f"  rata-rata indeks dalam gabungan {was}, hasil menggabungkan lagi {is_now}"


def province_outcome_words(proof: ProvinceProof) -> tuple[str, str]:
    """Return the outcome in a word, and what follows it in the sentence."""
    if proof.same and proof.believed:
        return "Sama", ": semua angka, dan isi serta tampilan setiap lembarnya; sebagian sampai gabungan provinsinya."
    if proof.same:
        return "Sama", ": semua angka sampai ke tiap unit, dan isi serta tampilan setiap lembarnya."
    return "Berbeda", ":"


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
