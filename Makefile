# make demo   try the bot in a sandbox workspace, in the browser: no Slack and no API key needed
# make test   run the tests
# make setup  only set up .venv (both of the above do it when needed)
# make check  formatting, lint, types, import contracts

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
PORT ?= 8080

.PHONY: demo test coverage setup check lock clean

demo: $(STAMP)
	@$(BIN)/advisor-bot demo --port $(PORT)

test: $(STAMP)
	$(BIN)/pytest -n logical --maxprocesses 4 --dist loadfile

coverage: $(STAMP)
	$(BIN)/pytest -q tests/advice tests/catalog tests/retrieval \
	  --cov=advisor_bot.advice --cov=advisor_bot.catalog --cov=advisor_bot.retrieval \
	  --cov-branch --cov-report=term:skip-covered --cov-fail-under=90

setup: $(STAMP)

check: $(STAMP)
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

$(STAMP): pyproject.toml requirements-dev.lock requirements-setup.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; name one with: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@echo "==> 1/3 Making $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv --clear $(VENV) || \
	  { echo "Python's venv module is missing; on Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@echo "==> 2/3 Fetching the installer (uv), checked by hash"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-setup.lock
	@echo "==> 3/3 Installing $$(grep -c '^[a-z0-9]' requirements-dev.lock) packages, checked by hash"
	@VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --require-hashes -r requirements-dev.lock
	@VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@
	@echo "==> Ready"

# After changing dependencies in pyproject.toml. No registry address gets into the files.
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header
lock:
	$(LOCK) requirements-setup.in -o requirements-setup.lock
	$(LOCK) pyproject.toml -o requirements.lock
	$(LOCK) pyproject.toml --extra dev -c requirements.lock -o requirements-dev.lock

clean:
	rm -rf $(VENV) data build *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
