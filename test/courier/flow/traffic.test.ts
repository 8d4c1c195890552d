import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ByteBudget } from '../../../gateway/courier/flow/byteBudget.ts';
import { Pace } from '../../../gateway/courier/flow/pace.ts';
import type { Queue } from '../../../gateway/courier/flow/plan.ts';
import { Traffic } from '../../../gateway/courier/flow/traffic.ts';
import { SendWindow } from '../../../gateway/mqtt/sendWindow.ts';
import { VirtualClock } from '../../harness/virtualClock.ts';

/** A link that carries so many bytes per second, one message after the other, and whose acknowledgements take a moment. */
function aLink(clock: VirtualClock, bytesPerS: number, delayMs: number) {
  let freeAt = 0;
  return {
    carried: 0,
    bytesPerS,
    send(bytes: number, arrived: () => void) {
      freeAt = Math.max(freeAt, clock.mono()) + (bytes / this.bytesPerS) * 1000;
      clock.after(freeAt + delayMs - clock.mono(), 'wire', () => {
        this.carried += bytes;
        arrived();
      });
    },
  };
}

function aDrain(bytesPerS: number, delayMs: number, more: { backlogBytesPerS?: number } = {}) {
  const clock = new VirtualClock();
  const link = aLink(clock, bytesPerS, delayMs);
  const traffic = new Traffic({
    clock,
    inFlightBytes: 65_536,
    stalledMs: 60_000,
    onStalled: () => expect.unreachable('a slow link is not a dead one'),
    onRoom: () => pump(),
    ...more,
  });
  traffic.begin(65_535);
  const rowBytes = 20_000; // a segment of a large building, cut to what is wanted at a time
  function pump(): void {
    while (traffic.hasRoomFor('telemetry', 'backlog', rowBytes)) {
      const bytes = Math.min(rowBytes, traffic.pieceBytes('telemetry', 'backlog'));
      put('backlog', bytes, pump);
    }
  }
  function put(queue: Queue, bytes: number, then: () => void): void {
    const flight = traffic.begins('telemetry', queue, bytes, 1);
    link.send(bytes, () => {
      flight.end();
      then();
    });
  }
  const live = (): Promise<number> => {
    const from = clock.mono();
    expect(traffic.hasRoomFor('event', 'live', 400)).toBe(true);
    return new Promise((resolve) => link.send(400, () => resolve(clock.mono() - from)));
  };
  return { clock, link, pump, live };
}

describe('a backlog beside what is live', () => {
  test.each([
    [8_000, 50],
    [8_000, 700],
    [50_000, 100],
    [5_000_000, 5],
  ])(
    'at %i bytes per second the link is full and an event waits less than three seconds',
    async (bytesPerS, delayMs) => {
      const { clock, link, pump, live } = aDrain(bytesPerS, delayMs);
      pump();
      await clock.advance(30_000); // what is known of the link by then holds from then on
      const before = link.carried;
      const waits: number[] = [];
      for (let second = 0; second < 60; second++) {
        void live().then((ms) => waits.push(ms));
        await clock.advance(1_000);
      }
      await clock.advance(5_000);
      expect(waits).toHaveLength(60);
      expect(Math.max(...waits)).toBeLessThan(3_000);
      const share = (link.carried - before) / (65 * bytesPerS);
      expect(share).toBeGreaterThan(bytesPerS > 1e6 ? 0.5 : 0.75);
    },
  );

  test('a link that grows slow in the middle of a drain is soon not full of what has time', async () => {
    const { clock, link, pump, live } = aDrain(1_000_000, 50);
    pump();
    await clock.advance(10_000);
    link.bytesPerS = 8_000;
    await clock.advance(60_000);
    const wait = live();
    await clock.advance(20_000);
    expect(await wait).toBeLessThan(1_500);
  });

  test('a rate that was asked for is kept, and the rest of the link left alone', async () => {
    const { clock, link, pump } = aDrain(5_000_000, 5, { backlogBytesPerS: 10_000 });
    pump();
    await clock.advance(100_000);
    expect(link.carried).toBeGreaterThan(950_000);
    expect(link.carried).toBeLessThan(1_060_000);
  });

  test('however acknowledgements come, the window stays between its bounds and at least one message may go', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 128, max: 1e6 }),
        fc.array(
          fc.tuple(fc.integer({ min: 1, max: 1e5 }), fc.integer({ min: 0, max: 60_000 }), fc.nat(1e6)),
        ),
        (most, acknowledgements) => {
          const pace = new Pace(most);
          for (const acknowledged of acknowledgements) {
            pace.acknowledged(...acknowledged);
            expect(pace.windowBytes).toBeLessThanOrEqual(most);
            expect(pace.windowBytes).toBeGreaterThanOrEqual(Math.min(most, 2_048));
          }
        },
      ),
    );
  });

  test('a message larger than a second of the rate goes, and is paid back', () => {
    const budget = new ByteBudget(1_000, 0);
    expect(budget.waitMs(0)).toBe(0);
    budget.spend(5_000, 0);
    const waitMs = budget.waitMs(0);
    expect(waitMs).toBeGreaterThan(4_000);
    expect(waitMs).toBeLessThan(4_010);
    expect(budget.waitMs(waitMs)).toBe(0);
  });
});

test('never more is on its way than the broker takes, and whoever waited goes in turn', () => {
  const window = new SendWindow();
  window.open(2);
  const started: number[] = [];
  for (const number of [1, 2, 3, 4]) window.run(() => started.push(number));
  expect(started).toEqual([1, 2]);
  window.ended();
  expect(started).toEqual([1, 2, 3]);
  window.open(1); // another connection: what waited in the one before is not sent in this
  window.run(() => started.push(5));
  window.run(() => started.push(6));
  expect(started).toEqual([1, 2, 3, 5]);
});
