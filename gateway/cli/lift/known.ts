import type { Code } from '../../../drivers/lift/code.ts';
import type { Field, Known } from '../../../drivers/lift/snapshot.ts';
import type { Text } from '../../text/language.ts';
import { QUALITY_WORDS } from '../../text/terms.ts';
import type { LiftVoice } from './voice.ts';

/** A value as far as it is known: with the reason where it is not, and the doubt where it is doubtful. */
export function fieldText<T>(
  { value, quality, told }: Field<T>,
  { tell, word }: LiftVoice,
  show: (value: T) => string,
): string {
  if (value === null && told !== undefined) return tell('doubt.meaningless', { told });
  if (value === null) return tell('doubt.not-known', { quality: word(QUALITY_WORDS[quality]) });
  if (quality === 'good') return show(value);
  if (quality === 'substituted') return tell('doubt.assumed', { value: show(value) });
  const why = quality === 'out-of-spec' ? tell('doubt.contradicts') : word(QUALITY_WORDS[quality]);
  return tell('doubt.quality', { value: show(value), quality: why });
}

/** A row of the screen, or none where the lift never tells it. */
export function rowOf<T>(
  heading: string,
  known: Known<T>,
  voice: LiftVoice,
  show: (value: T) => string,
): [string, string][] {
  return known === null ? [] : [[heading, fieldText(known, voice, show)]];
}

/** The word of a code by its name. */
export function codeWord<Name extends string>(
  codes: Readonly<Record<Name, Code>>,
  { word }: LiftVoice,
): (name: Name) => string {
  return (name) => word(textOf(codes[name]));
}

function textOf({ en, zh }: Code): Text {
  return { en, zh };
}
