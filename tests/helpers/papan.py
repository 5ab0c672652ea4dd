"""The page's server as a test drives it: in this process, or as the command a user types."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PORT = 8100
HOST = f"127.0.0.1:{PORT}"
ORIGIN = f"http://{HOST}"


@dataclass
class Tab:
    """One tab of a browser that was let in, with the key it has."""

    client: Any
    key: str = ""

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(path, headers={"X-Pmprb-Sesi": self.key, **headers})

    def post(self, path: str, content: Any = b"", **headers: str) -> Any:
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        return self.client.post(path, content=body, headers={"X-Pmprb-Sesi": self.key, "Origin": ORIGIN, **headers})

    def put(self, room: str, name: str, content: bytes) -> Any:
        return self.client.post(
            "/berkas",
            params={"ruang": room, "nama": name, "ukuran": str(len(content))},
            content=content,
            headers={"X-Pmprb-Sesi": self.key, "Origin": ORIGIN},
        )

    def work(self, name: str, request: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """Ask for a job; return the lines of its answer."""
        answer = self.post(f"/kerja/{name}", dict(request or {}))
        return [json.loads(line) for line in answer.text.splitlines()]


def enter(client: Any, ticket: str) -> Tab:
    """Let a client in by a ticket."""
    tab = Tab(client)
    answer = tab.post("/masuk", {"tiket": ticket})
    assert answer.status_code == 200, answer.text
    tab.key = answer.json()["kunci"]
    return tab


@dataclass
class Running:
    """`pmprb papan` as a process: where it is, its ticket, and what it printed so far."""

    process: subprocess.Popen[str]
    base: str
    ticket: str
    phones: str
    lines: list[str]

    def end(self) -> str:
        """Press Ctrl-C; return all it printed."""
        self.process.send_signal(signal.SIGINT)
        rest, _ = self.process.communicate(timeout=20)
        return "".join(self.lines) + rest


@contextmanager
def running(*arguments: str, folder: Path) -> Iterator[Running]:
    """Run `pmprb papan` with its work folder beneath `folder`."""
    environment = os.environ | {"PYTHONUNBUFFERED": "1", "TMPDIR": str(folder)}
    process = subprocess.Popen(
        [sys.executable, "-m", "pmprb", "papan", "--tanpa-peramban", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment,
    )
    assert process.stdout is not None
    lines: list[str] = []
    try:
        for line in process.stdout:
            lines.append(line)
            if line.startswith("Selesai"):
                page = re.search(r"(http://\S+)/#tiket=(\S+)", "".join(lines))
                phones = re.search(r"^  (http://[^/\s]+)$", "".join(lines), re.MULTILINE)
                assert page
                yield Running(process, page[1], page[2], phones[1] if phones else "", lines)
                break
        else:
            raise AssertionError("".join(lines))
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        process.stdout.close()


# Over real sockets.


class Web:
    """A browser's view of a server: its cookies, its key, JSON both ways."""

    def __init__(self, base: str) -> None:
        self.base, self.key, self.cookie = base, "", ""
        self._made = http.client.HTTPConnection(base.removeprefix("http://"), timeout=30)

    def ask(self, path: str, data: Mapping[str, Any] | None = None, **headers: str) -> tuple[int, Any]:
        """Ask for a path, by POST when there are data; return the status and the JSON of the answer, if any."""
        own = {"Origin": self.base, "Cookie": self.cookie, "X-Pmprb-Sesi": self.key} | headers
        body = None if data is None else json.dumps(data)
        self._made.request("GET" if data is None else "POST", path, body, own)
        answer = self._made.getresponse()
        content = answer.read()
        if cookie := answer.headers["Set-Cookie"]:
            self.cookie = cookie.partition(";")[0]
        try:
            return answer.status, json.loads(content)
        except ValueError:
            return answer.status, content

    def stream(self, path: str, data: Mapping[str, Any]) -> Iterator[bytes]:
        """Yield the lines of an answer as they come."""
        own = {"Origin": self.base, "Cookie": self.cookie, "X-Pmprb-Sesi": self.key}
        self._made.request("POST", path, json.dumps(data), own)
        yield from self._made.getresponse()

    def told(self, path: str, data: Mapping[str, Any] | None = None) -> Any:
        """Return the JSON of an answer that is not refused."""
        status, answer = self.ask(path, data)
        assert status == 200, (path, status, answer)
        assert "error" not in answer, answer
        return answer

    def work(self, name: str, request: Mapping[str, Any]) -> tuple[Any, list[dict[str, str]]]:
        """Return a job's result and the files it offers."""
        status, answer = self.ask(f"/kerja/{name}", request)
        lines = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        last = json.loads(lines.splitlines()[-1])
        assert status == 200 and "error" not in last, (name, status, last)
        return last["result"], last["files"]

    def enter(self, ticket: str) -> Web:
        """Be let in to the page."""
        self.key = self.told("/masuk", {"tiket": ticket})["kunci"]
        return self

    def close(self) -> None:
        """Hang up."""
        self._made.close()
