# Every door of the project. Needs only make and Python 3.11 or newer with venv (and Docker for up, smoke's usual target).
SHELL := /bin/sh
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DATA_DIR ?= .data
PORT ?= 8000
URL ?= http://127.0.0.1:$(PORT)
AS ?= province:50
ROWS ?= 1000000
COMPOSE ?= $(shell docker compose version >/dev/null 2>&1 && echo docker compose || echo docker-compose)
PIP := $(BIN)/pip install -qq --disable-pip-version-check --require-hashes --only-binary :all:
export DATA_DIR PORT

.PHONY: help run stop test check load soak token migration openapi secrets up down smoke lock clean

help: ## what each door does
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1|/' | awk -F'|' '{printf "  make %-11s %s\n", $$1, $$2}'

run: $(VENV)/run.done ## everything on this machine: PostgreSQL, four services, the gateway (PORT, DATA_DIR, DATABASE_URL)
	@exec $(BIN)/python -m operations.run

stop: $(VENV)/run.done ## stop what a broken-off make run left behind
	@$(BIN)/python -m operations.stop

test: $(VENV)/develop.done ## all tests, on an embedded PostgreSQL of their own
	@$(BIN)/pytest --numprocesses 2 --quiet $(T)

check: $(VENV)/develop.done ## lint, types, walls, contract; names what a missing tool leaves unchecked
	@$(BIN)/python -m operations.check

token: $(VENV)/run.done ## print a token, in development only: make token AS=province:50 (SUBJECT=person:chair: another person)
	@$(BIN)/python -m operations.token $(AS) --subject "$(SUBJECT)"

migration: $(VENV)/develop.done ## a new step: make migration s=plans m="add owner"
	@test -n "$(s)" -a -n "$(m)" || { echo 'say which schema and what changes: make migration s=plans m="add owner"'; exit 2; }
	@$(BIN)/python -m operations.migration "$(s)" "$(m)"

openapi: $(VENV)/develop.done ## write the contract anew from the code
	@$(BIN)/python -m operations.openapi

secrets: $(VENV)/run.done ## make the secret files of docker compose, once
	@$(BIN)/python -m operations.secrets

up: secrets ## docker compose up, and wait until all is well
	@$(BIN)/python -m operations.up $(COMPOSE)

down: ## docker compose down; the data stays
	@$(COMPOSE) down

smoke: $(VENV)/run.done ## walk the main journey against a running house: make smoke URL=http://host:8000
	@$(BIN)/python -m operations.smoke "$(URL)"

load: $(VENV)/run.done ## a million values into the running house: make load ROWS=1000000 (or into the server of DATABASE_URL)
	@$(BIN)/python -m bench.load --rows $(ROWS)

soak: $(VENV)/develop.done ## the long forms: loads, compares, kills, writes the figures into docs/reliability.md
	@$(BIN)/python -m bench.soak --rows $(ROWS)
	@$(BIN)/python -m bench.money
	@$(BIN)/python -m bench.choice

lock: ## write the locks anew from pyproject.toml
	@$(PYTHON) -m venv $(VENV)/lock && $(VENV)/lock/bin/pip install --quiet uv==0.13.8
	@$(VENV)/lock/bin/uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header --python-version 3.11 \
	  pyproject.toml -o requirements/run.txt >/dev/null
	@$(VENV)/lock/bin/uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header --python-version 3.11 \
	  --extra develop -c requirements/run.txt pyproject.toml -o requirements/develop.txt >/dev/null

clean: stop ## remove the environment and all local data
	@rm -rf $(VENV) $(DATA_DIR) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(VENV)/python.done:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed: set PYTHON=python3.11, or apt-get install python3.11-venv"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null \
	  || { echo "Python has no venv: apt-get install python3-venv"; exit 1; }
	@echo "Environment: making $(VENV) …"
	@$(PYTHON) -m venv $(VENV) && touch $@

$(VENV)/run.done: $(VENV)/python.done requirements/run.txt
	@echo "Environment: installing what the house runs on …"
	@$(PIP) -r requirements/run.txt && touch $@

$(VENV)/develop.done: $(VENV)/run.done requirements/develop.txt
	@echo "Environment: installing what the tests need …"
	@$(PIP) -r requirements/develop.txt && touch $@
