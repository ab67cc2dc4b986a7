# `make` alone lists the commands. Python 3.11 or newer, git and make are enough for `run` and `test`.

VENV ?= .venv
PORT ?= 8000
ARGS ?=
python_from = $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, $1))' 2>/dev/null && echo $$python && break; done)
PYTHON ?= $(call python_from,11)

BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
RUNTIME := $(VENV)/.installed-requirements
TOOLS := $(VENV)/.installed-requirements-dev
NEXT := .venv-next
NEXT_PYTHON ?= $(call python_from,12)
PIP := pip install --quiet --disable-pip-version-check --require-hashes
LOCK := uv pip compile --quiet --universal --fork-strategy fewest --generate-hashes --no-annotate --no-header

.DEFAULT_GOAL := help

##@ Le site · The site

.PHONY: run
run: export SITE_URL ?= http://127.0.0.1:$(PORT)
run: $(RUNTIME) ## Installer, charger et servir le site · Install, load and serve the site (PORT=8000)
	@$(MANAGE) prepare_site
	@$(MANAGE) run_schedule & schedule=$$!; trap "kill $$schedule 2>/dev/null" EXIT INT TERM; \
		DJANGO_SETTINGS_MODULE=config.settings.dev $(BIN)/gunicorn --config site/config/gunicorn.py \
		--bind 127.0.0.1:$(PORT) config.wsgi

.PHONY: admin
admin: $(RUNTIME) ## Créer un compte administrateur · Create an administrator's account
	@$(MANAGE) createsuperuser

.PHONY: password
password: $(RUNTIME) ## Donner un nouveau mot de passe · Set a new password (USER_NAME=editeur)
	@$(MANAGE) changepassword $(or $(USER_NAME),editeur)

##@ Vérifier · Check

.PHONY: test
test: $(TOOLS) ## Lancer toute la suite de tests · Run the whole test suite (ARGS="tests/agenda -k feed")
	@$(MANAGE) compile_translations
	@$(BIN)/pytest -n auto $(ARGS)

.PHONY: test-postgres
test-postgres: $(TOOLS) ## La même sans navigateur, sur PostgreSQL · The same without browser on PostgreSQL (TEST_POSTGRES_URL)
	@$(MANAGE) compile_translations
	@DATABASE_URL="$(TEST_POSTGRES_URL)" $(BIN)/pytest -n auto --ignore=tests/browser --ignore=tests/project $(ARGS)

.PHONY: test-next
test-next: $(NEXT)/.installed ## La même sans navigateur, sur la prochaine version de Django · The same on the next Django (Python 3.12)
	@$(NEXT)/bin/python manage.py compile_translations
	@$(NEXT)/bin/pytest -n auto --ignore=tests/browser --ignore=tests/project $(ARGS)

.PHONY: lint
lint: $(TOOLS) ## Vérifier le code, les gabarits, les migrations et les traductions · Check code, templates, migrations, translations
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/djlint --quiet --lint site/templates
	@$(BIN)/mypy
	@PYTHONPATH=.:site $(BIN)/lint-imports --no-logo
	@$(MANAGE) makemigrations --check --dry-run
	@$(BIN)/python -m tools.catalogues check

.PHONY: format
format: $(TOOLS) ## Mettre le code en forme · Format the code
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

.PHONY: bench
bench: $(TOOLS) ## Mesurer listes, flux, annuaire, imports, recherche, réservations et concours · Measure lists, feeds, directory, imports, search, bookings, contest
	@$(BIN)/python tests/benchmarks/run.py $(ARGS)
	@$(BIN)/python tests/benchmarks/directory.py
	@$(BIN)/python tests/benchmarks/imports.py
	@$(BIN)/python tests/benchmarks/search.py
	@$(BIN)/python tests/benchmarks/booking.py
	@$(BIN)/python tests/benchmarks/contest.py

##@ Entretenir · Maintain

.PHONY: messages
messages: $(TOOLS) ## Mettre à jour les catalogues br et en · Update the br and en catalogues
	@$(BIN)/python -m tools.catalogues update

.PHONY: lock
lock: ## Refaire les verrous des dépendances · Remake the dependency locks (uv)
	$(LOCK) pyproject.toml --python-version 3.11 -o requirements.txt
	$(LOCK) pyproject.toml --group dev --python-version 3.11 -c requirements.txt -o requirements-dev.txt
	$(LOCK) pyproject.toml --group dev --python-version 3.12 -o tests/requirements-next.txt
	$(LOCK) tests/requirements-clients.in --python-version 3.11 -o tests/requirements-clients.txt

.PHONY: clean
clean: ## Enlever ce qui se refait, sauf les données · Remove what can be remade, not the data (var/ stays)
	rm -rf .venv .venv-* var/static var/test-static .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	rm -rf tests/node/node_modules test-results
	find site annuaire evenements agenda home search tests tools -name __pycache__ -type d -prune -exec rm -rf {} +
	find locale -name '*.mo' -delete

.PHONY: help
help:
	@awk 'BEGIN { FS = ":.*## " } \
		/^##@/ { printf "\n%s\n", substr($$0, 5) } \
		/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

# An environment is made once, and brought up to date when its lock changes.
$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 ou plus récent est nécessaire."; exit 1; }
	@echo "Création de l’environnement Python dans $(VENV)…"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "Le module venv de Python manque ; sous Debian : apt-get install python3-venv"; exit 1; }

$(RUNTIME): requirements.txt | $(BIN)/python
	@echo "Installation des bibliothèques du site (une minute environ la première fois)…"
	@$(BIN)/$(PIP) -r requirements.txt
	@touch $@

$(TOOLS): requirements-dev.txt | $(BIN)/python
	@echo "Installation des bibliothèques du site et des outils de test (deux minutes environ la première fois)…"
	@$(BIN)/$(PIP) -r requirements-dev.txt
	@touch $@

$(NEXT)/.installed: tests/requirements-next.txt
	@rm -rf $(NEXT)
	@$(NEXT_PYTHON) -m venv $(NEXT)
	@$(NEXT)/bin/$(PIP) -r $<
	@touch $@
