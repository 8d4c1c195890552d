import { LIFT_REPEAT_MS } from '../../../drivers/lift/liftProfile.ts';
import { ENTRAPMENT } from '../../../drivers/lift/safety.ts';
import type { Instant, Reading } from '../../../drivers/reading.ts';
import type { AlarmTest, RescueStep } from '../../control/liftRequests.ts';
import type { LiftView } from '../../control/liftScreen.ts';
import { type Clock, every, type Timer } from '../../core/clock.ts';
import type { Problem } from '../../core/result.ts';
import type { StateFile } from '../../core/stateFile.ts';
import { isStanding } from '../../lift/detection/entrapment/entrapment.ts';
import type { VirtualValue } from '../../lift/detection/points.ts';
import { type LiftTurn, LiftWatch, UNDATED } from '../../lift/liftWatch.ts';
import { civilDate } from '../../site/civilDate.ts';
import type { Installation, Lift } from '../../site/installation.ts';
import { shippedLiftTables } from '../../site/liftTables.ts';
import { shippedThresholds } from '../../site/thresholds/shipped.ts';
import { withChosen } from '../../site/thresholds/siteThresholds.ts';
import type { LiftHappening } from '../../telemetry/wire/liftHappening.ts';
import type { EventBody } from '../../telemetry/wire/model.ts';
import type { TransitionEffect } from '../detect/types.ts';
import { dossierOf } from './dossier.ts';
import { happeningOf, liftRow } from './liftRows.ts';
import { formatDaysOver, formatLifts, type KeptLifts, parseLifts } from './liftSaved.ts';
import { liftView } from './liftView.ts';

export type LiftHearers = {
  /** Does something with one lift so that a fault in it costs that lift alone; `restart` begins it anew. */
  contain(lift: string, call: () => void, restart: () => void): void;
  /** Points of detection, as readings: those that changed at once, all of them now and then. */
  found(readings: readonly Reading[]): void;
  /** Something happened that is worth a row in the journal. `routine`: what a lift does in its ordinary service. */
  happened(row: EventBody, routine: boolean): void;
};

const TICK_MS = 1_000;
// What a power cut may cost of a day's sums; trips and doors are in the journal, and what stands is saved at once.
const SAVE_EVERY_MS = 600_000;
const DAY_MS = 86_400_000;

/**
 * Watches the lifts of an installation: hands their readings to the folds, what detection finds back as readings, what
 * happened to the journal, and keeps what is remembered of them over a restart.
 */
export class LiftKeeper {
  readonly #clock: Clock;
  readonly #files: { readonly lifts: StateFile; readonly days: StateFile };
  readonly #hearers: LiftHearers;
  #installation: Installation;
  #watched = new Map<string, Watched>();
  #utcOffset: number | null = null;
  #startedAt = 0;
  #repeatedAt = Number.NEGATIVE_INFINITY;
  #savedAt = Number.NEGATIVE_INFINITY;
  #tick: Timer | null = null;
  #saved: KeptLifts = {};

  /** `file` gives the small file of a name, in which something is kept over a restart. */
  constructor(
    installation: Installation,
    clock: Clock,
    file: (name: string) => StateFile,
    hearers: LiftHearers,
  ) {
    this.#installation = installation;
    this.#clock = clock;
    this.#files = { lifts: file('lifts.json'), days: file('liftDays.json') };
    this.#hearers = hearers;
  }

