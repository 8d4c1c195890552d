import type { Text } from '../result.ts';

/** One meaning of the neutral lift model: its number on every wire, and its name. */
export type Code = Text & { readonly number: number };

/** First number of our own: BACnet leaves 1024 to 65535 of its lift enumerations to whoever uses them. */
export const FIRST_EXTENSION = 1024;

/** Names a code by its number, or undefined for a number that is none of these. */
export function nameOf<Name extends string>(
  codes: Readonly<Record<Name, Code>>,
  number: number,
): Name | undefined {
  return (Object.keys(codes) as Name[]).find((name) => codes[name].number === number);
}
