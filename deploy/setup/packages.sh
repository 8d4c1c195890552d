#!/bin/sh
# Installs the npm packages of a fresh clone, and does nothing when they are up to date.
set -eu
cd "$(dirname "$0")/../.."
stamp=node_modules/.package-lock.json
newer=''
for file in package-lock.json package.json gateway/telemetry/package.json; do
  if [ "$file" -nt "$stamp" ]; then newer=$file; fi
done
if [ -f "$stamp" ] && [ -z "$newer" ]; then exit 0; fi
echo 'lifeline: installing packages …' >&2
npm install --no-audit --no-fund
touch "$stamp"
