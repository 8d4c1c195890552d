import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Intervals, includes, intervalsOf } from '../../gateway/telemetry/sdk/intervals.ts';
import { STREAMS, type Stream } from '../../gateway/telemetry/wire/model.ts';
import { removeFolder } from '../harness/removeFolder.ts';
import { soak } from '../harness/soak.ts';
import { alarm, birth, openStore, part, reading, temporaryFolder } from './samples.ts';

// A journal against its model: whatever guard does in whatever order, every sequence is there, or its absence is
// accounted for, to each uplink.

const UPLINKS = ['city', 'firm', 'late'] as const;
const SEVERITIES = ['blue', 'yellow', 'orange', 'red'] as const;
const BUDGETS = { event: 3_000, telemetry: 900 };
const count = fc.integer({ min: 1, max: 12 });

type Step =
  | { do: 'events'; count: number; severity: (typeof SEVERITIES)[number]; to: 'A' | 'B' }
  | { do: 'parts'; count: number; evidence: boolean }
  | { do: 'deliver'; uplink: string; stream: Stream; from: number; count: number }
  | { do: 'uplinks'; ids: string[] }
  | { do: 'birth'; software: string }
  | { do: 'restart'; sealed: boolean };

const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant('events' as const),
    count,
    severity: fc.constantFrom(...SEVERITIES),
    to: fc.constantFrom('A' as const, 'B' as const),
  }),
  fc.record({ do: fc.constant('parts' as const), count, evidence: fc.boolean() }),
  fc.record({
    do: fc.constant('deliver' as const),
    uplink: fc.constantFrom(...UPLINKS),
    stream: fc.constantFrom(...STREAMS),
    from: fc.integer({ min: 1, max: 40 }),
    count: fc.integer({ min: 1, max: 25 }),
  }),
  fc.record({ do: fc.constant('uplinks' as const), ids: fc.subarray<string>([...UPLINKS]) }),
  fc.record({ do: fc.constant('birth' as const), software: fc.constantFrom('1', '2', '3') }),
  fc.record({ do: fc.constant('restart' as const), sealed: fc.boolean() }),
);

/** The journal and, beside it, what is known to be true of it. */
class Modelled {
  readonly file: string;
  readonly heads: Record<Stream, number> = { event: 0, telemetry: 0 };
  readonly acknowledged = new Map<string, Record<Stream, Set<number>>>();
  #opened: ReturnType<typeof openStore>;
  #n = 0;

  constructor(file: string) {
    this.file = file;
    this.#setUplinks(['city', 'firm']);
    this.#opened = this.#open();
  }

  do(step: Step): void {
    const { store } = this.#opened;
    switch (step.do) {
      case 'events':
        for (let i = 0; i < step.count; i++) {
          const event = alarm(`rule#${this.#n++ % 20}`, step.severity, step.to);
          expect(store.write([{ kind: 'event', event }]).commits[0]?.head.seq).toBe(++this.heads.event);
        }
        break;
      case 'parts':
        for (let i = 0; i < step.count; i++) {
          const item = {
            kind: 'part' as const,
            part: part(++this.#n),
            evidence: step.evidence ? 'rule#1' : null,
          };
          const seq = store.write([item]).commits[0]?.head.seq ?? 0;
          expect([this.heads.telemetry, this.heads.telemetry + 1]).toContain(seq);
          this.heads.telemetry = seq;
        }
        break;
      case 'deliver':
        this.#deliver(step);
        break;
      case 'uplinks':
        store.write([{ kind: 'uplinks', ids: step.ids }]);
        this.#setUplinks(step.ids);
        break;
      case 'birth':
        store.write([{ kind: 'birth', birth: birth(step.software) }]);
        break;
      case 'restart':
        this.#restart(step.sealed);
    }
    for (const stream of STREAMS) this.#verify(stream);
  }

  close(): void {
    this.#opened.close();
    removeFolder(dirname(this.file));
  }

  /** Rows still there that every uplink has; the newest is left out, since it always stays. */
  releasedRows(): readonly number[] {
    const has = [...this.acknowledged.values()];
    return reading(this.file, (reader) => reader.telemetry(1, 1e9))
      .slice(0, -1)
      .map((row) => row.seq)
      .filter((seq) => has.every((set) => set.telemetry.has(seq)));
  }

  #open() {
    return openStore(this.file, {
      segmentParts: 3,
      budgets: BUDGETS,
      uplinks: [...this.acknowledged.keys()],
    });
  }

