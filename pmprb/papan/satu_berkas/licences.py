"""What is inside pmprb.html: names, versions, licences with their texts, and where the sources are."""

from __future__ import annotations

from dataclasses import dataclass
from email.parser import Parser
from zipfile import ZipFile

from pmprb.papan.satu_berkas.materials import HERE, Materials


@dataclass(frozen=True)
class Licence:
    """One package inside: `source` is the address of its sources, which MPL-2.0 asks for."""

    name: str
    version: str
    licence: str
    source: str
    text: str


def licences_of(materials: Materials) -> list[Licence]:
    """Return what the file is made of, beside pmprb itself."""
    version = materials.version("pyodide")
    own = (HERE / "lisensi" / "MPL-2.0.txt").read_text(encoding="utf-8")
    highs = (materials.highs / "LICENSE").read_text(encoding="utf-8")
    wheels = [_of_wheel(wheel) for wheel in materials.wheels]
    python = next(one.text for one in wheels if one.name == "typing_extensions")
    return [
        Licence("Pyodide", version, "MPL-2.0", f"https://github.com/pyodide/pyodide/tree/{version}", own),
        Licence("CPython (dalam Pyodide)", "3.14", "PSF-2.0", "https://github.com/python/cpython/tree/3.14", python),
        Licence(
            "HiGHS (highs-js)",
            materials.version("highs"),
            "MIT",
            "https://github.com/lovasoa/highs-js dan https://github.com/ERGO-Code/HiGHS",
            highs,
        ),
        *wheels,
    ]


def _of_wheel(wheel: object) -> Licence:
    with ZipFile(str(wheel)) as archive:
        names = archive.namelist()
        about = Parser().parsestr(archive.read(next(n for n in names if n.endswith(".dist-info/METADATA"))).decode())
        inside = next(n for n in names if "LICENSE" in n and ".dist-info/" in n)
        text = archive.read(inside).decode("utf-8")
    classified = [c.rpartition(" :: ")[2] for c in about.get_all("Classifier", []) if c.startswith("License :: ")]
    short = about["License-Expression"] or about["License"] or ", ".join(classified)
    version = about["Version"]
    return Licence(about["Name"], version, short, f"https://pypi.org/project/{about['Name']}/{version}/", text)
