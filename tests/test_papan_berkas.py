"""pmprb.html: one file that needs nothing, reaches nothing, and answers what the program answers here."""

from __future__ import annotations

import base64
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from helpers.axe import grave_findings
from helpers.corpus import FAULTS, packed
from helpers.old_xls import OldSheet, old_xls
from helpers.once import made_once
from helpers.peramban import browser
from helpers.satu_berkas import Opened, as_json, build, listening, opened
from helpers.spellings import SPELLINGS
from pmprb.demo.make import Made
from pmprb.jobs.inputs import catalogs_at
from pmprb.papan.desk import Desk
from pmprb.papan.satu_berkas.__main__ import main
from pmprb.papan.work import run

pytestmark = pytest.mark.peramban

MOST = 16_000_000


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The one file."""
    return made_once(tmp_path_factory, "berkas", build)[1]


@pytest.fixture(scope="module")
def chrome() -> Iterator[Any]:
    with browser() as found:
        yield found


@pytest.fixture(scope="module")
def page(chrome: Any, file: Path) -> Iterator[Opened]:
    """The file, opened and ready."""
    with opened(chrome, file) as found:
        found.ready()
        assert found.state == "siap"
        yield found


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "meja")


def sheets_of(demo: tuple[Path, list[Made]], many: int | None = None) -> tuple[str, dict[str, bytes]]:
    """Return an instrument of the demo and its worksheets, as a folder that is dropped; `many` at most."""
    folder = sorted(path for path in demo[0].iterdir() if path.name.startswith("lembar-"))[-1]
    paths = sorted(folder.glob("*.xlsx"))[:many]
    return folder.name.removeprefix("lembar-"), {f"lembar/{path.name}": path.read_bytes() for path in paths}


def test_the_file_is_small_and_names_no_address_to_load_from(file: Path) -> None:
    content = file.read_text(encoding="utf-8")
    assert len(content.encode()) <= MOST
    bare = re.sub(r'<script type="application/octet-stream"[^>]*>[^<]*</script>', "", content)
    assert bare.count("<script") == 2 and "<script src" not in bare and "<link" not in bare
    assert not re.search(r"""(?:src|href)\s*=\s*["']?\s*(?:https?:)?//""", bare)
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', content)[1]
    assert policy.startswith("default-src 'none'")
    assert "unsafe-eval" not in policy.replace("wasm-unsafe-eval", "")
    assert "connect-src" not in policy and "'unsafe-inline'" not in policy.partition("style-src")[0]


def test_the_same_bytes_twice(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    again = tmp_path / "lagi.html"
    assert main(["-o", str(again)]) == 0
    assert again.read_bytes() == file.read_bytes()
    assert "SHA-256" in capsys.readouterr().out


def test_every_catalog_has_the_hash_it_has_here(page: Opened) -> None:
    told = page.work("tentang.instrumen")["result"]["instrumen"]
    catalogs = catalogs_at(None)
    assert {one["id"]: one["sidik"] for one in told} == {
        name: catalogs.load(name).value.hash for name in catalogs.ids()
    }


def test_what_is_inside_is_told_with_licences_and_sources(page: Opened) -> None:
    words = page.page.locator(".ruang-tentang").text_content()
    for name in ("Pyodide", "MPL-2.0", "HiGHS", "pydantic", "xlsxwriter", "https://github.com/pyodide/pyodide"):
        assert name in words
    page.page.locator("summary", has_text="MPL-2.0").click()
    assert "Mozilla Public License Version 2.0" in page.page.locator("details[open] pre").inner_text()


def test_a_rekap_made_in_the_page_is_the_one_made_here(
    page: Opened, demo: tuple[Path, list[Made]], desk: Desk, tmp_path: Path
) -> None:
    instrument, sheets = sheets_of(demo)
    register = (demo[0] / "daftar-unit.xlsx").read_bytes()
    asked = {"lembar": "lembar", "daftar": "daftar-unit.xlsx"}
    page.put("rekap", sheets | {"daftar-unit.xlsx": register})
    there = page.work("rekap.gabung", asked)
    for name, content in (sheets | {"daftar-unit.xlsx": register}).items():
        desk.put(name, content)
    here = run("rekap.gabung", desk, asked)
    assert here.error is None
    assert there["result"] == as_json(here.result)
    assert max(one[1] for one in there["told"]) > len(sheets) * 0.9
    (name, rekap) = next(iter(page.work("rekap.simpan")["files"].items()))
    target = tmp_path / "rekap.xlsx"
    target.write_bytes(rekap)
    own = next(iter(run("rekap.simpan", desk, {}).files.items()))
    assert name == own[0]
    own_bytes = own[1] if isinstance(own[1], bytes) else own[1].read_bytes()
    (tmp_path / "sendiri.xlsx").write_bytes(own_bytes)
    assert parts_of(target) == parts_of(tmp_path / "sendiri.xlsx")
    proven(target, demo[0] / f"lembar-{instrument}", demo[0] / "daftar-unit.xlsx")


def parts_of(path: Path) -> dict[str, str]:
    """Return the parts of a workbook without when it was made."""
    with zipfile.ZipFile(path) as archive:
        found = {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}
    return {name: re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "", text) for name, text in found.items()}


