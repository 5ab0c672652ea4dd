# What a developer runs. Each line is what CI runs too; see .ci/run. What a line needs is installed first, in .venv.
PY := .venv/bin
READY := .venv/ready

.PHONY: help setup test lint types contract check browser templates docs pictures situs page release bench ci

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 12
setup: $(READY)  ## a virtual environment with all that development needs
test: $(READY)  ## the suite
	$(PY)/python -m pytest
lint: $(READY)  ## style
	$(PY)/ruff check . && $(PY)/ruff format --check .
types: $(READY)  ## strict types: of the program, and of the page's modules (npm)
	$(PY)/mypy
	npm ci --prefix .ci/types --ignore-scripts --no-audit --no-fund --loglevel=error
	node .ci/types/node_modules/typescript/bin/tsc -p .ci/types
contract: $(READY)  ## which room may import which
	$(PY)/lint-imports
check: lint types contract test  ## all of the above
browser: page  ## the page and pmprb.html in Chromium
	$(PY)/pip install -q -e '.[papan,peramban]'
	PMPRB_HTML=pmprb.html $(PY)/python -m pytest -m peramban -n 2
templates: $(READY)  ## workbooks/ made again
	$(PY)/python -m pmprb.demo.workbooks workbooks
docs: $(READY)  ## what is generated: the list of temuan, the golden messages
	$(PY)/python -m pmprb.temuan > docs/temuan.md.baru && mv docs/temuan.md.baru docs/temuan.md
	PMPRB_UPDATE_GOLDEN=1 $(PY)/python -m pytest -q -n0 tests/test_pesan.py
pictures: $(READY)  ## the pictures of the guides (LibreOffice, poppler, ImageMagick, Chromium)
	$(PY)/pip install -q -e '.[papan,peramban]'
	$(PY)/python docs/gambar/buat.py && $(PY)/python docs/gambar/halaman.py
situs: $(READY)  ## the site of the documentation, in build/situs
	$(PY)/pip install -q -e '.[situs]'
	$(PY)/python docs/situs/bangun.py
page: $(READY)  ## pmprb.html, the page of one file (node, npm)
	$(PY)/python -m pmprb.papan.satu_berkas -o pmprb.html
release: $(READY)  ## wheel and sdist in dist/, tried in clean environments and with the least versions allowed
	$(PY)/pip install -q uv
	.ci/rilis dist
bench: $(READY)  ## the figures of docs/kinerja.md and of the README, measured again
	$(PY)/python benchmarks/kinerja.py
ci:  ## everything, in a clean clone
	.ci/run

$(READY): pyproject.toml
	python3 -m venv .venv
	$(PY)/pip install -q -e '.[dev,test]'
	touch $(READY)
