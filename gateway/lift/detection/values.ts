import { ANALYSIS_POINTS, ENTRAPMENT_POINT } from '../../../drivers/lift/virtualPoints.ts';
import type { Quality } from '../../../drivers/quality.ts';
import type { AnalysisState, SealedAnalysis } from './analysis.ts';
import { type EntrapmentState, isStanding } from './entrapment/entrapment.ts';
import type { VirtualValue } from './points.ts';

/** What of the state of a detection is shown. */
type Shown = {
  readonly entrapment: EntrapmentState;
  readonly analyses: Readonly<Record<string, AnalysisState>>;
};

/**
 * The virtual points of a lift, as readings have them. What is not known has no value; in a mode in which something is
 * not looked for, it is out of service. Points that this lift can never have are not there.
 */
export function valuesOf(state: Shown, analyses: readonly SealedAnalysis[]): VirtualValue[] {
  return [
    entrapmentValue(state),
    ...analyses.flatMap(({ name, quiet, start }): VirtualValue[] => {
      const { delayed, standing } = state.analyses[name] ?? start;
      const point = ANALYSIS_POINTS[name].name;
      if (standing === 'untold') return [];
      if (standing === 'judged' && delayed.shown !== null)
        return [{ name: point, value: delayed.shown, quality: 'good' }];
      const found = delayed.shown !== null && delayed.shown !== quiet;
      return [held(point, found ? delayed.shown : null, standing === 'inhibited')];
    }),
  ];
}

function entrapmentValue({ entrapment: { phase, known, inhibited } }: Shown): VirtualValue {
  if (inhibited && phase === 'none') return held(ENTRAPMENT_POINT.name, null, true);
  if (known) return { name: ENTRAPMENT_POINT.name, value: phase, quality: 'good' };
  return held(ENTRAPMENT_POINT.name, isStanding({ phase }) ? phase : null, false);
}

/** What was found stays to be seen, and says that nobody can tell whether it is still so. */
function held(name: string, value: VirtualValue['value'], inhibited: boolean): VirtualValue {
  const silent: Quality = inhibited ? 'out-of-service' : 'no-communication';
  return value === null ? { name, value, quality: silent } : { name, value, quality: 'stale' };
}
