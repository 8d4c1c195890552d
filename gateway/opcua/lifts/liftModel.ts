import { DIRECTION, DRIVE, MODE, OCCUPANCY, OCCUPANCY_SOURCE } from '../../../drivers/lift/car.ts';
import type { Code } from '../../../drivers/lift/code.ts';
import { DOOR } from '../../../drivers/lift/door.ts';
import { BRAKE, CHAIN, ENTRAPMENT, POWER } from '../../../drivers/lift/safety.ts';
import type { Field, Known } from '../../../drivers/lift/snapshot.ts';
import type { LiftView } from '../../control/liftScreen.ts';
import type { LiftTrip } from './lastTrips.ts';

/** What a lift is asked for beside its view. `trips` null: the journal tells of none, whether it made any or not. */
export type ShownLift = { readonly view: LiftView; readonly trips: readonly LiftTrip[] | null };

type Codes = Readonly<Record<string, Code>>;
export type LiftDataType = 'Boolean' | 'Int32' | 'Double' | 'String' | 'DateTime' | LiftEnumName;
/** What has a quality; `at`: the moment of what it was found from, where it has one. */
export type QualifiedField = Pick<Field<unknown>, 'value' | 'quality'> & Partial<Pick<Field<unknown>, 'at'>>;
/** A value, or one with its quality; null or undefined: not known here. */
export type ShownField = number | string | boolean | null | undefined | readonly unknown[] | QualifiedField;
export type LiftVariable = {
  readonly name: string;
  readonly type: LiftDataType;
  readonly list?: true;
  readonly unit?: string;
  readonly en: string;
  readonly zh: string;
  of(lift: ShownLift): ShownField;
};
export type LiftGroup = {
  readonly name: string;
  readonly en: string;
  readonly zh: string;
  readonly variables: readonly LiftVariable[];
};

/** Enumerations, with the numbers of BACnet's lift object where it has them; 1024 and above are ours. */
export const LIFT_ENUMS = {
  LiftCarDirection: DIRECTION,
  LiftCarDriveStatus: DRIVE,
  LiftCarMode: MODE,
  LiftDoorStatus: DOOR,
  LiftOccupancy: OCCUPANCY,
  LiftOccupancySource: OCCUPANCY_SOURCE,
  LiftSafetyChain: CHAIN,
  LiftBrake: BRAKE,
  LiftPower: POWER,
  LiftEntrapment: ENTRAPMENT,
} as const satisfies Readonly<Record<string, Codes>>;
export type LiftEnumName = keyof typeof LIFT_ENUMS;

/** What is made of a field, with its quality and its moment; undefined: this lift can never tell it. */
export function made<T>(field: Known<T>, make: (value: T) => unknown): ShownField {
  if (field === null) return undefined;
  return { ...field, value: field.value === null ? null : make(field.value) };
}

/** The number of a name in a list of codes. */
export function coded(field: Known<string>, codes: Codes): ShownField {
  return made(field, (name) => codes[name]?.number ?? null);
}
export const known = <T>(field: Known<T>): ShownField => field ?? undefined;
export const listOf = <T>(field: Known<readonly T[]>): ShownField => made(field, (list) => [...list]);

/** One of each of several, such as doors: all of them, or nothing of any. A list has one quality for all that is in it. */
export function ofEach<T>(fields: readonly Known<T>[]): ShownField {
  const told = fields.filter((field) => field !== null);
  const [first] = told;
  if (first === undefined || told.length < fields.length) return undefined;
  const bad = told.find(({ value }) => value === null);
  if (bad !== undefined) return bad;
  const doubtful = told.find(({ quality }) => quality !== 'good');
  return { ...(doubtful ?? first), value: told.map(({ value }) => value) };
}
