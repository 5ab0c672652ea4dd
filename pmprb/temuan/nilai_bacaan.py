"""What another reading of a rule makes of the same figures: predicates."""

from __future__ import annotations

from pmprb.temuan.place import on_book
from pmprb.temuan.record import CATATAN, Temuan


class PredicateReadingMatters(Temuan):
    """Another reading of the predicate's bands gives another predicate."""

    code, severity = "NILAI-055", CATATAN
    label: str
    other: str
    reading: str
    title = "Predikat bergantung pada batas yang dibaca"
    sentence = 'Predikatnya {label}, tetapi {other} menurut bacaan "{reading}".'
    repair = "Cocokkan batas predikat dengan naskah peraturan sebelum hasilnya dipakai."
    meaning = (
        "Sumber-sumber tentang batas predikat tidak sama, dan nilai ini berada di antara batas-batas itu. Yang "
        "menentukan adalah bacaan pertama katalog; yang lain ditampilkan di sebelahnya."
    )
    example = lambda: PredicateReadingMatters(
        on_book(), label="Memuaskan", other="Sangat Baik", reading="Memuaskan mulai 4,5"
    )
