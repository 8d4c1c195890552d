import { RegisterImage } from '../image.ts';
import type { BlockRead } from '../plan/blockRead.ts';
import type { ProfilePoint } from '../profile/schema.ts';
import type { PointValue } from '../reading.ts';
import type { DecodeContext } from './context.ts';
import { type Decoded, decodePoint } from './decodePoint.ts';
import { temperatureId } from './transform.ts';

/**
 * Decodes the reply to one block read, in the order of `block.points`. `values` are registers, or 0/1 for bits. A
 * temperature that compensates another point of the block is decoded first and taken from this very reply.
 */
export function decodeBlock(
  block: BlockRead,
  values: readonly number[],
  context: DecodeContext,
): (Decoded & { readonly pointId: string })[] {
  const image = new RegisterImage();
  image.write(block.table, block.address, values);
  const fresh: Record<string, PointValue> = {};
  const decode = (point: ProfilePoint) => decodePoint(point, image, context);
  for (const compensated of block.points) {
    const id = temperatureId(compensated);
    const temperature = id === undefined ? undefined : block.points.find((point) => point.id === id);
    if (temperature !== undefined) fresh[temperature.id] = decode(temperature).value;
  }
  const known =
    Object.keys(fresh).length === 0 ? context : { ...context, values: { ...context.values, ...fresh } };
  return block.points.map((point) => ({ pointId: point.id, ...decodePoint(point, image, known) }));
}
