"""The HTML of the one file: scripts, styles and parts in it, and the policy that lets it reach nothing."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from pmprb import __version__
from pmprb.papan.satu_berkas.licences import Licence
from pmprb.papan.satu_berkas.materials import Materials
from pmprb.papan.satu_berkas.parts import ENGINE, gzipped

PAGE = ENGINE / "papan" / "halaman"
_WAITING = (
    "Halaman ini sedang dibuka. Bila tulisan ini tetap di sini, bukalah dengan Chrome atau Edge 109, "
    "Firefox 115, atau yang lebih baru."
)


def html_of(materials: Materials, parts: Mapping[str, bytes], licences: list[Licence]) -> bytes:
    """Return the page as bytes."""
    check = (PAGE / "periksa-peramban.js").read_text(encoding="utf-8")
    script = materials.bundle(PAGE / "mulai-berkas.js", "--format=iife").decode().replace("</script", "<\\/script")
    lock = json.loads((materials.pyodide / "pyodide-lock.json").read_text(encoding="utf-8"))
    worker = f"self.KUNCI_PYODIDE={json.dumps(lock['info'])};\n".encode()
    worker += materials.bundle(PAGE / "pekerja.js", "--format=esm")
    packed = {name: base64.b64encode(gzipped(content)).decode() for name, content in parts.items()}
    licence_part = json.dumps([vars(one) for one in licences], ensure_ascii=False).encode()
    lines = [
        "<!doctype html>",
        '<html lang="id" data-tema="otomatis" data-rumah="berkas">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy(check, script)}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        '<meta name="referrer" content="no-referrer">',
        f'<meta name="generator" content="pmprb {__version__}">',
        "<title>pmprb</title>",
        f"<style>{_styles()}</style>",
        f"<script>{check}</script>",
        "</head>",
        "<body>",
        f'<p id="menunggu" class="kartu">{_WAITING}</p>',
        f"<noscript>{_noscript()}</noscript>",
        f"<script>{script}</script>",
        f'<script type="application/octet-stream" id="pekerja">{base64.b64encode(worker).decode()}</script>',
        *(
            f'<script type="application/octet-stream" id="bagian-{name}">{text}</script>'
            for name, text in packed.items()
        ),
        '<script type="application/octet-stream" id="bagian-lisensi">'
        f"{base64.b64encode(gzipped(licence_part)).decode()}</script>",
        "</body>",
        "</html>",
    ]
    return "\n".join(lines).encode() + b"\n"


def policy(*scripts: str) -> str:
    """Return the Content-Security-Policy: only these scripts, our own blobs and WebAssembly; nothing else is loaded,
    nothing is sent. Without `unsafe-eval`."""
    hashes = " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(one.encode()).digest()).decode()}'" for one in scripts)
    rules = {
        "default-src": "'none'",
        "script-src": f"{hashes} 'wasm-unsafe-eval' blob:",
        "worker-src": "data:",
        "style-src": "'unsafe-inline'",
        "img-src": "blob: data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def _styles() -> str:
    paths = [PAGE / "gaya.css", *sorted(PAGE.glob("gaya-*.css"))]
    return "\n".join(_tight(path) for path in paths)


def _tight(path: Path) -> str:
    first, *rest = path.read_text(encoding="utf-8").split("/*")
    return (first + "".join(part.partition("*/")[2] for part in rest)).strip()


def _noscript() -> str:
    _, _, behind = (PAGE / "index.html").read_text(encoding="utf-8").partition("<noscript>")
    return behind.partition("</noscript>")[0]
