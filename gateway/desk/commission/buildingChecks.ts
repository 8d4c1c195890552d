import type { LiftSnapshot } from '../../../drivers/lift/snapshot.ts';
import {
  answeredRide,
  type LiftRide,
  lookedAtLift,
  NEW_RIDE,
  openRideStep,
  RIDE_STEPS,
  type RideAnswer,
  type RideStep,
  ridePassed,
} from '../../commission/check/liftRide.ts';
import type { AlarmScreen } from '../../control/alarmScreen.ts';
import type { ControlAsk } from '../../control/client.ts';
import { type Clock, every, type Timer } from '../../core/clock.ts';
import { err, ok, type Problem, type Result } from '../../core/result.ts';
import type { TestWhy } from '../../reports/commissioning/commissioningRecord.ts';
import type { Installation } from '../../site/installation.ts';
import { commissionProblem } from '../../text/problems/commissionProblems.ts';
import type { DoneBuilding, DoneChecks } from './doneChecks.ts';

/** Tests of the building that somebody begins. `where`: a zone with sirens, an uplink, a lift; null: the whole building. */
export const BUILDING_TESTS = ['siren', 'uplink', 'power', 'lift'] as const;
export type BegunTest = { readonly test: (typeof BUILDING_TESTS)[number]; readonly where: string | null };

export type BuildingBox = {
  readonly installation: () => Installation | null;
  readonly clock: Clock;
  readonly screen: () => AlarmScreen | null;
  readonly ask: (ask: ControlAsk) => Promise<Result<unknown, Problem>>;
  /** The newest event of the journal; null while it is not to be read. */
  newestEvent(): Promise<number | null>;
  /** A lift as guard knows it now; null: it does not answer, or has no such lift. */
  liftNow(lift: string): Promise<LiftSnapshot | null>;
  isDelivered(uplink: string, event: number): Promise<boolean>;
  /** The point whose bump test is under way: one siren at a time is heard. */
  readonly bumped: () => string | null;
  readonly tell: (command: string, actor: string, detail: string) => void;
  readonly changed: () => void;
  readonly done: () => DoneChecks;
  readonly take: (change: (done: DoneChecks) => Partial<DoneChecks>) => void;
};

export type RunningTest = BegunTest & {
  readonly actor: string;
  readonly from: number; // mono
  readonly event: number | null; // the row that has to arrive; not known yet
  readonly ride: LiftRide | null; // of a lift
};

const TICK_MS = 500;
/** An uplink that has not taken one event by then is not proven to work: a little after courier has told what is wrong with it (engineering). */
const UPLINK_MS = 65_000;
/** Somebody has to walk to where a siren is heard. */
const HEARD_MS = 600_000;

/** Sirens by zone, uplinks end to end, and the supply: begun by a person, proven by what guard and the journal say. */
export class BuildingChecks {
  readonly #box: BuildingBox;
  #running: readonly RunningTest[] = [];
  #timer: Timer | null = null;
  #looking = false;

  constructor(box: BuildingBox) {
    this.#box = box;
  }

  start(): void {
    this.#timer = every(this.#box.clock, TICK_MS, 'checks of the building', () => void this.#look());
  }

  stop(): void {
    this.#timer?.cancel();
  }

  get running(): readonly RunningTest[] {
    return this.#running;
  }

  /** Whether a siren was told to sound, and nobody has said yet whether it is heard. */
  get sirenTested(): boolean {
    return this.#running.some(({ test }) => test === 'siren');
  }

