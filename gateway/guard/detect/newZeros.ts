import type { Installation } from '../../site/installation.ts';
import type { DetectState } from './state.ts';

/** Kinds that compare a value with those before it. */
const COMPARING = ['change', 'rate', 'drop'];

/**
 * The state of a detector before a changed site is taken up: where a point has another baseline than before, what its comparing
 * rules remember is of another zero, and would be told as a sudden step. They begin to remember anew; alarms stand as they do.
 */
export function withNewZeros(state: DetectState, before: Installation, after: Installation): DetectState {
  const moved = new Set(
    [...after.points.values()]
      .filter(({ id }) => baselineOf(id, before) !== baselineOf(id, after))
      .map(({ id }) => id),
  );
  if (moved.size === 0) return state;
  const rules = new Map(state.rules);
  for (const rule of after.rules) {
    const known = rules.get(rule.id);
    if (known === undefined || !COMPARING.includes(rule.kind) || !('point' in rule)) continue;
    if (moved.has(String(rule.point))) rules.set(rule.id, { ...known, memory: null });
  }
  return { ...state, rules };
}

function baselineOf(point: string, { devices, points }: Installation): number {
  const device = points.get(point)?.deviceId ?? '';
  return devices.get(device)?.baseline[point.slice(device.length + 1)] ?? 0;
}
