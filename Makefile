# Everything that is done with a clone. Each target does the set-up it needs: a virtual environment, and the versions of a lock file
# with their hashes checked. Needed on the machine: git, make and Python 3.11 to 3.13; uv is used where it is there.
#
#   PYTHON=...  the Python to build the environments with     UV=  (empty) install with pip even where uv is there
#   CORPUS=...  the folder of articles for report and lab     ARGS=...  more options, for parallax, pytest or the benchmark

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory
.NOTPARALLEL:

UV := $(shell command -v uv 2>/dev/null)
PYTHON :=
RUN := .venv
TEST := .venv-test
BENCH := .venv-bench

# One folder for what a run needs (and JupyterLab, once asked for), another with the test tools: so that a report is made with what
# run.lock names and nothing else, and no tool of the tests can slow it or stand in for a dependency that was forgotten. A third has
# what benchmarks measure beside it.

.PHONY: help report lab test bench floor measures kills campaigns null hostile site format lock clean
help: ## list these targets
	@echo 'make TARGET, where TARGET is one of'
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  \1|\2/p' Makefile | awk -F'|' '{printf "%-10s %s\n", $$1, $$2}'

report: $(RUN)/run.done ## run the notebooks on the five articles, or on CORPUS=folder, and publish the report
	$(RUN)/bin/parallax run $(if $(CORPUS),"$(CORPUS)") $(ARGS)

lab: $(RUN)/lab.done ## open the notebooks in JupyterLab, on this machine only
	$(RUN)/bin/parallax lab $(if $(CORPUS),"$(CORPUS)") $(ARGS)

test: $(TEST)/test.done ## format, lint, doctests, tests, whole runs, pages in a browser; on two cores
	$(TEST)/bin/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

bench: $(BENCH)/bench.done ## measure counting and runs, peers beside them, into benchmarks/RESULTS.md (ARGS="--only runs --articles 1000")
	$(BENCH)/bin/python benchmarks/bench.py $(ARGS)

floor: $(TEST)/test.done ## time a run against the least it could cost
	$(TEST)/bin/python benchmarks/run_floor.py $(ARGS)

measures: $(TEST)/test.done ## time every measure on made-up corpora (ARGS="--articles 1000 100000" for other sizes)
	$(TEST)/bin/python benchmarks/measures.py $(ARGS)

kills: $(TEST)/test.done ## kill workers of a Dask cluster in the middle, a hundred times (ARGS="-k ..." for other tests)
	PARALLAX_KILLS=$${PARALLAX_KILLS:-100} $(TEST)/bin/python -m pytest -q -s tests/test_workers.py -k "killed_change_nothing" $(ARGS)

campaigns: $(TEST)/test.done ## disturb runs in every way, as often as is sound (ARGS="--only NAME --share 0.1 --seed 7", or --reduced)
	$(TEST)/bin/python tests/campaigns $(ARGS)

null: $(TEST)/test.done ## count front pages that tell a difference where there is none (ARGS="--seeds 20")
	$(TEST)/bin/python tests/null_front.py $(ARGS)

hostile: $(TEST)/test.done ## read corpora made to exhaust memory or time, and print what each took (ARGS="--only gz")
	$(TEST)/bin/python tests/hostile.py $(ARGS)

site: $(RUN)/run.done ## write the documents, a map of all names and the figures of the report as a site, into build/site
	$(RUN)/bin/python docs/make_site.py $(ARGS)

format: $(TEST)/test.done ## format the code, and mend what the linter can mend
	$(TEST)/bin/python -m ruff check --fix .
	$(TEST)/bin/python -m ruff format .

lock: $(TEST)/test.done ## write the lock files and environment.yml from pyproject.toml (ARGS=--upgrade: newest versions)
	$(TEST)/bin/python requirements/write.py $(ARGS)

clean: ## remove the environments and what was built; reports stay
	rm -rf $(RUN) $(TEST) $(BENCH) build dist .pytest_cache .ruff_cache .hypothesis

# A .done file says that a lock is installed. It is made again when the lock or pyproject.toml changes, when the clone was moved
# (the scripts in an environment hold its path), and when the Python beneath is gone.
sound = $(shell [ "$$(cat $(1)/place 2>/dev/null)" = "$$PWD" ] && $(1)/bin/python -c '' 2>/dev/null && echo yes)
install = @UV='$(UV)' PYTHON='$(PYTHON)' sh requirements/install.sh $(@D) $(basename $(@F)) && touch $@

$(RUN)/%.done: requirements/%.lock requirements/install.sh pyproject.toml $(if $(call sound,$(RUN)),,anew)
	$(install)

$(TEST)/%.done: requirements/%.lock requirements/install.sh pyproject.toml $(if $(call sound,$(TEST)),,anew)
	$(install)

$(BENCH)/%.done: requirements/%.lock requirements/install.sh pyproject.toml $(if $(call sound,$(BENCH)),,anew)
	$(install)

.PHONY: anew
anew: ;
