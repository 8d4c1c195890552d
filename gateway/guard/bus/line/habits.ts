import type { Habit } from '../types.ts';
import { Haste } from './haste.ts';

/** So often must it be seen, within so long, before it is called a habit. */
const OFTEN = 3;
const LATELY_MS = 30_000;
/** After an answer that was contradicted once, its unit is believed less for so long. */
const UNCLEAR_MS = 2_500;
/** A copy of an answer comes this soon, a second device answers this soon, or it is something else. */
const COPY_WITHIN_MS = 1_000;
const COPY_MARGIN = 1.5;
const COPY_MARGIN_MS = 10;

/**
 * What is odd about how one unit answers. Replies that nobody owes, again and again, right after an answer: the very same
 * bytes are a copy (a repeater, a serial server), others are a second device on the address. Times are `mono`.
 */
export class Habits {
  readonly #haste = new Haste();
  #last: { readonly key: string; readonly frame: Uint8Array; readonly at: number } | undefined;
  #same = { count: 0, at: Number.NEGATIVE_INFINITY, ms: 0 };
  #other = { count: 0, at: Number.NEGATIVE_INFINITY };
  #late = { row: 0, ms: 0 };
  #oddRow = 0;
  #stranger = { row: 0, unit: 0 };

  asked(silentMs: number, at: number): void {
    this.#haste.asked(silentMs, at);
  }

  lost(): void {
    this.#haste.lost();
  }

  /** So much silence it was seen to need before it is asked; 0 where that makes no difference. */
  enoughMs(now: number): number {
    return this.#haste.at(now)?.enoughMs ?? 0;
  }

  answered(key: string, frame: Uint8Array, at: number): void {
    this.#haste.answered();
    this.#last = { key, frame, at };
    this.#late = { row: 0, ms: 0 };
    this.#oddRow = 0;
    this.#stranger = { row: 0, unit: 0 };
  }

  /** A frame came that nobody owed. */
  surplus(key: string, frame: Uint8Array, at: number): void {
    const last = this.#last;
    if (last === undefined || last.key !== key || at - last.at > COPY_WITHIN_MS) return;
    const isSame = Buffer.compare(last.frame, frame) === 0;
    const seen = isSame ? this.#same : this.#other;
    seen.count = at - seen.at > LATELY_MS ? 1 : seen.count + 1;
    seen.at = at;
    if (isSame) this.#same.ms = Math.max(this.#same.ms, at - last.at);
  }

  /**
   * Its reply came `ms` after it was asked, too late to be waited for; `instead`: while something else was asked, of which it
   * may as well be a part.
   */
  late(ms: number, instead = false): void {
    if (instead) this.#oddRow++;
    else this.#late = { row: this.#late.row + 1, ms };
  }

  odd(): void {
    this.#oddRow++;
  }

  /** A sound frame of unit `other` came in place of its answer. */
  answeredAs(other: number): void {
    const { row, unit } = this.#stranger;
    this.#stranger = { row: unit === other ? row + 1 : 1, unit: other };
  }

  /** When the copy of its last answer has come, if it sends copies; `anyhowMs` after the answer at the earliest. */
  copyGoneAt(anyhowMs: number): number {
    if (this.#last === undefined) return 0;
    const copies = this.#last.at - this.#same.at < LATELY_MS;
    const waitMs = Math.max(anyhowMs, copies ? COPY_MARGIN * this.#same.ms + COPY_MARGIN_MS : 0);
    return waitMs === 0 ? 0 : this.#last.at + waitMs;
  }

  at(now: number): Habit | undefined {
    const lately = ({ count, at }: { readonly count: number; readonly at: number }) =>
      count >= OFTEN && now - at <= LATELY_MS;
    if (lately(this.#other)) return { kind: 'shared' };
    if (lately(this.#same)) return { kind: 'twice', ms: this.#same.ms };
    if (this.#late.row >= OFTEN) return { kind: 'late', ms: this.#late.ms };
    if (this.#oddRow >= OFTEN) return { kind: 'length' };
    if (this.#stranger.row >= OFTEN) return { kind: 'unit', unit: this.#stranger.unit };
    if (now - this.#other.at <= UNCLEAR_MS) return { kind: 'unclear' };
    const haste = this.#haste.at(now);
    return haste && { kind: 'hurried', ...haste };
  }
}
