import type { Reading } from '../../../drivers/reading.ts';
import {
  BUMP_LEGS,
  type BumpInput,
  type BumpTest,
  bumpPassed,
  newBumpTest,
  openLeg,
  stepBumpTest,
} from '../../commission/check/bumpTest.ts';
import { type BumpAim, type BumpTrace, bumpReadings, bumpScreen } from '../../commission/check/bumpWatch.ts';
import { ZERO_WINDOW_MS, zeroOf } from '../../commission/check/zero.ts';
import type { AlarmScreen } from '../../control/alarmScreen.ts';
import { type Clock, every, type Timer } from '../../core/clock.ts';
import { err, ok, type Problem, type Result } from '../../core/result.ts';
import type { Installation } from '../../site/installation.ts';
import { commissionProblem } from '../../text/problems/commissionProblems.ts';
import { aimOf, limitsOf } from './bumpAim.ts';
import type { DoneBump, DoneChecks } from './doneChecks.ts';

/** What checks have of the box. */
export type ChecksBox = {
  readonly installation: () => Installation | null;
  readonly clock: Clock;
  /** The uplinks that have a row of this occurrence; none while the journal is not to be read. */
  deliveredTo(occurrence: string): Promise<readonly string[]>;
  /** Whether guard has an alarm of this point already: what comes new could not be told from it. */
  readonly hasAlarm: (point: string) => boolean;
  /** Whether a siren is tested by itself, and waits for an ear: nobody could say which of the two was heard. */
  readonly sirenTested: () => boolean;
  /** What a point shows now; null: no good number. */
  readonly valueOf: (point: string) => number | null;
  /** From the change to the command of the outputs, as guard measured it of this occurrence; null: it did not. */
  alarmMsOf(occurrence: string): Promise<number | null>;
  /** Silences the alarm of a test; acknowledges and resets it when its value is back. Guard judges both. */
  readonly silence: (occurrence: string, actor: string) => void;
  readonly settle: (occurrence: string, actor: string) => void;
  /** For the journal, and so for the city: what was done, and what came of it. */
  readonly tell: (command: string, actor: string, detail: string) => void;
  readonly changed: () => void;
  /** Results, when there is one more: to be kept. */
  readonly keep: (done: DoneChecks) => void;
};

/** A minute of one point. `values`: the good ones so far. */
export type ZeroRun = {
  readonly point: string;
  readonly actor: string;
  readonly from: number;
  readonly values: readonly number[];
};

export type BumpRun = {
  readonly point: string;
  readonly actor: string;
  readonly gas: string | null;
  readonly aim: BumpAim;
  readonly test: BumpTest;
  readonly trace: BumpTrace;
};

const TICK_MS = 500;

/**
 * Zeros and bump tests of points, from what guard says: nothing is passed by a tap but what only an ear can know. One bump test
 * at a time, because one siren is heard; that a sensor becomes well again is waited for beside the next.
 */
export class CommissionChecks {
  readonly #box: ChecksBox;
  readonly #zeros = new Map<string, ZeroRun>();
  #runs: readonly BumpRun[] = [];
  #done: DoneChecks;
  #timer: Timer | null = null;
  #asking = false;

  constructor(box: ChecksBox, done: DoneChecks) {
    this.#box = box;
    this.#done = done;
  }

  start(): void {
    this.#timer = every(this.#box.clock, TICK_MS, 'checks of commissioning', () => this.#tick());
  }

  stop(): void {
    this.#timer?.cancel();
  }

