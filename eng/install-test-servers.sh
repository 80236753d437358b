#!/usr/bin/env bash
# Installs the servers that tests start for themselves: Azurite, an emulator of Azure Blob Storage, under artifacts/test-servers. Needs Node.js 20 or later with npm.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly azurite=3.37.0
readonly folder=artifacts/test-servers

if ! grep -qs "\"version\": \"$azurite\"" "$folder/node_modules/azurite/package.json"; then
  mkdir -p "$folder"
  npm install --prefix "$folder" --no-audit --no-fund --no-save --ignore-scripts "azurite@$azurite"
fi
