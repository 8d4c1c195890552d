#!/bin/sh
# The life of a box, on a fresh Debian booted by systemd-nspawn: install, alarm, a hung guard, killed programs, reboot, update, a
# broken update, remove, purge; ends with a table. As root, from a checkout with `npm run package` done; needs debootstrap,
# systemd-container and zstd. The fresh system is made once and kept in $LIFELINE_FIELD_CACHE.
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
cache=${LIFELINE_FIELD_CACHE:-/var/cache/lifeline-field}
base=$cache/base-amd64
box=$(mktemp -d "$cache/box.XXXXXX")
debs=$root/run/package
deadline=$(($(date +%s) + 600))
table=''
failed=0
nspawn=''

need() { command -v "$1" >/dev/null || { echo "field: $1 is missing -> apt-get install debootstrap systemd-container zstd" >&2; exit 2; }; }
need debootstrap; need systemd-nspawn; need dpkg-deb
if [ ! -e "$base/usr/sbin/mosquitto" ]; then
  mirror=$(awk '/^URIs:/{print $2; exit}' /etc/apt/sources.list.d/debian.sources)
  debootstrap --variant=minbase --include=systemd,systemd-sysv,dbus,udev,libstdc++6,mosquitto,mosquitto-clients bookworm "$base" "$mirror" >/dev/null || exit 2
fi

leader() { pgrep -P "$nspawn" 2>/dev/null | head -1; }
# runs something inside the box, as its root
inside() { timeout 60 nsenter -t "$(leader)" -m -u -i -p -n -C env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive sh -c "$1"; }
now() { date +%s%3N; }
# until SECONDS COMMAND: whether it came true inside the box
until_() {
  end=$(($(now) + $1 * 1000))
  while [ "$(now)" -lt $end ] && [ "$(date +%s)" -lt $deadline ]; do
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
  if until_ "$2" "$3"; then row ok "$1" "$(($(now) - begun)) ms"; else row FAIL "$1" "not within $2 s"; logs; fi
}
boot() {
  systemd-nspawn -q -D "$box" --boot --register=no --keep-unit --private-network --bind-ro="$root" --bind-ro="$(readlink -f "$root/node_modules")" --bind-ro="$debs" >"$box.log" 2>&1 </dev/null &
  nspawn=$!
  until_ 60 'systemctl is-system-running | grep -Eq "running|degraded"' || { row FAIL 'the system boots' "see $box.log"; exit 1; }
  inside 'ip link set lo up; systemd-run -q --unit=field-broker mosquitto -p 1883'
  until_ 10 'mosquitto_pub -h 127.0.0.1 -t field -m up'
  inside 'systemd-run -q --unit=field-ear sh -c "mosquitto_sub -h 127.0.0.1 -t lifeline/v1/field-box/event -F %x >/run/field-events"'
  inside "systemd-run -q --unit=field-building --working-directory=$root $root/node_modules/node/bin/node dist/simulators/main.js deploy/test/field/building.yaml --links /run/field-lines --backchannel /run/field.sock"
  until_ 20 'test -e /run/field-lines/gas' && inside 'chmod 0666 $(readlink -f /run/field-lines/gas)'
}
halt() { inside 'systemctl --no-block poweroff' >/dev/null 2>&1; wait "$nspawn" 2>/dev/null; nspawn=''; }
finish() {
  [ -z "$nspawn" ] || halt
  rm -rf "$box"
  printf '\n%s\n' "$table"
  [ $failed = 0 ] && echo 'field: everything held' || echo "field: $failed did not hold"
}
trap finish EXIT
# what the programs said, where something did not hold
logs() { inside 'journalctl -q --no-pager -n 12 -u lifeline-guard -u lifeline-courier -u field-ear' | sed 's/^/     /'; }