  get zeros(): readonly ZeroRun[] {
    return [...this.#zeros.values()];
  }

  /** The test that is under way; those that only wait for their sensor to be well again are `recovering`. */
  get bump(): BumpRun | null {
    return this.#runs.find(({ test }) => openLeg(test) !== 'recovery') ?? null;
  }

  get recovering(): readonly BumpRun[] {
    return this.#runs.filter(({ test }) => openLeg(test) === 'recovery');
  }

  get done(): DoneChecks {
    return this.#done;
  }

  /** Begins to listen to a point for a minute. */
  beginZero(point: string, actor: string): Result<null, Problem> {
    const known = this.#pointOf(point);
    if (known === undefined) return err(commissionProblem('commission.no-point', { point }));
    const tested = this.#runs.find((run) => this.#pointOf(run.point)?.deviceId === known.deviceId);
    if (tested !== undefined) return err(commissionProblem('commission.bump-runs', { point: tested.point }));
    this.#zeros.set(point, { point, actor, from: this.#now(), values: [] });
    this.#box.changed();
    return ok(null);
  }

  /** Begins a bump test. `gas`: what is given, as it stands on the bottle. */
  beginBump(point: string, gas: string | null, actor: string): Result<null, Problem> {
    const installation = this.#box.installation();
    const under = this.bump ?? this.#runs.find((run) => run.point === point);
    if (under !== undefined) return err(commissionProblem('commission.bump-runs', { point: under.point }));
    if (installation === null || this.#pointOf(point) === undefined)
      return err(commissionProblem('commission.no-point', { point }));
    const aim = aimOf(point, installation, this.#box.valueOf(point) ?? 0);
    if (aim === null) return err(commissionProblem('commission.no-rule', { point }));
    if (this.#box.hasAlarm(point)) return err(commissionProblem('commission.alarm-stands', { point }));
    if (this.#box.sirenTested()) return err(commissionProblem('commission.siren-tested'));
    const test = newBumpTest(limitsOf(point, installation), this.#now());
    this.#runs = [...this.#runs, { ...{ point, actor, gas, aim, test }, trace: { occurrence: null } }];
    this.#box.tell('bump-test', actor, `${point} begun${gas === null ? '' : ` with ${gas}`}`);
    this.#box.changed();
    return ok(null);
  }

  /** What a person has heard; said of the test that the page showed. The siren need not go on. */
  heard(point: string, yes: boolean): Result<null, Problem> {
    const run = this.bump;
    if (run?.point !== point) return err(commissionProblem('commission.no-bump', { point }));
    // nothing was told to sound yet: what somebody heard is something else
    if (run.test.legs.decision === undefined)
      return err(commissionProblem('commission.not-sounding', { point }));
    const at = this.#now();
    this.#step(run, [yes ? { kind: 'seen', leg: 'heard', at } : { kind: 'not-heard', at }]);
    if (run.trace.occurrence !== null) this.#box.silence(run.trace.occurrence, run.actor);
    return ok(null);
  }

  /** Breaks a test off: what did not come by then has failed. */
  endBump(point: string): Result<null, Problem> {
    const run = this.#runs.find((one) => one.point === point);
    if (run === undefined) return err(commissionProblem('commission.no-bump', { point }));
    this.#step(run, [{ kind: 'tick', at: Number.POSITIVE_INFINITY }]);
    return ok(null);
  }

  /** What guard has read. */
  readings(readings: readonly Reading[]): void {
    for (const { point, value, quality, at } of readings) {
      const run = this.#zeros.get(point);
      if (run === undefined || quality !== 'good' || typeof value !== 'number' || at.mono < run.from)
        continue;
      this.#zeros.set(point, { ...run, values: [...run.values, value] });
    }
    for (const run of this.#runs) this.#step(run, bumpReadings(run.test, run.aim, readings));
  }

  /** What guard's screen shows. */
  screen(screen: AlarmScreen): void {
    for (const run of this.#runs) {
      const { inputs, trace } = bumpScreen(run.test, run.aim, run.trace, screen, this.#now());
      this.#step(run, inputs, trace);
    }
  }

  #tick(): void {
    for (const run of this.#zeros.values()) if (this.#now() - run.from >= ZERO_WINDOW_MS) this.#endZero(run);
    if (this.#zeros.size > 0) this.#box.changed();
    for (const run of this.#runs) this.#step(run, [{ kind: 'tick', at: this.#now() }]);
    void this.#askPlatform();
  }

  #endZero({ point, values, actor }: ZeroRun): void {
    this.#zeros.delete(point);
    const known = this.#pointOf(point);
    if (known === undefined) return;
    const { accuracy = 0, resolution = 0 } = known.profile;
    const zero = zeroOf(values, Math.max(accuracy, resolution), known.periodMs);
    const before = this.#done.zeros[point];
    const found = before?.asFound ?? (before?.zero.kind === 'taken' ? before.zero.value : null);
    const done = {
      ...{ zero, actor, utc: this.#box.clock.utc(), baseline: this.#baselineOf(point) },
      asFound: found ?? (zero.kind === 'taken' ? zero.value : null),
    };
    this.#finish({ ...this.#done, zeros: { ...this.#done.zeros, [point]: done } });
  }

  /** Asks the journal whether the city has the alarm; one question at a time. */
  async #askPlatform(): Promise<void> {
    const run = this.#runs.find(({ test, trace }) => trace.occurrence !== null && !test.legs.platform);
    const occurrence = run?.trace.occurrence ?? null;
    if (this.#asking || run === undefined || occurrence === null) return;
    this.#asking = true;
    // a journal that cannot be looked into now is asked again with the next tick
    const [uplink] = await this.#box.deliveredTo(occurrence).catch(() => []);
    this.#asking = false;
    const now = this.#runs.find(({ trace }) => trace.occurrence === occurrence);
    if (uplink === undefined || now === undefined) return;
    this.#step(now, [{ kind: 'seen', leg: 'platform', at: this.#now(), detail: uplink }]);
  }

  #step(run: BumpRun, inputs: readonly BumpInput[], trace = run.trace): void {
    const test = inputs.reduce(stepBumpTest, run.test);
    if (test === run.test && trace.occurrence === run.trace.occurrence) return;
    const next = { ...run, test, trace };
    const passed = bumpPassed(test);
    this.#runs =
      passed === null
        ? this.#runs.map((one) => (one === run ? next : one))
        : this.#runs.filter((one) => one !== run);
    if (passed === null) {
      this.#box.changed();
      return;
    }
    const { point, gas, actor } = run;
    const before = this.#done.bumps[point];
    const asFound = before === undefined ? null : (before.asFound ?? summaryOf(before));
    const done: DoneBump = { test, passed, gas, actor, alarmMs: null, asFound, utc: this.#box.clock.utc() };
    this.#finish({ ...this.#done, bumps: { ...this.#done.bumps, [point]: done } });
    this.#box.tell('bump-test', actor, bumpText(point, test, passed));
    void this.#askAlarmTime(point, done, trace.occurrence);
    // who made the alarm has seen the end of it; where the value is not back it stays for somebody to look at
    if (test.legs.recovery?.outcome === 'passed' && trace.occurrence !== null)
      this.#box.settle(trace.occurrence, actor);
  }

  /** Guard's own measurement comes after the test: it is added to the result where that is still the newest. */
  async #askAlarmTime(point: string, done: DoneBump, occurrence: string | null): Promise<void> {
    if (occurrence === null) return;
    const alarmMs = await this.#box.alarmMsOf(occurrence).catch(() => null);
    if (alarmMs === null || this.#done.bumps[point] !== done) return;
    this.#finish({ ...this.#done, bumps: { ...this.#done.bumps, [point]: { ...done, alarmMs } } });
  }

  /** Keeps what others have found beside zeros and bump tests. */
  take(change: (done: DoneChecks) => Partial<DoneChecks>): void {
    this.#finish({ ...this.#done, ...change(this.#done) });
  }

  /** Begins to listen to every point of safety that is not tested just now: a minute is enough for all of them. */
  beginZeros(points: readonly string[], actor: string): Result<null, Problem> {
    const unknown = points.find((point) => this.#pointOf(point) === undefined);
    if (unknown !== undefined) return err(commissionProblem('commission.no-point', { point: unknown }));
    for (const point of points) this.beginZero(point, actor);
    return ok(null);
  }

  #baselineOf(point: string): number {
    const [device = '', id = ''] = point.split('/');
    return this.#box.installation()?.devices.get(device)?.baseline[id] ?? 0;
  }

  #finish(done: DoneChecks): void {
    this.#done = done;
    this.#box.keep(done);
    this.#box.changed();
  }

  #pointOf(id: string) {
    return this.#box.installation()?.points.get(id);
  }

  #now(): number {
    return this.#box.clock.mono();
  }
}

/** What is kept of an earlier test. */
function summaryOf({ test, passed, utc }: DoneBump): NonNullable<DoneBump['asFound']> {
  return { passed, failed: BUMP_LEGS.filter((leg) => test.legs[leg]?.outcome === 'failed'), utc };
}

/** A result as the journal has it: legible alone, legs that failed with their names. */
function bumpText(point: string, { legs }: BumpTest, passed: boolean): string {
  const of = (outcome: string) => BUMP_LEGS.filter((leg) => legs[leg]?.outcome === outcome).join(', ');
  const failed = passed ? '' : `: ${of('failed')}`;
  const unproven = of('unproven');
  return `${point} ${passed ? 'passed' : 'FAILED'}${failed}${unproven === '' ? '' : `; not proven: ${unproven}`}`;
}
