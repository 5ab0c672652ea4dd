"""Every code's words in one registry, in the order of the codes."""

from __future__ import annotations

from pmprb.temuan import (
    buku,
    buku_antar,
    buku_banding,
    buku_hasil,
    buku_lembar,
    buku_pengampu,
    buku_rekap,
    buku_templat,
    buku_umpan,
    isi,
    kat,
    kat_padanan,
    kat_rencana,
    nilai,
    nilai_unit,
    renc,
    renc_bawa,
    renc_satuan,
    telaah,
    tinjauan,
)
from pmprb.temuan.message import Message
from pmprb.temuan.record import Code

_MODULES = (
    buku,
    buku_antar,
    buku_banding,
    buku_hasil,
    buku_lembar,
    buku_pengampu,
    buku_rekap,
    buku_templat,
    buku_umpan,
    isi,
    kat,
    kat_padanan,
    kat_rencana,
    nilai,
    nilai_unit,
    renc,
    renc_bawa,
    renc_satuan,
    telaah,
    tinjauan,
)
_ALL: dict[Code, Message] = {code: message for module in _MODULES for code, message in module.MESSAGES.items()}

MESSAGES: dict[Code, Message] = {code: _ALL[code] for code in Code if code in _ALL}
