import { expect, test } from 'vitest';
import { ForeignLane } from '../../../gateway/courier/flow/foreignLane.ts';
import { ClockTable } from '../../../gateway/courier/wording/clockTable.ts';
import { openJournalReader } from '../../../gateway/journal/read/reader.ts';
import type { Delivery } from '../../../gateway/journal/types.ts';
import { decodeMessage, encodeAck, encodeEvent } from '../../../gateway/telemetry/index.ts';
import { VirtualClock } from '../../harness/virtualClock.ts';
import { note, openSession, temporaryFolder } from '../../journal/samples.ts';

const EPOCH = 'e0e0e0e0e0e0e0e0';

test('where the platform releases by its own word, a journaled event counts as delivered only by that', async () => {
  const file = `${temporaryFolder()}/journal.db`;
  const { session } = openSession(file);
  const keys = [1, 2].map((seq) => ({ epoch: EPOCH, seq }));
  const event = note('told');
  const sent: [seq: number, durable: boolean][] = [];
  const delivered: Delivery[] = [];
  session.check(); // the file is there
  const opened = openJournalReader(file);
  if (!opened.ok) throw new Error(opened.error.what);
  const clock = new VirtualClock();
  const lane = new ForeignLane({
    ...{ site: { id: 'city', encoding: 'columnar', release: 'ack', ackTimeoutS: 60 }, gateway: 'gw1' },
    ...{ clock, times: new ClockTable() },
    outlet: {
      session: { version: 5, receiveMaximum: 20, maximumPacketSize: null, topicAliasMaximum: 0 },
      limitOf: () => 1e6,
      tooLarge: () => {},
      tell: () => {},
      publish: async (_topic, payload) => {
        const message = decodeMessage('event', payload, () => undefined);
        if (message.ok && message.value.kind === 'event')
          sent.push([message.value.seq, message.value.durable]);
        return { ok: true, value: undefined };
      },
    },
    journal: { read: (use) => use(opened.value) },
    onDelivered: (delivery) => delivered.push(delivery),
  });
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  const body = Buffer.from(encodeEvent(event)).toString('base64');
  lane.tell(keys.map((key) => ({ ...key, at: event.at, body })));
  lane.tell(keys.map((key) => ({ ...key, at: event.at, body }))); // as a snapshot repeats them
  await settled();
  expect(sent.splice(0)).toEqual([
    [1, false],
    [2, false],
  ]);

  session.write(keys.map((key) => ({ kind: 'event', event, key })));
  lane.wake();
  await settled();
  lane.wake();
  await settled();
  expect(sent.splice(0)).toEqual([
    [1, true],
    [2, true],
  ]);
  expect(delivered).toEqual([]);

  const ack = (epoch: string) => encodeAck({ epoch, stream: 'event', intervals: [[1, 1]] });
  lane.takeAck(ack('0000000000000001'));
  expect(delivered).toEqual([]);
  lane.takeAck(ack(EPOCH));
  expect(delivered).toMatchObject([{ uplink: 'city', epoch: EPOCH, from: 1, to: 1 }]);
  await clock.advance(59_000);
  expect(sent).toEqual([]);
  await clock.advance(2_000);
  expect(sent.splice(0)).toEqual([[2, true]]); // what has no word goes out again after a while
  await clock.advance(30_000);
  lane.lost();
  lane.begin();
  await settled();
  expect(sent.splice(0)).toEqual([[2, true]]); // and at once with the next connection
  await clock.advance(59_000);
  expect(sent).toEqual([]);
  lane.takeAck(encodeAck({ epoch: EPOCH, stream: 'event', intervals: [[1, 2]] }));
  expect(delivered).toMatchObject([{ from: 1 }, { from: 2 }]);
  await clock.advance(600_000);
  expect(sent).toEqual([]);
  opened.value.close();
  session.close();
});
