import type { Table } from '../../../../drivers/profile/schema.ts';
import type { Quality } from '../../../../drivers/quality.ts';
import type { Instant, Reading } from '../../../../drivers/reading.ts';
import type { Request } from '../../../../drivers/request.ts';
import { type DeviceTiming, deviceTiming, patienceMs } from '../../../alarmTime/deviceTiming.ts';
import { exchangeBoundMs, unansweredMs } from '../../../alarmTime/wire.ts';
import type { DeviceHealth } from '../../../control/health.ts';
import type { Problem } from '../../../core/result.ts';
import type { Device } from '../../../site/installation.ts';
import type { LineConnection } from '../../../site/schema/siteSchema.ts';
import { STARVED_MS } from '../schedule/admit.ts';
import {
  answered,
  type Breaker,
  type BreakerRule,
  expire,
  heardLate,
  lost,
  patienceEnds,
  postponed,
  spared,
  unknownBreaker,
} from '../schedule/breaker.ts';
import { ProbeBudget } from '../schedule/probeBudget.ts';
import { type Candidate, oneAtATime } from '../schedule/schedule.ts';
import type { Habit, LineClient } from '../types.ts';
import { type Block, Blocks, otherOf } from './blocks.ts';
import { type ContactFinding, firstAlone } from './contactFindings.ts';
import { deviceProblem, toldHabit } from './deviceTrouble.ts';
import { Losses } from './losses.ts';
import { Measuring } from './measuring.ts';
import { LOSS_KINDS, lossOf, type Outcome } from './outcome.ts';
import { PointMemory } from './pointMemory.ts';
import { Promptness } from './promptness.ts';
import { RefusedRegisters } from './refusedRegisters.ts';
import { WarmUp } from './warmUp.ts';

/** A planned read: what the schedule picks. */
export type PlannedRead = { readonly device: DevicePoll; readonly block: Block };

/** Busy so often in a row is told. */
const BUSY_ROW = 2;
/** What was held up by a search for what a device refuses has been made up for by then. */
const SETTLED_MS = 3_000;
/** How often a device that was given up is asked, probe budget permitting. */
const PROBES = { firstMs: 500, capMs: 1_500 };
/** How much of a line the losses of one living device may take while others share it. */
const LOSSES_SHARE = 0.25;
/** Losses of others hold a retry back no longer: it is to be known in time whether a device lives. */
const LONGEST_SHARED_HOLD_MS = 500;

/** One device as its line polls it: its blocks, breaker, counters, and what its points last read. */
export class DevicePoll {
  readonly device: Device;
  readonly timing: DeviceTiming;
  found: ContactFinding | undefined; // what first contact showed
  takesTurns = false; // with another device on its address
  readonly #connection: LineConnection;
  readonly #client: LineClient;
  readonly #blocks: Blocks;
  readonly #memory: PointMemory;
  readonly #rule: BreakerRule;
  readonly #losses: ProbeBudget;
  readonly #promptness = new Promptness();
  readonly #measuring: Measuring;
  #breaker: Breaker;
  #heardAt = Number.NEGATIVE_INFINITY;
  #busy = { row: 0, code: 0 };
  #searchedAt = Number.NEGATIVE_INFINITY; // for what it refuses
  readonly #warmUp: WarmUp;
  #lastLoss: Quality = 'no-communication';
  #lastOk: Instant | null = null;
  readonly #lostReads = new Losses();
  readonly #refusals = new RefusedRegisters();
  #counters = { ok: 0, beside: 0 };

