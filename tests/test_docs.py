"""Docs that fail the build when they lie: commands, options, outputs, links, pictures, dependencies, instruments.

`PMPRB_UPDATE_GOLDEN=1 pytest tests/test_docs.py` rewrites the outputs shown in README.md after a change of words or
figures; review the difference like any other text.
"""

from __future__ import annotations

import ast
import importlib
import io
import os
import re
import shutil
import struct
import tomllib
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import click
import pytest
from xlsxwriter.utility import xl_rowcol_to_cell

from pmprb.cli.commands import COMMANDS, program
from pmprb.cli.demo import tell_round
from pmprb.cli.indonesia import run
from pmprb.cli.summary import print_summary
from pmprb.demo.make import Made
from pmprb.jobs.inputs import Catalogs
from pmprb.temuan import BY_CODE
from pmprb.workbook import container, deadline, delimited, guard, slow_child
from pmprb.workbook.slow_child import MB

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
# The pages of the site's own are laid elsewhere when it is built, which follows every link.
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "SECURITY.md"]
PAGES += [page for page in sorted((ROOT / "docs").rglob("*.md")) if page.parent.name != "situs"]
PICTURES = sorted((ROOT / "docs" / "gambar").glob("*.png"))


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command by the words a user types: groups are named by their members."""
    for name, (module, _) in COMMANDS.items():
        command = importlib.import_module(module).command
        if isinstance(command, click.Group):
            yield from ((f"{name} {part}", member) for part, member in command.commands.items())
        else:
            yield name, command


ALL = dict(commands())


def section(name: str) -> str:
    """The README's text under a command's heading."""
    found = re.search(rf"^### `pmprb {re.escape(name)}`\n(.*?)(?=^##)", README, re.MULTILINE | re.DOTALL)
    assert found, f"README.md has no section for pmprb {name}"
    return found[1]


def typed(*words: str) -> str:
    """What a command prints, in this process."""
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(out), pytest.raises(SystemExit):
        run(program, list(words))
    return out.getvalue()


def shown_commands() -> dict[str, list[str]]:
    """The README's examples: each line typed after "$", with the lines shown beneath it."""
    examples: dict[str, list[str]] = {}
    for block in re.findall(r"^```text\n(\$ .*?)^```", README, re.MULTILINE | re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ pmprb "):
                examples[line.removeprefix("$ pmprb ")] = current = []
            else:
                current.append(line)
    return examples


EXAMPLES = shown_commands()
MAIN_JOB = re.compile(r"(<!-- main-job-output -->\n```text\n)(.*?)(^```)", re.MULTILINE | re.DOTALL)


def agree(shown: list[str], printed: list[str], rewrite: Callable[[str, str], str]) -> None:
    """Hold the lines shown to be the lines printed; with the flag, show what is printed instead."""
    if os.environ.get("PMPRB_UPDATE_GOLDEN") == "1":
        path = ROOT / "README.md"
        told = "".join(f"{shortened(line)}\n" for line in printed)
        path.write_text(rewrite(path.read_text(encoding="utf-8"), told), encoding="utf-8")
        return
    assert shown == [shortened(line) for line in printed]


def shortened(line: str) -> str:
    """A line as the README shows it: of at most 150 letters, cut at a word with an ellipsis."""
    return line.rstrip() if len(line) <= 150 else f"{line[:150].rsplit(' ', 1)[0]} …"


@pytest.mark.parametrize("name", ALL)
def test_every_command_has_help_and_a_section_with_an_example(name: str) -> None:
    command = ALL[name]
    assert command.help and command.help.strip()
    words = name.split()
    assert COMMANDS[words[0]][1].endswith(".")
    assert f"pmprb {name}" in section(name) or name == "demo"


@pytest.mark.parametrize("name", ALL)
def test_every_option_has_help_and_stands_under_its_command(name: str) -> None:
    text = section(name)
    for option in ALL[name].params:
        if isinstance(option, click.Option):
            assert option.help, f"{option.opts} of pmprb {name} has no help"
            absent = [word for word in option.opts if not re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text)]
            assert absent == [], f"README.md, pmprb {name}"


