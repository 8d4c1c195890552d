import { join } from 'node:path';
import { z } from 'zod';
import { Attempts } from '../../core/backoff.ts';
import type { Clock, Timer } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import type { Problem } from '../../core/result.ts';
import { StateFile } from '../../core/stateFile.ts';
import type { JournalReader } from '../../journal/types.ts';
import type { SiteNotification } from '../../site/schema/notificationSchema.ts';
import type { JournalSource } from '../journalSource.ts';
import type { ClockTable } from '../wording/clockTable.ts';
import { missingNotice, type Notice, type NoticeSender, noticeOf } from './notice.ts';
import type { Handover } from './webhook.ts';

export type NotifierOptions = {
  readonly site: SiteNotification;
  readonly sender: NoticeSender;
  readonly handover: Handover;
  readonly folder: string; // where the cursor is kept
  readonly clock: Clock;
  readonly log: Log;
  readonly journal: Pick<JournalSource, 'read'>;
  readonly times: ClockTable;
  /** It does not get through; null: it does. */
  readonly onTrouble: (problem: Problem | null) => void;
};

/** How far it has come; `missing`: messages left out and not told yet; null: nobody knows how many. */
const cursorSchema = z.object({ epoch: z.string(), seq: z.number(), missing: z.number().nullable() });
type Cursor = z.infer<typeof cursorSchema>;

const CHUNK_BYTES = 64 * 1024;
const CHUNKS_A_TURN = 8;
/** Rows that concern nobody here are looked at again after a restart, so many at most: each save is a write to the card. */
const SAVED_EVERY = 500;
/** So many wait at most: after an outage of a week nobody reads a thousand mails. The oldest are left out, and that is told. */
const MOST_WAITING = 200;
/** Refused so often for good, a message is left out: one that cannot be taken must not keep all others. */
const MOST_REFUSALS = 5;
const FIRST_RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 5 * 60_000;

/**
 * Tells one receiver of the journal's events: each at least once, in their order. The cursor is its own, kept beside courier's other
 * memory: the journal waits for no receiver, and what it lost meanwhile is told to be missing.
 */
export class Notifier {
  readonly #options: NotifierOptions;
  readonly #file: StateFile;
  readonly #attempts = new Attempts(FIRST_RETRY_MS, LONGEST_RETRY_MS);
  #cursor: Cursor | null = null;
  #waiting: { readonly seq: number; readonly notice: Notice }[] = [];
  #read = 0; // up to which row `#waiting` was gathered
  #refusals = 0;
  #sending = false;
  #stopped = false;
  #timer: Timer | null = null;

  constructor(options: NotifierOptions) {
    const { folder, site, log } = options;
    this.#options = options;
    this.#file = new StateFile(join(folder, `notify-${site.id}.json`), (problem) => log.problem(problem));
  }

  start(): void {
    const text = this.#file.load();
    const saved = text.ok && text.value !== null ? cursorSchema.safeParse(json(text.value)) : null;
    if (saved?.success) this.#cursor = saved.data;
    this.wake();
  }

