#!/usr/bin/env bash
# Writes the database's migrations anew, for PostgreSQL and SQLite: one, Initial, until the first release. After it, `eng/migrations.sh Name` adds one instead.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

readonly project=src/Submitter
readonly name=${1:-Initial}
dotnet tool restore
for kind in PostgreSql Sqlite; do
  folder=$project/Data/Migrations/$kind
  if [[ $name == Initial ]]; then
    rm -f "$folder"/*.cs
  fi
done
dotnet build "$project" -c Release
for kind in PostgreSql Sqlite; do
  folder=$project/Data/Migrations/$kind
  dotnet ef migrations add "$name" --project "$project" --configuration Release --context "${kind}Db" --output-dir "Data/Migrations/$kind" --no-build
  # Nothing outside needs them, and a fixed id keeps a regenerated file where the old one was.
  for file in "$folder"/*_"$name".cs; do
    sed -i 's/public partial class/internal partial class/' "$file"
  done
  if [[ $name == Initial ]]; then
    id=$(basename "$folder"/*_Initial.cs .cs)
    mv "$folder/$id.cs" "$folder/20261126000000_Initial.cs"
    mv "$folder/$id.Designer.cs" "$folder/20261126000000_Initial.Designer.cs"
    sed -i "s/\"$id\"/\"20261126000000_Initial\"/" "$folder/20261126000000_Initial.Designer.cs"
  fi
done
