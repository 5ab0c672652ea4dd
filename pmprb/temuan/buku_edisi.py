"""A worksheet of an earlier edition of its catalog (BUKU from 270)."""

from __future__ import annotations

from pmprb.temuan.place import on_book
from pmprb.temuan.record import CATATAN, Temuan


class EarlierEdition(Temuan):
    """Made from an earlier edition of the catalog that scores alike."""

    code, severity = "BUKU-270", CATATAN
    seen: str
    expected: str
    title = "Templat edisi sebelumnya"
    sentence = (
        "Templat berkas ini dari edisi kriteria sebelumnya ({seen}; yang terpasang {expected}). Nilai tiap "
        "jawaban sama."
    )
    repair = "Tidak perlu diapa-apakan; pakai templat terbaru untuk pengisian berikutnya."
    meaning = (
        "Katalog menyebut edisi itu pada scores_as: bobot, skala, pilihan, ambang, dan predikatnya sama dengan yang "
        "terpasang. Bunyi kriterianya tidak dibandingkan, karena edisi itu memang berbunyi lain."
    )
    example = lambda: EarlierEdition(on_book(), seen="3fa9c01b77de", expected="b02c4d5e9a10")
