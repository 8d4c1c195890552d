import type { ProfilePoint } from '../../../drivers/profile/schema.ts';
import type { Problem, Text } from '../../core/result.ts';
import { anyOf, words } from '../../text/named.ts';
import type { SayAtRule } from './levelChecks.ts';
import { valueType } from './measurement.ts';

/** A state that the point can have, written as the point's values are. */
export function guardProblems(
  equals: boolean | number | string,
  name: string,
  point: ProfilePoint,
  say: SayAtRule,
): Problem[] {
  const type = valueType(point);
  if (typeof equals !== type)
    return [
      say(['equals'], 'site.wrong-type', {
        point: name,
        value: JSON.stringify(equals),
        type: words(`type.${type}`),
        how: howToWrite(type, point),
      }),
    ];
  if (point.states === undefined || String(equals) in point.states) return [];
  return [
    say(['equals'], 'site.unknown-state', { point: name, state: String(equals), how: whichNumber(point) }),
  ];
}

function howToWrite(type: ReturnType<typeof valueType>, point: ProfilePoint): Text {
  switch (type) {
    case 'boolean':
      return words('write.true-or-false');
    case 'string':
      return words('write.in-quotes');
    case 'number':
      return whichNumber(point);
  }
}

function whichNumber({ states }: ProfilePoint): Text {
  if (states === undefined) return words('write.number');
  const labels = Object.entries(states).map(([code, label]) => words('state.label', { code, label }));
  return words('write.number-of', { states: anyOf(labels) });
}
