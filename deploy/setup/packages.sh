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
# npm 9, which Debian 12 brings, falls over an override of what comes from git: the one that can is fetched for this once
case "$(npm --version)" in [1-9].*) npm='npx --yes npm@10' ;; *) npm=npm ;; esac
$npm install --no-audit --no-fund
touch "$stamp"
