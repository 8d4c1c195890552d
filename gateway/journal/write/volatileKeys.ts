import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { randomId } from '../../core/keys.ts';
import { encodeEvent } from '../../telemetry/wire/event.ts';
import type { EventBody } from '../../telemetry/wire/model.ts';
import type { ForeignKey, VolatileEvent } from '../types.ts';
import type { Item } from './items.ts';
import type { Named } from './pending.ts';

/** A small text that outlives guard. `save` does not wait for the disk and may fail; `settled` waits until it did either. */
export type KeyFile = { load(): string | null; save(text: string): void; settled(): Promise<void> };

const kept = z.object({ token: z.string(), epoch: z.string(), seq: z.int(), crc: z.int() });
type Kept = z.infer<typeof kept>;

const MOST_KEPT = 10_000;

/**
 * Keys for events that are told before they are on the disk: under an epoch of this run of guard alone, because what
 * the disk has given out is not known then, and numbered once, however often the disk fails. Events with a token may be
 * handed over again by the next run, when this one is killed: their keys are kept in a file, so that they get no others.
 */
export class VolatileKeys {
  readonly #file: KeyFile | null;
  readonly #kept: Map<string, Kept>;
  #epoch: string | null = null;
  #last = 0;

  constructor(file: KeyFile | null) {
    this.#file = file;
    this.#kept = new Map(read(file?.load() ?? null).map((one) => [one.token, one]));
  }

  /** A key for each. Nobody may be told of them before `kept`: killed in between, guard would give them others. */
  name(events: readonly Extract<Item, { kind: 'event' }>[]): readonly ForeignKey[] {
    const keys = events.map(({ event, token }) => {
      const key = this.#next();
      if (token !== undefined) this.#kept.set(token, { token, ...key, crc: crcOf(event) });
      return key;
    });
    for (const token of this.#kept.keys()) {
      if (this.#kept.size <= MOST_KEPT) break;
      this.#kept.delete(token);
    }
    this.#save();
    return keys;
  }

  /** Resolves when the keys given so far are in the file, or could not be written there. */
  async kept(): Promise<void> {
    await this.#file?.settled();
  }

  /** The key by which the last run told this event; null when it did not, or told it in other words. */
  known(token: string, event: EventBody): ForeignKey | null {
    const one = this.#kept.get(token);
    return one !== undefined && one.crc === crcOf(event) ? { epoch: one.epoch, seq: one.seq } : null;
  }

  /** These are on the disk. */
  journaled(tokens: readonly string[]): void {
    const gone = tokens.filter((token) => this.#kept.delete(token));
    if (gone.length > 0) this.#save();
  }

  #next(): ForeignKey {
    this.#epoch ??= randomId();
    this.#last++;
    return { epoch: this.#epoch, seq: this.#last };
  }

  #save(): void {
    this.#file?.save(JSON.stringify([...this.#kept.values()]));
  }
}

/** As they are told upstream. One that cannot be encoded is left out: the journal will say that it is gone. */
export function toVolatile(events: readonly Named[]): readonly VolatileEvent[] {
  return events.flatMap(({ event, key }) => {
    const body = encoded(event);
    return body === null ? [] : [{ ...key, at: event.at, body }];
  });
}

/** A file that is damaged costs second numbers for what was told, and nothing else. */
function read(text: string | null): readonly Kept[] {
  try {
    const list = z.array(kept).safeParse(JSON.parse(text ?? '[]'));
    return list.success ? list.data : [];
  } catch {
    return [];
  }
}

function crcOf(event: EventBody): number {
  return crc32(encoded(event) ?? new Uint8Array());
}

function encoded(event: EventBody): Uint8Array | null {
  try {
    return encodeEvent(event);
  } catch {
    return null;
  }
}

/** A key as one word, to look things up by. */
export function nameOf({ epoch, seq }: ForeignKey): string {
  return `${epoch} ${seq}`;
}
