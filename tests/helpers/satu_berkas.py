"""pmprb.html in a browser, as a test drives it: built once, opened by file://, every request and complaint noted."""

from __future__ import annotations

import base64
import json
import os
import socketserver
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from helpers.peramban import PATIENCE
from helpers.tools import needed_program

_RUN = """async ([room, files, name, request]) => {
  const mesin = pmprbMesin.untuk(room);
  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  await mesin.taruh(files.map(([name, text]) => ({ name, bytes: bytes(text) })));
  if (!name) return null;
  const told = [];
  const inBase64 = async (blob) => {
    const content = new Uint8Array(await blob.arrayBuffer());
    let text = "";
    for (let at = 0; at < content.length; at += 8192) text += String.fromCharCode(...content.subarray(at, at + 8192));
    return btoa(text);
  };
  try {
    const { result, files } = await mesin.kerja(name, request, { maju: (...one) => told.push(one) });
    return { result, told, files: await Promise.all(files.map(async (one) => [one.name, await inBase64(one.blob)])) };
  } catch (galat) {
    const { code, message, repair, file, sheet, cell } = galat;
    return { error: { code, message, repair, file, sheet, cell }, told };
  }
}"""


def build(folder: Path) -> Path:
    """Build pmprb.html, or take the one that PMPRB_HTML names (a step before may have built it)."""
    from pmprb.papan.satu_berkas.__main__ import main

    if given := os.environ.get("PMPRB_HTML"):
        return Path(given)
    for name in ("node", "npm"):
        needed_program(name)
    target = folder / "pmprb.html"
    assert main(["-o", str(target)]) == 0
    return target


@dataclass
class Opened:
    """A page, and what it asked for and complained of so far."""

    page: Any
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def put(self, room: str, files: Mapping[str, bytes]) -> None:
        """Put files on a room's desk."""
        self.page.evaluate(_RUN, [room, _coded(files), "", {}])

    def work(self, name: str, request: Mapping[str, Any] | None = None, **files: bytes) -> dict[str, Any]:
        """Return what a job answers: `result` and `files`, or `error`; and what it `told` on its way."""
        done = self.page.evaluate(_RUN, [name.partition(".")[0], _coded(files), name, dict(request or {})])
        if "files" in done:
            done["files"] = {file: base64.b64decode(text) for file, text in done["files"]}
        return dict(done)

    def ready(self) -> None:
        """Wait until the engine is ready, or has said why it cannot be."""
        self.page.locator("html[data-mesin=siap], html[data-mesin=gagal]").wait_for(state="attached")

    @property
    def state(self) -> str:
        """Whether the engine is ready: memuat, siap, gagal."""
        return str(self.page.evaluate("document.documentElement.dataset.mesin"))


def _coded(files: Mapping[str, bytes]) -> list[list[str]]:
    return [[name, base64.b64encode(content).decode()] for name, content in files.items()]


@contextmanager
def opened(run: Any, file: Path, room: str = "tentang", before: str = "", **how: Any) -> Iterator[Opened]:
    """Open the file in a new window; `before` is a script that runs before the page's own."""
    context = run.new_context(**how)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    found = Opened(page)
    page.on("request", lambda request: found.asked.append(request.url))
    page.on("pageerror", lambda error: found.complaints.append(str(error)))
    page.on("console", lambda line: line.type in ("error", "warning") and found.complaints.append(line.text))
    if before:
        page.add_init_script(before)
    page.goto(f"{file.resolve().as_uri()}#{room}")
    try:
        yield found
    finally:
        context.close()


@dataclass
class Listener:
    """A listener on this machine that counts who comes."""

    port: int
    came: list[str] = field(default_factory=list)


@contextmanager
def listening() -> Iterator[Listener]:
    """Listen on a free port of this machine."""
    found = Listener(0)

    class Note(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            found.came.append(self.request.recv(2000).decode("latin-1"))

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Note) as server:
        found.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield found
        server.shutdown()
        thread.join()


def as_json(value: Any) -> Any:
    """Return a value as it comes back from JSON."""
    return json.loads(json.dumps(value))
