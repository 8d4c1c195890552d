import type { NodeTone } from '../../drivers/annunciator/node.ts';

/** On for `onMs` at the start of each `periodMs`. Engineering values: nobody's standard. */
const PATTERNS: Readonly<Partial<Record<NodeTone, { readonly onMs: number; readonly periodMs: number }>>> = {
  fault: { onMs: 300, periodMs: 30_000 },
  pulsed: { onMs: 1000, periodMs: 2000 },
};

/** Whether the sounder is on at `now` in a tone that began at `since` (monotonic milliseconds). A tone begins with sound. */
export function soundsAt(tone: NodeTone, since: number, now: number): boolean {
  const pattern = PATTERNS[tone];
  if (pattern === undefined) return tone === 'continuous';
  return (now - since) % pattern.periodMs < pattern.onMs;
}

/** When the sounder turns on or off next; never for a steady tone. */
export function nextTurn(tone: NodeTone, since: number, now: number): number {
  const pattern = PATTERNS[tone];
  if (pattern === undefined) return Number.POSITIVE_INFINITY;
  const begun = since + Math.floor((now - since) / pattern.periodMs) * pattern.periodMs;
  return now < begun + pattern.onMs ? begun + pattern.onMs : begun + pattern.periodMs;
}
