#!/bin/sh
# The life of a box, on a fresh Debian booted by systemd-nspawn: install, alarm, a hung guard, killed programs, reboot, update, a
# broken update, remove, purge; ends with a table, within ten minutes. As root, from a checkout with `npm run package` done; needs
# debootstrap, systemd-container and zstd, and apt-utils and gnupg for the rows of the repository.
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
building=deploy/test/field/building.yaml
deadline=$(($(date +%s) + 600))
. "$root/deploy/test/field/box.sh"
ears=lifeline/v1/field-box/event

# set_gas PERCENT: in the simulated kitchen
set_gas() { in_building "{\"id\":1,\"verb\":\"set\",\"path\":\"rooms.101.gas\",\"value\":$1}" >/dev/null; }

# of_building TEXT SECONDS: whether it stands in the state of the building within that time
of_building() {
  end=$(($(now) + $2 * 1000))
  until in_building '{"id":1,"verb":"state"}' | grep -qF "$1"; do [ "$(now)" -lt $end ] || return 1; sleep 0.2; done
}

# stamp NAME: a time of guard's unit, milliseconds since the machine was started
stamp() { echo $(($(inside "systemctl show -P $1 lifeline-guard") / 1000)); }

main() {
  cp -a "$base/." "$box/"
  boot
  cp "$runtime" "$package" "$opcua" "$box/root/"
  repack "$package" 9.0.1 true
  repack "$package" 9.0.3 true
  repack "$opcua" 9.0.3 true
  for version in 99.1 99.3; do repack "$runtime" $version true; done
  repack "$runtime" 99.2 'printf "#!/bin/sh\nexit 1\n" >usr/lib/lifeline-runtime/bin/node'
  repack "$package" 9.0.2 'sed -i "s/ -gt [0-9]*/ -gt 0/" ../../../../DEBIAN/preinst'
  repack "$package" 9.0.7 'echo "process.exit(1);" >dist/gateway/cli/courier.js'
  repack "$opcua" 9.0.4 'touch dist/gateway/cli/of-the-new-one'
  repack "$package" 9.0.4 'echo "throw new Error(\"broken on purpose\");" >dist/gateway/cli/guard.js'
  for version in 9.0.5 9.0.6; do repack "$package" $version 'sed -i "1i setTimeout(() => process.exit(1), 1000);" dist/gateway/cli/guard.js'; done

  begun=$(now)
  if inside "dpkg -i --force-depends /root/$(basename "$runtime") /root/$(basename "$package")" >"$box.said" 2>&1; then row ok install "$(($(now) - begun)) ms"; else row FAIL install "$(tail -3 "$box.said")"; fi
  # the firm's desk: its key, and what it has prepared; the box knows the public half
  inside "mkdir /root/stick && cp $root/deploy/test/field/site.yaml /root/stick/ && tar -C /root/stick -cf /root/stick/lifeline-bundle.tar site.yaml && rm /root/stick/site.yaml"
  for name in firm stranger; do openssl genpkey -algorithm ed25519 -out "$box/root/$name.key" && openssl pkey -in "$box/root/$name.key" -pubout -out "$box/root/$name.pem"; done
  sign() { openssl pkeyutl -sign -rawin -inkey "$box/root/$1.key" -in "$box/root/stick/lifeline-bundle.tar" -out "$box/root/stick/lifeline-bundle.tar.sig"; }
  inside 'install -m 644 /root/firm.pem /etc/lifeline/firm.pem'
  sign stranger
  check 'a site that a stranger has signed is not taken' 10 'lifeline bundle /root/stick 2>&1 | grep -q "signed with the key" && test ! -e /var/lib/lifeline/site.yaml'
  sign firm
  check 'the site that the firm has signed is taken' 10 'lifeline bundle /root/stick && test "$(stat -c "%U %a" /var/lib/lifeline/site.yaml)" = "lifeline-guard 640"'
  inside 'printf "LIFELINE_UPDATE_LIMIT_S=40\nLIFELINE_UPDATE_STEADY_S=6\n" >>/etc/lifeline/lifeline.env'
  check 'its command explains itself, and says what is not on a box' 15 'lifeline help | grep -q "lifeline doctor" && ! lifeline help | grep -q "lifeline simulate" && lifeline demo 2>&1 | grep -q "not part of what is installed" && lifeline help opcua 2>&1 | grep -q "apt install lifeline-opcua"'
  check 'the first boot made an identity and a label' 10 'lifeline identity | grep -q box- && lifeline label /root/label.pdf --address 192.168.1.20 && lifeline label /root/label.svg --address 192.168.1.20 && head -c 5 /root/label.pdf | grep -q PDF && grep -q "$(cat /var/lib/lifeline-desk/claim-code)" /root/label.svg'
  inside 'systemctl start lifeline.target'
  check 'guard is ready after its start' 10 'systemctl is-active lifeline-guard'
  check 'courier runs' 10 'systemctl is-active lifeline-courier'
  check 'desk runs and answers' 20 "$(get 8080)"
  inside "dpkg -i --force-depends /root/$(basename "$opcua")" >"$box.said" 2>&1
  check 'the OPC UA server runs and listens' 30 "systemctl is-active lifeline-opcua && perl -MIO::Socket::INET -e 'exit !IO::Socket::INET->new(q(127.0.0.1:4840))'"
  for program in guard courier desk opcua; do
    check "$program runs as lifeline-$program" 5 "ps -o user:20= -p \$(systemctl show -P MainPID lifeline-$program) 2>/dev/null | grep -q lifeline-$program || stat -c %U /proc/\$(systemctl show -P MainPID lifeline-$program) | grep -q lifeline-$program"
  done
  check '`lifeline alarms` finds the box without options' 10 'lifeline alarms --json'
  set_gas 60
  check 'gas raises an alarm' 40 'lifeline alarms --json | grep -q "\"severity\": \"red\""'
  siren='"relay1":true'
  of_building "$siren" 20 && row ok 'and closes the relay of the siren' '' || row FAIL 'and closes the relay of the siren' 'not within 20 s'
  check 'the alarm reaches the broker' 30 'test -s /run/field-events'
  before=$(inside 'lifeline alarms --json | grep -o "\"occurrence\": \"[^\"]*\"" | sort')

  guard=$(pid guard)
  stopped=$(inside "kill -STOP $guard; awk '{ print int(\$1 * 1000) }' /proc/uptime")
  if until_ 15 "p=\$(systemctl show -P MainPID lifeline-guard); test \$p != $guard && test \$p != 0 && systemctl is-active lifeline-guard"; then
    took=$(($(stamp ActiveEnterTimestampMonotonic) - stopped))
    if [ $took -le 3000 ]; then result=ok; else result=FAIL; fi
    row $result 'a guard that hangs is started again within 3 s' "$took ms"
    took=$(($(stamp ActiveEnterTimestampMonotonic) - $(stamp ExecMainStartTimestampMonotonic)))
    if [ $took -le 2000 ]; then result=ok; else result=FAIL; fi
    row $result 'and is ready to alarm within 2 s of its start' "$took ms"
  else row FAIL 'a guard that hangs is started again within 3 s' 'not within 15 s'; fi
  until_ 10 'lifeline alarms --json'
  [ -n "$before" ] && [ "$before" = "$(inside 'lifeline alarms --json | grep -o "\"occurrence\": \"[^\"]*\"" | sort')" ] && row ok 'its alarms go on as the same occurrences' '' || row FAIL 'its alarms go on as the same occurrences' "$before"

  moved=$(in_building '{"id":1,"verb":"state"}' | grep -o '"relay1":\[[^]]*\]' | grep -o '"on"' | wc -l)
  [ "$moved" = 1 ] && of_building "$siren" 1 && row ok 'and the siren has sounded all the time' '' || row FAIL 'and the siren has sounded all the time' "its relay moved $moved times"

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
  check 'every module inside stands in the bill of materials' 15 "/usr/lib/lifeline-runtime/bin/node $root/deploy/test/field/sbom.mjs"
  check 'who has the code of the label becomes the first person' 20 "/usr/lib/lifeline-runtime/bin/node $root/deploy/test/field/claim.mjs \$(cat /var/lib/lifeline-desk/claim-code)"
  check 'the units hold: systemd-analyze verify' 10 'systemd-analyze verify lifeline-identity.service lifeline-guard.service lifeline-courier.service lifeline-desk.service lifeline-opcua.service lifeline-confine.service lifeline-confine.path lifeline-bundle@x.service lifeline-doctor.service lifeline-update.service lifeline.target 2>&1 | (! grep -i lifeline)'
  for unit in identity guard courier desk opcua confine bundle@ doctor update; do
    exposure=$(inside "systemd-analyze security --offline=true /usr/lib/systemd/system/lifeline-$unit.service" 2>/dev/null | sed -n 's/.*service: \([0-9.]*\).*/\1/p')
    awk "BEGIN { exit !(\"$exposure\" != \"\" && $exposure <= 2.0) }" && row ok "lifeline-$unit is exposed by at most 2.0" "$exposure" || row FAIL "lifeline-$unit is exposed by at most 2.0" "$exposure"
  done
  allowed='systemctl show -P IPAddressAllow lifeline-guard | tr " " "\n" | sort | tr "\n" " "'
  check 'guard may reach nobody where all lines are serial' 15 "test \"\$($allowed)\" = '127.0.0.0/8 ::1/128 '"
  inside 'sed -i "s#^devices:#  - { id: plc, connection: { type: modbus-tcp, host: 192.168.77.7 } }\ndevices:#" /var/lib/lifeline/site.yaml'
  check 'and a device of the network as soon as its site says so' 15 "test \"\$($allowed)\" = '127.0.0.0/8 192.168.77.7/32 ::1/128 '"
  inside 'sed -i "/id: plc/d" /var/lib/lifeline/site.yaml'
  check 'the doctor looks the box over, by its timer' 60 'systemctl is-active lifeline-doctor.timer && systemctl start lifeline-doctor.service && test -s /var/lib/lifeline-doctor/journal-size.json'
  # the service sees the system otherwise than root at a terminal: read-only, and without rights
  check 'and finds nothing that is not so: the clock alone' 5 'journalctl -q -u lifeline-doctor -o cat | grep -E " found in |^clock " | tail -2 | tr -s " \n" " " | grep -q "^clock found 1 found in "'
  inside 'lifeline doctor' | sed 's/^/     /'
  check 'it sees all programs and their memory' 10 'lifeline doctor --json | grep -q "guard [0-9]* MB" && lifeline doctor --json | grep -q "courier [0-9]* MB"'
  inside 'umask 077; echo correct horse battery staple >/root/words; lifeline backup /root/box.age --journal --passphrase-file /root/words && lifeline support /root/support.txt' | sed 's/^/     /'
  check 'a backup and the file for a help desk are there, for root alone' 5 'test "$(stat -c %a /root/box.age)" = 600 && grep -q "==== doctor ====" /root/support.txt'
  inside 'systemctl stop lifeline.target lifeline-guard && lifeline restore /root/box.age --passphrase-file /root/words --replace && systemctl start lifeline.target' | sed 's/^/     /'
  check 'a restored box is in a new epoch' 20 'systemctl is-active lifeline-guard && ls /var/lib/lifeline/journal/journal-*.db'
  until_ 20 'lifeline alarms --json'
  first=$(echo "$before" | head -1 | cut -d\" -f4)
  check 'and its alarms go on as the same occurrences' 20 "lifeline alarms --json | grep -qF '$first'"
  check 'its programs own what is theirs' 5 'test "$(stat -c %U /var/lib/lifeline/journal/people/people.json /var/lib/lifeline/journal/alarms.json | tr "\n" " ")" = "lifeline-desk lifeline-guard "'
  check 'and the page and OPC UA go on too' 30 "systemctl is-active lifeline-desk lifeline-opcua && $(get 8080)"

  halt; boot
  check 'after a reboot guard runs' 20 'systemctl is-active lifeline-guard'
  check 'and its journal is the same' 20 'lifeline journal check /var/lib/lifeline/journal'

  inside 'dpkg -i --force-depends /root/lifeline_9.0.1.deb' >"$box.said" 2>&1
  check 'an update is in force' 20 'systemctl is-active lifeline-guard && test "$(readlink /usr/lib/lifeline/current)" = app'
  check 'and is accepted after it ran steadily' 40 'test ! -e /var/lib/lifeline-update/pending'
  # the same as an update from a signed repository, in its window and out of it
  if command -v apt-ftparchive >/dev/null && command -v gpg >/dev/null; then
    export GNUPGHOME=$(mktemp -d "$cache/keys.XXXXXX")
    gpg --batch --quiet --passphrase '' --quick-generate-key field@localhost ed25519 sign 2>/dev/null
    mkdir -p "$box/root/pool"
    for name in lifeline lifeline-opcua; do cp "$box/root/${name}_9.0.3.deb" "$box/root/pool/${name}_9.0.3_amd64.deb"; done
    "$root/deploy/apt/repository.sh" field@localhost "$box/root/pool" "$box/root/repository" >>"$box.said" 2>&1
    inside 'install -D -m 644 /root/repository/lifeline.asc /etc/apt/keyrings/lifeline.asc; sed "s#^URIs:.*#URIs: file:/root/repository#" /root/repository/lifeline.sources >/etc/apt/sources.list.d/lifeline.sources; chmod 755 /root'
    inside 'printf "LIFELINE_UNATTENDED=yes\nLIFELINE_UPDATE_WINDOW=00:00-23:59\n" >>/etc/lifeline/lifeline.env; systemctl start lifeline-upgrade.service'
    check 'no update by itself while an alarm stands' 10 'journalctl -q -u lifeline-upgrade | grep -q "an alarm stands: later" && test "$(dpkg-query -W -f "\${Version}" lifeline)" = 9.0.1'
    set_gas 0
    inside 'lifeline alarms silence; for o in $(lifeline alarms --json | sed -n "s/.*\"occurrence\": \"\([^\"]*\)\".*/\1/p"); do lifeline alarms ack "$o"; done; lifeline alarms reset' >/dev/null 2>&1
    until_ 30 'lifeline alarms reset >/dev/null; lifeline alarms --json >/run/s && ! grep -q "\"class\": \"alarm\"" /run/s'
    inside 'systemctl start lifeline-upgrade.service' >>"$box.said" 2>&1
    check 'an update by itself from the signed repository' 60 'test "$(dpkg-query -W -f "\${Version}" lifeline)" = 9.0.3 && systemctl is-active lifeline-guard'
    check 'which is accepted too' 60 'test ! -e /var/lib/lifeline-update/pending'
    rm -rf "$GNUPGHOME"
  fi
  inside 'dpkg -i --force-depends /root/lifeline_9.0.2.deb' >>"$box.said" 2>&1
  check 'a version that is older than the journal is refused' 5 "dpkg-query -W -f '\${Status} \${Version}' lifeline | grep -qx 'install ok installed 9.0.[13]' && systemctl is-active lifeline-guard"
  node='test /usr/lib/lifeline/current/bin/node -ef /usr/lib/lifeline-runtime/bin/node'
  inside 'dpkg -i /root/lifeline-runtime_99.1.deb' >>"$box.said" 2>&1
  check 'another Node is taken into force, and accepted' 60 "$node && test ! -e /var/lib/lifeline-update/pending"
  inside 'dpkg -i /root/lifeline-runtime_99.2.deb' >>"$box.said" 2>&1
  check 'one that does not run is taken back' 60 "! $node && systemctl is-active lifeline-guard && lifeline alarms --json && lifeline alarms | grep -q 'fell back by itself'"
  inside 'dpkg -i /root/lifeline-runtime_99.3.deb' >>"$box.said" 2>&1
  check 'and the next one is tried again' 60 "$node && test ! -e /var/lib/lifeline-update/pending"
  inside 'dpkg -i --force-depends /root/lifeline_9.0.7.deb' >>"$box.said" 2>&1
  check 'an update without a courier falls back too' 90 'grep -q "lifeline-courier did not run" /var/lib/lifeline-update/outcome.env && systemctl is-active lifeline-courier && systemctl is-active lifeline-guard'
  inside 'dpkg -i --force-depends /root/lifeline_9.0.3.deb /root/lifeline-opcua_9.0.3.deb' >>"$box.said" 2>&1
  check 'the version before can be installed again' 60 'test "$(readlink /usr/lib/lifeline/current)" = app && test ! -e /var/lib/lifeline-update/pending'
  # OPC UA first: its files lie among those of lifeline
  inside 'dpkg -i --force-depends /root/lifeline-opcua_9.0.4.deb /root/lifeline_9.0.4.deb' >>"$box.said" 2>&1
  check 'an update that is broken falls back by itself' 60 'test "$(readlink /usr/lib/lifeline/current)" = previous && systemctl is-active lifeline-guard && lifeline alarms --json'

  check 'with the OPC UA server that belongs to it' 20 'test ! -e /usr/lib/lifeline/current/dist/gateway/cli/of-the-new-one && systemctl is-active lifeline-opcua'
  check 'the screen says that it fell back' 10 'lifeline alarms | grep -q "fell back by itself"'
  check 'and so does the broker' 20 "grep -q $(printf update.fell-back | od -An -tx1 | tr -d ' \n') /run/field-events"

  inside 'dpkg -i --force-depends /root/lifeline_9.0.5.deb; dpkg -i --force-depends /root/lifeline_9.0.6.deb' >>"$box.said" 2>&1
  check 'two broken ones at once fall back to what ran before both' 60 'grep -q "to 9.0.[13] " /var/lib/lifeline-update/outcome.env && systemctl is-active lifeline-guard && lifeline alarms --json'

  inside 'dpkg -r lifeline-opcua lifeline' >"$box.said" 2>&1
  check 'remove takes the programs and leaves the data' 5 'test ! -e /usr/lib/lifeline && test -e /var/lib/lifeline/site.yaml && ! systemctl is-active lifeline-guard'
  inside 'dpkg -P lifeline-opcua lifeline lifeline-runtime' >>"$box.said" 2>&1
  check 'purge leaves nothing' 5 'test ! -e /var/lib/lifeline && test ! -e /etc/lifeline && test ! -e /usr/lib/lifeline-runtime'
  inside "dpkg -i --force-depends /root/$(basename "$runtime") /root/$(basename "$package")" >>"$box.said" 2>&1
  check 'and installed again it has a name and a claim code again' 10 'lifeline identity | grep -q box- && test -s /var/lib/lifeline-desk/claim-code'
  exit $((failed > 0))
}
# as a whole, so that the file may be changed while it runs
main
