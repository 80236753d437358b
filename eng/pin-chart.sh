#!/usr/bin/env bash
# Copies the chart with a version, and with its images by digest: eng/pin-chart.sh --version V --registry R --digests FOLDER --out FOLDER.
set -euo pipefail
cd "$(dirname "$0")/.."

while [[ $# -gt 0 ]]; do
  case $1 in
    --version) version=$2; shift 2 ;;
    --registry) registry=$2; shift 2 ;;
    --digests) digests=$2; shift 2 ;;
    --out) out=$2; shift 2 ;;
    *) echo "unknown option $1" >&2; exit 2 ;;
  esac
done

mkdir -p "$out"
cp -r charts/swiftdiffusion "$out/"
chart=$out/swiftdiffusion
sed -i -E "s/^(version|appVersion): .*/\1: $version/" "$chart/Chart.yaml"
for image in submitter:digest worker-cpu:cpu worker-cuda:cuda; do
  digest=$(<"$digests/${image%:*}")
  [[ $digest =~ ^sha256:[0-9a-f]{64}$ ]] || { echo "$digests/${image%:*} holds no digest: $digest" >&2; exit 1; }
  sed -i -E "s/^( +${image#*:}): \"\"$/\1: \"$digest\"/" "$chart/values.yaml"
done
sed -i -E "s#^( +repository): ghcr.io/swiftdiffusion/#\1: $registry/#" "$chart/values.yaml"
