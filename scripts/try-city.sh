#!/usr/bin/env bash
# Follow the recipe "Add a city" of CONTRIBUTING.md from a clean clone, with the
# program as it is built there and the city's folder alone: no Go is touched.
set -euo pipefail
cd "$(dirname "$0")/.."
here=$PWD
away=$(mktemp -d)
trap 'rm -rf "$away"' EXIT
git clone -q "$here" "$away/clone"
cp -r "$away/clone/cli/testdata/city" "$away/city"
cd "$away/clone"
go build -o "$away/yichuang" .
cd "$away"
./yichuang policy check city
./yichuang policy test city
./yichuang policy list --policies city | grep K1
echo '{"on": "2026-11-25", "place": "530100"}' > person.json
./yichuang assess person.json --policies city --format json | grep -q cn-530100-2026/K2
./yichuang init --data installation > /dev/null
echo "the city works from a clean clone"
