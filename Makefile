# Two words bring everything: `make up` runs the system, `make test` proves it.
# Needs Python 3.11 or newer and make; what else is missing is installed into .venv.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$p"; break; }; done)
BIN := .venv/bin
# What is given to `destek up`, as in: make up ARGS="--detach --no-demo"
ARGS ?=
FAST := not servers and not journey and not browser and not long
UV := 0.13.9
QUIET := --quiet --disable-pip-version-check
# What was read once is kept compiled, whatever the caller's habit: every process of a test run starts sooner.
unexport PYTHONDONTWRITEBYTECODE
STYLE := services/portal/static/vendor/govuk-frontend.min.css

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install assets up down status test check lint fast most bench

help: ## Say what can be asked for
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 16

install: $(BIN)/.synced ## Install the locked dependencies into .venv

# Some systems (Debian) keep the part of Python that puts pip into an environment in a package of its own: then
# the system's pip does it, and without that one there is nothing to begin with.
$(BIN)/uv:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed"; exit 1; }
	@if "$(PYTHON)" -c 'import ensurepip' 2>/dev/null; then \
		"$(PYTHON)" -m venv .venv && $(BIN)/python -m pip install $(QUIET) "uv==$(UV)"; \
	elif "$(PYTHON)" -m pip --version >/dev/null 2>&1; then \
		"$(PYTHON)" -m venv --without-pip .venv && "$(PYTHON)" -m pip --python .venv install $(QUIET) "uv==$(UV)"; \
	else \
		echo "Python has no pip to begin with; on Debian and Ubuntu: apt install python3-venv"; exit 1; \
	fi

# --inexact keeps uv itself, which lives in .venv without being one of our dependencies.
$(BIN)/.synced: pyproject.toml uv.lock | $(BIN)/uv
	UV_PROJECT_ENVIRONMENT=.venv $(BIN)/uv sync --quiet --locked --all-extras --inexact --compile-bytecode
	@touch $@

assets: $(STYLE) ## Fetch the style sheet of the pages

# The pages work in a plainer style without it: no reason to stop on a machine that cannot fetch it.
$(STYLE): $(wildcard services/portal/assets.py services/portal/package-lock.json) | $(BIN)/.synced
	@if [ -f services/portal/assets.py ]; then $(BIN)/python -m services.portal.assets && touch $@ \
		|| echo "the style sheet could not be fetched; the pages stay plain"; fi

up: $(BIN)/.synced assets ## Start everything and show where it is; Ctrl-C stops it
	@exec $(BIN)/python -P -m cli.main up $(ARGS)

down: $(BIN)/.synced ## Stop what runs in the background
	@exec $(BIN)/python -P -m cli.main down $(ARGS)

status: $(BIN)/.synced ## Show what runs
	@exec $(BIN)/python -P -m cli.main status $(ARGS)

check: $(BIN)/.synced assets ## Format, lint, import contracts, types and the fast tests
	@$(MAKE) --no-print-directory --jobs=2 lint fast

# Side by side with the tests: each of these works on one core, and the tests wait now and then.
lint:
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/lint-imports --config import-contracts.toml
	$(BIN)/mypy --no-error-summary

# Laws are tried less often than in the whole (tests/conftest.py says how often).
fast:
	$(BIN)/pytest -q -n auto --dist worksteal --hypothesis-profile=quick -m "$(FAST)"

# The fast tests go with those on servers: each process imports and collects once, and what waits for a server leaves
# room for what does not; so there is one more at work than there are cores. A journey has a stack of its own.
test: $(BIN)/.synced assets ## Everything: the checks, then real servers, pages, long laws and the journeys
	@$(MAKE) --no-print-directory --jobs=2 lint most
	$(BIN)/pytest -q -n 2 --dist loadfile -m journey tests/journeys tests/docs tests/bench

most:
	$(BIN)/pytest -q -n 3 --dist loadfile --no-loadscope-reorder -m "not journey"

bench: $(BIN)/.synced ## Measure what it costs; make bench ARGS=--json
	@exec $(BIN)/python -P -m bench $(ARGS)
