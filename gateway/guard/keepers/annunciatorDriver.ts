import type { Instant, Reading } from '../../../drivers/reading.ts';
import type { Request } from '../../../drivers/request.ts';
import type { Clock, Timer } from '../../core/clock.ts';
import type { Problem, Result } from '../../core/result.ts';
import type { Annunciator, Device } from '../../site/installation.ts';
import { pressesBetween } from '../annunciate/driving/buttons.ts';
import {
  type DriveState,
  IDLE_DRIVE,
  nextWrite,
  nextWriteDue,
  type Orders,
  type OutputChannel,
  putOff,
  revived,
  type WriteEnd,
  want,
  writeAgain,
  writeEnded,
} from '../annunciate/driving/drive.ts';
import { type CoilChannel, coilChannels } from '../annunciate/driving/driveCoils.ts';
import { nodeChannel, wiringOf } from '../annunciate/driving/driveNode.ts';
import { type FoundValve, foundValves } from '../annunciate/driving/foundValves.ts';
import { leavingOf } from '../annunciate/driving/leaving.ts';
import { coilLooks, nodeLooks, type SeenOutput } from '../annunciate/driving/looks.ts';
import { buttonsIn, doingIn, type NodeButtons, statusWords } from '../annunciate/driving/nodeStatus.ts';
import { obeysReading, refusalOf, verdictOf } from '../annunciate/driving/obeys.ts';
import { checked, type Obedience, toldAnew, UNSEEN } from '../annunciate/driving/readBack.ts';
import type { Press } from '../annunciate/state.ts';
import type { ExchangeResult } from '../bus/types.ts';

export type DriverHearers = {
  /** Hands a write to the line of the device, at once; `ended` is called later, as an input of its own. */
  write(line: string, request: Request, ended: (result: Result<ExchangeResult, Problem>) => void): void;
  /** The first write of what is wanted of these outputs now was handed to the line. */
  handed(points: readonly string[]): void;
  /** Gas valves that may have closed by themselves. */
  lost(points: readonly string[]): void;
  /** A word on whether the annunciator obeys. */
  told(reading: Reading): void;
  /** It refuses what is written to it, with this exception; null: no more. Told when that changes. */
  refused(exception: number | null): void;
};

/** A node may need so long to start its board: only then is it held against it. */
const STARTING_MS = 10_000;

/**
 * A press is of now if the look before it is no longer ago than this, or than so many periods of a node that is looked at seldom
 * (engineering: what somebody means by a button does not outlast a conversation).
 */
const HELD_UP_MS = 10_000;
const HELD_UP_PERIODS = 3;

const MOST_BLIND = 4;

/**
 * Drives one annunciator: one write under way, the newest wish behind it, renewed for ever; and compares what is read
 * back with what was written. A site file that was checked stands behind it: what does not fit does nothing.
 */
export class AnnunciatorDriver {
  readonly annunciator: Annunciator;
  readonly #device: Device;
  readonly #clock: Clock;
  readonly #hearers: DriverHearers;
  readonly #channels: readonly OutputChannel[];
  readonly #coils: readonly CoilChannel[];
  readonly #zones: readonly string[];
  readonly #valves: readonly string[];
  readonly #checks = new Map<string, Obedience>();
  #drive: DriveState = IDLE_DRIVE;
  readonly #blind = new Map<string, number>(); // readings in a row that told nothing of a pattern
  #seenResting: ReadonlySet<string> = new Set(); // outputs that were seen to rest since they were told to
  #buttons: { readonly counted: NodeButtons; readonly at: number } | null = null;
  #refused: number | null = null;
  #startingSince: number | null = null;
  #timer: Timer | null = null;
  #stopped = false;
  #left: (() => void) | null = null;

  constructor(annunciator: Annunciator, device: Device, clock: Clock, hearers: DriverHearers) {
    this.annunciator = annunciator;
    this.#device = device;
    this.#clock = clock;
    this.#hearers = hearers;
    const { protocol } = device.profile.annunciator ?? {};
    this.#coils = protocol === 'coils' ? coilChannels(annunciator, device) : [];
    this.#channels = protocol === 'lifeline' ? [nodeChannel(annunciator, device)] : this.#coils;
    const { outputs } = annunciator;
    this.#valves = outputs.filter(({ drives }) => drives === 'gas-valve').map(({ point }) => point);
    const zones = outputs.map((output) => output.zones);
    this.#zones = zones.some((list) => list.length === 0) ? [] : [...new Set(zones.flat())];
  }

