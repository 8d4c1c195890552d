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
# Debian 12 brings Node 18, for which half of them is left out, and Debian's npm 9 falls over one that is replaced: for this once
# both are fetched as they are needed
case "$(node --version) $(npm --version)" in v1[0-9].* | *\ [1-9].*) npm='npx --yes -p node@24 -p npm@11 -- npm' ;; *) npm=npm ;; esac
$npm install --no-audit --no-fund
touch "$stamp"
