import type { Request } from '../../../../drivers/request.ts';
import type { DeviceTiming } from '../../../alarmTime/deviceTiming.ts';
import { err, ok, type Problem, type Result } from '../../../core/result.ts';
import { busProblem } from '../../../text/problems/busProblems.ts';
import type { Candidate } from '../schedule/schedule.ts';
import type { ExchangeResult } from '../types.ts';

/** An exchange outside the plan that somebody waits for. */
export type Asked = {
  readonly request: Request;
  readonly timing: DeviceTiming;
  readonly since: number;
  readonly answer: (result: ExchangeResult) => void;
};

const MOST_WAITING = 64;

/**
 * Exchanges outside the plan, first come first served. Writes go before everything, for they move a siren; reads go
 * before what uses the slack, but never delay a safety read by more than the one exchange it has to bear anyway.
 */
export class AskQueue {
  #waiting: Asked[] = [];

  /** Resolves with how the exchange ended, `portLost` when the line goes away first. Refuses when too many wait. */
  ask(request: Request, timing: DeviceTiming, now: number): Result<Promise<ExchangeResult>, Problem> {
    if (this.#waiting.length >= MOST_WAITING) return err(busProblem('bus.busy', { count: MOST_WAITING }));
    return ok(
      new Promise((answer) => {
        this.#waiting.push({ request, timing, since: now, answer });
      }),
    );
  }

  candidates(readyAt: (unit: number) => number): Candidate<Asked>[] {
    return this.#waiting.map((asked) => ({
      what: asked,
      standing: asked.request.op === 'read' ? 'asked' : 'urgent',
      from: Math.max(asked.since, readyAt(asked.request.unit)),
      due: asked.since,
      periodMs: 1,
      deadlineMs: 0,
      longestMs: 0,
    }));
  }

  take(asked: Asked): void {
    this.#waiting = this.#waiting.filter((other) => other !== asked);
  }

  /** The line is gone: nobody waits in vain. */
  dismiss(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const asked of waiting) asked.answer({ kind: 'portLost' });
  }
}
