"""Files named the other way round, answers to a verifier, and what people must settle: codes BUKU-300 to -319."""

from __future__ import annotations

from pmprb.temuan.place import on_book
from pmprb.temuan.record import CATATAN, Temuan


class FilesSwapped(Temuan):
    """Two worksheets of an index were named the other way round."""

    code, severity = "BUKU-300", CATATAN
    other: str
    title = "Urutan berkas tertukar"
    sentence = "Berkas ini lembar pokoknya dan {other} lembar pasangannya; keduanya dibaca menurut isinya."
    repair = "Tidak ada yang perlu dilakukan; lain kali sebut berkas ini lebih dahulu."
    meaning = (
        "Indeks dihitung dari lembar pokok dan lembar pasangannya. Mana yang pokok dikenali dari isi berkas, bukan "
        "dari urutannya di baris perintah."
    )
    example = lambda: FilesSwapped(on_book("rb-general.xlsx"), other="rb-tematik.xlsx")
