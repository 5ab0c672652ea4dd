"""The class: who comes in, that no answer is lost, what the room is shown, and what is kept of it."""

from __future__ import annotations

import csv
import http.client
import io
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient

from helpers.cli import quick
from helpers.papan import Running, Web, running
from pmprb.engine.answers import Answer, State
from pmprb.engine.score import score_answers
from pmprb.jobs.inputs import catalogs_at
from pmprb.numbers import shown
from pmprb.papan.classroom.limits import Bucket, Buckets
from pmprb.papan.classroom.phones import phone_app
from pmprb.papan.classroom.qr import qr_data
from pmprb.papan.classroom.questions import Lesson
from pmprb.papan.classroom.room import Phase, Refused, Room, Said
from pmprb.papan.classroom.saved import BOOK, TABLE, Discussed, save_class
from pmprb.papan.desk import Stopped

INSTRUMENT = "zi-2021"
CHOICE, COUNTS, NUMBER = "A.I.3.ii.a", "A.II.1.i.a", "B.II.a"


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="module")
def lesson() -> Lesson:
    instrument = catalogs_at(None).load(INSTRUMENT).value
    assert instrument is not None
    return Lesson.made(instrument, "menengah")


def said(text: str) -> Said:
    return Said(text, text, {"x": text})


# The room.


def test_only_who_knows_the_code_comes_in_however_it_is_typed() -> None:
    room = Room(10)
    assert room.join("AAAAAA", "a") is Refused.CODE
    for typed in (room.code, room.code.lower(), f" {room.code[:3]}-{room.code[3:]} "):
        assert not isinstance(room.join(typed, "a"), Refused)
    assert room.joined == 3


def test_an_address_that_guesses_has_to_wait_and_others_do_not() -> None:
    clock = Clock()
    room = Room(10, clock)
    for _ in range(10):
        assert room.join("salah", "192.168.1.7") is Refused.CODE
    assert room.join(room.code, "192.168.1.7") is Refused.SLOWLY
    assert not isinstance(room.join(room.code, "192.168.1.8"), Refused)
    clock.now += 60
    assert not isinstance(room.join(room.code, "192.168.1.7"), Refused)


def test_a_full_room_and_a_closed_door_let_nobody_in() -> None:
    room = Room(1)
    assert not isinstance(room.join(room.code, "a"), Refused)
    assert room.join(room.code, "a") is Refused.FULL
    room.empty()
    room.lock(True)
    assert room.join(room.code, "a") is Refused.LOCKED


def test_an_emptied_room_knows_nobody_nothing_and_has_another_code() -> None:
    room = Room(10)
    old, mark = room.code, room.join(room.code, "a")
    room.put({"id": "x"})
    room.empty()
    assert room.code != old
    assert room.known(str(mark)) is Refused.STRANGER
    assert room.current is None


def test_an_answer_can_be_changed_until_the_question_is_closed_and_counts_once() -> None:
    room = Room(10)
    mark = str(room.join(room.code, "a"))
    question = room.put({"id": "x"})
    assert room.answer(mark, 1, said("A")) is None
    assert room.answer(mark, 1, said("B")) is None
    assert question.counts() == {"B": 1}
    room.close()
    assert room.answer(mark, 1, said("A")) is Refused.CLOSED
    room.put({"id": "y"})
    assert room.answer(mark, 1, said("A")) is Refused.CLOSED  # a late answer to the question before
    assert question.counts() == {"B": 1}


def test_a_question_withdrawn_takes_no_answer_and_its_number_is_not_used_again() -> None:
    room = Room(10)
    mark = str(room.join(room.code, "a"))
    room.put({"id": "x"})
    room.withdraw()
    assert room.told(mark)["soal"] is None
    assert room.answer(mark, 1, said("A")) is Refused.CLOSED
    assert room.put({"id": "y"}).number == 2


