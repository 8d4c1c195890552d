import type { ProfilePoint, Span, Table } from '../profile/schema.ts';

/** One read request and the points it serves, in address order. Registers and bits are counted the same way. */
export type BlockRead = {
  readonly table: Table;
  readonly address: number;
  readonly count: number;
  readonly points: readonly ProfilePoint[];
  readonly class: ProfilePoint['class'];
  readonly periodMs: number;
};

/** A point as the site wants it read; class and period may differ from the profile's. */
export type PlannedPoint = {
  readonly point: ProfilePoint;
  readonly periodMs: number;
  readonly class: ProfilePoint['class'];
};

/** What one read may be. `readable` spans may be read across although no planned point lies there. */
export type ReadLimits = {
  readonly maxRegisters: number;
  readonly maxBits: number;
  readonly readable: readonly Span[];
};
