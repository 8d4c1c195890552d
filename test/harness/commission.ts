import { existsSync, writeFileSync } from 'node:fs';
import { keptText, NEVER_TOLD } from '../../firmware/annunciator/kept.ts';

/** Somebody has looked at the valve of a node that keeps its state here: without a file it starts with the gas off. */
export function commission(state: string): void {
  if (!existsSync(state)) writeFileSync(state, keptText(NEVER_TOLD));
}
