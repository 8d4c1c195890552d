import type { StreamHead, TombstoneReason } from '../wire/model.ts';
import { Fingerprints, pieceOf, type SavedFingerprints } from './fingerprints.ts';
import { addInterval, type Intervals, includes, largest, subtract } from './intervals.ts';
import { OpenRow, type SavedRow } from './openRow.ts';

/** Rows [from..to] of a stream, or of one row the parts named (`null`: how many more is not known). */
export type SequenceGap = {
  readonly from: number;
  readonly to: number;
  readonly parts?: readonly [from: number, to: number | null];
};

/** `slice`: new, but not yet the whole part. */
export type Arrival = 'new' | 'slice' | 'duplicate' | 'conflict';

export type SavedReception = {
  readonly base: number;
  readonly partly: number | null;
  readonly head: StreamHead;
  readonly certain: StreamHead;
  readonly rows: Intervals;
  readonly open: readonly (readonly [seq: number, row: SavedRow])[];
  readonly tombstones: readonly (readonly [reason: TombstoneReason, rows: Intervals])[];
  readonly toAcknowledge: Intervals;
  readonly prints: SavedFingerprints;
};

const NONE: StreamHead = { seq: 0, parts: 0 };

/** What came of one stream of one epoch. Memory: its gaps, its unfinished rows, and the last `window` fingerprints. */
export class Reception {
  #rows: Intervals = []; // complete
  readonly #open = new Map<number, OpenRow>();
  readonly #tombstones = new Map<TombstoneReason, Intervals>();
  #toAcknowledge: Intervals = [];
  readonly #prints: Fingerprints;
  #base = 0; // the last row that is not expected
  #partly: number | null = null; // of that row only what comes up to this part
  #head = NONE;
  #certain = NONE;

  constructor(window: number) {
    this.#prints = new Fingerprints(window);
  }

