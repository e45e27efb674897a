# The commands of the README. They need Python 3.11 or newer, git and make; everything else they fetch
# into .venv, once. `make` alone lists them.

BIN := .venv/bin
# The copy of mkdocs.yml that `handbook settings` has judged; the engine reads no other.
JUDGED := .mkdocs-judged.yml
# What a change is compared with, where somebody names it.
BASE = $(if $(HANDBOOK_BASE),--base "$(HANDBOOK_BASE)")
# With HANDBOOK_NO_SKIPS=1, as .ci/run sets it, slow tests of the code run as well: those that try every step, fact, paste and
# pattern, of which the others try a sample.
QUICK = $(if $(filter 1,$(HANDBOOK_NO_SKIPS)),,-m "not slow")

# Material prints a long banner about MkDocs 2 on each build; the bounds in pyproject.toml keep it away.
export NO_MKDOCS_2_WARNING := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Somebody's private settings must not change what these commands find.
unexport PYTHONPATH PYTHONHOME PYTHONSTARTUP PYTEST_ADDOPTS PYTEST_PLUGINS MYPYPATH MYPY_CONFIG_FILE
unexport RUFF_CONFIG RUFF_SELECT ZIZMOR_CONFIG ZIZMOR_PERSONA VIRTUAL_ENV PIP_TARGET PIP_USER PIP_PREFIX

# A folder that was moved, or a Python that was removed, leaves a .venv that leads nowhere: begin again.
ifneq ($(wildcard .venv/.place),)
ifneq ($(shell cat .venv/.place; test -x .venv/bin/python || echo gone),$(shell pwd -P))
$(shell rm -rf .venv)
endif
endif

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help start serve pages check build fix bench lock example clean setup setup-all
.PHONY: check-style check-types check-layers check-workflows check-handbook check-tests check-site

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' Makefile

start: setup ## make a repository of your own: make start DIR=../our-handbook (ANSWERS=file)
	@test -n "$(DIR)" || { echo "Say where: make start DIR=../our-handbook" >&2; exit 2; }
	@$(BIN)/handbook start "$(DIR)" $(if $(ANSWERS),--answers "$(ANSWERS)")

serve: setup ## see the handbook at http://127.0.0.1:8000, and each change as you save it
	@$(BIN)/handbook settings --port 8000
	@problems=$$($(BIN)/handbook check 2>&1) || printf '%s\n\n' "$$problems"
	@echo "Opening the handbook at http://127.0.0.1:8000 (to stop it: Ctrl+C)"
	@echo "Pages and facts are shown as you save them. After a change in mkdocs.yml or macros/, stop and run make serve again."
	@$(BIN)/python macros/engine.py serve --livereload -w macros/theme/assets -a 127.0.0.1:8000 -f $(JUDGED)

# Looking for admission questions in all files of the site takes as long as its other checks, so it runs beside them.
LEAKS = checks/test_admission.py

# For whoever changes pages and facts alone: the code is as it was, so its tests are left out, and so are the checks that build
# the site again, look through a browser, or judge other days (`long`). The site is built while the handbook is judged.
pages: setup-all ## check what a change of pages and facts can break, and build the site into site/
	@began=$$(date +%s); told=$$(mktemp); trap 'rm -f "$$told"' EXIT; bad=0; \
	$(MAKE) --no-print-directory build >"$$told" 2>&1 & build=$$!; \
	$(MAKE) --no-print-directory check-handbook || { wait $$build; exit 1; }; \
	echo "== The promises of the handbook"; \
	$(BIN)/python -m pytest checks -m "not long and not site" $(BASE) || bad=1; \
	wait $$build || { cat "$$told" >&2; exit 1; }; \
	echo "== The built site"; \
	$(BIN)/python -m pytest $(LEAKS) -m site --site site >"$$told" 2>&1 & leaks=$$!; \
	$(BIN)/python -m pytest checks -m "site and not long" --site site --ignore $(LEAKS) || bad=1; \
	wait $$leaks || { cat "$$told"; bad=1; }; [ $$bad -eq 0 ] || exit 1; \
	echo "Pages, facts, promises and the site in site/ were checked in $$(($$(date +%s) - began)) seconds."

check: setup-all check-style check-types check-layers check-workflows check-handbook check-tests build check-site ## check everything but slow tests; a pull request runs those too
	@echo "All checks passed."

build: setup ## build the site into site/
	@echo "== Building the site"
	@$(BIN)/handbook settings
	@$(BIN)/python macros/engine.py build --strict -f $(JUDGED)
	@$(BIN)/handbook redirects --site site
	@$(BIN)/handbook build-note --site site

fix: setup-all ## put the code into its standard form
	@$(BIN)/ruff check --fix --exit-zero .
	@$(BIN)/ruff format .

