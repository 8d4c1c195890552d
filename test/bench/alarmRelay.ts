import { loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { NODE_TONES } from '../../drivers/annunciator/node.ts';
import { type AlarmTimeBound, alarmTimes } from '../../gateway/alarmTime/alarmTime.ts';
import { LINE_JUDGES } from '../../gateway/alarmTime/lineJudges.ts';
import { connectControl } from '../../gateway/control/client.ts';
import type { GuardStatus } from '../../gateway/control/protocol.ts';
import { systemClock } from '../../gateway/core/clock.ts';
import { formatProblem } from '../../gateway/core/result.ts';
import { loadSite } from '../../gateway/site/load.ts';
import { readProfiles } from '../../gateway/site/profiles.ts';
import { airOf, CLEAN, detectorProfile, LEAK, PERIOD_MS } from '../trials/house.ts';
import { ALARM_BUILDING, alarmSite, DETECTORS, ruleOf } from './alarmHouse.ts';
import type { Figure, Measured, Measurement } from './figure.ts';
import { percentile, spreadText } from './spread.ts';
import { Stage } from './stage.ts';
import { Traces } from './traces.ts';
import { tapWrites } from './writeTap.ts';

const STEPS = 1000;
const QUICK_STEPS = 100;
const WARM_UP_STEPS = 10;
const STARTING_MS = 60_000; // StandardFirmata takes seconds to start
const TONE = 1; // register of the command
const CONTINUOUS = NODE_TONES.indexOf('continuous'); // a fault's beep is another
const RAW_LEAK = LEAK * 10; // the register is in tenths
/** Parts of a bound that lie behind the moment at which guard hands the write to the line. */
const BEYOND = ['relay-blocking', 'relay-queue', 'relay-write', 'relay-node'];

/** One rise of the gas, each part in milliseconds. `boundMs`: for the faults that guard met on the way, to the coil. */
type Step = {
  readonly relayMs: number;
  readonly guardMs: number;
  readonly nodeMs: number;
  readonly boundMs: number | null;
};

/** How long it takes from a changed register to the coil of the siren's relay, on the board of the node. */
export const alarmRelay: Measurement = {
  name: 'alarm',
  about: `register change → relay coil; ${DETECTORS.length} gas detectors every ${PERIOD_MS} ms, node and StandardFirmata in a simulated ATmega`,
  run: (quick) => measure(quick ? QUICK_STEPS : STEPS),
};

async function measure(count: number): Promise<Measured> {
  await using stage = new Stage();
  stage.profile(detectorProfile);
  const building = await stage.simulate(ALARM_BUILDING);
  const board = await stage.board();
  const clock = systemClock();
  const traces = new Traces();
  const tap = await tapWrites(
    await stage.node(),
    () => clock.mono(),
    ({ at, registers }) => traces.note('write', registers[TONE] === CONTINUOUS, at),
  );
  stage.onClose(() => tap.close());
  await building.subscribe(({ device, address, functionCode, values, at }) => {
    if (functionCode === 3 && address === 0) traces.note(device, values[0] === RAW_LEAK, at);
  });
  await board.subscribe((push) => {
    if (push.push === 'pin' && push.load === 'siren') traces.note('pin', push.drive === 'high', push.at);
  });
  await stage.guard(alarmSite(tap.port));
  const { total, beyondMs } = promised(stage);
  const desk = connectControl(join(stage.folder, 'desk.sock'), clock, { name: 'bench', topics: ['alarms'] });
  stage.onClose(() => desk.stop());
  await desk.opened(STARTING_MS);

  let lastOccurrence: string | undefined;
  await play(WARM_UP_STEPS); // the board has started, everything was used once
  const load = loadAverage();
  const steps = await play(count);
  return {
    figures: figuresOf(steps, total.totalMs),
    remarks: [
      `${steps.length} rises at random phases of the polling; load average ${load} before, ${loadAverage()} after`,
      `last reply byte → first byte of the write (guard): ${spreadText(steps.map(({ guardMs }) => guardMs))}`,
      `write → pin of the ATmega (node, 57 600 baud, StandardFirmata): ${spreadText(steps.map(({ nodeMs }) => nodeMs))}`,
      `bound without faults: ${total.terms.map(({ name, ms }) => `${name} ${ms.toFixed(1)}`).join(' + ')}`,
    ],
  };

  async function play(times: number): Promise<Step[]> {
    const played: Step[] = [];
    for (let i = 0; i < times; i++) {
      const device = DETECTORS[Math.floor(Math.random() * DETECTORS.length)]?.id ?? '';
      await wait(Math.random() * PERIOD_MS);
      const changedAt = clock.mono();
      await building.set(airOf(device), LEAK);
      const [repliedAt, writtenAt, pinAt] = await Promise.all([
        traces.after(device, true, changedAt),
        traces.after('write', true, changedAt),
        traces.after('pin', true, changedAt),
      ]);
      const readingMs = await readingBound(device);
      played.push({
        relayMs: pinAt - changedAt,
        guardMs: writtenAt - repliedAt,
        nodeMs: pinAt - writtenAt,
        boundMs: readingMs === null ? null : readingMs + beyondMs,
      });
      const cleanedAt = clock.mono();
      await building.set(airOf(device), CLEAN);
      await traces.after('pin', false, cleanedAt);
    }
    return played;
  }

  /** Guard's own bound for the alarm that sounds now, up to the write; null when it met what nothing is promised for. */
  async function readingBound(device: string): Promise<number | null> {
    for (let attempt = 0; attempt < 50; attempt++) {
      const answer = await desk.request({ verb: 'status' });
      if (!answer.ok) throw new Error(answer.error.what);
      const { alarmTime } = answer.value as GuardStatus;
      const newest = alarmTime?.lines.gas?.newest;
      if (newest?.occurrence.startsWith(`${ruleOf(device)}#`) && newest.occurrence !== lastOccurrence) {
        lastOccurrence = newest.occurrence;
        return newest.boundMs;
      }
      await wait(20);
    }
    return null;
  }
}

/** The bound of the site without faults, and the part of it that guard's own measurement does not see. */
function promised({ site }: Stage): { total: AlarmTimeBound; beyondMs: number } {
  const loaded = loadSite(site, readProfiles(site), LINE_JUDGES);
  if (!loaded.ok) throw new Error(loaded.error.map((problem) => formatProblem(problem)).join('\n'));
  const bounds = alarmTimes(loaded.value).map(({ bounds }) => bounds[0]);
  const total = bounds.reduce((most, bound) => ((bound?.totalMs ?? 0) > (most?.totalMs ?? 0) ? bound : most));
  if (total === undefined) throw new Error('nothing is promised of this site');
  const beyond = total.terms.filter(({ name }) => BEYOND.includes(name));
  return { total, beyondMs: beyond.reduce((sum, { ms }) => sum + ms, 0) };
}

/** A rise for which guard promised nothing is held against the bound without faults. */
function figuresOf(steps: readonly Step[], staticMs: number): Figure[] {
  const whole = steps.map(({ relayMs }) => relayMs);
  const added = steps.map(({ guardMs, nodeMs }) => guardMs + nodeMs);
  const ms = { unit: 'ms', decimals: 1 } as const;
  return [
    ...Object.entries({ p50: 0.5, p99: 0.99, max: 1 }).map(([name, share]) => ({
      ...{ key: `alarm.relayMs.${name}`, what: `register change → relay coil, ${name}` },
      ...{ value: percentile(whole, share), ...ms },
    })),
    { key: 'alarm.boundMs', what: 'bound without faults', value: staticMs, ...ms },
    {
      ...{ key: 'alarm.boundExceeded', what: 'rises above the bound for the faults they met' },
      value: steps.filter(({ relayMs, boundMs }) => relayMs > (boundMs ?? staticMs)).length,
      ...{ unit: '', decimals: 0, goal: { atMost: 0 } },
    },
    ...Object.entries({ p50: [0.5, 5] as const, p99: [0.99, 15] as const }).map(([name, [share, most]]) => ({
      ...{ key: `alarm.addedMs.${name}`, what: `of this, added by guard and node, ${name}` },
      ...{ value: percentile(added, share), ...ms, goal: { atMost: most } },
    })),
  ];
}

function loadAverage(): string {
  return loadavg()[0]?.toFixed(1) ?? '';
}
