import type { JournalReader } from '../../journal/types.ts';
import { birthPointer, cutBirth } from '../../telemetry/index.ts';
import type { Publisher } from './publisher.ts';

const NOTHING = new Uint8Array(); // an empty retained message takes back what is retained

/**
 * Births, retained: the current one on `birth`, each that a message names on `birth/<hash>`, once per connection; in pieces
 * where the broker's packets are smaller. Those that nothing waiting names any more are taken back, so that a broker does not
 * keep every birth there ever was.
 */
export class BirthTeller {
  readonly #publisher: Publisher;
  readonly #told = new Set<string>();
  readonly #takenBack = new Set<string>();
  readonly #limits = new Map<string, number>(); // for which size a birth was cut anew
  #current: string | null = null;
  /** The birth that was current when the earlier ones were taken back; null: one was told since. */
  #tidyFor: string | null = null;

  constructor(publisher: Publisher) {
    this.#publisher = publisher;
  }

  /** The connection is gone, and what was told in it may be too; or everything is to be told again. */
  forget(): void {
    this.#told.clear();
    this.#current = null;
  }

  /** Tells the newest birth where that was not done yet. */
  tellCurrent(reader: JournalReader): void {
    const hash = reader.currentBirth();
    if (this.#publisher.session === null || hash === null || hash === this.#current) return;
    const body = reader.birth(hash);
    if (body === null) return;
    this.#current = hash;
    this.tell(hash, reader);
    this.#sayCurrent(hash, body);
  }

  /** A platform that never saw the birth cannot read what names it: it goes ahead. */
  tell(hash: string, reader: JournalReader): void {
    if (this.#told.has(hash)) return;
    const body = reader.birth(hash);
    if (body === null) return;
    this.#told.add(hash);
    this.#takenBack.delete(hash);
    if (hash !== this.#current) this.#tidyFor = null;
    this.#say(hash, body);
  }

  #sayCurrent(hash: string, body: Uint8Array): void {
    const fits = body.length <= this.#publisher.limitOf('birth');
    this.#publisher.retain('birth', fits ? body : birthPointer(hash), () => this.#sayAnew(hash, body));
  }

  #say(hash: string, body: Uint8Array): void {
    const pieces = this.#pieces(hash, body);
    if (pieces === null) this.#publisher.tooLarge(`birth/${hash}`);
    else
      for (const { topic, payload } of pieces)
        this.#publisher.retain(topic, payload, () => this.#sayAnew(hash, body));
  }

  /** The broker takes less than it had said: the birth goes again in smaller pieces, once for all that were refused. */
  #sayAnew(hash: string, body: Uint8Array): void {
    const limit = this.#publisher.limitOf('birth');
    if (this.#limits.get(hash) === limit) return;
    this.#limits.set(hash, limit);
    this.#say(hash, body);
    if (hash === this.#current) this.#sayCurrent(hash, body);
  }

  /** Tells a birth although it was told; false: there is none of that hash. */
  again(hash: string, reader: JournalReader): boolean {
    this.#told.delete(hash);
    this.tell(hash, reader);
    return this.#told.has(hash);
  }

  /**
   * Takes back the births before the current one, once nothing of the journal waits or is on its way. Each once, until it is
   * told again.
   */
  takeBack(reader: JournalReader, isDelivered: () => boolean): void {
    const current = reader.currentBirth() ?? '';
    if (this.#publisher.session === null || this.#tidyFor === current || !isDelivered()) return;
    this.#tidyFor = current;
    for (const hash of reader.earlierBirths()) {
      if (hash === current || this.#takenBack.has(hash)) continue;
      const body = reader.birth(hash);
      this.#takenBack.add(hash);
      this.#told.delete(hash);
      for (const { topic } of (body && this.#pieces(hash, body)) ?? [])
        this.#publisher.retain(topic, NOTHING);
    }
  }

  #pieces(hash: string, body: Uint8Array): ReturnType<typeof cutBirth> {
    const topic = `birth/${hash}`;
    return body.length <= this.#publisher.limitOf(topic)
      ? [{ topic, payload: body }]
      : cutBirth(hash, body, (name) => this.#publisher.limitOf(name));
  }
}
