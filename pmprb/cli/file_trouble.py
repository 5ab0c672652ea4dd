"""Files that cannot be read or written: every OSError is one sentence, and exit code 3."""

from __future__ import annotations

import errno
import os
from typing import Any

import click

from pmprb.cli.screen import say
from pmprb.text import readable

_SPACE = "ruang penyimpanannya penuh. Kosongkan sebagian, atau pilih tempat lain."
_ACCESS = (
    "sedang terbuka di program lain, atau tidak ada izin. Tutup dahulu di Excel, periksa izin foldernya, atau "
    "pilih tempat lain."
)
_PATH = "ada berkas yang namanya sama dengan folder pada alamatnya. Pilih folder lain."
_CAUSES = {
    errno.ENOENT: "tidak ditemukan. Periksa nama dan letaknya.",
    errno.EACCES: _ACCESS,
    errno.EPERM: _ACCESS,
    errno.EBUSY: _ACCESS,
    errno.EROFS: "ada di tempat yang hanya dapat dibaca. Pilih tempat lain.",
    errno.ENOSPC: _SPACE,
    getattr(errno, "EDQUOT", -1): _SPACE,
    errno.EFBIG: _SPACE,
    errno.EISDIR: "sebuah folder, bukan berkas. Sebutkan juga nama berkasnya, misalnya rekap.xlsx di dalamnya.",
    errno.ENOTDIR: _PATH,
    errno.EEXIST: _PATH,
    errno.ENAMETOOLONG: "namanya terlalu panjang. Pilih nama yang lebih pendek.",
    errno.ELOOP: "tautannya berputar-putar. Sebutkan berkas aslinya.",
    errno.EINVAL: "namanya memuat tanda yang tidak boleh ada dalam nama berkas. Pilih nama lain.",
    errno.EIO: "penyimpanannya tidak dapat dibaca atau ditulis. Periksa sambungan atau cakramnya.",
    errno.EMFILE: "terlalu banyak berkas terbuka. Tutup program lain, lalu jalankan lagi.",
}
_OTHER = "tidak dapat dibaca atau ditulis (galat sistem {number}). Periksa letak dan izinnya, atau pilih tempat lain."
_SHORTEST = 60


class FileTrouble(click.ClickException):
    """A file or folder that could not be read or written: exit code 3."""

    exit_code = 3

    def __init__(self, error: OSError) -> None:
        super().__init__(trouble_words(error))

    def show(self, file: Any = None) -> None:
        """Print the sentence as every other one is printed."""
        say(f"Keliru: {self.message}", err=True)


def trouble_words(error: OSError) -> str:
    """Return an OSError as one sentence: which file, why, and what to do."""
    found = error.filename2 if error.filename is None else error.filename
    name = readable(os.fsdecode(found)) if isinstance(found, str | bytes | os.PathLike) else "Sebuah berkas"
    name = "".join(letter if letter.isprintable() else "?" for letter in name)
    if error.errno == errno.ENAMETOOLONG and len(name) > 2 * _SHORTEST:
        name = f"{name[:_SHORTEST]}…{name[-_SHORTEST:]}"
    return f"{name}: {_CAUSES.get(error.errno or 0, _OTHER.format(number=error.errno or '-'))}"
