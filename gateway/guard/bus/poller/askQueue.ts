import type { Request } from '../../../../drivers/request.ts';
import { type DeviceTiming, STRANGER_TIMING } from '../../../alarmTime/deviceTiming.ts';
import type { Overhear, Overheard } from '../../../core/overheard.ts';
import { err, ok, type Problem, type Result } from '../../../core/result.ts';
import { busProblem } from '../../../text/problems/busProblems.ts';
import type { Candidate } from '../schedule/schedule.ts';
import type { ExchangeResult, LineClient } from '../types.ts';
import type { WantedListening } from './overhearing.ts';

/** An exchange outside the plan that somebody waits for. */
export type Asked = {
  readonly request: Request;
  readonly timing: DeviceTiming;
  readonly since: number;
  readonly answer: (result: ExchangeResult) => void;
  /** It is only listened to: says it on the line, and tells what came. */
  readonly hear?: (client: LineClient) => Promise<void>;
  readonly mustFit?: boolean;
  readonly longestMs?: number;
};

const MOST_WAITING = 64;
/** So long a gap between safety reads is waited for that is wide enough to set the port anew in. */
const GAP_PATIENCE_MS = 5_000;

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

  /** The same for what is only listened to. */
  hear({ what, foreign }: WantedListening, now: number): Promise<Result<Overheard, Problem>> {
    if (this.#waiting.length >= MOST_WAITING)
      return Promise.resolve(err(busProblem('bus.busy', { count: MOST_WAITING })));
    return new Promise((heard) => {
      this.#waiting.push({
        ...{ request: what.request, timing: STRANGER_TIMING, since: now },
        ...{ mustFit: foreign, longestMs: what.limitMs },
        answer: ({ kind }) => heard(err(kind === 'unsure' ? noGap(what) : busProblem('bus.port-lost'))),
        hear: async (client) => {
          heard((await client.hear?.(what)) ?? err(busProblem('bus.nothing-to-hear')));
        },
      });
    });
  }

  /** Who has waited in vain for a gap is told so. */
  expire(now: number): void {
    for (const asked of this.#waiting) {
      if (asked.mustFit !== true || now - asked.since < GAP_PATIENCE_MS) continue;
      this.take(asked);
      asked.answer({ kind: 'unsure', clearAt: now });
    }
  }

  candidates(readyAt: (unit: number) => number): Candidate<Asked>[] {
    return this.#waiting.map((asked) => ({
      what: asked,
      // a setting is in no hurry: who is set up is no siren
      standing: asked.request.op === 'read' || asked.hear !== undefined ? 'asked' : 'urgent',
      from: asked.mustFit === true ? asked.since : Math.max(asked.since, readyAt(asked.request.unit)),
      due: asked.since,
      periodMs: 1,
      deadlineMs: 0,
      longestMs: asked.longestMs ?? 0,
      mustFit: asked.mustFit === true,
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

function noGap({ limitMs }: Overhear): Problem {
  return busProblem('bus.no-gap', { limit: Math.ceil(limitMs) });
}
