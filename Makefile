# One command each: `make site` builds, `make serve` previews, `make test` proves, `make check` is the inner loop.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SITE ?= site

.PHONY: site serve test check bench schemas locks clean
.DEFAULT_GOAL := site

site: $(VENV)/.ready-site  ## Set everything up and build the site
	@$(BIN)/kb build --site $(SITE)

serve: $(VENV)/.ready-site  ## The site with live preview
	@$(BIN)/kb serve

test: $(VENV)/.ready-dev  ## Set everything up and run every test
	@sh tests/browser/install.sh
	@$(MAKE) --no-print-directory static
	node --test tests/js/*.test.mjs
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder

check: $(VENV)/.ready-dev  ## Format, lint, types, imports and unit tests: a few minutes
	@$(MAKE) --no-print-directory static
	$(BIN)/pytest tests/unit -m "not slow" -n 2 --dist loadfile

.PHONY: static
static: $(VENV)/.ready-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/kb check --search

bench: $(VENV)/.ready-dev  ## Measure, side by side with the peers; search too with DATA=folder of a retrieval test set
	$(BIN)/python benchmarks/check.py
	$(BIN)/python benchmarks/views.py
	$(BIN)/python benchmarks/build.py
	$(BIN)/python benchmarks/print.py
	$(if $(DATA),$(BIN)/python benchmarks/search.py --data $(DATA))

schemas: $(VENV)/.ready-site  ## Write the JSON Schemas that editors use
	$(BIN)/kb schema schemas

locks:  ## Resolve the dependencies anew (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml --group build -o locks/site.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml --group dev -c locks/site.txt -o locks/dev.txt

clean:
	rm -rf $(VENV) $(SITE) .cache

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "No venv module. On Debian or Ubuntu: apt-get install python3-venv"; exit 1; }

# Dependencies come with their hashes; the project itself is then linked in without asking any registry.
$(VENV)/.ready-site: locks/site.txt pyproject.toml | $(BIN)/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r locks/site.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@

$(VENV)/.ready-dev: locks/dev.txt $(VENV)/.ready-site
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r locks/dev.txt
	@touch $@
