#!/usr/bin/env bash
# Installs the servers that tests start for themselves: Azurite, an emulator of Azure Blob Storage, under artifacts/test-servers (needs Node.js 20 or later with npm), and beside it the library
# of Standard Webhooks that checks our signatures; RabbitMQ and PostgreSQL from the distribution's packages (needs apt-get and root where they are missing). None is started here, nor as a service.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly azurite=3.37.0
readonly standardwebhooks=1.1.1
readonly folder=artifacts/test-servers

has() { grep -qs "\"version\": \"$2\"" "$folder/node_modules/$1/package.json"; }

if ! has azurite "$azurite" || ! has standardwebhooks "$standardwebhooks"; then
  mkdir -p "$folder"
  # Together, as npm removes what an earlier run without saving has left.
  npm install --prefix "$folder" --no-audit --no-fund --no-save --ignore-scripts "azurite@$azurite" "standardwebhooks@$standardwebhooks"
fi

missing=()
if [[ ! -x /usr/lib/rabbitmq/bin/rabbitmq-server ]]; then
  missing+=(rabbitmq-server)
fi
if ! compgen -G '/usr/lib/postgresql/*/bin/initdb' > /dev/null; then
  missing+=(postgresql)
fi

if [[ ${#missing[@]} -gt 0 ]]; then
  # Debian starts a service once it is installed, unless this program says no.
  policy=/usr/sbin/policy-rc.d
  if [[ ! -e $policy ]]; then
    printf '#!/bin/sh\nexit 101\n' > "$policy"
    chmod 755 "$policy"
    trap 'rm -f "$policy"' EXIT
  fi
  # Nor does it need the cluster that its package would make.
  if [[ ! -e /etc/postgresql-common/createcluster.conf ]]; then
    mkdir -p /etc/postgresql-common
    printf 'create_main_cluster = false\n' > /etc/postgresql-common/createcluster.conf
  fi
  apt-get -o DPkg::Lock::Timeout=300 update -q
  DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -o Dpkg::Options::=--force-confold install -y -q --no-install-recommends "${missing[@]}"
fi
