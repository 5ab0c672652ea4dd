"""The rooms Isi and Klinik in a browser: by touch and by keys, saved and read natively, with hostile texts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from helpers.peramban import browser, served, too_wide
from helpers.sheets import instrument, submission
from pmprb import load_instrument, read, score
from pmprb.engine.answers import Answer, State, Unit
from pmprb.numbers import shown
from pmprb.worksheet.template.build import build_template

pytestmark = pytest.mark.peramban

SHEETS = Path(__file__).resolve().parent.parent / "workbooks" / "samples" / "lembar-zi-2021"
MARKUP = '<img src=x onerror="alert(1)"><script>alert(2)</script>'
FORMULA = '=HYPERLINK("http://contoh.id","buka")'
HOSTILE = f"{FORMULA}{MARKUP}\u202e javascript:alert(3)"
SCREENS = ((1366, 768), (1024, 768), (360, 740))


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser() as made:
        yield made


def begin(page: Any, name: str = "Dinas Perhubungan", instrument_id: str = "zi-2021") -> None:
    page.locator(f'.isi-baru option[value="{instrument_id}"]').wait_for(state="attached")
    page.get_by_label("Instrumen").select_option(instrument_id)
    page.locator(".isi-baru").get_by_label("Nama unit").fill(name)
    page.locator(".isi-baru").get_by_label("Periode").fill("2026")
    page.get_by_role("button", name="Mulai mengisi").click()
    page.locator(".butir.kini").wait_for()


def discuss(page: Any, instrument_id: str, example: str) -> None:
    page.locator(f'.ruang-klinik option[value="{instrument_id}"]').wait_for(state="attached")
    page.locator(".ruang-klinik").get_by_label("Instrumen").select_option(instrument_id)
    page.get_by_role("button", name=example).click()


def save(page: Any, folder: Path) -> Path:
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Simpan .xlsx").first.click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def put_aside(page: Any) -> None:
    page.locator(".isi-identitas summary").click()
    page.get_by_role("button", name="Tutup lembar ini").click()
    page.get_by_role("button", name="Tutup, lanjutkan nanti").click()


def filled(page: Any, count: int) -> None:
    page.locator(".isi-maju", has_text=f"{count} dari ").wait_for()


def test_a_worksheet_is_filled_by_keys_alone_and_read_natively(chromium: Any, tmp_path: Path) -> None:
    with served(chromium, tmp_path, room="isi") as (page, seen):
        begin(page)
        keys = page.keyboard
        page.locator(".butir.kini input[type=radio]").first.focus()
        keys.press("Space")  # Ya
        filled(page, 1)
        keys.press("n")  # the next blank item
        keys.press("2")  # its second option
        filled(page, 2)
        keys.press("ArrowDown")  # the third
        keys.press("n")
        keys.press("1")
        filled(page, 3)
        assert page.evaluate("document.activeElement.name") == "isi-A.I.1.ii.a"
        keys.press("k")
        assert page.evaluate("document.activeElement.value") == "C"
        page.get_by_label("Bukti dukung A.I.1.i.a").fill("SK Tim Nomor 12 Tahun 2026")
        on_screen = page.locator(".isi-angka").inner_text()
        with page.expect_download() as waiting:
            keys.press("Control+s")
        path = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(path)
        found, _ = read(path)
        assert {i: a.choice for i, a in found.answers.items() if a.choice} == {
            "A.I.1.i.a": "Ya",
            "A.I.1.i.b": "C",
            "A.I.1.ii.a": "Ya",
        }
        assert found.answers["A.I.1.i.a"].evidence == "SK Tim Nomor 12 Tahun 2026"
        assert found.unit.name == "Dinas Perhubungan" and found.period == "2026"
        assert shown(score(found, load_instrument("zi-2021")).total.points) == on_screen
        assert seen.dialogs == []


def test_closing_with_answers_that_are_not_saved_warns(chromium: Any, tmp_path: Path) -> None:
    with served(chromium, tmp_path, room="isi") as (page, seen):
        begin(page)
        page.locator(".butir.kini input[type=radio]").first.check()
        filled(page, 1)
        with page.expect_event("dialog") as warned:
            page.evaluate("setTimeout(() => location.reload(), 0)")
        assert warned.value.type == "beforeunload" and len(seen.dialogs) == 1
        page.evaluate("location.hash = 'klinik'")
        page.locator(".klinik-contoh button").first.wait_for()
        page.evaluate("location.hash = 'isi'")
        assert page.locator(".butir.kini input:checked").count() == 1  # another room loses nothing
        page.locator(".isi-identitas summary").click()
        page.get_by_role("button", name="Tutup lembar ini").click()
        page.get_by_role("button", name="Kembali mengisi").click()
        save(page, tmp_path)
        page.locator(".warta", has_text="Disimpan sebagai").wait_for()
        page.get_by_role("button", name="Tutup lembar ini").click()
        page.locator(".isi-baru").wait_for()
        seen.dialogs.clear()


UNASKED = "BeforeUnloadEvent.prototype.preventDefault = () => {}"  # as if the person said: leave
REFUSED = """() => {
  for (const name of ["put", "delete"]) {
    const write = IDBObjectStore.prototype[name];
    IDBObjectStore.prototype[name] = function (one) {
      const asked = write.call(this, one);
      this.transaction.abort();
      return asked;
    };
  }
}"""
SLOW = """() => new Promise(held => {
  indexedDB.open("pmprb", 1).onsuccess = asked => {
    const shelf = asked.target.result.transaction("draf", "readwrite").objectStore("draf");
    const hold = () => { if (!window.released) shelf.count().onsuccess = hold; };
    hold();
    held();
  };
})"""
NOTE = "diketik sesaat sebelum ditutup"


def test_what_was_typed_is_there_after_loading_again_and_forgotten_once_saved(chromium: Any, tmp_path: Path) -> None:
    with served(chromium, tmp_path, room="isi") as (page, _):
        begin(page)
        page.locator(".butir.kini input[type=radio]").first.check()
        filled(page, 1)
        page.get_by_label("Bukti dukung A.I.1.i.a").fill(MARKUP)
        page.evaluate(UNASKED)
        page.get_by_label("Catatan A.I.1.i.a").fill(NOTE)
        page.reload()
        page.evaluate("location.hash = 'isi'")
        page.locator(".isi-draf li", has_text="1 dari 113 butir terisi").wait_for()
        page.get_by_role("button", name="Lanjutkan Dinas Perhubungan").click()
        filled(page, 1)
        assert page.get_by_label("Catatan A.I.1.i.a").input_value() == NOTE
        assert page.get_by_label("Bukti dukung A.I.1.i.a").input_value() == MARKUP
        beside = page.context.new_page()  # a second tab of the same browser is not let into this sheet
        beside.goto(page.url.partition("#")[0])  # no room in its address: it opens where something waits
        beside.wait_for_url("**/#isi")
        beside.locator(".isi-draf li", has_text="terbuka di tab lain").wait_for()
        assert beside.get_by_role("button", name="Lanjutkan").count() == 0
        found, _ = read(save(page, tmp_path))
        assert found.answers["A.I.1.i.a"].note == NOTE and found.unit.name == "Dinas Perhubungan"
        beside.locator(".isi-draf li", has_text="sudah disimpan sebagai").wait_for()
        page.locator(".isi-identitas summary").click()
        page.get_by_role("button", name="Tutup lembar ini").click()
        page.locator(".isi-baru").wait_for()
        beside.locator(".isi-draf li").wait_for(state="detached")
        assert page.locator(".isi-draf li").count() == 0
        beside.close()


def test_a_browser_that_keeps_nothing_says_so_and_asks_before_closing(chromium: Any, tmp_path: Path) -> None:
    with served(chromium, tmp_path, room="isi") as (page, seen):
        begin(page)
        page.evaluate(REFUSED)
        page.locator(".butir.kini input[type=radio]").first.check()
        page.get_by_text("Isian ini tidak dapat dicatat di peramban ini").wait_for()
        with page.expect_event("dialog") as warned:
            page.evaluate("setTimeout(() => location.reload(), 0)")
        assert warned.value.type == "beforeunload" and len(seen.dialogs) == 1
        seen.dialogs.clear()


def test_a_full_disk_that_does_not_even_forget_says_so(chromium: Any, tmp_path: Path) -> None:
    with served(chromium, tmp_path, room="isi") as (page, seen):
        begin(page)
        page.locator(".butir.kini input[type=radio]").first.check()
        filled(page, 1)
        save(page, tmp_path)
        page.locator(".warta", has_text="Disimpan sebagai").wait_for()
        page.reload()
        page.evaluate("location.hash = 'isi'")
        page.locator(".isi-draf li", has_text="sudah disimpan sebagai").wait_for()
        begin(page, "Dinas Kesehatan")
        page.evaluate(REFUSED)
        page.locator(".butir.kini input[type=radio]").first.check()
        page.get_by_text("Isian ini tidak dapat dicatat di peramban ini").wait_for()
        seen.dialogs.clear()


def test_what_is_saved_before_a_slow_disk_has_it_is_remembered_as_saved(chromium: Any, tmp_path: Path) -> None:
    with served(chromium, tmp_path, room="isi") as (page, _):
        begin(page)
        page.evaluate(SLOW)
        page.locator(".butir.kini input[type=radio]").first.check()
        filled(page, 1)
        save(page, tmp_path)
        page.locator(".warta", has_text="Disimpan sebagai").wait_for()
        page.evaluate("window.released = true")
        beside = page.context.new_page()
        beside.goto(page.url.partition("#")[0] + "#isi")
        beside.locator(".isi-draf li", has_text="sudah disimpan sebagai").wait_for()
        beside.close()


def test_two_sheets_of_one_unit_are_two_and_say_so(chromium: Any, tmp_path: Path) -> None:
    with served(chromium, tmp_path, room="isi") as (page, _):
        begin(page)
        page.locator(".butir.kini input[type=radio]").first.check()
        filled(page, 1)
        put_aside(page)
        page.get_by_role("button", name="Lanjutkan Dinas Perhubungan").wait_for()
        begin(page)
        page.get_by_text("Ada isian lembar ini yang belum disimpan").wait_for()
        page.locator(".butir.kini input[type=radio]").last.check()
        put_aside(page)
        page.locator(".isi-draf li").nth(1).wait_for()
        for left in (1, 0):
            page.get_by_role("button", name="Hapus Dinas Perhubungan").first.click()
            page.get_by_role("button", name="Ya, hapus isian ini").click()
            page.wait_for_function("count => document.querySelectorAll('.isi-draf li').length === count", arg=left)
        assert page.evaluate("document.activeElement.closest('.isi-awal') !== null")


def test_changes_in_the_clinic_are_asked_about_before_they_are_left(chromium: Any, tmp_path: Path) -> None:
    with served(chromium, tmp_path, room="klinik") as (page, seen):
        discuss(page, "zi-2021", "Unit yang sudah berjalan")
        page.locator(".klinik-satu input:not(:checked)").first.check(force=True)
        page.locator(".klinik-geser .lencana").wait_for()
        with page.expect_event("dialog") as warned:
            page.evaluate("setTimeout(() => location.reload(), 0)")
        assert warned.value.type == "beforeunload" and len(seen.dialogs) == 1
        seen.dialogs.clear()


def test_counts_numbers_and_what_is_wrong_with_them(chromium: Any, tmp_path: Path) -> None:
    with served(chromium, tmp_path, room="isi") as (page, _):
        begin(page)
        page.locator(".isi-ke-area", has_text="Terwujudnya").first.or_(page.locator(".isi-ke-area").last).click()
        number = page.locator(".butir input[inputmode=decimal]").first
        number.fill("9")
        page.locator(".isi-pesan", has_text="0 sampai 4").wait_for()
        number.fill("3,6")
        page.locator(".butir[data-keadaan=terisi]").wait_for()
        page.locator('.isi-ke-area:has-text("Manajemen Perubahan")').nth(1).click()
        counts = page.locator(".butir.kini input[inputmode=numeric]")
        counts.nth(0).fill("10")
        page.locator(".butir.kini .isi-pesan", has_text="belum").wait_for()
        counts.nth(1).fill("8")
        filled(page, 2)
        found, _ = read(save(page, tmp_path))
        given = {item: answer.text for item, answer in found.answers.items() if answer.state is State.GIVEN}
        assert sorted(given.values()) == ["3.6", "agen 10; perubahan 8"]


def test_one_item_a_screen_on_a_telephone_and_nothing_stands_out(chromium: Any, tmp_path: Path) -> None:
    with served(chromium, tmp_path, room="isi") as (page, _):
        for width, height in SCREENS:
            page.set_viewport_size({"width": width, "height": height})
            assert too_wide(page) == [], width
        begin(page)
        assert page.locator(".butir:visible").count() == 1
        page.get_by_role("button", name="Butir berikutnya").click()
        assert page.locator(".butir.kini").get_attribute("data-butir") == "A.I.1.i.b"
        page.locator(".butir.kini input[type=radio]").first.check()
        filled(page, 1)
        page.get_by_role("button", name="Butir kosong").last.click()
        assert page.locator(".butir:visible").get_attribute("data-butir") == "A.I.1.ii.a"
        for width, height in SCREENS[::-1]:
            page.set_viewport_size({"width": width, "height": height})
            for theme in ("terang", "proyektor"):
                page.evaluate("tema => { document.documentElement.dataset.tema = tema; }", theme)
                assert too_wide(page) == [], (width, theme)


def test_the_first_question_stands_on_the_first_screen_though_the_sheet_has_no_name(
    chromium: Any, tmp_path: Path
) -> None:
    with served(chromium, tmp_path, room="isi") as (page, _):
        begin(page, "")
        criterion = page.locator(".butir.kini").bounding_box()
        assert criterion and criterion["y"] + 60 <= 768
        assert page.evaluate("scrollY") == 0
        page.locator(".butir.kini input[type=radio]").first.check()
        filled(page, 1)
        bar = page.locator(".isi-palang").bounding_box()
        assert bar and bar["height"] <= 80  # badges and buttons side by side: what stays leaves room


def hostile_sheet(path: Path) -> Path:
    """Write a worksheet with markup, a formula and a script's address wherever a text may stand."""
    catalog = instrument("zi-2021")
    items = list(catalog.items)
    given = {item: Answer(item=item, state=State.BLANK, evidence=HOSTILE, note=HOSTILE) for item in items}
    given[items[0]] = Answer(item=items[0], state=State.INVALID, raw=MARKUP, evidence=HOSTILE)
    unit = Unit(code=MARKUP, name=HOSTILE)
    content = build_template(catalog, unit, MARKUP, submission(catalog, given, unit, MARKUP), version="1")
    path.write_bytes(content)
    return path


