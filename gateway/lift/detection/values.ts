import { ANALYSIS_POINTS, ENTRAPMENT_POINT } from '../../../drivers/lift/virtualPoints.ts';
import type { Quality } from '../../../drivers/quality.ts';
import type { AnalysisState, SealedAnalysis } from './analysis.ts';
import { type EntrapmentState, isStanding } from './entrapment/entrapment.ts';
import type { Facts } from './facts.ts';
import type { VirtualValue } from './points.ts';

/** What of the state of a detection is shown. */
type Shown = {
  readonly facts: Facts;
  readonly entrapment: EntrapmentState;
  readonly analyses: Readonly<Record<string, AnalysisState>>;
};

/**
 * The virtual points of a lift, as readings have them. What is not known has no value: because nothing is heard of the lift, or
 * because what is heard does not tell it. In a mode in which something is not looked for, it is out of service. Points that this
 * lift can never have are not there.
 */
export function valuesOf(state: Shown, analyses: readonly SealedAnalysis[]): VirtualValue[] {
  const unknown: Quality = tellsAnything(state.facts) ? 'protocol-error' : 'no-communication';
  return [
    entrapmentValue(state, unknown),
    ...analyses.flatMap(({ name, quiet, start }): VirtualValue[] => {
      const { delayed, standing } = state.analyses[name] ?? start;
      const point = ANALYSIS_POINTS[name].name;
      if (standing === 'untold') return [];
      if (standing === 'judged' && delayed.shown !== null)
        return [{ name: point, value: delayed.shown, quality: 'good' }];
      const found = delayed.shown !== null && delayed.shown !== quiet;
      return [
        held(point, found ? delayed.shown : null, standing === 'inhibited' ? 'out-of-service' : unknown),
      ];
    }),
  ];
}

function entrapmentValue({ entrapment: { phase, known, inhibited } }: Shown, unknown: Quality): VirtualValue {
  if (inhibited && phase === 'none') return held(ENTRAPMENT_POINT.name, null, 'out-of-service');
  if (known) return { name: ENTRAPMENT_POINT.name, value: phase, quality: 'good' };
  return held(ENTRAPMENT_POINT.name, isStanding({ phase }) ? phase : null, unknown);
}

/** What was found stays to be seen, and says that nobody can tell whether it is still so. */
function held(name: string, value: VirtualValue['value'], because: Quality): VirtualValue {
  return { name, value, quality: value === null ? because : 'stale' };
}

/** Somebody who answers, though not what is asked, is not silent. */
function tellsAnything({ moving, doorOpen, doorClosed, faultsKnown, floor, mode, speedMmS }: Facts): boolean {
  const facts = [moving, doorOpen, doorClosed, faultsKnown];
  return (
    facts.some((fact) => fact === 'yes' || fact === 'no') ||
    [floor, mode, speedMmS].some((one) => one !== null)
  );
}