def test_participants_see_no_outcome_before_it_is_discussed_and_nobody_elses_answer() -> None:
    room = Room(10)
    one, other = (str(room.join(room.code, "a")) for _ in range(2))
    room.put({"id": "x"})
    room.answer(one, 1, said("A"))
    room.close()
    told = room.told(other)
    assert (told["tahap"], told["jawaban"], told["bahasan"]) == (Phase.CLOSED, None, None)
    room.discuss("A", {"benar": "A"})
    assert room.told(other)["bahasan"] == {"benar": "A"}
    room.reopen()
    assert room.told(other)["bahasan"] is None


def test_a_phone_that_slept_is_not_counted_as_present_but_still_belongs() -> None:
    clock = Clock()
    room = Room(10, clock)
    mark = str(room.join(room.code, "a"))
    assert room.present() == 1
    clock.now += 600
    assert room.present() == 0
    assert room.known(mark) is None
    assert room.present() == 1


def test_a_bucket_empties_and_fills_and_many_keys_fill_no_memory() -> None:
    clock = Clock()
    bucket = Bucket(rate=2, burst=3, clock=clock)
    assert [bucket.take() for _ in range(4)] == [True, True, True, False]
    clock.now += 1
    assert [bucket.take() for _ in range(3)] == [True, True, False]
    many = Buckets(rate=1, burst=1, clock=clock)
    assert all(many.take(f"{n}") for n in range(10_000))
    assert many.take("0")  # forgotten among so many
    assert many.empty("9999")


# What is asked and understood.


def test_an_item_is_shown_without_what_would_give_its_answer_away(lesson: Lesson) -> None:
    shown_to_phones = lesson.question(CHOICE, "Notulen tanpa daftar hadir.")
    assert shown_to_phones["kasus"] == "Notulen tanpa daftar hadir."
    assert [one["label"] for one in shown_to_phones["pilihan"]]
    assert not {"bukti", "saran", "dasar"} & set(shown_to_phones)


@pytest.mark.parametrize(
    ("item", "cells"),
    [
        (CHOICE, {CHOICE: "Z"}),
        (CHOICE, {}),
        (CHOICE, {CHOICE: ["A"]}),
        (NUMBER, {NUMBER: "99"}),
        (NUMBER, {NUMBER: "=1"}),
    ],
)
def test_an_answer_that_is_none_is_told_in_words(lesson: Lesson, item: str, cells: dict[str, Any]) -> None:
    with pytest.raises(Stopped) as told:
        lesson.understood(item, cells)
    assert told.value.trouble.message


def test_numbers_that_mean_the_same_are_one_answer(lesson: Lesson) -> None:
    assert lesson.understood(NUMBER, {NUMBER: "3,50"}).key == lesson.understood(NUMBER, {NUMBER: "3.5"}).key


def test_the_effect_of_each_answer_is_the_engines(lesson: Lesson) -> None:
    instrument = lesson.instrument
    room = Room(10)
    question = room.put(lesson.question(CHOICE, ""))
    labels = [one["label"] for one in question.shown["pilihan"]]
    for label in (labels[0], labels[1], labels[1]):
        room.answer(str(room.join(room.code, "a")), 1, lesson.understood(CHOICE, {CHOICE: label}))
    outcome, effects = lesson.outcome(CHOICE, question, lesson.understood(CHOICE, {CHOICE: labels[0]}))
    for effect in effects:
        answers = {**lesson.answers, CHOICE: Answer(item=CHOICE, state=State.GIVEN, choice=effect.label)}
        assert effect.points == score_answers(answers, instrument, instrument.policies.blank).total.points
    assert [one.count for one in effects][:2] == [1, 2]
    assert [one["jumlah"] for one in outcome["kelompok"]] == [one.count for one in effects]
    mean = (effects[0].points + 2 * effects[1].points) / Fraction(3)
    assert outcome["rata"] == shown(mean)
    assert (outcome["tepat"], outcome["jumlah"]) == (1, 3)
    assert outcome["bukti"] == list(instrument.items[CHOICE].evidence)