  /** Takes up what the last run remembered. What cannot be read is told, and watching begins anew. */
  load(): Problem | null {
    const [lifts, days] = [this.#files.lifts.load(), this.#files.days.load()];
    const kept = parseLifts(lifts.ok ? lifts.value : null, days.ok ? days.value : null);
    this.#saved = kept.ok ? kept.value : {};
    this.#watch(this.#saved);
    if (!lifts.ok) return lifts.error;
    if (!days.ok) return days.error;
    return kept.ok ? null : kept.error;
  }

  start(): void {
    this.#startedAt = this.#clock.mono();
    this.#savedAt = this.#startedAt;
    this.#tick = every(this.#clock, TICK_MS, 'lifts', () => this.#ticked());
  }

  async stop(): Promise<void> {
    this.#tick?.cancel();
    if (this.#watched.size > 0) this.#save(true);
    await this.#files.lifts.settled();
    await this.#files.days.settled();
  }

  /** A changed site: lifts that are still there go on as they were. */
  reload(installation: Installation): void {
    const kept = this.#kept();
    this.#installation = installation;
    this.#watch(kept);
  }

  /** Begins anew with what was saved last, after a fault. */
  restart(): void {
    this.#watch(this.#saved);
  }

  /** One lift anew, with what was saved last: a lift whose memory is the fault would fail again and again. */
  #restartOne(id: string): void {
    const others = [...this.#watched].filter(([other]) => other !== id);
    this.#watch(this.#saved);
    this.#watched = new Map([...this.#watched, ...others]);
  }

  #contained(one: Watched, call: () => void): void {
    const { id } = one.lift.device;
    this.#hearers.contain(id, call, () => this.#restartOne(id));
  }

  /** Readings of one exchange, after detection has judged them by themselves. */
  accept(readings: readonly Reading[]): void {
    const device = readings[0]?.point.split('/')[0];
    for (const one of this.#watched.values()) {
      const beside = [one.lift.eBike, one.lift.alarmButton, one.lift.carLight];
      const own = one.lift.sources.some(({ id }) => id === device);
      if (!own && !readings.some(({ point }) => beside.includes(point))) continue;
      this.#contained(one, () => this.#take(one, one.watch.accept(readings, this.#now(), this.#day())));
    }
  }

  /** Civil time is `utcOffset` ahead of the monotonic clock from now on; null while that is not sure. */
  clock(utcOffset: number | null): void {
    this.#utcOffset = utcOffset;
    for (const one of this.#watched.values()) this.#remindOfTest(one);
  }

  /** An alarm of a lift is raised: what was known of the lift at that moment goes into the journal. */
  declared({ transition }: Pick<TransitionEffect, 'transition'>): void {
    const one = this.#watched.get(transition.device);
    if (one === undefined || transition.cause !== 'raised') return;
    this.#row(one, dossierOf(transition, one.watch.snapshot(), one.watch.memory.trips));
  }

  /** Somebody has been there and seen that nobody is trapped. False: there is no such lift. */
  nobodyTrapped(lift: string, actor: string): boolean {
    const one = this.#watched.get(lift);
    if (one === undefined) return false;
    const { entrapment } = one.watch.memory.detection;
    const by = actor.slice(actor.indexOf(':') + 1); // without the socket it came by
    if (isStanding(entrapment))
      this.#row(one, {
        what: 'rescue',
        step: 'checked',
        by,
        actor,
        phase: ENTRAPMENT[entrapment.phase].number,
      });
    this.#take(one, one.watch.told({ kind: 'reset', at: this.#now() }, this.#day()));
    return true;
  }

  /** A step of getting people out. Whoever has let them out says as well that nobody is trapped any more. False: no such lift. */
  rescued(lift: string, { step, by, actor }: RescueStep): boolean {
    const one = this.#watched.get(lift);
    if (one === undefined) return false;
    const { phase } = one.watch.memory.detection.entrapment;
    this.#row(one, { what: 'rescue', step, by, actor, phase: ENTRAPMENT[phase].number });
    const at = this.#now();
    if (step === 'attended') this.#take(one, one.watch.told({ kind: 'attended', at }, this.#day()));
    if (step === 'released') this.#take(one, one.watch.told({ kind: 'released', at }, this.#day()));
    return true;
  }

  /** The alarm of the car was tried just now: by hand, or by itself as it must every three days. False: there is no such lift. */
  alarmTried(lift: string, { actor, automatic, passed, note }: AlarmTest): boolean {
    const one = this.#watched.get(lift);
    if (one === undefined) return false;
    if (passed) one.testedAt = this.#utc();
    one.testFailed = !passed;
    this.#row(one, { what: 'test', actor, automatic, passed, note });
    const agoS = passed ? 0 : null;
    this.#take(one, one.watch.told({ kind: 'test', at: this.#now(), agoS }, this.#day()));
    this.#save(false);
    return true;
  }

