"""What the Tab key completes: the documented lines work in the shells that are here, and all speak one protocol."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.tools import needed_program

ROOT = Path(__file__).resolve().parent.parent
GUIDE = ROOT / "docs" / "panduan-bagian-organisasi.md"


def completed(words: str, folder: Path) -> list[str]:
    """What is proposed for the last of these words: kind and value, a line each."""
    number = len(words.split(" ")) - 1
    told = {"_PMPRB_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(number)}
    ran = subprocess.run(
        [sys.executable, "-m", "pmprb"], env={**os.environ, **told}, cwd=folder, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    return ran.stdout.splitlines()


@pytest.mark.parametrize(
    ("words", "proposed"),
    [
        ("pmprb ga", ["plain,gabung"]),
        ("pmprb gabung --um", ["plain,--umpan-balik"]),
        ("pmprb gabung --ganda t", ["plain,terbaru", "plain,tolak"]),
        ("pmprb gabung lem", ["file,lem"]),
        ("pmprb cetak --ke ", ["file,"]),
        ("pmprb rencana g", ["plain,gabung"]),
    ],
)
def test_commands_options_choices_and_files_are_proposed(words: str, proposed: list[str], tmp_path: Path) -> None:
    assert completed(words, tmp_path) == proposed


def test_nothing_is_refused_or_asked_in_a_working_folder(tmp_path: Path) -> None:
    (tmp_path / "pmprb.yaml").write_text("salah: [", encoding="utf-8")
    assert completed("pmprb gabung --js", tmp_path) == ["plain,--json"]


def blocks(text: str, language: str) -> list[str]:
    return [found for found in re.findall(rf"```{language}\n(.*?)```", text, re.S) if "_PMPRB_COMPLETE" in found]


@pytest.mark.parametrize(
    ("shell", "ask"),
    [
        ("bash", 'COMP_WORDS=(pmprb gabu); COMP_CWORD=1; _pmprb_completion pmprb; echo "${COMPREPLY[@]}"'),
        ("fish", "complete -C 'pmprb gabu'"),
        ("zsh", "print -r -- ${(k)_comps[pmprb]} $_comps[pmprb]"),
    ],
)
def test_the_documented_line_of_a_shell_works(shell: str, ask: str, tmp_path: Path) -> None:
    program = needed_program(shell)
    (block,) = blocks(GUIDE.read_text(encoding="utf-8"), "bash")
    lines = (
        block.split("# zsh")[1].split("# fish")[0] if shell == "zsh" else block.split(f"# {shell}")[1].split("# ")[0]
    )
    run = lines.split("\n", 1)[1].replace("compinit\n", "compinit -u\n")
    (tmp_path / ".config" / "fish" / "completions").mkdir(parents=True)
    (tmp_path / "pmprb").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m pmprb "$@"\n', encoding="utf-8")
    (tmp_path / "pmprb").chmod(0o755)
    env = {
        **os.environ,
        "HOME": str(tmp_path),
        "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
    }
    ran = subprocess.run([program, "-c", f"{run}\n{ask}"], env=env, capture_output=True, text=True, check=False)
    assert ("_pmprb_completion" if shell == "zsh" else "gabung") in ran.stdout, ran.stdout + ran.stderr


def test_the_documented_lines_of_powershell_speak_the_same_protocol() -> None:
    (block,) = blocks(GUIDE.read_text(encoding="utf-8"), "powershell")
    assert 'COMPLETE = "bash_complete"' in block and "COMP_WORDS" in block and "COMP_CWORD" in block
    assert block.count("{") == block.count("}") and block.count("(") == block.count(")")
