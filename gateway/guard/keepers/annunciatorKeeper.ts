import type { Instant, Reading } from '../../../drivers/reading.ts';
import type { Request } from '../../../drivers/request.ts';
import type { AnnunciationScreen } from '../../control/annunciation.ts';
import type { LineHealth } from '../../control/health.ts';
import type { Clock, Timer } from '../../core/clock.ts';
import { err, formatProblem, ok, type Problem, type Result } from '../../core/result.ts';
import type { StateFile } from '../../core/stateFile.ts';
import type { Device, Installation } from '../../site/installation.ts';
import { type OutputOrder, ordersOf } from '../annunciate/orders.ts';
import { type Policy, policyOf, type Sounded } from '../annunciate/policy.ts';
import { refusalProblem } from '../annunciate/refusal.ts';
import { restoreAnnunciation, saveAnnunciation } from '../annunciate/saved.ts';
import { screenOf } from '../annunciate/screen.ts';
import {
  type AnnunciateEffect,
  type AnnunciateInput,
  type AnnunciateState,
  NOTHING_HEARD,
  type Press,
} from '../annunciate/state.ts';
import { adopted, annunciate, nextDue } from '../annunciate/step.ts';
import type { AnnunciateCommand } from '../annunciate/types.ts';
import type { ExchangeResult } from '../bus/types.ts';
import { AnnunciatorDriver } from './annunciatorDriver.ts';

export type AnnunciatorHearers = {
  /** Hands a write to a line, at once; `ended` is called later, as an input of its own. */
  write(line: string, request: Request, ended: (result: Result<ExchangeResult, Problem>) => void): void;
  /** The first write for these newly announced occurrences was handed to the line. */
  commanded(at: Instant, occurrences: readonly string[]): void;
  /** A reset button wants these alarms reset, and then the valves beside it re-opened (`reopenBeside`). */
  reset(device: string, actor: string, occurrences: readonly string[]): void;
  /** What a button did other than to ask for a reset; a reset too where it was not carried out. */
  pressed(
    verb: AnnunciateCommand['verb'] | Press['button'],
    actor: string,
    detail: string,
    accepted: boolean,
  ): void;
  /** Whether an annunciator obeys, for detection to judge. */
  told(reading: Reading): void;
  /** An annunciator refuses what is written to it; null: no more. */
  refused(device: Device, problem: Problem | null): void;
};

/**
 * Holds what annunciation remembers, runs it on the clock, and drives the annunciators with what it wants. An alarm is
 * on its way to the relay before the call returns that brought it; nothing here waits for a disk or an answer.
 */
export class AnnunciatorKeeper {
  readonly #clock: Clock;
  readonly #file: StateFile;
  readonly #hearers: AnnunciatorHearers;
  #policy: Policy;
  #state: AnnunciateState = NOTHING_HEARD;
  #drivers: readonly AnnunciatorDriver[] = [];
  #orders: ReadonlyMap<string, OutputOrder> = new Map();
  #announced: ReadonlySet<string> = new Set(); // not yet commanded
  #saved = '';
  #tick: Timer | null = null;
  #running = false;

  constructor(installation: Installation, clock: Clock, file: StateFile, hearers: AnnunciatorHearers) {
    this.#clock = clock;
    this.#file = file;
    this.#hearers = hearers;
    this.#policy = policyOf(installation);
    this.#drivers = this.#driversOf(installation);
  }

  /** Takes up where the last run ended. A memory that cannot be read is told; everything that stands sounds again then. */
  load(): Problem | null {
    const text = this.#file.load();
    if (!text.ok) return text.error;
    if (text.value === null) return null;
    const state = restoreAnnunciation(text.value);
    if (!state.ok) {
      this.#file.setAside();
      return state.error;
    }
    this.#state = { ...adopted(state.value, this.#now()), trouble: this.#state.trouble };
    return null;
  }

  /** Begins to drive. `alarms` are those that stand. */
  start(alarms: readonly Sounded[]): void {
    this.#running = true;
    this.alarms(alarms);
  }

