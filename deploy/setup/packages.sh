#!/bin/sh
# Installs the npm packages of a fresh clone, and does nothing when they are up to date.
set -eu
cd "$(dirname "$0")/../.."
stamp=node_modules/.package-lock.json
if [ -f "$stamp" ] && [ ! package-lock.json -nt "$stamp" ] && [ ! package.json -nt "$stamp" ]; then exit 0; fi
echo 'lifeline: installing packages …' >&2
npm install --no-audit --no-fund
touch "$stamp"
