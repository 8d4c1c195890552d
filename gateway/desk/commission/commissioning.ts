import { join } from 'node:path';
import type { Profile } from '../../../drivers/profile/schema.ts';
import type { OrderedSensor } from '../../commission/wizard/order.ts';
import { hearThroughGuard } from '../../control/hearThroughGuard.ts';
import type { LiftScreen } from '../../control/liftScreen.ts';
import type { GuardStatus } from '../../control/protocol.ts';
import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import { err, type Problem, type Result } from '../../core/result.ts';
import { StateFile } from '../../core/stateFile.ts';
import type { Installation } from '../../site/installation.ts';
import { readProfiles } from '../../site/profiles.ts';
import { commissionProblem } from '../../text/problems/commissionProblems.ts';
import type { CommissionView } from '../http/api/commissionApi.ts';
import type { Live } from '../live/live.ts';
import { DeskPapers } from '../papers/deskPapers.ts';
import { paperEntry } from '../papers/paperEntry.ts';
import { PaperShelf } from '../papers/paperShelf.ts';
import { Photos } from '../papers/photos.ts';
import type { DeskJournal } from '../past/deskJournal.ts';
import { BuildingChecks } from './buildingChecks.ts';
import { buildingView, checksView } from './checksView.ts';
import { CommissionChecks } from './commissionChecks.ts';
import { commissionView } from './commissionView.ts';
import { type DoneChecks, doneChecksOf, NOTHING_DONE } from './doneChecks.ts';
import { Searches } from './searches.ts';
import { type CommissionBox, type OrderAsk, SensorOrders } from './sensorOrders.ts';

/** Pages are told once in so long: a hundred probes a second are not a hundred pictures. */
const TELL_EVERY_MS = 100;
/** What guard takes of a sentence for the journal. */
const MOST_DETAIL = 1_000;

/** Sensors that are searched for and given their addresses: one thing at a time on a line, all of it through guard. */
export class Commissioning {
  readonly orders: SensorOrders;
  readonly searches: Searches;
  readonly checks: CommissionChecks;
  readonly building: BuildingChecks;
  readonly photos: Photos;
  readonly papers: DeskPapers;
  /** Pages are told how it all stands now. */
  readonly changed: () => void;
  readonly #live: Live;
  readonly #clock: Clock;
  readonly #checksFile: StateFile;
  readonly #profiles: () => ReadonlyMap<string, Profile>;

  /** `site`: path of the site file, for its own profiles; `folder`: where orders are kept. */
  constructor(live: Live, journal: DeskJournal, site: string, folder: string, clock: Clock, log: Log) {
    this.#live = live;
    this.#clock = clock;
    this.#profiles = remembered(
      () => readProfiles(site).profiles,
      () => live.site.version,
    );
    let telling = false;
    const box: CommissionBox = {
      hear: (line, what, actor) => hearThroughGuard(live.guard, line, what, actor),
      installation: () => live.site.installation,
      ...{ profiles: this.#profiles, clock, log },
      changed: () => {
        if (telling) return;
        telling = true;
        clock.after(TELL_EVERY_MS, 'tell of commissioning', () => {
          telling = false;
          live.streams.tell('commission', () => {
            const { lines, checks } = this.view();
            return { now: clock.mono(), lines, checks };
          });
        });
      },
      addressed: ({ line, profile, sensors }) => this.#identified(line, profile, sensors),
    };
    this.changed = box.changed;
    this.orders = new SensorOrders(
      box,
      new StateFile(join(folder, 'orders.json'), (problem) => log.problem(problem)),
    );
    this.searches = new Searches(box);
    const tell = (command: string, actor: string, detail: string) =>
      void live.guard.request({
        ...{ verb: 'asked', actor, command, accepted: true },
        detail: detail.slice(0, MOST_DETAIL),
      });
    const file = new StateFile(join(folder, 'checks.json'), (problem) => log.problem(problem));
    this.checks = new CommissionChecks(
      {
        ...{ installation: box.installation, clock, changed: box.changed },
        deliveredTo: (occurrence) => deliveredTo(journal, occurrence, box.installation()),
        valueOf: (point) => {
          const reading = live.guard.readings.get(point);
          return reading?.quality === 'good' && typeof reading.value === 'number' ? reading.value : null;
        },
        hasAlarm: (point) => live.guard.screen?.alarms.some((alarm) => alarm.point === point) === true,
        sirenTested: () => this.building.sirenTested,
        alarmMsOf: async (occurrence) => alarmMsOf(await live.guard.status(), occurrence),
        tell,
        silence: (occurrence, actor) => void live.guard.ask({ verb: 'silence', actor, occurrence }),
        settle: (occurrence, actor) => void settle(live, occurrence, actor),
        keep: (done) => file.save(() => JSON.stringify(done)),
      },
      keptChecks(file, log),
    );
    live.heardBy(this.checks);
    this.#checksFile = file;
    this.building = new BuildingChecks({
      ...{ installation: box.installation, clock, tell, changed: box.changed },
      screen: () => (live.guard.alive ? live.guard.screen : null),
      ask: (ask) => live.guard.ask(ask),
      newestEvent: async () => {
        const newest = await journal.look((_journal, rows) => rows.extent('event')?.last ?? 0);
        return newest.ok ? newest.value : null;
      },
      liftNow: async (lift) => {
        const answer = await live.guard.ask({ verb: 'lifts' });
        const lifts = answer.ok ? (answer.value as LiftScreen).lifts : []; // its own guard: made by the same program
        return lifts.find(({ id }) => id === lift)?.snapshot ?? null;
      },
      isDelivered: async (uplink, event) => {
        const arrived = await journal.look((_journal, rows) => rows.isDelivered(uplink, 'event', event));
        return arrived.ok && arrived.value;
      },
      bumped: () => this.checks.bump?.point ?? null,
      done: () => this.checks.done,
      take: (change) => this.checks.take(change),
    });
    this.photos = new Photos(folder);
    const shelf = new PaperShelf({
      ...{ folder, clock, log, changed: box.changed },
      keep: (piece, actor) => live.guard.request({ verb: 'keep-paper', actor, piece }),
    });
    this.papers = new DeskPapers({
      ...{ live, clock, shelf, photos: this.photos },
      done: () => this.checks.done,
    });
  }

