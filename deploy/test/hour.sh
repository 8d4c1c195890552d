#!/bin/sh
# What an installed box costs in the long run: the building of the demonstration, somebody at the page, a broker; resident memory of each
# program and what is written to the disk, every five minutes, judged at the end. As root, after `npm run package`.
#   hour.sh [MINUTES]     60, as it is promised
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
building=simulators/buildings/demo.yaml
minutes=${1:-60}
deadline=$(($(date +%s) + minutes * 60 + 600))
. "$root/deploy/test/field/box.sh"
ears=lifeline/v1/demo-building/# # a platform that takes it off
binds="--bind=$box.state:/var/lib --tmpfs=/var/lib/mosquitto:mode=1777" # what the broker keeps is not written by us
PROGRAMS='guard courier desk opcua'
most_mb() { case $1 in guard) echo 100 ;; courier) echo 90 ;; desk) echo 110 ;; opcua) echo 180 ;; esac; }
MOST_WRITTEN_MB=60 # a day

# Everything that a box keeps, on a disk of its own, which counts what is written to it: journal of the file system and all.
keep_apart() {
  mkdir -p "$box.state"
  truncate -s 512M "$box.disk"
  mkfs.ext4 -q -E lazy_itable_init=0,lazy_journal_init=0 "$box.disk"
  disk=$(losetup --find --show "$box.disk") && mount -o noatime "$disk" "$box.state" || { echo "hour: no loop device could be mounted" >&2; exit 2; }
  cp -a "$base/var/lib/." "$box.state/"
  sync -f "$box.state"
}
let_go() {
  finish
  umount "$box.state" && rmdir "$box.state"
  losetup -d "$disk"
  rm -f "$box.disk"
}
# sectors of 512 bytes: Documentation/block/stat.rst, seventh field
written_kb() { sync -f "$box.state"; awk '{ print int($7 / 2) }' "/sys/block/$(basename "$disk")/stat"; }
# alarms that were raised so far: each is written with the minute before and after it
alarms() { inside 'lifeline journal export /var/lib/lifeline/journal' | grep '"type":"alarm"' | grep -c '"cause":"raised"'; }
resident_kb() { inside "awk '/^VmRSS/{print \$2}' /proc/\$(systemctl show -P MainPID lifeline-$1)/status"; }

main() {
  cp -a "$base/." "$box/"
  keep_apart
  trap let_go EXIT
  boot
  cp "$runtime" "$package" "$opcua" "$box/root/"
  check install 200 "dpkg -i --force-depends /root/*.deb"
  "$root/node_modules/node/bin/node" "$root/deploy/test/field/hourSite.mjs" >"$box/root/site.yaml"
  inside 'install -o lifeline-guard -g lifeline -m 640 /root/site.yaml /var/lib/lifeline/site.yaml && systemctl start lifeline.target'
  for program in $PROGRAMS; do check "$program runs" 30 "systemctl is-active lifeline-$program"; done
  check 'guard reads the building' 60 'lifeline values --json | grep -q "\"quality\": \"good\""'
  check 'guard keeps a journal' 30 'lifeline journal check /var/lib/lifeline/journal'
  check 'desk listens' 30 "$(get 8080)"
  inside "systemd-run -q --unit=field-page $root/node_modules/node/bin/node $root/deploy/test/field/watch.mjs \$(cat /var/lib/lifeline-desk/claim-code)"
  check 'somebody looks at the page' 20 'journalctl -q -u field-page | grep -q looking'
  first=$(written_kb)
  start_kb=0 # of the first five minutes: journal and files are made, a page is logged in; that is no day
  at=0
  while [ $at -lt "$minutes" ]; do
    rest=$((minutes - at < 5 ? minutes - at : 5))
    sleep $((rest * 60))
    at=$((at + rest))
    line="$at min:"
    for program in $PROGRAMS; do line="$line $program $(($(resident_kb "$program") / 1000)) MB,"; done
    [ $at -le 5 ] && start_kb=$(($(written_kb) - first))
    echo "$line written $(($(written_kb) - first)) kB, $(alarms) alarms"
  done
  for program in $PROGRAMS; do
    mb=$(($(resident_kb "$program") / 1000))
    if [ $mb -gt 0 ] && [ $mb -le "$(most_mb "$program")" ]; then result=ok; else result=FAIL; fi
    row $result "$program holds at most $(most_mb "$program") MB after $minutes min" "$mb MB"
  done
  span=$((minutes > 5 ? minutes - 5 : 1))
  day=$((($(written_kb) - first - start_kb) * 1440 / span / 1000))
  if [ $day -le $MOST_WRITTEN_MB ]; then result=ok; else result=FAIL; fi
  row $result "at most $MOST_WRITTEN_MB MB are written in a day" "$day MB, with $(alarms) alarms in $span min; the five before them $start_kb kB"
  check 'none was started again meanwhile' 1 'test "$(for p in guard courier desk opcua; do systemctl show -P NRestarts lifeline-$p; done | tr -d "\n")" = 0000'
  check 'somebody still looks at the page' 1 'systemctl is-active field-page'
  exit $((failed > 0))
}
# as a whole, so that the file may be changed while it runs
main
