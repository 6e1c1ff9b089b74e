# Two commands are enough: `make demo` and `make test`. Each builds its environment from its lock.
.DEFAULT_GOAL := help
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3

.PHONY: help demo test coverage lint bench run pictures lock faults clean

help: ## list the targets
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

$(VENV)/run.stamp: requirements.lock pyproject.toml
	@if command -v uv >/dev/null 2>&1; then \
	  uv venv -q --allow-existing --python $(PYTHON) $(VENV) && VIRTUAL_ENV=$(VENV) uv pip install -q --require-hashes -r requirements.lock \
	  && VIRTUAL_ENV=$(VENV) uv pip install -q --no-deps --no-build-isolation -e . ; \
	else \
	  $(PYTHON) -m venv $(VENV) && $(BIN)/pip install -q --require-hashes -r requirements.lock \
	  && $(BIN)/pip install -q --no-deps --no-build-isolation -e . ; \
	fi
	@touch $@

$(VENV)/dev.stamp: requirements-dev.lock pyproject.toml
	@if command -v uv >/dev/null 2>&1; then \
	  uv venv -q --allow-existing --python $(PYTHON) $(VENV) && VIRTUAL_ENV=$(VENV) uv pip install -q --require-hashes -r requirements-dev.lock \
	  && VIRTUAL_ENV=$(VENV) uv pip install -q --no-deps --no-build-isolation -e . ; \
	else \
	  $(PYTHON) -m venv $(VENV) && $(BIN)/pip install -q --require-hashes -r requirements-dev.lock \
	  && $(BIN)/pip install -q --no-deps --no-build-isolation -e . ; \
	fi
	@touch $@ $(VENV)/run.stamp

demo: $(VENV)/run.stamp ## play Bắc Giang's October 2023 in a browser, on a loopback address
	@$(BIN)/dondoc demo

run: $(VENV)/run.stamp ## run the service (SQLite unless DONDOC_DATABASE_URL says otherwise)
	@$(BIN)/dondoc run

test: $(VENV)/dev.stamp ## everything that decides: unit, storage, channels, flows, architecture, browser
	@$(BIN)/python -m pytest -n 2 --dist loadgroup -q

coverage: $(VENV)/dev.stamp ## branches of domain, language and services that their own tests reach; at least nine tenths
	@$(BIN)/python -m pytest -n 2 --dist loadgroup --cov --cov-report=term:skip-covered --cov-fail-under=90 -q tests/unit tests/services tests/oracle

lint: $(VENV)/dev.stamp ## ruff, mypy --strict, import contracts
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports

faults: $(VENV)/dev.stamp ## the long gates: a million due moments against a second, plain reading of the rules
	@$(BIN)/python -m tests.oracle.million

bench: $(VENV)/dev.stamp ## measures, side by side with a peer, as ratios
	@$(BIN)/python -m benchmarks

pictures: $(VENV)/dev.stamp ## remake docs/images from the demo
	@$(BIN)/python -m tests.browser.pictures

lock: ## resolve both locks anew (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-strip-extras --no-header --no-annotate \
	  --quiet pyproject.toml --extra build -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-strip-extras --no-header --no-annotate \
	  --quiet pyproject.toml --extra build --extra dev -c requirements.lock -o requirements-dev.lock
