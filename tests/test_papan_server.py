"""The page's server: who is let in, what it takes, and what it gives to whom."""

from __future__ import annotations

import http.client
import json
import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from helpers.cli import quick
from helpers.papan import ORIGIN, PORT, Tab, Web, enter, running
from pmprb.jobs.refusals import PortInUse
from pmprb.papan import work
from pmprb.papan.desk import Answer, Desk, Stopped
from pmprb.papan.service import app as routes
from pmprb.papan.service.running import bound, bound_or_free, port_of
from pmprb.papan.service.sessions import MOST_SESSIONS, Sessions


class _Jobs:
    """Jobs of a made-up room, put in the place of `run`: what a test wants to see of the way there and back."""

    def __call__(self, name: str, desk: Desk, request: Any) -> Answer:
        if name == "coba.gema":
            desk.progress("mulai", 1, 2)
            return Answer({"asked": dict(request), "files": [desk.name(path) for path in desk.files]})
        if name == "coba.hasil":
            made = desk.outputs / "rekap.xlsx"
            made.write_bytes(b"PK buku")
            return Answer({}, {"rekap.xlsx": made, "unit.csv": b"a;b"})
        return work.run(name, desk, request)


@pytest.fixture
def sessions(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Sessions]:
    monkeypatch.setattr(routes, "run", _Jobs())
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    made = Sessions()
    yield made
    made.close()
    assert not made.folder.exists()


def client_of(sessions: Sessions) -> TestClient:
    return TestClient(routes.page_app(sessions, PORT), base_url=ORIGIN, raise_server_exceptions=False)


@pytest.fixture
def tab(sessions: Sessions) -> Tab:
    return enter(client_of(sessions), sessions.ticket)


# The way of a job.


def test_a_job_sees_the_files_put_down_and_its_files_come_back_once(tab: Tab) -> None:
    assert tab.put("coba", "lembar/dinas.xlsx", b"isi").json() == {"nama": "lembar/dinas.xlsx"}
    told, answer = tab.work("coba.gema", {"unit": "Dinas"})
    assert told == {"maju": ["mulai", 1, 2]}
    assert answer["result"] == {"asked": {"unit": "Dinas"}, "files": ["lembar/dinas.xlsx"]}
    (made,) = tab.work("coba.hasil")
    assert [one["nama"] for one in made["files"]] == ["rekap.xlsx", "unit.csv"]
    taken = tab.get(f"/hasil/{made['files'][0]['id']}")
    assert taken.content == b"PK buku"
    assert taken.headers["content-disposition"] == 'attachment; filename="rekap.xlsx"'
    assert taken.headers["content-type"] == "application/octet-stream"
    assert tab.get(f"/hasil/{made['files'][0]['id']}").status_code == 404


def test_a_real_job_answers_and_one_that_is_not_there_says_so(tab: Tab) -> None:
    assert tab.work("tentang.instrumen")[-1]["result"]["instrumen"]
    assert "tidak ada" in tab.work("tentang.hapus")[-1]["error"]["message"]


def test_a_cleared_desk_is_empty_and_rooms_have_their_own(tab: Tab) -> None:
    tab.put("coba", "a.xlsx", b"1")
    tab.put("lain", "b.xlsx", b"1")
    assert tab.work("coba.gema")[-1]["result"]["files"] == ["a.xlsx"]
    assert tab.post("/bersih?ruang=coba").status_code == 204
    assert tab.work("coba.gema")[-1]["result"]["files"] == []


# Who is let in.


def test_a_ticket_lets_in_once_and_the_next_is_another(sessions: Sessions) -> None:
    ticket = sessions.ticket
    enter(client_of(sessions), ticket)
    again = client_of(sessions).post("/masuk", json={"tiket": ticket}, headers={"Origin": ORIGIN})
    assert set(again.json()) == {"error"}
    assert "set-cookie" not in again.headers
    assert sessions.ticket != ticket


def test_the_cookie_is_nothing_a_script_or_another_site_gets(sessions: Sessions) -> None:
    answer = client_of(sessions).post("/masuk", json={"tiket": sessions.ticket}, headers={"Origin": ORIGIN})
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


