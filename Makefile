# Two commands do all the set-up: make run and make test. `make help` lists the others.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
export PATH := $(CURDIR)/$(BIN):$(PATH)
UV := $(BIN)/uv pip install --python $(BIN)/python --quiet --require-hashes --no-deps \
	--compile-bytecode --no-build-isolation-package flask-principal
T ?=
LARGE ?=
PART ?=
JOBS ?= 2

.PHONY: bench disclosure mapbench scale help setup setup-tests run test check fix migration messages snapshots lock prove clean pictures

help: ## Say what the commands do
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

$(VENV)/bin/uv: requirements/uv.txt
	$(PYTHON) -m venv $(VENV) || { echo "Python's venv module is missing; on Debian: apt install python3-venv" >&2; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	touch $@

.stamps/run: requirements/run.txt pyproject.toml | $(VENV)/bin/uv
	$(UV) -r requirements/run.txt
	$(BIN)/uv pip install --python $(BIN)/python --quiet --no-deps --no-build-isolation --editable .
	mkdir -p .stamps && touch $@

.stamps/test: requirements/test.txt .stamps/run
	$(UV) -r requirements/test.txt
	touch $@

.stamps/node: requirements/node.txt | .stamps/run
	command -v npm >/dev/null || $(UV) -r requirements/node.txt
	touch $@

.stamps/assets: package.json package-lock.json .npmrc $(wildcard setup/*.py setup/tokens/*) .stamps/node
	npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	$(BIN)/python setup/assets.py
	touch $@

.stamps/messages: $(wildcard circulair/translations/*/LC_MESSAGES/*.po) .stamps/run
	for po in circulair/translations/*/LC_MESSAGES/messages.po; do \
		$(BIN)/pybabel --quiet compile --input-file $$po --output-file $${po%.po}.mo; done
	touch $@

.stamps/words: $(wildcard flows/data/*.csv flows/data/terms/*.csv flows/engine/*.py) .stamps/run
	CIRCULAIR_DATA_DIR=.stamps CIRCULAIR_WORDS_DIR=.stamps/words $(BIN)/circulair warm
	touch $@

.stamps/kernels: $(wildcard flows/engine/kernel_*.py flows/engine/native*.py) .stamps/run
	$(BIN)/python -c "from flows.engine.native import opened; opened()"
	touch $@

setup: .stamps/run .stamps/assets .stamps/messages

setup-tests: setup .stamps/test .stamps/words .stamps/kernels
	$(BIN)/python setup/browser.py

run: setup ## Set up, migrate, load the example world into an empty database and serve it
	$(BIN)/circulair run --port $(PORT)

test: setup-tests ## Run all tests, or those of T=path
	$(BIN)/pytest -n $(JOBS) --dist loadgroup $(T)

check: setup-tests ## Run all that needs no running program: types, contracts, formatting, all languages
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet templates
	$(BIN)/python setup/messages.py --check

fix: .stamps/test ## Mend what a machine can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

migration: setup ## Write a migration from the records: make migration m="what it does"
	$(BIN)/circulair revision "$(m)"

messages: .stamps/test ## Bring the catalogues up to date with the texts in the code
	$(BIN)/python setup/messages.py

snapshots: setup-tests ## Write the map layers anew that tests compare with
	CIRCULAIR_SNAPSHOTS=1 $(BIN)/pytest tests/maps/test_layers.py

pictures: setup-tests ## Take the pictures of the README from a freshly loaded example world
	$(BIN)/python setup/pictures.py

lock: $(VENV)/bin/uv ## Resolve the dependencies anew and lock them by hash
	bash setup/lock.sh

bench: setup-tests ## Measure beside peers and write docs/performance.md, or only PART="memory arrivals" of it
	$(UV) -r requirements/bench.txt
	$(BIN)/python -m benchmarks $(PART)

scale: setup-tests ## Measure large files and a cluster and write docs/scale.md (LARGE=--large for ten million rows)
	$(BIN)/python -m benchmarks.scale $(LARGE)

disclosure: setup-tests ## Attack what is published of made-up towns and write docs/disclosure.md
	$(BIN)/python -m benchmarks.disclosure

mapbench: setup-tests ## Measure the public map at 1,000 to 100,000 exchanges and write docs/map.md
	$(BIN)/python -m benchmarks.map_page

prove: setup-tests ## Run the long proofs that do not fit the test suite
	$(BIN)/pytest -n $(JOBS) proofs

clean: ## Throw away everything that set-up made; the database stays
	rm -rf $(VENV) .stamps node_modules circulair/static/vendor
