"""The room Rekap in a browser: from a dropped folder to what is saved, by hand, by keys, with hostile texts."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest

from helpers.cli import quick
from helpers.peramban import browser, focused, served, too_wide
from helpers.sheets import answers, instrument, write
from pmprb.engine.answers import Unit

pytestmark = pytest.mark.peramban

SAMPLES = Path(__file__).resolve().parent.parent / "workbooks" / "samples"
SHEETS = SAMPLES / "lembar-zi-2021"
MARKUP = '<img src=x onerror="alert(1)"><script>alert(2)</script><b>tebal</b>'
FORMULA = '=HYPERLINK("http://contoh.id","buka")'
HOSTILE = f"{FORMULA}{MARKUP}\u202e\x0b\u0000 javascript:alert(3) " + "panjang " * 4000


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser() as made:
        yield made


def give(page: Any, path: Path, where: str = ".jatuhan-utama", how: str = "folder") -> None:
    page.locator(f"{where} input[data-pilih={how}]").set_input_files(str(path))


def saved(page: Any, button: str) -> tuple[str, bytes]:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button).click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def tab(page: Any, name: str) -> None:
    page.locator(f".hasil [data-tab={name}]").click()


def test_a_folder_becomes_a_rekap_that_is_proved(chromium: Any, tmp_path: Path) -> None:
    folder = tmp_path / "kiriman"
    shutil.copytree(SHEETS, folder / "lembar")
    shutil.copy(SAMPLES / "daftar-unit.xlsx", folder)
    (folder / "catatan.txt").write_text("bukan lembar")
    with served(chromium, tmp_path) as (page, _):
        give(page, folder)
        page.wait_for_selector(".hasil h2")
        assert focused(page) == "Zona Integritas 2021, periode 2026"
        cards = page.locator(".angka-angka li").all_inner_texts()
        assert cards[0].split("\n") == ["Belum menyerahkan", "1", "dari 5 unit"]
        refused = page.locator("section.kartu", has_text="Berkas ditolak (2)").locator("tbody tr")
        assert refused.count() == 2 and "BUKU-017" in refused.first.inner_text()
        assert "LKE › F14" in page.locator("section.kartu", has_text="Kesalahan dalam lembar").inner_text()
        assert "Daftar unit: daftar-unit.xlsx, 5 unit." in page.locator(".simpanan").inner_text()

        name, content = saved(page, "Simpan rekap.xlsx")
        assert name == "rekap-zi-2021-2026.xlsx"
        rekap = tmp_path / name
        rekap.write_bytes(content)
        code, out = quick("periksa", "--bukti", rekap, folder, "--unit", folder / "daftar-unit.xlsx")
        assert code == 0 and "Sama: semua nilai" in out
        assert "Disimpan: rekap-zi-2021-2026.xlsx" in page.locator(".status-simpan").inner_text()
        name, content = saved(page, "Umpan balik semua unit")
        assert name == "umpan-balik.zip" and len(ZipFile(BytesIO(content)).namelist()) > 8

        for width, height in ((1366, 768), (1024, 768), (360, 740)):
            page.set_viewport_size({"width": width, "height": height})
            for one in ("perlu", "peringkat", "area", "kelayakan", "kesenjangan", "jalur"):
                tab(page, one)
                assert too_wide(page) == [], (width, one)
        page.set_viewport_size({"width": 1366, "height": 768})

        page.locator("[data-tab=bukti]").click()
        give(page, rekap, ".jatuhan:has-text('Rekap yang dibuktikan')", "berkas")
        page.get_by_role("button", name="Buktikan").click()
        page.wait_for_selector("text=Sama: semua nilai")
        page.locator("[data-tab=banding]").click()
        page.get_by_role("button", name="Bandingkan").click()
        page.wait_for_selector("text=paling sedikit dua rekap")


def test_everything_is_reached_by_keys(chromium: Any, tmp_path: Path) -> None:
    folder = tmp_path / "lembar"
    folder.mkdir()
    for name in ("1-15_Dinas-Penanaman-Modal-dan-PTSP.xlsx", "4-07_Puskesmas-Giri-Sekar.xlsx"):
        shutil.copy(SHEETS / name, folder)
    with served(chromium, tmp_path, str(folder)) as (page, _):  # the folder of the command: nothing to be picked
        page.wait_for_selector(".hasil h2")
        page.locator(".hasil [data-tab=perlu]").focus()
        page.keyboard.press("ArrowRight")
        assert focused(page) == "Peringkat"
        first = page.locator(".hasil tbody tr").first
        first.get_by_role("button", name="Jelaskan nilai").focus()
        page.keyboard.press("Enter")
        page.wait_for_selector("dialog[open]")
        shown = page.locator("dialog pre").inner_text()
        _, out = quick("nilai", folder / "1-15_Dinas-Penanaman-Modal-dan-PTSP.xlsx", "--jelaskan", "TOTAL")
        assert shown in out and focused(page) == "Asal-usul angka TOTAL"
        page.locator("dialog").get_by_role("button", name="Jelaskan B Hasil").press("Enter")
        page.wait_for_selector("text=Asal-usul angka B")
        page.keyboard.press("Escape")
        page.wait_for_selector("dialog", state="detached")
        assert focused(page) == first.get_by_role("button", name="Jelaskan nilai").inner_text()

        name = first.get_by_role("button").first
        name.focus()
        page.keyboard.press("Enter")
        page.wait_for_selector(".halaman-unit .radar")
        assert focused(page) == "Dinas Penanaman Modal dan PTSP"
        picture = page.locator(".radar")
        assert picture.get_attribute("role") == "img" and "pembanding" in picture.locator("desc").text_content()
        assert page.locator(".halaman-unit .radar-tabel tbody tr").count() == 8
        page.get_by_role("button", name="Hitung perubahan paling sedikit").press("Enter")
        page.wait_for_selector("text=semua target sudah tercapai")
        page.locator("summary", has_text="Semua angka").press("Enter")
        page.wait_for_selector(".pohon tbody tr")  # drawn when it opens
        assert page.locator(".pohon tbody tr").count() > 113
        page.get_by_role("button", name="Kembali ke rekap").press("Enter")
        assert focused(page) == "Dinas Penanaman Modal dan PTSP"

        tab(page, "area")
        cell = page.locator(".sel-panas").first
        cell.focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowDown")
        assert "Puskesmas Giri Sekar" in page.evaluate("document.activeElement.getAttribute('aria-label')")
        assert page.locator(".sel-panas[tabindex='0']").count() == 1
        page.get_by_role("button", name="Pakai usulan sekarang").press("Enter")
        page.wait_for_selector("text=Daftar unit: daftar-unit.xlsx, 2 unit.")


def test_texts_of_a_worksheet_stay_texts(chromium: Any, tmp_path: Path) -> None:
    catalog, folder = instrument("zi-2021"), tmp_path / "lembar"
    folder.mkdir()
    given = {item: replace(one, evidence=HOSTILE, note=HOSTILE) for item, one in answers(catalog, 7, blank=0.4).items()}
    for n, group in enumerate((MARKUP, FORMULA, "puskesmas")):
        unit = Unit(code=f"{n}{MARKUP}", name=f"{n} {HOSTILE}"[:30_000], kind=MARKUP, group=group)
        write(folder / f"<img src=x onerror=alert({n})> {n}.xlsx".replace("/", "_"), catalog, given, unit)
    with served(chromium, tmp_path) as (page, seen):
        page.locator("summary", has_text="Tambahan dan pilihan").click()
        page.get_by_label("Nama instansi").fill(HOSTILE[:190])
        give(page, folder)
        page.wait_for_selector(".hasil h2")
        before = page.evaluate("document.querySelectorAll('script, iframe, object, embed, img, base, form').length")
        for one in ("perlu", "peringkat", "area", "kelayakan", "kesenjangan"):
            tab(page, one)
            page.wait_for_timeout(200)
        page.wait_for_selector(".hasil tbody tr")
        for summary in page.locator(".hasil summary").all():
            summary.click()
        tab(page, "peringkat")
        page.locator(".hasil tbody .tombol-teks").first.click()
        page.wait_for_selector(".halaman-unit")
        page.locator(".nilai-unit .tombol-teks").click()
        page.wait_for_selector("dialog[open]")
        page.keyboard.press("Escape")
        page.set_viewport_size({"width": 360, "height": 740})
        assert too_wide(page) == []
        assert page.locator(".halaman-unit h2").inner_text().count("<script>alert(2)</script>") == 1
        assert page.evaluate("document.querySelectorAll('main b, main script, main img, a[href^=http]').length") == 0
        assert (
            page.evaluate("document.querySelectorAll('script, iframe, object, embed, img, base, form').length")
            == before
        )
        assert seen.dialogs == []
        page.get_by_role("button", name="Kembali ke rekap").click()
        name, content = saved(page, "Umpan balik semua unit")
        assert name == "umpan-balik.zip"
        assert all(
            entry.replace("-", "").replace("_", "").replace(".", "").isalnum()
            for entry in ZipFile(BytesIO(content)).namelist()
        )


def test_what_cannot_be_done_says_why_and_what_to_do(chromium: Any, tmp_path: Path) -> None:
    bad, mixed = tmp_path / "rusak", tmp_path / "campur"
    bad.mkdir()
    (bad / "rusak.xlsx").write_bytes(b"PK\x03\x04 bukan buku kerja")
    mixed.mkdir()
    name = "5-06_Bagian-Administrasi-Pembangunan.xlsx"
    shutil.copy(SHEETS / name, mixed / "a.xlsx")
    shutil.copy(SAMPLES / "lembar-pmprb-2020-unit" / name, mixed / "b.xlsx")
    with served(chromium, tmp_path) as (page, _):
        assert page.get_by_role("button", name="Buat rekap").last.is_disabled()
        give(page, bad)
        page.wait_for_selector("text=Belum ada rekap")
        told = page.locator(".keluaran").inner_text()
        assert "rusak.xlsx" in told and "Perbaikan:" in told
        give(page, mixed)
        page.wait_for_selector("text=Ada beberapa instrumen")
        page.get_by_role("button", name="Zona Integritas").or_(page.get_by_role("button", name="WBK")).first.click()
        page.wait_for_selector(".hasil h2")
        page.locator("summary", has_text="Semua berkas").click()
        page.wait_for_selector("details:has-text('Semua berkas') .lencana:has-text('ditolak')")
        page.locator("[data-tab=templat]").click()
        page.wait_for_selector("option[value=zi-2021]", state="attached")
        page.get_by_role("button", name="Buat lembar kosong").click()
        page.wait_for_selector("text=Daftar unitnya belum dipilih.")
        page.get_by_label("Instrumen").select_option("zi-2021")
        page.get_by_label("Periode").last.fill("2026")
        give(page, SAMPLES / "daftar-unit.xlsx", ".jatuhan:has-text('Satu baris tiap unit')", "berkas")
        with page.expect_download() as waiting:
            page.get_by_role("button", name="Buat lembar kosong").click()
        assert waiting.value.suggested_filename == "lembar-zi-2021-2026.zip"


_DROP = """async ([names, contents]) => {
    const given = new DataTransfer();
    const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    names.forEach((name, n) => given.items.add(new File([bytes(contents[n])], name)));
    const field = document.querySelector(".jatuhan-utama");
    for (const kind of ["dragover", "drop"]) {
        field.dispatchEvent(new DragEvent(kind, {dataTransfer: given, bubbles: true, cancelable: true}));
    }
}"""

_FOLDER = """async () => {
    const root = await navigator.storage.getDirectory();
    const put = async (folder, name) => {
        const file = await (await folder.getFileHandle(name, {create: true})).createWritable();
        await file.write("isi"); await file.close();
    };
    const handle = await root.getDirectoryHandle("kiriman", {create: true});
    await put(handle, "b.xlsx");
    await put(await handle.getDirectoryHandle("dinas", {create: true}), "a.xlsx");
    const { dariSeretan } = await import("./berkas.js");
    const item = {kind: "file", webkitGetAsEntry: () => null, getAsFileSystemHandle: async () => handle};
    const entry = {isDirectory: true, name: "kiriman", createReader: () => {
        const parts = [["c.xlsx", "d.xlsx"], ["e.xlsx"], []];
        return {readEntries: (done) => done((parts.shift() ?? []).map((name) =>
            ({isFile: true, name, file: (give) => give(new File(["x"], name))})))};
    }};
    const older = {kind: "file", webkitGetAsEntry: () => entry};
    const names = async (items) => (await dariSeretan({items, files: []})).map((one) => one.nama);
    return [await names([item]), await names([older]), await names([item, older]), (await names([item, item])).sort()];
}"""


def test_files_are_dropped_and_work_is_ended(chromium: Any, tmp_path: Path) -> None:
    with served(chromium, tmp_path) as (page, _):
        paths = [path for path in sorted(SHEETS.iterdir()) if "Sosial" not in path.name]
        contents = [base64.b64encode(path.read_bytes()).decode() for path in paths]
        page.evaluate(_DROP, [[path.name for path in paths], contents])
        page.get_by_role("button", name="Batalkan").click()
        page.wait_for_selector("text=Dibatalkan.")
        page.get_by_role("button", name="Buat rekap").last.click()
        page.wait_for_selector(".hasil h2")
        assert page.locator(".angka-angka li").nth(1).inner_text().split("\n")[2] == "4 berkas = 4 dipakai + 0 ditolak"
        handles, entries, both, twice = page.evaluate(_FOLDER)
        assert handles == ["b.xlsx", "dinas/a.xlsx"] and entries == ["c.xlsx", "d.xlsx", "e.xlsx"]
        assert both == sorted(handles + entries)
        assert twice == ["b (2).xlsx", "b.xlsx", "dinas/a (2).xlsx", "dinas/a.xlsx"]


def test_what_was_typed_in_an_earlier_rekap_stands_in_the_gap_rows(chromium: Any, tmp_path: Path) -> None:
    folder, earlier = tmp_path / "kiriman", tmp_path / "lama.xlsx"
    folder.mkdir()
    shutil.copy(SHEETS / "4-07_Puskesmas-Giri-Sekar.xlsx", folder)
    assert quick("gabung", folder, "-o", earlier)[0] < 2
    book = openpyxl.load_workbook(earlier)
    sheet = book["Kesenjangan"]
    head = next(row for row in sheet.iter_rows(max_row=20) if row[0].value == "Kode Unit")
    at = {str(cell.value): cell.column for cell in head}
    for name, value in (("PIC", "Sekretaris"), ("Tenggat", date(2026, 6, 30)), ("Status", "Proses")):
        sheet.cell(head[0].row + 1, at[name]).value = value
    book.save(earlier)
    with served(chromium, tmp_path) as (page, _):
        page.locator(".tambahan summary").click()
        page.locator(".tambahan .tiga input[type=file]").last.set_input_files(str(earlier))
        give(page, folder)
        page.wait_for_selector(".hasil h2")
        tab(page, "kesenjangan")
        row = page.locator(".hasil tbody tr", has_text="PIC: Sekretaris").first
        row.wait_for()
        assert "PIC: Sekretaris · Tenggat: 30/06/2026 · Status: Proses" in row.inner_text()
