import type { JournalReader } from '../../journal/types.ts';
import { birthPointer, cutBirth } from '../../telemetry/index.ts';
import type { Publisher } from './publisher.ts';

/**
 * Births, retained: the current one on `birth`, each that a message names on `birth/<hash>`, once per connection; in pieces
 * where the broker's packets are smaller.
 */
export class BirthTeller {
  readonly #outlet: Publisher;
  readonly #told = new Set<string>();
  #current: string | null = null;

  constructor(outlet: Publisher) {
    this.#outlet = outlet;
  }

  /** The connection is gone, and what was told in it may be too. */
  forget(): void {
    this.#told.clear();
    this.#current = null;
  }

  /** Tells the newest birth where that was not done yet. */
  tellCurrent(reader: JournalReader): void {
    const hash = reader.currentBirth();
    if (this.#outlet.session === null || hash === null || hash === this.#current) return;
    const body = reader.birth(hash);
    if (body === null) return;
    this.#current = hash;
    this.tell(hash, reader);
    const fits = body.length <= this.#outlet.limitOf('birth');
    this.#outlet.retain('birth', fits ? body : birthPointer(hash));
  }

  /** A platform that never saw the birth cannot read what names it: it goes ahead. */
  tell(hash: string, reader: JournalReader): void {
    if (this.#told.has(hash)) return;
    const body = reader.birth(hash);
    if (body === null) return;
    this.#told.add(hash);
    const topic = `birth/${hash}`;
    const pieces =
      body.length <= this.#outlet.limitOf(topic)
        ? [{ topic, payload: body }]
        : cutBirth(hash, body, (name) => this.#outlet.limitOf(name));
    if (pieces === null) this.#outlet.tooLarge(topic);
    else for (const piece of pieces) this.#outlet.retain(piece.topic, piece.payload);
  }
}
