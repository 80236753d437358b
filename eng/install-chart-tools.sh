#!/usr/bin/env bash
# Installs what the chart's tests run beside Helm: promtool, from Debian's package of Prometheus. Helm is expected on the PATH: https://helm.sh/docs/intro/install.
set -euo pipefail

if ! command -v promtool > /dev/null; then
  admin=()
  [[ $EUID -eq 0 ]] || admin=(sudo)
  "${admin[@]}" apt-get update -qq
  "${admin[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends prometheus > /dev/null
fi
