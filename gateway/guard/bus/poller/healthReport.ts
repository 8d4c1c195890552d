import { isDeepStrictEqual } from 'node:util';
import type { DeviceHealth, LineHealth } from '../../../control/health.ts';
import type { Clock } from '../../../core/clock.ts';
import type { Problem } from '../../../core/result.ts';
import { busProblem } from '../../../text/problems/busProblems.ts';
import type { ProbeBudget } from '../schedule/probeBudget.ts';
import type { BusEvents, ForeignAsk } from '../types.ts';
import type { DevicePoll } from './devicePoll.ts';
import { askedText } from './deviceTrouble.ts';
import type { LineNews } from './lineNews.ts';
import type { LineTally } from './lineTally.ts';

/** A line that misses more than this share of its reads is asked for more than it can carry. */
const OVERLOADED_SHARE = 0.2;
const SILENT_SHARE = 0.09;
/** A port that has been open for so long holds, though nobody answers. */
const HOLDS_MS = 10_000;

/** Says how a line and its devices are: changes of state at once, counters when `tell` is called, nothing twice. */
export class HealthReport {
  readonly #line: string;
  readonly #devices: readonly DevicePoll[];
  readonly #tally: LineTally;
  readonly #budget: ProbeBudget;
  readonly #clock: Clock;
  readonly #events: BusEvents;
  readonly #news: LineNews;
  readonly #otherMaster: () => ForeignAsk | undefined;
  readonly #told = new Map<DevicePoll, DeviceHealth>();
  #toldLine: LineHealth | undefined;
  #state: LineHealth['state'] = 'lost';
  #problem: Problem | undefined;
  #openedAt = 0;

  constructor(
    line: string,
    devices: readonly DevicePoll[],
    tally: LineTally,
    budget: ProbeBudget,
    clock: Clock,
    events: BusEvents,
    news: LineNews,
    otherMaster: () => ForeignAsk | undefined = () => undefined,
  ) {
    this.#line = line;
    this.#devices = devices;
    this.#tally = tally;
    this.#budget = budget;
    this.#clock = clock;
    this.#events = events;
    this.#news = news;
    this.#otherMaster = otherMaster;
  }

  lineOpen(): void {
    this.#state = 'open';
    this.#problem = undefined;
    this.#openedAt = this.#clock.mono();
    this.#tellLine();
  }

  lineLost(problem: Problem): void {
    this.#state = 'lost';
    this.#problem = problem;
    this.#tellLine();
    for (const device of this.#devices) this.deviceMayHaveChanged(device);
  }

  /** Tells a device whose state is another than was last told. */
  deviceMayHaveChanged(device: DevicePoll): void {
    if (this.#told.get(device)?.state !== device.state) this.#tellDevice(device);
  }

  /** Tells what has changed since it was last told, counters included. */
  tell(): void {
    if (this.#toldLine === undefined) return; // nothing is known before the first attempt to open
    if (this.#state === 'open') this.#problem = this.#trouble();
    this.#tellLine();
    if (this.#isWell()) this.#news.line(this.#problem);
    for (const device of this.#devices) this.#tellDevice(device);
  }

  #tellLine(): void {
    const health: LineHealth = {
      line: this.#line,
      state: this.#state,
      ...(this.#problem === undefined ? {} : { problem: this.#problem }),
      utilisation: this.#tally.utilisation(),
      deadShare: this.#budget.spentShare(this.#clock.mono()),
    };
    if (isDeepStrictEqual(health, this.#toldLine)) return;
    this.#toldLine = health;
    this.#events.line(health);
    if (this.#problem !== undefined) this.#news.line(this.#problem);
  }

  /** A port that opens and is gone again has never been well: somebody answered since, or it holds. */
  #isWell(): boolean {
    if (this.#state !== 'open' || this.#problem !== undefined) return false;
    if (this.#clock.mono() - this.#openedAt >= HOLDS_MS) return true;
    return this.#devices.some(
      (device) => (device.health(this.#clock.boot).lastOk?.mono ?? -1) >= this.#openedAt,
    );
  }

  #tellDevice(device: DevicePoll): void {
    const health = device.health(this.#clock.boot);
    if (isDeepStrictEqual(health, this.#told.get(device))) return;
    this.#told.set(device, health);
    this.#events.device(health);
  }

  /** What is missed because of devices that do not answer is no fault of the plan. */
  #isOverloaded(): boolean {
    const silentShare = this.#budget.spentShare(this.#clock.mono());
    return this.#tally.missedShare() > OVERLOADED_SHARE && silentShare < SILENT_SHARE;
  }

  /** What is wrong with a line that is open. Who else asks on it explains what it misses. */
  #trouble(): Problem | undefined {
    const other = this.#otherMaster();
    if (other !== undefined)
      return { ...busProblem('bus.other-master', { asked: askedText(other) }), where: this.#line };
    return this.#isOverloaded() ? { ...busProblem('bus.overloaded'), where: this.#line } : undefined;
  }
}
