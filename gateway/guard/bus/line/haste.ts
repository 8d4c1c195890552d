/** So many of each must have been seen, within so long, before anything is said. */
const OFTEN = 8;
const LATELY_MS = 60_000;
const MOST_KEPT = 60;
/** So much of them may be otherwise, by chance. */
const CONTRARY = 0.1;
/** What is lost after a longer silence than this is lost for another reason. */
const LONGEST_MS = 200;
const STEP_MS = 10;

type Asked = { readonly silentMs: number; readonly at: number };

/**
 * Whether one unit hears a question only when the line was silent for a while before it: a converter that is slow to change
 * direction, a device that is busy after each answer. Then what is lost was asked after a shorter silence than what is
 * answered; what is lost for another reason is lost after a long one as well, because whoever was silent is left alone before it is
 * asked again. Times are `mono`.
 */
export class Haste {
  #asked: Asked | undefined;
  readonly #answered: Asked[] = [];
  readonly #lost: Asked[] = [];

  /** A question goes out at `at`, `silentMs` after the last byte on the line. */
  asked(silentMs: number, at: number): void {
    this.#asked = { silentMs, at };
  }

  answered(): void {
    this.#keepIn(this.#answered);
  }

  lost(): void {
    this.#keepIn(this.#lost);
  }

  /** After how much silence it lost questions, and which silence is enough; undefined: that makes no difference. */
  at(now: number): { readonly ms: number; readonly enoughMs: number } | undefined {
    const lost = silences(this.#lost, now);
    const answered = silences(this.#answered, now);
    if (lost.length < OFTEN || answered.length < OFTEN) return undefined;
    const ms = lost[lost.length - 1 - Math.floor(lost.length * CONTRARY)] ?? 0;
    const enoughMs = answered[Math.floor(answered.length * CONTRARY)] ?? 0;
    if (ms >= enoughMs || ms > LONGEST_MS) return undefined;
    return { ms, enoughMs: STEP_MS * Math.ceil(Math.min(enoughMs, LONGEST_MS) / STEP_MS) };
  }

  #keepIn(list: Asked[]): void {
    if (this.#asked === undefined) return;
    list.push(this.#asked);
    if (list.length > MOST_KEPT) list.shift();
    this.#asked = undefined;
  }
}

/** The shortest first. */
function silences(list: readonly Asked[], now: number): number[] {
  return list
    .filter(({ at }) => now - at <= LATELY_MS)
    .map(({ silentMs }) => silentMs)
    .sort((a, b) => a - b);
}