PRIVATE = [("GET", "/sesi"), ("POST", "/kerja/coba.gema"), ("POST", "/berkas?ruang=coba&nama=a&ukuran=1")]
PRIVATE += [("POST", "/bersih?ruang=coba"), ("GET", "/hasil/x")]


@pytest.mark.parametrize("lacks", ["cookie", "key", "both"])
def test_without_cookie_and_key_nothing_is_answered(tab: Tab, lacks: str) -> None:
    if lacks in ("cookie", "both"):
        tab.client.cookies.clear()
    headers = {"Origin": ORIGIN} | ({} if lacks in ("key", "both") else {"X-Pmprb-Sesi": tab.key})
    for method, path in PRIVATE:
        answer = tab.client.request(method, path, headers=headers, content=b"{}" if method == "POST" else None)
        assert answer.status_code == (200 if path == "/sesi" else 401)  # the page asks this one whether it is let in
        assert set(answer.json()) == {"error"}


def test_two_tabs_see_nothing_of_each_other(sessions: Sessions) -> None:
    one = enter(client_of(sessions), sessions.ticket)
    other = enter(client_of(sessions), sessions.ticket)
    one.put("coba", "rahasia.xlsx", b"1")
    assert other.work("coba.gema")[-1]["result"]["files"] == []
    made = one.work("coba.hasil")[-1]["files"][0]["id"]
    assert other.get(f"/hasil/{made}").status_code == 404
    assert one.get(f"/hasil/{made}").status_code == 200
    other.key = one.key  # the key of one with the cookie of another opens neither
    assert "error" in other.get("/sesi").json()
    assert other.post("/kerja/coba.gema", {}).status_code == 401


def test_guessing_tickets_is_ended_even_for_the_right_one(sessions: Sessions) -> None:
    client = client_of(sessions)
    for number in range(40):
        wrong = client.post("/masuk", json={"tiket": f"{number}"}, headers={"Origin": ORIGIN})
        assert set(wrong.json()) == {"error"}
    right = client.post("/masuk", json={"tiket": sessions.ticket}, headers={"Origin": ORIGIN})
    assert set(right.json()) == {"error"}


def test_the_oldest_session_makes_room_and_its_files_are_gone(sessions: Sessions) -> None:
    first = enter(client_of(sessions), sessions.ticket)
    first.put("coba", "a.xlsx", b"1")
    for _ in range(MOST_SESSIONS):
        enter(client_of(sessions), sessions.ticket)
    assert "error" in first.get("/sesi").json()
    assert not list(sessions.folder.rglob("a.xlsx"))


def test_a_closed_page_leaves_nothing_and_one_loaded_again_keeps_its_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "run", _Jobs())
    now = [0.0]
    sessions = Sessions(clock=lambda: now[0])
    tab = enter(client_of(sessions), sessions.ticket)
    tab.put("coba", "a.xlsx", b"1")
    leave = {"Origin": ORIGIN}
    assert tab.client.post("/pergi", content=tab.key, headers=leave).status_code == 204
    assert "error" not in tab.get("/sesi").json()  # loaded again
    now[0] = 1000.0
    assert sessions.sweep() == 0
    tab.client.post("/pergi", content=tab.key, headers=leave)
    now[0] = 2000.0
    assert sessions.sweep() == 1
    assert not list(sessions.folder.rglob("a.xlsx"))
    sessions.close()


# What other sites, other names of this machine and other methods get.


FOREIGN = ["http://evil.example", "null", "http://127.0.0.1:8101", "https://127.0.0.1:8100", f"{ORIGIN}.evil.example"]


@pytest.mark.parametrize("origin", FOREIGN)
def test_a_foreign_origin_gets_nothing(tab: Tab, origin: str) -> None:
    headers = {"X-Pmprb-Sesi": tab.key, "Origin": origin}
    for path in ("/", "/app.js", "/sesi", "/masuk", "/kerja/coba.gema", "/hasil/x", "/tidak-ada"):
        for method in ("GET", "POST", "OPTIONS"):
            answer = tab.client.request(method, path, headers=headers)
            assert answer.status_code in (403, 405)
            assert answer.content == b""
            assert not [name for name in answer.headers if name.startswith("access-control")]