  /**
   * Rows up to `seq` are not expected: they were delivered before anyone listened here. `parts`: of the last one that many,
   * and whether it ends there is not known: more of it is expected as soon as more of it comes.
   */
  startAfter(seq: number, parts: number | null = null): void {
    if (seq < this.#base) return;
    this.#base = seq;
    this.#partly = parts;
  }

  /** Nothing before this part is expected, and it comes. Parts before it that come are counted as any other. */
  startBefore(seq: number, part: number): void {
    if (seq < this.#base || (seq === this.#base && this.#partly === null)) return;
    this.#base = seq - 1;
    this.#partly = null;
    if (part > 1 && !includes(this.#rows, seq)) this.#row(seq).from = part;
  }

  /** Nothing of this stream was met or is expected yet. */
  get isUntouched(): boolean {
    const heads = this.#base + this.#head.seq + this.#certain.seq + largest(this.#rows);
    return heads + this.#open.size + this.#tombstones.size === 0;
  }

  /** The gateway has written this far. `certain`: and nothing of it can still be on the way. */
  expect(head: StreamHead, certain: boolean): void {
    this.#head = later(this.#head, head);
    if (certain) this.#certain = later(this.#certain, head);
  }

  entomb(from: number, to: number, reason: TombstoneReason): void {
    this.#tombstones.set(reason, addInterval(this.#tombstones.get(reason) ?? [], from, to));
    this.#toAcknowledge = addInterval(this.#toAcknowledge, from, to);
    for (const seq of this.#open.keys()) if (seq >= from && seq <= to) this.#open.delete(seq);
  }

  /** A part of a row came, or one slice of it. An event is a row of one part. */
  part(seq: number, part: number, print: number, slice: { index: number; count: number } | null): Arrival {
    if (seq === this.#base && this.#partly !== null && part > this.#partly)
      this.startBefore(seq, this.#partly + 1);
    const piece = pieceOf(part, slice);
    const known = this.#mayHave(seq, part, slice !== null) ? this.#prints.find(seq, piece) : null;
    if (known !== null) return known === print ? this.#again(seq) : 'conflict';
    this.#prints.add(seq, piece, print);
    if (includes(this.#rows, seq)) return this.#again(seq);
    const row = this.#row(seq);
    if (includes(row.parts, part)) return 'duplicate';
    if (slice !== null && !row.collect(part, slice)) return 'slice';
    row.add(part);
    this.#close(seq, row);
    return 'new';
  }

  /** A row that is here and comes again: its sender has not heard that it was stored. */
  #again(seq: number): Arrival {
    if (includes(this.#rows, seq)) this.#toAcknowledge = addInterval(this.#toAcknowledge, seq);
    return 'duplicate';
  }

  /** Nearly everything comes once, and that can be told without a look at the fingerprints. */
  #mayHave(seq: number, part: number, isSlice: boolean): boolean {
    return (
      isSlice ||
      includes(this.#rows, seq) ||
      includes(this.#open.get(seq)?.parts ?? [], part) ||
      this.#isEntombed(seq)
    );
  }

  /** The row has parts 1..`end` and no more. */
  seal(seq: number, end: number): void {
    if (includes(this.#rows, seq)) return;
    const row = this.#row(seq);
    row.end = end;
    this.#close(seq, row);
  }

  /** What should be here and is not, nor ever will be by itself. */
  missing(): SequenceGap[] {
    return this.#gaps(1, this.#seen(), this.#certain);
  }

  /** What the gateway says it has written beyond everything that came: on the way, or lost at the end. */
  behindHead(): SequenceGap[] {
    const seen = later(this.#seen(), this.#certain);
    const rest = this.#head.seq === seen.seq ? this.#partsAfter(seen, this.#head) : [];
    return [...rest, ...this.#rowGaps(seen.seq + 1, this.#head.seq)];
  }

  /** Rows that are here as a whole, and tombstones, which were not asked for here before. */
  takeComplete(): Intervals {
    const complete = this.#toAcknowledge;
    this.#toAcknowledge = [];
    return complete;
  }

  /** Another body under an old key is not noticed any more. */
  forgetPrints(): void {
    this.#prints.forget();
  }

  save(): SavedReception {
    return {
      ...{ base: this.#base, partly: this.#partly, head: this.#head, certain: this.#certain },
      rows: this.#rows,
      open: [...this.#open].map(([seq, row]) => [seq, row.save()] as const),
      tombstones: [...this.#tombstones],
      toAcknowledge: this.#toAcknowledge,
      prints: this.#prints.save(),
    };
  }

  static restore(saved: SavedReception, window: number): Reception {
    const made = new Reception(window);
    made.#base = saved.base;
    made.#partly = saved.partly;
    made.#head = saved.head;
    made.#certain = saved.certain;
    made.#rows = saved.rows;
    for (const [seq, row] of saved.open) made.#open.set(seq, OpenRow.restore(row));
    for (const [reason, rows] of saved.tombstones) made.#tombstones.set(reason, rows);
    made.#toAcknowledge = saved.toAcknowledge;
    made.#prints.restore(saved.prints);
    return made;
  }

  tombstoned(): { reason: TombstoneReason; rows: Intervals }[] {
    return [...this.#tombstones].map(([reason, rows]) => ({ reason, rows }));
  }

  /** Everything expected between row `from` and the later of two heads. */
  #gaps(from: number, seen: StreamHead, certain: StreamHead): SequenceGap[] {
    const top = later(seen, certain);
    const gaps = this.#rowGaps(from, top.seq);
    for (const [seq, row] of this.#open) {
      if (seq <= this.#base || this.#isEntombed(seq)) continue;
      const last = largest(row.parts);
      const claimed = seq === top.seq ? Math.max(last, top.parts) : last;
      for (const parts of row.missing(row.from, row.end ?? claimed)) gaps.push({ from: seq, to: seq, parts });
      if (row.end === null && seq < top.seq) gaps.push({ from: seq, to: seq, parts: [claimed + 1, null] });
    }
    return gaps.toSorted((a, b) => a.from - b.from);
  }

  /** Rows in [from..to] of which nothing came. */
  #rowGaps(from: number, to: number): SequenceGap[] {
    const open = [...this.#open.keys()].reduce<Intervals>((set, seq) => addInterval(set, seq), []);
    const covered = [...this.#tombstones.values(), [[1, this.#base] as const], this.#rows, open];
    const all: Intervals = from <= to ? [[from, to]] : [];
    return covered.reduce(subtract, all).map(([start, end]) => ({ from: start, to: end }));
  }

  /** Parts of the newest row between what came and what the head says. */
  #partsAfter(seen: StreamHead, head: StreamHead): SequenceGap[] {
    const row = this.#open.get(head.seq);
    if (row === undefined || row.end !== null || head.seq <= this.#base || this.#isEntombed(head.seq))
      return [];
    return head.parts > seen.parts
      ? [{ from: head.seq, to: head.seq, parts: [seen.parts + 1, head.parts] }]
      : [];
  }

  /** The furthest that anything came. */
  #seen(): StreamHead {
    const tombs = [...this.#tombstones.values()].map(largest);
    const done = Math.max(this.#base, largest(this.#rows), ...tombs);
    return [...this.#open].reduce<StreamHead>(
      (head, [seq, row]) => later(head, { seq, parts: largest(row.parts) }),
      {
        seq: done,
        parts: 0,
      },
    );
  }

  #isEntombed(seq: number): boolean {
    return [...this.#tombstones.values()].some((rows) => includes(rows, seq));
  }

  #row(seq: number): OpenRow {
    const row = this.#open.get(seq) ?? new OpenRow();
    this.#open.set(seq, row);
    return row;
  }

  #close(seq: number, row: OpenRow): void {
    if (!row.isWhole) return;
    this.#rows = addInterval(this.#rows, seq);
    this.#toAcknowledge = addInterval(this.#toAcknowledge, seq);
    this.#open.delete(seq);
  }
}

function later(a: StreamHead, b: StreamHead): StreamHead {
  return b.seq > a.seq || (b.seq === a.seq && b.parts > a.parts) ? b : a;
}
