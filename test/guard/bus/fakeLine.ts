import type { Profile, ProfilePoint } from '../../../drivers/profile/schema.ts';
import { profileSchema } from '../../../drivers/profile/schema.ts';
import type { Reading } from '../../../drivers/reading.ts';
import type { RegisterRange, Request } from '../../../drivers/request.ts';
import type { DeviceTiming } from '../../../gateway/alarmTime/deviceTiming.ts';
import { exchangeBoundMs, exchangeMs, unansweredMs } from '../../../gateway/alarmTime/wire.ts';
import type { DeviceHealth, LineHealth } from '../../../gateway/control/health.ts';
import { sleep } from '../../../gateway/core/clock.ts';
import type { Log } from '../../../gateway/core/log.ts';
import { err, ok, type Problem, type Result } from '../../../gateway/core/result.ts';
import { LinePoller } from '../../../gateway/guard/bus/poller/linePoller.ts';
import type { ExchangeResult, Habit, LineClient } from '../../../gateway/guard/bus/types.ts';
import type { Device, Line } from '../../../gateway/site/installation.ts';
import type { LineConnection } from '../../../gateway/site/schema/siteSchema.ts';
import { inLanguage } from '../../../gateway/text/language.ts';
import type { VirtualClock } from '../../harness/virtualClock.ts';

/** What a fake unit does with a request: registers, an exception (`read`: to a wider one in its place), garbage, or nothing. */
export type Behaviour = (
  request: Request,
) => readonly number[] | { exception: number; read?: RegisterRange } | 'crc' | 'silent';

export type Exchanged = {
  readonly start: number;
  readonly end: number;
  readonly request: Request;
  readonly kind: ExchangeResult['kind'];
};

/** A line on the virtual clock that takes the time a real one would, and keeps a log. */
export class FakeLine implements LineClient {
  readonly log: Exchanged[] = [];
  readonly units = new Map<number, Behaviour>();
  onLost: (problem: Problem) => void = () => {};
  onLate: LineClient['onLate'] = () => {};
  onNotice: LineClient['onNotice'] = () => {};
  oddities = new Map<number, Habit>();
  plugged = true;
  openMs = 0;
  opened = 0;
  isOpen = false;
  /** How slowly an answer comes: 0 in the typical time, 1 at the last moment. */
  slowness: (request: Request) => number = () => 0;
  readonly #clock: VirtualClock;
  readonly #connection: LineConnection;
  readonly #readyAt = new Map<number, number>();
  #busy = false;
  #abort: (() => void) | undefined;

  constructor(clock: VirtualClock, line: number | LineConnection = 9600) {
    this.#clock = clock;
    this.#connection = typeof line === 'number' ? serialAt(line) : line;
  }

