import { partsOf } from '../../../drivers/codec/layout.ts';
import { otherOrder } from '../../../drivers/codec/wordOrder.ts';
import { isBitTable } from '../../../drivers/image.ts';
import type { BlockRead } from '../../../drivers/plan/blockRead.ts';
import type { Profile, ProfilePoint, Span } from '../../../drivers/profile/schema.ts';
import type { Say } from '../../text/catalogue.ts';
import type { READ_MESSAGES } from '../../text/readMessages.ts';
import type { Asker } from './asker.ts';

type Speaks = Say<typeof READ_MESSAGES>;

/** A value that was read with others, and the registers it came with. */
export type Read = { readonly block: BlockRead; readonly values: readonly number[] };

/** Whether the device shows what its profile says it shows; a line for each thing that it does not. */
export async function identityNotes(
  { identify, id }: Profile,
  unit: number,
  asker: Asker,
  say: Speaks,
): Promise<string[]> {
  const notes: string[] = [];
  for (const { equals, within, equalsUnit, ...span } of identify) {
    const values = await valuesOf(asker, span, unit);
    if (values === undefined) continue; // what is refused shows nothing either way
    const expected =
      equals?.join(' ') ??
      (equalsUnit === true ? String(unit) : within === undefined ? '' : within.join('–'));
    const fits = values.every((value, i) => {
      if (equals !== undefined) return value === equals[i];
      if (equalsUnit === true) return value === unit;
      return within === undefined || (value >= within[0] && value <= within[1]);
    });
    const shown = { profile: id, address: hex(span.address), shown: values.join(' '), expected };
    if (!fits) notes.push(say('note.identity', shown));
  }
  return notes;
}

/** What floats that make sense in another word order alone say of the profile. */
export function orderNotes({ block, values }: Read, say: Speaks): string[] {
  return block.points.flatMap((point) => {
    const order = otherOrder(point, wordsOf(point, block, values));
    return order === undefined ? [] : [say('note.order', { point: point.id, order })];
  });
}

/**
 * Whether registers read together show what they show alone. Some devices fill the first of a reply and leave the rest 0. Asked
 * is where the merged read showed 0, and only a difference that is there twice counts: registers move.
 */
export async function mergedNote(
  { block, values }: Read,
  unit: number,
  asker: Asker,
  say: Speaks,
): Promise<string | undefined> {
  if (isBitTable(block.table)) return undefined;
  const empty = values
    .flatMap((value, i) => (i > 0 && value === 0 ? [block.address + i] : []))
    .slice(0, MOST_ASKED);
  for (const address of empty) {
    const alone = { table: block.table, address, count: 1 };
    const [first = 0] = (await valuesOf(asker, alone, unit)) ?? [];
    if (first === 0) continue;
    const again = (await valuesOf(asker, block, unit))?.[address - block.address];
    const [second = 0] = (await valuesOf(asker, alone, unit)) ?? [];
    if (again === 0 && second !== 0)
      return say('note.merged', { address: hex(address), alone: second, count: block.count });
  }
  return undefined;
}

const MOST_ASKED = 4;

async function valuesOf(asker: Asker, span: Span, unit: number): Promise<readonly number[] | undefined> {
  const answer = await asker.read(span, unit);
  return answer.ok && answer.value.kind === 'ok' ? answer.value.values : undefined;
}

function wordsOf(point: ProfilePoint, block: BlockRead, values: readonly number[]): readonly number[] {
  const [own] = partsOf(point);
  const from = (own?.address ?? block.address) - block.address;
  return values.slice(from, from + (own?.count ?? 0));
}

function hex(address: number): string {
  return `0x${address.toString(16).toUpperCase().padStart(4, '0')}`;
}
