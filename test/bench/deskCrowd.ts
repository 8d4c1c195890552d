import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startChild } from '../../gateway/cli/child.ts';
import type { AlarmScreen } from '../../gateway/control/alarmScreen.ts';
import { systemClock } from '../../gateway/core/clock.ts';
import { DESK_FLAGS } from '../../gateway/core/program.ts';
import { ok } from '../../gateway/core/result.ts';
import { crowdTokens, DeskCrowd } from '../harness/deskCrowd.ts';
import { houseSite } from '../harness/house.ts';
import { OneSocket } from '../harness/oneSocket.ts';
import { removeFolder } from '../harness/removeFolder.ts';
import { until } from '../harness/until.ts';
import type { Measured, Measurement } from './figure.ts';
import { memory } from './processFigures.ts';

const PAGES = 50;
const CROWD = 1_000;
const CHANGES = 200;
const CHANGE_EVERY_MS = 100;

/** Desk beside a socket that says what a guard would say: its memory, and how soon a page knows of an alarm. */
export const deskCrowd: Measurement = {
  name: 'desk-crowd',
  about: `${PAGES} pages, then ${CROWD} of which half never reads; ${CHANGES} changes of the alarms`,
  run: (quick) => measure(quick ? CHANGES / 4 : CHANGES),
};

async function measure(changes: number): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'lifeline-desk-crowd-'));
  const clock = systemClock();
  // desk reads the copy that guard has taken up
  writeFileSync(join(folder, 'site.yaml.last-good'), JSON.stringify(houseSite));
  const tokens = crowdTokens(join(folder, 'desk'), CROWD / 8);
  let step = 0;
  const guard = new OneSocket({
    ...{ name: 'desk', path: join(folder, 'desk.sock'), clock },
    handlers: { alarms: async () => ok(screenOf(step, clock.boot, clock.mono())) },
    snapshot: (topic) => (topic === 'alarms' ? { push: 'alarms', alarms: [], snapshot: true } : null),
  });
  const served = await guard.start();
  if (!served.ok) throw new Error(served.error.what);
  const desk = startChild(
    'gateway/cli',
    ['desk', join(folder, 'site.yaml'), '--run', folder, '--plain', 'off', '--listen', '127.0.0.1:0'],
    () => {},
    process.env,
    DESK_FLAGS,
  );
  try {
    const { port } = (await desk.ready) as { port: number };
    const crowd = new DeskCrowd(port, tokens);
    await crowd.join(PAGES, () => true);
    const [page] = crowd.followers;
    const times: number[] = [];
    for (; step < changes; ) {
      const said = `"announcement":${++step},`;
      const began = performance.now();
      guard.alarmsChanged();
      await until('the page knows', () => page?.heard().includes(said), 20);
      times.push(performance.now() - began);
      await wait(CHANGE_EVERY_MS);
    }
    const pid = desk.process.pid ?? 0;
    const { rssMb } = memory(pid);
    await crowd.join(CROWD - PAGES, (n) => n % 2 === 0);
    for (let n = 0; n < 20; n++) {
      step++;
      guard.alarmsChanged();
      await wait(CHANGE_EVERY_MS);
    }
    const { rssMb: crowdMb, peakMb } = memory(pid);
    const open = crowd.followers.filter(({ cut }) => !cut).length;
    crowd.leave();
    const sorted = times.toSorted((a, b) => a - b);
    const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
    const ms = { unit: 'ms', decimals: 0 };
    return {
      figures: [
        {
          ...{ key: 'desk.rssMb', what: `resident memory with ${PAGES} pages`, value: rssMb },
          ...{ unit: 'MB', decimals: 0, goal: { atMost: 110 } },
        },
        {
          key: 'desk.alarmToPageMs.p50',
          what: 'from guard’s word to a page, half of all',
          value: at(0.5),
          ...ms,
        },
        {
          ...{ key: 'desk.alarmToPageMs.p99', what: 'the same, 99 of 100', value: at(0.99), ...ms },
          goal: { atMost: 1_000 },
        },
        {
          what: `resident memory with ${CROWD}, half of which never reads`,
          value: crowdMb,
          unit: 'MB',
          decimals: 0,
        },
      ],
      remarks: [
        `${open} of ${crowd.followers.length} streams were open in the end; peak ${peakMb.toFixed(0)} MB`,
      ],
    };
  } finally {
    await desk.stop();
    await guard.stop();
    removeFolder(folder);
  }
}

/** A screen with one alarm, announced so often. */
function screenOf(announcement: number, boot: string, mono: number): AlarmScreen {
  const at = { boot, mono };
  return {
    gateway: { id: 'house-1', name: 'house', place: null, timeZone: 'UTC' },
    ...{ boot, now: mono, utc: null, time: { mono, utc: null, quality: 'unsynced' }, zones: [] },
    ...{ shelved: [], outOfService: [], maintenance: [], trial: null, problems: [] },
    annunciation: { sounding: [], silenced: [], testing: false, outputs: [] },
    health: { devices: { online: 4, failing: 0, offline: 0, unknown: 0 }, unwell: [], lines: [] },
    alarms: [
      {
        ...{
          rule: 'gas-high',
          occurrence: 'gas-high#1',
          cause: 'raised',
          from: 'normal',
          to: 'unacknowledged-active',
        },
        ...{ condition: 'unacknowledged-active', severity: 'red', point: 'gas/concentration', device: 'gas' },
        ...{ value: 60, limit: 50, unit: '%LEL', quality: 'good', onset: at, declared: at, actor: null },
        ...{ reason: null, until: null, announcement, group: null, since: at, durable: true, letter: 'B' },
        ...{ class: 'alarm', kind: 'limit', ruleName: 'gas', ruleText: '', limitProvenance: null },
        ...{ deviceName: 'gas', place: null, zone: null, pointName: null, valueName: null, present: null },
        ...{ latches: false, latched: false, reset: { possible: false, because: 'condition-holds' } },
        ...{ sounding: false, silenced: null, firstOut: false, period: null },
      },
    ],
  } as AlarmScreen;
}
