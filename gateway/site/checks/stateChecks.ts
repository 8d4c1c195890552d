import type { ProfilePoint } from '../../../drivers/profile/schema.ts';
import type { Problem } from '../../core/result.ts';
import { enumeration } from '../nearest.ts';
import type { Say } from './levelChecks.ts';
import { valueType } from './measurement.ts';

/** A state that the point can have, written as the point's values are. */
export function stateProblems(
  equals: boolean | number | string,
  name: string,
  point: ProfilePoint,
  say: Say,
): Problem[] {
  const type = valueType(point);
  if (typeof equals !== type)
    return [
      say(
        ['equals'],
        'wrong-type',
        `${name} is never ${JSON.stringify(equals)}: it is a ${type}`,
        howToWrite(type, point),
      ),
    ];
  if (point.states === undefined || String(equals) in point.states) return [];
  const hint = `write the number${statesOf(point)}`;
  return [say(['equals'], 'unknown-state', `${name} has no state ${equals}`, hint)];
}

function howToWrite(type: ReturnType<typeof valueType>, point: ProfilePoint): string {
  switch (type) {
    case 'boolean':
      return 'write true or false';
    case 'string':
      return 'put it in quotes';
    case 'number':
      return `write the number${statesOf(point)}`;
  }
}

function statesOf(point: ProfilePoint): string {
  if (point.states === undefined) return '';
  return ` of ${enumeration(Object.entries(point.states).map(([code, label]) => `${code} (${label.en})`))}`;
}
