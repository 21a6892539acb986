# Each target is one line that calls a script; the scripts say what they do and why.
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run demo test soak check bench screenshots generate dist clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## build the console and the server and run it on SQLite, on http://localhost:8080
	@scripts/run

demo: ## the same on a database of its own with a made-up year in it, demo.db
	@scripts/demo

test: ## all tests, on SQLite and on a temporary PostgreSQL
	@scripts/test

soak: ## all tests with the long ones
	@TRIPORT_SOAK=1 scripts/test

check: ## format, lints, edges between crates, file sizes, dependency audit
	@scripts/check

bench: ## the speed table: medians and ratios against reference programs
	@scripts/bench

screenshots: ## take the pictures of the README again, in docs/screenshots
	@scripts/screenshots

generate: ## rewrite the generated documents from the code
	@scripts/generate

dist: ## the release archive, in dist/
	@scripts/dist

clean: ## remove everything that was built
	cargo clean
	rm -rf dist
