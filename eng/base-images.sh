#!/usr/bin/env bash
# Prints the bases of our images by digest, as arguments of docker build: what a tag means today, so that a release can be built again.
set -euo pipefail
cd "$(dirname "$0")/.."

# Defaults of the Dockerfiles: NAME=IMAGE:TAG.
sed -nE 's/^ARG (SDK|ASPNET|CUDA)=(.+)$/\1 \2/p' docker/*.Dockerfile | sort -u | while read -r name image; do
  digest=$(docker buildx imagetools inspect "$image" --format '{{.Manifest.Digest}}')
  [[ $digest == sha256:* ]] || { echo "$image has no digest: $digest" >&2; exit 1; }
  printf '%s\n%s\n' --build-arg "$name=${image%:*}@$digest"
done
