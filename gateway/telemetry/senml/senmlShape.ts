import type { PointValue } from '../../../drivers/reading.ts';
import { Malformed } from '../wire/fields.ts';
import type { TimeBase, WireText } from '../wire/model.ts';
import { CLOCK_QUALITIES } from '../wire/model.ts';
import type { Plain } from '../wire/plain.ts';
import type { Scalar, SenmlRecord } from './senmlPack.ts';

type Instant = { readonly boot: string; readonly mono: number };

/** The fields of a document as records gave them, by name. */
export type Given = ReadonlyMap<string, Scalar>;

/**
 * How a field becomes records and is read back. Null has no record. `boot` is the one that times of the pack belong to: an
 * instant of it also stands at its own time. `read` throws `Malformed`.
 */
export type SenmlShape<T> = {
  write(name: string, value: T, boot: string): readonly SenmlRecord[];
  read(name: string, given: Given): T;
};
export type SenmlShapes<T> = { readonly [K in keyof T]-?: SenmlShape<T[K]> };

export function writeFields<T extends object>(shapes: SenmlShapes<T>, value: T, boot: string): SenmlRecord[] {
  const names = Object.keys(shapes) as (keyof T & string)[];
  return names.flatMap((name) => shapes[name].write(name, value[name], boot));
}

export function readFields<T extends object>(shapes: SenmlShapes<T>, given: Given): T {
  const names = Object.keys(shapes) as (keyof T & string)[];
  return Object.fromEntries(names.map((name) => [name, shapes[name].read(name, given)])) as T;
}

function scalar<T extends Scalar>(
  accept: (value: Scalar | undefined) => value is T,
  what: string,
): SenmlShape<T> {
  return {
    write: (name, value) => [{ name, value }],
    read(name, given) {
      const value = given.get(name);
      if (!accept(value)) throw new Malformed(`${name} is not ${what}`);
      return value;
    },
  };
}

export const word = scalar((value): value is string => typeof value === 'string', 'a text');
export const truth = scalar((value): value is boolean => typeof value === 'boolean', 'true or false');
export const whole = scalar((value): value is number => Number.isSafeInteger(value), 'a whole number');
export const count = scalar(
  (value): value is number => Number.isSafeInteger(value) && Number(value) >= 0,
  'a count',
);

export function oneOf<T extends string>(words: readonly T[]): SenmlShape<T> {
  return scalar((value): value is T => words.some((known) => known === value), `one of ${words.join(', ')}`);
}

/** Written only where it is true. */
export const flag: SenmlShape<boolean> = {
  write: (name, value) => (value ? [{ name, value }] : []),
  read: (name, given) => given.get(name) === true,
};

export function nullable<T>(shape: SenmlShape<T>): SenmlShape<T | null> {
  return {
    write: (name, value, boot) => (value === null ? [] : shape.write(name, value, boot)),
    read: (name, given) =>
      [...given.keys()].some((key) => key === name || key.startsWith(`${name}.`))
        ? shape.read(name, given)
        : null,
  };
}

/** Details of any shape, as JSON in one text. */
export const json: SenmlShape<Readonly<Record<string, Plain>>> = {
  write: (name, value) => [{ name, value: JSON.stringify(value) }],
  read(name, given) {
    try {
      const value: unknown = JSON.parse(word.read(name, given));
      if (typeof value === 'object' && value !== null && !Array.isArray(value))
        return value as Readonly<Record<string, Plain>>;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
    throw new Malformed(`${name} is not details in JSON`);
  },
};

export const pointValue: SenmlShape<PointValue> = {
  write: (name, value) =>
    value === null || (typeof value === 'number' && !Number.isFinite(value)) ? [] : [{ name, value }],
  read: (name, given) => given.get(name) ?? null,
};

export const text: SenmlShape<WireText> = {
  write: (name, value) =>
    typeof value === 'string'
      ? [{ name, value }]
      : [
          { name: `${name}.en`, value: value.en },
          { name: `${name}.zh`, value: value.zh },
        ],
  read: (name, given) =>
    given.has(name)
      ? word.read(name, given)
      : { en: word.read(`${name}.en`, given), zh: word.read(`${name}.zh`, given) },
};

export const instant: SenmlShape<Instant> = {
  write: (name, value, boot) => [
    { name: `${name}.boot`, value: value.boot },
    {
      name: `${name}.mono`,
      value: Math.round(value.mono),
      ...(value.boot === boot ? { at: value.mono } : {}),
    },
  ],
  read: (name, given) => ({
    boot: word.read(`${name}.boot`, given),
    mono: whole.read(`${name}.mono`, given),
  }),
};

const quality = oneOf(CLOCK_QUALITIES);

export const timeBase: SenmlShape<TimeBase> = {
  write: (name, { mono, utc, quality: clock }) => [
    { name: `${name}.mono`, value: Math.round(mono) },
    ...(utc === null ? [] : [{ name: `${name}.utc`, value: Math.round(utc) }]),
    { name: `${name}.quality`, value: clock },
  ],
  read: (name, given) => ({
    mono: whole.read(`${name}.mono`, given),
    utc: nullable(whole).read(`${name}.utc`, given),
    quality: quality.read(`${name}.quality`, given),
  }),
};