  /**
   * Outputs without a lease go to their stated state; `left` is called when they have it, unless `stop` comes first. Until
   * then writes are still driven, and nothing new sounds.
   *
   * @returns outputs that go on as they are, by point
   */
  leave(left: () => void): readonly string[] {
    this.#running = false;
    this.#tick?.cancel();
    let waited = this.#drivers.length;
    if (waited === 0) left();
    return this.#drivers.flatMap((driver) =>
      driver.leave(() => {
        waited--;
        if (waited === 0) left();
      }),
    );
  }

  /** Writes nothing more: leases run out, and every output that has one goes to its fail state. */
  async stop(): Promise<void> {
    this.#running = false;
    this.#tick?.cancel();
    for (const driver of this.#drivers) driver.stop();
    await this.#file.settled();
  }

  /**
   * Prepares for a changed site, which touches nothing; the answer takes it up. What was silenced stays so, a closed valve
   * stays closed.
   */
  prepare(installation: Installation): (alarms: readonly Sounded[]) => void {
    const policy = policyOf(installation);
    const drivers = this.#driversOf(installation);
    return (alarms) => {
      for (const driver of this.#drivers) driver.stop();
      this.#policy = policy;
      this.#drivers = drivers;
      this.#orders = new Map();
      this.alarms(alarms);
    };
  }

  /** All alarms that stand, whenever something happened to one. Commands the relays before it returns. */
  alarms(alarms: readonly Sounded[]): void {
    this.#step({ kind: 'alarms', alarms, at: this.#now() });
  }

  /** Whether guard itself has a problem: the fault lamp lights. */
  trouble(stands: boolean): void {
    if (stands !== this.#state.trouble) this.#step({ kind: 'trouble', stands, at: this.#now() });
  }

  command(command: AnnunciateCommand): Result<null, Problem> {
    const effects = this.#step({ kind: 'command', command, at: this.#now() });
    const answer = effects.find((effect) => effect.kind === 'answer');
    return answer?.problem == null ? ok(null) : err(answer.problem);
  }

  /** What was read of any device: relays, valves and status of annunciators. */
  readBack(readings: readonly Reading[]): void {
    for (const driver of this.#drivers)
      for (const { point, closed } of driver.valves(readings, this.#state.known))
        this.#step({ kind: 'found', point, closed, at: this.#now() });
    for (const driver of this.#drivers) driver.hear(readings);
  }

  /** What was read of any device: the buttons of annunciators. */
  buttons(readings: readonly Reading[]): void {
    for (const press of this.#drivers.flatMap((driver) => driver.presses(readings))) {
      const actor = `button:${press.device}`;
      if (press.heldUpMs !== null) {
        // what stood then may be over, and what stands now was not meant: whoever wants it presses again
        const detail = `pressed while the node was out of reach for ${Math.round(press.heldUpMs / 1000)} s`;
        this.#hearers.pressed(press.button, actor, detail, false);
        continue;
      }
      const effects = this.#step({ kind: 'press', press, at: this.#now() });
      const reset = effects.find((effect) => effect.kind === 'reset');
      if (press.button !== 'reset') this.#hearers.pressed(press.button, actor, 'a button was pressed', true);
      else this.#hearers.reset(press.device, actor, reset?.occurrences ?? []);
    }
  }

  /**
   * A reset button is the hand that gives the gas back: when its alarms are reset, the closed valves beside it are
   * re-opened. Not while an alarm stands that closes them.
   */
  reopenBeside(device: string, actor: string): void {
    for (const point of this.#state.valves.keys()) {
      if (!point.startsWith(`${device}/`)) continue;
      const opened = this.command({ verb: 'reopen-valve', point, actor });
      const detail = opened.ok ? point : formatProblem(opened.error);
      this.#hearers.pressed('reopen-valve', actor, detail, opened.ok);
    }
  }

  /** A line was opened or lost. */
  line({ line, state }: LineHealth): void {
    if (state === 'open') for (const driver of this.#drivers) if (driver.line === line) driver.revive();
  }

  screen(): AnnunciationScreen {
    const acted = new Set(this.#drivers.flatMap((driver) => driver.acted));
    const obeys = new Map(this.#drivers.flatMap((driver) => [...driver.obeys]));
    const refused = new Map(
      this.#drivers.flatMap(({ annunciator, refused: exception }) =>
        exception === null ? [] : annunciator.outputs.map(({ point }) => [point, exception] as const),
      ),
    );
    return screenOf(this.#state, this.#policy, { obeys, acted, refused });
  }

  #step(input: AnnunciateInput): readonly AnnunciateEffect[] {
    const { state, effects } = annunciate(this.#state, input, this.#policy);
    this.#state = state;
    if (!this.#running) return effects;
    this.#drive(effects.flatMap((effect) => (effect.kind === 'announced' ? effect.occurrences : [])));
    this.#save();
    this.#schedule();
    return effects;
  }

  #drive(announced: readonly string[]): void {
    const before = this.#orders;
    const orders = new Map(ordersOf(this.#state, this.#policy).map((order) => [order.point, order]));
    this.#orders = orders;
    // what is signalled already by others needs no command of its own
    const moving = [...orders.values()].filter((order) => !same(order, before.get(order.point)));
    const asking = new Set(moving.flatMap(({ because }) => because));
    this.#announced = new Set([...this.#announced, ...announced.filter((one) => asking.has(one))]);
    for (const driver of this.#drivers) driver.order(ownOf(driver, orders));
  }

  #handed(points: readonly string[]): void {
    const asking = points.flatMap((point) => this.#orders.get(point)?.because ?? []);
    const commanded = asking.filter((occurrence) => this.#announced.has(occurrence));
    if (commanded.length === 0) return;
    this.#announced = new Set([...this.#announced].filter((one) => !commanded.includes(one)));
    this.#hearers.commanded(this.#now(), [...new Set(commanded)]);
  }

  #save(): void {
    const text = saveAnnunciation(this.#state);
    if (text === this.#saved) return;
    this.#saved = text;
    this.#file.save(text);
  }

  #schedule(): void {
    this.#tick?.cancel();
    const due = nextDue(this.#state, this.#policy);
    if (due === null) return;
    this.#tick = this.#clock.after(Math.max(0, due - this.#clock.mono()), 'annunciate', () =>
      this.#step({ kind: 'tick', at: this.#now() }),
    );
  }

  #driversOf({ annunciators, devices }: Installation): AnnunciatorDriver[] {
    return annunciators.flatMap((annunciator) => {
      const device = devices.get(annunciator.device);
      if (device === undefined) return [];
      const hearers = {
        write: this.#hearers.write,
        handed: (points: readonly string[]) => this.#handed(points),
        told: this.#hearers.told,
        refused: (exception: number | null) =>
          this.#hearers.refused(device, exception === null ? null : refusalProblem(device, exception)),
        lost: (points: readonly string[]) => {
          if (points.some((one) => this.#state.known.has(one)))
            this.#step({ kind: 'lost', points, at: this.#now() });
        },
      };
      return [new AnnunciatorDriver(annunciator, device, this.#clock, hearers)];
    });
  }

  #now(): Instant {
    return { boot: this.#clock.boot, mono: this.#clock.mono() };
  }
}

function same(order: OutputOrder, before: OutputOrder | undefined): boolean {
  return before?.acting === order.acting && before.tone === order.tone;
}

function ownOf(
  driver: AnnunciatorDriver,
  orders: ReadonlyMap<string, OutputOrder>,
): Map<string, OutputOrder> {
  return new Map(
    driver.annunciator.outputs.flatMap(({ point }): [string, OutputOrder][] => {
      const order = orders.get(point);
      return order === undefined ? [] : [[point, order]];
    }),
  );
}
