"""Every code's words in one registry, in the order of the codes."""

from __future__ import annotations

from pmprb.pesan import buku, buku_lembar, buku_pengampu, isi, kat, kat_rencana, nilai, renc, renc_bawa, renc_satuan
from pmprb.pesan.message import Message
from pmprb.temuan import Code

_ALL = kat.MESSAGES | buku.MESSAGES | buku_lembar.MESSAGES | buku_pengampu.MESSAGES | isi.MESSAGES | nilai.MESSAGES
_ALL |= kat_rencana.MESSAGES | renc.MESSAGES | renc_satuan.MESSAGES | renc_bawa.MESSAGES

MESSAGES: dict[Code, Message] = {code: _ALL[code] for code in Code if code in _ALL}
