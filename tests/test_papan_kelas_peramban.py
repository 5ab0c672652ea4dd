"""The class in browsers: a hall with a screen and phones, networks that go away, people who type what they like."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from helpers.layar import UNIT, Walk
from helpers.papan import Running, running
from helpers.peramban import browser

pytestmark = pytest.mark.peramban

MARKUP = '<img src=x onerror="alert(1)"><script>alert(2)</script><b>tebal</b>'
FORMULA = '=HYPERLINK("http://contoh.id","buka")'
CASE = f"{FORMULA} {MARKUP} javascript:alert(3)"
NUMBER = "B.II.a"


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[tuple[Walk, Running]]:
    """A page and its class; afterwards no console may have told of an error, no dialog have come up."""
    with (
        browser() as chromium,
        running("--kelas", "--alamat", "127.0.0.1", "--port-kelas", "0", folder=tmp_path) as server,
    ):
        walk = Walk(chromium, server)
        yield walk, server
        walk.close()
        server.end()
    assert [error for one in walk.seen for error in (*one.errors, *one.dialogs)] == []
    allowed = (server.base, server.phones, "blob:", "data:")
    assert [at for one in walk.seen for at in one.requests if not at.startswith(allowed)] == []


def begin(walk: Walk, item: str, case: str) -> Any:
    room = walk.room("kelas")
    room.locator("select option").nth(1).wait_for(state="attached")
    room.locator("select").first.select_option("zi-2021")
    room.get_by_role("button", name="Mulai kelas").click()
    put(room, item, case)
    return room


def put(room: Any, item: str, case: str) -> None:
    room.locator("textarea").wait_for()
    room.locator("select").first.select_option(item)
    room.locator("textarea").fill(case)
    room.get_by_role("button", name="Buka soal").click()
    room.locator(".kelas-hitung").wait_for()


SEEN = "where => document.querySelector(where).getBoundingClientRect().bottom <= innerHeight"


def join(walk: Walk, server: Running, room: Any) -> Any:
    phone = walk.tab(360, 740)
    code = room.locator(".kelas-kode").inner_text().split()[-1]
    phone.goto(f"{server.phones}/#{code.replace('-', '')}")
    phone.get_by_role("button", name="Kirim jawaban").wait_for()
    return phone


def test_texts_of_anybody_are_texts_on_the_screen_the_phones_and_in_what_is_saved(hall: tuple[Walk, Running]) -> None:
    walk, server = hall
    room = begin(walk, NUMBER, CASE)
    phone = join(walk, server, room)
    for page in (walk.page, phone):
        assert page.locator(".kasus").inner_text() == CASE
        assert page.locator("main img, main script, .kasus b, .kasus *").count() == 0
    phone.locator("input").fill(MARKUP)
    phone.get_by_role("button", name="Kirim jawaban").click()
    phone.locator(".status-kirim[data-jenis=galat]").wait_for()
    phone.locator("input").fill("3,5")
    phone.get_by_role("button", name="Kirim jawaban").click()
    phone.get_by_text("Terkirim: 3,5").wait_for()
    room.get_by_role("button", name="Tutup jawaban").click()
    room.locator("fieldset input").fill(MARKUP)
    room.get_by_role("button", name="Bahas bersama").click()
    room.locator(".kartu.galat").wait_for()
    room.locator("fieldset input").fill("4")
    room.get_by_role("button", name="Bahas bersama").click()
    room.locator(".bahasan").wait_for()
    with walk.page.expect_download() as waiting:
        room.get_by_role("button", name="Simpan hasil (.xlsx)").click()
    assert waiting.value.suggested_filename == "kelas.xlsx"
    sheet = load_workbook(BytesIO(Path(waiting.value.path()).read_bytes()))["Kelas"]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert CASE in {cell.value for cell in cells}
    assert walk.page.evaluate("document.querySelectorAll('main img, main script').length") == 0


def test_an_answer_sent_while_the_network_is_away_arrives_when_it_is_back(hall: tuple[Walk, Running]) -> None:
    walk, server = hall
    room = begin(walk, "A.I.3.ii.a", "")
    phone = join(walk, server, room)
    seen = walk.seen.pop()
    phone.set_viewport_size({"width": 360, "height": 420})
    phone.context.set_offline(True)
    phone.locator("input[type=radio]").first.check()
    phone.get_by_role("button", name="Kirim jawaban").click()
    phone.get_by_text("Belum terkirim; mencoba lagi").wait_for()
    phone.context.set_offline(False)
    phone.get_by_text("Terkirim: Ya").wait_for()
    phone.wait_for_function(SEEN, arg=".status-kirim")  # without scrolling
    room.get_by_text("1 dari 1", exact=True).wait_for()
    assert all("ERR_INTERNET_DISCONNECTED" in error for error in seen.errors)
    phone.reload()
    phone.get_by_text("Terkirim: Ya").wait_for()  # who loads the page again is still in the class


def test_a_class_works_on_a_worksheet_and_shows_nobody_whose_it_is(hall: tuple[Walk, Running]) -> None:
    walk, server = hall
    room = walk.room("kelas")
    room.locator("input[type=file]").set_input_files(str(UNIT))
    room.locator("textarea").wait_for()
    assert "Dinas Penanaman Modal" in room.inner_text()
    evidence = room.locator("textarea").input_value()
    assert evidence  # what the unit itself names for the first item is the case to begin with
    room.get_by_role("button", name="Buka soal").click()
    phone = join(walk, server, room)
    assert evidence in phone.locator("main").inner_text()
    assert "Dinas Penanaman Modal" not in phone.locator("body").inner_text()
    phone.keyboard.press("Tab")
    phone.keyboard.press("Space")  # by keys alone
    phone.keyboard.press("Enter")
    phone.get_by_text("Terkirim").wait_for()
    room.get_by_role("button", name="Tutup jawaban").click()
    room.get_by_role("button", name="Buka lagi").click()
    phone.get_by_role("button", name="Kirim jawaban baru").wait_for()


def test_without_a_class_the_room_says_how_to_open_one(tmp_path: Path) -> None:
    with browser() as chromium, running(folder=tmp_path) as server:
        walk = Walk(chromium, server)
        assert "pmprb papan --kelas" in walk.room("kelas").inner_text()
        walk.close()
        server.end()
    assert [error for one in walk.seen for error in one.errors] == []
