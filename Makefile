# `make demo` and `make test` set up .venv by themselves.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1
OUT := out
SHARED ?= ../shared

.PHONY: help demo test notebook gold quality bench lint lock wheel clean
.DEFAULT_GOAL := help

help: ## what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

# $(BIN)/python is a virtual environment; the stamps say what is installed in it.
$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "newsgraph needs Python 3.11 or newer; set PYTHON=python3.x")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.lock pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.lock
	PYTHONWARNINGS=ignore $(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements-dev.lock
	PYTHONWARNINGS=ignore $(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/.installed

demo: $(VENV)/.installed ## build a graph from examples/, print who says what, write files under out/
	rm -rf $(OUT)/demo.store
	$(BIN)/newsgraph build examples/*.md --into $(OUT)/demo.store
	@echo; echo "== What the graph holds"
	$(BIN)/newsgraph stats $(OUT)/demo.store
	@echo; echo "== Who says what"
	$(BIN)/newsgraph claims $(OUT)/demo.store --top 8 --each 3
	@echo; echo "== Which claims are contradicted or denied?"
	$(BIN)/newsgraph query $(OUT)/demo.store --name contradicted-claims
	@echo; echo "== How did the toll change, and who says so?"
	$(BIN)/newsgraph query $(OUT)/demo.store --name casualty-series
	@echo; echo "== Who denies what?"
	$(BIN)/newsgraph query $(OUT)/demo.store --name denials
	@echo; echo "== Where does this edge come from: Viktor Hale -dismiss-> Oskar Renn?"
	$(BIN)/newsgraph explain $(OUT)/demo.store 'Viktor Hale -dismiss-> Oskar Renn'
	@echo; echo "== How is Karl Besson connected with Viktor Hale, and in which words?"
	$(BIN)/newsgraph paths $(OUT)/demo.store 'Karl Besson' 'Viktor Hale' --most 1 --each 1
	@echo; echo "== Which outlets corroborate or contradict each other?"
	$(BIN)/newsgraph agreement $(OUT)/demo.store --events
	@echo; echo "== Files for other tools, and a page to look at"
	$(BIN)/newsgraph export $(OUT)/demo.store -o $(OUT)/demo.trig
	$(BIN)/newsgraph export $(OUT)/demo.store -o $(OUT)/demo.graphml
	$(BIN)/newsgraph export $(OUT)/demo.store -o $(OUT)/demo.csv
	$(BIN)/newsgraph export $(OUT)/demo.store -o $(OUT)/demo.svg
	$(BIN)/newsgraph view $(OUT)/demo.store -o $(OUT)/demo.html
	@echo; echo "Open $(OUT)/demo.html in a browser: every line leads to the words it was read from."

test: $(VENV)/.installed-dev ## run the tests
	$(BIN)/python -m pytest -q

notebook: $(VENV)/.installed-dev ## run the example notebook, write it with its outputs under out/
	$(BIN)/python tools/run_notebook.py examples/who-says-what.ipynb $(OUT)/who-says-what.ipynb

gold: $(VENV)/.installed-dev ## score the gold texts of $(SHARED) alone, in seconds
	$(BIN)/python benchmarks/quality.py --shared $(SHARED) --only gold

quality: $(VENV)/.installed-dev ## score everything found in $(SHARED): measure, now, best other, target
	$(BIN)/python benchmarks/quality.py --shared $(SHARED)

bench: $(VENV)/.installed-dev ## words per second over bare nlp.pipe in the same run, and memory; the store against rdflib
	$(BIN)/python benchmarks/throughput.py
	$(BIN)/python benchmarks/store_speed.py 1000000

lint: $(VENV)/.installed-dev ## ruff and mypy, both strict
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

wheel: $(VENV)/.installed-dev ## build the wheel into dist/
	$(BIN)/python -m build --quiet --no-isolation --wheel --outdir dist .

lock: $(VENV)/.installed-dev ## resolve both lock files anew
	CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras \
	  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
	  --extra validate --extra serve --output-file requirements.lock pyproject.toml
	CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras \
	  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --constraint requirements.lock \
	  --all-extras --output-file requirements-dev.lock pyproject.toml

clean: ## remove what was made, except .venv
	rm -rf $(OUT) build dist *.egg-info src/*.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
