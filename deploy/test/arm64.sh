#!/bin/sh
# The arm64 packages in an arm64 Debian under qemu-user: install, guard reads a foreign Modbus TCP slave and raises an alarm, the doctor looks
# around; ends with a table. As root, after `npm run package`; needs debootstrap, qemu-user-static, binfmt-support and python3-pymodbus.
# In a network of its own. The fresh system is made once and kept in $LIFELINE_FIELD_CACHE.
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
cache=${LIFELINE_FIELD_CACHE:-/var/cache/lifeline-field}
base=$cache/base-arm64
if [ "${1:-}" != inside ]; then
  for tool in debootstrap qemu-aarch64-static update-binfmts; do
    command -v "$tool" >/dev/null || { echo "arm64: $tool is missing -> apt-get install debootstrap qemu-user-static binfmt-support python3-pymodbus" >&2; exit 2; }
  done
  mountpoint -q /proc/sys/fs/binfmt_misc || mount -t binfmt_misc none /proc/sys/fs/binfmt_misc
  update-binfmts --enable qemu-aarch64
  if [ ! -e "$base/bin/sh" ]; then
    mirror=$(awk '/^URIs:/{print $2; exit}' /etc/apt/sources.list.d/debian.sources)
    debootstrap --arch=arm64 --variant=minbase --include=systemd,udev,libstdc++6 bookworm "$base.new" "$mirror" >/dev/null || exit 2
    mv "$base.new" "$base"
  fi
  exec unshare --net --mount --pid --fork "$0" inside
fi

box=$(mktemp -d "$cache/arm64.XXXXXX")
failed=0
table=''
row() {
  [ "$1" = ok ] || failed=$((failed + 1))
  table="$table$(printf '%-4s %-52s %s' "$1" "$2" "$3")
"
  printf '%-4s %-52s %s\n' "$1" "$2" "$3"
}
within() { chroot "$box" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive sh -c "$1"; }
check() { # NAME SECONDS COMMAND
  begun=$(date +%s%3N)
  end=$((begun + $2 * 1000))
  until within "$3" >"$box/root/said" 2>&1; do
    [ "$(date +%s%3N)" -lt $end ] || { row FAIL "$1" "not within $2 s"; tail -5 "$box/root/said" "$box/root/guard.log" 2>/dev/null | sed 's/^/     /'; return 1; }
    sleep 0.5
  done
  row ok "$1" "$(($(date +%s%3N) - begun)) ms"
}
finish() {
  umount "$box/proc" 2>/dev/null
  rm -rf "$box"
  printf '\n%s\n' "$table"
  [ $failed = 0 ] && echo 'arm64: everything held' || echo "arm64: $failed did not hold"
}
trap finish EXIT
cp -a "$base/." "$box/"
mount -t proc proc "$box/proc"
ip link set lo up || { echo 'arm64: ip is missing -> apt-get install iproute2' >&2; exit 2; }
cp "$root"/run/package/lifeline-runtime_*_arm64.deb "$root"/run/package/lifeline_*_arm64.deb "$box/root/"
/usr/bin/python3 "$root/deploy/test/field/tcpSlave.py" 1502 >/dev/null 2>&1 &

row ok 'the system is' "$(within 'uname -m')"
check 'the packages install' 300 'dpkg -i --force-depends /root/*.deb'
check 'and run on this processor' 60 'test "$(/usr/lib/lifeline-runtime/bin/node -p process.arch)" = arm64'
within 'lifeline identity first-boot; lifeline identity' | sed 's/^/     /'
cat >"$box/var/lib/lifeline/site.yaml" <<'SITE'
gateway: { id: arm-box }
buses:
  - { id: tcp, connection: { type: modbus-tcp, host: 127.0.0.1, port: 1502, networkMs: 2000 } }
devices:
  - { id: gas-101, profile: ya-k300-s, bus: tcp, unit: 1, name: Gas 101, pack: combustible-gas }
SITE
within 'chown lifeline-guard:lifeline /var/lib/lifeline/site.yaml; mkdir -p /run/lifeline; chown lifeline-guard:lifeline /run/lifeline'
check 'lifeline check takes the site' 120 'lifeline check /var/lib/lifeline/site.yaml'
chroot --userspec=lifeline-guard:lifeline "$box" env -i PATH=/usr/bin:/bin /usr/lib/lifeline/current/bin/start guard >"$box/root/guard.log" 2>&1 &
check 'guard reads a foreign Modbus TCP slave' 180 'lifeline values --json | grep -q "\"value\": 60"'
check 'and raises an alarm' 180 'lifeline alarms --json | grep -q "\"severity\": \"red\""'
check 'the doctor looks around' 120 'lifeline doctor --json | grep -q "\"check\": \"guard\", *\"result\": \"well\"\|\"result\": \"well\""'
within 'lifeline doctor --lang zh' | sed 's/^/     /'
exit $((failed > 0))