  async begin(asked: BegunTest, actor: string): Promise<Result<null, Problem>> {
    const { test, where } = asked;
    if (!testsOf(this.#box.installation()).some((one) => isSame(one, asked)))
      return err(commissionProblem('commission.no-test', { test, where: where ?? '-' }));
    if (test === 'power') {
      const boot = this.#box.screen()?.boot;
      if (boot === undefined) return err(commissionProblem('commission.no-guard'));
      this.#box.take(() => ({ powerFrom: { boot, actor } }));
      return ok(null);
    }
    let event: number | null = null;
    if (test === 'siren') {
      const point = this.#box.bumped();
      if (point !== null) return err(commissionProblem('commission.bump-runs', { point }));
      const zones = where === null ? [] : [where];
      const sounds = await this.#box.ask({ verb: 'test', actor, zones });
      if (!sounds.ok) return sounds;
    } else if (test === 'uplink') {
      event = await this.#box.newestEvent();
      if (event === null) return err(commissionProblem('commission.no-journal'));
      event++; // what is told now, or what came just before it: either has to arrive
      this.#box.tell('uplink-test', actor, where ?? '');
    }
    const ride = test === 'lift' ? NEW_RIDE : null;
    const begun = { ...asked, actor, event, ride, from: this.#box.clock.mono() };
    this.#running = [...this.#running.filter((one) => !isSame(one, asked)), begun];
    this.#box.changed();
    return ok(null);
  }

  /** What a person heard of the sirens of a zone. An output that was read back as silent is not made good by an ear. */
  heard(where: string | null, yes: boolean): Result<null, Problem> {
    const run = this.#running.find((one) => isSame(one, { test: 'siren', where }));
    if (run === undefined) return err(commissionProblem('commission.no-siren-test'));
    const screen = this.#box.screen();
    if (screen === null) return err(commissionProblem('commission.no-guard'));
    const sirens = screen.annunciation.outputs.filter(
      ({ drives, zones }) => drives === 'siren' && (where === null || zones.includes(where)),
    );
    const silent = sirens.filter(({ obeys }) => obeys === false).map(({ point }) => point);
    const names = sirens.map(({ point }) => point).join(', ');
    if (silent.length > 0) this.#end(run, 'failed', 'read-back-silent', silent.join(', '));
    else this.#end(run, yes ? 'passed' : 'failed', yes ? null : 'not-heard', names);
    return ok(null);
  }

  /** What somebody in the car saw of the step that the page showed. */
  answerRide(lift: string, step: RideStep, answer: RideAnswer): Result<null, Problem> {
    const run = this.#running.find((one) => isSame(one, { test: 'lift', where: lift }));
    const ride = run?.ride == null ? null : answeredRide(run.ride, step, answer);
    if (run === undefined || ride === null) return err(commissionProblem('commission.ride-not-seen'));
    if (openRideStep(ride) !== null) {
      this.#replace(run, { ...run, ride });
      return ok(null);
    }
    const passed = ridePassed(ride);
    const wrong = RIDE_STEPS.some((one) => ride.answers[one] === 'wrong');
    const why = passed ? null : wrong ? 'shown-otherwise' : 'not-told';
    const answers = RIDE_STEPS.map((one) => `${one}:${ride.answers[one]}`).join(' ');
    this.#end(run, passed ? 'passed' : 'failed', why, answers);
    return ok(null);
  }

  #replace(run: RunningTest, next: RunningTest): void {
    this.#running = this.#running.map((one) => (one === run ? next : one));
    this.#box.changed();
  }

  async #look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      this.#lookAtSupply();
      for (const run of this.#running) await this.#lookAt(run);
    } finally {
      this.#looking = false;
    }
  }

  async #lookAt(run: RunningTest): Promise<void> {
    const tookMs = this.#box.clock.mono() - run.from;
    if (run.test === 'siren') {
      if (tookMs > HEARD_MS) this.#end(run, 'failed', 'nobody-said', null);
      return;
    }
    if (run.ride !== null) {
      if (tookMs > HEARD_MS) return this.#end(run, 'failed', 'nobody-said', null);
      const snapshot = await this.#box.liftNow(run.where ?? '');
      if (snapshot === null || !this.#running.includes(run)) return;
      const ride = lookedAtLift(run.ride, snapshot);
      if (ride !== run.ride) this.#replace(run, { ...run, ride });
      return;
    }
    // a journal that cannot be looked into now is asked again with the next tick
    const arrived = await this.#box.isDelivered(run.where ?? '', run.event ?? 0).catch(() => false);
    if (!this.#running.includes(run)) return;
    if (arrived) this.#end(run, 'passed', null, `${(tookMs / 1000).toFixed(1)} s`);
    else if (tookMs > UPLINK_MS)
      this.#end(run, 'failed', this.#whyNotArrived(run.where ?? ''), `> ${UPLINK_MS / 1000} s`);
  }

  /** What courier knows of an uplink: a broker that takes everything for nobody looks well to everybody else. */
  #whyNotArrived(uplink: string): TestWhy {
    const problems = this.#box.screen()?.problems ?? [];
    const own = problems.find(
      ({ code, said }) => code.startsWith('uplink.') && said?.named.uplink === uplink,
    );
    if (own === undefined || own.code === 'uplink.unacknowledged') return 'not-acknowledged';
    return own.code === 'uplink.unheard' ? 'nobody-subscribed' : 'not-connected';
  }

  /** Guard answers in another boot than the one it was begun in: the supply was gone, and the box came back by itself. */
  #lookAtSupply(): void {
    const { powerFrom } = this.#box.done();
    const boot = this.#box.screen()?.boot;
    if (powerFrom === null || boot === undefined || boot === powerFrom.boot) return;
    this.#box.take(() => ({ powerFrom: null }));
    const { actor } = powerFrom;
    this.#end({ test: 'power', where: null, actor, from: 0, event: null, ride: null }, 'passed', null, null);
  }

  #end(run: RunningTest, outcome: DoneBuilding['outcome'], why: TestWhy | null, detail: string | null): void {
    this.#running = this.#running.filter((one) => !isSame(one, run));
    const { test, where, actor } = run;
    const result = { outcome, why, detail, actor, utc: this.#box.clock.utc() };
    this.#box.take(({ building }) => ({ building: { ...building, [keyOf(run)]: result } }));
    const word = outcome === 'passed' ? 'passed' : 'FAILED';
    const said = [why?.replaceAll('-', ' '), detail].filter((one) => one != null).join(': ');
    this.#box.tell(`${test}-test`, actor, `${where ?? 'building'} ${word}${said === '' ? '' : `; ${said}`}`);
    this.#box.changed();
  }
}

/** The tests that a building has: sirens by their zones, uplinks, the supply, a ride in each lift. */
export function testsOf(installation: Installation | null): readonly BegunTest[] {
  if (installation === null) return [];
  const sirens = installation.annunciators.flatMap(({ outputs }) =>
    outputs.filter(({ drives }) => drives === 'siren'),
  );
  const zones = new Set<string | null>();
  for (const siren of sirens)
    for (const zone of siren.zones.length === 0 ? [null] : siren.zones) zones.add(zone);
  return [
    ...[...zones].map((where) => ({ test: 'siren' as const, where })),
    ...installation.uplinks.map(({ id }) => ({ test: 'uplink' as const, where: id })),
    { test: 'power', where: null },
    ...installation.lifts.map(({ device: { id } }) => ({ test: 'lift' as const, where: id })),
  ];
}

/** Where the result of a test is kept. */
export function keyOf({ test, where }: BegunTest): string {
  return where === null ? test : `${test}:${where}`;
}

function isSame(one: BegunTest, other: BegunTest): boolean {
  return one.test === other.test && one.where === other.where;
}
