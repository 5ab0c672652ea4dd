"""Files on shared storage, named by an address: `s3://bucket/2026/`, `sftp://host/lembar/`, whatever fsspec knows.

Enters: an address, kept as a path (`Path("s3://a/b")`, whose second slash is lost, and found again here). Leaves: what
lies beneath it, a file's bytes on this machine, and files written there. fsspec is imported only here (extra
`klaster`).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

from pmprb.jobs.refusals import MissingLibrary, StorageUnreachable

_ADDRESS = re.compile(r"([a-z][a-z0-9+.-]+):/{1,2}(.*)", re.DOTALL)
_SECRET = re.compile(r"(?<=://)([^/@:]*):[^/@]*@")
_LARGEST = 200 * 1024 * 1024  # as in `evaluate`: of a larger file nothing but its size is of interest


def address_of(path: Path) -> str:
    """Return the address a path stands for; empty for a path of this machine."""
    found = _ADDRESS.fullmatch(path.as_posix())
    if found is None or os.path.lexists(path):
        return ""
    return f"{found[1]}://{found[2]}"


def local_path(text: str) -> Path | None:
    """Return the path that a `file://` address names; None for any other text."""
    rest = text.removeprefix("file://")
    return Path(rest) if rest != text else None


def shown_address(address: str) -> str:
    """Return an address without a password in it."""
    return _SECRET.sub(r"\1@", address)


def beneath_address(path: Path, most: int) -> list[tuple[str, Path]] | None:
    """Return the files at an address in order, each by its name beneath it; None when there is nothing.

    At most `most` + 1 are returned. Raises MissingLibrary, StorageUnreachable.
    """
    address = address_of(path)
    files, root = _storage(address)
    try:
        if any(sign in root for sign in "*?["):
            start = re.split(r"[*?\[]", root)[0].rpartition("/")[0]
            every = [one for one in files.glob(root) if files.isfile(one)]
        elif files.isfile(root):
            start, every = root.rpartition("/")[0], [root]
        elif files.isdir(root):
            start, every = root.rstrip("/"), files.find(root)
        else:
            return None
    except Exception as error:
        raise StorageUnreachable(shown_address(address), type(error).__name__) from None
    scheme, host = address.partition("://")[0], _host(files, address)
    return [
        (one.removeprefix(start).lstrip("/"), Path(f"{scheme}://{host}{one.lstrip('/')}"))
        for one in sorted(every)[: most + 1]
    ]


def fetch(path: Path, folder: Path) -> Path:
    """Return the path of a copy in a folder of the file at an address; nothing stands there when it has no bytes to
    give, which whoever reads it tells."""
    files, root = _storage(address_of(path))
    here = folder / (path.name or "berkas")
    try:
        size = int(files.info(root)["size"] or 0)
        if size > _LARGEST:
            with here.open("wb") as file:
                file.truncate(size)
        else:
            here.write_bytes(files.cat_file(root))
    except MemoryError:
        raise
    except Exception:
        here.unlink(missing_ok=True)
    return here


def size_at(path: Path) -> str:
    """Return the size of the file at an address as text; empty when it cannot be reached from here."""
    try:
        files, root = _storage(address_of(path))
        return str(files.info(root)["size"])
    except Exception:
        return ""


_STATE = ("size", "ETag", "etag", "md5Hash", "crc32c", "content_md5", "checksum", "LastModified", "last_modified",
          "updated", "mtime", "created")  # fmt: skip
"""By what storages tell one content of a file from another."""


def state_at(path: Path) -> str:
    """Return what tells a file at an address from another content of it; empty when it cannot be reached from here."""
    try:
        files, root = _storage(address_of(path))
        found = files.info(root)
    except Exception:
        return ""
    return "\0".join(f"{key}={found[key]}" for key in _STATE if found.get(key) is not None)


PUTS_WHOLE = {"s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "adl", "oss", "oci", "r2", "memory"}
"""Storages on which a file is there whole or not at all: elsewhere it is written beside its place and moved there."""


class Storage:
    """Files beneath one address, by their names, for writing too; whatever goes wrong is a StorageUnreachable."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.files, root = _storage(address)
        self.root = root.rstrip("/")

    def sizes(self) -> dict[str, int]:
        """Return every file's size by its name, as the storage has them now."""
        with self._told():
            self.files.invalidate_cache()
            if not self.files.exists(self.root):
                return {}
            found = self.files.find(self.root, detail=True)
        start = len(self.root.lstrip("/"))
        return {path.lstrip("/")[start:].lstrip("/"): int(one["size"] or 0) for path, one in found.items()}

    def read(self, name: str) -> bytes:
        """Return a file's bytes; FileNotFoundError when it is not there."""
        try:
            with self._told():
                return bytes(self.files.cat_file(f"{self.root}/{name}"))
        except StorageUnreachable as error:
            if isinstance(error.__cause__, FileNotFoundError):
                raise error.__cause__ from None
            raise

    def write(self, name: str, content: bytes) -> None:
        """Write a file, over what is there: it is there whole or as it was."""
        place = f"{self.root}/{name}"
        protocols = [self.files.protocol] if isinstance(self.files.protocol, str) else self.files.protocol
        with self._told():
            if set(protocols) & PUTS_WHOLE:
                self.files.pipe_file(place, content)
                return
            folder, _, last = place.rpartition("/")
            draft = f"{folder}/.pmprb-{uuid4().hex[:12]}.draf"
            self.files.makedirs(folder, exist_ok=True)
            try:
                self.files.pipe_file(draft, content)
                if self.files.exists(place):  # not every storage moves onto a name that is taken
                    self.files.rm_file(place)
                self.files.mv(draft, f"{folder}/{last}")
            except BaseException:
                with suppress(Exception):  # what it could not write is told, not what it could not tidy up
                    self.files.rm_file(draft)
                raise

    def remove(self, name: str) -> None:
        """Delete a file."""
        with self._told():
            self.files.rm_file(f"{self.root}/{name}")

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except MemoryError:
            raise
        except Exception as error:
            raise StorageUnreachable(shown_address(self.address), type(error).__name__) from error


def storage_at(address: str) -> Storage:
    """Return the storage at an address. Raises MissingLibrary, StorageUnreachable."""
    return Storage(address)


def _storage(address: str) -> tuple[Any, str]:
    """Return the storage an address is of, and the path in it."""
    try:
        import fsspec
    except ImportError:
        raise MissingLibrary("fsspec") from None
    try:
        files, root = fsspec.core.url_to_fs(address)
    except ImportError:
        raise MissingLibrary(f"fsspec {address.partition(':')[0]}") from None
    except Exception as error:
        raise StorageUnreachable(shown_address(address), type(error).__name__) from None
    return files, str(root)


def _host(files: Any, address: str) -> str:
    """Return what stands between scheme and path where the storage leaves it out of its paths (sftp's host)."""
    names: Sequence[str] = [files.protocol] if isinstance(files.protocol, str) else files.protocol
    if not set(names) & {"sftp", "ssh", "ftp", "smb", "webhdfs", "hdfs"}:
        return ""
    return address.partition("://")[2].partition("/")[0] + "/"