def test_counts_are_grouped_and_many_different_ones_stand_together(lesson: Lesson) -> None:
    room = Room(100)
    question = room.put(lesson.question(COUNTS, ""))
    codes = [one["kode"] for one in question.shown["hitungan"]]
    for number in range(20):
        cells = dict.fromkeys(codes, str(1 + number))
        room.answer(str(room.join(room.code, "a")), 1, lesson.understood(COUNTS, cells))
    right = lesson.understood(COUNTS, dict.fromkeys(codes, "500"))
    outcome, effects = lesson.outcome(COUNTS, question, right)
    assert sum(one["jumlah"] for one in outcome["kelompok"]) == 20
    assert len(outcome["kelompok"]) < 12
    assert [one.count for one in effects if one.right] == [0]


def test_the_qr_code_is_a_path_with_the_quiet_zone() -> None:
    drawn = qr_data("http://192.168.1.5:8321/#K7PQ2M")
    columns = [int(part.split(" ")[0]) for part in drawn["jalur"].split("M")[1:]]
    assert min(columns) == 4
    assert max(columns) == drawn["sisi"] - 5


# What is saved.


def test_what_is_saved_holds_counts_and_effects_and_no_formula(lesson: Lesson, tmp_path: Path) -> None:
    room = Room(10)
    case = '=HYPERLINK("http://evil.example")'
    question = room.put(lesson.question(CHOICE, case))
    label = question.shown["pilihan"][0]["label"]
    room.answer(str(room.join(room.code, "a")), 1, lesson.understood(CHOICE, {CHOICE: label}))
    _, effects = lesson.outcome(CHOICE, question, lesson.understood(CHOICE, {CHOICE: label}))
    discussed = [Discussed(1, CHOICE, question.shown["kriteria"], question.shown["kasus"], effects)]
    for _ in range(2):  # a second time replaces the first
        assert save_class(tmp_path, "Zona Integritas", 2, discussed) == ()
    sheet = load_workbook(tmp_path / BOOK)["Kelas"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    assert [row[5] for row in rows] == [one.count for one in effects]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    table = list(csv.reader(io.StringIO((tmp_path / TABLE).read_text(encoding="utf-8-sig")), delimiter=";"))
    assert len(table) == 1 + len(effects)
    assert not [cell for row in table for cell in row if cell.startswith(("=", "+", "@", "\t"))]


# The phones' routes.


@pytest.fixture
def room() -> Room:
    return Room(5)


def phone(room: Room, lesson: Lesson) -> TestClient:
    app = phone_app(room, ["192.168.1.5:8321"], lesson.understood)
    return TestClient(app, base_url="http://192.168.1.5:8321", headers={"Origin": "http://192.168.1.5:8321"})


def test_a_phone_joins_answers_and_is_told(room: Room, lesson: Lesson) -> None:
    one = phone(room, lesson)
    assert one.get("/keadaan").json()["sebab"] == "asing"
    assert one.post("/ikut", json={"kode": "salah"}).json()["sebab"] == "kode"
    joined = one.post("/ikut", json={"kode": room.code})
    assert joined.json()["soal"] is None
    cookie = joined.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    room.put(lesson.question(CHOICE, ""))
    assert one.get("/keadaan").json()["soal"]["id"] == CHOICE
    told = one.post("/jawab", json={"nomor": 1, "isi": {CHOICE: "Ya"}}).json()
    assert told["jawaban"]["label"] == "Ya"
    assert one.get(f"/keadaan?versi={told['versi']}").json() == {"versi": told["versi"], "sama": True}
    assert one.post("/jawab", json={"nomor": 1, "isi": {CHOICE: "Z"}}).json()["sebab"] == "isi"
    assert one.post("/jawab", json={"nomor": 7, "isi": {CHOICE: "Ya"}}).json()["sebab"] == "ditutup"


def test_a_stranger_cannot_answer_or_look(room: Room, lesson: Lesson) -> None:
    room.put(lesson.question(CHOICE, ""))
    stranger = phone(room, lesson)
    for answer in (stranger.get("/keadaan"), stranger.post("/jawab", json={"nomor": 1, "isi": {CHOICE: "Ya"}})):
        assert set(answer.json()) == {"sebab", "pesan"}
    assert room.current is not None and room.current.answers == {}


def test_phones_reach_no_file_no_job_and_nothing_of_the_facilitator(room: Room, lesson: Lesson) -> None:
    one = phone(room, lesson)
    one.post("/ikut", json={"kode": room.code})
    for path in (
        "/masuk",
        "/sesi",
        "/berkas",
        "/kerja/tentang.instrumen",
        "/hasil/x",
        "/kelas/keadaan",
        "/kelas/bahas",
    ):
        for method in ("GET", "POST"):
            answer = one.request(method, path, content=b"{}" if method == "POST" else None)
            assert answer.status_code == 404
            assert answer.content == b""
    for path in ("/app.js", "/mesin-server.js", "/kelas.js", "/../halaman/app.js", "/..%2fhalaman%2fapp.js"):
        assert one.get(path).status_code == 404
    assert one.get("/").status_code == 200


def test_another_origin_or_name_gets_nothing_of_the_class(room: Room, lesson: Lesson) -> None:
    one = phone(room, lesson)
    for headers in ({"Origin": "http://evil.example"}, {"Host": "evil.example"}, {"Host": "127.0.0.1:8321"}):
        answer = one.post("/ikut", json={"kode": room.code}, headers=headers)
        assert answer.status_code in (403, 421)
        assert answer.content == b""
    assert room.joined == 0


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff", b'{"kode": 7}', b'{"nomor": "1", "isi": []}', b"[" * 3000])
def test_whatever_a_phone_sends_is_answered_in_words(room: Room, lesson: Lesson, body: bytes) -> None:
    one = phone(room, lesson)
    assert "pesan" in one.post("/ikut", content=body).json()
    one.post("/ikut", json={"kode": room.code})
    assert "pesan" in one.post("/jawab", content=body).json()
    assert one.post("/jawab", content=b"x" * 5000).status_code == 413


def test_a_phone_that_asks_without_end_is_told_to_wait(lesson: Lesson) -> None:
    clock = Clock()
    room = Room(5, clock)
    one = phone(room, lesson)
    one.post("/ikut", json={"kode": room.code})
    statuses = [one.get("/keadaan").status_code for _ in range(60)]
    assert statuses[0] == 200
    assert statuses[-1] == 429
    clock.now += 5
    assert one.get("/keadaan").status_code == 200


# As the command a user types.


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("kelas")
    with running("--kelas", "--alamat", "127.0.0.1", "--port-kelas", "0", folder=folder) as server:
        yield server
        server.end()


@pytest.fixture(scope="module")
def lead(served: Running) -> Iterator[Web]:
    web = Web(served.base).enter(served.ticket)
    yield web
    web.close()


def test_sixty_four_participants_answer_at_once_and_nothing_is_lost(served: Running, lead: Web) -> None:
    told = lead.told("/kelas/mulai", {"instrumen": INSTRUMENT, "contoh": "menengah"})
    code, labels = told["kode"], ["A", "B", "C", "D"]
    lead.told("/kelas/soal", {"butir": CHOICE, "kasus": ""})
    shown_labels = [one["label"] for one in lead.told("/kelas/keadaan")["kini"]["soal"]["pilihan"]]
    labels = shown_labels[:4]
    together, failed = threading.Barrier(64), []

    def participant(number: int) -> None:
        try:
            web = Web(served.phones)
            web.told("/ikut", {"kode": code})
            together.wait(60)
            label = labels[number % len(labels)]
            answer = web.told("/jawab", {"nomor": 1, "isi": {CHOICE: label}})
            assert answer["jawaban"]["label"] == label
            assert web.told("/keadaan")["jawaban"]["label"] == label
            web.close()
        except Exception as error:
            failed.append(error)
            together.abort()

    threads = [threading.Thread(target=participant, args=(number,)) for number in range(64)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    lead.told("/kelas/tahap", {"buka": False})
    state = lead.told("/kelas/bahas", {"isi": {CHOICE: labels[0]}})
    assert (state["peserta"], state["kini"]["menjawab"]) == (64, 64)
    counts = {one["label"]: one["jumlah"] for one in state["kini"]["bahasan"]["kelompok"]}
    assert {label: counts[label] for label in labels} == {
        label: len(range(place, 64, len(labels))) for place, label in enumerate(labels)
    }
    made = lead.told("/kelas/simpan", {"bentuk": "csv"})
    assert made["nama"] == TABLE
    status, content = lead.ask(f"/hasil/{made['id']}")
    assert status == 200
    assert len(content.decode("utf-8-sig").splitlines()) == 1 + len(shown_labels)


def test_another_instrument_takes_the_question_away(lead: Web) -> None:
    lead.told("/kelas/mulai", {"instrumen": INSTRUMENT, "contoh": "menengah"})
    lead.told("/kelas/soal", {"butir": CHOICE, "kasus": ""})
    state = lead.told("/kelas/mulai", {"instrumen": "pmprb-2020-unit", "contoh": "awal"})
    assert state["kini"] is None
    for path, data in (("bahas", {"isi": {CHOICE: "Ya"}}), ("tahap", {"buka": True}), ("soal", {"butir": CHOICE})):
        status, answer = lead.ask(f"/kelas/{path}", data)
        assert status == 200 and answer["error"]["message"], path


def test_the_class_and_the_page_do_not_open_each_other(served: Running) -> None:
    phones = Web(served.phones)
    for path in ("/masuk", "/kelas/keadaan", "/kerja/tentang.instrumen"):
        assert phones.ask(path, {"tiket": served.ticket})[0] == 404
    page = Web(served.base)
    assert page.ask("/ikut", {"kode": "x"})[0] == 404
    assert page.ask("/kelas/keadaan")[0] == 401
    for web in (phones, page):
        web.close()


def test_a_slow_request_holds_up_nobody(served: Running) -> None:
    host, _, port = served.phones.removeprefix("http://").partition(":")
    idle = [socket.create_connection((host, int(port))) for _ in range(40)]
    for one in idle:
        one.sendall(b"GET / HTTP/1.1\r\nHost: ")
    web = Web(served.phones)
    assert web.ask("/")[0] == 200
    web.close()
    for one in idle:
        one.close()


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS has one loopback address: nobody else can come from it")
def test_one_address_cannot_hold_all_places(served: Running) -> None:
    host, _, port = served.phones.removeprefix("http://").partition(":")
    with ExitStack() as held:
        for _ in range(460):  # more than the class keeps at a time
            held.enter_context(socket.create_connection((host, int(port))))
        other = http.client.HTTPConnection(host, int(port), timeout=30, source_address=("127.0.0.2", 0))
        other.request("GET", "/", headers={"Host": f"{host}:{port}"})
        assert other.getresponse().status == 200
        other.close()


def test_a_class_is_bound_to_an_address_of_this_machine_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    from pmprb.papan.service import addresses

    two = [addresses.Address("192.168.1.5", "Wi-Fi"), addresses.Address("10.0.0.4", "LAN")]
    monkeypatch.setattr(addresses, "local_addresses", lambda: two)
    code, output = quick("papan", "--kelas")
    assert code == 2
    assert "192.168.1.5 (Wi-Fi), 10.0.0.4 (LAN)" in output
    assert "--alamat" in output
    for named, words in [("0.0.0.0", "semua jaringan"), ("192.168.9.9", "bukan alamat komputer ini"), ("rumah", "IP")]:
        code, output = quick("papan", "--kelas", "--alamat", named)
        assert code == 2
        assert words in output
    monkeypatch.setattr(addresses, "local_addresses", list)
    assert "belum tersambung" in quick("papan", "--kelas")[1]
    assert "--kelas" in quick("papan", "--alamat", "10.0.0.4")[1]
