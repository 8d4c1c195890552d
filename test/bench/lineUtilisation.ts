import { setTimeout as wait } from 'node:timers/promises';
import type { Request } from '../../drivers/request.ts';
import type { DeviceTiming } from '../../gateway/alarmTime/deviceTiming.ts';

import { exchangeMs, gapMs } from '../../gateway/alarmTime/wire.ts';
import type { SerialFormat } from '../../gateway/core/serialFormat.ts';
import { toleranceOf } from '../../gateway/guard/bus/line/lateReplies.ts';
import type { Figure, Measured, Measurement } from './figure.ts';
import { registerSenses, registersProfile } from './registersProfile.ts';
import { percentile } from './spread.ts';
import { Stage } from './stage.ts';

const REGISTERS = 10;
const TURNAROUND_MS = 2;
const UNITS = 16; // each wanted every 50 ms: 320 exchanges a second, more than twice what 115200 baud carries
const PERIOD_MS = 50;
const RESPONSE_MS = 1000; // so patient that no stall of the machine is taken for a device that is late
const WARM_UP_MS = 3_000; // and the time after a start in which every answer is doubted
const MEASURE_MS = 20_000;

/** How much of what a line can carry the bus makes use of when it is asked for more. */
export const lineUtilisation: Measurement = {
  name: 'line',
  about: `${REGISTERS} registers, ${TURNAROUND_MS} ms turnaround, 8N1, a saturated line`,
  async run(): Promise<Measured> {
    const slow = await saturate(9600);
    const fast = await saturate(115_200);
    const shortGaps = slow.shortGaps + fast.shortGaps;
    return {
      figures: [
        ...figures(slow, 0.97),
        ...figures(fast, 0.9),
        {
          key: 'line.shortGaps',
          what: 'gaps shorter than the rule',
          value: shortGaps,
          unit: '',
          decimals: 0,
          goal: { atMost: 0 },
        },
      ],
      remarks: [slow, fast].map(
        ({
          baud,
          exchanges,
          seconds,
          busyShare,
          medianMs,
          limit,
          shortestGapMs,
          ruleGapMs,
          worstLatenessMs,
        }) =>
          `${baud} baud: ${exchanges} good answers in ${seconds.toFixed(1)} s, bytes on the wire ${(100 * busyShare).toFixed(1)} % of the time; the median exchange took ${medianMs.toFixed(2)} ms (${(100_000 / limit / medianMs).toFixed(1)} % of the limit: stalls of the machine do not show in it); shortest gap ${shortestGapMs.toFixed(2)} ms, rule ${ruleGapMs.toFixed(2)} ms; the simulated wire itself was up to ${worstLatenessMs.toFixed(2)} ms late`,
      ),
    };
  },
};

type Saturated = Awaited<ReturnType<typeof saturate>>;

async function saturate(baud: number) {
  await using stage = new Stage();
  const profile = 'bench-ten-registers';
  stage.profile(
    registersProfile({
      id: profile,
      registers: REGISTERS,
      turnaroundMs: TURNAROUND_MS,
      responseMs: RESPONSE_MS,
      class: 'state',
      periodMs: PERIOD_MS,
    }),
  );
  const units = Array.from({ length: UNITS }, (_, i) => i + 1);
  const building = await stage.simulate({
    lines: [
      {
        id: 'line',
        link: 'line',
        baud,
        devices: units.map((unit) => ({
          id: `d${unit}`,
          profile,
          unit,
          senses: registerSenses(unit, REGISTERS),
        })),
      },
    ],
  });
  const serial: SerialFormat = { baud, parity: 'none', stopBits: 1 };
  const connection = { type: 'serial', path: 'lines/line', adapterMs: 2, ...serial } as const;
  await stage.bus({
    gateway: { id: 'bench' },
    buses: [{ id: 'line', connection }],
    devices: units.map((unit) => ({ id: `d${unit}`, profile, bus: 'line', unit })),
  });
  const request: Request = { op: 'read', unit: 1, table: 'holding', address: 0, count: REGISTERS };
  const timing: DeviceTiming = {
    turnaroundMs: TURNAROUND_MS,
    responseMs: RESPONSE_MS,
    lateWindowMs: 0,
    gapMs: 0,
  };
  await wait(WARM_UP_MS + toleranceOf(connection, request, timing).forgetMs);
  const answeredAt: number[] = [];
  await building.subscribe(({ at }) => answeredAt.push(at));
  await building.resetTally();
  await wait(MEASURE_MS);
  const { lines, devices } = await building.tally();
  const line = lines.line;
  if (line === undefined) throw new Error('the simulator does not know its line');
  const exchanges = Object.values(devices).reduce((sum, { clean }) => sum + clean, 0);
  const seconds = line.elapsedMs / 1000;
  return {
    baud,
    exchanges,
    seconds,
    perSecond: exchanges / seconds,
    limit: 1000 / exchangeMs(connection, request, timing),
    medianMs: percentile(differences(answeredAt), 0.5),
    busyShare: line.busyMs / line.elapsedMs,
    shortGaps: line.shortGaps,
    shortestGapMs: line.shortestGapMs ?? Number.NaN,
    ruleGapMs: gapMs(serial),
    worstLatenessMs: line.worstLatenessMs,
  };
}

function differences(values: readonly number[]): number[] {
  return values.slice(1).map((value, i) => value - (values[i] ?? 0));
}

function figures({ baud, perSecond, limit }: Saturated, goal: number): Figure[] {
  return [
    { what: `${baud} baud: exchanges`, value: perSecond, unit: '/s', decimals: 2 },
    { what: `${baud} baud: limit`, value: limit, unit: '/s', decimals: 2 },
    {
      key: `line.${baud}.utilisation`,
      what: `${baud} baud: utilisation, share of the limit`,
      value: perSecond / limit,
      unit: '',
      decimals: 4,
      goal: { atLeast: goal },
    },
  ];
}
