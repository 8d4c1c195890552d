import { isHeard } from '../../../control/isHeard.ts';
import { screen } from './now.ts';

/** What may be said of the siren while an alarm is to be heard: it sounds as far as anybody knows, it does not, or there is none. */
export function sirenNow(): 'heard' | 'unheard' | 'none' {
  const now = screen.value;
  if (now === null || isHeard(now)) return 'heard';
  return now.annunciation.outputs.some(({ drives }) => drives === 'siren') ? 'unheard' : 'none';
}
