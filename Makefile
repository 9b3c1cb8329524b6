# `make` lists the targets. Everything they need is installed into .venv, from hashed requirements.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install
# Material announces the next MkDocs at every start; this is the switch that its announcement names.
export NO_MKDOCS_2_WARNING := 1
export REPO_URL SITE_URL
# A build of a commit carries the time of that commit, so that it is the same to the byte whenever it is made.
export SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct 2>/dev/null || echo 0)

.DEFAULT_GOAL := help

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-8s %s\n", $$1, $$2}'

.PHONY: serve
serve: $(VENV)/.site ## read the site at http://127.0.0.1:8000/, rebuilt whenever a file changes
	$(BIN)/mkdocs serve

.PHONY: site
site: $(VENV)/.site ## build the site into site/, with everything that can be taken away
	$(BIN)/bank export
	$(BIN)/mkdocs build --strict

.PHONY: check
check: $(VENV)/.site ## check every record
	$(BIN)/bank check

.PHONY: test
test: $(VENV)/.test ## run every test: code, records and their examples, the built site in a browser
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/pytest

.PHONY: bench
bench: $(VENV)/.test ## measure builds, checks, search and pages, against stock MkDocs Material
	$(BIN)/python tests/bench.py

.PHONY: pictures
pictures: $(VENV)/.test ## make the picture that the README shows
	$(BIN)/python tests/pictures.py

.PHONY: schema
schema: $(VENV)/.site ## write data/question.schema.json from the model
	$(BIN)/bank schema > build.tmp && mv build.tmp data/question.schema.json

.PHONY: lock
lock: $(VENV)/.test ## resolve the dependencies of pyproject.toml again
	$(BIN)/uv pip compile $(LOCK) -o requirements/site.txt
	$(BIN)/uv pip compile $(LOCK) --extra test -c requirements/site.txt -o requirements/test.txt
LOCK = --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet \
	pyproject.toml requirements/build.in

.PHONY: clean
clean: ## remove what was built and installed
	rm -rf $(VENV) site build .mypy_cache .pytest_cache .ruff_cache *.egg-info

# pip refuses an editable install among hashed requirements, so the project follows in a step of its own.
$(VENV)/.site: requirements/site.txt pyproject.toml | $(VENV)/bin/python
	$(PIP) --require-hashes -r requirements/site.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.test: requirements/test.txt $(VENV)/.site
	$(PIP) --require-hashes -r requirements/test.txt
	@touch $@

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name it with: make PYTHON=/path/to/python" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
