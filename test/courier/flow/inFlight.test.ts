import { describe, expect, test } from 'vitest';
import { err, ok, type Problem, type Result } from '../../../gateway/core/result.ts';
import { DeliveryReport } from '../../../gateway/courier/deliveryReport.ts';
import { InFlight } from '../../../gateway/courier/flow/inFlight.ts';
import type { Delivery } from '../../../gateway/journal/types.ts';
import { VirtualClock } from '../../harness/virtualClock.ts';

describe('what is on its way', () => {
  test('the limit in bytes holds, but one message may always go', () => {
    const inFlight = new InFlight(new VirtualClock(), 1000, () => {});
    inFlight.limits = { bytes: 100, messages: 3 };
    expect(inFlight.hasRoomFor(5000)).toBe(true);
    inFlight.add(60);
    expect(inFlight.hasRoomFor(40)).toBe(true);
    expect(inFlight.hasRoomFor(41)).toBe(false);
    inFlight.add(1);
    inFlight.add(1);
    expect(inFlight.hasRoomFor(1)).toBe(false);
    inFlight.remove(60);
    expect(inFlight.hasRoomFor(98)).toBe(true);
  });

  test('a broker that acknowledges nothing is noticed, a slow one is left alone', async () => {
    const clock = new VirtualClock();
    let stalled = 0;
    const inFlight = new InFlight(clock, 60_000, () => stalled++);
    inFlight.add(10);
    inFlight.add(10);
    await clock.advance(59_000);
    inFlight.remove(10);
    await clock.advance(59_000);
    expect(stalled).toBe(0);
    await clock.advance(1_000);
    expect(stalled).toBe(1);
    inFlight.clear();
    await clock.advance(3_600_000);
    expect(stalled).toBe(1);
  });
});

test('deliveries are told to guard as intervals a few times a second, however fast they come', async () => {
  const clock = new VirtualClock();
  const told: (readonly Delivery[])[] = [];
  let answer: Result<unknown, Problem> = ok(null);
  const send = async (deliveries: readonly Delivery[]) => {
    told.push(deliveries);
    return answer;
  };
  const report = new DeliveryReport({ clock, send });
  const row = { uplink: 'city', epoch: 'e', stream: 'telemetry' as const };
  for (let seq = 1; seq <= 1000; seq++) report.add({ ...row, from: seq, to: seq, parts: null });
  report.add({ ...row, from: 1001, to: 1001, parts: 2 });
  report.add({ ...row, from: 1001, to: 1001, parts: 3 });
  report.add({ uplink: 'other', epoch: 'e', stream: 'event', from: 5, to: 9, parts: null });
  await clock.advance(499);
  expect(told).toEqual([]);
  await clock.advance(1);
  expect(told).toEqual([
    [
      { ...row, from: 1, to: 1000, parts: null },
      { ...row, from: 1001, to: 1001, parts: 3 },
      { uplink: 'other', epoch: 'e', stream: 'event', from: 5, to: 9, parts: null },
    ],
  ]);
  await clock.advance(10_000);
  expect(told).toHaveLength(1);

  answer = err({ code: 'control.too-much', what: 'later' });
  report.add({ ...row, from: 2000, to: 2000, parts: null });
  await clock.advance(500);
  answer = ok(null);
  report.add({ ...row, from: 2001, to: 2001, parts: null });
  await clock.advance(500);
  expect(told.slice(1)).toEqual([
    [{ ...row, from: 2000, to: 2000, parts: null }],
    [{ ...row, from: 2000, to: 2001, parts: null }],
  ]);
  await clock.advance(10_000);
  expect(told).toHaveLength(3);
});
