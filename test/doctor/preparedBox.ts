import { chmodSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { GuardStatus } from '../../gateway/control/protocol.ts';
import { systemClock } from '../../gateway/core/clock.ts';
import type { Box } from '../../gateway/doctor/box.ts';
import { openJournal } from '../../gateway/journal/write/opening.ts';
import { loadSite } from '../../gateway/site/load.ts';
import { readProfiles } from '../../gateway/site/profiles.ts';

// A box as the kernel of a Raspberry Pi with eMMC and an FTDI adapter shows it, in a folder: every file that the doctor reads,
// with what a healthy one says. A test makes one thing sick.

const uid = process.getuid?.() ?? 0;
const gid = process.getgid?.() ?? 0;
const NUL = '\0';
/** Nine hours after the start of the machine. */
const UPTIME_S = 32_400;

const GUARD: GuardStatus = {
  ...{ gateway: 'box-1', software: 'lifeline-gateway 0.1.0', boot: 'b', upMs: 1 },
  time: { mono: 1, utc: 1, quality: 'ntp', accuracyMs: 10 } as unknown as GuardStatus['time'],
  ...{ lines: [], ports: {}, devices: [], journal: null, problems: [], stalls: { count: 0, longestMs: 0 } },
};

export class PreparedBox {
  readonly root = mkdtempSync(join(tmpdir(), 'box-'));
  readonly site = join(this.root, 'var/lib/lifeline/site.yaml');
  readonly state = join(this.root, 'var/lib/lifeline/journal');
  /** What the kernel of a healthy box warns of; null: nobody tells. */
  kernelLog: readonly string[] | null = [
    'mmc1: error -110 whilst initialising SDIO card',
    'usb 1-1.2: reset full-speed USB device number 4 using xhci_hcd',
    'I/O error, dev sda, sector 2048 op 0x0:(READ)', // a stick that was pulled out
  ];
  readonly #broker: string;

  /** `broker`: url of one that answers. */
  constructor(broker: string) {
    this.#broker = broker;
    this.file('proc/uptime', `${UPTIME_S}.20 1.00`);
    this.file('proc/device-tree/serial-number', '10000000a3f1c2d4');
    this.file(
      'var/lib/lifeline/box.json',
      JSON.stringify({ gateway: 'box-1', hardware: 'serial 10000000a3f1c2d4' }),
    );
    this.mount('rw');
    this.process(211, 'guard', { kb: 96_000, written: 15_000_000 });
    this.process(212, 'courier', { kb: 80_000, written: 0 });
    this.file('sys/class/hwmon/hwmon0/name', 'cpu_thermal');
    this.file('sys/class/hwmon/hwmon1/name', 'rpi_volt');
    this.file('sys/class/hwmon/hwmon1/in0_lcrit_alarm', '0');
    this.file('sys/class/thermal/thermal_zone0/temp', '54200');
    this.file('sys/fs/ext4/mmcblk0p2/errors_count', '0');
    this.file('sys/block/mmcblk0/device/life_time', '0x01 0x02');
    this.file('sys/block/mmcblk0/device/pre_eol_info', '0x01');
    this.file('sys/bus/usb-serial/devices/ttyUSB0/latency_timer', '1');
    this.file('run/systemd/timesync/synchronized', '');
    this.file('etc/passwd', `root:x:0:0::/root:/bin/sh\nlifeline-guard:x:${uid}:64001::/:/bin/false`);
    this.file('etc/group', `dialout:x:${gid}:pi,lifeline-guard`);
    this.file('dev/ttyUSB0', '', 0o660);
    mkdirSync(join(this.root, 'dev/lifeline'));
    symlinkSync('../ttyUSB0', join(this.root, 'dev/lifeline/usb-1-1.2'));
    this.writeSite();
    mkdirSync(this.state);
    openJournal(join(this.state, 'journal.db'), 'box-1', null).db.close();
  }

  /** Writes one file of the box. */
  file(path: string, text: string, mode = 0o644): void {
    const file = join(this.root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${text}\n`);
    chmodSync(file, mode);
  }

  /**
   * The file system of the card, as a service with ProtectSystem=strict sees it: read-only for the service, whatever the file
   * system itself is (behind the hyphen; proc(5)).
   */
  mount(itself: 'rw' | 'ro'): void {
    const card = `988 390 254:0 / / ro,relatime shared:115 master:39 - ext4 /dev/mmcblk0p2 ${itself},errors=remount-ro`;
    this.file('proc/self/mountinfo', `${card}\n990 988 0:44 / /sys ro,nosuid - tmpfs tmpfs rw,mode=555`);
  }

  /** A process of a program, as proc(5) shows it. */
  process(
    pid: number,
    program: string,
    { kb, written, unit, parent = 1 }: { kb: number; written: number; unit?: string; parent?: number },
  ): void {
    const words = [
      '/usr/lib/lifeline/current/bin/node',
      '/usr/lib/lifeline/current/dist/gateway/cli.js',
      program,
    ];
    this.file(`proc/${pid}/cmdline`, [...words, this.site, '--run', '/run/lifeline', ''].join(NUL));
    this.file(`proc/${pid}/status`, `Name:\tnode\nVmRSS:\t   ${kb} kB`);
    const fields = ['S', parent, ...Array.from({ length: 17 }, () => 0), 900, 0];
    this.file(`proc/${pid}/stat`, `${pid} (node (x) y) ${fields.join(' ')}`);
    const name = unit ?? `lifeline-${program}.service`;
    const group = `/lifeline.slice/lifeline-safety.slice/${name}`;
    this.file(`proc/${pid}/cgroup`, `0::${group}`);
    const rest = 'wios=3 dbytes=0 dios=0';
    this.file(
      `sys/fs/cgroup${group}/io.stat`,
      `179:0 rbytes=1 rios=1 wbytes=${written} ${rest}\n7:0 rbytes=1 wbytes=0 ${rest}`,
    );
  }

  writeSite({ path = '/dev/lifeline/usb-1-1.2', more = '', second = '' } = {}): void {
    this.file(
      'var/lib/lifeline/site.yaml',
      `gateway: { id: box-1 }
buses:
  - { id: gas, connection: { type: serial, path: ${path}, baud: 9600 } }
devices:
  - { id: gas-101, profile: ya-k300-s, bus: gas, unit: 1 }
uplinks:
  - { id: city, url: "${this.#broker}" }
${second}${more}`,
      0o640,
    );
  }

  /** The box as the doctor is given it. */
  box(other: Partial<Box> = {}): Box {
    const loaded = loadSite(this.site, readProfiles(this.site), []);
    return {
      ...{ root: this.root, site: this.site, state: this.state, clock: systemClock() },
      installation: loaded.ok ? loaded.value : null,
      siteProblems: loaded.ok ? [] : loaded.error,
      guard: GUARD,
      stateFolders: [join(this.root, 'var/lib/lifeline-desk')],
      kernelLog: async () => this.kernelLog,
      before: null,
      ...other,
    };
  }
}
