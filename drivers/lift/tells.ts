import { z } from 'zod';
import { DIRECTION, MODE } from './car.ts';
import { DOOR } from './door.ts';
import { FAULT } from './faultClass.ts';
import { BRAKE, CHAIN, POWER } from './safety.ts';

/**
 * What a device tells of its lift, as data of its profile: for each field of the neutral model (`snapshot.ts`) the point
 * of the same profile that it comes from. Enough for a device whose registers mean one thing each. One that has to be
 * put together from several, or from what commissioning found, has a mapping in code.
 */

const point = z.string().min(1);
/**
 * The value of a point, times a factor: metres × 1000 are millimetres. Values in `none` tell nothing, such as floor 0. With
 * `only` it is told where that number of the commissioning has this value: elsewhere the point means something else.
 */
const number = z.strictObject({
  point,
  times: z.number().default(1),
  none: z.array(z.number()).default([]),
  only: z.strictObject({ commissioned: z.string().min(1), is: z.number() }).optional(),
});
/** A point that is a bit; or one whose value is among these. */
const flag = z.strictObject({ point, is: z.array(z.int()).min(1).optional() });
/** What each value of a point means. One that is not listed means nothing: a protocol error. */
const coded = <Name extends string>(codes: Readonly<Record<Name, unknown>>) =>
  z.strictObject({
    point,
    means: z.record(
      z.string().regex(/^\d+$/, 'write the code as a whole number'),
      z.enum(Object.keys(codes) as [Name, ...Name[]]),
    ),
  });

const door = z
  .strictObject({
    status: coded(DOOR),
    locked: flag,
    obstructed: flag,
    reopening: flag, // its own controller says it was blocked
    openMm: number,
    currentMa: number,
  })
  .partial();

/** Every value but those in `none` is a fault by that code; with `when` only while that bit is set, or one of those. */
const faults = z.strictObject({
  point,
  none: z.array(z.int()).default([]),
  when: z.union([point, z.array(point).min(1)]).optional(),
  class: z.enum(Object.keys(FAULT) as [keyof typeof FAULT, ...(keyof typeof FAULT)[]]).optional(), // of codes that no table has
  vendor: z.string().min(1).optional(), // the same
});

export const tellsSchema = z
  .strictObject({
    floor: number, // from 1 at the bottom
    positionMm: number, // from the bottom landing
    speedMmS: number, // + is up
    direction: coded(DIRECTION),
    moving: flag,
    doorZone: flag,
    levelErrorMm: number,
    mode: coded(MODE),
    loadPct: number,
    fullLoad: flag,
    overload: flag,
    doors: z.array(door).min(1).max(2),
    safetyChain: coded(CHAIN),
    brake: coded(BRAKE),
    power: coded(POWER),
    alarmButton: flag,
    openButton: flag,
    counters: z.strictObject({ trips: number, floors: number, doorCycles: number, runS: number }).partial(),
    motor: z
      .strictObject({
        currentA: number,
        dcBusV: number,
        frequencyHz: number,
        torquePct: number,
        temperatureC: number,
      })
      .partial(),
    vibrationMps2: number, // peak to peak
    indicators: z.strictObject({ brake: flag, rope: flag, service: flag }).partial(), // what it asks for by itself
    faults,
  })
  .partial();

export type LiftTells = z.infer<typeof tellsSchema>;
export type ToldNumber = z.infer<typeof number>;
export type ToldFlag = z.infer<typeof flag>;
export type ToldCode = { readonly point: string; readonly means: Readonly<Record<string, string>> };
export type ToldFaults = z.infer<typeof faults>;

/** Where in `tells` a point is named, and what values it must have there. */
export type ToldPoint = {
  readonly path: readonly (string | number)[];
  readonly point: string;
  readonly holds: 'number' | 'boolean';
};

/** Every point that is named. */
export function toldPoints(tells: unknown, path: readonly (string | number)[] = []): ToldPoint[] {
  if (typeof tells !== 'object' || tells === null) return [];
  if (!('point' in tells))
    return Object.entries(tells).flatMap(([key, below]) => toldPoints(below, [...path, key]));
  const holds =
    'times' in tells || 'means' in tells || 'is' in tells || 'none' in tells ? 'number' : 'boolean';
  const own: ToldPoint = { path: [...path, 'point'], point: String(tells.point), holds };
  const bits = 'when' in tells ? [tells.when].flat() : [];
  return [
    own,
    ...bits.map((bit): ToldPoint => ({ path: [...path, 'when'], point: String(bit), holds: 'boolean' })),
  ];
}
