import { join } from 'node:path';
import { expect, test } from 'vitest';
import { silentLog } from '../../../gateway/core/log.ts';
import { replay } from '../../../gateway/courier/commands/replay.ts';
import { Lanes } from '../../../gateway/courier/flow/lanes.ts';
import { JournalSource } from '../../../gateway/courier/journalSource.ts';
import { ClockTable } from '../../../gateway/courier/wording/clockTable.ts';
import { openJournalReader } from '../../../gateway/journal/read/reader.ts';
import { decodeMessage, type Message } from '../../../gateway/telemetry/index.ts';
import { VirtualClock } from '../../harness/virtualClock.ts';
import { BOOT, note, openStore, temporaryFolder } from '../../journal/samples.ts';

/** A real journal of events that the platform has long had, of which the oldest were let go. */
async function aJournalWithHistory() {
  const file = join(temporaryFolder(), 'journal.db');
  const { store, events, close } = openStore(file, { budgets: { event: 4000, telemetry: 1e6 } });
  const { epoch } = store.identity;
  for (let n = 1; n <= 40; n++) {
    events(note(`event ${n} ${'x'.repeat(80)}`));
    store.write([
      {
        kind: 'delivered',
        deliveries: [{ uplink: 'city', epoch, stream: 'event', from: n, to: n, parts: null }],
      },
    ]);
  }
  const clock = new VirtualClock({ boot: BOOT, mono: 1e6 });
  const times = new ClockTable();
  const journal = new JournalSource({ file, clock, times, log: silentLog, onChange: () => {} });
  journal.start();
  const lanes = new Lanes({
    ...{ site: { id: 'city', encoding: 'columnar' }, clock, journal, times, seal: null },
    durable: true,
    onAnother: () => {},
  });
  const told = (): Message[] => {
    const messages: Message[] = [];
    for (;;) {
      const lane = lanes.read(() => lanes.lane('event'));
      const next = lane?.next('live') ?? lane?.next('backlog') ?? null;
      if (lane === null || next === null) return messages;
      const { step, payloads } = next.make(1e6);
      lane.plan.sent(step);
      for (const payload of payloads) {
        const message = decodeMessage('event', payload, () => undefined);
        if (!message.ok) throw new Error(message.error.what);
        messages.push(message.value);
      }
      lane.plan.acknowledged(step);
    }
  };
  const reader = openJournalReader(file);
  if (!reader.ok) throw new Error(reader.error.what);
  const [oldest] = reader.value.events(1, 1);
  reader.value.close();
  const end = () => {
    journal.stop();
    close();
  };
  return { lanes, told, epoch, oldest: oldest?.seq ?? 0, end };
}

test('rows that were delivered long ago come again with their keys, and those that are gone with their tombstone', async () => {
  const { lanes, told, epoch, oldest, end } = await aJournalWithHistory();
  expect(oldest).toBeGreaterThan(2);
  expect(told()).toEqual([]);
  const last = oldest + 2;
  const answer = replay(lanes, { epoch, stream: 'event', from: 2, to: last });
  expect(answer).toEqual({
    ok: true,
    value: {
      kind: 'replay',
      again: [[oldest, last]],
      gone: [{ from: 2, to: oldest - 1, reason: 'evicted' }],
    },
  });
  expect(told()).toMatchObject([
    { kind: 'tombstone', from: 2, to: oldest - 1, reason: 'evicted', epoch },
    ...[oldest, oldest + 1, last].map((seq) => ({ kind: 'event', seq, epoch })),
  ]);
  expect(told()).toEqual([]);
  expect(lanes.contiguous.event.seq).toBe(40);
  end();
});

test('what cannot come again is refused, with what to do instead', async () => {
  const { lanes, told, epoch, end } = await aJournalWithHistory();
  told();
  const ask = { kind: 'replay', epoch, stream: 'event', from: 41, to: 50 } as const;
  expect(replay(lanes, ask)).toMatchObject({ ok: false, error: { code: 'replay.not-written' } });
  expect(replay(lanes, { ...ask, from: 1, epoch: '00000000000000ff' })).toMatchObject({
    error: { code: 'replay.other-epoch', hint: expect.stringContaining('journal export') },
  });
  expect(told()).toEqual([]);
  end();
});
