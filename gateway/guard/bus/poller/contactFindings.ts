import { partsOf } from '../../../../drivers/codec/layout.ts';
import { type OtherReading, otherReading } from '../../../../drivers/codec/otherReading.ts';
import { codeMeans, defaultUnit } from '../../../../drivers/codec/unit.ts';
import { otherOrder } from '../../../../drivers/codec/wordOrder.ts';
import { isBitTable } from '../../../../drivers/image.ts';
import type { BlockRead } from '../../../../drivers/plan/blockRead.ts';
import type { Profile, ProfilePoint, Span } from '../../../../drivers/profile/schema.ts';
import type { Reading } from '../../../../drivers/reading.ts';

/**
 * What a first look at a device shows that its values alone do not.
 * - `identity`: a register does not show what one of its kind shows there
 * - `order`: the words of a float make sense the other way round alone
 * - `reading`: a value is outside its range, and inside it as a signed number or in another word order
 * - `unit`: it shows the code of another unit than the site file expects
 * - `merged`: a register that shows something when it is read alone shows 0 among others: the device fills the first register
 *   of a reply only
 */
export type ContactFinding =
  | { readonly kind: 'identity'; readonly address: number; readonly shown: string; readonly expected: string }
  | { readonly kind: 'order'; readonly point: string; readonly order: string }
  | ({ readonly kind: 'reading'; readonly point: string } & OtherReading)
  | { readonly kind: 'unit'; readonly point: string; readonly shown: string; readonly expected: string }
  | { readonly kind: 'merged'; readonly address: number; readonly alone: number; readonly count: number };

/** A value that was read with others, and the registers it came with. */
export type ReadBlock = { readonly block: BlockRead; readonly values: readonly number[] };

/** Registers of the device, or undefined where it gave none. */
export type AskDevice = (span: Span) => Promise<readonly number[] | undefined>;

/** Whether the device shows what its profile says it shows. */
export async function identityFindings(
  { identify }: Profile,
  unit: number,
  ask: AskDevice,
): Promise<ContactFinding[]> {
  const found: ContactFinding[] = [];
  for (const { equals, within, equalsUnit, ...span } of identify) {
    const values = await ask(span);
    if (values === undefined) continue; // what is refused shows nothing either way
    const fits = values.every((value, i) => {
      if (equals !== undefined) return value === equals[i];
      if (equalsUnit === true) return value === unit;
      return within === undefined || (value >= within[0] && value <= within[1]);
    });
    if (fits) continue;
    const expected = equals?.join(' ') ?? (equalsUnit === true ? String(unit) : (within?.join('–') ?? ''));
    found.push({ kind: 'identity', address: span.address, shown: values.join(' '), expected });
  }
  return found;
}

/** What numbers that make sense alone in another word order, or with a sign, say of the profile. */
export function orderFindings({ block, values }: ReadBlock): ContactFinding[] {
  return block.points.flatMap((point): ContactFinding[] => {
    const words = wordsOf(point, block, values);
    const order = otherOrder(point, words);
    if (order !== undefined) return [{ kind: 'order', point: point.id, order }];
    const reading = otherReading(point, words);
    return reading === undefined ? [] : [{ kind: 'reading', point: point.id, ...reading }];
  });
}

/** Points whose device is set to another unit than the site file expects (`units`, by point): their values are not used. */
export function unitFindings(
  { block, values }: ReadBlock,
  units: Readonly<Record<string, string>>,
): ContactFinding[] {
  return block.points.flatMap((point) => {
    if (typeof point.unit !== 'object') return [];
    const code = values[point.unit.register - block.address];
    const expected = units[point.id] || defaultUnit(point);
    if (code === undefined || codeMeans(point, code, expected)) return [];
    const meaning = point.unit.codes[String(code)] ?? `code ${code}`;
    const shown = typeof meaning === 'string' ? meaning : meaning.join(' / ');
    return [{ kind: 'unit' as const, point: point.id, shown, expected }];
  });
}

const MOST_ASKED = 4;
/** So often must it be seen: registers move, and two devices that take turns at one address differ by chance. */
const OFTEN = 3;

/** Where the merged read showed 0 from the second register on, some of them are asked alone. */
export async function mergedFinding(
  { block, values }: ReadBlock,
  ask: AskDevice,
): Promise<ContactFinding | undefined> {
  if (!isEmptyBehind({ block, values })) return undefined;
  const empty = values.slice(1, 1 + MOST_ASKED).map((_, i) => block.address + 1 + i);
  for (const address of empty) {
    const alone = { table: block.table, address, count: 1 };
    let [shown = 0] = (await ask(alone)) ?? [];
    for (let seen = 0; shown !== 0; seen++) {
      if (seen === OFTEN) return { kind: 'merged', address, alone: shown, count: block.count };
      for (const again of [await ask(block), await ask(block)]) // two that take turns would show both
        if (again?.[address - block.address] !== 0) return undefined;
      [shown = 0] = (await ask(alone)) ?? [];
    }
  }
  return undefined;
}

/** Whether a merged read shows nothing behind its first register, as the device may fill that alone. */
export function isEmptyBehind({ block, values }: ReadBlock): boolean {
  return !isBitTable(block.table) && values.length > 1 && values.slice(1).every((value) => value === 0);
}

/** What is told of such a read until some of its registers were read alone: nothing that a 0 would say. */
export function withoutZeros(readings: readonly Reading[], { address, points }: BlockRead): Reading[] {
  const first = new Set(points.filter((point) => point.address === address).map(({ id }) => id));
  return readings.filter(({ point }) => first.has(point.split('/')[1] ?? ''));
}

/** Of a device that fills the first register of a reply alone the others say nothing, which is not 0. */
export function firstAlone(readings: readonly Reading[], { address, points }: BlockRead): Reading[] {
  const first = new Set(points.filter((point) => point.address === address).map(({ id }) => id));
  return readings.map((reading) =>
    first.has(reading.point.split('/')[1] ?? '')
      ? reading
      : { ...reading, value: null, quality: 'protocol-error' },
  );
}

function wordsOf(point: ProfilePoint, block: BlockRead, values: readonly number[]): readonly number[] {
  const [own] = partsOf(point);
  const from = (own?.address ?? block.address) - block.address;
  return values.slice(from, from + (own?.count ?? 0));
}
