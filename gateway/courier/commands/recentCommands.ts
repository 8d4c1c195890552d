import { createHash } from 'node:crypto';

/** A command that was taken on: not answered yet, with the reply that it got, or to be tried again when it is repeated. */
type Taken = { readonly hash: string; reply: Uint8Array | null; undone: boolean };

const MOST = 256;

/**
 * The commands of late, by id and by who signed them. A platform that did not hear the reply asks again with the same id: it
 * gets the same reply, and nothing is done twice. Forgotten with a restart: what acts is idempotent besides.
 */
export class RecentCommands {
  readonly #taken = new Map<string, Taken>();

  /**
   * `new`: take it on; `undone`: once more. `reused`: another command had this id. Otherwise the reply it got, null while it
   * is being made.
   */
  look(who: string, id: string, bytes: Uint8Array): 'new' | 'undone' | 'reused' | Pick<Taken, 'reply'> {
    const known = this.#taken.get(nameOf(who, id));
    if (known === undefined) return 'new';
    if (known.hash !== hashOf(bytes)) return 'reused';
    return known.undone ? 'undone' : known;
  }

  begin(who: string, id: string, bytes: Uint8Array): void {
    this.#taken.set(nameOf(who, id), { hash: hashOf(bytes), reply: null, undone: false });
    for (const oldest of this.#taken.keys()) {
      if (this.#taken.size <= MOST) return;
      this.#taken.delete(oldest);
    }
  }

  end(who: string, id: string, reply: Uint8Array): void {
    const known = this.#taken.get(nameOf(who, id));
    if (known !== undefined) known.reply = reply;
  }

  /** It came to nothing, and asking again may do better. */
  undone(who: string, id: string): void {
    const known = this.#taken.get(nameOf(who, id));
    if (known !== undefined) known.undone = true;
  }
}

function nameOf(who: string, id: string): string {
  return `${who}\n${id}`;
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64');
}
