import type { AnalysisName, Thresholds } from '../../site/thresholds/liftThresholds.ts';
import { type Delayed, delayed, type Found, NOT_YET } from './delayed.ts';
import type { Fact, Facts, Openings } from './facts.ts';

/** What commissioning says of the lift; null where nobody has said it. */
export type LiftPlan = {
  readonly ratedMmS: number | null;
  readonly topFloor: number | null;
  readonly topMm: number | null; // height of the top landing above the bottom one
  readonly openings?: Openings;
};

/** What the devices of a lift do not tell in their snapshot. `testAgoS`: since the last good test call of its alarm. */
export type Beside = {
  readonly eBike: Fact;
  readonly button: boolean | 'unknown' | 'untold'; // the alarm button, after its filter
  readonly sensorFault: boolean | 'unknown'; // some sensor contradicts the others
  readonly testAgoS: number | 'never' | 'unknown' | 'untold';
};

type Limits<Name extends AnalysisName> = Thresholds['analyses'][Name]['limits'];

/** One moment, as an analysis sees it. */
export type Moment<Name extends AnalysisName> = {
  readonly now: number; // mono ms
  readonly facts: Facts;
  readonly plan: LiftPlan;
  readonly beside: Beside;
  readonly limits: Limits<Name>;
};

/** `unknown`: what it needs is not known now. `untold`: this lift cannot tell. */
export type Judgement = Found | 'unknown' | 'untold';

/** One thing that detection looks for: a pure fold whose memory is plain data. Delays and modes are not its business. */
export type Analysis<Name extends AnalysisName, Memory> = {
  readonly name: Name;
  readonly quiet: Found; // what it says while nothing is the matter
  readonly start: Memory;
  judge(memory: Memory, moment: Moment<Name>): { readonly memory: Memory; readonly judgement: Judgement };
};

export type AnalysisState = {
  readonly memory: unknown;
  readonly delayed: Delayed;
  readonly standing: 'judged' | 'unknown' | 'untold' | 'inhibited';
};

export type SealedAnalysis = {
  readonly name: AnalysisName;
  readonly quiet: Found;
  readonly start: AnalysisState;
  step(
    state: AnalysisState,
    moment: Omit<Moment<AnalysisName>, 'limits'>,
    thresholds: Thresholds,
  ): AnalysisState;
};

/** Puts delays and inhibit modes around an analysis, and hides what it remembers. */
export function sealedAnalysis<Name extends AnalysisName, Memory>(
  analysis: Analysis<Name, Memory>,
): SealedAnalysis {
  const { name, quiet } = analysis;
  return {
    name,
    quiet,
    start: { memory: analysis.start, delayed: NOT_YET, standing: 'unknown' },
    step(state, moment, thresholds) {
      const { limits, onS, offS, inhibitModes } = thresholds.analyses[name];
      const { mode } = moment.facts;
      if (mode !== null && inhibitModes.value.includes(mode))
        return {
          memory: analysis.start,
          delayed: { ...state.delayed, pending: null },
          standing: 'inhibited',
        };
      const { memory, judgement } = analysis.judge(state.memory as Memory, { ...moment, limits });
      if (judgement === 'untold') return { memory, delayed: NOT_YET, standing: 'untold' };
      const delays = {
        onMs: 1000 * onS.value,
        offMs: 1000 * offS.value,
        bridgeMs: 1000 * thresholds.entrapment.bridgeS.value,
      };
      return {
        memory,
        delayed: delayed(state.delayed, judgement, quiet, moment.now, delays),
        standing: judgement === 'unknown' ? 'unknown' : 'judged',
      };
    },
  };
}
