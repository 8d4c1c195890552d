import { isShared, type ScanState } from './scan.ts';

/**
 * What an installer looks at, and why. What was heard decides the order: silence is power and wires, characters that are no
 * frame are rate and parity, nothing but 0x00 or 0xFF is the resting level, frames of others are a second master.
 */
export const ADVICE = [
  'power',
  'swap',
  'ground',
  'termination',
  'adapter',
  'rate',
  'shared',
  'noise',
  'master',
  'echo',
  'slow-search',
] as const;
export type Advice = (typeof ADVICE)[number];

const SILENT: readonly Advice[] = ['power', 'swap', 'ground', 'termination', 'adapter'];

/** What to do, most likely first; nothing where all is well. */
export function adviceOf({ heard, noise, aim, round }: ScanState): Advice[] {
  const sum = (kind: 'silence' | 'broken' | 'garbage' | 'idle' | 'other' | 'echo') =>
    [...noise.values()].reduce((total, one) => total + one[kind], 0);
  const shared = heard.filter(isShared).length;
  const whole = heard.length - shared;
  const echo: Advice[] = sum('echo') > 0 ? ['echo'] : []; // told, and no fault
  const others: Advice[] = sum('other') > OFTEN ? ['master'] : [];
  // where many break frames it is the line, not the address
  const broken: Advice[] =
    shared === 0 ? [] : shared > 1 && shared > whole ? ['noise', 'shared'] : ['shared'];
  if (heard.length > 0) return [...others, ...broken, ...echo];
  const slow: Advice[] = aim.foreign && !aim.thorough && round === 'over' ? ['slow-search'] : [];
  if (others.length > 0) return [...others, ...echo];
  if (sum('idle') > sum('silence')) return ['termination', 'swap', 'ground', 'adapter', ...slow, ...echo];
  if (sum('garbage') + sum('broken') > OFTEN) return ['rate', 'ground', 'termination', ...slow, ...echo];
  return [...SILENT, ...slow, ...echo];
}

/** What came so seldom is a spike. */
const OFTEN = 3;
