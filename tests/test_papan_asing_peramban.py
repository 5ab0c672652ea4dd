"""Another site in the same browser: it is open beside the page, on another port of this machine, and gets nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from helpers.layar import Walk
from helpers.papan import running
from helpers.peramban import browser

pytestmark = pytest.mark.peramban

TRIED = """async ([base, key]) => {
  const found = {};
  const asked = async (name, address, options) => {
    try {
      const answer = await fetch(base + address, options);
      found[name] = answer.type === "opaque" ? "opaque" : `${answer.status} ${await answer.text()}`;
    } catch (error) { found[name] = "error"; }
  };
  for (const mode of ["cors", "no-cors", "same-origin"]) {
    const get = {mode, credentials: "include"}, post = {...get, method: "POST", body: "{}"};
    await asked(`read ${mode}`, "/sesi", get);
    await asked(`page ${mode}`, "/app.js", get);
    await asked(`job ${mode}`, "/kerja/coba.catat", post);
    await asked(`file ${mode}`, "/berkas?ruang=rekap&nama=a.xlsx&ukuran=2", post);
  }
  const known = {credentials: "include", method: "POST", body: "{}", headers: {"X-Pmprb-Sesi": key}};
  await asked("key", "/kerja/coba.catat", known);
  const element = (name, attributes) => new Promise((done) => {
    const made = Object.assign(document.createElement(name), attributes);
    made.onload = () => done("loaded");
    made.onerror = () => done("error");
    document.body.append(made);
    setTimeout(() => done("silence"), 3000);
  });
  found.script = await element("script", {src: base + "/app.js"});
  found.style = await element("link", {rel: "stylesheet", href: base + "/gaya.css"});
  found.image = await element("img", {src: base + "/favicon.ico"});
  return found;
}"""


class _Site(BaseHTTPRequestHandler):
    """A site of somebody else's; it notes which cookies it is sent."""

    cookies: list[str] = []  # noqa: RUF012  # of all requests together

    def do_GET(self) -> None:
        self.cookies.append(self.headers.get("Cookie", ""))
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>situs lain</title><body>")

    def log_message(self, *_: Any) -> None:
        """Print nothing."""


@contextmanager
def other_site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_a_site_beside_the_page_reads_nothing_and_starts_nothing(tmp_path: Path) -> None:
    with browser() as chromium, other_site() as site, running(folder=tmp_path) as server:
        walk = Walk(chromium, server)
        key = walk.page.evaluate("sessionStorage.getItem('pmprb-sesi')")
        assert key
        evil = walk.page.context.new_page()  # the same browser, so the page's cookie goes along to this host
        evil.goto(site)
        found = evil.evaluate(TRIED, [server.base, key])
        assert set(found.values()) <= {"error", "opaque", "silence"}, found
        assert found["script"] == found["style"] == "error"
        with evil.expect_response(f"{server.base}/sesi") as waiting:  # a link to something the page itself asks for
            evil.evaluate("base => { location.href = base + '/sesi'; }", server.base)
        assert waiting.value.status == 403
        evil.close()
        evil = walk.page.context.new_page()
        evil.goto(site)
        framed = evil.evaluate(
            """async base => {
                const frame = Object.assign(document.createElement("iframe"), {src: base + "/"});
                document.body.append(frame);
                await new Promise((done) => { frame.onload = done; setTimeout(done, 3000); });
                try { return frame.contentDocument?.body?.textContent ?? "none"; } catch { return "none"; }
            }""",
            server.base,
        )
        assert framed in ("none", "")
        evil.close()
        assert not list(tmp_path.rglob("*.xlsx"))
        assert any("pmprb-" in cookie for cookie in _Site.cookies)  # that is why a cookie alone opens nothing
        assert walk.page.evaluate("document.title").endswith("pmprb")  # the page itself is whole
        walk.room("tentang").locator("table").wait_for()
        walk.close()
        server.end()


def test_markup_cannot_be_made_of_a_text_even_by_mistake(tmp_path: Path) -> None:
    with browser() as chromium, running(folder=tmp_path) as server:
        walk = Walk(chromium, server)
        for attempt in (
            "document.body.innerHTML = '<b>x</b>'",
            "document.body.insertAdjacentHTML('beforeend', '<b>x</b>')",
            "document.write('<b>x</b>')",
            "document.createElement('script').text = 'window.ran = 1'",
        ):
            ended = walk.page.evaluate(
                f"() => {{ try {{ {attempt}; return 'done'; }} catch (error) {{ return error.name; }} }}"
            )
            assert ended == "TypeError", attempt
        assert walk.page.evaluate("typeof window.ran") == "undefined"
        walk.close()
        server.end()
