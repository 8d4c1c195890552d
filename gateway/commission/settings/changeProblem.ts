import type { Named, Problem } from '../../core/result.ts';
import { formatName } from '../../core/serialFormat.ts';
import { listed } from '../../text/named.ts';
import { commissionProblem } from '../../text/problems/commissionProblems.ts';
import type { ChangePlan, Whereabouts } from './changePlan.ts';
import type { ChangeFailure } from './settingChange.ts';

const STEP_WORDS = {
  alone: { en: 'one device only', zh: '只有一只' },
  free: { en: 'new address free', zh: '新地址空闲' },
  write: { en: 'write', zh: '写入' },
  'power-cycle': { en: 'power cycle', zh: '断电再上电' },
  'read-back': { en: 'read back', zh: '读回' },
  gone: { en: 'old address silent', zh: '旧地址无应答' },
} as const;

/** Why a change stopped, what was left behind, and what to do, in words. */
export function changeProblem(
  { profile, from, to }: ChangePlan,
  { step, why, leftAt }: ChangeFailure,
): Problem {
  const places = listed(leftAt.map(placeName), 'or');
  const named = { step: STEP_WORDS[step], places };
  switch (why) {
    case 'shared':
      return commissionProblem('commission.shared', { from: placeName(from) });
    case 'others':
      return commissionProblem('commission.others');
    case 'taken':
      return commissionProblem('commission.taken', { to: placeName(to) });
    case 'still-there':
      return commissionProblem('commission.still-there', { from: placeName(from), to: placeName(to) });
    case 'refused':
      return commissionProblem('commission.refused', { ...named, profile });
    case 'not-taken':
      return commissionProblem('commission.not-taken', { places });
    case 'off':
      return commissionProblem('commission.off', { places });
    default:
      return commissionProblem(`commission.${why}`, named);
  }
}

function placeName({ unit, format }: Whereabouts): Named {
  return { en: `unit ${unit}, ${formatName(format)}`, zh: `地址 ${unit}（${formatName(format)}）` };
}
