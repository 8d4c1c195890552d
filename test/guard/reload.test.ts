import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AlarmScreen, ScreenAlarm } from '../../gateway/control/alarmScreen.ts';
import { type ControlClient, connectControl } from '../../gateway/control/client.ts';
import { systemClock } from '../../gateway/core/clock.ts';
import { silentLog } from '../../gateway/core/log.ts';
import type { Guard } from '../../gateway/guard/guard.ts';
import { runGuard } from '../../gateway/guard/runGuard.ts';
import { journalFile } from '../../gateway/journal/file/database.ts';
import { exportJournal } from '../../gateway/journal/read/exportJournal.ts';
import { removeFolder } from '../harness/removeFolder.ts';
import { until } from '../harness/until.ts';

// A real guard whose serial ports do not exist: every device is lost at once, which is all that is needed here.

const clock = systemClock();
let folder: string;
let guard: Guard;
let desk: ControlClient;

const siteWith = (...devices: readonly string[]) =>
  JSON.stringify({
    gateway: { id: 'test' },
    buses: [{ id: 'rs485', connection: { type: 'serial', path: 'not-there', baud: 9600 } }],
    devices: devices.map((id, i) => ({ id, profile: 'ya-k300-s', bus: 'rs485', unit: i + 1 })),
  });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lifeline-reload-'));
  writeFileSync(join(folder, 'site.yaml'), siteWith('gas-1', 'gas-2'));
  const running = await runGuard({ site: join(folder, 'site.yaml'), run: folder, clock, log: silentLog });
  if (!running.ok) throw new Error(running.error.map(({ what }) => what).join());
  guard = running.value;
  desk = connectControl(join(folder, 'desk.sock'), clock, { name: 'test' });
  await desk.opened(10_000);
});

afterEach(async () => {
  await desk.stop();
  await guard.stop();
  removeFolder(folder);
});

async function alarms(): Promise<readonly ScreenAlarm[]> {
  const answer = await desk.request({ verb: 'alarms' });
  return answer.ok ? (answer.value as AlarmScreen).alarms : [];
}

const events = () => {
  const lines = exportJournal(journalFile(join(folder, 'journal')));
  return lines.ok ? [...lines.value.lines].map((line) => JSON.parse(line).event ?? {}) : [];
};

it('an alarm whose device is gone from the site file ends with the reason; the others stand as they were', async () => {
  await until('both are lost', async () => (await alarms()).length === 2);
  const before = (await alarms()).find(({ device }) => device === 'gas-1');

  writeFileSync(join(folder, 'site.yaml'), siteWith('gas-1'));
  expect(await desk.request({ verb: 'reload', actor: 'wang' })).toMatchObject({ ok: true });

  expect((await alarms()).map(({ occurrence }) => occurrence)).toEqual([before?.occurrence]);
  const ended = await until('the end is written down', () =>
    events().find(({ device, cause }) => device === 'gas-2' && cause === 'removed-by-configuration'),
  );
  expect(ended).toMatchObject({ type: 'alarm', to: 'A' });
  await until('who asked is written down', () =>
    events().some(({ verb, actor }) => verb === 'reload' && actor === 'desk:wang'),
  );
});

it('a site file that cannot be used changes nothing, and the answer says what is wrong', async () => {
  await until('both are lost', async () => (await alarms()).length === 2);
  writeFileSync(join(folder, 'site.yaml'), siteWith('gas-1').replace('ya-k300-s', 'ya-k300'));
  expect(await desk.request({ verb: 'reload', actor: 'wang' })).toMatchObject({
    ok: false,
    error: { code: 'guard.not-reloaded', what: expect.stringContaining('ya-k300-s') },
  });
  expect(await alarms()).toHaveLength(2);
});