def test_hostile_texts_are_text_in_both_rooms(chromium: Any, tmp_path: Path) -> None:
    source = hostile_sheet(tmp_path / "lembar.xlsx")
    with served(chromium, tmp_path, room="isi") as (page, seen):
        page.locator(".isi-baru option[value=zi-2021]").wait_for(state="attached")
        page.locator(".isi-awal input[type=file]").set_input_files(str(source))
        page.locator(".butir.kini").wait_for()
        assert MARKUP in page.locator(".isi-identitas summary").inner_text()
        assert page.get_by_label("Bukti dukung A.I.1.i.a").input_value().startswith(FORMULA)
        page.locator(".isi-pesan", has_text="<img src=x").first.wait_for()
        found, _ = read(save(page, tmp_path))
        assert found.unit.name.startswith(FORMULA) and found.answers["A.I.1.i.a"].evidence.startswith(FORMULA)
        page.evaluate("location.hash = 'klinik'")
        page.locator(".klinik-contoh button").first.wait_for()
        page.locator(".ruang-klinik input[type=file]").set_input_files(str(source))
        page.locator(".klinik-siapa", has_text="<img src=x").wait_for()
        page.locator(".klinik-alat summary").click()
        page.get_by_role("button", name="Sembunyikan nama").click()
        assert "<img" not in page.locator(".klinik").inner_text()
        assert page.locator("img, body script, iframe, object, a[href^=http], a[href^=javascript]").count() == 0
        assert seen.dialogs == []


