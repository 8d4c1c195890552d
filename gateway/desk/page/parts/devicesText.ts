import { say } from '../state/speech.ts';

/** So many devices, in words. */
export function devicesText(count: number): string {
  return count === 1 ? say('overview.zone-one') : say('overview.zone', { count });
}