def proven(rekap: Path, sheets: Path, register: Path) -> None:
    """Have the command line prove a rekap."""
    from helpers.cli import quick

    _, told = quick("periksa", "--bukti", rekap, sheets, "--unit", register)
    assert "Sama: semua nilai" in told, told


def test_what_is_refused_here_is_refused_there_and_so_is_what_is_read(page: Opened, desk: Desk) -> None:
    cells = {(0, 0): "Kode", (0, 1): 0.5, (1, 0): ("=", 0.25), (1, 1): ("#", 0x17)}
    files = {f"{one.name}.xlsx": one.build for one in FAULTS if "bomb" not in one.name}
    files |= {f"{one.name}.xlsx": one.build for one in SPELLINGS if "million" not in one.name}
    content = {f"aneh/{name}": make() for name, make in files.items()}
    content |= {
        "aneh/lama.xls": old_xls(OldSheet("LKE", cells)),
        "aneh/rusak.xls": old_xls(OldSheet("LKE", cells))[:900],
    }
    content |= {"aneh/terkunci.xls": old_xls(OldSheet("LKE", cells), locked=True), "aneh/kosong.xlsx": b""}
    content |= {"aneh/isian.csv": b"Kode;Jawaban\nA.I.1.i.a;Ya\n", "aneh/isian.ods": packed({"mimetype": "x"})}
    page.put("rekap", content)
    for name, one in content.items():
        desk.put(name, one)
    there = page.work("rekap.gabung", {"lembar": "aneh"})
    here = run("rekap.gabung", desk, {"lembar": "aneh"})
    assert here.error is None and len(as_json(here.result)["temuan"]) > 20
    own = json.dumps(as_json(here.result), ensure_ascii=False).replace(str(desk.folder), "/meja/rekap")
    assert there["result"] == json.loads(own)


def test_the_least_path_found_there_is_as_short_and_as_sure(
    page: Opened, demo: tuple[Path, list[Made]], desk: Desk
) -> None:
    _, sheets = sheets_of(demo, 3)
    page.page.evaluate("pmprbMesin.untuk('rekap').buang()")
    page.put("rekap", sheets)
    for name, one in sheets.items():
        desk.put(name, one)
    asked = {"lembar": "lembar", "jalur": True}
    there, here = page.work("rekap.gabung", asked), run("rekap.gabung", desk, asked)
    assert there["result"] == as_json(here.result)
    for number in range(3):
        there = page.work("rekap.jalur", {"n": number})
        here = run("rekap.jalur", desk, {"n": number})
        assert (here.error is None) == ("result" in there)
        if here.error is None:
            assert there["result"] == as_json(here.result)


# Where Chromium itself goes, with an empty page too: not what a page asks for.
BROWSERS_OWN = re.compile(r"^(CONNECT |POST http://|GET http://)[\w.-]+\.(googleapis|google|gvt1|gstatic)\.com[:/]")

# Each tries to reach a place in its own way; `on` makes an element, `there` is the place.
WAYS = (
    "() => fetch(there('fetch'))",
    "() => fetch(there('form'), { method: 'POST', mode: 'no-cors', body: 'x' })",
    "(x = new XMLHttpRequest()) => (x.open('GET', there('xhr')), x.send(), over(x))",
    "() => on('img', 'src')",
    "() => on('script', 'src')",
    "() => on('link', 'href', { rel: 'stylesheet' })",
    "() => on('link', 'href', { rel: 'prefetch' })",
    "() => on('iframe', 'src')",
    "() => on('video', 'src')",
    "() => on('object', 'data')",
    "() => over(new WebSocket(there('ws').replace('http', 'ws')))",
    "() => over(new EventSource(there('es')))",
    "() => navigator.sendBeacon(there('beacon'), 'x')",
    "() => import(there('module'))",
    "() => over(new Worker(`data:text/javascript,fetch('${there('worker')}').finally(() => postMessage(1))`))",
)
REACHING = """(port) => {
  const there = (name) => `http://127.0.0.1:${port}/${name}`;
  const over = (one) => new Promise((done) => {
    for (const name of ["error", "load", "close", "message", "open"]) one.addEventListener(name, done);
    setTimeout(done, 1500);
  });
  const on = (tag, attribute, more = {}) => {
    const one = Object.assign(document.createElement(tag), more);
    one.setAttribute(attribute, there(tag));
    document.body.append(one);
    return over(one);
  };
  const all = [WAYS];
  return Promise.allSettled(all.map(async (way) => way())).then((done) => done.length);
}""".replace("WAYS", ", ".join(WAYS))


