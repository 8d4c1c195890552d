#!/bin/sh
# The small stack on a Debian machine: mosquitto, PostgreSQL, two processes of ingest. As root, from a checkout; running it again changes
# nothing that is there.
#   sh setup.sh                  brings the stack up
#   sh setup.sh demo             lets a simulated building in and starts it
#   sh setup.sh gateway <id>     lets a gateway in: prints a password for its site file
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
passwords=/etc/mosquitto/lifeline.passwd
etc=/etc/lifeline
page=http://127.0.0.1:8090/

stop() { echo "lifeline: $1" >&2; exit 1; }
random() { head -c 18 /dev/urandom | base64 | tr '+/' '-_'; }
has_systemd() { [ -d /run/systemd/system ]; }
# Debian's `service` works with systemd and without
serve() { service "$1" "$2" >/dev/null 2>&1 || echo "lifeline: 'service $1 $2' did not work; do it by hand" >&2; }
# wait_for SECONDS COMMAND…
wait_for() {
  left=$(($1 * 5)); shift
  until "$@"; do left=$((left - 1)); [ $left -gt 0 ] || return 1; sleep 0.2; done
}
# a minimal Debian has no kill outside the shell, which the unit's own reload wants
reread_passwords() {
  if has_systemd; then systemctl kill --kill-who=main --signal HUP mosquitto; else kill -HUP "$(cat /run/mosquitto/mosquitto.pid)"; fi ||
    echo "lifeline: mosquitto has not read its passwords again: restart it" >&2
}
let_in() { # ID PASSWORD
  mosquitto_passwd -b "$passwords" "$1" "$2"
  reread_passwords
}

[ "$(id -u)" = 0 ] || stop 'run this as root'
case "${1:-}" in
'') ;;
gateway | demo) [ -f "$passwords" ] || stop "the stack is not set up here: sh $0 first" ;;
*) stop "what is '$1'? sh $0, sh $0 demo, or sh $0 gateway <id>" ;;
esac

if [ "${1:-}" = gateway ]; then
  id=${2:-}
  case "$id" in *[!A-Za-z0-9_-]* | '' | ingest) stop "a gateway's id has letters, digits, - and _ only, and is not ingest: '$id'" ;; esac
  password=$(random)
  let_in "$id" "$password"
  echo "username: $id"
  echo "password: $password"
  exit 0
fi

if [ "${1:-}" = demo ]; then
  has_systemd || stop "there is no systemd here: lifeline ingest --demo shows the same"
  [ -f "$root/dist/simulators/main.js" ] || stop "there are no simulators in $root: run this from a checkout that is built"
  if [ ! -f "$etc/demo.password" ]; then
    install -m 640 -g lifeline /dev/null "$etc/demo.password"
    random >"$etc/demo.password"
  fi
  let_in demo-building "$(cat "$etc/demo.password")"
  install -m 644 "$here/lifeline-demo.service" /etc/systemd/system/
  systemctl daemon-reload
  systemctl enable -q lifeline-demo
  systemctl restart lifeline-demo
  in_fleet() { runuser -u lifeline -- psql -qAt lifeline -c "select 1 from lifeline.gateway where gw = 'demo-building' and online" 2>/dev/null | grep -q 1; }
  wait_for 60 in_fleet || stop 'the building has not come: journalctl -u lifeline-demo -u lifeline-ingest@one'
  echo "demo-building is there: look at $page"
  exit 0
fi

if ! command -v mosquitto_passwd >/dev/null 2>&1 || ! command -v pg_ctlcluster >/dev/null 2>&1; then
  apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends mosquitto postgresql
fi

# the command itself: what is installed, or this checkout
if ! command -v lifeline >/dev/null 2>&1; then
  case "$root" in /home/* | /root/*) stop "the service cannot read $root: move the checkout to /opt/lifeline and run it there" ;; esac
  if [ ! -f "$root/dist/gateway/cli.js" ] || [ ! -x "$root/node_modules/node/bin/node" ]; then
    command -v npm >/dev/null 2>&1 || DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends npm
    (cd "$root" && sh deploy/setup/packages.sh && npm run --silent build)
  fi
  printf '#!/bin/sh\nexec "%s/node_modules/node/bin/node" "%s/deploy/bin/lifeline.mjs" "$@"\n' "$root" "$root" >/usr/local/bin/lifeline
  chmod 755 /usr/local/bin/lifeline
fi
lifeline --help >/dev/null 2>&1 || stop "the command lifeline does not run: $(command -v lifeline)"

getent group lifeline >/dev/null 2>&1 || groupadd --system lifeline
id lifeline >/dev/null 2>&1 || useradd --system --gid lifeline --home-dir /nonexistent --shell /usr/sbin/nologin lifeline
[ -d "$etc" ] || install -d -m 750 -o root -g lifeline "$etc"

# PostgreSQL: a role of the same name as the user, let in over the socket without a password
serve postgresql start
as_postgres() { runuser -u postgres -- psql -v ON_ERROR_STOP=1 -qAt "$@"; }
answers() { as_postgres -c 'select 1' >/dev/null 2>&1; }
wait_for 30 answers || stop 'PostgreSQL does not answer: pg_lsclusters says how it is'
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
grep -v -e '^persistence' "$here/mosquitto.conf" >"$etc/mosquitto.new"
if cmp -s "$etc/mosquitto.new" /etc/mosquitto/conf.d/lifeline.conf; then
  rm "$etc/mosquitto.new"
  serve mosquitto start
  reread_passwords
else
  mv "$etc/mosquitto.new" /etc/mosquitto/conf.d/lifeline.conf
  chmod 644 /etc/mosquitto/conf.d/lifeline.conf
  serve mosquitto restart
fi

# ingest: two processes; the first has the page, on this machine alone until tokens are set
for name in one two; do
  [ -f "$etc/ingest-$name.yaml" ] && continue
  sed -e 's#postgres://lifeline@127.0.0.1/lifeline#postgresql:///lifeline?host=/var/run/postgresql#' \
    -e "s#session: one#session: $name#" "$here/ingest.example.yaml" >"$etc/ingest-$name.yaml"
  [ "$name" = one ] || sed -i '/^http:/,$d' "$etc/ingest-$name.yaml"
  chown root:lifeline "$etc/ingest-$name.yaml"
  chmod 640 "$etc/ingest-$name.yaml"
done
if has_systemd; then
  install -m 644 "$here/lifeline-ingest@.service" /etc/systemd/system/
  systemctl daemon-reload
  systemctl enable -q --now lifeline-ingest@one lifeline-ingest@two
  hears() { journalctl -q -b -u lifeline-ingest@one -o cat 2>/dev/null | grep -q 'broker: subscribed'; }
  wait_for 60 hears || stop 'ingest does not come up: journalctl -u lifeline-ingest@one'
  echo "ingest runs; its page is at $page"
  echo "let a simulated building in: sh $0 demo"
else
  echo 'there is no systemd here; start it by hand, as the user lifeline: lifeline ingest /etc/lifeline/ingest-one.yaml'
fi
echo "let a gateway in:            sh $0 gateway <id>"