  /** The journal may have changed. */
  wake(): void {
    if (this.#stopped || this.#sending || this.#timer !== null) return;
    this.#gather();
    if (this.#waiting.length > 0 || this.#owesWord) void this.#send();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#timer?.cancel();
    await this.#file.settled();
  }

  get #owesWord(): boolean {
    return this.#cursor !== null && this.#cursor.missing !== 0;
  }

  #gather(): void {
    const { journal, clock } = this.#options;
    for (let chunk = 0; this.#waiting.length < MOST_WAITING * 2; chunk++) {
      if (journal.read((reader) => this.#gatherChunk(reader)) !== true) break;
      if (chunk < CHUNKS_A_TURN) continue;
      // a long way to come: others want their turn
      this.#timer ??= clock.after(0, 'notification gathering', () => this.#again());
      break;
    }
    this.#boundWaiting();
  }

  #again(): void {
    this.#timer = null;
    this.wake();
  }

  /** @returns whether there may be more */
  #gatherChunk(reader: JournalReader): boolean {
    const { epoch } = reader.identity();
    const head = reader.heads().event.seq;
    const cursor = this.#cursorIn(epoch, head);
    const from = Math.max(cursor.seq, this.#read) + 1;
    if (from > head) return false;
    const rows = reader.events(from, CHUNK_BYTES);
    const last = rows.at(-1);
    if (last === undefined) return false;
    for (const row of rows) {
      if (row.seq > head) break;
      const { mono, utc } = this.#options.times.base(row.at.boot, row.at.mono);
      const dated = { epoch, utc: utc === null ? null : utc + row.at.mono - mono };
      const notice = noticeOf(row, dated, this.#options.site, this.#options.sender);
      if (notice !== null) this.#waiting.push({ seq: row.seq, notice });
    }
    this.#read = Math.min(last.seq, head);
    if (this.#waiting.length === 0 && this.#read - cursor.seq >= SAVED_EVERY)
      this.#move({ ...cursor, seq: this.#read });
    return true;
  }

  /** A receiver that is new begins with what happens from now on; of a journal that is new, nobody knows what it lacks. */
  #cursorIn(epoch: string, head: number): Cursor {
    const before = this.#cursor;
    if (before === null) return this.#move({ epoch, seq: head, missing: 0 });
    if (before.epoch === epoch) return before;
    this.#waiting = [];
    this.#read = 0;
    return this.#move({ epoch, seq: 0, missing: null });
  }

  #boundWaiting(): void {
    const beyond = this.#waiting.length - MOST_WAITING;
    const last = this.#waiting[beyond - 1];
    if (beyond <= 0 || last === undefined || this.#cursor === null) return;
    this.#waiting = this.#waiting.slice(beyond);
    this.#leaveOut(beyond, last.seq);
  }

  async #send(): Promise<void> {
    this.#sending = true;
    const { site, sender, handover, clock, onTrouble } = this.#options;
    while (!this.#stopped && this.#cursor !== null) {
      const { epoch, missing } = this.#cursor;
      const [next] = this.#waiting;
      const key = `${epoch}/${this.#cursor.seq}-missing`;
      const notice = this.#owesWord ? missingNotice(missing, key, site, sender) : next?.notice;
      if (notice === undefined) break;
      const done = await handover(notice);
      if (done.ok) {
        onTrouble(null);
        this.#attempts.reset();
        this.#refusals = 0;
        if (this.#owesWord) this.#move({ ...this.#cursor, missing: 0 });
        else this.#passed();
        continue;
      }
      onTrouble(done.error);
      if (done.error.code === 'notify.refused' && ++this.#refusals >= MOST_REFUSALS) {
        this.#refusals = 0;
        if (this.#owesWord) this.#move({ ...this.#cursor, missing: 0 });
        else if (next !== undefined) {
          this.#waiting.shift();
          this.#leaveOut(1, next.seq);
        }
      }
      this.#timer = clock.after(this.#attempts.failed(), 'notification again', () => this.#again());
      break;
    }
    this.#sending = false;
    if (!this.#stopped && this.#timer === null) this.#gatherAgain();
  }

  /** What came while it was sending. */
  #gatherAgain(): void {
    this.#gather();
    if (this.#waiting.length > 0) void this.#send();
  }

  #passed(): void {
    const sent = this.#waiting.shift();
    if (sent === undefined || this.#cursor === null) return;
    this.#move({
      ...this.#cursor,
      seq: this.#waiting.length === 0 ? Math.max(this.#read, sent.seq) : sent.seq,
    });
  }

  #leaveOut(count: number, upTo: number): void {
    if (this.#cursor === null) return;
    const missing = this.#cursor.missing === null ? null : this.#cursor.missing + count;
    this.#move({ ...this.#cursor, seq: upTo, missing });
  }

  #move(cursor: Cursor): Cursor {
    this.#cursor = cursor;
    this.#file.save(() => JSON.stringify(this.#cursor));
    return cursor;
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
