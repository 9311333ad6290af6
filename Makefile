# Two commands for a newcomer: `make run` and `make test`. Everything lives in .venv; nothing is installed elsewhere.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
GOLD ?= ../shared/gold
DATASETTE1 ?= 1.0a41
ONE := $(VENV)/datasette-$(DATASETTE1)
STAMP := $(VENV)/.installed

.PHONY: run setup test test-browser test-datasette1 check docs gold bench soak serve lock format clean

run: setup  ## set up, ingest the sample articles, print the timeline
	@$(BIN)/chronofile ingest sources/samples
	@$(BIN)/chronofile timeline
	@printf '\nThe archive is in archive.db. Next:\n'
	@printf '  make serve                                   browse it at http://127.0.0.1:8001/\n'
	@printf '  $(BIN)/chronofile ingest ARTICLE.html        add your own (files, folders, addresses, feeds)\n'
	@printf '  $(BIN)/chronofile export events -o events.csv  take it away\n'

setup: $(STAMP)  ## make .venv from the lock file

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "chronofile needs Python 3.11 or newer; set PYTHON=..."; exit 1; }
	@echo "Setting up .venv (once, about a minute)..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	@PYTHONWARNINGS=ignore $(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

test: setup  ## every test
	@$(BIN)/pytest -n auto --dist loadgroup

test-browser: setup  ## the site in the system's Chromium; skipped, and said so, where there is none
	@$(BIN)/pytest -rs tests/publish/test_browser.py

# Datasette 1.0 and what it needs lie in a folder that goes before .venv's own packages; .venv and the lock stay as they are
test-datasette1: setup  ## the site on Datasette 1.0 alpha; skipped, and said so, where it cannot be installed
	@test -d $(ONE)/datasette || $(BIN)/pip install --quiet --disable-pip-version-check --no-warn-conflicts \
	  --target $(ONE) 'datasette==$(DATASETTE1)' || { rm -rf $(ONE); \
	  echo "SKIPPED: the site was not tried on Datasette $(DATASETTE1): it could not be installed"; exit 0; }; \
	echo "The site on Datasette $(DATASETTE1):"; \
	PYTHONPATH=$(ONE):$(CURDIR) $(BIN)/pytest -n auto --dist loadgroup -rs tests/publish -k 'not smooth'

check: setup  ## what must hold before a change lands
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n auto --dist loadgroup

docs: setup  ## run what the pages show, and write it into them
	@$(BIN)/cog -r README.md docs/quality.md

gold: setup  ## measure on gold data outside the repo (GOLD=folder); prints only
	@$(BIN)/python -m benchmarks.gold $(GOLD)

# Recognizers-Text, as a peer only: in a folder of its own, for it needs an emoji of before 2.0
bench: setup  ## quality and speed beside peers, into benchmarks/RESULTS.md
	@test -d $(VENV)/peers || $(BIN)/pip install --quiet --disable-pip-version-check --no-warn-conflicts \
	  --target $(VENV)/peers recognizers-text-suite 'emoji<2' || rm -rf $(VENV)/peers
	@$(BIN)/python -m benchmarks.run $(GOLD)

soak: setup  ## an hour of fuzzed dates, broken files, ingests killed at random (SOAK="--kills 20 --inputs 2000")
	@$(BIN)/python -m tests.soak $(SOAK)

serve: setup
	@$(BIN)/chronofile serve

format: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: setup  ## resolve requirements.lock anew, for every Python from 3.11 on
	$(BIN)/uv pip compile --universal --generate-hashes --no-emit-index-url --no-annotate --no-header \
	  --python-version 3.11 --extra dev --extra parquet --extra cluster pyproject.toml -o requirements.lock

clean:
	rm -rf $(VENV) archive.db archive.db-wal archive.db-shm
