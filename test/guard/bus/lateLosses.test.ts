import { describe, expect, it } from 'vitest';
import { SOAK, soak } from '../../harness/soak.ts';
import { type LateTrial, strict, tryLate, tryLoop } from './lateTrial.ts';

// 9600 baud, ten registers a read, 20 ms until an answer begins, given up after 200 ms; five replies in a hundred come 5 to
// 255 ms after that. All registers move. A line that is asked for more than it can carry, whose talkers garble each other.
const LINE = { periodMs: 50, ms: soak(500_000), seed: 1 } as const;
const COLLIDE = { collisions: true } as const;

/** Good messages a second that such a line must carry. */
const SET_UPS = [
  { units: 4, blocks: 3, atLeast: 12.5 },
  { units: 10, blocks: 1, atLeast: 12.5 },
  { units: 1, blocks: 3, atLeast: 6 },
] as const;

async function sound(trial: LateTrial) {
  const result = await tryLate(trial);
  expect(result).toMatchObject({ wrong: 0, stale: 0, lost: 0 });
  expect(result.late).toBeGreaterThan(0.03 * result.asked);
  return result;
}

describe.each(SET_UPS)(
  'late replies of $units units with $blocks equal blocks',
  ({ units, blocks, atLeast }) => {
    it.each(['that refuse to be asked for more', 'that let themselves be asked for more'])(
      'cost little and tell nobody lost: %s',
      async (how) => {
        const manners = how.includes('refuse') ? { ...COLLIDE, strict: strict() } : COLLIDE;
        const trial = { ...LINE, units, blocks, manners };
        const { goodPerS } = await sound(trial);
        expect(goodPerS).toBeGreaterThanOrEqual(atLeast);
        const skip = await tryLoop(trial, 400);
        expect(goodPerS).toBeGreaterThan(0.95 * skip.goodPerS); // not asking that unit for 400 ms
      },
    );
  },
);

describe('late replies', () => {
  it('of devices that give one register at a time, and no more, are told from the next answer', async () => {
    const trial = { ...LINE, units: 4, blocks: 3, registers: 1 };
    const clean = await sound({ ...trial, manners: { strict: strict(1) } });
    const skip = await tryLoop({ ...trial, manners: { strict: strict(1) } }, 400);
    expect(clean.goodPerS).toBeGreaterThan(0.95 * skip.goodPerS);
    const { wrong, stale } = await tryLate({ ...trial, manners: { ...COLLIDE, strict: strict(1) } });
    expect({ wrong, stale }).toEqual({ wrong: 0, stale: 0 });
  });

  it('of one unit that is late as a habit bring no reading a step too old, from it or from the others', async () => {
    for (const seed of [1, 2, 3]) {
      const manners = { ...COLLIDE, lateShare: (unit: number) => (unit === 2 ? 0.9 : 0.02) };
      const { wrong, stale, good } = await tryLate({ ...LINE, seed, units: 3, blocks: 1, manners });
      expect({ wrong, stale }).toEqual({ wrong: 0, stale: 0 });
      expect(good).toBeGreaterThan(1000);
    }
  });

  it('later than any window was thought to be are still no readings', async () => {
    for (const blocks of [1, 3]) {
      const manners = { lateMs: [205, 1900] as const, lateShare: 0.1 };
      const { wrong, stale } = await tryLate({ ...LINE, units: 2, blocks, manners });
      expect({ wrong, stale }).toEqual({ wrong: 0, stale: 0 });
    }
  });

  it.runIf(SOAK)('are not taken for another in 100,000 messages', async () => {
    for (const { units, blocks } of SET_UPS)
      await sound({ ...LINE, ms: 8_000_000, seed: 99, units, blocks, manners: COLLIDE });
  });
});

describe('the same test shows', () => {
  it('thousands of wrong and old values on a line that simply asks again', async () => {
    const { wrong, stale } = await tryLoop({ ...LINE, units: 1, blocks: 3 }, 0);
    expect(wrong).toBeGreaterThan(1000);
    expect(stale).toBeGreaterThan(1000);
  });
});