def test_an_answer_moves_score_gates_and_plan_and_comes_back(chromium: Any, tmp_path: Path) -> None:
    with served(chromium, tmp_path, room="klinik") as (page, _):
        discuss(page, "zi-2021", "Unit yang sudah berjalan")
        page.locator('.imbal[data-arah="naik"]').first.wait_for()
        number = page.locator(".klinik-angka")
        before = number.inner_text()
        first = page.locator(".klinik-satu").first
        first.locator('.satu-pilihan:has-text("Ya") .imbal', has_text="+0,25").wait_for()
        first.locator('input[value="Ya"]').click()
        page.locator(".klinik-geser", has_text="+0,25").wait_for()
        after = number.inner_text()
        assert after != before
        page.get_by_role("tab", name="Perubahan").click()
        assert "1 jawaban berubah" in page.locator(".klinik-panel").inner_text()
        page.keyboard.press("Control+z")
        page.locator(".klinik-angka", has_text=before).wait_for()
        assert first.locator("input:checked").get_attribute("value") == "Tidak"
        page.get_by_role("button", name="Ulangi").click()
        page.locator(".klinik-angka", has_text=after).wait_for()

        page.get_by_role("tab", name="Jalur").click()
        plan = page.locator(".klinik-jalur")
        plan.wait_for()
        steps = plan.locator("ol > li").count()
        assert f"{steps} perubahan" in plan.locator(".utama").first.inner_text()
        plan.get_by_role("button", name="Terapkan", exact=False).first.click()
        page.locator('.klinik-sasaran[data-lulus="ya"]', has_text="WBK").wait_for()
        page.locator(".klinik-jalur", has_text="sudah tercapai").wait_for()
        page.get_by_role("button", name="Kembali ke patokan").click()
        page.locator(".klinik-angka", has_text=before).wait_for()
        page.get_by_label("atau nilai").fill("80")
        page.keyboard.press("Enter")
        page.locator(".klinik-jalur .utama", has_text="Nilai 80").wait_for()
        page.get_by_label("Target").select_option("WBBM")
        page.locator(".klinik-jalur .utama", has_text="Birokrasi Bersih").wait_for()

        page.get_by_role("tab", name="Pengaruh").click()
        page.locator(".klinik-daftar li").first.get_by_role("button", name="Terapkan").click()
        page.locator(".klinik-geser", has_text="+").wait_for()
        for width, height in SCREENS:
            page.set_viewport_size({"width": width, "height": height})
            for theme in ("gelap", "proyektor"):
                page.evaluate("tema => { document.documentElement.dataset.tema = tema; }", theme)
                assert too_wide(page) == [], (width, theme)


