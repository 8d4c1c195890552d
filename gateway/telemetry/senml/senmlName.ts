/**
 * Names of records. A name may hold letters, digits and `- : . / _` only and begins with a letter or digit (RFC 8428
 * §4.5.1); anything else is written `:<code point in hex>:`, and so is the colon itself, which ours are joined with:
 *
 *   lifeline:<gateway>/<device>/<point>          a sample
 *   lifeline:<gateway>/<device>/<point>:mean     of a report record; likewise :min :max :n
 *   lifeline:<gateway>/<device>/<point>:day-mean of the statistics of a civil day; likewise :day-min :day-max :day-n,
 *                                                :day-s (how many seconds that day had), :day-q and :day-p
 *   lifeline:<gateway>/<device>/<point>:q        quality, where it is not good
 *   lifeline:<gateway>/<device>/<point>:p        number of the part, where the time does not tell it
 *   lifeline:<gateway>/<device>/<point>:unit     where the unit is none of SenML's
 *   lifeline:<gateway>:row:<field>               the key of the row, and how to date it
 *   lifeline:<gateway>:part:from, :part:to       bounds of each part
 *   lifeline:<gateway>:event:<field>             an event
 */
const RECORD = ['min', 'mean', 'max', 'n', 'q', 'p'] as const;
const DAY = ['day-min', 'day-mean', 'day-max', 'day-n', 'day-q', 'day-p', 'day-s'] as const;
export const POINT_SUFFIXES = [...RECORD, ...DAY, 'unit'] as const;
export type PointSuffix = (typeof POINT_SUFFIXES)[number];
export type OwnKind = 'row' | 'part' | 'event';

/** What a name means. `point` is escaped: compare it with `escaped(point)`. */
export type NameMeaning =
  | { readonly kind: 'point'; readonly point: string; readonly suffix: PointSuffix | null }
  | { readonly kind: OwnKind; readonly field: string };

const POINT = /^lifeline:[^/]*\/(.*?)(?::((?:day-)?(?:min|mean|max|n|q|p)|day-s|unit))?$/;
const OWN = /^lifeline:[^/]*:(row|part|event):([^:/]+)$/;

export function pointBase(gateway: string, point: string): string {
  return `lifeline:${escaped(gateway).replaceAll('/', ':2f:')}/${escaped(point)}`;
}

export function ownBase(gateway: string, kind: OwnKind): string {
  return `lifeline:${escaped(gateway).replaceAll('/', ':2f:')}:${kind}:`;
}

export function escaped(text: string): string {
  return text.replaceAll(
    /[^A-Za-z0-9./_-]/gu,
    (character) => `:${(character.codePointAt(0) ?? 0).toString(16)}:`,
  );
}

/** Null for a name that is none of ours. */
export function meaningOf(name: string): NameMeaning | null {
  const point = POINT.exec(name);
  if (point !== null) {
    const suffix = POINT_SUFFIXES.find((known) => known === point[2]) ?? null;
    return { kind: 'point', point: point[1] ?? '', suffix };
  }
  const [, kind, field = ''] = OWN.exec(name) ?? [];
  return kind === 'row' || kind === 'part' || kind === 'event' ? { kind, field } : null;
}
