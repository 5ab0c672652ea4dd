"""Every room of the page and every state it can be in, one after another: for the tests that look at all of them, and
for the pictures of the guides.

A walk is a generator: it yields a name and the page as it stands, and goes on when the caller has looked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helpers.papan import Running
from helpers.peramban import Watched, watched

SAMPLES = Path(__file__).resolve().parent.parent.parent / "workbooks" / "samples"
SHEETS = SAMPLES / "lembar-zi-2021"
UNIT = SHEETS / "1-15_Dinas-Penanaman-Modal-dan-PTSP.xlsx"
THEMES = ("terang", "gelap", "proyektor")
SIZES = ((1366, 768), (1024, 768), (360, 740))
CASE = "Ada SK tim kerja dan notulen dua rapat. Cara memilih anggotanya tidak tertulis di mana pun."


@dataclass(frozen=True)
class Screen:
    """A state of the page: its name, the page, and whether it is a phone's."""

    name: str
    page: Any
    phone: bool = False


class Walk:
    """The page of a server with a class, used by one person and two phones."""

    def __init__(self, chromium: Any, server: Running) -> None:
        self._chromium, self._server = chromium, server
        self.seen: list[Watched] = []
        self._contexts: list[Any] = []
        self.page = self.tab(1366, 768)
        self.page.goto(f"{server.base}/#tiket={server.ticket}")
        self.page.wait_for_selector("html[data-mesin=siap] main .ruang-isi > *", state="attached")

    def tab(self, width: int, height: int) -> Any:
        """Return a new tab, of a browser that shares nothing with the others."""
        size = {"width": width, "height": height}
        context = self._chromium.new_context(viewport=size, accept_downloads=True, reduced_motion="reduce")
        self._contexts.append(context)
        page = context.new_page()
        self.seen.append(watched(page))
        return page

    def room(self, name: str) -> Any:
        """Go to a room; return the part of the page that is its own."""
        self.page.evaluate("name => { location.hash = name; }", name)
        self.page.wait_for_selector(f"section.ruang-{name}:not([hidden]) .ruang-isi > *", state="attached")
        return self.page.locator(f"section.ruang-{name}")

    def everything(self) -> Iterator[Screen]:
        """Yield every state."""
        for part in (self.rekap, self.isi, self.klinik, self.kelas, self.rest):
            yield from part()

    def rekap(self) -> Iterator[Screen]:
        """Yield the room Rekap: empty, with a folder's result and each of its sheets, a unit, a figure's origin."""
        room = self.room("rekap")
        yield Screen("rekap-kosong", self.page)
        room.locator(".jatuhan-utama input[data-pilih=berkas]").set_input_files([SAMPLES / "daftar-unit.xlsx"])
        room.locator("button.utama", has_text="Buat rekap").click()
        room.locator(".galat, .awas").first.wait_for()
        yield Screen("rekap-galat", self.page)
        room.locator(".jatuhan-utama input[data-pilih=folder]").set_input_files(str(SHEETS))
        room.locator("button.utama", has_text="Buat rekap").click()
        room.locator(".hasil h2").first.wait_for()
        for tab in ("perlu", "peringkat", "area", "kelayakan", "kesenjangan", "jalur"):
            room.locator(f".hasil [data-tab={tab}]").click()
            yield Screen(f"rekap-{tab}", self.page)
        room.locator(".hasil [data-tab=peringkat]").click()
        room.get_by_role("button", name="Jelaskan nilai").first.click()
        self.page.wait_for_selector("dialog[open]")
        yield Screen("rekap-asal-usul", self.page)
        self.page.keyboard.press("Escape")
        self.page.wait_for_selector("dialog", state="detached")
        room.locator(".hasil tbody tr").first.get_by_role("button").first.click()
        self.page.wait_for_selector(".halaman-unit .radar")
        yield Screen("rekap-unit", self.page)

    def isi(self) -> Iterator[Screen]:
        """Yield the room Isi: its beginning, a file that is none, a filled one, one to go on with later."""
        room = self.room("isi")
        room.locator("select option:not([disabled])").nth(1).wait_for(state="attached")
        yield Screen("isi-awal", self.page)
        file = room.locator("input[type=file]:not([webkitdirectory])").first
        file.set_input_files(files=[{"name": "catatan.xlsx", "mimeType": "text/plain", "buffer": b"bukan lembar"}])
        room.locator(".galat").first.wait_for()
        yield Screen("isi-galat", self.page)
        file.set_input_files(str(UNIT))
        room.locator(".isi-butir input").first.wait_for()
        yield Screen("isi-terisi", self.page)
        room.locator(".isi-butir input[type=radio]:not(:checked)").first.check()
        room.locator(".isi-identitas summary").click()
        room.get_by_role("button", name="Tutup lembar ini").click()
        yield Screen("isi-tutup", self.page)
        room.get_by_role("button", name="Tutup, lanjutkan nanti").click()
        room.get_by_role("button", name="Lanjutkan").first.wait_for()
        yield Screen("isi-draf", self.page)

    def klinik(self) -> Iterator[Screen]:
        """Yield the room Klinik: its beginning, a unit, each of its panels, an answer changed."""
        room = self.room("klinik")
        room.locator(".klinik-contoh button").first.wait_for()
        yield Screen("klinik-awal", self.page)
        room.locator("select").first.select_option("zi-2021")
        room.get_by_role("button", name="Unit yang sudah berjalan").click()
        room.locator(".klinik-butir input").first.wait_for()
        room.locator(".klinik-butir input[type=radio]:not(:checked)").first.check(force=True)
        room.locator(".klinik-geser .lencana").wait_for()
        for tab in room.get_by_role("tab").all():
            tab.click()
            room.get_by_text("Mencari jalur").wait_for(state="detached")
            self.page.wait_for_load_state("networkidle")
            yield Screen(f"klinik-{tab.inner_text().split()[0].lower()}", self.page)

    def kelas(self) -> Iterator[Screen]:
        """Yield the room Kelas and a phone in it, from the empty room to what is discussed."""
        room = self.room("kelas")
        room.locator("select option").nth(1).wait_for(state="attached")
        yield Screen("kelas-awal", self.page)
        room.locator("select").first.select_option("zi-2021")
        room.get_by_role("button", name="Mulai kelas").click()
        room.locator("textarea").wait_for()
        yield Screen("kelas-pilih", self.page)
        code = room.locator(".kelas-kode").inner_text().split()[-1]
        phones = [self.tab(360, 740) for _ in range(2)]
        phones[0].goto(self._server.phones)
        phones[0].locator("#kode").wait_for()
        yield Screen("ponsel-masuk", phones[0], phone=True)
        phones[0].locator("#kode").fill("salah1")
        phones[0].get_by_role("button", name="Masuk kelas").click()
        phones[0].get_by_text("Kode itu keliru").wait_for()
        yield Screen("ponsel-keliru", phones[0], phone=True)
        phones[0].locator("#kode").fill(code)
        phones[0].get_by_role("button", name="Masuk kelas").click()
        phones[1].goto(f"{self._server.phones}/#{code.replace('-', '')}")
        for phone in phones:
            phone.get_by_text("Anda sudah di kelas").wait_for()
        yield Screen("ponsel-tunggu", phones[0], phone=True)
        room.locator("select").first.select_option("A.I.1.i.b")
        room.locator("textarea").fill(CASE)
        room.get_by_role("button", name="Buka soal").click()
        for place, phone in enumerate(phones):
            phone.locator("input[type=radio]").nth(2 * place).check()
            if not place:
                yield Screen("ponsel-soal", phone, phone=True)
            phone.get_by_role("button", name="Kirim jawaban").click()
            phone.get_by_text("Terkirim").wait_for()
        yield Screen("ponsel-terkirim", phones[0], phone=True)
        room.get_by_text("2 dari 2", exact=True).wait_for()
        yield Screen("kelas-soal", self.page)
        room.get_by_role("button", name="Tutup jawaban").click()
        room.locator(".hasil-kelas").wait_for()
        yield Screen("kelas-tutup", self.page)
        phones[0].get_by_text("Soal ditutup").wait_for()
        yield Screen("ponsel-tutup", phones[0], phone=True)
        room.locator("input[type=radio]").nth(2).check()
        room.get_by_role("button", name="Bahas bersama").click()
        room.locator(".bahasan").wait_for()
        yield Screen("kelas-bahas", self.page)
        phones[0].locator(".bahasan").wait_for()
        yield Screen("ponsel-bahas", phones[0], phone=True)
        for phone in phones:
            phone.context.close()

    def rest(self) -> Iterator[Screen]:
        """Yield Tentang, and a page that was opened with an address used before."""
        self.room("tentang").locator("table").wait_for()
        yield Screen("tentang", self.page)
        late = self.tab(1366, 768)
        late.goto(f"{self._server.base}/#tiket={self._server.ticket}")
        late.locator(".kartu.galat").first.wait_for()
        yield Screen("alamat-lama", late)
        late.context.close()

    def close(self) -> None:
        """Close all tabs."""
        for context in self._contexts:
            context.close()


def dressed(page: Any, theme: str, size: tuple[int, int]) -> None:
    """Show a page in a theme and a size."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.evaluate("tema => { document.documentElement.dataset.tema = tema; }", theme)