  /** @param alone nobody else is on the line */
  constructor(device: Device, connection: LineConnection, client: LineClient, now: number, alone = false) {
    this.device = device;
    this.timing = deviceTiming(device.profile);
    this.#connection = connection;
    this.#client = client;
    this.#memory = new PointMemory(device);
    this.#measuring = new Measuring(device);
    this.#blocks = new Blocks(device, (table, count) =>
      client.costMs(this.#request(table, 0, count), this.timing),
    );
    const fastest = Math.min(...device.points.map((point) => point.periodMs));
    this.#rule = {
      ...{ patienceMs: patienceMs(fastest, this.timing), paceMs: this.timing.lateWindowMs },
      backoff: PROBES,
      retryFirst: device.points.some((point) => point.class === 'safety'),
    };
    this.#losses = new ProbeBudget(alone ? 1 : LOSSES_SHARE);
    this.#breaker = unknownBreaker(now);
    this.#warmUp = new WarmUp(device.profile.timing.warmUpS);
  }

  /** Plans the reads. Points that no read can serve are told with the reason, and read out of service. */
  plan(at: Instant): { readonly readings: Reading[]; readonly problems: Problem[] } {
    const impossible = this.#blocks.plan(at.mono);
    const ids = impossible.map(({ pointId }) => pointId);
    return {
      readings: this.#memory.silence(ids, 'out-of-service', at),
      problems: impossible.map(({ problem }) => problem),
    };
  }

  /** From now on one register a read. Points that are longer cannot be read so, and say so. */
  readAlone(at: Instant): Reading[] {
    if (this.#blocks.isAlone) return [];
    return this.#memory.silence(this.#blocks.readAlone(at.mono), 'protocol-error', at);
  }

  /** The line is open, and its reads are spread. */
  spread(): void {
    this.#measuring.align(this.#blocks.all);
  }

  get blocks(): readonly Block[] {
    return this.#blocks.all;
  }

  get state(): Breaker['state'] {
    return this.#breaker.state;
  }

  /** Has it lost what it was asked last, so that it is asked one thing at a time? */
  get isInDoubt(): boolean {
    return this.state === 'failing' && this.#breaker.lost > 0;
  }

  /**
   * Until when a retry waits because of what the device, or all of the line together (`shared`), has lost lately. Its safety read after a loss that stands alone
   * is never held back: the alarm time counts on it.
   */
  heldUntil(block: Block, now: number, shared: ProbeBudget): number {
    if (block.read.class === 'safety' && spared(this.#breaker, now)) return Number.NEGATIVE_INFINITY;
    const failMs = this.failMs(block);
    const patient = this.#breaker.lastLost + this.timing.lateWindowMs + LONGEST_SHARED_HOLD_MS;
    return Math.max(this.#losses.affordableFrom(failMs), Math.min(patient, shared.affordableFrom(failMs)));
  }

  /** An exchange with it took `ms` and was lost while it was not given up. */
  chargeLoss(now: number, ms: number): void {
    this.#losses.charge(now, ms);
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
    this.#noticeLateReply();
    if (now >= this.#blocks.mendAt && this.state === 'online') this.#blocks.mend(now);
    const from = Math.max(this.#breaker.retryAt, this.readyAt, this.#measuring.readyAt);
    if (this.state === 'offline') return this.#probe(from, now);
    const all = this.#blocks.all.map((block) =>
      this.#candidate(block, block.read.class, Math.max(from, block.due, block.retryAt)),
    );
    return this.isInDoubt ? oneAtATime(all, now) : all;
  }

  /** What reading `block` takes of the line at most. */
  boundMs(block: Block): number {
    return exchangeBoundMs(this.#connection, this.#read(block), this.timing);
  }

  /** What reading `block` takes of the line now, should no answer come. */
  failMs(block: Block): number {
    return unansweredMs(this.#connection, this.request(block), this.timingNow);
  }

  /** How it is asked now: a device that has not answered a retry, or was given up, with less patience. */
  get timingNow(): DeviceTiming {
    if (this.#connection.type === 'modbus-tcp') return this.timing;
    return this.#promptness.timed(this.timing, this.state === 'offline' || this.#breaker.lost > 1);
  }

  /** What brings the block nearer: its read, or what makes the device measure first. */
  request(block: Block): Request {
    return this.#measuring.before(block) ?? this.#read(block);
  }

  #read(block: Block): Request {
    const request = this.#request(block.read.table, block.read.address, block.read.count);
    const instead = this.#blocks.insteadOf(block).map(({ address, count }) => ({ address, count }));
    return instead.length === 0 ? request : { ...request, instead };
  }

  /** Whether what is missed of `block` is for want of time on the line: the device answers as it should. */
  #isWell({ failures }: Block, now: number): boolean {
    if (this.#blocks.searching) this.#searchedAt = now;
    if (now - this.#searchedAt <= SETTLED_MS || this.#habit !== undefined) return false;
    return this.state === 'online' && failures === 0 && this.#busy.row === 0;
  }

  /** Takes in how the read of `block` ended. `missed`: releases it came too late for, through no fault of the device. */
  settle(
    block: Block,
    outcome: Outcome,
    startedAt: number,
    at: Instant,
  ): { readings: Reading[]; missed: number } {
    const well = this.#isWell(block, at.mono);
    const before = this.#measuring.before(block);
    switch (outcome.kind) {
      case 'served': {
        const habit = this.#habit?.kind;
        const isClear = habit !== 'unclear'; // else its values may raise an alarm, and are no samples
        this.heard(at.mono, (outcome.beside ?? 0) + Number(!isClear));
        this.#counters.ok += Number(isClear);
        this.#lastOk = outcome.at;
        if (before !== undefined) {
          this.#measuring.told(startedAt, at.mono);
          return { readings: [], missed: 0 };
        }
        const read = { ...block.read, ...(otherOf(block, outcome.read) ?? {}) };
        if (outcome.beganMs !== undefined) this.#promptness.answered(outcome.beganMs);
        const missed = this.#blocks.served(block, read.points, startedAt);
        this.#refusals.given(read.points);
        this.#refusals.look(this.#blocks.searching, at.mono);
        this.#busy = { row: 0, code: 0 };
        if (habit === 'shared') {
          const ids = read.points.map(({ id }) => id);
          return { readings: this.#memory.silence(ids, 'protocol-error', at), missed: 0 };
        }
        const odd = habit === 'twice' || !isClear;
        const atMost = !this.#warmUp.isOver(outcome.at.mono) ? 'warm-up' : odd ? 'out-of-spec' : 'good';
        const heard = this.#memory.heard(read, outcome.values, outcome.at, atMost);
        const readings = this.found?.kind === 'merged' ? firstAlone(heard, read) : heard;
        return { readings, missed: well ? missed : 0 };
      }
      case 'refused': {
        this.heard(at.mono);
        this.#lostReads.counted.exceptions++;
        if (outcome.read !== undefined) {
          this.#blocks.failedInstead(block, outcome.read);
          return { readings: [], missed: 0 };
        }
        if (outcome.busy) {
          this.#busy = { row: this.#busy.row + 1, code: outcome.code };
          const silent = this.#blocks.busy(block, at.mono);
          return { readings: this.#memory.silence(silent, 'no-communication', at), missed: 0 };
        }
        const silent = this.#blocks.refused(block, startedAt, at.mono, before === undefined);
        const readings = this.#memory.silence(silent, 'protocol-error', at);
        if (before !== undefined) this.#measuring.refused(outcome.code);
        else if (silent.length > 0) {
          const { table, address, count } = block.read;
          this.#refusals.refused({ points: silent, table, address, count, code: outcome.code }, at.mono);
        }
        this.#refusals.look(this.#blocks.searching, at.mono);
        return { readings, missed: 0 };
      }
      case 'unsure': {
        this.heard(at.mono);
        this.#lostReads.counted.mismatches++;
        this.#blocks.unsure(block, outcome.clearAt);
        return { readings: [], missed: 0 };
      }
      case 'lost': {
        const other = otherOf(block, outcome.read);
        if (other?.isKnown === false) this.#blocks.failedInstead(block, other);
        const wasDeaf = this.state !== 'offline' && this.#blocks.isDeafTo(block);
        const bad = this.#blocks.lost(block, this.#rule.backoff, at.mono, lossOf(outcome) === 'garbled');
        const readings = this.#memory.silence(bad, outcome.quality, at);
        return { readings: [...readings, ...this.lose(outcome, at, startedAt, wasDeaf)], missed: 0 };
      }
      case 'portLost':
        return { readings: [], missed: 0 };
    }
  }

  /** It answered something, `beside` times what was not planned. Back from offline it warms up, and everything is wanted at once. */
  heard(now: number, beside = 0): void {
    this.#counters.beside += beside;
    this.#warmUp.heard(this.#breaker, now);
    if (this.state === 'offline') this.#blocks.revive(now);
    this.#breaker = answered(this.#breaker, now);
  }

  /** This program stood still for so long: nobody was silent meanwhile. */
  postpone(byMs: number): void {
    this.#breaker = postponed(this.#breaker, byMs);
  }

  /** Its reply may have come after it was given up: then it lives, and is only late. */
  #noticeLateReply(): void {
    const heardAt = this.#client.heardAt(this.device.unit);
    if (heardAt <= this.#heardAt) return;
    this.#heardAt = heardAt;
    if (heardAt < this.#breaker.lastLost || this.#breaker.lost === 0) return;
    this.#promptness.heardLate();
    this.#blocks.heardLate();
    this.#warmUp.forgive();
    this.#breaker = heardLate(this.#breaker, heardAt);
  }

  /** An exchange with it, begun at `startedAt`, brought no usable answer; `wasDeaf`: which says nothing of it as a whole. */
  lose(outcome: Outcome & { kind: 'lost' }, at: Instant, startedAt: number, wasDeaf = false): Reading[] {
    this.#lostReads.add(outcome.cause, this.#client.heardAt(this.device.unit) > startedAt, at.mono);
    this.#measuring.forget();
    if (wasDeaf) return [];
    this.#lastLoss = outcome.quality;
    if (lossOf(outcome) === 'silent') this.#warmUp.silent();
    const wasOffline = this.state === 'offline';
    this.#breaker = lost(this.#breaker, this.#rule, at.mono, LOSS_KINDS[outcome.cause]);
    return wasOffline ? [] : this.#whenOffline(at);
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
    else {
      this.#breaker = unknownBreaker(at.mono);
      this.#warmUp.forgive();
    }
    this.#measuring.forget();
    return this.#silenceAll('no-communication', at);
  }

  get #habit(): Habit | undefined {
    return this.takesTurns ? { kind: 'shared' } : this.#client.habit(this.device.unit);
  }

  /** Why it does not answer as it should; undefined when it does, or has not been given up yet. */
  get trouble(): Problem | undefined {
    const busy = this.#busy.row >= BUSY_ROW ? ({ kind: 'busy', code: this.#busy.code } as const) : undefined;
    const refusals = this.state === 'offline' ? [] : this.#refusals.told; // silence is another matter
    const { isAlone, tooLong } = this.#blocks;
    const lost = this.state === 'offline' ? 'whole' : this.#blocks.deafTo;
    const givenUp = this.#lostReads.why(this.#connection, this.#lastOk !== null, lost);
    const told = toldHabit(this.#habit, this.#connection) ?? busy ?? this.#measuring.trouble ?? givenUp;
    return deviceProblem(
      { trouble: told, refusals, found: this.found, isAlone, tooLong },
      this.device,
      this.timing,
    );
  }

  health(boot: string): DeviceHealth {
    return {
      device: this.device.id,
      state: this.state,
      since: { boot, mono: this.#breaker.since },
      lastOk: this.#lastOk,
      ...this.#counters,
      ...this.#lostReads.counted,
      lateSeen: this.#client.lateSeen(this.device.unit),
      ...(this.trouble === undefined ? {} : { trouble: this.trouble }),
    };
  }

  #whenOffline(at: Instant): Reading[] {
    return this.state === 'offline' ? this.#silenceAll(this.#lastLoss, at) : [];
  }

  #silenceAll(quality: Quality, at: Instant): Reading[] {
    const planned = this.#blocks.all.flatMap((block) => block.read.points.map((point) => point.id));
    return this.#memory.silence(planned, quality, at);
  }

  /** Who waits in vain for a gap is read for safety. */
  #probe(from: number, now: number): Candidate<PlannedRead>[] {
    const block = this.#blocks.inTurn(now - from > STARVED_MS ? 0 : Math.floor(this.#breaker.lost));
    return block === undefined ? [] : [{ ...this.#candidate(block, 'probe', from), due: from }];
  }

  #candidate(
    block: Block,
    standing: Candidate<PlannedRead>['standing'],
    from: number,
  ): Candidate<PlannedRead> {
    const { periodMs } = block.read;
    const longestMs = standing === 'probe' ? this.failMs(block) : 0;
    const asked = { what: { device: this, block }, standing, from, due: block.due };
    return { ...asked, periodMs, deadlineMs: periodMs, longestMs };
  }

  #request(table: Table, address: number, count: number): Extract<Request, { op: 'read' }> {
    return { op: 'read', unit: this.device.unit, table, address, count };
  }
}
