import type { LiftSnapshot } from '../../../drivers/lift/snapshot.ts';
import type { LiftView } from '../../control/liftScreen.ts';
import { BASIS } from '../../lift/detection/entrapment/basis.ts';
import { isStanding } from '../../lift/detection/entrapment/entrapment.ts';
import { FIELD_WORDS } from '../../text/liftTerms.ts';
import type { LiftVoice } from './voice.ts';

/** Whether somebody is trapped, why that is believed, and what ends it. */
export function trappedText({ id, entrapment, snapshot }: LiftView, voice: LiftVoice): string[] {
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
      ? paint('yellow', unknownText(snapshot, voice))
      : phase === 'resolved'
        ? tell('trapped.resolved', { since: when })
        : tell('trapped.none');
  return [tell('found.line', { what: tell('row.trapped'), value: verdict })];
}

const ASKED = ['floor', 'speedMmS', 'doorZone', 'mode', 'occupancy'] as const;

/** Nobody knows, because nothing comes, or because what comes does not tell enough. */
function unknownText(snapshot: LiftSnapshot, { tell, word }: LiftVoice): string {
  const asked = [
    ...ASKED.map((field) => ({ known: snapshot[field], name: word(FIELD_WORDS[field]) })),
    ...snapshot.doors.map(({ status }) => ({ known: status, name: tell('row.door') })),
    { known: snapshot.moving, name: '' },
  ].filter(({ known }) => known !== null);
  const told = asked.filter(({ known }) => known?.value !== null);
  const lacking = asked.filter(({ known, name }) => known?.value === null && name !== '');
  if (told.length === 0 || lacking.length === 0) return tell('trapped.unknown');
  const things = [...new Set(lacking.map(({ name }) => name))].join(tell('list.names'));
  return tell('trapped.unknown-parts', { things });
}
