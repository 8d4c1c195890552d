import { describe, expect, it } from 'vitest';
import { otherReads } from '../../drivers/plan/otherReads.ts';
import { planReads, readLimits } from '../../drivers/plan/planReads.ts';
import type { Profile, ProfilePoint } from '../../drivers/profile/schema.ts';
import { profileOf } from '../guard/bus/fakeLine.ts';

type Spec = Partial<ProfilePoint> & { readonly id: string };

/** What may be asked for instead of the one block that these points are read in. */
function insteadOf(
  points: readonly Spec[],
  change: Partial<Profile> = {},
  timing: Partial<Profile['timing']> = {},
) {
  const profile = { ...profileOf(points, timing), ...change };
  const limits = readLimits(profile);
  const wanted = profile.points.map((point) => ({ point, periodMs: 1000, class: point.class }));
  const plan = planReads(wanted, limits, () => 1);
  if (!plan.ok || plan.value[0] === undefined) throw new Error('no plan');
  return otherReads(plan.value[0], limits).map(({ address, count, points: brought, isKnown }) => ({
    read: `${address}+${count}`,
    brings: brought.map(({ id }) => id).join(' '),
    isKnown,
  }));
}

describe('what may be read instead of a block', () => {
  it('is more of what is known to be readable, behind it or in front of it', () => {
    const behind = insteadOf([{ id: 'a', address: 4 }], {
      readable: [{ table: 'holding', address: 5, count: 2 }],
    });
    expect(behind.map(({ read }) => read)).toEqual(['4+2', '4+3']);
    const before = insteadOf([{ id: 'a', address: 4 }], {
      readable: [{ table: 'holding', address: 3, count: 1 }],
    });
    expect(before).toEqual([{ read: '3+2', brings: 'a', isKnown: true }]);
  });

  it('is all but the last or the first points, two of which together are everything', () => {
    const points = ['a', 'b', 'c', 'd'].map((id, address) => ({ id, address }));
    expect(insteadOf(points, {}, { maxRegisters: 4 })).toEqual([
      { read: '0+3', brings: 'a b c', isKnown: true },
      { read: '1+3', brings: 'b c d', isKnown: true },
      { read: '0+2', brings: 'a b', isKnown: true },
      { read: '2+2', brings: 'c d', isKnown: true },
    ]);
  });

  it('never tears a value of two registers', () => {
    const wide = insteadOf(
      [
        { id: 'a', address: 0, type: 'u32' },
        { id: 'b', address: 2 },
      ],
      {},
      { maxRegisters: 3 },
    );
    expect(wide).toEqual([
      { read: '0+2', brings: 'a', isKnown: true },
      { read: '2+1', brings: 'b', isKnown: true },
    ]);
  });

  it('is one register more than is known, where there is nothing else', () => {
    expect(insteadOf([{ id: 'a', address: 7 }])).toEqual([{ read: '7+2', brings: 'a', isKnown: false }]);
    expect(insteadOf([{ id: 'a', address: 7 }], {}, { maxRegisters: 1 })).toEqual([]);
  });
});