# repack FROM VERSION COMMAND: the same package under another version, changed by a command run in its tree
repack() {
  tree=$(mktemp -d "$cache/tree.XXXXXX")
  dpkg-deb -R "$1" "$tree" && sed -i "s/^Version: .*/Version: $2/; s/^Depends: lifeline (= .*/Depends: lifeline (= $2)/" "$tree/DEBIAN/control"
  (cd "$tree/usr/lib/lifeline/app" && { [ ! -e package.json ] || sed -i "s/\"version\":\"[^\"]*\"/\"version\":\"$2\"/" package.json; } && sh -c "$3")
  dpkg-deb --root-owner-group -Zzstd -z3 -b "$tree" "$box/root/$(basename "$1" | cut -d_ -f1)_$2.deb" >/dev/null
  rm -rf "$tree"
}
# a page that answers over plain HTTP inside the box, as a command
get() { echo "perl $root/deploy/test/field/get.pl $1"; }
# set_gas PERCENT: in the simulated kitchen
set_gas() { inside "perl -MIO::Socket::UNIX -e '\$s=IO::Socket::UNIX->new(q(/run/field.sock)); print \$s q({\"id\":1,\"verb\":\"set\",\"path\":\"rooms.101.gas\",\"value\":$1}).qq(\n); scalar <\$s>'"; }
pid() { inside "systemctl show -P MainPID lifeline-$1.service"; }
lifeline_() { inside "lifeline $1"; }

cp -a "$base/." "$box/"
package=$(ls "$debs"/lifeline_*_amd64.deb | tail -1)
opcua=$(ls "$debs"/lifeline-opcua_*_amd64.deb | tail -1)
boot
cp "$debs"/lifeline-runtime_*_amd64.deb "$package" "$opcua" "$box/root/"
repack "$package" 9.0.1 true
repack "$package" 9.0.3 true
repack "$opcua" 9.0.3 true
repack "$package" 9.0.4 'echo "throw new Error(\"broken on purpose\");" >dist/gateway/guard/runGuard.js'

begun=$(now)
if inside "dpkg -i --force-depends /root/$(basename "$debs"/lifeline-runtime_*_amd64.deb) /root/$(basename "$package")" >"$box.install" 2>&1; then row ok install "$(($(now) - begun)) ms"; else row FAIL install "$(tail -3 "$box.install")"; fi
inside "install -o lifeline-guard -g lifeline -m 640 $root/deploy/test/field/site.yaml /var/lib/lifeline/site.yaml"
inside 'printf "LIFELINE_UPDATE_LIMIT_S=40\nLIFELINE_UPDATE_STEADY_S=6\n" >>/etc/lifeline/lifeline.env'
check 'the first boot made an identity and a label' 10 'lifeline identity | grep -q box- && lifeline label /root/label.svg --address 192.168.1.20 && grep -q "$(cat /var/lib/lifeline-desk/claim-code)" /root/label.svg'
# pseudo-terminals stand for the adapters: their owner is not dialout
inside 'systemctl start lifeline.target'
check 'guard is ready after its start' 10 'systemctl is-active lifeline-guard'
check 'courier runs' 10 'systemctl is-active lifeline-courier'
check 'desk runs and answers' 20 "$(get 8080)"
inside "dpkg -i --force-depends /root/$(basename "$opcua")" >"$box.opcua" 2>&1
check 'the OPC UA server runs and listens' 30 "systemctl is-active lifeline-opcua && perl -MIO::Socket::INET -e 'exit !IO::Socket::INET->new(q(127.0.0.1:4840))'"
for program in guard courier desk opcua; do
  check "$program runs as lifeline-$program" 5 "ps -o user:20= -p \$(systemctl show -P MainPID lifeline-$program) 2>/dev/null | grep -q lifeline-$program || stat -c %U /proc/\$(systemctl show -P MainPID lifeline-$program) | grep -q lifeline-$program"
done
check '`lifeline alarms` finds the box without options' 10 'lifeline alarms --json'
set_gas 60
check 'gas raises an alarm' 40 'lifeline alarms --json | grep -q "\"severity\": \"red\""'
check 'the alarm reaches the broker' 30 'test -s /run/field-events'
before=$(inside 'lifeline alarms --json | grep -o "\"occurrence\": \"[^\"]*\"" | sort')

