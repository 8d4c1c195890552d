import type { ScreenAlarm } from '../../control/alarmScreen.ts';
import type { OutputView } from '../../control/annunciation.ts';
import type { Device } from '../../site/installation.ts';
import { listed } from '../../text/named.ts';
import { guardProblem } from '../../text/problems/guardProblems.ts';
import { problemIn } from '../../text/problemText.ts';
import { refusalProblem } from '../annunciate/refusal.ts';

/** Why an annunciator does not obey, and what to do: it refuses writes, or is read back otherwise. Undefined: not known. */
export function whyNotObeyed(
  device: Pick<Device, 'id' | 'unit'>,
  outputs: readonly OutputView[],
): ScreenAlarm['why'] {
  const own = outputs.filter(({ point }) => point.startsWith(`${device.id}/`));
  const refused = own.find((output) => output.refused !== null)?.refused ?? null;
  const wrong = own.filter(({ obeys }) => obeys === false).map(({ point }) => point);
  if (refused === null && wrong.length === 0) return undefined;
  const problem =
    refused === null
      ? guardProblem('annunciate.disobeys', { points: listed(wrong) })
      : refusalProblem(device, refused);
  const { what, hint = '' } = problemIn(problem, 'zh');
  return { because: { en: problem.what, zh: what }, remedy: { en: problem.hint, zh: hint } };
}