  /** All lifts as they stand. */
  views(): readonly LiftView[] {
    return [...this.#watched.values()].map(({ lift, watch }) => liftView(lift, watch, this.#installation));
  }

  /** All lifts as their devices tell them now, for who needs no more than that. */
  shown() {
    return [...this.#watched.values()].map(({ lift, watch }) => ({
      ...{ id: lift.device.id, registration: lift.registration, snapshot: watch.shown() },
    }));
  }

  #watch(kept: KeptLifts): void {
    this.#watched = new Map(
      this.#installation.lifts.flatMap((lift): [string, Watched][] => {
        const { device, sources, labels, eBike, alarmButton, carLight } = lift;
        const tables = shippedLiftTables();
        const thresholds = withChosen(shippedThresholds(), lift.thresholds);
        const [first, ...others] = sources.map(({ id, profile, parameters }) => ({
          ...{ id, profile, parameters, labels },
        }));
        if (first === undefined) return [];
        const { ratedMmS, topFloor, topMm, openings } = lift;
        const plan = { ratedMmS, topFloor, topMm, openings };
        const setting = {
          id: device.id,
          devices: [first, ...others] as const,
          plan,
          eBike,
          alarmButton,
          carLight,
          tables,
          thresholds,
        };
        const { memory, testedAt = null, testFailed = false } = kept[device.id] ?? {};
        return [[device.id, { lift, watch: new LiftWatch(setting, memory), testedAt, testFailed }]];
      }),
    );
    for (const one of this.#watched.values()) this.#remindOfTest(one);
  }

  #ticked(): void {
    if (this.#watched.size === 0) return;
    const repeat = this.#clock.mono() >= this.#repeatedAt + LIFT_REPEAT_MS;
    if (repeat) this.#repeatedAt = this.#clock.mono();
    for (const one of this.#watched.values())
      this.#contained(one, () => {
        this.#take(one, one.watch.tick(this.#now(), this.#day()));
        if (repeat) this.#tell(one, one.watch.values());
      });
    if (this.#clock.mono() >= this.#savedAt + SAVE_EVERY_MS) this.#save(false);
  }

  #take(one: Watched, { deeds, values }: LiftTurn): void {
    this.#tell(one, values);
    for (const deed of deeds) {
      const happening = happeningOf(deed);
      if (happening !== null) this.#row(one, happening);
    }
    const over = deeds.some(({ kind }) => kind === 'day');
    if (over || deeds.some(({ kind }) => kind === 'entrapment-step')) this.#save(over);
  }

  #tell({ lift }: Watched, values: readonly VirtualValue[]): void {
    const at = this.#now();
    const points = new Map(lift.device.points.map(({ id, profile }) => [profile.role, id]));
    const readings = values.flatMap(({ name, value, quality }): Reading[] => {
      const point = points.get(name);
      return point === undefined ? [] : [{ point, value, quality, at }];
    });
    if (readings.length > 0) this.#hearers.found(readings);
  }

  #row({ lift }: Watched, happening: LiftHappening): void {
    const routine = happening.what === 'trip' || happening.what === 'door';
    this.#hearers.happened(liftRow(this.#now(), lift, happening), routine);
  }

  /** What was remembered of the last test says nothing until it is known how long ago it was. */
  #remindOfTest(one: Watched): void {
    const utc = this.#utc();
    if (one.testFailed) {
      this.#take(one, one.watch.told({ kind: 'test', at: this.#now(), agoS: null }, this.#day()));
      return;
    }
    if (one.testedAt === null || utc === null) return;
    const agoS = Math.max(0, (utc - one.testedAt) / 1000);
    this.#take(one, one.watch.told({ kind: 'test', at: this.#now(), agoS }, this.#day()));
  }

  #kept(): KeptLifts {
    const kept = [...this.#watched].map(([id, { watch, testedAt, testFailed }]) => [
      id,
      { memory: watch.memory, testedAt, testFailed },
    ]);
    return Object.fromEntries(kept) as KeptLifts;
  }

  #save(days: boolean): void {
    this.#savedAt = this.#clock.mono();
    this.#saved = this.#kept();
    this.#files.lifts.save(formatLifts(this.#saved));
    if (days) this.#files.days.save(formatDaysOver(this.#saved));
  }

  /** The civil day; null while it is not known, in the first day of a run. A gateway that never knows the time has days too. */
  #day(): string | null {
    const utc = this.#utc();
    if (utc !== null) return civilDate(utc, this.#installation.gateway.timeZone);
    const days = Math.floor((this.#clock.mono() - this.#startedAt) / DAY_MS);
    return days === 0 ? null : `${UNDATED}-${days}`;
  }

  #utc(): number | null {
    return this.#utcOffset === null ? null : this.#clock.mono() + this.#utcOffset;
  }

  #now(): Instant {
    return { boot: this.#clock.boot, mono: this.#clock.mono() };
  }
}

type Watched = {
  readonly lift: Lift;
  readonly watch: LiftWatch;
  testedAt: number | null;
  testFailed: boolean;
};