  #setUplinks(ids: readonly string[]): void {
    for (const id of [...this.acknowledged.keys()]) if (!ids.includes(id)) this.acknowledged.delete(id);
    for (const id of ids)
      if (!this.acknowledged.has(id)) this.acknowledged.set(id, { event: new Set(), telemetry: new Set() });
  }

  #deliver({ uplink, stream, from, count }: Extract<Step, { do: 'deliver' }>): void {
    const to = Math.min(from + count - 1, this.heads[stream] - 1); // the newest may still be open
    if (to < from) return;
    const { epoch } = this.#opened.store.identity;
    const deliveries = [{ uplink, epoch, stream, from, to, parts: stream === 'event' ? 1 : null }];
    this.#opened.store.write([{ kind: 'delivered', deliveries }]);
    for (let seq = from; seq <= to; seq++) this.acknowledged.get(uplink)?.[stream].add(seq);
  }

  #restart(sealed: boolean): void {
    const { store, close } = this.#opened;
    if (sealed) store.seal();
    close();
    this.#opened = this.#open();
    expect(this.#opened.store.identity).toEqual(store.identity);
    expect(this.#opened.store.tallies()).toEqual(store.tallies());
  }

  #verify(stream: Stream): void {
    const { store } = this.#opened;
    expect(store.heads()[stream].seq).toBe(this.heads[stream]);
    expect(store.tallies()[stream].bytes).toBeLessThanOrEqual(BUDGETS[stream]);
    reading(this.file, (reader) => {
      const rows = stream === 'event' ? reader.events(1, 1e9) : reader.telemetry(1, 1e9);
      expect(rows).toHaveLength(store.tallies()[stream].rows);
      for (const row of rows) expect(reader.birth(row.birth)).not.toBeNull();
      const present = intervalsOf(rows.map(({ seq }) => seq));
      for (const [uplink, acknowledged] of this.acknowledged) {
        const has = reader.delivered(uplink, stream).intervals;
        expect(has).toEqual(intervalsOf([...acknowledged[stream]]));
        const stones: Intervals = reader.tombstones(stream, uplink).map(({ from, to }) => [from, to]);
        for (let seq = 1; seq <= this.heads[stream]; seq++) {
          const accounts = [present, has, stones].filter((set) => includes(set, seq));
          expect(accounts.length, `${stream} ${seq} for ${uplink}`).toBeGreaterThan(0);
          if (includes(stones, seq)) expect(accounts).toEqual([stones]); // never for what is there or was had
        }
      }
    });
  }
}

/** A journal to play with, in a folder of its own for each run. */
function modelled(folder: string): Modelled {
  return new Modelled(join(folder, crypto.randomUUID(), 'journal.db'));
}

describe('a journal', () => {
  it('accounts for every sequence to every uplink, whatever happens in whatever order', () => {
    const folder = temporaryFolder();
    const play = (story: readonly Step[]) => {
      const journal = modelled(folder);
      for (const step of story) journal.do(step);
      journal.close();
    };
    fc.assert(fc.property(fc.array(steps, { minLength: 5, maxLength: 30 }), play), {
      numRuns: soak(25),
    });
  });

  it('evicts nothing an uplink waits for while there is something that all of them have', () => {
    const folder = temporaryFolder();
    const delivered = fc.record({
      do: fc.constant('deliver' as const),
      uplink: fc.constantFrom('city', 'firm'),
      stream: fc.constant('telemetry' as const),
      from: fc.integer({ min: 1, max: 7 }),
      count: fc.integer({ min: 1, max: 7 }),
    });
    const play = (deliveries: readonly Step[]) => {
      const journal = modelled(folder);
      journal.do({ do: 'parts', count: 8, evidence: true });
      for (const delivery of deliveries) journal.do(delivery);
      const missed = () => reading(journal.file, (reader) => reader.tombstones('telemetry', 'city'));
      for (let n = 0; n < 50 && missed().length === 0; n++)
        journal.do({ do: 'parts', count: 1, evidence: true });
      expect(missed()).not.toEqual([]);
      expect(journal.releasedRows()).toEqual([]);
      journal.close();
    };
    fc.assert(fc.property(fc.array(delivered, { maxLength: 8 }), play), { numRuns: soak(15) });
  });
});
