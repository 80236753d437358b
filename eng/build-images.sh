#!/usr/bin/env bash
# Builds the images: eng/build-images.sh --version V [--registry R] [--push] [--digests FOLDER]. Their digests go to FOLDER, a file each.
set -euo pipefail
cd "$(dirname "$0")/.."

version='' registry=ghcr.io/swiftdiffusion push='' digests=''
while [[ $# -gt 0 ]]; do
  case $1 in
    --version) version=$2; shift 2 ;;
    --registry) registry=$2; shift 2 ;;
    --digests) digests=$2; shift 2 ;;
    --push) push=--push; shift ;;
    *) echo "unknown option $1" >&2; exit 2 ;;
  esac
done
[[ -n $version ]] || { echo '--version is missing' >&2; exit 2; }
[[ -z $digests ]] || mkdir -p "$digests"
revision=$(git rev-parse HEAD)
mapfile -t bases < <(eng/base-images.sh)
[[ ${#bases[@]} -gt 0 ]] || { echo 'no base image has a digest' >&2; exit 1; }

# build NAME TAG DOCKERFILE ARGUMENT...
build() {
  local name=$1 tag=$2 file=$3 metadata
  shift 3
  metadata=$(mktemp)
  docker buildx build . --file "docker/$file.Dockerfile" --tag "$registry/$file:$tag" --build-arg "VERSION=$version" --build-arg "REVISION=$revision" "${bases[@]}" "$@" \
    --metadata-file "$metadata" ${push:+"$push"}
  if [[ -n $digests ]]; then
    jq -er '."containerimage.digest"' "$metadata" > "$digests/$name"
  fi
}

build worker-cpu "$version-cpu" worker --build-arg ACCELERATOR=cpu
build worker-cuda "$version-cuda" worker --build-arg ACCELERATOR=cuda
build submitter "$version" submitter
