import { join } from 'node:path';
import type { Profile } from '../../../drivers/profile/schema.ts';
import type { OrderInput } from '../../commission/wizard/order.ts';
import { hearThroughGuard } from '../../control/hearThroughGuard.ts';
import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import { err, type Problem, type Result } from '../../core/result.ts';
import { StateFile } from '../../core/stateFile.ts';
import type { Installation } from '../../site/installation.ts';
import { readProfiles } from '../../site/profiles.ts';
import { commissionProblem } from '../../text/problems/commissionProblems.ts';
import type { CommissionView } from '../http/api/commissionApi.ts';
import type { Live } from '../live/live.ts';
import type { DeskJournal } from '../past/deskJournal.ts';
import { CommissionChecks } from './commissionChecks.ts';
import { commissionView } from './commissionView.ts';
import { type DoneChecks, doneChecksOf, NOTHING_DONE } from './doneChecks.ts';
import { Searches } from './searches.ts';
import { type CommissionBox, type OrderAsk, SensorOrders } from './sensorOrders.ts';

/** Pages are told once in so long: a hundred probes a second are not a hundred pictures. */
const TELL_EVERY_MS = 100;

/** Sensors that are searched for and given their addresses: one thing at a time on a line, all of it through guard. */
export class Commissioning {
  readonly orders: SensorOrders;
  readonly searches: Searches;
  readonly checks: CommissionChecks;
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
    };
    this.orders = new SensorOrders(
      box,
      new StateFile(join(folder, 'orders.json'), (problem) => log.problem(problem)),
    );
    this.searches = new Searches(box);
    const file = new StateFile(join(folder, 'checks.json'), (problem) => log.problem(problem));
    this.checks = new CommissionChecks(
      {
        ...{ installation: box.installation, clock, changed: box.changed },
        deliveredTo: (occurrence) => deliveredTo(journal, occurrence, box.installation()),
        keep: (done) => file.save(() => JSON.stringify(done)),
      },
      keptChecks(file, log),
    );
    live.heardBy(this.checks);
    this.#checksFile = file;
  }

  start(): void {
    this.orders.start();
    this.checks.start();
  }

  async stop(): Promise<void> {
    this.searches.stop();
    this.checks.stop();
    await this.#checksFile.settled();
    await this.orders.stop();
  }

  beginOrder(ask: OrderAsk, actor: string): Result<null, Problem> {
    if (this.searches.isUnderWay(ask.line))
      return err(commissionProblem('commission.under-way', { line: ask.line }));
    return this.orders.begin(ask, actor);
  }

  say(line: string, unit: number | null, input: OrderInput, actor: string): Promise<Result<null, Problem>> {
    return this.orders.say(line, unit, input, actor);
  }

  beginSearch(line: string, thorough: boolean, actor: string): Result<null, Problem> {
    if (this.orders.isUnderWay(line)) return err(commissionProblem('commission.under-way', { line }));
    return this.searches.begin(line, thorough, actor);
  }

  view(): CommissionView {
    const { installation } = this.#live.site;
    return commissionView({
      ...{ installation, profiles: this.#profiles(), checks: this.checks, now: this.#clock.mono() },
      ...{ orders: this.orders.standing, searches: this.searches.standing },
    });
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
