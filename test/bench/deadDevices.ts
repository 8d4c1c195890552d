import { setTimeout as wait } from 'node:timers/promises';
import type { Request } from '../../drivers/request.ts';
import type { DeviceTiming } from '../../gateway/alarmTime/deviceTiming.ts';

import { exchangeBoundMs } from '../../gateway/alarmTime/wire.ts';
import type { AnswerPush } from '../../simulators/backchannel/buildingProtocol.ts';
import type { Measured, Measurement } from './figure.ts';
import { LineUse } from './lineUse.ts';
import { registerSenses, registersProfile } from './registersProfile.ts';
import { percentile, spreadText } from './spread.ts';
import { Stage } from './stage.ts';

const REGISTERS = 2;
const TIMEOUT_MS = 150;
const PERIOD_MS = 1000;
const UNITS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const DYING = [2, 5, 8];
const LIVING = UNITS.filter((unit) => !DYING.includes(unit));
const SERIAL = { type: 'serial', baud: 9600, parity: 'none', stopBits: 1, adapterMs: 0 } as const;
const TIMING: DeviceTiming = { turnaroundMs: 2, responseMs: TIMEOUT_MS, lateWindowMs: 600, gapMs: 0 };
const SETTLE_MS = 15_000;
const TRANSIENT_MS = 10_000;
const MEASURE_MS = 60_000; // from the deaths on

/** What three devices that die at once cost the seven that live. The same seven on a line of their own run beside them. */
export const deadDevices: Measurement = {
  name: 'dead',
  about: `${UNITS.length} devices, 1 s period, 9600 baud, ${REGISTERS} registers, ${TIMEOUT_MS} ms timeout; ${DYING.length} die at once`,
  run: measure,
};

async function measure(): Promise<Measured> {
  await using stage = new Stage();
  const profile = 'bench-two-registers';
  const { turnaroundMs } = TIMING;
  stage.profile(
    registersProfile({
      id: profile,
      registers: REGISTERS,
      turnaroundMs,
      responseMs: TIMEOUT_MS,
      class: 'safety',
      periodMs: PERIOD_MS,
    }),
  );
  const lines = [
    { id: 'mixed', units: UNITS },
    { id: 'alone', units: LIVING },
  ];
  const building = await stage.simulate({
    lines: lines.map(({ id, units }) => ({
      id,
      link: id,
      baud: SERIAL.baud,
      devices: units.map((unit) => ({
        id: `${id}-${unit}`,
        profile,
        unit,
        senses: registerSenses(unit, REGISTERS),
      })),
    })),
  });
  await stage.guard({
    gateway: { id: 'bench' },
    buses: lines.map(({ id }) => ({ id, connection: { ...SERIAL, path: `lines/${id}` } })),
    devices: lines.flatMap(({ id, units }) =>
      units.map((unit) => ({ id: `${id}-${unit}`, profile, bus: id, unit })),
    ),
  });
  const use = new LineUse(stage.folder);
  stage.onClose(() => use.close());
  const answers: AnswerPush[] = [];
  await building.subscribe((answer) => answers.push(answer));
  await wait(SETTLE_MS);
  const diedAt = Number(process.hrtime.bigint()) / 1e6;
  await building.resetTally();
  for (const unit of DYING) await building.fault(`mixed-${unit}`, { kind: 'silent' });
  await wait(TRANSIENT_MS);
  const asked = async () => {
    const { devices } = await building.tally();
    return DYING.reduce((sum, unit) => sum + (devices[`mixed-${unit}`]?.heard ?? 0), 0);
  };
  const askedAtFirst = await asked();
  await wait(MEASURE_MS - TRANSIENT_MS);
  const askedInAll = await asked();
  const share = use.mean('mixed', MEASURE_MS) - use.mean('alone', MEASURE_MS);

  const revived: number[] = [];
  for (const unit of DYING) {
    const backAt = Number(process.hrtime.bigint()) / 1e6;
    await building.clear(`mixed-${unit}`);
    const isBack = ({ device, at }: AnswerPush) => device === `mixed-${unit}` && at > backAt;
    while (!answers.some(isBack) && Number(process.hrtime.bigint()) / 1e6 < backAt + MEASURE_MS)
      await wait(20);
    revived.push((answers.find(isBack)?.at ?? Number.POSITIVE_INFINITY) - backAt);
    await wait(2 * PERIOD_MS);
  }

  const request: Request = { op: 'read', unit: 1, table: 'holding', address: 0, count: REGISTERS };
  const attemptMs = exchangeBoundMs({ ...SERIAL, path: '' }, request, TIMING);
  const living = periods(answers, 'mixed', diedAt, MEASURE_MS);
  const alone = periods(answers, 'alone', diedAt, MEASURE_MS);
  const transient = periods(answers, 'mixed', diedAt, TRANSIENT_MS);
  return {
    figures: [
      {
        key: 'dead.share',
        what: 'share of line time spent on the dead: the line, less the same seven alone',
        value: share,
        unit: '',
        decimals: 4,
        goal: { atMost: 0.1 },
      },
      {
        key: 'dead.liveP99Ratio',
        what: 'p99 period of the living, against the same seven alone',
        value: percentile(living, 0.99) / percentile(alone, 0.99),
        unit: '×',
        decimals: 3,
        goal: { atMost: 1.2 },
      },
      {
        key: 'dead.revivedMs',
        what: 'longest until a device that came back was read again',
        value: Math.max(...revived),
        unit: 'ms',
        decimals: 0,
        goal: { atMost: 2000 },
      },
      {
        key: 'dead.transientMaxMs',
        what: 'longest period of the living in the first 10 s',
        value: percentile(transient, 1),
        unit: 'ms',
        decimals: 1,
      },
    ],
    remarks: [
      `the living: ${spreadText(living)} over ${MEASURE_MS / 1000} s, of ${living.length} periods; alone: ${spreadText(alone)}`,
      `the dead were asked ${askedInAll} times, ${askedAtFirst} of them in the first 10 s; ${attemptMs.toFixed(1)} ms each where the whole timeout is waited for, less where a device was known to be quick`,
    ],
  };
}

/** Times between two answers of one living device, for all of them, that ended within `spanMs` after `from`. */
function periods(answers: readonly AnswerPush[], line: string, from: number, spanMs: number): number[] {
  return LIVING.flatMap((unit) => {
    const times = answers.filter(({ device }) => device === `${line}-${unit}`).map(({ at }) => at);
    return times
      .slice(1)
      .map((at, i) => ({ at, ms: at - (times[i] ?? at) }))
      .filter(({ at }) => at > from && at <= from + spanMs)
      .map(({ ms }) => ms);
  });
}
