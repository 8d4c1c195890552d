import { isDeepStrictEqual } from 'node:util';
import type { Request } from '../../../drivers/request.ts';
import type { DeviceTiming } from '../../alarmTime/deviceTiming.ts';
import type { Clock } from '../../core/clock.ts';
import type { Lifecycle } from '../../core/lifecycle.ts';
import { stopAll } from '../../core/lifecycle.ts';
import type { Log } from '../../core/log.ts';
import { err, type Problem, type Result } from '../../core/result.ts';
import type { Line } from '../../site/installation.ts';
import { listedOrNone } from '../../text/named.ts';
import { busProblem } from '../../text/problems/busProblems.ts';
import { LinePoller } from './poller/linePoller.ts';
import type { BusEvents, ExchangeResult, LineClient } from './types.ts';

/** What the bus is made of. `openLine` makes the client for a line; it opens nothing by itself. */
export type BusParts = {
  readonly lines: readonly Line[];
  readonly clock: Clock;
  readonly events: BusEvents;
  readonly openLine: (line: Line) => LineClient;
  readonly log: Log;
  readonly annunciators?: readonly string[]; // devices that may be written to; none: nothing is ever written
};

type Polled = { readonly line: Line; readonly writable: ReadonlySet<number>; readonly poller: LinePoller };

/** All lines of a gateway. Each polls by itself: what happens on one is not felt on another. */
export class Bus implements Lifecycle {
  readonly #parts: BusParts;
  readonly #polled = new Map<string, Polled>();
  #lines: readonly Line[];
  #annunciators: readonly string[];
  #running = false;

  constructor(parts: BusParts) {
    this.#parts = parts;
    this.#lines = parts.lines;
    this.#annunciators = parts.annunciators ?? [];
  }

  /** Starts every line. A port that cannot be opened is told as line health and tried for ever. */
  async start(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    for (const line of this.#lines) await this.#poll(line);
  }

  async stop(): Promise<void> {
    this.#running = false;
    const pollers = [...this.#polled.values()].map(({ poller }) => poller);
    this.#polled.clear();
    await stopAll(pollers);
  }

  /**
   * One exchange outside the plan; writes jump the queue and reach annunciators alone, reads wait for due safety reads.
   * @returns how it ended (`portLost` also while the line is down), or a problem when it could not even be tried
   */
  async request(
    lineId: string,
    request: Request,
    timing?: DeviceTiming,
  ): Promise<Result<ExchangeResult, Problem>> {
    const polled = this.#polled.get(lineId);
    if (polled !== undefined) return polled.poller.request(request, timing);
    return err(
      busProblem('bus.unknown-line', { line: lineId, lines: listedOrNone([...this.#polled.keys()]) }),
    );
  }

  /** Takes up a changed site: lines that are the same go on undisturbed, the others are stopped and started anew. */
  async reload(lines: readonly Line[], annunciators: readonly string[] = []): Promise<void> {
    this.#lines = lines;
    this.#annunciators = annunciators;
    if (!this.#running) return;
    const wanted = new Map(lines.map((line) => [line.id, line]));
    for (const [id, { line, writable, poller }] of this.#polled) {
      const now = wanted.get(id);
      if (now !== undefined && isDeepStrictEqual([line, writable], [now, this.#writable(now)])) continue;
      this.#polled.delete(id);
      await poller.stop();
    }
    for (const line of lines) if (!this.#polled.has(line.id)) await this.#poll(line);
  }

  async #poll(line: Line): Promise<void> {
    const { openLine, clock, events, log } = this.#parts;
    const writable = this.#writable(line);
    const poller = new LinePoller({ line, client: openLine(line), clock, events, log, writable });
    this.#polled.set(line.id, { line, writable, poller });
    await poller.start();
  }

  #writable(line: Line): ReadonlySet<number> {
    return new Set(line.devices.filter(({ id }) => this.#annunciators.includes(id)).map(({ unit }) => unit));
  }
}
