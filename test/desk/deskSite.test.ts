import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { silentLog } from '../../gateway/core/log.ts';
import { DeskSite } from '../../gateway/desk/live/deskSite.ts';
import { promisedOf } from '../../gateway/desk/live/promised.ts';
import { lastGoodPath } from '../../gateway/site/siteSource.ts';
import { removeFolder } from '../harness/removeFolder.ts';
import { until } from '../harness/until.ts';
import { VirtualClock } from '../harness/virtualClock.ts';

const siteOf = (...devices: string[]) =>
  `gateway: { id: tower-7 }
buses: [{ id: gas, connection: { type: serial, path: /dev/ttyS1, baud: 9600 } }]
devices: [${devices.map((id, at) => `{ id: ${id}, profile: ya-k300-s, bus: gas, unit: ${at + 1}, pack: combustible-gas }`)}]
`;

it('shows the site that guard has taken up at once when it starts, and each later one without standing still for it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lifeline-desk-site-'));
  onTestFinished(() => removeFolder(folder));
  const path = join(folder, 'site.yaml');
  const clock = new VirtualClock();
  const site = new DeskSite(path, clock, silentLog);
  onTestFinished(() => site.stop());
  const write = (text: string) => {
    rmSync(lastGoodPath(path), { force: true });
    writeFileSync(lastGoodPath(path), text);
  };
  write(siteOf('one'));
  let changes = 0;
  site.start(() => changes++);
  expect([[...(site.installation?.devices.keys() ?? [])], changes]).toEqual([['one'], 1]);
  const { version } = site;

  write(siteOf('one', 'another'));
  await clock.advance(1_000);
  // it is being read: who asks now gets the one before, under its own version
  expect([site.installation?.devices.size, site.version]).toEqual([1, version]);
  await until('it is read', () => changes === 2);
  const { installation } = site;
  expect([...(installation?.devices.keys() ?? [])]).toEqual(['one', 'another']);
  expect(site.version).not.toBe(version);
  expect(installation === null ? null : promisedOf(installation).devices.get('another')).toBeGreaterThan(500);

  // one that cannot be read changes nothing but the version
  write('gateway: {');
  await clock.advance(1_000);
  await until('it is looked at', () => changes === 3);
  expect(site.installation).toBe(installation);
});
