"""A rekap signed, and its signature checked: who vouches for it, beside what its worksheets prove.

Enters: a `KeyRequest`, `SignRequest` or `CheckRequest`. Leaves: keys, a detached signature beside the rekap, or whether
one holds. Signatures and keys are minisign's (Ed25519), so that minisign itself reads them; the library comes with
`pmprb[tanda]` and is imported when it is asked for. Prints nothing, asks nothing.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pmprb.jobs.inputs import Catalogs
from pmprb.jobs.output import Permission, output_gate
from pmprb.jobs.refusals import MissingLibrary
from pmprb.jobs.take_up import take_up
from pmprb.temuan import CellPos, KeyRefused, OutputExists, SignatureRefused, Temuan, has_errors
from pmprb.text import readable
from pmprb.workbook.ours import PROVINCE, open_province, record_format

SECRET, PUBLIC, SIGNATURE = ".key", ".pub", ".sig"
SHORTEST = 12
"""How many characters a passphrase has at least."""
_LARGEST = 64 * 1024
"""A key or signature measures some 300 bytes."""


@dataclass(frozen=True)
class KeyRequest:
    """A pair of keys: `target` without an ending, the passphrase of the secret one."""

    target: Path
    passphrase: str


@dataclass(frozen=True)
class KeysMade:
    """The two files, and the public key in one line; nothing was written when `temuan` holds a KESALAHAN."""

    secret: Path
    public: Path
    line: str = ""
    temuan: tuple[Temuan, ...] = ()


@dataclass(frozen=True)
class SignRequest:
    """A rekap, and the secret key with its passphrase. Its own signature is replaced with `overwrite`; `reads` are
    further files that are read, such as the one with the passphrase."""

    rekap: Path
    key: Path
    passphrase: str
    overwrite: bool = False
    criteria: Path | None = None
    reads: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Signed:
    """Where the signature stands, what it says; nothing was written when `temuan` holds a KESALAHAN."""

    signature: Path
    says: str = ""
    temuan: tuple[Temuan, ...] = ()


@dataclass(frozen=True)
class CheckRequest:
    """A rekap, the public key of who should have signed it, and the signature when it is not beside the rekap."""

    rekap: Path
    public: Path
    signature: Path | None = None
    criteria: Path | None = None


@dataclass(frozen=True)
class Checked:
    """Whether a signature holds: it does unless `temuan` holds a KESALAHAN. `says` is what was signed with it."""

    says: str = ""
    key: str = ""
    temuan: tuple[Temuan, ...] = ()


def make_keys(request: KeyRequest) -> KeysMade:
    """Write a pair of keys, never over another. Raises MissingLibrary; OSError."""
    minisign = _library()
    secret, public = (request.target.with_name(request.target.name + end) for end in (SECRET, PUBLIC))
    made = KeysMade(secret, public)
    if len(request.passphrase) < SHORTEST:
        return KeysMade(secret, public, temuan=(KeyRefused(_at(secret), what="short"),))
    with output_gate([secret, public], suffix="") as gate:
        if gate.refused:
            stands = [KeyRefused(t.at, what="exists") if isinstance(t, OutputExists) else t for t in gate.temuan]
            return KeysMade(secret, public, temuan=tuple(stands))
        pair = minisign.KeyPair.generate()
        line = pair.public_key.to_base64().decode()
        shown = bytes(pair.public_key) + b"\n"
        with pair.secret_key as key:
            key.untrusted_comment = "kunci rahasia pmprb, jangan dibagikan"
            key.encrypt(request.passphrase)
            kept = bytes(key) + b"\n"

        def write_secret(draft: Path) -> None:
            draft.chmod(0o600)  # before anything is in it
            draft.write_bytes(kept)

        told = gate.put_all({secret: write_secret, public: lambda draft: draft.write_bytes(shown)})
    return KeysMade(made.secret, made.public, line, told)


def sign_rekap(request: SignRequest) -> Signed:
    """Write the signature of a rekap beside it. One whose record does not hold is not signed.

    Raises MissingLibrary; OSError.
    """
    minisign = _library()
    target = request.rekap.with_name(request.rekap.name + SIGNATURE)
    reads = [*request.reads, request.rekap, request.key]
    with output_gate([target], reads=reads, permission=Permission(request.overwrite), suffix="") as gate:
        if gate.refused:
            return Signed(target, temuan=tuple(gate.temuan))
        digest, told = _held(request.rekap, request.criteria)
        if has_errors(told):
            return Signed(target, temuan=told)
        says = f"timestamp:{int(time.time())} berkas:{_ascii(readable(request.rekap.name))} sidik:{digest}"
        try:
            with minisign.SecretKey.from_bytes(_read(request.key)) as key:
                key.decrypt(request.passphrase)
                with request.rekap.open("rb") as content:
                    made = key.sign(content, untrusted_comment="tanda tangan rekap pmprb", trusted_comment=says)
        except (minisign.ParseError, FileNotFoundError):
            return Signed(target, temuan=(KeyRefused(_at(request.key), what=_unread(request.key)),))
        except minisign.Error:
            return Signed(target, temuan=(KeyRefused(_at(request.key), what="password"),))
        told += gate.put_bytes(target, bytes(made) + b"\n")
    return Signed(target, says, told)


def check_signature(request: CheckRequest) -> Checked:
    """Return whether a rekap is, byte for byte, the one that the key's holder signed, and whether its record holds.

    Raises MissingLibrary; OSError when the rekap cannot be read.
    """
    minisign = _library()
    path = request.signature or request.rekap.with_name(request.rekap.name + SIGNATURE)
    try:
        public = minisign.PublicKey.from_bytes(_read(request.public))
    except (minisign.ParseError, FileNotFoundError):
        return Checked(temuan=(KeyRefused(_at(request.public), what=_unread(request.public)),))
    try:
        signature = minisign.Signature.from_bytes(_read(path))
    except FileNotFoundError:
        return Checked(temuan=(SignatureRefused(_at(path), what="missing"),))
    except minisign.ParseError:
        return Checked(temuan=(SignatureRefused(_at(path), what="broken"),))
    try:
        with request.rekap.open("rb") as content:
            public.verify(content, signature)
    except minisign.VerifyError as error:
        what = "other_key" if "identifier" in str(error) else "changed"
        return Checked(temuan=(SignatureRefused(_at(request.rekap), what=what),))
    _, told = _held(request.rekap, request.criteria)
    return Checked(readable(signature.trusted_comment), public.to_base64().decode(), told)


def _library() -> Any:
    """Return the library; raises MissingLibrary, also for another one of that name."""
    try:
        import minisign
    except ImportError as error:
        raise MissingLibrary("py-minisign") from error
    if not hasattr(minisign, "KeyPair"):
        raise MissingLibrary("py-minisign")
    return minisign


def _held(rekap: Path, criteria: Path | None) -> tuple[str, tuple[Temuan, ...]]:
    """Return the digest of a rekap's record, or a province's, and what is to be told of it."""
    if record_format(rekap) == PROVINCE:
        province = open_province(rekap)
        return province.value.digest if province.value else "", province.temuan
    taken = take_up(rekap, Catalogs(criteria))
    return taken.value.recorded.digest if taken.value else "", taken.temuan


def _read(path: Path) -> bytes:
    """Return a key's or signature's bytes: as many as any of them has."""
    with path.open("rb") as file:
        return file.read(_LARGEST)


def _unread(path: Path) -> str:
    """Return why a key is none."""
    if not path.exists():
        return "missing"
    return "not_secret" if path.suffix == PUBLIC else "not_public" if path.suffix == SECRET else "broken"


def _ascii(name: str) -> str:
    return name.replace(" ", "_").encode("ascii", "backslashreplace").decode()


def _at(path: Path) -> CellPos:
    return CellPos(workbook=readable(path.name))
