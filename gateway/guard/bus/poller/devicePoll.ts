import type { Table } from '../../../../drivers/profile/schema.ts';
import type { Quality } from '../../../../drivers/quality.ts';
import type { Instant, Reading } from '../../../../drivers/reading.ts';
import type { Request } from '../../../../drivers/request.ts';
import type { DeviceTiming } from '../../../alarmTime/deviceTiming.ts';
import { deviceTiming } from '../../../alarmTime/deviceTiming.ts';
import { exchangeBoundMs } from '../../../alarmTime/wire.ts';
import type { DeviceHealth } from '../../../control/health.ts';
import type { Problem } from '../../../core/result.ts';
import type { Device } from '../../../site/installation.ts';
import type { LineConnection } from '../../../site/schema/siteSchema.ts';
import {
  answered,
  type Breaker,
  type BreakerRule,
  budgeted,
  expire,
  lost,
  patienceEnds,
  spared,
  unknownBreaker,
} from '../schedule/breaker.ts';
import { type Candidate, compare } from '../schedule/schedule.ts';
import type { LineClient } from '../types.ts';
import { type Block, Blocks } from './blocks.ts';
import type { Refusal } from './lineNews.ts';
import type { Outcome } from './outcome.ts';
import { PointMemory } from './pointMemory.ts';

/** A planned read: what the schedule picks. */
export type PlannedRead = { readonly device: DevicePoll; readonly block: Block };

/** Until three polls in a row were missed a device is not given up, and never before a second retry had its chance. */
const PATIENCE_PERIODS = 3;
const FIRST_RETRY_MS = 500;
/** An offline device is asked at least this often (probe budget permitting); one with safety points more often. */
const SLOWEST_PROBE_MS = 10_000;
const SLOWEST_SAFETY_PROBE_MS = 5_000;

/** One device as its line polls it: its blocks, breaker, counters, and what its points last read. */
export class DevicePoll {
  readonly device: Device;
  readonly timing: DeviceTiming;
  readonly #connection: LineConnection;
  readonly #client: LineClient;
  readonly #blocks: Blocks;
  readonly #memory: PointMemory;
  readonly #rule: BreakerRule;
  #breaker: Breaker;
  #warmUntil: number; // mono counts from the boot of the gateway, which shares its mains with the sensors
  #lastLoss: Quality = 'no-communication';
  #lastOk: Instant | null = null;
  #refusals: Refusal[] = []; // not yet told
  #counters = { ok: 0, timeouts: 0, crc: 0, exceptions: 0, mismatches: 0 };

