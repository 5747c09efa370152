# The commands of the project. `make` alone lists them.

PYTHON ?= python3
PORT ?= 8000
export PYTHON

.DEFAULT_GOAL := help
.PHONY: help run test check bench torture lint test-sqlite test-postgres test-services requirements nu

help:
	@sed -nE 's/^([a-z-]+):.*## (.*)/make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-20s %s\n", $$1, $$2 }'

run: ## the whole site on http://127.0.0.1:8000 (PORT=8123 for another port)
	@command -v "$(PYTHON)" >/dev/null || { echo "Python 3.11 ou plus récent est nécessaire : « $(PYTHON) » est introuvable." >&2; exit 1; }
	@exec "$(PYTHON)" bin/run "$(PORT)"

test: ## the tests, on SQLite; those that need other programs (Chromium, PostgreSQL…) are in `make check`
	@bin/install dev
	@.venv/bin/python -m pytest -n auto -m "not browser and not postgres and not agendas and not mailbox and not services"

check: lint test-sqlite test-postgres test-services ## the gate: everything that must hold before a change is merged

bench: ## measure pages and mails, write docs/benchmarks.md
	@bin/install dev
	@bin/need initdb redis-server
	@.venv/bin/python -m tests.bench
	@bin/with-postgres --durable .venv/bin/python -m tests.bench.mail

torture: ## the whole permission grid, and chaos among the services for half an hour: of both the gate makes a part
	@bin/install dev
	@bin/need initdb redis-server faketime
	@TORTURE=1 .venv/bin/python -m pytest -n auto tests/permissions
	@TORTURE=1 .venv/bin/python -m pytest --ds=tests.torture.settings tests/torture
	@.venv/bin/python -m tests.torture

lint: ## the quick half of the gate: format, lint, templates, imports, migrations, Django's checks
	@bin/install dev
	@bin/lint

test-sqlite: nu
	@bin/install dev
	@bin/need chromium khal vdirsyncer doveconf
	@.venv/bin/python -m pytest -n auto -m "not postgres and not services"

test-postgres:
	@bin/install dev
	@# The permission grid asks the same of any database, in one transaction that PostgreSQL's connections do not outlive.
	@bin/with-postgres .venv/bin/python -m pytest -n auto -m "not browser and not agendas and not mailbox and not services" --ignore tests/permissions

test-services: ## mails while the broker, the database, the workers and the mail server fail
	@bin/install dev
	@bin/need initdb redis-server faketime
	@# One after the other: they wait for real clocks, and have the machine for themselves.
	@.venv/bin/python -m pytest --ds=tests.torture.settings -m services tests/torture

nu:
	@bin/need java npm
	@cmp -s package-lock.json node_modules/installed.json || { npm ci --ignore-scripts --no-audit --no-fund --loglevel=error && cp package-lock.json node_modules/installed.json; }

requirements: ## compile requirements/*.in to *.txt, with hashes
	@bin/compile-requirements
