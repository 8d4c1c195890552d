import { nearest } from '../../drivers/nearest.ts';
import type { Text } from '../core/result.ts';
import { allOf, anyOf, words } from '../text/named.ts';

export { nearest };

const MOST_SHOWN = 12;

/** `did you mean a, b or c?`, or the whole list where nothing is near. */
export function suggested(wanted: string, names: Iterable<string>): Text {
  const all = [...names];
  const near = nearest(wanted, all);
  if (near.length > 0) return words('suggestion.near', { names: anyOf(near) });
  if (all.length === 0) return words('suggestion.none');
  const more = words('suggestion.more', { count: all.length - MOST_SHOWN });
  const shown = all.length > MOST_SHOWN ? [...all.slice(0, MOST_SHOWN), more] : all;
  return words('suggestion.all', { names: allOf(shown) });
}

/** The same in English. */
export function suggestion(wanted: string, names: Iterable<string>): string {
  return suggested(wanted, names).en;
}
