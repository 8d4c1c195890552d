import type { Reading } from '../../../drivers/reading.ts';
import {
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
 * at a time, because an alarm belongs to whatever was given gas.
 */
export class CommissionChecks {
  readonly #box: ChecksBox;
  readonly #zeros = new Map<string, ZeroRun>();
  #bump: BumpRun | null = null;
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

  get bump(): BumpRun | null {
    return this.#bump;
  }

  get done(): DoneChecks {
    return this.#done;
  }

  /** Begins to listen to a point for a minute. */
  beginZero(point: string, actor: string): Result<null, Problem> {
    if (this.#pointOf(point) === undefined) return err(commissionProblem('commission.no-point', { point }));
    this.#zeros.set(point, { point, actor, from: this.#now(), values: [] });
    this.#box.changed();
    return ok(null);
  }

  /** Begins a bump test. `gas`: what is given, as it stands on the bottle. */
  beginBump(point: string, gas: string | null, actor: string): Result<null, Problem> {
    const installation = this.#box.installation();
    if (this.#bump !== null)
      return err(commissionProblem('commission.bump-runs', { point: this.#bump.point }));
    if (installation === null || this.#pointOf(point) === undefined)
      return err(commissionProblem('commission.no-point', { point }));
    const aim = aimOf(point, installation);
    if (aim === null) return err(commissionProblem('commission.no-rule', { point }));
    const test = newBumpTest(limitsOf(point, installation), this.#now());
    this.#bump = { ...{ point, actor, gas, aim, test }, trace: { occurrence: null } };
    this.#box.changed();
    return ok(null);
  }

  /** What a person has heard; said of the test that the page showed. */
  heard(point: string, yes: boolean): Result<null, Problem> {
    if (this.#bump?.point !== point) return err(commissionProblem('commission.no-bump', { point }));
    const at = this.#now();
    this.#step([yes ? { kind: 'seen', leg: 'heard', at } : { kind: 'not-heard', at }]);
    return ok(null);
  }

  /** Breaks a test off: what did not come by then has failed. */
  endBump(point: string): Result<null, Problem> {
    if (this.#bump?.point !== point) return err(commissionProblem('commission.no-bump', { point }));
    this.#step([{ kind: 'tick', at: Number.POSITIVE_INFINITY }]);
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
    const run = this.#bump;
    if (run !== null) this.#step(bumpReadings(run.test, run.aim, readings));
  }

  /** What guard's screen shows. */
  screen(screen: AlarmScreen): void {
    const run = this.#bump;
    if (run === null) return;
    const { inputs, trace } = bumpScreen(run.test, run.aim, run.trace, screen, this.#now());
    this.#bump = { ...run, trace };
    this.#step(inputs);
  }

  #tick(): void {
    for (const run of this.#zeros.values()) if (this.#now() - run.from >= ZERO_WINDOW_MS) this.#endZero(run);
    if (this.#zeros.size > 0) this.#box.changed();
    if (this.#bump === null) return;
    this.#step([{ kind: 'tick', at: this.#now() }]);
    void this.#askPlatform();
  }

  #endZero({ point, values, actor }: ZeroRun): void {
    this.#zeros.delete(point);
    const known = this.#pointOf(point);
    if (known === undefined) return;
    const { accuracy = 0, resolution = 0 } = known.profile;
    const zero = zeroOf(values, Math.max(accuracy, resolution), known.periodMs);
    const zeros = { ...this.#done.zeros, [point]: { zero, actor, utc: this.#box.clock.utc() } };
    this.#finish({ ...this.#done, zeros });
  }

  /** Asks the journal whether the city has the alarm; one question at a time. */
  async #askPlatform(): Promise<void> {
    const run = this.#bump;
    const occurrence = run?.trace.occurrence ?? null;
    if (this.#asking || run === null || occurrence === null || run.test.legs.platform !== undefined) return;
    this.#asking = true;
    // a journal that cannot be looked into now is asked again with the next tick
    const [uplink] = await this.#box.deliveredTo(occurrence).catch(() => []);
    this.#asking = false;
    if (uplink === undefined || this.#bump?.trace.occurrence !== occurrence) return;
    this.#step([{ kind: 'seen', leg: 'platform', at: this.#now(), detail: uplink }]);
  }

  #step(inputs: readonly BumpInput[]): void {
    const run = this.#bump;
    if (run === null || inputs.length === 0) return;
    const test = inputs.reduce(stepBumpTest, run.test);
    if (test === run.test) return;
    this.#bump = { ...run, test };
    const passed = bumpPassed(test);
    if (passed !== null && openLeg(test) === null) {
      this.#bump = null;
      const { point, gas, actor } = run;
      const done: DoneBump = { test, passed, gas, actor, utc: this.#box.clock.utc() };
      this.#finish({ ...this.#done, bumps: { ...this.#done.bumps, [point]: done } });
    } else this.#box.changed();
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