def test_nothing_is_asked_for(file: Path, demo: tuple[Path, list[Made]]) -> None:
    _, sheets = sheets_of(demo, 2)
    with (
        listening() as proxy,
        browser(f"--proxy-server=http://127.0.0.1:{proxy.port}") as chrome,
        opened(chrome, file) as page,
    ):
        page.ready()
        page.put("rekap", sheets)
        assert page.work("rekap.gabung", {"lembar": "lembar"})["result"]["rekap"]
        assert {url.partition(":")[0] for url in page.asked} == {"file", "blob"}
        assert [url for url in page.asked if url.startswith("file:")] == [file.resolve().as_uri()]
        assert page.complaints == []
        assert [one for one in proxy.came if not BROWSERS_OWN.search(one)] == []


def test_nothing_can_be_asked_for(file: Path) -> None:
    with listening() as listener, browser() as chrome, opened(chrome, file) as page:
        page.ready()
        assert page.page.evaluate(REACHING, listener.port) == len(WAYS)
        assert listener.came == []
        assert any("Content Security Policy" in line for line in page.complaints)


@pytest.mark.parametrize(
    ("arguments", "before", "code", "words"),
    [
        (["--js-flags=--jitless"], "", "WEBASSEMBLY", "DefaultJavaScriptJitSetting"),
        ([], "delete globalThis.DecompressionStream", "PERAMBAN", "Firefox 115"),
        ([], "globalThis.Worker = class { constructor() { throw new Error('tidak boleh') } }", "", "Muat ulang"),
    ],
)
def test_a_browser_that_cannot_says_which_setting_mends_it(
    arguments: list[str], before: str, code: str, words: str, file: Path
) -> None:
    with browser(*arguments) as chrome, opened(chrome, file, before=before) as page:
        page.ready()
        assert page.state == "gagal"
        card = page.page.locator(".keadaan .galat").inner_text()
        assert code in card and words in card


def test_nothing_keeps_anybody_from_using_it(page: Opened, file: Path) -> None:
    page.page.locator(".ruang-tentang table").wait_for()
    assert grave_findings(page.page) == []
    with browser("--js-flags=--jitless") as chrome, opened(chrome, file) as broken:
        broken.ready()
        assert grave_findings(broken.page) == []


def test_a_file_that_was_cut_short_is_told(chrome: Any, file: Path, tmp_path: Path) -> None:
    content = file.read_bytes()
    cut = tmp_path / "potongan.html"
    cut.write_bytes(content[: len(content) // 2])
    with opened(chrome, cut) as page:
        page.ready()
        assert "tidak utuh" in page.page.locator(".keadaan .galat").inner_text()


def test_a_script_of_a_newer_language_leaves_words_for_an_older_browser(
    chrome: Any, file: Path, tmp_path: Path
) -> None:
    old = tmp_path / "lama.html"
    text = file.read_text(encoding="utf-8")
    script = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)[1]
    old.write_text(text.replace(script, "let = ;").partition('<script type="application')[0], encoding="utf-8")
    with opened(chrome, old) as page:
        assert "Firefox 115" in page.page.locator("#menunggu").inner_text()


def test_a_job_that_is_ended_leaves_the_files_where_they_were(
    chrome: Any, file: Path, demo: tuple[Path, list[Made]]
) -> None:
    _, sheets = sheets_of(demo, 6)
    with opened(chrome, file) as page:
        page.ready()
        page.put("rekap", sheets)
        ended = page.page.evaluate(
            """() => new Promise((done) => {
              const mesin = pmprbMesin.untuk("rekap");
              mesin.kerja("rekap.gabung", { lembar: "lembar" }, { maju: () => mesin.batal() })
                .then(() => done("selesai"), (galat) => done(galat.code));
            })"""
        )
        assert ended == "BATAL"
        again = page.work("rekap.gabung", {"lembar": "lembar"})
        assert again["result"]["rekap"]["unit"]
        assert page.complaints == []


def test_too_little_memory_is_told_and_the_page_goes_on(file: Path, demo: tuple[Path, list[Made]]) -> None:
    _, sheets = sheets_of(demo)
    with browser("--js-flags=--wasm-max-mem-pages=1100") as chrome, opened(chrome, file) as page:
        page.ready()
        assert page.state == "siap", page.page.locator(".keadaan").inner_text()
        page.put("rekap", sheets)
        told = page.work("rekap.gabung", {"lembar": "lembar"})
        assert "emori" in told["error"]["message"] and told["error"]["repair"]
        assert page.work("tentang.instrumen")["result"]["instrumen"]


def test_the_parts_are_what_the_page_names(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    for name in ("wasm", "pustaka", "pyodide", "asm", "pohon", "highs", "highsWasm", "lisensi"):
        part = re.search(rf'id="bagian-{name}">([^<]*)<', text)[1]
        assert base64.b64decode(part)[:3] == b"\x1f\x8b\x08"
