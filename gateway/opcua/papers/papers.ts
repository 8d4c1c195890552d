import { createHash } from 'node:crypto';
import type { Clock, Timer } from '../../core/clock.ts';
import { SideThread, threadEntry } from '../../core/sideThread.ts';
import { OPCUA_CAPS } from '../server/caps.ts';
import type { PaperAsk, WrittenPaper } from './paperAsk.ts';

/** A paper in pieces that fit into answers. `sha256`: of all of it, for who puts it together again. */
export type PaperPieces = { readonly pieces: readonly string[]; readonly sha256: string };

/** Why there is none: the journal knows nothing of it, others wait already, it took too long, or it is too large. */
export type NoPaper = 'nothing' | 'busy' | 'late' | 'too-large' | 'failed';
type Answer = PaperPieces | NoPaper;

/**
 * Papers for clients. Each is written in a thread that ends afterwards, because it reads the whole journal and the server
 * has others to answer; one at a time. The last ones are kept for a minute, so that a client gets all pieces of one.
 */
export class Papers {
  readonly #clock: Clock;
  readonly #kept = new Map<string, { readonly paper: PaperPieces; readonly timer: Timer }>();
  readonly #asked = new Map<string, Promise<Answer>>();
  readonly #thread: SideThread<PaperAsk, WrittenPaper>;

  constructor(clock: Clock) {
    this.#clock = clock;
    const { paperThreadMb: heapMb, paperMs: patienceMs, papersAsked: waiting } = OPCUA_CAPS;
    const entry = threadEntry('paperThread', import.meta.url);
    this.#thread = new SideThread(entry, { name: 'paper', heapMb, patienceMs, waiting }, clock);
  }

  /** Whoever asks for what is being written, or was a moment ago, gets the same. */
  async ask(ask: PaperAsk): Promise<Answer> {
    const key = JSON.stringify(ask);
    const kept = this.#kept.get(key);
    if (kept !== undefined) return kept.paper;
    const asked = this.#asked.get(key);
    if (asked !== undefined) return asked;
    const writing = this.#write(ask, key).finally(() => this.#asked.delete(key));
    this.#asked.set(key, writing);
    return writing;
  }

  /** Ends the thread that writes; what was asked for is answered as failed. */
  async stop(): Promise<void> {
    for (const key of this.#kept.keys()) this.#forget(key);
    await this.#thread.stop();
  }

  async #write(ask: PaperAsk, key: string): Promise<Answer> {
    const text = await this.#thread.ask(ask);
    if (typeof text !== 'object') return text;
    if (text.text === null) return 'nothing';
    if (Buffer.byteLength(text.text) > OPCUA_CAPS.paperBytes) return 'too-large';
    const sha256 = createHash('sha256').update(text.text).digest('hex');
    const paper = { pieces: piecesOf(text.text, OPCUA_CAPS.pieceBytes), sha256 };
    const timer = this.#clock.after(OPCUA_CAPS.paperKeptMs, 'kept paper', () => this.#kept.delete(key));
    this.#kept.set(key, { paper, timer });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > OPCUA_CAPS.papersKept && oldest !== undefined) this.#forget(oldest);
    return paper;
  }

  #forget(key: string): void {
    this.#kept.get(key)?.timer.cancel();
    this.#kept.delete(key);
  }
}

/** Cuts a text into pieces of so many bytes of UTF-8 at most, never within a character. */
export function piecesOf(text: string, bytes: number): readonly string[] {
  const all = Buffer.from(text, 'utf8');
  const pieces: string[] = [];
  for (let from = 0; from < all.length; ) {
    let to = Math.min(all.length, from + bytes);
    while (to < all.length && ((all[to] ?? 0) & 0xc0) === 0x80) to--; // inside a character
    pieces.push(all.toString('utf8', from, to));
    from = to;
  }
  return pieces.length === 0 ? [''] : pieces;
}
