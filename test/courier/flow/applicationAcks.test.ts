import { expect, test } from 'vitest';
import { ApplicationAcks } from '../../../gateway/courier/flow/applicationAcks.ts';
import type { Lanes } from '../../../gateway/courier/flow/lanes.ts';
import { type Step, StreamPlan } from '../../../gateway/courier/flow/plan.ts';
import { encodeAck } from '../../../gateway/telemetry/index.ts';
import { VirtualClock } from '../../harness/virtualClock.ts';

const EPOCH = 'e0e0e0e0e0e0e0e0';

/** Four whole rows and one that is still open, all taken by the broker. */
function anUplink(count = 5) {
  const clock = new VirtualClock();
  const plan = new StreamPlan({ intervals: [], partial: new Map() });
  const rows = Array.from({ length: count }, (_, nth) => ({
    seq: nth + 1,
    parts: 1,
    sealed: nth + 1 < count,
  }));
  const view = {
    head: count,
    tombstones: [],
    atOrAfter: (seq: number) => rows.find((row) => row.seq >= seq) ?? null,
  };
  const lanes = { epoch: EPOCH, lane: () => ({ plan }) } as unknown as Lanes;
  let askedAgain = 0;
  const silences: (string | null)[] = [];
  const acks = new ApplicationAcks({
    ...{ clock, lanes, timeoutMs: 600_000, onAgain: () => askedAgain++ },
    onSilent: (problem) => silences.push(problem?.code ?? null),
  });
  const publish = (): number[] => {
    const sent: Step[] = [];
    for (let step = plan.next(view); step !== null; step = plan.next(view)) {
      plan.sent(step);
      acks.published('telemetry', step);
      sent.push(step);
    }
    return sent.map((step) => (step.kind === 'row' ? step.seq : step.from));
  };
  const acknowledge = (...intervals: [number, number][]) => {
    const taken = acks.take(encodeAck({ epoch: EPOCH, stream: 'telemetry', intervals }));
    return taken.ok ? taken.value.rows.map(({ from, to, parts }) => [from, to, parts]) : taken.error.code;
  };
  return { clock, acks, publish, acknowledge, asked: () => askedAgain, silences };
}

test('what the platform does not acknowledge in time is sent again, and only that', async () => {
  const { clock, publish, acknowledge, asked } = anUplink();
  expect(publish()).toEqual([1, 2, 3, 4, 5]);
  expect(publish()).toEqual([]);
  expect(acknowledge([2, 3])).toEqual([[2, 3, null]]);
  await clock.advance(599_000);
  expect(asked()).toBe(0);
  await clock.advance(31_000);
  expect(asked()).toBe(1);
  expect(publish()).toEqual([1, 4]); // the open row is not whole yet: no word of it is expected
  expect(acknowledge([1, 4])).toEqual([
    [1, 1, null],
    [4, 4, null],
  ]);
  await clock.advance(3_600_000);
  expect(asked()).toBe(1);
  expect(clock.pending()).toEqual([]);
});

test('a word about rows that were never sent as a whole, or said twice, releases nothing', () => {
  const { publish, acknowledge } = anUplink();
  expect(acknowledge([1, 100])).toEqual([]);
  publish();
  expect(acknowledge([4, 100], [9, 3])).toEqual([[4, 4, null]]);
  expect(acknowledge([4, 4])).toEqual([]);
});

test('a platform is waited for while it has five hundred rows to name, and not for ever', async () => {
  const { clock, acks, publish, acknowledge, asked } = anUplink(601);
  expect(acks.isBehind('telemetry')).toBe(false);
  publish();
  expect(acks.isBehind('telemetry')).toBe(true);
  expect(acks.isBehind('event')).toBe(false);
  acknowledge([1, 101]);
  expect(acks.isBehind('telemetry')).toBe(false);
  const { publish: publishAll, ...silent } = anUplink(601);
  publishAll();
  await silent.clock.advance(29_000);
  expect([silent.acks.isBehind('telemetry'), silent.asked()]).toEqual([true, 0]);
  await silent.clock.advance(2_000);
  expect([silent.acks.isBehind('telemetry'), silent.asked()]).toEqual([false, 1]);
  await clock.advance(31_000);
  expect(asked()).toBe(0); // nobody waits
});

test('a platform that acknowledges nothing is told, again after a new connection, until it says something', async () => {
  const { clock, acks, publish, acknowledge, silences } = anUplink();
  publish();
  await clock.advance(599_000);
  acks.take(encodeAck({ epoch: 'e1e1e1e1e1e1e1e1', stream: 'telemetry', intervals: [[1, 4]] })); // of another journal
  expect(silences).toEqual([]);
  await clock.advance(31_000);
  expect(silences).toEqual(['platform.silent']);
  acks.forget();
  publish();
  await clock.advance(630_000);
  expect(silences).toEqual(['platform.silent', 'platform.silent']);
  acknowledge([1, 1]);
  expect(silences.at(-1)).toBeNull();
});

test('a platform that is slow with some rows is not silent', async () => {
  const { clock, publish, acknowledge, silences, asked } = anUplink();
  publish();
  await clock.advance(1000);
  acknowledge([2, 2]);
  await clock.advance(630_000);
  expect([asked(), silences]).toEqual([1, []]);
});
