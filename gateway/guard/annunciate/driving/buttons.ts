import type { Press } from '../state.ts';
import type { NodeButtons } from './nodeStatus.ts';

const BUTTONS = ['silence', 'reset', 'test'] as const;

/**
 * Which buttons were pressed between two looks at a node: those whose counter moved (it wraps at 65536). A node that
 * booted meanwhile presses nothing, nor does the first look: what was counted before is not known.
 */
export function pressesBetween(before: NodeButtons | null, now: NodeButtons): Press['button'][] {
  if (before === null || before.boot !== now.boot) return [];
  return BUTTONS.filter((button) => before[button] !== now[button]);
}
