import { type Advice, adviceOf } from '../../commission/scan/advice.ts';
import { type RecognisedUnit, recognised } from '../../commission/scan/recognised.ts';
import { type Listening, runScan } from '../../commission/scan/runScan.ts';
import { type FoundUnit, leftMs, type ScanAim, type ScanState } from '../../commission/scan/scan.ts';
import { formatOf } from '../../commission/scan/siteMatch.ts';
import { usualUnits } from '../../commission/scan/usualUnits.ts';
import type { Overhear } from '../../core/overheard.ts';
import { err, ok, type Problem, type Result } from '../../core/result.ts';
import type { Line } from '../../site/installation.ts';
import { commissionProblem } from '../../text/problems/commissionProblems.ts';
import type { CommissionBox } from './sensorOrders.ts';

/** Somebody who was found; not yet recognised while the search goes on. */
export type FoundSensor = { readonly heard: FoundUnit } & Partial<RecognisedUnit>;

/** A search of one line as it stands. */
export type StandingSearch = {
  readonly line: string;
  readonly phase: 'searching' | 'recognising' | 'over' | 'stopped' | 'failed';
  readonly leftMs: number; // of the search; recognising takes seconds more
  readonly found: readonly FoundSensor[];
  readonly advice: readonly Advice[];
  /** Why only the line's own setting is searched; null: all are. */
  readonly ownOnly: Problem | null;
  readonly problem: Problem | null;
};

const PATIENCE_MS = 100;
const SLOW_MS = 500;
const GUARD_LIMIT_MS = 3_000;

type Running = { state: StandingSearch; stopping: boolean };

/** Searches of lines for who is on them, beside guard. What was found is kept until the next search, or until desk ends. */
export class Searches {
  readonly #box: CommissionBox;
  readonly #running = new Map<string, Running>();

  constructor(box: CommissionBox) {
    this.#box = box;
  }

  get standing(): readonly StandingSearch[] {
    return [...this.#running.values()].map(({ state }) => state);
  }

  isUnderWay(line: string): boolean {
    const phase = this.#running.get(line)?.state.phase;
    return phase === 'searching' || phase === 'recognising';
  }

  begin(lineId: string, thorough: boolean, actor: string): Result<null, Problem> {
    if (this.isUnderWay(lineId)) return err(commissionProblem('commission.under-way', { line: lineId }));
    const line = this.#box.installation()?.lines.find(({ id }) => id === lineId);
    const own = line === undefined ? null : formatOf(line);
    if (line === undefined || own === null)
      return err(commissionProblem('commission.no-line', { line: lineId }));
    const lift = line.devices.some(({ profile }) => profile.lift !== undefined);
    const aim: ScanAim = {
      ...{ own, foreign: line.connection.type === 'serial' && !lift, thorough },
      ...{ usual: usualUnits(this.#box.profiles().values()), skip: new Set<number>() },
      ...{ patienceMs: PATIENCE_MS, slowMs: SLOW_MS },
    };
    const running: Running = {
      stopping: false,
      state: {
        ...{ line: lineId, phase: 'searching', leftMs: 0, found: [], advice: [], problem: null },
        ownOnly: null,
      },
    };
    this.#running.set(lineId, running);
    const listening: Listening = {
      hear: (what: Overhear) => this.#box.hear(lineId, what, actor),
      limitMs: GUARD_LIMIT_MS,
    };
    this.#search(running, line, aim, listening).catch((error: unknown) =>
      this.#update(running, {
        phase: 'failed',
        problem: commissionProblem('commission.broke-off', { line: lineId, error: String(error) }),
      }),
    );
    return ok(null);
  }

  /** Stops a search, and what was found so far stays. One that is over is taken away. */
  end(line: string): void {
    const running = this.#running.get(line);
    if (running === undefined) return;
    running.stopping = true;
    if (!this.isUnderWay(line)) this.#running.delete(line);
    this.#box.changed();
  }

  stop(): void {
    for (const running of this.#running.values()) running.stopping = true;
  }

  async #search(running: Running, line: Line, aim: ScanAim, listening: Listening): Promise<void> {
    const show = (state: ScanState) =>
      this.#update(running, {
        leftMs: Math.round(leftMs(state)),
        found: state.heard.map((heard) => ({ heard })),
      });
    let shown = 0;
    const ended = await runScan(listening, aim, {
      stopped: () => running.stopping,
      ownOnly: (problem) => this.#update(running, { ownOnly: problem }),
      step: (state) => {
        // a hundred probes a second are not a hundred pictures
        if (
          state.heard.length === running.state.found.length &&
          this.#box.clock.mono() - shown < SHOW_EVERY_MS
        )
          return;
        shown = this.#box.clock.mono();
        show(state);
      },
    });
    if (!ended.ok) return this.#update(running, { phase: 'failed', problem: ended.error });
    show(ended.value);
    this.#update(running, { phase: 'recognising', advice: adviceOf(ended.value) });
    for (const heard of ended.value.heard) {
      const found = await recognised(heard, line, this.#box.profiles(), listening, PATIENCE_MS);
      this.#update(running, {
        found: running.state.found.map((one) => (one.heard === heard ? found : one)),
      });
    }
    this.#update(running, { phase: running.stopping ? 'stopped' : 'over' });
  }

  #update(running: Running, change: Partial<StandingSearch>): void {
    running.state = { ...running.state, ...change };
    this.#box.changed();
  }
}

const SHOW_EVERY_MS = 500;