def test_another_name_of_this_machine_gets_nothing(tab: Tab) -> None:
    for host in ("evil.example", "evil.example:8100", "127.0.0.1", "127.0.0.1:80", "0.0.0.0:8100", ""):
        for path in ("/", "/sesi", "/app.js"):
            answer = tab.client.get(path, headers={"Host": host, "X-Pmprb-Sesi": tab.key})
            assert answer.status_code == 421
            assert answer.content == b""


def test_a_request_another_site_causes_without_an_origin_gets_nothing(tab: Tab) -> None:
    for mode, kind in [("no-cors", "script"), ("navigate", "iframe"), ("cors", "empty")]:
        headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": kind}
        for path in ("/", "/app.js"):
            assert tab.get(path, **headers).status_code == 403
    link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert tab.get("/", **link).status_code == 200  # the empty page; it knows nothing without a ticket
    assert tab.get("/sesi", **link).status_code == 403


def test_a_post_without_an_origin_is_refused(tab: Tab) -> None:
    assert tab.client.post("/kerja/coba.gema", content=b"{}", headers={"X-Pmprb-Sesi": tab.key}).status_code == 403


def test_every_answer_tells_the_browser_what_it_may_not_do(tab: Tab) -> None:
    answers = [tab.get(path) for path in ("/", "/app.js", "/sesi", "/tidak-ada", "/hasil/x")]
    for answer in [*answers, tab.client.get("/", headers={"Host": "evil.example"})]:
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert answer.headers["cache-control"] == "no-store"
        assert "server" not in answer.headers


# What is put down and asked for, by whoever.


HOSTILE = ["../../keluar.xlsx", "/etc/passwd", "C:\\Windows\\x.xlsx", "..\\..\\x.xlsx", "a\x00b.xlsx", "con.xlsx"]
HOSTILE += [
    "<script>alert(1)</script>.xlsx",
    "x" * 5000 + ".xlsx",
    "\u202egnp.xslx",
    "a/" * 500 + "b.xlsx",
    "",
    "🙂.xlsx",
]
HOSTILE += ["." * 9, "=CMD()|x.xlsx", "a\r\nSet-Cookie: x.xlsx"]
STRAY = ["/../work.py", "/..%2fwork.py", "/%2e%2e/work.py", "/halaman/../work.py", "//etc/passwd", "/work.py", "/.env"]
STRAY += ["/hasil/../../etc/passwd", "/app.js/../../work.py", "/index.html%00", "/kerja/", "/__pycache__"]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_stays_on_its_desk_whatever_it_is_called(sessions: Sessions, tab: Tab, name: str) -> None:
    before = set(sessions.folder.parent.iterdir())
    assert tab.put("coba", name, b"isi").status_code == 200
    assert [path.read_bytes() for path in kept(sessions.folder)] == [b"isi"]
    assert set(sessions.folder.parent.iterdir()) == before


def test_a_room_is_a_short_word(sessions: Sessions, tab: Tab) -> None:
    for room in ("..", "../x", "COBA", "a" * 30, "", "a/b", "a\\b", "a.b", "ä"):
        assert set(tab.put(room, "a.xlsx", b"isi").json()) == {"error"}
    assert kept(sessions.folder) == []


def test_no_path_leads_to_another_file(tab: Tab) -> None:
    for path in STRAY:
        answer = tab.get(path)
        assert answer.status_code in (404, 405), path
        assert answer.content == b""