  async open(): Promise<Result<void, Problem>> {
    if (this.openMs > 0) await sleep(this.#clock, this.openMs, 'opening');
    if (!this.plugged) return err({ code: 'port.missing', what: 'no such port' });
    this.opened++;
    this.isOpen = true;
    return ok(undefined);
  }

  async close(): Promise<void> {
    this.isOpen = false;
    this.#abort?.();
  }

  unplug(): void {
    this.plugged = false;
    this.isOpen = false;
    this.onLost({ code: 'port.unplugged', what: 'the adapter was unplugged' });
    this.#abort?.();
  }

  async exchange(request: Request, timing: DeviceTiming): Promise<ExchangeResult> {
    const start = this.#clock.mono();
    if (this.#busy) throw new Error('two exchanges at a time');
    if (!this.isOpen) throw new Error('the line is not open');
    if (start < this.readyAt(request.unit)) throw new Error(`unit ${request.unit} is in quarantine`);
    this.#busy = true;
    const said = this.units.get(request.unit)?.(request) ?? 'silent';
    const usual = exchangeMs(this.#connection, request, timing);
    const most = exchangeBoundMs(this.#connection, request, timing);
    const spent =
      said === 'silent'
        ? unansweredMs(this.#connection, request, timing)
        : usual + this.slowness(request) * (most - usual);
    const whole = await new Promise<boolean>((resolve) => {
      const timer = this.#clock.after(spent, 'exchange', () => resolve(true));
      this.#abort = () => {
        timer.cancel();
        resolve(false);
      };
    });
    this.#busy = false;
    this.#abort = undefined;
    const result = whole
      ? this.#result(said, spent - usual + timing.turnaroundMs)
      : { kind: 'portLost' as const };
    if (result.kind === 'timeout') this.#readyAt.set(request.unit, this.#clock.mono() + timing.lateWindowMs);
    this.log.push({ start, end: this.#clock.mono(), request, kind: result.kind });
    return result;
  }

  readyAt(unit: number): number {
    return this.#readyAt.get(unit) ?? 0;
  }

  costMs(request: Request, timing: DeviceTiming): number {
    return exchangeMs(this.#connection, request, timing);
  }

  habit(unit: number): Habit | undefined {
    return this.oddities.get(unit);
  }

  heardAt(): number {
    return Number.NEGATIVE_INFINITY;
  }

  readonly lateSeen = () => 0;

  #result(said: ReturnType<Behaviour>, beganMs: number): ExchangeResult {
    if (said === 'silent') return { kind: 'timeout' };
    if (said === 'crc') return { kind: 'crc' };
    if ('exception' in said) {
      const { exception: code, read } = said;
      return { kind: 'exception', code, ...(read === undefined ? {} : { read }) };
    }
    return { kind: 'ok', beganMs, values: said, at: { boot: this.#clock.boot, mono: this.#clock.mono() } };
  }
}

/** A serial connection of 8N1 at this baud, through an adapter that does not hold bytes back. */
function serialAt(baud: number): LineConnection {
  return { type: 'serial', path: '/dev/null', baud, parity: 'none', stopBits: 1, adapterMs: 0 };
}

/** Answers every read with its addresses as values, every write with success. */
export const echo: Behaviour = (request) =>
  request.op === 'read' ? Array.from({ length: request.count }, (_, i) => request.address + i) : [];

type PointSpec = Partial<ProfilePoint> & { readonly id: string };

/** A profile of holding registers, for tests of the bus alone. */
export function profileOf(points: readonly PointSpec[], timing: Partial<Profile['timing']> = {}): Profile {
  return profileSchema.parse({
    id: 'test',
    names: { en: 'Test', zh: '测试' },
    vendor: { en: 'Test', zh: '测试' },
    kind: 'test',
    source: 'test',
    verification: 'bench',
    serial: { unit: 1, baud: 9600, bauds: [9600] },
    timing: { turnaroundMs: 2, responseMs: 150, ...timing },
    points: points.map((point, i) => ({
      names: { en: point.id, zh: point.id },
      table: 'holding',
      address: i,
      type: 'u16',
      class: 'safety',
      periodMs: 1000,
      ...point,
    })),
  });
}

/** A device of the site, as resolved. */
export function deviceOf(id: string, unit: number, profile: Profile, extra: Partial<Device> = {}): Device {
  return {
    id,
    profile,
    lineId: 'line',
    unit,
    name: id,
    place: undefined,
    zone: undefined,
    parameters: {},
    baseline: {},
    calibrationDue: undefined,
    points: profile.points.map((point) => ({
      id: `${id}/${point.id}`,
      deviceId: id,
      profile: point,
      class: point.class,
      periodMs: point.periodMs,
      unit: '',
      decimals: 0,
      reportMs: 60_000,
      deadband: undefined,
    })),
    ...extra,
  };
}

/** A line of the site. */
export function lineOf(devices: readonly Device[], id = 'line', baud = 9600): Line {
  return { id, connection: serialAt(baud), devices };
}

/** Everything a bus told, in order. */
export class Told {
  readonly readings: Reading[] = [];
  readonly batches: (readonly Reading[])[] = [];
  readonly devices: DeviceHealth[] = [];
  readonly lines: LineHealth[] = [];
  /** What the operator was told: problems by code, other words as they are. */
  readonly words: string[] = [];
  readonly log: Log = {
    info: (message) => this.words.push(inLanguage(message, 'en')),
    problem: ({ code, where, what }) => this.words.push(`[${code}] ${where}: ${what}`),
  };
  readonly events = {
    readings: (readings: readonly Reading[]) => {
      this.readings.push(...readings);
      this.batches.push(readings);
    },
    device: (health: DeviceHealth) => this.devices.push(health),
    line: (health: LineHealth) => this.lines.push(health),
  };

  of(point: string): Reading[] {
    return this.readings.filter((reading) => reading.point === point);
  }

  stateOf(device: string): string | undefined {
    return this.devices.findLast((health) => health.device === device)?.state;
  }
}

/** A poller over a fake line with these devices, all of which answer; `writable` are units of annunciators. */
export function pollerOf(
  clock: VirtualClock,
  devices: readonly Device[],
  baud = 9600,
  writable: readonly number[] = [],
) {
  const client = new FakeLine(clock, baud);
  for (const device of devices) client.units.set(device.unit, echo);
  const told = new Told();
  const poller = new LinePoller({
    line: lineOf(devices, 'line', baud),
    client,
    clock,
    events: told.events,
    log: told.log,
    writable: new Set(writable),
  });
  return { client, told, poller };
}
