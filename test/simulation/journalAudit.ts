import { existsSync } from 'node:fs';
import { journalFile } from '../../gateway/journal/file/database.ts';
import { exportJournal } from '../../gateway/journal/read/exportJournal.ts';
import { bodyOf } from './cityPlatform.ts';
import { Broken } from './promises.ts';

type Step = {
  readonly occurrence: string;
  readonly cause: string;
  readonly from: string;
  readonly to: string;
  readonly at: { readonly mono: number }; // the clock of the simulation runs on over every boot
};
type Row = {
  readonly epoch: string;
  readonly seq: number;
  readonly event?: { readonly type: string } & Partial<Step>;
};

/** Holds every look at a gateway's journals against all looks before it: a key means one row for ever. */
export class JournalAudit {
  readonly #bodies = new Map<string, string>();
  #rows: Row[] = [];

  /** Events by their keys, and what was ever in them. */
  get bodies(): ReadonlyMap<string, string> {
    return this.#bodies;
  }

  /** The keys of what was there at the last look. */
  get events(): readonly { readonly epoch: string; readonly seq: number }[] {
    return this.#rows;
  }

  /** Reads all journals of a folder and the spare one; to be called when nobody writes. */
  look(state: string, spare: string): void {
    const file = journalFile(state);
    if (!existsSync(file)) return;
    const read = exportJournal(file, { beside: true, spare });
    if (!read.ok) throw new Broken(`the journal cannot be read: ${read.error.what}`);
    this.#rows = [];
    for (const line of read.value.lines) {
      const row = JSON.parse(line) as Row & { readonly stream?: string };
      if (row.stream !== 'event' || row.event === undefined) continue;
      this.#rows.push(row);
      const key = `${row.epoch} ${row.seq}`;
      const body = bodyOf(row.event);
      const before = this.#bodies.get(key);
      if (before !== undefined && before !== body) throw new Broken(`key ${key} was given twice`);
      this.#bodies.set(key, body);
    }
  }

  /** Guard ended before what it knew of these was saved: the next one goes on with an older state of them. */
  forgotten(occurrences: readonly string[]): void {
    for (const occurrence of occurrences) this.#forgotten.add(occurrence);
  }
  readonly #forgotten = new Set<string>();

  /** The saved state of these was lost, with steps that were not journaled yet. */
  lost(occurrences: readonly string[]): void {
    for (const occurrence of occurrences) this.#lost.add(occurrence);
  }
  readonly #lost = new Set<string>();

  /** What is open by the journal stood in guard when it was stopped, and was not forgotten. */
  standing(occurrences: readonly string[]): void {
    const last = new Map<string, Step>();
    for (const { event } of this.#byTime())
      if (event?.type === 'alarm') last.set(event.occurrence ?? '', event as Step);
    for (const [occurrence, { to }] of last)
      if (to !== 'A' && !occurrences.includes(occurrence) && !this.#forgotten.has(occurrence))
        throw new Broken(`${occurrence} is ${to} by the journal, and guard does not know it`);
  }

  /** The spare journal has a name of its own, and is in no order with the other. */
  #byTime(): Row[] {
    return this.#rows.toSorted((a, b) => monoOf(a) - monoOf(b) || a.seq - b.seq);
  }

  /** Each occurrence, from leaving normal on, step after step, none missing. `told`: occurrences that somebody was shown. */
  chains(told: ReadonlySet<string>): void {
    const steps = new Map<string, Step[]>();
    for (const { event } of this.#byTime()) {
      if (event?.type !== 'alarm' || event.occurrence === undefined) continue;
      const known = steps.get(event.occurrence) ?? [];
      steps.set(event.occurrence, known);
      const step = event as Step;
      const again = known.some((one) => JSON.stringify(one) === JSON.stringify(step)); // handed over by two runs
      if (!again) known.push(step);
    }
    for (const [occurrence, chain] of steps) {
      if (this.#forgotten.has(occurrence) || this.#lost.has(occurrence)) continue;
      let state = 'A';
      for (const { from, to, cause } of chain) {
        if (from !== state)
          throw new Broken(`${occurrence}: after ${state} comes a step from ${from} (${cause}): one is lost`);
        state = to;
      }
    }
    for (const occurrence of told)
      if (!steps.has(occurrence) && !this.#forgotten.has(occurrence) && !this.#lost.has(occurrence))
        throw new Broken(`${occurrence} was shown, and is in no journal`);
  }
}

function monoOf({ event }: Row): number {
  return event?.at?.mono ?? 0;
}
