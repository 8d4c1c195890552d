import type { BlockRead } from '../../../drivers/plan/blockRead.ts';
import type { Span } from '../../../drivers/profile/schema.ts';
import type { Reading } from '../../../drivers/reading.ts';
import { exceptionText } from '../../guard/bus/exceptionText.ts';
import type { ExchangeResult } from '../../guard/bus/types.ts';
import { type Say, speaker } from '../../text/catalogue.ts';
import type { Language } from '../../text/language.ts';
import { problemIn } from '../../text/problemText.ts';
import { READ_MESSAGES } from '../../text/readMessages.ts';
import { QUALITY_WORDS, TABLE_WORDS } from '../../text/terms.ts';
import { padded, paddedLeft } from '../columns.ts';

/** `refused`: the line, guard, or the way to it would not have the read. */
export type ReadFailure = Exclude<ExchangeResult, { kind: 'ok' }>;

/** What was read of one point, in columns: `concentration          12.3 %LEL   good`. */
export function valueText(
  point: string,
  { value, unit, quality }: Pick<Reading, 'value' | 'quality'> & { readonly unit: string },
  language: Language,
): string {
  const say = speaker(READ_MESSAGES, language);
  const shown =
    value === null ? say('value.none') : typeof value === 'boolean' ? say(`value.${value}`) : String(value);
  // in English the code, as in every record
  const word = { ...QUALITY_WORDS[quality], en: quality }[language];
  return `${padded(point, 16)} ${paddedLeft(shown, 10)} ${padded(unit, 6)} ${word}`;
}

/** What could not be read, why, and what to do about it. */
export function failureText(
  { table, address, count, points }: BlockRead,
  unit: number,
  result: ReadFailure,
  language: Language,
): string {
  const say = speaker(READ_MESSAGES, language);
  const { hint } = result.kind === 'refused' ? problemIn(result.problem, language) : {};
  const what = say('failure.points', {
    ...{
      points: points.map(({ id }) => id).join(say('list.names')),
      failure: whyText(result, say, language),
    },
    ...{ unit, table: TABLE_WORDS[table][language], from: address, to: address + count - 1 },
  });
  return hint === undefined ? what : `${what}\n  → ${hint}`;
}

/** The same of registers that no profile names. */
export function rawFailure(
  { table, address, count }: Span,
  unit: number,
  result: ReadFailure,
  language: Language,
): string {
  const say = speaker(READ_MESSAGES, language);
  const told = say('raw.failure', {
    ...{ failure: whyText(result, say, language), unit, table: TABLE_WORDS[table][language] },
    ...{ from: address, to: address + count - 1 },
  });
  const first = address - (table === 'holding' ? HOLDING_IN_DOCUMENTS : INPUT_IN_DOCUMENTS);
  const isRegister = table === 'holding' || table === 'input';
  if (result.kind !== 'exception' || !isRegister || first < 0 || first > 9998) return told;
  return `${told}\n  → ${say('raw.document', { given: address, span: count === 1 ? String(first) : `${first}-${first + count - 1}`, table })}`;
}

/** Where many documents begin to count holding and input registers: 40001 is register 0 on the wire. */
const HOLDING_IN_DOCUMENTS = 40_001;
const INPUT_IN_DOCUMENTS = 30_001;

function whyText(result: ReadFailure, say: Say<typeof READ_MESSAGES>, language: Language): string {
  switch (result.kind) {
    case 'refused':
      return problemIn(result.problem, language).what;
    case 'crc':
      if (result.stranger !== undefined) return say('failure.stranger', { other: result.stranger });
      return say('failure.crc');
    case 'exception':
      return say('failure.exception', { exception: exceptionText(result.code)[language] });
    default:
      return say(`failure.${result.kind}`);
  }
}