@pytest.mark.parametrize("line", EXAMPLES)
def test_the_examples_print_what_the_readme_shows(
    line: str, demo: tuple[Path, list[Made]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "hasil-demo"
    folder.mkdir()
    for made in demo[1]:
        (folder / made.sheets.name).symlink_to(made.sheets)
        (folder / made.rekap.name).symlink_to(made.rekap)
        (folder / made.reviews.name).symlink_to(made.reviews)
    shutil.copy(demo[0] / "daftar-unit.xlsx", folder)
    if "--daftar-kosong" not in line:
        shutil.copy(demo[0] / "daftar-unit.xlsx", tmp_path)

    def rewrite(text: str, told: str) -> str:
        head, typed_line, tail = text.partition(f"$ pmprb {line}\n")
        return head + typed_line + told + tail[re.search(r"^(\$ |```)", tail, re.MULTILINE).start() :]  # type: ignore[union-attr]

    agree(EXAMPLES[line], typed(*line.split()).splitlines(), rewrite)


def test_the_main_job_prints_what_the_readme_shows(
    demo: tuple[Path, list[Made]], capsys: pytest.CaptureFixture[str]
) -> None:
    block = MAIN_JOB.search(README)
    assert block
    shown = block[2].splitlines()
    seconds = re.search(r"(\d+) detik$", shown[0]) if shown else None
    printed = [
        f"Kabupaten Tirtaloka (rekaan): 64 unit, {len(demo[1])} instrumen, {seconds[1] if seconds else 30} detik"
    ]
    for number, made in enumerate(demo[1]):
        print_summary(made.consolidation, made.instrument)
        lines = capsys.readouterr().out.splitlines()
        if number:  # the refused files are the same ones again
            lines = [line for line in lines if not re.match(r"  (KESALAHAN|PERINGATAN|CATATAN) ", line)] + ["  …"]
        lines += [f"  lembar unit   hasil-demo/{made.sheets.name}/", f"  lembar TPI    hasil-demo/{made.reviews.name}/"]
        lines += [f"  rekap         hasil-demo/{made.rekap.name}"]
        printed += ["", *lines]
    first = demo[1][0].rekap.name
    followed = demo[1][0].followed
    assert followed is not None
    tell_round(followed)
    told = capsys.readouterr().out.replace(str(followed.round.folder.parent), "hasil-demo")
    printed += ["", *told.rstrip().splitlines()]
    printed += ["", f"Buka dahulu: hasil-demo/{first} (lembar Ringkasan, lalu Kesenjangan dan Temuan)."]
    agree(shown, printed, lambda text, told: MAIN_JOB.sub(lambda found: found[1] + told + found[3], text))


@pytest.mark.parametrize("marker", ["main-job", "tests"])
def test_the_commands_ci_runs_stand_once_directly_after_their_marker(marker: str) -> None:
    assert README.count(f"<!-- {marker} -->") == 1
    found = re.search(rf"^<!-- {marker} -->\n```bash\n(.+)\n```$", README, re.MULTILINE)
    assert found and "pip install -q" in found[1]
    # The way .ci/run takes it out: from the marker to the closing fence, fences and marker left out.
    lines = README[README.index(f"<!-- {marker} -->") :].splitlines()
    assert lines[2 : lines.index("```")] == [found[1]]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_and_picture_leads_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        there = (page.parent / path) if path else page
        assert there.exists(), f"{page.name}: {target}"
        assert ROOT in there.resolve().parents, f"{page.name}: {target} leads out of the project"
        if anchor:
            assert anchor in anchors(there.read_text(encoding="utf-8")), f"{page.name}: {target}"


def anchors(text: str) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_picture_is_used_and_light_and_a_png() -> None:
    pages = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert PICTURES
    for picture in PICTURES:
        content = picture.read_bytes()
        assert content.startswith(b"\x89PNG"), picture.name
        assert len(content) < 150_000, picture.name
        assert 900 <= struct.unpack(">I", content[16:20])[0] <= 1400, picture.name
        assert f"gambar/{picture.name})" in pages, f"{picture.name} is shown nowhere"


def dependencies() -> dict[str, str]:
    """The program's own dependencies: their names in pyproject.toml and the modules they bring."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    modules = {"pyyaml": "yaml", "python-calamine": "python_calamine"}
    names = [re.split(r"[^\w-]", requirement)[0] for requirement in project["dependencies"]]
    return {name: modules.get(name.lower(), name.lower()) for name in names}


def imported() -> set[str]:
    """The top-level modules that `pmprb` imports anywhere, at the top of a file or within a function."""
    found: set[str] = set()
    for path in (ROOT / "pmprb").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module.split(".")[0])
    return found


def test_every_dependency_is_used_and_has_a_line_in_the_readme() -> None:
    table = README[README.index("## Dependencies") :]
    used = imported()
    for name, module in dependencies().items():
        assert module in used, f"{name} is a dependency, but pmprb does not import it"
        assert re.search(rf"^\| {re.escape(name)} \| \S", table, re.MULTILINE | re.IGNORECASE), name


def test_the_readme_lists_no_dependency_that_is_none() -> None:
    table = README[README.index("## Dependencies") :]
    listed = [name.lower() for name in re.findall(r"^\| ([\w-]+) \| ", table, re.MULTILINE)]
    assert sorted(set(listed) - {"package", "---"}) == sorted(name.lower() for name in dependencies())


def test_tools_for_tests_and_development_are_named() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    table = README[README.index("## Dependencies") :]
    for extra in project["optional-dependencies"].values():
        for requirement in extra:
            assert re.split(r"[^\w-]", requirement)[0] in table, requirement


def test_the_instruments_table_names_every_installed_instrument_with_its_figures() -> None:
    table = README[README.index("## Instruments") : README.index("## Commands")]
    catalogs = Catalogs()
    rows = {
        row[0]: row for row in (re.findall(r"[^|]+", line) for line in table.splitlines() if line.startswith("| `"))
    }
    assert sorted(name.strip(" `") for name in rows) == sorted(catalogs.ids())
    for name, row in rows.items():
        instrument = catalogs.load(name.strip(" `")).value
        assert instrument is not None
        until = f"{instrument.valid_to}" if instrument.valid_to else ""
        figures = [
            str(len(instrument.items)),
            f"{float(instrument.root.weight):.2f}",
            f"{instrument.valid_from}–{until}",
        ]
        assert [cell.strip() for cell in row[2:5]] == figures
        assert ("reconstructed" in row[5]) == (instrument.basis.value == "rekonstruksi")


def test_the_rooms_are_those_of_the_import_contract() -> None:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = config["tool"]["importlinter"]["contracts"][0]["layers"]
    table = README[README.index("## The rooms") : README.index("## Dependencies")]
    told = [re.findall(r"`(\w+)(?:\.py)?`", row.split("|")[1]) for row in table.splitlines() if row.startswith("| `")]
    assert told == [layer.split(" | ") for layer in layers]


def test_codes_named_in_the_guides_exist() -> None:
    codes = set(BY_CODE)
    for page in PAGES:
        named = set(re.findall(r"\b(?:KAT|BUKU|ISI|NILAI|RENC)-\d{3}\b", page.read_text(encoding="utf-8")))
        assert named <= codes, f"{page.name}: {sorted(named - codes)}"


def test_the_guides_name_no_option_that_does_not_exist() -> None:
    known = {word for command in ALL.values() for param in command.params for word in param.opts}
    known |= {"--help", "--version"}
    for page in PAGES:
        for line in page.read_text(encoding="utf-8").splitlines():
            if re.search(r"\bpmprb [a-z]", line) and "pip" not in line:
                used = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", line))
                assert used <= known, f"{page.name}: {sorted(used - known)}"


def test_the_figures_of_speed_are_those_that_the_benchmark_writes() -> None:
    """Nothing is measured here: every figure's name is one that a group of the benchmark gives, and the page is its."""
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "benchmarks" / "side_by_side").glob("*.py"))
    named = re.findall(r"<!-- kinerja:([a-z-]+) -->", README)
    assert named and all(f'"{name}"' in sources for name in named)
    page = (ROOT / "docs" / "kinerja.md").read_text(encoding="utf-8")
    assert "python benchmarks/kinerja.py" in page and page.count("## ") >= 5


