import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeEvent } from '../../gateway/telemetry/index.ts';
import { alarm, BOOT, note, openStore, reading, temporaryFolder } from './samples.ts';

function journal(): string {
  return join(temporaryFolder(), 'journal.db');
}

function numbers(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

describe('the telemetry budget', () => {
  it('is kept by evicting the oldest rows, each covered by one joined tombstone', () => {
    const file = journal();
    const budgets = { event: 1e6, telemetry: 2_000 };
    const { store, parts } = openStore(file, { segmentParts: 1, budgets });
    parts(...numbers(1, 100));
    expect(store.tallies().telemetry.bytes).toBeLessThanOrEqual(2_000);
    reading(file, (reader) => {
      const rows = reader.telemetry(1, 1e6);
      const first = rows[0]?.seq ?? 0;
      expect(rows.length).toBeGreaterThan(10);
      expect(rows.map((row) => row.seq)).toEqual(numbers(first, 100));
      expect(reader.tombstones('telemetry', 'city')).toEqual([
        { stream: 'telemetry', uplink: 'city', from: 1, to: first - 1, reason: 'evicted' },
      ]);
    });
  });

  it('gives up what every uplink has before what one still waits for, and tells only those who miss it', () => {
    const file = journal();
    const budgets = { event: 1e6, telemetry: 2_000 };
    const { store, parts } = openStore(file, { segmentParts: 1, budgets, uplinks: ['city', 'firm'] });
    parts(...numbers(1, 10));
    const { epoch } = store.identity;
    const delivered = (uplink: string, from: number, to: number) => ({
      kind: 'delivered' as const,
      deliveries: [{ uplink, epoch, stream: 'telemetry' as const, from, to, parts: null }],
    });
    store.write([delivered('city', 1, 10), delivered('firm', 6, 10)]);
    for (let n = 11; store.tallies().telemetry.rows === n - 1; n++) parts(n); // until something had to go
    reading(file, (reader) => {
      const left = reader.telemetry(1, 1e6).map((row) => row.seq);
      expect(left).toEqual(expect.arrayContaining(numbers(1, 5))); // `firm` has not got them yet
      expect(left).not.toContain(6);
      expect(reader.tombstones('telemetry', 'city')).toEqual([]);
      expect(reader.tombstones('telemetry', 'firm')).toEqual([]);
    });
  });

  it('counts the same after a restart as before', () => {
    const file = journal();
    const options = { segmentParts: 3, budgets: { event: 3_000, telemetry: 2_000 } };
    for (let run = 0; run < 4; run++) {
      const { store, parts, events, close } = openStore(file, options);
      parts(...numbers(1, 20 + 7 * run));
      events(...numbers(1, 70).map((n) => note(`event ${n}`)));
      const before = store.tallies();
      close();
      const again = openStore(file, options);
      expect(again.store.tallies()).toEqual(before);
      again.close();
    }
  });
});

describe('an uplink that joins late', () => {
  it('is told what is gone, although nobody missed it at the time', () => {
    const file = journal();
    const { store, parts } = openStore(file, {
      segmentParts: 1,
      budgets: { event: 1e6, telemetry: 1_000 },
      uplinks: [],
    });
    parts(...numbers(1, 50));
    store.write([{ kind: 'uplinks', ids: ['late'] }]);
    reading(file, (reader) => {
      const first = reader.telemetry(1, 1)[0]?.seq ?? 0;
      expect(reader.tombstones('telemetry', 'late')).toMatchObject([{ from: 1, to: first - 1 }]);
    });
  });
});

describe('the ceiling of the event stream', () => {
  it('costs ended blue and yellow alarms first, and is a fault while it lasts', () => {
    const file = journal();
    const { store, events } = openStore(file, { budgets: { event: 12_000, telemetry: 1e6 } });
    events({ type: 'clock', boot: BOOT, time: { mono: 1, utc: null, quality: 'unsynced' }, at: note('').at });
    events(
      alarm('gas#1', 'red'),
      alarm('leak#1', 'yellow'),
      alarm('leak#2', 'yellow'),
      alarm('tilt#1', 'orange'),
    );
    events(alarm('leak#1', 'yellow', 'A'), alarm('gas#1', 'red', 'A'));
    expect(store.ceiling()).toBeNull();
    let n = 1;
    while (store.ceiling() === null) events(alarm(`tilt#${++n}`, 'orange'));
    const kept = () =>
      reading(file, (reader) =>
        reader.events(1, 1e6).map((row) => {
          const event = decodeEvent(row.body);
          return event.ok && event.value.type === 'alarm' ? event.value.occurrence : 'other';
        }),
      );
    expect(kept()).not.toContain('leak#1'); // ended, yellow
    expect(kept()).toContain('leak#2'); // still standing
    expect(store.ceiling()?.code).toBe('journal.events-evicted');
    for (const more of numbers(n + 1, n + 20)) events(alarm(`tilt#${more}`, 'orange'));
    expect(kept()).not.toContain('leak#2');
    expect(kept()).not.toContain('tilt#1');
    expect(kept()).toEqual(expect.arrayContaining(['other', 'gas#1', `tilt#${n + 20}`]));
    const { epoch } = store.identity;
    const deliveries = [{ uplink: 'city', epoch, stream: 'event' as const, from: 1, to: n + 99, parts: 1 }];
    store.write([{ kind: 'delivered', deliveries }]);
    events(...numbers(1, 12).map((n) => note(`calm ${n}`)));
    expect(store.ceiling()).toBeNull();
  });

  it('costs what clients asked for before any alarm, however much they ask', () => {
    const file = journal();
    const { events } = openStore(file, { budgets: { event: 12_000, telemetry: 1e6 } });
    events(alarm('leak#1', 'blue'), alarm('leak#1', 'blue', 'A'), alarm('gas#1', 'red'));
    const { at } = note('');
    const asked = { type: 'command', verb: 'ping', actor: 'courier:x', accepted: false, at } as const;
    for (let n = 1; n <= 500; n++) events({ ...asked, detail: `number ${n}` });
    const kept = reading(file, (reader) =>
      reader.events(1, 1e6).map((row) => {
        const event = decodeEvent(row.body);
        return event.ok && event.value.type === 'alarm' ? event.value.occurrence : 'asked';
      }),
    );
    expect(kept.filter((what) => what !== 'asked')).toEqual(['leak#1', 'leak#1', 'gas#1']);
    expect(kept.length).toBeLessThan(400);
  });
});
