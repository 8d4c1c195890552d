import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Delivery } from '../../gateway/journal/types.ts';
import { adopt, note, openStore, reading, temporaryFolder } from './samples.ts';

function setup(uplinks: readonly string[] = ['city']) {
  const file = join(temporaryFolder(), 'journal.db');
  const open = () => {
    const opened = openStore(file, { uplinks, segmentParts: 3 });
    const { epoch } = opened.store.identity;
    const deliver = (delivery: Omit<Delivery, 'epoch'>, of = epoch) =>
      opened.store.write([{ kind: 'delivered', deliveries: [{ ...delivery, epoch: of }] }]);
    return { ...opened, deliver };
  };
  return { file, open };
}

const whole = (uplink: string, from: number, to: number): Omit<Delivery, 'epoch'> => ({
  uplink,
  stream: 'telemetry',
  from,
  to,
  parts: null,
});

describe('what an uplink has', () => {
  it('is kept as joined intervals over a restart', () => {
    const { file, open } = setup();
    const first = open();
    first.parts(1, 2, 3, 4, 5, 6, 7, 8, 9);
    first.deliver(whole('city', 1, 1));
    first.deliver(whole('city', 3, 3));
    first.close();
    const second = open();
    second.events(note('a'));
    second.deliver(whole('city', 2, 2));
    second.deliver({ uplink: 'city', stream: 'event', from: 1, to: 1, parts: 1 });
    reading(file, (reader) => {
      expect(reader.delivered('city', 'telemetry')).toEqual({ intervals: [[1, 3]], partial: new Map() });
      expect(reader.delivered('city', 'event').intervals).toEqual([[1, 1]]);
      expect(reader.delivered('nobody', 'telemetry').intervals).toEqual([]);
    });
  });

  it('counts parts of a row until courier says the whole row is there', () => {
    const { file, open } = setup();
    const { parts, deliver } = open();
    const has = () => reading(file, (reader) => reader.delivered('city', 'telemetry'));
    parts(1, 2);
    deliver({ ...whole('city', 1, 1), parts: 2 });
    deliver({ ...whole('city', 1, 1), parts: 1 }); // late and out of order
    expect(has()).toEqual({ intervals: [], partial: new Map([[1, 2]]) });
    parts(3);
    deliver(whole('city', 1, 1));
    deliver({ ...whole('city', 1, 1), parts: 3 });
    expect(has()).toEqual({ intervals: [[1, 1]], partial: new Map() });
  });

  it('of another epoch is not taken for this one', () => {
    const { file, open } = setup();
    const { events, deliver } = open();
    events(note('a'));
    deliver({ uplink: 'city', stream: 'event', from: 1, to: 1, parts: 1 }, 'feedfeedfeedfeed');
    reading(file, (reader) => expect(reader.delivered('city', 'event').intervals).toEqual([]));
  });

  it('ends where the journal does, whatever courier says: what is not written yet is still to be sent', () => {
    const { file, open } = setup();
    const { events, parts, deliver } = open();
    events(note('a'), note('b'));
    parts(1, 2, 3, 4); // a whole row, and one that still grows
    const most = Number.MAX_SAFE_INTEGER;
    deliver({ uplink: 'city', stream: 'event', from: 1, to: most, parts: null });
    deliver(whole('city', 1, most));
    deliver({ uplink: 'city', stream: 'event', from: 3, to: most, parts: null });
    deliver({ ...whole('city', 2, 2), parts: 1000 });
    reading(file, (reader) => {
      expect(reader.delivered('city', 'event').intervals).toEqual([[1, 2]]);
      expect(reader.delivered('city', 'telemetry')).toEqual({
        intervals: [[1, 1]],
        partial: new Map([[2, 1]]),
      });
    });
  });

  it('of another epoch ends where that one did, and is nothing where there never was one', () => {
    const { file, open } = setup();
    const { events, deliver } = open();
    const told = 'e0e0e0e0e0e0e0e0';
    events(note('own'));
    adopt(file, told, ['1', '2', '3', '4', '5', '6', '7']);
    const all = {
      uplink: 'city',
      stream: 'event',
      from: 1,
      to: Number.MAX_SAFE_INTEGER,
      parts: null,
    } as const;
    deliver(all, told);
    deliver(all, 'feedfeedfeedfeed');
    reading(file, (reader) => {
      expect(reader.deliveredOfEpoch('city', told, 'event')).toEqual([[1, 7]]);
      expect(reader.deliveredOfEpoch('city', 'feedfeedfeedfeed', 'event')).toEqual([]);
    });
  });

  it('is forgotten when the uplink is retired', () => {
    const { file, open } = setup(['city', 'dead']);
    const { store, parts, deliver } = open();
    parts(...Array.from({ length: 20 }, (_, n) => n + 1));
    deliver(whole('dead', 1, 4));
    reading(file, (reader) => expect(reader.delivered('dead', 'telemetry').intervals).toEqual([[1, 4]]));
    store.write([{ kind: 'uplinks', ids: ['city'] }]);
    deliver(whole('dead', 5, 5));
    store.write([{ kind: 'uplinks', ids: ['city', 'dead'] }]);
    reading(file, (reader) => expect(reader.delivered('dead', 'telemetry').intervals).toEqual([]));
  });
});
