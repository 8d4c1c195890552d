import type { Profile } from '../../../drivers/profile/schema.ts';
import { deviceTiming } from '../../alarmTime/deviceTiming.ts';
import { formatOf } from '../../commission/scan/siteMatch.ts';
import { planRate, type Whereabouts } from '../../commission/settings/changePlan.ts';
import { ListenedLine } from '../../commission/settings/listenedLine.ts';
import {
  inHand,
  newOrder,
  nextFree,
  type OrderInput,
  type SensorOrder,
} from '../../commission/wizard/order.ts';
import { orderHands } from '../../commission/wizard/orderHands.ts';
import { OrderRun, type ShownWhileNamed } from '../../commission/wizard/runOrder.ts';
import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import type { Overhear, Overheard } from '../../core/overheard.ts';
import { err, ok, type Problem, type Result } from '../../core/result.ts';
import { formatName, type SerialFormat } from '../../core/serialFormat.ts';
import type { StateFile } from '../../core/stateFile.ts';
import type { Installation, Line } from '../../site/installation.ts';
import { commissionProblem } from '../../text/problems/commissionProblems.ts';
import { type ActorsOrder, ordersOf, ordersText } from './keptOrders.ts';

/** What commissioning has of the box. */
export type CommissionBox = {
  /** Says something on a line of the site, through guard, which goes on watching. */
  hear(line: string, what: Overhear, actor: string): Promise<Result<Overheard, Problem>>;
  readonly installation: () => Installation | null;
  readonly profiles: () => ReadonlyMap<string, Profile>;
  readonly clock: Clock;
  readonly log: Log;
  /** Something is to be shown anew. */
  readonly changed: () => void;
  /** An order as it is kept: who in it has its address by now. */
  readonly addressed: (order: SensorOrder) => void;
};

/** What somebody asks for: so many sensors of one kind on a line. `name` may hold `{n}`. */
export type OrderAsk = {
  readonly line: string;
  readonly profile: string;
  readonly count: number;
  readonly name: string;
  readonly first: number; // the lowest address that is given
  readonly twin: number | null; // the address that two have, of which one is given another
};

/** An order as it stands, what the sensor in hand shows, and why the line does not even say what is to be said; null: it does. */
export type StandingOrder = ActorsOrder & {
  readonly shows: ShownWhileNamed;
  readonly refusal: Problem | null;
};

type Running = {
  readonly run: OrderRun;
  readonly line: ListenedLine;
  actor: string;
  broken: Problem | null; // a fault of the program: it stands still
};

const GUARD_LIMIT_MS = 3_000; // guard takes what it can spare of it

/**
 * The orders of sensors that are given their addresses one after the other, one on a line at a time. They live on the box: a
 * phone that is lost, another person, a power cut, and the order goes on where it was.
 */
export class SensorOrders {
  readonly #box: CommissionBox;
  readonly #file: StateFile;
  readonly #running = new Map<string, Running>();

  constructor(box: CommissionBox, file: StateFile) {
    this.#box = box;
    this.#file = file;
  }

  /** Goes on with what was kept. A file that is damaged is put aside and told. */
  start(): void {
    const text = this.#file.load();
    if (!text.ok) this.#box.log.problem(text.error);
    if (!text.ok || text.value === null) return;
    const orders = ordersOf(text.value, this.#box.profiles());
    if (orders === null) {
      const aside = this.#file.setAside();
      this.#box.log.problem(commissionProblem('commission.orders-unreadable', { aside: aside ?? '-' }));
    }
    for (const { order, actor } of orders ?? []) this.#run(order, actor);
  }

  async stop(): Promise<void> {
    for (const { run } of this.#running.values()) run.stop();
    await this.#file.settled();
  }

  get standing(): readonly StandingOrder[] {
    return [...this.#running.values()].map(({ run, actor, line, broken }) => ({
      ...{ order: run.order, actor, shows: run.shows, refusal: broken ?? line.refusal },
    }));
  }

  isUnderWay(line: string): boolean {
    const phase = this.#running.get(line)?.run.order.phase.kind;
    return phase !== undefined && phase !== 'done';
  }

