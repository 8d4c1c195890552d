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
[ -z "$needed" ] && exit 0

install="apt-get update && apt-get install -y --no-install-recommends$needed"
if [ "$(id -u)" = 0 ]; then as=''; elif sudo -n true 2>/dev/null; then as='sudo -n'; else
  echo "lifeline: the tests need Debian packages. Please run: sudo sh -c '$install'" >&2
  exit 1
fi
echo "lifeline: installing Debian packages:$needed" >&2
DEBIAN_FRONTEND=noninteractive $as sh -c "($install) >/dev/null"
