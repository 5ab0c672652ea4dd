"""A rekap is signed and its signature checked: whose key it was, and that not a byte has changed since."""

from __future__ import annotations

import io
import json
import os
import shutil
import stat
import sys
from fractions import Fraction
from pathlib import Path

import minisign
import pytest

from helpers.cli import quick
from helpers.forged import forged
from helpers.once import made_once
from helpers.sheets import answers, instrument, write
from pmprb.engine.answers import Unit

ZI, PASSPHRASE = "zi-2021", "sandi panjang sekali"


def fill(home: Path) -> None:
    """A rekap of one unit, a passphrase, and a pair of keys."""
    sheets = home / "lembar"
    sheets.mkdir()
    write(sheets / "1.01.xlsx", instrument(ZI), answers(instrument(ZI), 1), unit=Unit(code="1.01", name="Dinas A"))
    assert "Ditulis" in quick("gabung", sheets, "-o", home / "rekap kab.xlsx")[1]
    (home / "sandi.txt").write_text(f"{PASSPHRASE}\n")
    code, text = quick("tanda", "kunci", "-o", home / "bagian", "--sandi-dari", home / "sandi.txt")
    assert code == 0 and "Kunci publik: RW" in text, text


@pytest.fixture
def folder(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what `fill` makes, to be changed."""
    made, _ = made_once(tmp_path_factory, "tanda", fill)
    return Path(shutil.copytree(made, tmp_path / "tanda"))


def sign(folder: Path, *more: object, rekap: str = "rekap kab.xlsx", key: str = "bagian.key") -> tuple[int, str]:
    words = ("tanda", "buat", folder / rekap, "--kunci", folder / key, "--sandi-dari", folder / "sandi.txt")
    return quick(*words, *more)


def check(folder: Path, *more: object, rekap: str = "rekap kab.xlsx", key: str = "bagian.pub") -> tuple[int, str]:
    return quick("tanda", "periksa", folder / rekap, "--kunci-publik", folder / key, *more)


def test_what_is_signed_is_proved_to_be_so(folder: Path) -> None:
    before = (folder / "rekap kab.xlsx").read_bytes()
    code, text = sign(folder)
    assert code == 0 and "rekap kab.xlsx.sig" in text, text
    assert (folder / "rekap kab.xlsx").read_bytes() == before
    code, text = check(folder)
    assert code == 0 and "Tanda tangan sah" in text and "periksa --bukti" in text, text
    code, text = check(folder, "--json")
    told = json.loads(text)
    assert code == 0 and told["holds"] and "sidik:" in told["says"] and "berkas:rekap_kab.xlsx" in told["says"]
    # what minisign itself would read: the library's own reading of both files
    public = minisign.PublicKey.from_file(folder / "bagian.pub")
    signature = minisign.Signature.from_file(folder / "rekap kab.xlsx.sig")
    public.verify_file(folder / "rekap kab.xlsx", signature)
    assert signature.is_prehashed()


@pytest.mark.parametrize("what", ["rekap", "signature", "comment", "other", "none", "torn", "record"])
def test_a_signature_that_does_not_hold_is_refused(what: str, folder: Path) -> None:
    assert sign(folder)[0] == 0
    rekap, signature = folder / "rekap kab.xlsx", folder / "rekap kab.xlsx.sig"
    match what:
        case "rekap":
            rekap.write_bytes(rekap.read_bytes() + b"\0")
        case "record":
            forged(rekap, rekap, lambda record: record.model_copy(update={"index": Fraction(99)}))
        case "signature":
            lines = signature.read_text().splitlines()
            lines[1] = lines[1][:-6] + ("A" if lines[1][-6] != "A" else "B") + lines[1][-5:]
            signature.write_text("\n".join(lines))
        case "comment":
            signature.write_text(signature.read_text().replace("berkas:rekap", "berkas:lain_"))
        case "other":
            quick("tanda", "kunci", "-o", folder / "lain", "--sandi-dari", folder / "sandi.txt")
        case "none":
            signature.unlink()
        case "torn":
            signature.write_bytes(signature.read_bytes()[:60])
    code, text = check(folder, key="lain.pub" if what == "other" else "bagian.pub")
    assert code == 1 and "BUKU-203" in text and "sah" not in text.replace("tidak sah", ""), text
    assert ("kunci lain" in text) == (what == "other") and ("tidak ada di samping" in text) == (what == "none")


def test_a_rekap_that_does_not_hold_is_not_signed(folder: Path) -> None:
    forged(folder / "rekap kab.xlsx", folder / "palsu.xlsx", lambda one: one.model_copy(update={"index": Fraction(99)}))
    code, text = sign(folder, rekap="palsu.xlsx")
    assert code == 1 and "BUKU-192" in text and not (folder / "palsu.xlsx.sig").exists(), text
    code, text = sign(folder, rekap="lembar/1.01.xlsx")
    assert code == 1 and "BUKU-100" in text, text


def test_keys_are_the_holders_alone_and_never_replaced(folder: Path) -> None:
    if os.name == "posix":
        assert stat.S_IMODE((folder / "bagian.key").stat().st_mode) == 0o600
    secret = (folder / "bagian.key").read_bytes()
    assert PASSPHRASE.encode() not in secret
    code, text = quick("tanda", "kunci", "-o", folder / "bagian", "--sandi-dari", folder / "sandi.txt")
    assert code == 1 and "BUKU-204" in text and "sudah ada" in text and (folder / "bagian.key").read_bytes() == secret
    (folder / "pendek.txt").write_text("12345")
    code, text = quick("tanda", "kunci", "-o", folder / "baru", "--sandi-dari", folder / "pendek.txt")
    assert code == 1 and "paling sedikit 12" in text and not (folder / "baru.key").exists()


def test_wrong_keys_and_words_are_told(folder: Path) -> None:
    (folder / "sandi.txt").write_text("bukan kata sandinya")
    code, text = sign(folder)
    assert code == 1 and "Kata sandi kunci keliru" in text and not (folder / "rekap kab.xlsx.sig").exists()
    for key, words in (
        ("bagian.pub", "kunci publik"),
        ("tidak-ada.key", "tidak ditemukan"),
        ("sandi.txt", "bukan kunci"),
    ):
        code, text = sign(folder, key=key)
        assert code == 1 and "BUKU-204" in text and words in text, text
    code, text = check(folder, key="bagian.key")
    assert code == 1 and "kunci rahasia" in text, text


def test_a_signature_is_replaced_only_when_asked(folder: Path) -> None:
    assert sign(folder)[0] == 0
    code, text = sign(folder)
    assert code == 1 and "BUKU-029" in text
    assert sign(folder, "--timpa")[0] == 0 and check(folder)[0] == 0


def test_neither_key_nor_passphrase_becomes_the_signature(folder: Path) -> None:
    for source in ("sandi.txt", "bagian.key"):
        target = folder / "rekap kab.xlsx.sig"
        content = (folder / source).read_bytes()
        target.write_bytes(content)
        named = {"sandi.txt": folder / "sandi.txt", "bagian.key": folder / "bagian.key"} | {source: target}
        words = ("--kunci", named["bagian.key"], "--sandi-dari", named["sandi.txt"], "--timpa")
        code, text = quick("tanda", "buat", folder / "rekap kab.xlsx", *words)
        assert code == 1 and "BUKU-140" in text and target.read_bytes() == content, text


@pytest.mark.parametrize("module", [None, "another"])
def test_without_the_library_one_sentence_says_how_to_install_it(
    module: str | None, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "minisign", None if module is None else sys)  # type: ignore[arg-type]
    for code, text in (sign(folder), check(folder)):
        assert code == 2 and "pip install 'pmprb[tanda]'" in text and "Traceback" not in text, text
    assert quick("periksa", folder / "lembar")[0] in (0, 1)


def test_what_is_missing_is_asked_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for words, missing in (
        (("kunci",), "-o"),
        (("buat", folder / "rekap kab.xlsx"), "--kunci"),
        (("periksa", folder / "rekap kab.xlsx"), "--kunci-publik"),
        (("kunci", "-o", folder / "x"), "--sandi-dari"),
    ):
        monkeypatch.setattr("sys.stdin", io.StringIO())
        code, text = quick("tanda", *words)
        assert code == 2 and missing in text, text
