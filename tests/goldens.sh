#!/usr/bin/env bash
# Compares the engine with what diffusers computes: tests/goldens.sh [DIR]
# DIR is a folder of goldens (index.json and its files); without it, the project's own. Prints a line per area, fails if a case fails.
set -euo pipefail

if [[ $# -gt 0 ]]; then
  SWIFT_GOLDENS=$(realpath "$1")
  export SWIFT_GOLDENS
fi

cd "$(dirname "$0")/.."
SWIFT_GOLDENS_REPORT=$(mktemp)
export SWIFT_GOLDENS_REPORT
trap 'rm -f "$SWIFT_GOLDENS_REPORT" "$SWIFT_GOLDENS_REPORT.log"' EXIT

status=0
dotnet test --project tests/Diffusion.Tests -c Release --filter-trait Category=Golden >"$SWIFT_GOLDENS_REPORT.log" 2>&1 || status=$?
if [[ $status -ne 0 ]]; then
  cat "$SWIFT_GOLDENS_REPORT.log"
fi
cat "$SWIFT_GOLDENS_REPORT"
exit $status
