"""Words about what a unit gets back: a copy that cannot be made, a feedback that cannot be written."""

from __future__ import annotations

from pmprb.temuan.message import Message, on_book
from pmprb.temuan.record import Code

MESSAGES: dict[Code, Message] = {
    Code.BUKU_090: Message(
        title="Salinan bertanda tidak dapat dibuat",
        sentence="Salinan bertanda berkas ini tidak dapat dibuat: {reason:salin}.",
        repair="Temuan selengkapnya ada pada berkas hasil. {reason:salinulang} bila ingin salinannya.",
        meaning="Umpan balik unit ini tetap lengkap pada berkas hasil dan halaman hasil; hanya salinan berkas dengan "
        "sel berwarna yang tidak ada.",
        example=on_book(reason="strict"),
    ),
    Code.BUKU_091: Message(
        title="Umpan balik tidak dapat ditulis",
        sentence="Umpan balik ini tidak dapat ditulis.",
        repair="Periksa izin folder dan sisa ruang penyimpanan; bila berkasnya sedang terbuka, tutup dahulu.",
        meaning="Folder umpan balik tidak boleh ditulisi, penyimpanannya penuh, atau berkas lamanya sedang terbuka.",
        example=on_book("umpan-balik/1-02_Dinas-Kesehatan-hasil.xlsx"),
    ),
}
