import type { Stream } from '../wire/model.ts';
import type { GatewayView } from './gatewayView.ts';
import type { SequenceGap } from './reception.ts';
import { type StandingCode, standingText } from './standingText.ts';

/** Something about a gateway that a person has to know. */
export type GatewayTrouble = {
  readonly code: StandingCode;
  readonly severity: 'yellow' | 'orange' | 'red';
  readonly text: { readonly en: string; readonly zh: string };
};

export type StandingOptions = {
  /** A gateway says how it stands every 60 s: after this long without a word something is wrong. */
  readonly patienceMs?: number;
};

const PATIENCE_MS = 150_000; // engineering: two reports lost and some slack
const PERIODS = 3;
const RIVALS_MS = 900_000; // engineering: two boxes say how they stand thirty times in it
const RETURNS = 2; // one alone may be a message that came late

/**
 * What is wrong with a gateway as far as it can be told from here, the worst first; empty: nothing. Pure: `nowMs` is on the
 * clock whose times were given to `ingest`. Where those were not given, what needs time is not judged.
 */
export function standing(view: GatewayView, nowMs: number, options: StandingOptions = {}): GatewayTrouble[] {
  const patienceMs = options.patienceMs ?? PATIENCE_MS;
  const found = [...proof(view, nowMs, patienceMs), ...presence(view, nowMs, patienceMs)];
  const order = ['red', 'orange', 'yellow'];
  return found.toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
}

/** What the gateway says of itself, and whether it still says anything. */
function* presence(
  { state, attendance }: GatewayView,
  nowMs: number,
  patienceMs: number,
): Iterable<GatewayTrouble> {
  const silentMs = since(attendance.state ?? attendance.first, nowMs);
  if (state === null) {
    if (silentMs > patienceMs) yield say('no-state', 'yellow', { seconds: inSeconds(silentMs) });
    return;
  }
  if (!state.online) yield say('offline', 'yellow', {});
  else if (silentMs > patienceMs) yield say('state-overdue', 'orange', { seconds: inSeconds(silentMs) });
  if (!state.online || silentMs > patienceMs) return; // what it said of itself is old, a will as old as its connection
  if (!state.guardAlive) yield say('guard-silent', 'red', {});
  if (state.journal === 'trouble') yield say('journal-trouble', 'orange', {});
  const stillMs = since(attendance.headMoved, nowMs);
  const { periodMs } = attendance;
  const due = Math.max(patienceMs, PERIODS * (periodMs ?? 0) + 60_000);
  if (state.guardAlive && periodMs !== null && stillMs > due)
    yield say('head-still', 'orange', { seconds: inSeconds(stillMs) });
}

/** What is not here. */
function* proof(view: GatewayView, nowMs: number, patienceMs: number): Iterable<GatewayTrouble> {
  const { state, attendance } = view;
  const report = view.report();
  if (report.conflicts.length > 0) yield say('conflict', 'red', { count: report.conflicts.length });
  if (attendance.returnsSince(nowMs - RIVALS_MS) >= RETURNS) yield say('two-boxes', 'red', {});
  if (report.missing.length > 0) yield say('missing', 'red', { count: countRows(report.missing) });
  const unreadable = report.held.messages + report.held.dropped;
  if (unreadable > 0) yield say('birth-missing', 'red', { count: unreadable });
  const gone = state !== null && (!state.online || since(attendance.state, nowMs) > patienceMs);
  const waiting = (stream: Stream): boolean => since(attendance.rows[stream], nowMs) > patienceMs;
  const tail = report.behindHead.filter(({ stream }) => gone || waiting(stream));
  if (tail.length > 0)
    yield say(gone ? 'lost-tail' : 'not-coming', gone ? 'red' : 'orange', { count: countRows(tail) });
}

/** Rows, or parts where only parts of a row are not here; at least one where it is not known how many. */
export function countRows(gaps: readonly SequenceGap[]): number {
  return gaps.reduce((sum, { from, to, parts }) => {
    if (parts === undefined) return sum + to - from + 1;
    const [first, last] = parts;
    return sum + (last === null ? 1 : last - first + 1);
  }, 0);
}

function say(
  code: StandingCode,
  severity: GatewayTrouble['severity'],
  given: Readonly<Record<string, number>>,
): GatewayTrouble {
  return { code, severity, text: standingText(code, given) };
}

function since(atMs: number | null, nowMs: number): number {
  return atMs === null ? 0 : nowMs - atMs;
}

function inSeconds(ms: number): number {
  return Math.round(ms / 1000);
}
