# Two commands are enough on a fresh machine: make run, make test.
PYTHON ?= python3
RUN := .venv
DEV := .venv-dev

.PHONY: run test quick check rules walk attack faults sbom wheel bench docs pictures clean

$(RUN)/.made: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit("cstui needs Python 3.11 or later; set PYTHON=python3.11") if sys.version_info < (3, 11) else None'
	@echo "cstui: installing into $(RUN), once: a minute or two, and it needs the network ..."
	@$(PYTHON) -m venv $(RUN)
	@echo "cstui: fetching the libraries that constraints.txt pins ..."
	@$(RUN)/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[classroom]'
	@touch $@
	@echo "cstui: installed. The desk opens; sign on with 17001."

$(DEV)/.made: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit("cstui needs Python 3.11 or later; set PYTHON=python3.11") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(DEV)
	$(DEV)/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test,classroom,postgresql]'
	touch $@

run: $(RUN)/.made  ## open the desk on the practice store
	@$(RUN)/bin/cstui desk

test: $(DEV)/.made  ## run every test
	$(DEV)/bin/python -m pytest -n 3 --dist loadgroup

quick: $(DEV)/.made  ## the tests of policy, acts, store, screens and content, in a few minutes
	$(DEV)/bin/python -m pytest -n 2 --dist loadgroup \
	    -m "not (slow or terminal or browser or wheel or postgres)" tests/kernel tests/agencies tests/docs

check: $(DEV)/.made  ## lint, types, import contracts, words, screen files, docs
	$(DEV)/bin/ruff check cstui tests $(wildcard bench tools)
	$(DEV)/bin/ruff format --check cstui tests $(wildcard bench tools)
	$(DEV)/bin/mypy
	$(DEV)/bin/lint-imports
	$(DEV)/bin/codespell
	$(DEV)/bin/python tools/prose.py
	$(DEV)/bin/cstui screens check
	$(DEV)/bin/cstui docs --check
	$(DEV)/bin/python tools/supply.py docs --check

rules: $(DEV)/.made  ## prove every rule of each agency: switched off, and always finding, it breaks a scenario
	$(DEV)/bin/cstui rules louisiana --proof
	$(DEV)/bin/cstui rules kansas --proof
	$(DEV)/bin/cstui rules utah --proof
	$(DEV)/bin/cstui rules federal --proof

walk: $(DEV)/.made  ## every state within some steps, none forbidden (AGENCY=kansas a minute; Louisiana over an hour, DEPTH=5 a few minutes)
	$(DEV)/bin/python -m tests.agencies.$(or $(AGENCY),louisiana).policy.walk $(if $(DEPTH),--depth $(DEPTH))

attack: $(DEV)/.made  ## kills, flipped bytes, floods, banks, writers, hostile files: tries and losses (SEED=1)
	$(DEV)/bin/python -m tests.attacks --seed $(or $(SEED),1)

faults: $(DEV)/.made  ## kills, full and read-only disks, lost power ... at moments of all that a store goes through (SEED=1 RUNS=500 ONLY=)
	$(DEV)/bin/python -m tests.faults --seed $(or $(SEED),1) --runs $(or $(RUNS),500) $(if $(ONLY),--only $(ONLY))

sbom: $(DEV)/.made  ## the bill of materials of what is installed, CycloneDX, to sbom.json
	$(DEV)/bin/python tools/supply.py sbom

wheel: $(DEV)/.made  ## the wheel, the same bytes each time, to dist
	SOURCE_DATE_EPOCH=1735689600 $(DEV)/bin/python -m build --no-isolation --wheel

bench: $(DEV)/.made  ## figures, each beside its floor, to bench.json
	$(DEV)/bin/python -m bench

docs: $(DEV)/.made  ## write the generated reference pages
	$(DEV)/bin/cstui docs
	$(DEV)/bin/python tools/law_days.py
	$(DEV)/bin/python tools/supply.py docs

pictures: $(DEV)/.made  ## draw the README pictures from the running desk
	$(DEV)/bin/python tools/pictures.py

clean:
	rm -rf $(RUN) $(DEV) build dist bench.json
