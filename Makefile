# What a developer runs. Each line is what CI runs too; see .ci/run.
PY := .venv/bin

.PHONY: help setup test lint types contract check templates docs pictures situs page ci

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 12
setup:  ## a virtual environment with all that development needs
	python3 -m venv .venv && $(PY)/pip install -q -e '.[dev,test]'
test:  ## the suite
	$(PY)/python -m pytest
lint:  ## style
	$(PY)/ruff check . && $(PY)/ruff format --check .
types:  ## strict types
	$(PY)/mypy
contract:  ## which room may import which
	$(PY)/lint-imports
check: lint types contract test  ## all of the above
templates:  ## workbooks/ made again
	$(PY)/python -m pmprb.demo.workbooks workbooks
docs:  ## what is generated: the list of temuan, the golden messages
	$(PY)/python -m pmprb.temuan > docs/temuan.md
	PMPRB_UPDATE_GOLDEN=1 $(PY)/python -m pytest -q -n0 tests/test_pesan.py
pictures:  ## the pictures of the guides (LibreOffice, poppler, ImageMagick)
	$(PY)/python docs/gambar/buat.py
situs:  ## the site of the documentation, in build/situs
	$(PY)/pip install -q -e '.[situs]' && $(PY)/python docs/situs/bangun.py
page:  ## pmprb.html, the page of one file
	$(PY)/python -m pmprb.papan.satu_berkas -o pmprb.html
ci:  ## everything, in a clean clone
	.ci/run
