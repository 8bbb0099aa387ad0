# Every target sets up what it needs by itself; `make help` lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help run test check bench package setup clean
.DEFAULT_GOAL := help

help: ## Show this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: setup ## Open the editor on the demo clip; without a display, do the whole job headless
	@scripts/run $(BIN)

test: setup ## Run the tests
	@echo "== Running the tests"
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest --ignore=tests/core/train
	$(BIN)/python -m pytest tests/core/train  # in a process without OpenVINO, as training is

check: setup ## Run ruff, mypy --strict and import-linter
	@echo "== Checking style, types and layers"
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: setup ## Measure the network and the window here, each figure beside what is asked of it
	$(BIN)/mvos bench --size 480x864 --frames 60
	$(BIN)/mvos bench --size 240x432 --frames 500
	$(BIN)/python -m app.bench

package: setup ## Build the wheel, and a folder that runs without Python, in dist/
	$(BIN)/python -m pip install --quiet --editable ".[package]"
	$(BIN)/python -m hatchling build -t wheel -d dist
	$(BIN)/python -m PyInstaller --noconfirm --distpath dist --workpath build packaging/pyinstaller/mvos-studio.spec

setup: $(READY)
	@scripts/system-packages

$(READY): pyproject.toml scripts/setup
	@scripts/setup $(PYTHON) $(VENV)
	@touch $@

clean: ## Remove the virtual environment and caches
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
