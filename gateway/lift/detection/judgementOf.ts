import type { Judgement } from './analysis.ts';
import { type Fact, holds } from './facts.ts';

/** A fact as the judgement of an analysis that asks for nothing else. */
export function judgementOf(fact: Fact): Judgement {
  return fact === 'unknown' || fact === 'untold' ? fact : holds(fact);
}