  /** What is wanted from now on. The write goes out in this very turn, unless one is under way. */
  order(orders: Orders): void {
    const before = this.#drive;
    this.#drive = want(before, orders, this.#channels, this.#clock.mono());
    for (const [id, { wish }] of this.#drive.channels)
      if (before.channels.get(id)?.wish !== wish) this.#begin(this.#pointsOf(id));
    this.#pump();
  }

  /** Takes in what was read of the device: whether it is there, and obeys. */
  hear(readings: readonly Reading[]): void {
    const own = this.#own(readings);
    const [first] = own;
    if (first === undefined) return;
    if (own.some(({ quality }) => quality === 'good')) {
      this.#drive = revived(this.#drive, this.#clock.mono());
      this.#pump();
    }
    const words = statusWords(own, this.#device);
    const seen = this.#coils.length > 0 ? coilLooks(this.#coils, this.#drive, own) : [];
    this.#evade(own, seen);
    this.#judge([...seen, ...this.#nodeLooks(words, first.at.mono)], first.at);
  }

  /** The buttons pressed since the last look. `heldUpMs`: that was so long ago that nobody knows what the hand was meant for. */
  presses(readings: readonly Reading[]): (Press & { readonly heldUpMs: number | null })[] {
    const own = this.#own(readings);
    const counted = buttonsIn(statusWords(own, this.#device));
    const at = own[0]?.at.mono;
    if (counted === null || at === undefined) return [];
    const before = this.#buttons;
    this.#buttons = { counted, at };
    const gapMs = before === null ? 0 : at - before.at;
    const heldUpMs = gapMs > this.#longestGapMs ? gapMs : null;
    const { id: device } = this.#device;
    return pressesBetween(before?.counted ?? null, counted).map((button) => ({
      ...{ device, button, zones: this.#zones, heldUpMs },
    }));
  }

  get #longestGapMs(): number {
    return Math.max(HELD_UP_MS, ...this.#device.points.map(({ periodMs }) => HELD_UP_PERIODS * periodMs));
  }

  #own(readings: readonly Reading[]): Reading[] {
    return readings.filter(({ point }) => point.startsWith(`${this.#device.id}/`));
  }

  /**
   * What these readings say of gas valves that are not known to be open, and which of those that are have closed by
   * themselves since they were last seen open.
   */
  valves(readings: readonly Reading[], known: ReadonlySet<string>): FoundValve[] {
    return foundValves(this.annunciator, this.#device, readings).filter(({ point, closed }) =>
      known.has(point) ? closed && this.#seenResting.has(point) : true,
    );
  }

  /** The line is open again: what failed is tried at once. */
  revive(): void {
    this.#drive = revived(this.#drive, this.#clock.mono());
    this.#pump();
  }

  /** Whether each output was seen to do what it was told. */
  get obeys(): ReadonlyMap<string, boolean | null> {
    return new Map([...this.#checks].map(([point, { obeys }]) => [point, obeys]));
  }

  /** The exception with which the device refuses what is written to it; null: it does not. */
  get refused(): number | null {
    return this.#refused;
  }

  /** The outputs that were seen acting since they were told to. */
  get acted(): readonly string[] {
    return [...this.#checks].flatMap(([point, { acted }]) => (acted ? [point] : []));
  }

  get line(): string {
    return this.#device.lineId;
  }

  /**
   * Guard goes: outputs without a lease are told their stated state, `left` is called when they have it. Everything else
   * is left to its lease.
   *
   * @returns outputs that go on sounding, flashing or running
   */
  leave(left: () => void): readonly string[] {
    const { orders, goesOn } = leavingOf(this.annunciator, this.#device, this.#drive.orders);
    this.#left = () => {
      this.#left = null;
      this.stop();
      left();
    };
    this.order(orders);
    return goesOn;
  }

  #hasUnwritten(): boolean {
    return [...this.#drive.channels.values()].some(({ fresh, wish, done }) => fresh || done?.wish !== wish);
  }

  /** Says nothing more. The last command stands, and the lease runs to the fail state. */
  stop(): void {
    this.#stopped = true;
    this.#timer?.cancel();
    this.#tellRefusal(null);
  }

  /** Something else is wanted of these outputs. */
  #begin(points: readonly string[]): void {
    this.#seenResting = new Set([...this.#seenResting].filter((point) => !points.includes(point)));
    for (const point of points) this.#checks.set(point, toldAnew(this.#checkOf(point)));
  }

  /** Whether its outputs may have gone to their fail state: a board may have lost its power with the first reply. */
  #mayHaveLapsed(now: number): boolean {
    const { failing } = this.#drive;
    if (failing === null) return false;
    return this.#coils.length > 0 || now - failing.since > this.annunciator.leaseMs / 2;
  }

  #pump(): void {
    if (this.#stopped) return;
    const now = this.#clock.mono();
    const { state, write } = nextWrite(this.#drive, this.#channels, now);
    this.#drive = state;
    if (write !== null) {
      this.#hearers.write(this.#device.lineId, write.request, (result) => this.#ended(endOf(result)));
      if (write.fresh) this.#hearers.handed(this.#pointsOf(write.channel));
    }
    this.#timer?.cancel();
    const due = nextWriteDue(this.#drive);
    const done = this.#drive.inFlight === null && !this.#hasUnwritten();
    if (this.#left !== null && done) this.#left();
    else if (due !== null)
      this.#timer = this.#clock.after(Math.max(0, due - now), `annunciator ${this.#device.id}`, () =>
        this.#pump(),
      );
  }

  #ended(end: WriteEnd): void {
    if (this.#stopped) return;
    const at = this.#now();
    this.#drive = writeEnded(this.#drive, end, at.mono);
    this.#tellRefusal(refusalOf(this.#drive.failing, at.mono));
    if (end !== 'done') this.#tell(at);
    if (this.#mayHaveLapsed(at.mono)) this.#hearers.lost(this.#valves);
    this.#pump();
  }

  #nodeLooks(words: ReturnType<typeof statusWords>, at: number): SeenOutput[] {
    const doing = doingIn(words);
    if (doing === null) return [];
    this.#startingSince = doing.board === 'starting' ? (this.#startingSince ?? at) : null;
    if (this.#startingSince !== null && at - this.#startingSince <= STARTING_MS) return [];
    return nodeLooks(this.#device.id, wiringOf(this.annunciator), this.#drive, doing, at);
  }

  /** A pattern whose beat and the polls' meet on its edges again and again is put off a little. */
  #evade(readings: readonly Reading[], seen: readonly SeenOutput[]): void {
    for (const channel of this.#coils) {
      const { id } = channel;
      if (!readings.some(({ point, quality }) => point === id && quality === 'good')) continue;
      const evadeMs = channel.evadeMs(this.#drive.orders);
      const blind =
        evadeMs === 0 || seen.some(({ point }) => point === id) ? 0 : (this.#blind.get(id) ?? 0) + 1;
      this.#blind.set(id, blind % MOST_BLIND);
      if (blind === MOST_BLIND) this.#drive = putOff(this.#drive, id, evadeMs);
    }
    this.#pump();
  }

  #judge(seen: readonly SeenOutput[], at: Instant): void {
    if (seen.length === 0) return;
    for (const { point, look } of seen) {
      this.#checks.set(point, checked(this.#checkOf(point), look));
      if (!look.expected && !look.seen) this.#seenResting = new Set(this.#seenResting).add(point);
      if (look.steady && look.expected !== look.seen)
        this.#drive = writeAgain(this.#drive, point, this.#clock.mono());
    }
    this.#tell(at);
    this.#pump();
  }

  #tell(at: Instant): void {
    const verdict = verdictOf(this.#drive.failing, this.#checks.values(), at.mono);
    if (verdict !== undefined) this.#hearers.told(obeysReading(this.#device.id, verdict, at));
  }

  #tellRefusal(exception: number | null): void {
    if (exception === this.#refused) return;
    this.#refused = exception;
    this.#hearers.refused(exception);
  }

  #pointsOf(channel: string): string[] {
    return channel === this.#device.id ? this.annunciator.outputs.map(({ point }) => point) : [channel];
  }

  #checkOf(point: string): Obedience {
    return this.#checks.get(point) ?? UNSEEN;
  }

  #now(): Instant {
    return { boot: this.#clock.boot, mono: this.#clock.mono() };
  }
}

function endOf(result: Result<ExchangeResult, Problem>): WriteEnd {
  if (!result.ok) return 'lost';
  if (result.value.kind === 'ok') return 'done';
  return result.value.kind === 'exception' ? { refused: result.value.code } : 'lost';
}
