# Everything a person or a pipeline runs. Needs Python 3.11 or newer and nothing else.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
PORT ?= 8000
TEST_WORKERS ?= 2
# How long `make fuzz` takes for each parser.
SECONDS ?= 60

.PHONY: run test check lock chromium bench fuzz

run: $(VENV)/run.stamp
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py load_content --skip-checks
	@$(BIN)/python manage.py collectstatic --skip-checks --noinput --verbosity 0
	@PORT=$(PORT) $(BIN)/python manage.py first_staff --skip-checks
	@echo "The portal answers at http://localhost:$(PORT) (Ctrl-C stops it)."
	@PORT=$(PORT) exec $(BIN)/gunicorn --config gunicorn.conf.py

test: $(VENV)/dev.stamp chromium
	$(BIN)/python -m pytest -n $(TEST_WORKERS) --dist loadfile
	@url=$$($(BIN)/python -m tests.postgres); \
	if [ -n "$$url" ]; then \
		echo "Once more on PostgreSQL, without the browser:"; \
		DATABASE_URL="$$url" $(BIN)/python -m pytest -n $(TEST_WORKERS) --dist loadfile -m "not browser"; \
	fi

PRODUCTION_ENVIRONMENT = PRODUCTION=1 PUBLIC_BASE_URL=https://help.example.com ALLOWED_HOSTS=help.example.com \
	SECRET_KEY=check-only-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789 SUPPORT_PHONE=+49305550100 \
	LINK_KEY=check-only-abcdefghijklmnopqrstuvwxyz-0123456789-abcdefghij

check: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	find templates -name '*.html' -print0 | xargs -0 $(BIN)/djade --target-version 5.2 --check
	$(BIN)/mypy
	$(BIN)/python -m pytest tests/test_boundaries.py
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(PRODUCTION_ENVIRONMENT) $(BIN)/python manage.py check --deploy --fail-level WARNING

lock:
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--custom-compile-command "make lock" -q -o requirements.txt
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--custom-compile-command "make lock" -q -o requirements-dev.txt
	uv pip compile pyproject.toml --group fuzz --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--custom-compile-command "make lock" -q -o requirements-fuzz.txt

# How fast a text is diagnosed, how much memory the rules take, how both grow.
bench: $(VENV)/dev.stamp
	$(BIN)/python -m tests.bench

# Stops at the first crash; what was tried and what crashed is kept under var/fuzz.
fuzz: $(VENV)/fuzz.stamp
	@for parser in normalize mask extract device serialize match; do \
		mkdir -p var/fuzz/$$parser && echo "Fuzzing $$parser for $(SECONDS) seconds …" && \
		$(BIN)/python -m tests.fuzz $$parser -max_total_time=$(SECONDS) -max_len=2000 -len_control=0 \
			-artifact_prefix=var/fuzz/$$parser- var/fuzz/$$parser || exit 1; \
	done

# Debian's Chromium drives the browser tests; only root can install it, others skip them with a loud line.
chromium:
	@if ! command -v chromium >/dev/null; then \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			echo "Installing Debian's Chromium for the browser tests …"; \
			{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
				apt-get install -y -qq --no-install-recommends chromium fonts-liberation >/dev/null; } \
				|| echo "!!! Chromium could not be installed: the browser tests will be skipped."; \
		else \
			echo "!!! No Chromium here and no right to install it: the browser tests will be skipped."; \
		fi; \
	fi

$(VENV)/python.stamp:
	@command -v $(PYTHON) >/dev/null || { \
		echo "No $(PYTHON) here. The portal needs Python 3.11 or newer: make PYTHON=python3.11 …"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "The portal needs Python 3.11 or newer: make PYTHON=python3.11 …")'
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) can't make virtual environments. On Debian: apt-get install python3-venv"; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/run.stamp: $(VENV)/python.stamp requirements.txt
	@echo "Installing what the portal needs …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/dev.stamp: $(VENV)/python.stamp requirements.txt requirements-dev.txt
	@echo "Installing what the tests and checks need …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@ $(VENV)/run.stamp

$(VENV)/fuzz.stamp: $(VENV)/dev.stamp requirements-fuzz.txt
	@echo "Installing the fuzzer …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-fuzz.txt
	@touch $@
