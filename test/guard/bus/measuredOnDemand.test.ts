import { describe, expect, test } from 'vitest';
import type { Profile } from '../../../drivers/profile/schema.ts';
import type { Request } from '../../../drivers/request.ts';
import { LinePoller } from '../../../gateway/guard/bus/poller/linePoller.ts';
import { VirtualClock } from '../../harness/virtualClock.ts';
import { expectChinese } from '../../text/inChinese.ts';
import { type Behaviour, deviceOf, echo, FakeLine, lineOf, profileOf, Told } from './fakeLine.ts';

// Vibrating wire loggers and some inclinometers (Kunpeng's VW collector: write 1 to 0x0118, two seconds later the result
// stands in the registers) measure when they are written to, and show the last result until then.
const TELL = 0x118;
const MEASURES_MS = 400;
const trigger = {
  write: { table: 'holding', address: TELL, value: 1, function: 6 },
  waitMs: MEASURES_MS,
} as const;

/** A device that shows when it was last told to measure: the time, in milliseconds. */
class Gauge {
  toldAt = 0;
  readonly told: number[] = [];
  answers: 'all' | 'reads alone' | 'nothing' = 'all';
  readonly #clock: VirtualClock;

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  readonly behave: Behaviour = (request) => {
    if (this.answers === 'nothing') return 'silent';
    if (request.op === 'read') {
      const ready = this.#clock.mono() - this.toldAt >= MEASURES_MS;
      return Array.from({ length: request.count }, () => (ready ? Math.round(this.toldAt) : 0xdead));
    }
    if (this.answers === 'reads alone') return { exception: 2 };
    this.toldAt = this.#clock.mono();
    this.told.push(this.toldAt);
    return [];
  };
}

const isRead = ({ op }: Request) => op === 'read';

function lineWith(profile: Profile) {
  const clock = new VirtualClock();
  const client = new FakeLine(clock);
  const gauge = new Gauge(clock);
  client.units.set(1, gauge.behave).set(2, echo);
  const told = new Told();
  const devices = [
    deviceOf('gauge', 1, profile),
    deviceOf('other', 2, profileOf([{ id: 'a', periodMs: 250 }])),
  ];
  const poller = new LinePoller({
    ...{ line: lineOf(devices), client, clock, events: told.events, log: told.log },
  });
  return { clock, client, gauge, told, poller };
}

const measuring = (points: Parameters<typeof profileOf>[0], more: Partial<Profile> = {}): Profile => ({
  ...{ ...profileOf(points), trigger },
  ...more,
});

describe('a device that measures only when told to', () => {
  test('is told before each read, and what it then measured is read, never an older result', async () => {
    const { clock, client, gauge, told, poller } = lineWith(measuring([{ id: 'x' }]));
    await poller.start();
    await clock.advance(10_000);
    await clock.until(poller.stop());
    const readings = told.of('gauge/x');
    expect(readings.length).toBeGreaterThanOrEqual(9);
    for (const { value, quality, at } of readings) {
      expect(quality).toBe('good');
      expect(at.mono - Number(value)).toBeLessThan(MEASURES_MS + 100);
      expect(at.mono - Number(value)).toBeGreaterThanOrEqual(MEASURES_MS);
    }
    const written = client.log.filter(({ request }) => !isRead(request));
    expect(new Set(written.map(({ request }) => JSON.stringify(request)))).toEqual(
      new Set([JSON.stringify({ op: 'write-registers', unit: 1, address: TELL, values: [1] })]),
    );
    expect(told.of('other/a').length).toBeGreaterThanOrEqual(10); // others are served while it measures
    const meanwhile = client.log.filter(
      ({ request, start }) =>
        request.unit === 2 && gauge.told.some((at) => start > at && start < at + MEASURES_MS),
    );
    expect(meanwhile.length).toBeGreaterThan(0);
  });

  test('is told once for all that is due', async () => {
    const points = [
      { id: 'x' },
      { id: 'y', address: 1000 },
      { id: 'seldom', address: 2000, class: 'trend' as const, periodMs: 5000 },
    ];
    const { clock, gauge, told, poller } = lineWith(measuring(points));
    await poller.start();
    await clock.advance(20_000);
    await clock.until(poller.stop());
    for (const [id, least] of [
      ['x', 19],
      ['y', 19],
      ['seldom', 4],
    ] as const)
      expect(told.of(`gauge/${id}`).length).toBeGreaterThanOrEqual(least);
    expect(gauge.told.length).toBeLessThanOrEqual(22);
    expect(told.readings.every(({ value }) => value !== 0xdead)).toBe(true);
  });

  test('that falls silent is lost like any other, and told again before it is believed', async () => {
    const { clock, gauge, told, poller } = lineWith(measuring([{ id: 'x' }]));
    await poller.start();
    await clock.advance(5_000);
    gauge.answers = 'nothing';
    await clock.advance(10_000);
    expect(told.of('gauge/x').at(-1)).toMatchObject({ value: null, quality: 'no-communication' });
    gauge.answers = 'all';
    const back = clock.mono();
    await clock.advance(5_000);
    await clock.until(poller.stop());
    const after = told.of('gauge/x').filter(({ at }) => at.mono > back);
    expect(after.length).toBeGreaterThanOrEqual(2);
    for (const { value } of after) expect(Number(value)).toBeGreaterThanOrEqual(back);
  });

  test('that refuses to be told is said to, in both languages, and its old result is no value', async () => {
    const { clock, gauge, told, poller } = lineWith(measuring([{ id: 'x' }, { id: 'y' }]));
    gauge.answers = 'reads alone';
    await poller.start();
    await clock.advance(10_000);
    await clock.until(poller.stop());
    expect(told.of('gauge/x').map(({ quality }) => quality)).toEqual(['protocol-error']);
    expect(told.of('gauge/y').map(({ quality }) => quality)).toEqual(['protocol-error']);
    const { trouble } = told.devices.findLast(({ device }) => device === 'gauge') ?? {};
    expect(trouble?.what).toMatch(/refuses the write that makes a test measure \(exception 2/);
    if (trouble !== undefined) expectChinese(trouble);
    expect(told.words.filter((word) => word.includes('bus.trigger-refused'))).toHaveLength(1);
  });

  test('of a lift is never written to, whatever its profile says', async () => {
    const lift = { commissioning: {}, mapping: 'sensor-box-19reg' as const };
    const { clock, client, gauge, poller } = lineWith(measuring([{ id: 'x' }], { lift }));
    await poller.start();
    await clock.advance(5_000);
    await clock.until(poller.stop());
    expect(gauge.told).toEqual([]);
    expect(client.log.every(({ request }) => isRead(request))).toBe(true);
  });
});
