#!/bin/sh
# Makes sure that the Debian packages the tests talk to are there: real brokers, real Modbus masters and slaves.
set -eu
PATH="$PATH:/usr/sbin"
needed=''
want() { command -v "$1" >/dev/null 2>&1 || needed="$needed $2"; }
wantPython() { /usr/bin/python3 -c "import $1" >/dev/null 2>&1 || needed="$needed $2"; }
want mosquitto mosquitto
want mbpoll mbpoll
want socat socat
want openssl openssl
wantPython cbor2 python3-cbor2
wantPython pymodbus python3-pymodbus
wantPython serial python3-serial
wantPython serial_asyncio python3-serial-asyncio
wantPython cryptography python3-cryptography
want chromium chromium
fc-list 2>/dev/null | grep -q "Noto Sans CJK SC" || needed="$needed fonts-noto-cjk fontconfig"
want strace strace
want age age
want gcc gcc
[ -e /usr/include/modbus/modbus.h ] || needed="$needed libmodbus-dev libc6-dev"
want xmllint libxml2-utils
want zbarimg zbar-tools
want pdftotext poppler-utils
[ -e /usr/share/poppler/cMap/Adobe-GB1 ] || needed="$needed poppler-data"
want fiu-ctrl fiu-utils
want faketime faketime
want rabbitmq-server rabbitmq-server
want nats-server nats-server
want pg_ctlcluster postgresql
want haproxy haproxy
[ -z "$needed" ] && exit 0

install="apt-get update && apt-get install -y --no-install-recommends$needed"
if [ "$(id -u)" = 0 ]; then as=''; elif sudo -n true 2>/dev/null; then as='sudo -n'; else
  echo "lifeline: the tests need Debian packages. Please run: sudo sh -c '$install'" >&2
  exit 1
fi
echo "lifeline: installing Debian packages:$needed" >&2
DEBIAN_FRONTEND=noninteractive $as sh -c "($install) >/dev/null"

# The tests start brokers by hand on ports of their own: what came as a service only now must not stay one.
for service in rabbitmq-server nats-server epmd.socket epmd postgresql haproxy; do
  case "$needed" in *rabbitmq-server* | *nats-server* | *postgresql* | *haproxy*) ;; *) break ;; esac
  command -v systemctl >/dev/null 2>&1 && $as systemctl disable --now "$service" >/dev/null 2>&1 || true
done
