import type { Installation } from '../../site/installation.ts';
import type { DetectState } from './state.ts';
import { watchOf } from './watches.ts';

/**
 * The state of a detector before a changed site is taken up: where a point has another baseline than before, what its comparing
 * rules remember moves along. So the new zero is no sudden step, and a step that comes right after it is one.
 */
export function withNewZeros(state: DetectState, before: Installation, after: Installation): DetectState {
  const moves = new Map(
    [...after.points.keys()].flatMap((id) => {
      const by = baselineOf(id, before) - baselineOf(id, after);
      return by === 0 ? [] : [[id, by] as const];
    }),
  );
  if (moves.size === 0) return state;
  const rules = new Map(state.rules);
  for (const rule of after.rules) {
    const known = rules.get(rule.id);
    const by = 'point' in rule ? moves.get(String(rule.point)) : undefined;
    if (known === undefined || known.memory == null || by === undefined) continue;
    const { moved } = watchOf(rule, after);
    if (moved !== undefined) rules.set(rule.id, { ...known, memory: moved(known.memory, by) });
  }
  return { ...state, rules };
}

function baselineOf(point: string, { devices, points }: Installation): number {
  const device = points.get(point)?.deviceId ?? '';
  return devices.get(device)?.baseline[point.slice(device.length + 1)] ?? 0;
}