guard=$(pid guard)
inside "kill -STOP $guard"
begun=$(now)
if until_ 15 "p=\$(systemctl show -P MainPID lifeline-guard); test \$p != $guard && test \$p != 0 && systemctl is-active lifeline-guard"; then
  took=$(($(now) - begun))
  [ $took -le 3000 ] && row ok 'a guard that hangs is started again within 3 s' "$took ms" || row FAIL 'a guard that hangs is started again within 3 s' "$took ms"
else row FAIL 'a guard that hangs is started again within 3 s' 'not within 15 s'; fi
until_ 10 'lifeline alarms --json'
[ -n "$before" ] && [ "$before" = "$(inside 'lifeline alarms --json | grep -o "\"occurrence\": \"[^\"]*\"" | sort')" ] && row ok 'its alarms go on as the same occurrences' '' || row FAIL 'its alarms go on as the same occurrences' "$before"

guard=$(pid guard); courier=$(pid courier)
inside "kill -KILL $courier"
check 'a courier that is killed comes back' 10 "p=\$(systemctl show -P MainPID lifeline-courier); test \$p != $courier && test \$p != 0 && systemctl is-active lifeline-courier"
[ "$guard" = "$(pid guard)" ] && row ok 'and guard did not notice' '' || row FAIL 'and guard did not notice' ''

for program in desk opcua; do
  one=$(pid $program)
  inside "kill -KILL $one"
  check "$program that is killed comes back" 20 "p=\$(systemctl show -P MainPID lifeline-$program); test \$p != $one && test \$p != 0 && systemctl is-active lifeline-$program"
done
[ "$guard" = "$(pid guard)" ] && row ok 'guard did not notice these either' '' || row FAIL 'guard did not notice these either' ''
check 'who has the code of the label becomes the first person' 20 "/usr/lib/lifeline-runtime/bin/node $root/deploy/test/field/claim.mjs \$(cat /var/lib/lifeline-desk/claim-code)"
check 'the units hold: systemd-analyze verify' 10 'systemd-analyze verify lifeline-identity.service lifeline-guard.service lifeline-courier.service lifeline-desk.service lifeline-opcua.service lifeline-doctor.service lifeline-update.service lifeline.target 2>&1 | (! grep -i lifeline)'
for unit in identity guard courier desk opcua doctor update; do
  exposure=$(inside "systemd-analyze security --offline=true /usr/lib/systemd/system/lifeline-$unit.service" 2>/dev/null | sed -n 's/.*service: \([0-9.]*\).*/\1/p')
  awk "BEGIN { exit !(\"$exposure\" != \"\" && $exposure <= 2.0) }" && row ok "lifeline-$unit is exposed by at most 2.0" "$exposure" || row FAIL "lifeline-$unit is exposed by at most 2.0" "$exposure"
done
check 'the doctor looks the box over, by its timer' 30 'systemctl is-active lifeline-doctor.timer && systemctl start lifeline-doctor.service && test -s /var/lib/lifeline-doctor/findings.json'
inside 'lifeline doctor' | sed 's/^/     /'
check 'it sees all programs and their memory' 10 'lifeline doctor --json | grep -q "guard [0-9]* MB, courier [0-9]* MB"'
inside 'umask 077; echo correct horse battery staple >/root/words; lifeline backup /root/box.age --journal --passphrase-file /root/words && lifeline support /root/support.txt' | sed 's/^/     /'
check 'a backup and the file for a help desk are there, for root alone' 5 'test "$(stat -c %a /root/box.age)" = 600 && grep -q "==== doctor ====" /root/support.txt'
inside 'systemctl stop lifeline.target && lifeline restore /root/box.age --passphrase-file /root/words --replace && systemctl start lifeline.target' | sed 's/^/     /'
check 'a restored box is in a new epoch' 20 'systemctl is-active lifeline-guard && ls /var/lib/lifeline/journal/journal-*.db'
until_ 20 'lifeline alarms --json'
first=$(echo "$before" | head -1 | cut -d\" -f4)
check 'and its alarms go on as the same occurrences' 20 "lifeline alarms --json | grep -qF '$first'"
check 'its programs own what is theirs' 5 'test "$(stat -c %U /var/lib/lifeline/journal/people/people.json /var/lib/lifeline/journal/alarms.json | tr "\n" " ")" = "lifeline-desk lifeline-guard "'
check 'and the page and OPC UA go on too' 30 "systemctl is-active lifeline-desk lifeline-opcua && $(get 8080)"

halt; boot
check 'after a reboot guard runs' 20 'systemctl is-active lifeline-guard'
check 'and its journal is the same' 20 'lifeline journal check /var/lib/lifeline/journal'

inside 'dpkg -i --force-depends /root/lifeline_9.0.1.deb' >"$box.update" 2>&1
check 'an update is in force' 20 'systemctl is-active lifeline-guard && test "$(readlink /usr/lib/lifeline/current)" = app'
check 'and is accepted after it ran steadily' 40 'test ! -e /var/lib/lifeline-update/pending'
# the same as an update from a signed repository, in its window and out of it
if command -v apt-ftparchive >/dev/null && command -v gpg >/dev/null; then
  export GNUPGHOME=$(mktemp -d "$cache/keys.XXXXXX")
  gpg --batch --quiet --passphrase '' --quick-generate-key field@localhost ed25519 sign 2>/dev/null
  mkdir -p "$box.debs"
  for name in lifeline lifeline-opcua; do cp "$box/root/${name}_9.0.3.deb" "$box.debs/${name}_9.0.3_amd64.deb"; done
  "$root/deploy/apt/repository.sh" field@localhost "$box.debs" "$box/root/repository" >>"$box.update" 2>&1
  inside 'install -D -m 644 /root/repository/lifeline.asc /etc/apt/keyrings/lifeline.asc; sed "s#^URIs:.*#URIs: file:/root/repository#" /root/repository/lifeline.sources >/etc/apt/sources.list.d/lifeline.sources; chmod 755 /root'
  inside 'printf "LIFELINE_UNATTENDED=yes\nLIFELINE_UPDATE_WINDOW=00:00-23:59\n" >>/etc/lifeline/lifeline.env; systemctl start lifeline-upgrade.service'
  check 'no update by itself while an alarm stands' 10 'journalctl -q -u lifeline-upgrade | grep -q "an alarm stands: later" && test "$(dpkg-query -W -f "\${Version}" lifeline)" = 9.0.1'
  set_gas 0
  inside 'lifeline alarms silence; for o in $(lifeline alarms --json | sed -n "s/.*\"occurrence\": \"\([^\"]*\)\".*/\1/p"); do lifeline alarms ack "$o"; done; lifeline alarms reset' >/dev/null 2>&1
  until_ 30 'lifeline alarms reset >/dev/null; lifeline alarms --json >/run/s && ! grep -q "\"class\": \"alarm\"" /run/s'
  inside 'systemctl start lifeline-upgrade.service' >>"$box.update" 2>&1
  check 'an update by itself from the signed repository' 60 'test "$(dpkg-query -W -f "\${Version}" lifeline)" = 9.0.3 && systemctl is-active lifeline-guard'
  check 'which is accepted too' 60 'test ! -e /var/lib/lifeline-update/pending'
  rm -rf "$GNUPGHOME" "$box.debs"
fi
inside 'dpkg -i --force-depends /root/lifeline_9.0.4.deb' >>"$box.update" 2>&1
check 'an update that is broken falls back by itself' 60 'test "$(readlink /usr/lib/lifeline/current)" = previous && systemctl is-active lifeline-guard && lifeline alarms --json'

check 'the screen says that it fell back' 10 'lifeline alarms | grep -q "fell back by itself"'
check 'and so does the broker' 20 "grep -q $(printf update.fell-back | od -An -tx1 | tr -d ' \n') /run/field-events"

inside 'dpkg -r lifeline-opcua lifeline' >"$box.remove" 2>&1
check 'remove takes the programs and leaves the data' 5 'test ! -e /usr/lib/lifeline && test -e /var/lib/lifeline/site.yaml && ! systemctl is-active lifeline-guard'
inside 'dpkg -P lifeline-opcua lifeline lifeline-runtime' >>"$box.remove" 2>&1
check 'purge leaves nothing' 5 'test ! -e /var/lib/lifeline && test ! -e /etc/lifeline && test ! -e /usr/lib/lifeline-runtime'
exit $((failed > 0))