def test_a_file_that_is_too_large_is_told_of_with_its_name_and_not_taken(
    sessions: Sessions, tab: Tab, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = {"ruang": "coba", "nama": "foto.xlsx", "ukuran": str(65 * 1024**2)}
    headers = {"Origin": ORIGIN, "X-Pmprb-Sesi": tab.key}
    told = tab.client.post("/berkas", params=question, headers=headers).json()["error"]
    assert (told["code"], told["file"]) == ("BUKU-265", "foto.xlsx")
    monkeypatch.setattr(routes, "MOST_FILES", 1)
    tab.put("coba", "a.xlsx", b"1")
    assert tab.put("coba", "b.xlsx", b"1").json()["error"]["code"] == "BUKU-266"
    assert [path.name for path in sessions.folder.rglob("*.xlsx")] == ["a.xlsx"]


def test_a_body_beyond_the_limit_is_refused_whatever_it_declares(tab: Tab) -> None:
    large = b"x" * (routes.MOST_BODY + 1)
    assert tab.post("/kerja/coba.gema", large).status_code == 413

    def pieces() -> Iterator[bytes]:
        for _ in range(5):
            yield b"x" * 1024**2

    headers = {"Origin": ORIGIN, "X-Pmprb-Sesi": tab.key}
    assert tab.client.post("/kerja/coba.gema", content=pieces(), headers=headers).status_code == 413


def test_a_request_that_is_no_object_is_told_in_words(tab: Tab) -> None:
    for body in (b"", b"[]", b"{", b"null", b"\xff\xfe", b"[" * 100_000, b'"a"'):
        answer = tab.post("/kerja/coba.gema", body)
        assert answer.json()["error"]["repair"]


# As the command a user types, over real sockets.


def asked(base: str, lines: list[str], body: bytes = b"") -> bytes:
    """What a raw request is answered with."""
    host, _, port = base.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=10) as made:
        made.sendall("\r\n".join([*lines, "", ""]).encode("latin-1") + body)
        found = b""
        while piece := made.recv(65536):
            found += piece
    return found


def kept(folder: Path) -> list[Path]:
    """The files in a folder, but for the lock that says whose it is."""
    return [path for path in folder.rglob("*") if path.is_file() and path.name != "sedang-dipakai"]


SAMPLES = Path(__file__).parent.parent / "workbooks" / "samples" / "lembar-zi-2021"


def test_the_command_serves_a_folder_and_leaves_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "lembar"
    folder.mkdir()
    source = min(SAMPLES.glob("*.xlsx"))
    (folder / source.name).write_bytes(source.read_bytes())
    (folder / "catatan.txt").write_text("bukan lembar")
    work_folder = tmp_path / "kerja"
    work_folder.mkdir()
    with running(str(folder), folder=work_folder) as server:
        place = server.base.removeprefix("http://")
        assert place.startswith("127.0.0.1:")
        made = http.client.HTTPConnection(place, timeout=10)
        made.request("POST", "/masuk", json.dumps({"tiket": server.ticket}), {"Origin": server.base})
        answer = made.getresponse()
        told = json.loads(answer.read())
        assert told["dibuka"] == [f"lembar/{source.name}"]
        cookie = str(answer.headers["Set-Cookie"]).partition(";")[0]
        headers = {"Origin": server.base, "Cookie": cookie, "X-Pmprb-Sesi": told["kunci"]}
        made.request("POST", "/kerja/tentang.instrumen", "{}", headers)
        assert b'"result"' in made.getresponse().read()
        made.close()
        hosts = ["Host: evil.example", f"Host: {place}\r\nHost: evil.example", "X: y"]
        for host in hosts:
            got = asked(server.base, ["GET / HTTP/1.1", host, "Connection: close"])
            assert got.split()[1] in (b"421", b"400"), got
        upgrade = ["GET /sesi HTTP/1.1", f"Host: {place}", "Upgrade: websocket", "Connection: Upgrade, close"]
        assert asked(server.base, [*upgrade, "Sec-WebSocket-Key: x", "Sec-WebSocket-Version: 13"]).endswith(b"}}")
        assert list(work_folder.rglob(source.name))
        said = server.end()
    assert server.process.returncode == 0
    assert "Papan ditutup" in said
    assert "Traceback" not in said
    assert not list(work_folder.rglob("*"))
    assert source.read_bytes() == (folder / source.name).read_bytes()


