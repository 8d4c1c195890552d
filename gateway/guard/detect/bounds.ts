import type { Severity } from '../../../drivers/vocabulary.ts';
import { severityRank } from '../../../drivers/vocabulary.ts';
import type { Level, Verdict } from './ruleWatch.ts';

/** Limits of one side of a rule, by severity. */
export type SideLimits = Partial<Record<Severity, number>> | undefined;

/** A level with a number for a limit. `side` says of what: high, low, rising, falling, fall, step, count. */
export type NumericLevel = Level & { readonly side: string; readonly limit: number };

/** The levels of one side, rising with severity. */
export function boundsOf(side: string, limits: SideLimits): NumericLevel[] {
  return Object.entries(limits ?? {})
    .map(([name, limit]) => {
      const severity = name as Severity;
      return { key: `${side} ${severity}`, side, severity, limit };
    })
    .toSorted((a, b) => severityRank(a.severity) - severityRank(b.severity));
}

/** `on` at or beyond the limit, `off` below it by more than the deadband, in between it keeps what was. */
export function verdictOf(amount: number, limit: number, deadband: number): Verdict {
  const beyond = amount - limit;
  if (beyond >= 0) return 'on';
  return -beyond <= deadband ? 'band' : 'off';
}

/** How far a value is beyond a limit of that side: low and falling count downwards. */
export function amountOf(side: string, value: number): number {
  return side === 'low' || side === 'falling' ? -value : value;
}
