import type { z } from 'zod';
import { type ProfilePoint, profileSchema } from '../../drivers/profile/schema.ts';

export type PointInput = z.input<typeof profileSchema>['points'][number];

const label = { en: 'sample', zh: '样本' };

/** A point with the given peculiarities and plain defaults, as the schema would make it. */
export function samplePoint(said: Partial<PointInput>): ProfilePoint {
  const profile = profileSchema.parse({
    id: 'sample',
    names: label,
    vendor: label,
    kind: 'sample',
    source: 'made up',
    verification: 'unverified',
    serial: { unit: 1, baud: 9600, bauds: [9600] },
    timing: { turnaroundMs: 5, responseMs: 100 },
    points: [
      {
        id: 'value',
        names: label,
        table: 'holding',
        address: 0,
        type: 'u16',
        class: 'trend',
        periodMs: 1000,
        ...said,
      },
    ],
  });
  const [point] = profile.points;
  if (point === undefined) throw new Error('the schema lost the point');
  return point;
}
