"""The builder of pmprb.html: the page, the engine and all it stands on in one file.

Enters: this program, npm and PyPI packages pinned by hash. Leaves: one HTML file, the same bytes each time.
Refuses to know: what the page shows. Run it with `python -m pmprb.papan.satu_berkas -o pmprb.html`.
"""
