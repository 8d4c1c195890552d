import type { Doubts } from './doubt.ts';

/** Where the car was, and when: mm, mono ms. */
export type PositionSample = { readonly mm: number; readonly at: number };

/** The ride under way. */
export type Ride = {
  readonly since: number;
  readonly floor: number | null;
  readonly leftZone: boolean; // the zone switch was seen off
};

/**
 * What is remembered to compare the sensors of a lift with one another. `landings`: by floor, at what height the car
 * stood with an open door. Plain data, kept over a restart.
 */
export type SensorState = {
  readonly doubts: Doubts;
  readonly samples: readonly PositionSample[];
  readonly landings: Readonly<Record<number, number>>;
  readonly ride: Ride | null;
  readonly stand: { readonly since: number; readonly zoneSeen: boolean; readonly mm: number | null } | null;
  readonly seenAt: number | null;
};

export const NO_SENSORS: SensorState = {
  ...{ doubts: {}, samples: [], landings: {}, ride: null, stand: null, seenAt: null },
};