  start(): void {
    this.orders.start();
    this.checks.start();
    this.building.start();
    this.papers.shelf.start();
  }

  async stop(): Promise<void> {
    this.searches.stop();
    this.checks.stop();
    this.building.stop();
    await this.papers.shelf.stop();
    await this.#checksFile.settled();
    await this.orders.stop();
  }

  beginOrder(ask: OrderAsk, actor: string): Result<null, Problem> {
    if (this.searches.isUnderWay(ask.line))
      return err(commissionProblem('commission.under-way', { line: ask.line }));
    return this.orders.begin(ask, actor);
  }

  beginSearch(line: string, thorough: boolean, actor: string): Result<null, Problem> {
    if (this.orders.isUnderWay(line)) return err(commissionProblem('commission.under-way', { line }));
    return this.searches.begin(line, thorough, actor);
  }

  view(): CommissionView {
    const { installation } = this.#live.site;
    return commissionView({
      ...{ installation, profiles: this.#profiles() },
      ...{ orders: this.orders.standing, searches: this.searches.standing },
      checks: this.#checksView(installation),
    });
  }

  #checksView(installation: Installation | null): CommissionView['checks'] {
    const { checks, building, photos, papers } = this;
    const { zeros, bump, recovering, done } = checks;
    const shown = { zeros, bump, recovering, done, readings: this.#live.guard.readings };
    return {
      ...checksView(shown, installation, this.#clock.mono()),
      building: buildingView(installation, building.running, done),
      photos: [...(installation?.devices.keys() ?? [])].filter((device) => photos.has(device)),
      gaps: papers.gaps() as string[] | null,
      papers: papers.shelf.papers.map(paperEntry),
    };
  }

  /** What a sensor was taken for outlives its order: the record says how certain it is. */
  #identified(line: string, profile: string, sensors: readonly OrderedSensor[]): void {
    const known = sensors.flatMap(({ unit, certainty, outcome }) =>
      outcome === 'addressed' ? [[`${line}/${unit}`, { profile, certainty }] as const] : [],
    );
    if (known.every(([key, { certainty }]) => this.checks.done.identified[key]?.certainty === certainty))
      return;
    this.checks.take(({ identified }) => ({ identified: { ...identified, ...Object.fromEntries(known) } }));
  }
}

/** Results that were kept; a damaged file is put aside and told. */
function keptChecks(file: StateFile, log: Log): DoneChecks {
  const text = file.load();
  if (!text.ok) log.problem(text.error);
  if (!text.ok || text.value === null) return NOTHING_DONE;
  const done = doneChecksOf(text.value);
  if (done !== null) return done;
  log.problem(commissionProblem('commission.checks-unreadable', { aside: file.setAside() ?? '-' }));
  return NOTHING_DONE;
}

/** Acknowledges the alarm of a test and resets it, as who made it would; guard refuses what does not make sense. */
async function settle({ guard }: Live, occurrence: string, actor: string): Promise<void> {
  const alarm = guard.screen?.alarms.find((one) => one.occurrence === occurrence);
  if (alarm === undefined) return;
  const { announcement, severity } = alarm;
  const seen = { announcement, severity };
  await guard.ask({ verb: 'acknowledge', actor, occurrence, seen, note: 'bump test' });
  await guard.ask({ verb: 'reset', actor, occurrence });
}

/** The newest alarm that guard measured, where it is this one. */
function alarmMsOf(status: GuardStatus | null, occurrence: string): number | null {
  const lines = Object.values(status?.alarmTime?.lines ?? {});
  return lines.find(({ newest }) => newest?.occurrence === occurrence)?.newest?.latencyMs ?? null;
}

/** The uplinks that have acknowledged the first step of an alarm. */
async function deliveredTo(
  journal: DeskJournal,
  occurrence: string,
  installation: Installation | null,
): Promise<readonly string[]> {
  const found = await journal.look((_journal, rows) => {
    const [first] = rows.stepsOf(occurrence);
    if (first === undefined) return [];
    const uplinks = installation?.uplinks ?? [];
    return uplinks.flatMap(({ id }) => (rows.isDelivered(id, 'event', first) ? [id] : []));
  });
  return found.ok ? found.value : [];
}

/** What is read from the disk only when `version` is another. */
function remembered<T>(read: () => T, version: () => string): () => T {
  let known: { readonly value: T; readonly version: string } | null = null;
  return () => {
    const now = version();
    if (known === null || known.version !== now) known = { value: read(), version: now };
    return known.value;
  };
}