  /** Begins an order. Refused where another is under way, and where the address they come with is somebody's. */
  begin(ask: OrderAsk, actor: string): Result<null, Problem> {
    if (this.isUnderWay(ask.line)) return err(commissionProblem('commission.under-way', { line: ask.line }));
    const profile = this.#box.profiles().get(ask.profile);
    const line = this.#box.installation()?.lines.find(({ id }) => id === ask.line);
    const format = line === undefined ? null : formatOf(line);
    if (profile === undefined || line === undefined || format === null)
      return err(commissionProblem('commission.no-line', { line: ask.line }));
    const { twin } = ask;
    const unit = twin ?? profile.serial.unit;
    const owner = line.devices.find((device) => device.unit === unit);
    if (owner !== undefined && twin === null)
      return err(commissionProblem('commission.factory-taken', { unit, device: owner.id }));
    // a siren that is moved by mistake is a siren that nobody hears
    if (this.#box.installation()?.annunciators.some(({ device }) => device === owner?.id))
      return err(commissionProblem('commission.twin-siren', { unit, device: owner?.id ?? '' }));
    if (!profile.serial.bauds.includes(format.baud))
      return err(
        commissionProblem('commission.other-rate', {
          ...{ line: ask.line, own: formatName(format), fresh: formatName(comesAt(profile)) },
        }),
      );
    const from = { unit, format };
    const order = newOrder(ask, from, unitsOf(line), ask.first, {
      fresh: twin === null ? freshOf(profile, from) : null,
      twin: twin !== null,
    });
    if (order.sensors.length < ask.count)
      return err(commissionProblem('commission.no-addresses', { count: order.sensors.length }));
    this.#run(order, actor);
    this.#box.changed();
    return ok(null);
  }

  /** What a person says to an order, from whichever phone, of the sensor that it showed. Resolves when it is kept. */
  async say(
    line: string,
    unit: number | null,
    input: OrderInput,
    actor: string,
  ): Promise<Result<null, Problem>> {
    const running = this.#running.get(line);
    if (running === undefined) return err(commissionProblem('commission.no-order', { line }));
    if (unit !== null && inHand(running.run.order)?.unit !== unit) {
      const before = running.run.order.sensors.find((sensor) => sensor.unit === unit);
      return input.kind === 'named' && before?.outcome === 'addressed'
        ? err(commissionProblem('commission.named-already', { unit, name: before.name }))
        : err(commissionProblem('commission.other-sensor', { unit }));
    }
    running.actor = actor;
    await running.run.tell(input);
    return ok(null);
  }

  /** Gives the sensor in hand the next address that is nobody's, where somebody unknown answers at the one it was to get. */
  async takeAnother(line: string, unit: number | null, actor: string): Promise<Result<null, Problem>> {
    const known = this.#box.installation()?.lines.find(({ id }) => id === line);
    const taken = known === undefined ? new Set<number>() : unitsOf(known);
    const order = this.#running.get(line)?.run.order;
    const free = order === undefined ? null : nextFree(order, taken);
    if (order !== undefined && free === null)
      return err(commissionProblem('commission.no-addresses', { count: 0 }));
    return this.say(line, unit, { kind: 'another-address', unit: free ?? 0 }, actor);
  }

  /** Takes an order away. What was addressed keeps its address. Not while an address is being written. */
  async end(line: string): Promise<Result<null, Problem>> {
    const running = this.#running.get(line);
    if (running === undefined) return err(commissionProblem('commission.no-order', { line }));
    if (running.run.order.phase.kind === 'change')
      return err(commissionProblem('commission.writing', { line }));
    running.run.stop();
    this.#running.delete(line);
    await this.#keep();
    return ok(null);
  }

  #run(order: SensorOrder, actor: string): void {
    const profile = this.#box.profiles().get(order.profile);
    if (profile === undefined) return;
    const { clock } = this.#box;
    const listening = {
      hear: (what: Overhear) =>
        this.#box.hear(order.line, order.twin ? this.#asTwin(order.line, what) : what, running.actor),
      limitMs: GUARD_LIMIT_MS,
    };
    const line = new ListenedLine(listening, deviceTiming(profile), clock);
    const run = new OrderRun(
      order,
      profile,
      orderHands(line, profile, this.#box.profiles(), clock, () => this.#keep(), this.#box.changed),
    );
    const running: Running = { run, line, actor, broken: null };
    this.#running.set(order.line, running);
    // an exception in a step must not take desk with it, and must not be a wizard that waits without a word
    run.run().catch((error: unknown) => {
      running.broken = commissionProblem('commission.broke-off', { line: order.line, error: String(error) });
      this.#box.log.problem(running.broken);
      this.#box.changed();
    });
  }

  /** What is written at an address that two have names whose it is in the site: guard lets nobody write there by mistake. */
  #asTwin(line: string, what: Overhear): Overhear {
    const devices = this.#box.installation()?.lines.find(({ id }) => id === line)?.devices;
    const owner = devices?.find(({ unit }) => unit === what.request.unit);
    return owner === undefined ? what : { ...what, twinOf: owner.id };
  }

  /** Resolves when all orders as they are now are on the disk, or that they are not was told. */
  #keep(): Promise<void> {
    this.#box.changed();
    for (const { run } of this.#running.values()) this.#box.addressed(run.order);
    return new Promise((written) => {
      this.#file.save(() => ordersText(this.standing), written);
    });
  }
}

function comesAt({ serial: { baud, parity, stopBits } }: Profile): SerialFormat {
  return { baud, parity, stopBits };
}

/**
 * The format that new sensors of a kind come with, where they can be set to the line's rate over the wire. Null: they come with the
 * line's, or are set to it by hand. A second stop bit is a pause to who waits for one.
 */
function freshOf(profile: Profile, { unit, format }: Whereabouts): SerialFormat | null {
  const fresh = comesAt(profile);
  if (fresh.parity !== format.parity || fresh.baud === format.baud) return null;
  return planRate(profile, format.baud, { unit, format: fresh }).ok ? fresh : null;
}

/** Every address of a line that is somebody's. */
function unitsOf({ devices }: Line): ReadonlySet<number> {
  return new Set(devices.map(({ unit }) => unit));
}
