import type { LiftView } from '../../control/liftScreen.ts';
import { BASIS } from '../../lift/detection/entrapment/basis.ts';
import { isStanding } from '../../lift/detection/entrapment/entrapment.ts';
import type { LiftVoice } from './voice.ts';

/** Whether somebody is trapped, why that is believed, and what ends it. */
export function trappedText({ id, entrapment }: LiftView, voice: LiftVoice): string[] {
  const { tell, moments, paint, word } = voice;
  const { phase, since, known, inhibited, basis } = entrapment;
  const when = since === null ? '' : moments.since(since);
  const basisWords = basis.map((name) => {
    const bit = Object.entries(BASIS).find(([key]) => key === name)?.[1];
    return bit === undefined ? name : word({ en: bit.en, zh: bit.zh });
  });
  if (isStanding(entrapment))
    return [
      phase === 'suspected'
        ? paint('red', tell('trapped.suspected', { since: when }))
        : paint(
            'loud',
            tell(phase === 'attended' ? 'trapped.attended' : 'trapped.confirmed', { since: when }),
          ),
      ...(basisWords.length === 0 ? [] : [`  ${tell('trapped.basis', { basis: basisWords.join(' · ') })}`]),
      ...(known ? [] : [`  ${tell('trapped.silent-now')}`]),
      `  → ${tell('trapped.next', { command: `lifeline lift free ${id}` })}`,
      `  → ${tell('trapped.rescue', { command: `lifeline lift rescue ${id} called|attended|released --by …` })}`,
    ];
  const verdict = inhibited
    ? tell('trapped.inhibited')
    : !known
      ? paint('yellow', tell('trapped.unknown'))
      : phase === 'resolved'
        ? tell('trapped.resolved', { since: when })
        : tell('trapped.none');
  return [tell('found.line', { what: tell('row.trapped'), value: verdict })];
}
