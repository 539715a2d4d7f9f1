# Everything sets itself up on the first call. Without make: python3 resources/bootstrap.py COMMAND
PYTHON ?= python3
BOOTSTRAP = @$(PYTHON) resources/bootstrap.py

.PHONY: help run test lint bench oracle translate setup clean

help:
	@echo 'make run        open the window; ARGS="shape \"Conv2d(3, 8, 3)\" --input 3,32,32" runs a command'
	@echo 'make test       lint, types, import contracts, translations, all tests'
	@echo 'make lint       the same without the tests'
	@echo 'make bench      measurements, printed as ratios'
	@echo 'make oracle     20,000 random layer configurations compared with torch'
	@echo 'make translate  bring the translation file up to date with the sources'
	@echo 'make setup      only install what run and test need'
	@echo 'make clean      delete the virtual environment, build outputs and caches'

run:
	$(BOOTSTRAP) run $(ARGS)

test:
	$(BOOTSTRAP) test

lint:
	$(BOOTSTRAP) lint

bench:
	$(BOOTSTRAP) bench $(ARGS)

oracle:
	$(BOOTSTRAP) oracle $(ARGS)

translate:
	$(BOOTSTRAP) translate update

setup:
	$(BOOTSTRAP) setup

clean:
	$(BOOTSTRAP) clean