def test_the_limits_that_security_md_promises_are_those_in_force() -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| ([^|]+) \| ([^|]+) \|", text, re.MULTILINE))
    parts = f"{container.MAX_PART // MB} MB, {container.MAX_TOTAL // MB} MB; the child reads a sheet of up to "
    parts += f"{slow_child.MAX_STREAM // MB} MB and gives back {slow_child.MAX_OUT // MB} MB"
    cells = f"{slow_child.LIMIT}; in workbooks this program wrote row {slow_child.LONG_ROWS:,}, and "
    assert rows == {
        "of one file": "limit",
        "the file": f"{container.MAX_FILE // MB} MB",
        "entries in it": f"{container.MAX_ENTRIES:,}",
        "a part inflated, all parts together": parts,
        "growth when inflated": f"{slow_child.MAX_RATIO} times, from {slow_child.RATIO_FLOOR // MB} MB on",
        "texts, once every cell has its own copy": f"{guard.MAX_TEXT // MB} MB",
        "the last cell": f"{cells}{guard.MAX_CELLS:,} cells in all",
        "depth of elements, in the child": str(slow_child.MAX_DEPTH),
        "a list as .csv": f"{delimited.MOST // MB} MB",
        "the child's memory and processor time": f"{slow_child.MEMORY // MB:,} MB, {slow_child.SECONDS} s",
        "processor time of one worksheet": f"{deadline.SECONDS:.0f} s, four times that in a browser",
    }
    last = xl_rowcol_to_cell(slow_child.MAX_ROWS - 1, slow_child.MAX_COLUMNS - 1)
    assert last == slow_child.LIMIT
