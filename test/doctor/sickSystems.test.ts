import { readFileSync, rmSync, statfsSync, symlinkSync, utimesSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkUp, findingsOf } from '../../gateway/doctor/checkUp.ts';
import { freePort } from '../harness/mosquitto.ts';
import { removeFolder } from '../harness/removeFolder.ts';
import { type Certificates, makeCertificates } from '../mqtt/certificates.ts';
import { expectChinese } from '../text/inChinese.ts';
import { PreparedBox } from './preparedBox.ts';

const DAY_MS = 86_400_000;
let url: string;
let certificates: Certificates;
let prepared: PreparedBox;
/** Brokers behind TLS, by the certificate they show. */
const secure = { server: 0, expired: 0, future: 0 };
const servers: Server[] = [];

/** A second uplink, to a broker behind TLS, with a file as its authority. */
function second(port: number, ca: Parameters<Certificates['path']>[0], more = ''): string {
  return `  - { id: second, url: "mqtts://127.0.0.1:${port}", ca: "${certificates.path(ca)}"${more} }\n`;
}

async function listening(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

beforeAll(async () => {
  certificates = makeCertificates();
  const key = readFileSync(certificates.path('server.key'));
  for (const name of ['server', 'expired', 'future'] as const) {
    const cert = readFileSync(certificates.path(`${name}.pem`));
    secure[name] = await listening(createTlsServer({ cert, key }).on('tlsClientError', () => {}));
  }
  url = `mqtt://127.0.0.1:${await listening(createServer((socket) => socket.on('error', () => {}).end()))}`;
});
afterAll(() => {
  for (const server of servers) server.close();
  certificates.remove();
});
beforeEach(() => {
  prepared = new PreparedBox(url);
});
afterEach(() => removeFolder(prepared.root));

/** What the doctor finds: keys, each held to have a remedy and its Chinese. */
async function found(other: Parameters<PreparedBox['box']>[0] = {}): Promise<string[]> {
  const findings = findingsOf(await checkUp(prepared.box(other)));
  for (const finding of findings) {
    expect(finding.hint?.length ?? 0, finding.what).toBeGreaterThan(20);
    expectChinese(finding);
  }
  return findings.map(({ code }) => code);
}

describe('a box that is well', () => {
  it('is looked at in every way, and nothing is found', async () => {
    const { checks } = await checkUp(prepared.box());
    expect(checks.filter(({ looked }) => !looked).map(({ check }) => check)).toEqual(['certificates']);
    expect(checks.flatMap(({ findings }) => findings)).toEqual([]);
    const figures = Object.fromEntries(checks.map(({ check, figure }) => [check, figure]));
    expect(figures).toMatchObject({
      ...{ temperature: '54 °C', wear: '20 %', processes: 'guard courier', adapters: '1' },
      ...{ memory: 'guard 98 MB, courier 82 MB', writes: '40 MB/d' },
    });
  });

  it('that tells nothing is not called well', async () => {
    for (const folder of ['sys', 'proc', 'run']) removeFolder(join(prepared.root, folder));
    prepared.kernelLog = null;
    const { checks } = await checkUp(prepared.box());
    const unknown = checks.filter(({ looked }) => !looked).map(({ check }) => check);
    for (const check of ['processes', 'memory', 'voltage', 'temperature', 'disk', 'wear', 'writes', 'clock'])
      expect(unknown).toContain(check);
  });
});

/** Each makes one thing sick; exactly this is found. */
const SICK: Readonly<Record<string, readonly [finding: string, make: () => void]>> = {
  'an FTDI adapter that holds bytes back': [
    'doctor.adapter-latency',
    () => prepared.file('sys/bus/usb-serial/devices/ttyUSB0/latency_timer', '40'),
  ],
  'an adapter that was pulled out': [
    'doctor.adapter-missing',
    () => rmSync(join(prepared.root, 'dev/ttyUSB0')),
  ],
  'an adapter under a name that moves': [
    'doctor.adapter-name',
    () => prepared.writeSite({ path: '/dev/ttyUSB0' }),
  ],
  'an adapter that guard may not open': [
    'doctor.adapter-rights',
    () => {
      prepared.file('etc/group', 'dialout:x:64002:lifeline-guard');
      prepared.file('etc/passwd', 'lifeline-guard:x:64000:64001::/:/bin/false');
      prepared.file('dev/ttyUSB0', '', 0o660);
    },
  ],
  'a supply that sags': [
    'doctor.undervoltage',
    () => prepared.file('sys/class/hwmon/hwmon1/in0_lcrit_alarm', '1'),
  ],
  'an older firmware that tells of it by bits': [
    'doctor.undervoltage',
    () => prepared.file('sys/devices/platform/soc/soc:firmware/get_throttled', '50000'),
  ],
  'a housing without air': [
    'doctor.temperature',
    () => prepared.file('sys/class/thermal/thermal_zone0/temp', '81700'),
  ],
  'a file system with errors': [
    'doctor.disk-errors',
    () => prepared.file('sys/fs/ext4/mmcblk0p2/errors_count', '3'),
  ],
  'a card that the kernel warns of': [
    'doctor.disk-fails',
    () => {
      prepared.kernelLog = [
        ...(prepared.kernelLog ?? []),
        'mmc0: Card stuck being busy! __mmc_poll_for_busy',
        'I/O error, dev mmcblk0, sector 1234 op 0x1:(WRITE) flags 0x800 phys_seg 1 prio class 2',
      ];
    },
  ],
  'a card that went read-only': ['doctor.disk-read-only', () => prepared.mount('ro')],
  'a memory at the end of its life': [
    'doctor.disk-worn',
    () => prepared.file('sys/block/mmcblk0/device/life_time', '0x02 0x0B'),
  ],
  'a memory without spare blocks': [
    'doctor.disk-reserve',
    () => prepared.file('sys/block/mmcblk0/device/pre_eol_info', '0x03'),
  ],
  'a journal that may grow beyond the disk': [
    'doctor.disk-space',
    () => prepared.writeSite({ more: 'journal: { telemetryMb: 900000000 }' }),
  ],
  'a clock that lost its time server': [
    'doctor.clock',
    () => {
      const old = (Date.now() - DAY_MS) / 1000;
      utimesSync(join(prepared.root, 'run/systemd/timesync/synchronized'), old, old);
    },
  ],
  'a courier that eats memory': [
    'doctor.memory',
    () => prepared.process(212, 'courier', { kb: 400_000, written: 0 }),
  ],
  'a guard that writes the card to death': [
    'doctor.writes',
    () => prepared.process(211, 'guard', { kb: 96_000, written: 900_000_000 }),
  ],
  'a second guard that nobody keeps': [
    'doctor.orphan',
    () => prepared.process(300, 'guard', { kb: 1000, written: 0, unit: 'ssh.service' }),
  ],
  'a courier that is gone': ['doctor.program-missing', () => removeFolder(join(prepared.root, 'proc/212'))],
  'a page that is gone': [
    'doctor.program-missing',
    () => prepared.file('etc/systemd/system/lifeline.target.wants/lifeline-desk.service', ''),
  ],
  'an update that a power cut broke off': [
    'doctor.update-broken-off',
    () => {
      prepared.file('var/lib/dpkg/status', 'Package: lifeline\nStatus: install ok installed\n');
      prepared.file(
        'var/lib/dpkg/updates/0001',
        'Package: lifeline\nStatus: install reinstreq half-installed\n',
      );
    },
  ],
  'hours of updates that are those of another country': [
    'doctor.time-zone',
    () => {
      prepared.file('etc/lifeline/lifeline.env', 'LIFELINE_UNATTENDED=yes');
      symlinkSync('/usr/share/zoneinfo/Asia/Shanghai', join(prepared.root, 'etc/localtime'));
    },
  ],
  'a secret that everybody reads': [
    'doctor.secret-exposed',
    () => prepared.file('var/lib/lifeline/secrets.yaml', 'city: "x"', 0o644),
  ],
  'a key of the page that everybody reads': [
    'doctor.secret-exposed',
    () => prepared.file('var/lib/lifeline-desk/certificates/server.key', 'x', 0o644),
  ],
  'a site file that everybody writes': [
    'doctor.rights',
    () => prepared.file('var/lib/lifeline/site.yaml', 'gateway: { id: box-1 }', 0o646),
  ],
  'a journal of another user': [
    'doctor.owner',
    () => prepared.file('etc/passwd', 'lifeline-guard:x:64000:64001::/:/bin/false'),
  ],
  'an update that was taken back': [
    'doctor.fell-back',
    () =>
      prepared.file('var/lib/lifeline-update/outcome.env', 'LIFELINE_FELL_BACK=to 0.1.0: guard did not run'),
  ],
  'an authority whose certificate has ended': [
    'doctor.certificate-ended',
    () => prepared.writeSite({ second: second(secure.server, 'expired.pem') }),
  ],
  'a certificate that is still to come': [
    'doctor.certificate-early',
    () => prepared.writeSite({ second: second(secure.server, 'future.pem') }),
  ],
  'a broker that shows a certificate that is still to come': [
    'doctor.certificate-early',
    () => prepared.writeSite({ second: second(secure.future, 'ca.pem') }),
  ],
  'a key of an uplink under a name of its own': [
    'doctor.secret-exposed',
    () => {
      prepared.file('var/lib/lifeline/certificates/city-secret', 'x', 0o644);
      prepared.writeSite({
        second: second(
          secure.server,
          'ca.pem',
          ', clientCertificate: certificates/city.pem, clientKey: certificates/city-secret',
        ),
      });
      prepared.file(
        'var/lib/lifeline/certificates/city.pem',
        readFileSync(certificates.path('ca.pem'), 'utf8'),
      );
    },
  ],
  'a certificate that is none': [
    'doctor.certificate-unreadable',
    () => prepared.writeSite({ second: second(secure.server, 'server.key') }),
  ],
  'a certificate that ends within the month': [
    'doctor.certificate-ends',
    () => prepared.writeSite({ second: second(secure.server, 'server.pem') }),
  ],
  'a broker that shows a certificate that has ended': [
    'doctor.certificate-ended',
    () => prepared.writeSite({ second: second(secure.expired, 'ca.pem') }),
  ],
  'a card that was copied': [
    'doctor.cloned',
    () => prepared.file('proc/device-tree/serial-number', '10000000bbbbbbbb'),
  ],
  'a journal that is no journal': [
    'doctor.journal',
    () => prepared.file('var/lib/lifeline/journal/journal.db', 'x'.repeat(9000)),
  ],
};

describe('the doctor names', () => {
  for (const [name, [finding, make]] of Object.entries(SICK))
    it(name, async () => {
      make();
      const codes = await found();
      // what comes along: a site file that is another one, an adapter of another user, a certificate of two days at the second broker
      const beside = ['doctor.site', 'doctor.owner', 'doctor.adapter-rights', 'doctor.certificate-ends'];
      expect(codes).toContain(finding);
      expect(codes.filter((code) => code !== finding && !beside.includes(code))).toEqual([]);
    });

  it('a broker that nobody answers at', async () => {
    const silent = new PreparedBox(`mqtt://127.0.0.1:${await freePort()}`);
    const findings = findingsOf(await checkUp(silent.box()));
    expect(findings.map(({ code }) => code)).toEqual(['doctor.broker']);
    expect(findings[0]?.what).toContain('ECONNREFUSED');
    removeFolder(silent.root);
  });

  it('a guard that does not answer', async () => {
    expect(await found({ guard: null })).toEqual(['doctor.guard-silent']);
  });

  it('no update that dpkg is at work on', async () => {
    prepared.file('var/lib/dpkg/status', 'Package: lifeline\nStatus: install ok half-configured\n');
    expect(await found()).toEqual(['doctor.update-broken-off']);
    prepared.file('proc/400/comm', 'dpkg');
    expect(await found()).toEqual([]);
  });

  it('a site file that cannot be used, with its first mistake', async () => {
    prepared.file('var/lib/lifeline/site.yaml', 'gateway: { id: "box 1" }', 0o640);
    expect(await found()).toContain('doctor.site');
  });

  it('a journal that fills the disk within a month, from what it was before', async () => {
    prepared.writeSite({ more: 'journal: { telemetryMb: 900000000 }' });
    const { bavail, bsize } = statfsSync(prepared.state);
    const before = { utc: Date.now() - DAY_MS, bytes: -(bavail * bsize) / 10, perDay: null };
    expect(await found({ before })).toEqual(['doctor.disk-space', 'doctor.journal-growth']);
    expect(await found({ before: { ...before, bytes: 0 } })).toEqual(['doctor.disk-space']);
  });
});
