import { isDeepStrictEqual } from 'node:util';
import type { Request } from '../../../drivers/request.ts';
import type { DeviceTiming } from '../../alarmTime/deviceTiming.ts';
import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import type { Overhear, Overheard } from '../../core/overheard.ts';
import { err, type Problem, type Result } from '../../core/result.ts';
import type { Line } from '../../site/installation.ts';
import { portName } from '../../site/portName.ts';
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
export class Bus {
  readonly #parts: BusParts;
  readonly #polled = new Map<string, Polled>();
  readonly #closing = new Map<string, Promise<void>>(); // by port: who had it gives it back
  #lines: readonly Line[];
  #annunciators: readonly string[];
  #running = false;

  constructor(parts: BusParts) {
    this.#parts = parts;
    this.#lines = parts.lines;
    this.#annunciators = parts.annunciators ?? [];
  }

  /** Starts every line. A port that cannot be opened is told as line health and tried for ever. */
  start(): void {
    if (this.#running) return;
    this.#running = true;
    for (const line of this.#lines) this.#poll(line);
  }

  /** Resolves when every exchange under way has ended and every port is given back, those of earlier sites too. */
  async stop(): Promise<void> {
    this.#running = false;
    for (const id of [...this.#polled.keys()]) this.#drop(id);
    await Promise.all(this.#closing.values());
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

  /** Listens on a line to whoever answers one read; see `LinePoller.hear`. */
  async hear(lineId: string, fitted: (limitMs: number) => Overhear): Promise<Result<Overheard, Problem>> {
    const polled = this.#polled.get(lineId);
    if (polled !== undefined) return polled.poller.hear(fitted);
    return err(
      busProblem('bus.unknown-line', { line: lineId, lines: listedOrNone([...this.#polled.keys()]) }),
    );
  }

  /**
   * Takes up a changed site, at once: lines that are the same go on undisturbed, the others are stopped, and begin anew as
   * soon as whoever had their port has given it back.
   *
   * @returns lines that are polled no more, or anew
   */
  adopt(lines: readonly Line[], annunciators: readonly string[] = []): readonly string[] {
    this.#lines = lines;
    this.#annunciators = annunciators;
    if (!this.#running) return [];
    const wanted = new Map(lines.map((line) => [line.id, line]));
    const dropped = [...this.#polled].flatMap(([id, { line, writable }]) => {
      const now = wanted.get(id);
      return now !== undefined && isDeepStrictEqual([line, writable], [now, this.#writable(now)]) ? [] : [id];
    });
    for (const id of dropped) this.#drop(id);
    for (const line of lines) if (!this.#polled.has(line.id)) this.#poll(line);
    return dropped;
  }

  #poll(line: Line): void {
    const { openLine, clock, events, log } = this.#parts;
    const writable = this.#writable(line);
    const poller = new LinePoller({
      line,
      client: openLine(line),
      clock,
      events,
      log,
      writable,
      looks: true,
    });
    this.#polled.set(line.id, { line, writable, poller });
    const port = portName(line.connection);
    const begin = () => {
      if (this.#polled.get(line.id)?.poller === poller) void poller.start();
    };
    const closing = this.#closing.get(port);
    if (closing === undefined) begin();
    else void closing.then(begin);
  }

  /** Lets a line go; its port is free when it has been closed. */
  #drop(id: string): void {
    const polled = this.#polled.get(id);
    if (polled === undefined) return;
    this.#polled.delete(id);
    const port = portName(polled.line.connection);
    const closed = Promise.all([this.#closing.get(port), polled.poller.stop()])
      .catch(() => {}) // a port that cannot even be closed is as good as gone
      .then(() => {
        if (this.#closing.get(port) === closed) this.#closing.delete(port);
      });
    this.#closing.set(port, closed);
  }

  #writable(line: Line): ReadonlySet<number> {
    return new Set(line.devices.filter(({ id }) => this.#annunciators.includes(id)).map(({ unit }) => unit));
  }
}
