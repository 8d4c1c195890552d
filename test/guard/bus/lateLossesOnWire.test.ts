import { expect, it } from 'vitest';
import { SOAK } from '../../harness/soak.ts';
import { tryLate } from './lateTrial.ts';
import { wired } from './wiredTrial.ts';

const SET_UPS = [
  { units: 4, blocks: 3 },
  { units: 10, blocks: 1 },
  { units: 1, blocks: 3 },
] as const;
const EACH_MS = 400_000; // twenty minutes in all

// In real time, so for the soak alone. How many messages a second that is depends on the machine, and is for the bench.
it.runIf(SOAK).each(SET_UPS)(
  'late replies of $units units with $blocks equal blocks are no readings and no loss, for minutes on a line timed as a wire',
  async ({ units, blocks }) => {
    const trial = { units, blocks, ms: EACH_MS, periodMs: 50, seed: units, manners: { collisions: true } };
    const result = await wired((place) => tryLate(trial, place));
    expect(result).toMatchObject({ wrong: 0, stale: 0, lost: 0 });
    expect(result.late).toBeGreaterThan(0.03 * result.asked);
  },
  2 * EACH_MS,
);