  constructor(device: Device, connection: LineConnection, client: LineClient, now: number) {
    this.device = device;
    const timing = deviceTiming(device.profile);
    this.timing = timing;
    this.#connection = connection;
    this.#client = client;
    this.#memory = new PointMemory(device);
    this.#blocks = new Blocks(device, (table, count) =>
      client.costMs(this.#request(table, 0, count), timing),
    );
    const fastest = Math.min(...device.points.map((point) => point.periodMs));
    const hasSafety = device.points.some((point) => point.class === 'safety');
    this.#rule = {
      patienceMs: Math.max(
        PATIENCE_PERIODS * fastest,
        timing.lateWindowMs + 2 * timing.responseMs + FIRST_RETRY_MS + fastest,
      ),
      backoff: { firstMs: FIRST_RETRY_MS, capMs: hasSafety ? SLOWEST_SAFETY_PROBE_MS : SLOWEST_PROBE_MS },
      retryFirst: hasSafety,
    };
    this.#breaker = unknownBreaker(now);
    this.#warmUntil = device.profile.timing.warmUpS * 1000;
  }

  /** Plans the reads. Points that no read can serve are told with the reason, and read out of service. */
  plan(at: Instant): { readonly readings: Reading[]; readonly problems: Problem[] } {
    const impossible = this.#blocks.plan(at.mono);
    return {
      readings: this.#memory.silence(
        impossible.map(({ pointId }) => pointId),
        'out-of-service',
        at,
      ),
      problems: impossible.map(({ problem }) => problem),
    };
  }

  get blocks(): readonly Block[] {
    return this.#blocks.all;
  }

  get state(): Breaker['state'] {
    return this.#breaker.state;
  }

  /** Must what is asked of it be paid from the probe budget? */
  get budgeted(): boolean {
    return budgeted(this.#breaker);
  }

  /** Was it well until its last exchange, which it lost? */
  get trusted(): boolean {
    return this.#breaker.trusted;
  }

  /** Does its last loss stand alone, so that its safety reads are not held back by the budget? */
  spared(now: number): boolean {
    return spared(this.#breaker, now);
  }

  /** From when its unit may be asked again: in the past unless it is in quarantine. */
  get readyAt(): number {
    return this.#client.readyAt(this.device.unit);
  }

  /** When patience ends, if nothing is heard. */
  get patienceEnds(): number {
    return patienceEnds(this.#breaker, this.#rule);
  }

  /** What this device wants of the line: all its blocks, or one attempt while it is in doubt. */
  candidates(now: number): Candidate<PlannedRead>[] {
    if (now >= this.#blocks.mendAt && this.state === 'online') this.#blocks.mend(now);
    const from = Math.max(this.#breaker.retryAt, this.readyAt);
    if (this.state === 'offline') return this.#probe(from);
    const all = this.#blocks.all.map((block) =>
      this.#candidate(block, block.read.class, Math.max(from, block.due, block.retryAt)),
    );
    return this.budgeted ? oneAtATime(all, now) : all;
  }

  /** What reading `block` takes of the line at most, should no answer come. */
  failMs(block: Block): number {
    return exchangeBoundMs(this.#connection, this.request(block), this.timing);
  }

  request(block: Block): Request {
    return this.#request(block.read.table, block.read.address, block.read.count);
  }

  /** Takes in how the read of `block` ended. `missed`: releases it came too late for, through no fault of the device. */
  settle(
    block: Block,
    outcome: Outcome,
    startedAt: number,
    at: Instant,
  ): { readings: Reading[]; missed: number } {
    const well = this.state === 'online' && block.failures === 0;
    switch (outcome.kind) {
      case 'served': {
        this.heard(at.mono);
        this.#counters.ok++;
        this.#lastOk = outcome.at;
        const missed = this.#blocks.served(block, startedAt);
        const warm = outcome.at.mono < this.#warmUntil;
        return {
          readings: this.#memory.heard(block.read, outcome.values, outcome.at, warm),
          missed: well ? missed : 0,
        };
      }
      case 'refused': {
        this.heard(at.mono);
        this.#counters.exceptions++;
        const silent = this.#blocks.refused(block, outcome.busy, startedAt, at.mono);
        const readings = this.#memory.silence(silent, 'protocol-error', at);
        if (readings.length > 0) {
          const { table, address, count } = block.read;
          this.#refusals.push({ points: silent, table, address, count, code: outcome.code });
        }
        return { readings, missed: 0 };
      }
      case 'lost': {
        const silent = this.#blocks.lost(block, this.#rule.backoff, at.mono);
        const readings = this.#memory.silence(silent, outcome.quality, at);
        return { readings: [...readings, ...this.lose(outcome, at)], missed: 0 };
      }
      case 'portLost':
        return { readings: [], missed: 0 };
    }
  }

  /** It answered something. Back from offline it warms up, and everything is wanted at once. */
  heard(now: number): void {
    const back = this.state === 'offline';
    this.#breaker = answered(this.#breaker, now);
    if (!back) return;
    const { warmUpS } = this.device.profile.timing;
    // without a warm-up the very answer that brought it back is as good as any
    if (warmUpS > 0) this.#warmUntil = Math.max(this.#warmUntil, now + warmUpS * 1000);
    this.#blocks.revive(now);
  }

  /** An exchange with it brought no usable answer. */
  lose(outcome: Outcome & { kind: 'lost' }, at: Instant): Reading[] {
    this.#counters[COUNTERS[outcome.cause]]++;
    this.#lastLoss = outcome.quality;
    const before = this.state;
    this.#breaker = lost(this.#breaker, this.#rule, at.mono);
    return before === 'offline' ? [] : this.#whenOffline(at);
  }

  /** Gives it up when patience has ended. */
  expire(at: Instant): Reading[] {
    if (this.patienceEnds > at.mono) return [];
    this.#breaker = expire(this.#breaker, this.#rule, at.mono);
    return this.#whenOffline(at);
  }

  /** The line is gone: nothing can be said of the device, and its points read no communication. */
  portLost(at: Instant): Reading[] {
    // a device that was offline has to prove itself again when the line is back, and to warm up
    if (this.state === 'offline') this.#breaker = { ...this.#breaker, retryAt: at.mono };
    else this.#breaker = unknownBreaker(at.mono);
    return this.#silenceAll('no-communication', at);
  }

  /** What it was found to refuse since this was last asked; nothing while the search is not over. */
  takeRefusals(): readonly Refusal[] {
    return this.#blocks.searching ? [] : this.#refusals.splice(0);
  }

  health(boot: string): DeviceHealth {
    return {
      device: this.device.id,
      state: this.state,
      since: { boot, mono: this.#breaker.since },
      lastOk: this.#lastOk,
      ...this.#counters,
      lateSeen: this.#client.lateSeen(this.device.unit),
    };
  }

  #whenOffline(at: Instant): Reading[] {
    return this.state === 'offline' ? this.#silenceAll(this.#lastLoss, at) : [];
  }

  #silenceAll(quality: Quality, at: Instant): Reading[] {
    const planned = this.#blocks.all.flatMap((block) => block.read.points.map((point) => point.id));
    return this.#memory.silence(planned, quality, at);
  }

  /** Blocks take turns, safety first: a device may be deaf to one of them alone. */
  #probe(from: number): Candidate<PlannedRead>[] {
    const turns = this.#blocks.all.toSorted((a, b) => CLASS_ORDER[a.read.class] - CLASS_ORDER[b.read.class]);
    const block = turns[this.#breaker.lost % Math.max(1, turns.length)];
    return block === undefined ? [] : [{ ...this.#candidate(block, 'probe', from), due: from }];
  }

  #candidate(
    block: Block,
    standing: Candidate<PlannedRead>['standing'],
    from: number,
  ): Candidate<PlannedRead> {
    const { periodMs } = block.read;
    const longestMs = standing === 'probe' ? this.failMs(block) : 0;
    return {
      what: { device: this, block },
      standing,
      from,
      due: block.due,
      periodMs,
      deadlineMs: periodMs,
      longestMs,
    };
  }

  #request(table: Table, address: number, count: number): Request {
    return { op: 'read', unit: this.device.unit, table, address, count };
  }
}

const CLASS_ORDER = { safety: 0, state: 1, trend: 2 } as const;
const COUNTERS = { timeout: 'timeouts', crc: 'crc', mismatch: 'mismatches', gateway: 'exceptions' } as const;

/** Of those that may start now the one that would be served first; and what is wanted later, so that it is not slept over. */
function oneAtATime<T>(candidates: readonly Candidate<T>[], now: number): Candidate<T>[] {
  const eligible = candidates.filter(({ from }) => from <= now);
  const later = candidates.filter(({ from }) => from > now);
  return [...eligible.toSorted((a, b) => compare(a, b, now)).slice(0, 1), ...later];
}
