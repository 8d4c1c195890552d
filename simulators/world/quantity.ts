import { LIFT_SENSES, liftQuantity, type Quantity } from '../lift/quantities.ts';
import type { WorldState } from './worldState.ts';

export type { Quantity };

/**
 * Everything that can be sensed, by path: `rooms.301.gas`, `riser.pressure`, `walls.north.tilt_x`, `cracks.c1.width`,
 * `levels.east.level`, `temperatures.supply`, `contacts.door`, `lifts.a.floor`,
 * `outdoor.temperature`. Undefined for any other path.
 */
export function quantityAt(state: WorldState, path: string): Quantity | undefined {
  const [kind, id = '', field] = path.split('.');
  switch (kind) {
    case 'rooms':
      return pick(state.rooms[id], field, ['gas', 'temperature', 'leak', 'ventilation']);
    case 'walls':
      return pick(state.walls[id], field, ['tilt_x', 'tilt_y', 'temperature']);
    case 'cracks':
      return field === 'width' ? state.cracks[id]?.value : undefined;
    case 'levels':
      return field === 'level' ? state.levels[id]?.value : undefined;
    case 'temperatures':
      return field === undefined ? state.temperatures[id]?.value : undefined;
    case 'contacts':
      return field === undefined ? state.contacts[id] : undefined;
    case 'lifts': {
      const lift = state.lifts[id];
      return lift === undefined || field === undefined ? undefined : liftQuantity(lift, field);
    }
    case 'riser':
      return field === undefined
        ? pick(state.riser, id, ['pressure', 'main', 'demand', 'burst', 'pump'])
        : undefined;
    case 'outdoor':
      return field === undefined ? pick(state.outdoor, id, ['temperature']) : undefined;
    default:
      return undefined;
  }
}

/** Every path of this world, with its value. */
export function quantities(state: WorldState): Record<string, Quantity> {
  const paths = [
    ...Object.keys(state.rooms).flatMap((id) =>
      ['gas', 'temperature', 'leak', 'ventilation'].map((field) => `rooms.${id}.${field}`),
    ),
    ...['pressure', 'main', 'demand', 'burst', 'pump'].map((field) => `riser.${field}`),
    ...Object.keys(state.walls).flatMap((id) =>
      ['tilt_x', 'tilt_y', 'temperature'].map((field) => `walls.${id}.${field}`),
    ),
    ...Object.keys(state.cracks).map((id) => `cracks.${id}.width`),
    ...Object.keys(state.levels).map((id) => `levels.${id}.level`),
    ...Object.keys(state.temperatures).map((id) => `temperatures.${id}`),
    ...Object.keys(state.contacts).map((id) => `contacts.${id}`),
    ...Object.keys(state.lifts).flatMap((id) => LIFT_SENSES.map((field) => `lifts.${id}.${field}`)),
    'outdoor.temperature',
  ];
  return Object.fromEntries(paths.map((path) => [path, quantityAt(state, path) ?? 0]));
}

function pick<T extends object>(
  from: T | undefined,
  field: string | undefined,
  allowed: readonly (keyof T & string)[],
): Quantity | undefined {
  const key = allowed.find((name) => name === field);
  if (from === undefined || key === undefined) return undefined;
  const value: unknown = from[key];
  return typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
}
