# Plenary. 'make' alone lists what can be made.
# HOST, PORT and PLENARY_DATA are passed on:  make run PORT=9000
.DEFAULT_GOAL := help
.PHONY: help run test lint types unit unit-postgres browser bench format requirements clean
MAKEFLAGS += --no-print-directory
export PYTHONUNBUFFERED = 1

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-15s%s\n", $$1, $$2}' Makefile

run: ## set up and serve Plenary, with the demo when nobody is there yet
	@scripts/setup
	@exec .venv/bin/plenary serve --demo-if-empty

test: ## set up, then lint, types, imports, unit on both databases, browser
	@scripts/setup tests
	@scripts/check lint types unit unit-postgres browser

lint: ## ruff and the import rule of the house
	@scripts/setup tests
	@scripts/check lint

types: ## mypy
	@scripts/setup tests
	@scripts/check types

unit: ## unit tests on SQLite
	@scripts/setup tests
	@scripts/check unit

unit-postgres: ## unit tests on a PostgreSQL of their own
	@scripts/setup tests
	@scripts/check unit-postgres

browser: ## the story in headless Chromium
	@scripts/setup tests
	@scripts/check browser

bench: ## timings and query counts on both databases, one table
	@scripts/setup tests
	@exec .venv/bin/python -m bench

format: ## let ruff sort imports and lay out the code
	@scripts/setup tests
	@.venv/bin/ruff check --quiet --fix-only .
	@.venv/bin/ruff format --quiet .

requirements: ## compile requirements*.in into pinned, hashed requirements*.txt
	@scripts/setup
	@scripts/requirements

clean: ## remove what was made, except your data
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@rm -rf test-results dist .apt.log
	@find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
