# A fresh Debian booted by systemd-nspawn with a simulated building beside it: what field.sh and hour.sh share. To be read in by
# a script that has set `root` (this checkout), `building` (its file), and `deadline` (seconds since 1970 when it gives up).
# As root; needs debootstrap, systemd-container and zstd. The fresh system is made once and kept in $LIFELINE_FIELD_CACHE.
cache=${LIFELINE_FIELD_CACHE:-/var/cache/lifeline-field}
base=$cache/base-amd64
debs=$root/run/package
table=''
failed=0
nspawn=''
ears=''    # topics that an ear at the broker writes into /run/field-events
binds=''   # more options of systemd-nspawn

need() { command -v "$1" >/dev/null || { echo "$(basename "$0"): $1 is missing -> apt-get install debootstrap systemd-container zstd" >&2; exit 2; }; }
need debootstrap; need systemd-nspawn; need dpkg-deb
for name in lifeline-runtime lifeline lifeline-opcua; do
  ls "$debs"/${name}_*_amd64.deb >/dev/null 2>&1 || { echo "$(basename "$0"): there is no package $name in $debs -> npm run package" >&2; exit 2; }
done
mkdir -p "$cache"
if [ ! -e "$base/usr/sbin/mosquitto" ]; then
  mirror=$(awk '/^URIs:/{print $2; exit}' /etc/apt/sources.list.d/debian.sources)
  debootstrap --variant=minbase --include=systemd,systemd-sysv,dbus,udev,libstdc++6,mosquitto,mosquitto-clients bookworm "$base.new" "$mirror" >/dev/null || exit 2
  rm -rf "$base" && mv "$base.new" "$base"
fi
box=$(mktemp -d "$cache/box.XXXXXX")
runtime=$(ls "$debs"/lifeline-runtime_*_amd64.deb | tail -1)
package=$(ls "$debs"/lifeline_*_amd64.deb | tail -1)
opcua=$(ls "$debs"/lifeline-opcua_*_amd64.deb | tail -1)

leader() { pgrep -P "$nspawn" 2>/dev/null | head -1; }
# runs something inside the box, as its root
inside() { timeout 150 nsenter -t "$(leader)" -m -u -i -p -n -C env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive sh -c "$1"; }
now() { date +%s%3N; }
# until SECONDS COMMAND: whether it came true inside the box
until_() {
  end=$(($(now) + $1 * 1000))
  while [ "$(now)" -lt $end ] && [ "$(date +%s)" -lt "$deadline" ]; do
    if inside "$2" >/dev/null 2>&1; then return 0; fi
    sleep 0.1
  done
  return 1
}
row() { # RESULT NAME DETAIL
  [ "$1" = ok ] || failed=$((failed + 1))
  table="$table$(printf '%-4s %-52s %s' "$1" "$2" "$3")
"
  printf '%-4s %-52s %s\n' "$1" "$2" "$3"
}
check() { # NAME SECONDS COMMAND
  begun=$(now)
  if until_ "$2" "$3"; then row ok "$1" "$(($(now) - begun)) ms"
  elif [ "$(date +%s)" -ge "$deadline" ]; then row FAIL "$1" 'no time was left to try it'
  else row FAIL "$1" "not within $2 s"; logs; fi
}
# Where no service manager runs, boxes side by side need control groups of their own: each would take those of the other for its own.
apart() {
  [ ! -d /run/systemd/system ] || return 0
  for tree in /sys/fs/cgroup/systemd /sys/fs/cgroup/unified; do
    [ ! -d "$tree" ] || { mkdir -p "$tree/$(basename "$box")" && sh -c 'echo $PPID' >"$tree/$(basename "$box")/cgroup.procs"; }
  done
}
boot() {
  # shellcheck disable=SC2086
  (apart; exec systemd-nspawn -q -D "$box" --boot --register=no --keep-unit --private-network --bind-ro="$root" --bind-ro="$(readlink -f "$root/node_modules")" --bind-ro="$debs" $binds) >"$box.log" 2>&1 </dev/null &
  nspawn=$!
  until_ 60 'systemctl is-system-running | grep -Eq "running|degraded"' || { row FAIL 'the system boots' "see $box.log"; exit 1; }
  inside 'ip link set lo up; systemd-run -q --unit=field-broker mosquitto -p 1883'
  until_ 10 'mosquitto_pub -h 127.0.0.1 -t field -m up'
  [ -z "$ears" ] || inside "systemd-run -q --unit=field-ear sh -c 'mosquitto_sub -h 127.0.0.1 -t $ears -F %x >/run/field-events'"
  inside "systemd-run -q --unit=field-building --working-directory=$root $root/node_modules/node/bin/node dist/simulators/main.js $building --links /run/field-lines --backchannel /run/field.sock"
  # pseudo-terminals stand for the adapters: their owner is not dialout
  until_ 20 'test -S /run/field.sock' && inside 'for line in /run/field-lines/*; do chmod 0666 $(readlink -f $line); done'
}
halt() { inside 'systemctl --no-block poweroff' >/dev/null 2>&1; wait "$nspawn" 2>/dev/null; nspawn=''; }
finish() {
  [ -z "$nspawn" ] || halt
  rm -rf "$box" "$box.log" "$box.said"
  for tree in /sys/fs/cgroup/systemd /sys/fs/cgroup/unified; do [ ! -d "$tree/$(basename "$box")" ] || find "$tree/$(basename "$box")" -depth -type d -exec rmdir {} + 2>/dev/null; done
  printf '\n%s\n' "$table"
  name=$(basename "$0" .sh)
  [ $failed = 0 ] && echo "$name: everything held" || echo "$name: $failed did not hold"
}
trap finish EXIT
trap 'exit 1' INT TERM HUP
# what the programs said, where something did not hold
logs() { inside 'journalctl -q --no-pager -n 12 -u lifeline-guard -u lifeline-courier -u field-ear' | sed 's/^/     /'; }

# repack FROM VERSION COMMAND: the same package under another version, changed by a command run where its programs lie
repack() {
  tree=$(mktemp -d "$cache/tree.XXXXXX")
  dpkg-deb -R "$1" "$tree" && sed -i "s/^Version: .*/Version: $2/; s/^Depends: lifeline (= .*/Depends: lifeline (= $2)/" "$tree/DEBIAN/control"
  (cd "$tree/usr/lib/lifeline/app" 2>/dev/null || cd "$tree"; { [ ! -e package.json ] || sed -i "s/\"version\":\"[^\"]*\"/\"version\":\"$2\"/" package.json; } && sh -c "$3")
  dpkg-deb --root-owner-group -Zzstd -z1 -b "$tree" "$box/root/$(basename "$1" | cut -d_ -f1)_$2.deb" >/dev/null
  rm -rf "$tree"
}
# a page that answers over plain HTTP inside the box, as a command
get() { echo "perl $root/deploy/test/field/get.pl $1"; }
# in_building JSON: one demand of the simulated building, and its answer
in_building() { inside "perl -MIO::Socket::UNIX -e '\$s=IO::Socket::UNIX->new(q(/run/field.sock)); print \$s q($1).qq(\n); print scalar <\$s>'"; }
pid() { inside "systemctl show -P MainPID lifeline-$1.service"; }
