import type { Request } from '../../../drivers/request.ts';
import { charMs, deadlineMs, gapMs } from '../../../gateway/alarmTime/wire.ts';
import { type Clock, sleep } from '../../../gateway/core/clock.ts';
import { silentLog } from '../../../gateway/core/log.ts';
import { RtuLine } from '../../../gateway/guard/bus/line/rtuLine.ts';
import { LinePoller } from '../../../gateway/guard/bus/poller/linePoller.ts';
import { memoryPorts } from '../../../gateway/guard/bus/port/memoryPort.ts';
import type { Port } from '../../../gateway/guard/bus/types.ts';
import type { LineConnection } from '../../../gateway/site/schema/siteSchema.ts';
import { VirtualClock } from '../../harness/virtualClock.ts';
import { deviceOf, lineOf, profileOf } from './fakeLine.ts';
import { NaiveLine } from './line/naiveLine.ts';
import { seeded } from './line/random.ts';
import { type Manners, Slaves } from './line/slaves.ts';

/** A line of equal devices whose registers all move, and of whose replies some come late. */
export type LateTrial = {
  readonly units: number;
  readonly blocks: number; // equal blocks, a thousand registers apart
  readonly registers?: number; // of a block; ten unless said
  readonly timing?: Partial<typeof TIMING>;
  readonly periodMs: number;
  readonly class?: 'safety' | 'state' | 'trend';
  readonly ms: number; // how long it runs
  readonly seed: number;
  readonly manners?: Partial<Manners>;
};

/** What came of it. `stale`: values of the right registers from before they were asked for. */
export type LateTally = {
  good: number; // messages: all ten registers of a block
  wrong: number;
  stale: number;
  lost: number; // messages that told points as lost
};

type SerialConnection = Extract<LineConnection, { type: 'serial' }>;
const CONNECTION = lineOf([]).connection as SerialConnection;
const TEN = 10;
const APART = 1000;
const TICK_MS = 10;
const TIMING = { turnaroundMs: 20, responseMs: 200, lateWindowMs: 800, gapMs: 0 };

/** Five in a hundred replies come 5 to 255 ms after an answer was given up that may take 200 ms. */
const SELDOM_LATE: Manners = { turnaroundMs: 20, lateShare: 0.05, lateMs: [205, 455] };

/** Each register says whose it is (6 bits) and when it was read (10 bits, hundredths of a second). */
function moving(unit: number, address: number, now: number): number {
  return (tagOf(unit, Math.floor(address / APART)) << 10) | (Math.floor(now / TICK_MS) & 1023);
}

function tagOf(unit: number, block: number): number {
  return (unit * 4 + block) & 63;
}

function judged(values: readonly number[], unit: number, block: number, startedAt: number): keyof LateTally {
  if (values.some((value) => value >> 10 !== tagOf(unit, block))) return 'wrong';
  const age = (value: number) => ((value & 1023) - Math.floor(startedAt / TICK_MS)) & 1023;
  return values.some((value) => age(value) > 512) ? 'stale' : 'good';
}

/** No register beyond those of a block: a device that refuses whoever asks for more. */
export function strict(registers = TEN): (address: number, count: number) => boolean {
  return (address, count) => (address % APART) + count <= registers;
}

/** Where a trial takes place: time, the master's port, and how long `ms` take there. */
export type Place = {
  readonly clock: Clock;
  readonly near: Port;
  readonly connection: SerialConnection;
  /** Hands bytes to the master. */
  readonly write: (bytes: Uint8Array) => void;
  /** Set by the trial: bytes of the master. */
  onBytes: (bytes: Uint8Array, at: number) => void;
  readonly pass: (ms: number) => Promise<void>;
  readonly until: <T>(promise: Promise<T>) => Promise<T>;
};

/** On a virtual clock, in memory. */
function inMemory(): Place {
  const clock = new VirtualClock({ mono: 10_000 });
  const [near, far] = memoryPorts(clock);
  void far.open();
  const place: Place = {
    ...{ clock, near, connection: CONNECTION },
    write: (bytes) => far.write(bytes),
    onBytes: () => {},
    pass: (ms) => clock.advance(ms),
    until: (promise) => clock.until(promise, Number.POSITIVE_INFINITY),
  };
  far.onBytes = (bytes, at) => place.onBytes(bytes, at);
  return place;
}

class Scene {
  readonly place: Place;
  readonly slaves: Slaves;
  readonly tally: LateTally = { good: 0, wrong: 0, stale: 0, lost: 0 };