def test_several_units_are_shown_one_after_the_other_without_their_names(chromium: Any, tmp_path: Path) -> None:
    files = sorted(str(path) for path in SHEETS.glob("*.xlsx"))[2:5]
    with served(chromium, tmp_path, room="klinik") as (page, _):
        page.locator(".klinik-contoh button").first.wait_for()
        page.locator(".ruang-klinik input[type=file]").set_input_files(files)
        page.locator(".klinik-siapa", has_text="Penanaman Modal").wait_for()
        page.locator(".klinik-alat summary").click()
        page.get_by_role("button", name="Sembunyikan nama").click()
        assert page.get_by_label("Unit (3 lembar)").locator("option").all_inner_texts() == [
            "Unit 1",
            "Unit 2",
            "Unit 3",
        ]
        page.get_by_label("Unit (3 lembar)").select_option(index=2)
        page.locator(".klinik-siapa", has_text="Unit 3").wait_for()
        shown_texts = page.locator(".klinik").inner_text()
        assert "Puskesmas" not in shown_texts and "Giri" not in shown_texts


@pytest.mark.parametrize("name", ["rb-general-2024", "pmprb-2020-unit", "rb-2014"])
def test_other_instruments_are_filled_and_discussed(name: str, chromium: Any, tmp_path: Path) -> None:
    with served(chromium, tmp_path, room="klinik") as (page, _):
        discuss(page, name, "Unit yang hampir sampai")
        page.locator(".klinik-angka", has_text=",").wait_for()
        page.locator('.imbal[data-arah="turun"], .klinik-langkah button').first.wait_for()
        page.evaluate("location.hash = 'isi'")
        begin(page, instrument_id=name)
        control = page.locator(".butir.kini input").first
        control.check() if control.get_attribute("type") == "radio" else control.fill("1")
        filled(page, 1)
        found, _ = read(save(page, tmp_path))
        assert sum(answer.state is State.GIVEN for answer in found.answers.values()) == 1
