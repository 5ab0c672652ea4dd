"""Words about `crosswalk.yaml`: which items of an older catalog became which of a newer one."""

from __future__ import annotations

from pmprb.temuan.message import Message, on_line
from pmprb.temuan.record import Code

_FILE = "criteria/contoh-2024/crosswalk.yaml"

MESSAGES: dict[Code, Message] = {
    Code.KAT_050: Message(
        title="Padanan menyebut id yang tidak ada",
        sentence='Id "{id}" tidak ada dalam katalog {side:sisi}.',
        repair="Perbaiki id itu, atau hapus dari padanannya.",
        meaning="Padanan butir menyebut id lama (old) dan id baru (new); keduanya harus ada dalam katalognya.",
        example=on_line(_FILE, 12, 15, "B19", id="B19", side="old"),
    ),
    Code.KAT_051: Message(
        title="Id berada dalam dua padanan",
        sentence='Id "{id}" dari katalog {side:sisi} berada dalam lebih dari satu padanan.',
        repair="Sisakan satu padanan untuk setiap id.",
        meaning="Sebuah butir hanya boleh disebut satu padanan dalam satu varian, agar nilainya tidak terbawa dua "
        "kali.",
        example=on_line(_FILE, 14, 15, "T1.S", id="T1.S", side="new"),
    ),
    Code.KAT_052: Message(
        title="Bentuk padanan tidak dapat dipakai",
        sentence="{shape:bentuk}.",
        repair="Pecah menjadi beberapa padanan: satu ke satu, satu ke banyak, atau banyak ke satu.",
        meaning="Padanan butir berbentuk satu ke satu, satu ke banyak, banyak ke satu, atau tanpa padanan di satu "
        "sisi. Nilai sebuah judul tidak dapat dipecah.",
        example=on_line(_FILE, 13, 7, shape="several"),
    ),
    Code.KAT_053: Message(
        title="Instrumen pendahulu tidak ditemukan",
        sentence='Instrumen pendahulu "{name}" tidak ada di folder katalog ini, atau belum dapat dipakai.',
        repair="Periksa namanya, lalu periksa katalog itu dengan pmprb kriteria periksa.",
        meaning="Padanan butir menunjuk instrumen lain di folder katalog yang sama.",
        example=on_line(_FILE, 3, 16, name="contoh-2032"),
    ),
    Code.KAT_054: Message(
        title="Padanan belum lengkap",
        sentence="Padanan tidak menyebut butir {side:sisi} ini: {ids:daftar}.",
        repair="Sebutkan padanannya, atau tulis sisi lain kosong ([]) bila memang tidak ada.",
        meaning="Butir tanpa id yang sama di kedua katalog sebaiknya disebut, agar jelas bahwa ia tanpa penerus atau "
        "baru. Sementara ini dianggap tanpa padanan.",
        example=on_line(_FILE, 3, 3, side="old", ids="B01, B06"),
    ),
}
