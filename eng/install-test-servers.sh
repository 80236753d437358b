#!/usr/bin/env bash
# Installs the servers that tests start for themselves: Azurite, an emulator of Azure Blob Storage, under artifacts/test-servers (needs Node.js 20 or later with npm), and RabbitMQ from
# the distribution's packages (needs apt-get and root where it is missing). Neither is started here, nor as a service.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly azurite=3.37.0
readonly folder=artifacts/test-servers

if ! grep -qs "\"version\": \"$azurite\"" "$folder/node_modules/azurite/package.json"; then
  mkdir -p "$folder"
  npm install --prefix "$folder" --no-audit --no-fund --no-save --ignore-scripts "azurite@$azurite"
fi

if [[ ! -x /usr/lib/rabbitmq/bin/rabbitmq-server ]]; then
  # Debian starts a service once it is installed, unless this program says no.
  policy=/usr/sbin/policy-rc.d
  if [[ ! -e $policy ]]; then
    printf '#!/bin/sh\nexit 101\n' > "$policy"
    chmod 755 "$policy"
    trap 'rm -f "$policy"' EXIT
  fi
  apt-get -o DPkg::Lock::Timeout=300 update -q
  DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y -q --no-install-recommends rabbitmq-server
fi
