"""Every code's words in one registry, in the order of the codes."""

from __future__ import annotations

from pmprb.pesan import buku, buku_banding, buku_lembar, buku_pengampu, buku_rekap, isi, kat, kat_padanan, nilai, renc
from pmprb.pesan.message import Message
from pmprb.temuan import Code

_ALL = kat.MESSAGES | buku.MESSAGES | buku_lembar.MESSAGES | buku_pengampu.MESSAGES | isi.MESSAGES | nilai.MESSAGES
_ALL |= buku_rekap.MESSAGES | renc.MESSAGES
_ALL |= buku_banding.MESSAGES | kat_padanan.MESSAGES

MESSAGES: dict[Code, Message] = {code: _ALL[code] for code in Code if code in _ALL}
