import { Malformed } from './fields.ts';
import type { LiftInstant } from './liftHappening.ts';
import type { Plain } from './plain.ts';

/** Brings a piece of legible details into its normal form, or throws `Malformed`. What is absent is `undefined`. */
export type PlainShape<T> = (value: Plain | undefined) => T;
export type PlainShapes<T> = { readonly [Name in keyof T]: PlainShape<T[Name]> };

export const figure: PlainShape<number> = (value) => {
  if (typeof value === 'number' && Number.isFinite(value)) return value + 0; // −0 travels as 0
  throw new Malformed('a number is missing');
};

/** A whole number: times and lengths are told to the millisecond and the millimetre. */
export const whole: PlainShape<number> = (value) => Math.round(figure(value)) + 0;

export const word: PlainShape<string> = (value) => {
  if (typeof value === 'string') return value;
  throw new Malformed('a text is missing');
};

export const truth: PlainShape<boolean> = (value) => {
  if (typeof value === 'boolean') return value;
  throw new Malformed('true or false is missing');
};

/** Absent is null: a sender that does not know of the field cannot know its value. */
export function nullable<T>(shape: PlainShape<T>): PlainShape<T | null> {
  return (value) => (value === undefined || value === null ? null : shape(value));
}

export const moment: PlainShape<LiftInstant> = (value) => {
  const [boot, mono] = list(value);
  return [word(boot), whole(mono)];
};

export function listOf<T>(shape: PlainShape<T>): PlainShape<readonly T[]> {
  return (value) => list(value).map(shape);
}

/** These fields; what else there is is passed over. */
export function fieldsOf<T>(shapes: PlainShapes<T>): PlainShape<T> {
  const names = Object.keys(shapes) as (keyof T & string)[];
  return (value) => {
    const given = details(value);
    return Object.fromEntries(names.map((name) => [name, shapes[name](given[name])])) as T;
  };
}

/** Any names with any values. */
export const details: PlainShape<Readonly<Record<string, Plain>>> = (value) => {
  if (isMap(value)) return value;
  throw new Malformed('details are missing');
};

function list(value: Plain | undefined): readonly Plain[] {
  if (isList(value)) return value;
  throw new Malformed('a list is missing');
}

function isList(value: Plain | undefined): value is readonly Plain[] {
  return Array.isArray(value);
}

function isMap(value: Plain | undefined): value is Readonly<Record<string, Plain>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
