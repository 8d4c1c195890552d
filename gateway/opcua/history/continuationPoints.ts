import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

const MAC_BYTES = 16;

/**
 * Where a read goes on: of values in a row of the journal, of intervals at a moment (Unix ms). `left`: how many values
 * are still to come, where a number was asked for and no end.
 */
const cursorSchema = z.union([
  z.strictObject({
    ...{ epoch: z.string().max(64), row: z.int().min(1), skip: z.int().min(0) },
    left: z.int().min(1).optional(),
  }),
  z.strictObject({ next: z.number() }),
]);
export type HistoryCursor = z.infer<typeof cursorSchema>;

/** Who reads what: a continuation point holds for this alone (10000-4, 7.9). */
export type HistoryReading = { readonly session: string; readonly point: string };

/**
 * Continuation points that carry what they mean, so that nothing is kept for clients that never come back. Sealed with a
 * key of this run: what a client makes up, has of another session, or gives for another node is refused.
 */
export class ContinuationPoints {
  readonly #key = randomBytes(32);

  give(cursor: HistoryCursor, reading: HistoryReading): Buffer {
    const text = Buffer.from(JSON.stringify(cursor));
    return Buffer.concat([this.#mac(text, reading), text]);
  }

  take(given: Buffer, reading: HistoryReading): HistoryCursor | 'bad' {
    const text = given.subarray(MAC_BYTES);
    const mac = given.subarray(0, MAC_BYTES);
    if (mac.length < MAC_BYTES || !timingSafeEqual(mac, this.#mac(text, reading))) return 'bad';
    return cursorSchema.parse(JSON.parse(text.toString('utf8')));
  }

  #mac(text: Buffer, { session, point }: HistoryReading): Buffer {
    const hmac = createHmac('sha256', this.#key)
      .update(JSON.stringify([session, point]))
      .update(text);
    return hmac.digest().subarray(0, MAC_BYTES);
  }
}
