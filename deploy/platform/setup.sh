#!/bin/sh
# The small stack on a Debian machine: mosquitto, PostgreSQL, two processes of ingest. Run as root; running it again changes nothing
# that is there. Gateways are let in one by one: sh setup.sh gateway <id> prints a password for its site file.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
passwords=/etc/mosquitto/lifeline.passwd
etc=/etc/lifeline

random() { head -c 18 /dev/urandom | base64 | tr '+/' '-_'; }
# Debian's `service` works with systemd and without
serve() { service "$1" "$2" >/dev/null 2>&1 || echo "lifeline: 'service $1 $2' did not work; do it by hand" >&2; }

if [ "${1:-}" = gateway ]; then
  id=${2:?the id of the gateway is missing}
  case "$id" in *[!A-Za-z0-9_-]* | '') echo "an id has letters, digits, - and _ only: $id" >&2; exit 2 ;; esac
  password=$(random)
  mosquitto_passwd -b "$passwords" "$id" "$password"
  serve mosquitto reload
  echo "username: $id"
  echo "password: $password"
  exit 0
fi

[ "$(id -u)" = 0 ] || { echo 'run this as root' >&2; exit 1; }
if ! command -v mosquitto_passwd >/dev/null 2>&1 || ! command -v pg_ctlcluster >/dev/null 2>&1; then
  apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends mosquitto postgresql
fi
id lifeline >/dev/null 2>&1 || useradd --system --home-dir /nonexistent --shell /usr/sbin/nologin lifeline
install -d -m 750 -o root -g lifeline "$etc"

# PostgreSQL: a role of the same name as the user, let in over the socket without a password
serve postgresql start
as_postgres() { runuser -u postgres -- psql -v ON_ERROR_STOP=1 -qAt "$@"; }
[ "$(as_postgres -c "select 1 from pg_roles where rolname = 'lifeline'")" = 1 ] || as_postgres -c 'create role lifeline login'
[ "$(as_postgres -c "select 1 from pg_roles where rolname = 'lifeline_read'")" = 1 ] ||
  as_postgres -c 'create role lifeline_read login' -c "alter role lifeline_read set statement_timeout = '10s'"
[ "$(as_postgres -c "select 1 from pg_database where datname = 'lifeline'")" = 1 ] || as_postgres -c 'create database lifeline owner lifeline'

# mosquitto
touch "$passwords"
chown root:mosquitto "$passwords" 2>/dev/null || true
chmod 640 "$passwords"
install -m 644 "$here/mosquitto.acl" /etc/mosquitto/lifeline.acl
if [ ! -f "$etc/broker.password" ]; then
  install -m 640 -g lifeline /dev/null "$etc/broker.password"
  random >"$etc/broker.password"
fi
mosquitto_passwd -b "$passwords" ingest "$(cat "$etc/broker.password")"
# Debian's own file sets where it persists, and a setting may stand once only
grep -v -e '^persistence' "$here/mosquitto.conf" >/etc/mosquitto/conf.d/lifeline.conf
serve mosquitto restart

# ingest: two processes; the first has the page, on this machine alone until tokens are set
for name in one two; do
  [ -f "$etc/ingest-$name.yaml" ] && continue
  sed -e 's#postgres://lifeline@127.0.0.1/lifeline#postgresql:///lifeline?host=/var/run/postgresql#' \
    -e "s#session: one#session: $name#" "$here/ingest.example.yaml" >"$etc/ingest-$name.yaml"
  [ "$name" = one ] || sed -i '/^http:/,$d' "$etc/ingest-$name.yaml"
  chown root:lifeline "$etc/ingest-$name.yaml"
  chmod 640 "$etc/ingest-$name.yaml"
done
if [ -d /run/systemd/system ]; then
  install -m 644 "$here/lifeline-ingest@.service" /etc/systemd/system/
  systemctl daemon-reload
  systemctl enable --now lifeline-ingest@one lifeline-ingest@two
  echo 'ingest runs; its page is at http://127.0.0.1:8090/'
else
  echo 'there is no systemd here; start it by hand, as the user lifeline: lifeline ingest /etc/lifeline/ingest-one.yaml'
fi
echo "let a gateway in: sh $0 gateway <id>"
