# The venv holds everything; `make demo` needs the base install only, `make test` and `make check` all extras.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The package without the virtual environment inside it: where the docs look for docstrings.
ROOMS := __init__.py records corpus reference extract datasets multimodal train
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: demo test check bench clean

$(VENV)/base: pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) --editable .
	touch $@

$(VENV)/all: $(VENV)/base
	$(PIP) --editable '.[train,datasets,index,dev]'
	mkdir -p $(VENV)/docs/matloom && ln -sfn $(ROOMS:%=../../../%) $(VENV)/docs/matloom/
	touch $@

demo: $(VENV)/base
	$(BIN)/python -m demo.build demo/papers
	$(BIN)/matloom ingest demo/papers --db demo/demo.duckdb
	$(BIN)/matloom show --db demo/demo.duckdb

test: $(VENV)/all
	$(BIN)/python -m pytest -n 2 --nbmake tests notebooks

check: $(VENV)/all
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/basedpyright
	$(BIN)/tach check
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

bench: $(VENV)/all
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) build dist site *.egg-info