# With BESIDE=a-commit the figures are compared with those of that commit instead of the one before.
bench: setup-all ## measure speed and memory, also on 100, 1 000 and 5 000 pages, and beside the commit before
	@$(BIN)/python macros/bench/beside.py --beside $(or $(BESIDE),HEAD~1)
	@$(BIN)/python macros/bench/run.py
	@$(BIN)/python macros/bench/exams.py

# With UPGRADE=yes every package moves to its newest allowed version; without it, only what has to.
LOCK = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	--no-config --custom-compile-command "make lock" $(if $(UPGRADE),--upgrade)

lock: setup-all ## write the lock anew after a change in pyproject.toml (UPGRADE=yes: newest versions)
	@echo "Locking the versions and hashes of all packages…"
	@$(LOCK) --extra install --extra dev -o requirements-dev.txt pyproject.toml >/dev/null
	@$(LOCK) --extra install -c requirements-dev.txt -o requirements.txt pyproject.toml >/dev/null
	@$(LOCK) --extra checks -c requirements-dev.txt -o macros/handbook/adopt/shell/requirements.txt pyproject.toml >/dev/null

EXAMPLE = macros/handbook/upkeep/example.txt
example: setup-all ## take the fingerprints by which the engine knows the example in a company's handbook
	@$(BIN)/python -m handbook.upkeep.example >$(EXAMPLE).new && mv $(EXAMPLE).new $(EXAMPLE)

clean: ## remove what these commands made, .venv too
	rm -rf .venv site .site-new .site-old $(JUDGED) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# --- the groups of `make check`: each says all it finds, the first that finds something is the last to run

check-style: setup-all ## the code: its form and common slips
	@echo "== Code: style"
	@bad=0; $(BIN)/ruff check . || bad=1; $(BIN)/ruff format --check . || bad=1; exit $$bad

check-types: setup-all ## the code: its types
	@echo "== Code: types"
	@$(BIN)/python -m mypy

check-layers: setup-all ## the code: which module may know which
	@echo "== Code: layers"
	@$(BIN)/lint-imports --no-cache --no-logo

check-workflows: setup-all ## the workflows: nothing gives strangers our rights
	@echo "== Workflows"
	@$(BIN)/zizmor --offline --persona=auditor --strict-collection --no-progress .github

check-handbook: setup-all ## the handbook's own rules: what must be fixed on pages and in facts
	@echo "== The handbook"
	@$(BIN)/handbook check

check-tests: setup-all ## the tests of the code
	@echo "== Tests of the code"
	@$(BIN)/python -m pytest macros/tests $(QUICK) -n auto --dist worksteal

# The handbook is judged once for all that looks at its promises and the site. To open every page in a browser takes as long as
# all the rest, so it runs beside that.
BROWSER = checks/test_browser.py

check-site: setup-all build ## build the site, and hold it and the handbook to what they promise
	@echo "== The promises of the handbook, and the built site"
	@told=$$(mktemp); trap 'rm -f "$$told"' EXIT; bad=0; \
	$(BIN)/python -m pytest $(BROWSER) --site site >"$$told" 2>&1 & browser=$$!; \
	$(BIN)/python -m pytest checks --ignore $(BROWSER) --site site $(BASE) || bad=1; \
	wait $$browser || bad=1; cat "$$told"; exit $$bad

# --- set-up: done once, and again when a lock or pyproject.toml changes

setup: .venv/.ready ## install what the site needs; the other commands do it by themselves
setup-all: .venv/.ready-all ## install what the checks need as well

PYTHONS := $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11 python

.venv/.place:
	@found=""; bare=""; \
	for python in $(PYTHONS); do \
		"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null </dev/null || continue; \
		bare="$${bare:-$$python}"; \
		"$$python" -c 'import venv, ensurepip' 2>/dev/null </dev/null && { found="$$python"; break; }; \
	done; \
	if [ -z "$$bare" ]; then \
		echo "The handbook needs Python 3.11 or newer, and none was found. Run: sudo apt install python3 python3-venv   (macOS: brew install python)" >&2; exit 1; \
	fi; \
	if [ -z "$$found" ]; then \
		echo "Python is here ($$bare), but its part \"venv\" is missing. Run: sudo apt install python3-venv" >&2; exit 1; \
	fi; \
	echo "Making a private Python environment in .venv (with $$found)…"; \
	rm -rf .venv && "$$found" -m venv .venv && pwd -P > $@

INSTALL = $(BIN)/python -m pip install -qq --no-input

.venv/.ready: requirements.txt pyproject.toml | .venv/.place
	@echo "Installing what the site needs (about a minute, only this once)…"
	@$(INSTALL) --require-hashes -r requirements.txt
	@$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

.venv/.ready-all: requirements-dev.txt pyproject.toml | .venv/.place
	@echo "Installing what the site and its checks need (a minute or two, only this once)…"
	@$(INSTALL) --require-hashes -r requirements-dev.txt
	@$(INSTALL) --no-deps --no-build-isolation -e .
	@touch .venv/.ready $@
