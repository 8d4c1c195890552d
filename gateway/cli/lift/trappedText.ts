import type { LiftView } from '../../control/liftScreen.ts';
import { BASIS } from '../../lift/detection/entrapment/basis.ts';
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
  if (phase === 'suspected' || phase === 'confirmed')
    return [
      phase === 'confirmed'
        ? paint('loud', tell('trapped.confirmed', { since: when }))
        : paint('red', tell('trapped.suspected', { since: when })),
      ...(basisWords.length === 0 ? [] : [`  ${tell('trapped.basis', { basis: basisWords.join(' · ') })}`]),
      ...(known ? [] : [`  ${tell('trapped.silent-now')}`]),
      `  → ${tell('trapped.next', { command: `lifeline lift free ${id}` })}`,
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