  constructor({ seed, manners }: LateTrial, place: Place) {
    this.place = place;
    const { clock } = place;
    this.slaves = new Slaves({
      clock,
      charMs: charMs(CONNECTION),
      random: seeded(seed),
      manners: { ...SELDOM_LATE, ...manners },
      registerOf: (unit, address) => moving(unit, address, clock.mono()),
      write: (bytes) => place.write(bytes),
    });
    place.onBytes = (bytes, at) => this.slaves.receive(bytes, at);
  }

  result(ms: number) {
    const { tally, slaves } = this;
    return { ...tally, goodPerS: (1000 * tally.good) / ms, late: slaves.late, asked: slaves.heard };
  }
}

/** The poller of the gateway on its real line client. */
export async function tryLate(trial: LateTrial, place = inMemory()) {
  const { units, blocks, periodMs, ms, registers = TEN } = trial;
  const scene = new Scene(trial, place);
  const { tally } = scene;
  const { clock } = place;
  const points = Array.from({ length: blocks * registers }, (_, i) => ({
    id: `b${Math.floor(i / registers)}r${i % registers}`,
    address: APART * Math.floor(i / registers) + (i % registers),
    class: trial.class ?? ('safety' as const),
    periodMs,
  }));
  const profile = profileOf(points, { ...TIMING, ...trial.timing });
  const devices = Array.from({ length: units }, (_, i) => deviceOf(`d${i + 1}`, i + 1, profile));
  let startedAt = 0;
  const poller = new LinePoller({
    ...{ line: { ...lineOf(devices), connection: place.connection }, clock, log: silentLog },
    client: new RtuLine(place.near, place.connection, clock),
    events: {
      exchanged: (note) => {
        startedAt = note.startedAt;
      },
      readings: (readings) => {
        const whole = readings.every(({ quality }) => quality === 'good');
        const [device = '', id = ''] = readings[0]?.point.split('/') ?? [];
        const block = Number(id.slice(1, id.indexOf('r')));
        const values = readings.map(({ value }) => Number(value));
        tally[whole ? judged(values, Number(device.slice(1)), block, startedAt) : 'lost']++;
      },
      device: () => {},
      line: () => {},
    },
  });
  await poller.start();
  await place.pass(ms);
  await place.until(poller.stop());
  return scene.result(ms);
}

/** An ordinary loop: whatever is due longest is asked for; a unit that timed out not again for `skipMs`. */
export async function tryLoop(trial: LateTrial, skipMs: number, place = inMemory()) {
  const { units, blocks, periodMs, ms, registers = TEN } = trial;
  const scene = new Scene(trial, place);
  const { tally } = scene;
  const { clock } = place;
  const line = new NaiveLine(place.near, clock, skipMs > 0);
  await line.open();
  const wanted = Array.from({ length: units * blocks }, (_, i) => ({
    unit: 1 + (i % units),
    block: Math.floor(i / units),
    due: clock.mono(),
  }));
  const readyAt = new Map<number, number>();
  const end = clock.mono() + ms;
  const run = async () => {
    while (clock.mono() < end) {
      const from = (one: (typeof wanted)[number]) => Math.max(one.due, readyAt.get(one.unit) ?? 0);
      const next = wanted.toSorted((a, b) => from(a) - from(b))[0];
      if (next === undefined) return;
      await sleep(clock, Math.max(gapMs(CONNECTION), from(next) - clock.mono()), 'next');
      const { unit, block } = next;
      const request: Request = {
        op: 'read',
        unit,
        table: 'holding',
        address: APART * block,
        count: registers,
      };
      const startedAt = clock.mono();
      next.due = startedAt + periodMs;
      const responseMs = deadlineMs(CONNECTION, request, TIMING);
      const result = await line.exchange(request, { ...TIMING, responseMs });
      if (result.kind === 'ok') tally[judged(result.values, unit, block, startedAt)]++;
      else if (result.kind === 'timeout') readyAt.set(unit, clock.mono() + skipMs);
    }
  };
  await place.until(run());
  await line.close();
  return scene.result(ms);
}

export function describeTrial(result: Awaited<ReturnType<typeof tryLate>>): string {
  const { good, wrong, stale, lost, goodPerS, late, asked } = result;
  return `${goodPerS.toFixed(2)}/s good ${good} wrong ${wrong} stale ${stale} lost ${lost} late ${late} of ${asked}`;
}