def test_the_server_is_not_reached_by_another_address_of_this_machine(tmp_path: Path) -> None:
    with running(folder=tmp_path) as server:
        port = int(server.base.rpartition(":")[2])
        with socket.socket() as other:
            other.settimeout(2)
            assert other.connect_ex(("127.0.0.2", port)) != 0
        server.end()


def test_ctrl_c_ends_a_job_that_runs(sessions: Sessions, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, ended = threading.Event(), threading.Event()

    def endless(_name: str, desk: Desk, _request: Any) -> Answer:
        try:
            while True:
                begun.set()
                desk.progress("terus", 1, 0)
                ended.wait(0.02)
        except Stopped as stopped:
            return Answer(error=stopped.trouble)
        finally:
            ended.set()

    monkeypatch.setattr(routes, "run", endless)
    tab = enter(client_of(sessions), sessions.ticket)
    asking = threading.Thread(target=tab.work, args=("coba.gema",))
    asking.start()
    assert begun.wait(10)
    sessions.stop()
    assert ended.wait(10)
    asking.join(1)


def test_a_server_that_was_killed_leaves_nothing_once_another_is_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with running(folder=tmp_path) as server:
        web = Web(server.base).enter(server.ticket)
        status, _ = web.ask("/berkas?ruang=rekap&nama=lembar.xlsx&ukuran=2", {})
        assert status == 200
        Sessions().close()
        assert [path.read_bytes() for path in tmp_path.rglob("lembar.xlsx")] == [b"{}"]  # one that runs is left alone
        server.process.kill()
        server.process.wait()
        web.close()
    other = tmp_path / "pmprb-papan-lain"
    other.mkdir()
    (other / "catatan.txt").write_text("bukan milik server")
    Sessions().close()
    assert [path.name for path in tmp_path.rglob("*")] == ["pmprb-papan-lain", "catatan.txt"]


def test_ctrl_c_amid_a_job_ends_at_once_and_leaves_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "lembar"
    folder.mkdir()
    for number in range(60):
        source = min(SAMPLES.glob("*.xlsx"))
        (folder / f"{number}.xlsx").write_bytes(source.read_bytes())
    work_folder = tmp_path / "kerja"
    work_folder.mkdir()
    with running(str(folder), folder=work_folder) as server:
        web = Web(server.base).enter(server.ticket)
        begun = threading.Event()

        def ask() -> None:
            with suppress(OSError, http.client.HTTPException, AssertionError):
                for piece in web.stream("/kerja/rekap.gabung", {"lembar": "lembar"}):
                    if b"maju" in piece:
                        begun.set()

        asking = threading.Thread(target=ask)
        asking.start()
        assert begun.wait(60)
        said = server.end()
        asking.join()
        web.close()
    assert server.process.returncode == 0
    assert "Papan ditutup" in said
    assert "Traceback" not in said
    assert not list(work_folder.rglob("*"))


def test_without_its_parts_the_command_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    from pmprb.papan.service import start

    monkeypatch.setattr(start, "find_spec", lambda _name: None)
    code, output = quick("papan", "--tanpa-peramban")
    assert code == 2
    assert "pip install 'pmprb[papan]'" in output


def test_a_folder_that_is_not_there_or_a_port_in_use_is_told_in_a_sentence(tmp_path: Path) -> None:
    code, output = quick("papan", "--tanpa-peramban", tmp_path / "tidak-ada")
    assert code == 3
    assert "BUKU-001" in output
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        code, output = quick("papan", "--tanpa-peramban", "--port", taken.getsockname()[1])
    assert code == 2
    assert "--port" in output


def test_the_usual_port_is_taken_when_it_is_free_and_another_when_it_is_not() -> None:
    with bound("127.0.0.1", 0) as first:
        usual = port_of(first)
        with bound_or_free("127.0.0.1", None, usual) as second:
            assert port_of(second) not in (0, usual)
        with pytest.raises(PortInUse):
            bound_or_free("127.0.0.1", usual, usual)
    with bound_or_free("127.0.0.1", None, usual) as alone:
        assert port_of(alone) == usual
