import { describe, expect, it } from 'vitest';
import { DevicePoll } from '../../../gateway/guard/bus/poller/devicePoll.ts';
import { VirtualClock } from '../../harness/virtualClock.ts';
import { expectChinese } from '../../text/inChinese.ts';
import { deviceOf, echo, FakeLine, lineOf, pollerOf, profileOf } from './fakeLine.ts';

const GAS = profileOf([{ id: 'gas' }]);

describe('a device on its line', () => {
  it('is read every period, each reading dated by its exchange', async () => {
    const clock = new VirtualClock();
    const device = deviceOf('meter', 1, profileOf([{ id: 'a' }, { id: 'b', address: 1 }]));
    const { told, poller } = pollerOf(clock, [device]);
    await poller.start();
    await clock.advance(5500);
    await clock.until(poller.stop());
    expect(told.batches).toHaveLength(6);
    expect(told.batches[0]).toEqual([
      { point: 'meter/a', value: 0, quality: 'good', at: told.readings[0]?.at, raw: [0] },
      { point: 'meter/b', value: 1, quality: 'good', at: told.readings[0]?.at, raw: [1] },
    ]);
    expect(told.of('meter/a').map(({ at }) => Math.floor(at.mono / 1000))).toEqual([0, 1, 2, 3, 4, 5]);
    expect(told.devices[0]).toMatchObject({ device: 'meter', state: 'online', ok: 1 });
    expect(clock.pending()).toEqual([]);
  });

  it('reads less the value it had at commissioning', async () => {
    const clock = new VirtualClock();
    const tilt = profileOf([{ id: 'x', address: 40 }]);
    const { told, poller } = pollerOf(clock, [deviceOf('wall', 1, tilt, { baseline: { x: 37 } })]);
    await poller.start();
    await clock.advance(500);
    await clock.until(poller.stop());
    expect(told.of('wall/x')[0]).toMatchObject({ value: 3, quality: 'good' });
  });

  it('is still heard when it is answering while the line is stopped', async () => {
    const clock = new VirtualClock();
    const { client, told, poller } = pollerOf(clock, [deviceOf('kitchen', 1, GAS)]);
    await poller.start();
    await clock.advance(10); // the first request is on the wire
    expect(told.readings).toEqual([]);
    await clock.until(poller.stop());
    expect(client.log.map(({ kind }) => kind)).toEqual(['ok']);
    expect(told.of('kitchen/gas')).toMatchObject([{ value: 0, quality: 'good' }]);
  });

  it('is told with all that was counted when the line is stopped', async () => {
    const clock = new VirtualClock();
    const { told, poller } = pollerOf(clock, [deviceOf('kitchen', 1, GAS)]);
    await poller.start();
    await clock.advance(1_010); // the second request is on the wire
    expect(told.devices.at(-1)).toMatchObject({ ok: 1 });
    await clock.until(poller.stop());
    expect(told.devices.at(-1)).toMatchObject({ ok: 2 });
  });

  it('reads no communication once when it falls silent, and good again when it answers', async () => {
    const clock = new VirtualClock();
    const { client, told, poller } = pollerOf(clock, [deviceOf('kitchen', 1, GAS)]);
    await poller.start();
    await clock.advance(10_500);
    client.units.delete(1);
    const before = told.readings.length;
    await clock.advance(60_000);
    const silence = told.readings.slice(before);
    expect(silence).toHaveLength(1);
    expect(silence[0]).toMatchObject({ point: 'kitchen/gas', value: null, quality: 'no-communication' });
    expect(silence[0]?.at.mono).toBeLessThan(14_000);
    expect(told.stateOf('kitchen')).toBe('offline');

    client.units.set(1, echo);
    await clock.advance(15_000);
    expect(told.readings[before + 1]).toMatchObject({ value: 0, quality: 'good' });
    expect(told.stateOf('kitchen')).toBe('online');
    client.units.delete(1);
    await clock.advance(10_000);
    expect(told.readings.at(-1)).toMatchObject({ value: null, quality: 'no-communication' }); // said again
    await clock.until(poller.stop());
  });

  it('is read whole when it is back, its slow points too', async () => {
    const clock = new VirtualClock();
    const profile = profileOf([
      { id: 'gas' },
      { id: 'hours', class: 'trend', periodMs: 600_000 },
      { id: 'starts', class: 'trend', periodMs: 700_000 },
    ]);
    const { client, told, poller } = pollerOf(clock, [deviceOf('kitchen', 1, profile)]);
    await poller.start();
    await clock.advance(10_500);
    client.units.delete(1);
    await clock.advance(20_000);
    client.units.set(1, echo);
    await clock.advance(10_000);
    await clock.until(poller.stop());
    expect(told.of('kitchen/hours').map(({ value }) => value)).toEqual([1, null, 1]);
    expect(told.of('kitchen/starts').map(({ value }) => value)).toEqual([2, null, 2]);
  });

  it('survives one lost reply without a word, and is asked again as soon as its quarantine is over', async () => {
    const clock = new VirtualClock();
    const { client, told, poller } = pollerOf(clock, [deviceOf('kitchen', 1, GAS)]);
    await poller.start();
    await clock.advance(10_500);
    client.units.set(1, () => {
      client.units.set(1, echo);
      return 'silent';
    });
    await clock.advance(5000);
    await clock.until(poller.stop());
    const loss = client.log.findIndex(({ kind }) => kind === 'timeout');
    expect((client.log[loss + 1]?.start ?? 0) - (client.log[loss]?.end ?? 0)).toBeCloseTo(300, 0);
    expect(told.readings.every(({ quality }) => quality === 'good')).toBe(true);
    expect(told.devices.map(({ state }) => state)).toContain('failing');
    expect(told.stateOf('kitchen')).toBe('online');
  });

  it('is asked again at once when its reply was garbled', async () => {
    const clock = new VirtualClock();
    const { client, told, poller } = pollerOf(clock, [deviceOf('kitchen', 1, GAS)]);
    await poller.start();
    await clock.advance(10_500);
    client.units.set(1, () => {
      client.units.set(1, echo);
      return 'crc';
    });
    await clock.advance(1000);
    await clock.until(poller.stop());
    const loss = client.log.findIndex(({ kind }) => kind === 'crc');
    expect(client.log[loss + 1]).toMatchObject({ kind: 'ok', start: client.log[loss]?.end });
    expect(told.readings.filter(({ value }) => value === null)).toEqual([]);
  });

  it('reads protocol error when garbage is all it says', async () => {
    const clock = new VirtualClock();
    const { client, told, poller } = pollerOf(clock, [deviceOf('kitchen', 1, GAS)]);
    client.units.set(1, () => 'crc');
    await poller.start();
    await clock.advance(30_000);
    await clock.until(poller.stop());
    expect(told.readings.map(({ value, quality }) => [value, quality])).toEqual([[null, 'protocol-error']]);
    expect(client.log.length).toBeGreaterThan(6); // still asked
  });

  it('warms up after the gateway has booted and after it was offline, its values kept', async () => {
    const clock = new VirtualClock();
    const profile = profileOf([{ id: 'gas', address: 5 }], { warmUpS: 20 });
    const { client, told, poller } = pollerOf(clock, [deviceOf('kitchen', 1, profile)]);
    const qualities = () =>
      told.of('kitchen/gas').map(({ at, quality }) => [Math.floor(at.mono / 1000), quality]);
    await poller.start();
    await clock.advance(30_000);
    expect(qualities()).toContainEqual([19, 'warm-up']);
    expect(qualities()).toContainEqual([20, 'good']);
    client.units.delete(1);
    await clock.advance(30_000);
    client.units.set(1, echo);
    const before = told.readings.length;
    await clock.advance(40_000);
    await clock.until(poller.stop());
    const back = told.readings.slice(before);
    expect(back[0]).toMatchObject({ value: 5, quality: 'warm-up' });
    const firstGood = back.find(({ quality }) => quality === 'good');
    const warmMs = (firstGood?.at.mono ?? 0) - (back[0]?.at.mono ?? 0);
    expect(warmMs).toBeGreaterThanOrEqual(20_000);
    expect(warmMs).toBeLessThan(21_100);
  });

  it('that needs no warm-up is good with the very answer that brings it back', async () => {
    const clock = new VirtualClock();
    const { client, told, poller } = pollerOf(clock, [deviceOf('kitchen', 1, GAS)]);
    const exchange = client.exchange.bind(client);
    client.exchange = async (...asked) => {
      const result = await exchange(...asked);
      // the last byte is on the wire a moment before the poller hears of it
      return result.kind === 'ok' ? { ...result, at: { ...result.at, mono: result.at.mono - 0.3 } } : result;
    };
    await poller.start();
    await clock.advance(5_000);
    client.units.delete(1);
    await clock.advance(30_000);
    client.units.set(1, echo);
    const before = told.readings.length;
    await clock.advance(15_000);
    await clock.until(poller.stop());
    expect(told.readings.slice(before).map(({ quality }) => quality)).not.toContain('warm-up');
    expect(told.readings.length).toBeGreaterThan(before);
  });

  it('is declared lost in time even when all die at once and the budget is spent', async () => {
    const clock = new VirtualClock();
    const devices = Array.from({ length: 10 }, (_, i) => deviceOf(`d${i}`, i + 1, GAS));
    const { client, told, poller } = pollerOf(clock, devices);
    await poller.start();
    await clock.advance(10_450);
    client.units.clear();
    const before = told.readings.length;
    await clock.advance(6000);
    await clock.until(poller.stop());
    const lost = told.readings.slice(before);
    expect(lost).toHaveLength(10);
    // a period until it is asked, its turn among ten timeouts, and three periods of patience
    for (const { quality, at } of lost) {
      expect(quality).toBe('no-communication');
      expect(at.mono).toBeLessThan(10_450 + 1000 + 10 * 170 + 3000);
    }
  });

  it('that was dead from the start is told as such', async () => {
    const clock = new VirtualClock();
    const { client, told, poller } = pollerOf(clock, [deviceOf('kitchen', 1, GAS)]);
    client.units.delete(1);
    await poller.start();
    await clock.advance(5000);
    await clock.until(poller.stop());
    expect(told.readings).toMatchObject([{ point: 'kitchen/gas', value: null, quality: 'no-communication' }]);
    expect(told.stateOf('kitchen')).toBe('offline');
  });
});

describe('a device in doubt', () => {
  it('is asked one thing at a time, so that it costs one timeout and not one for each block', async () => {
    const clock = new VirtualClock();
    const periods = [1000, 2000, 3000, 4000];
    const profile = profileOf(periods.map((periodMs) => ({ id: `p${periodMs}`, periodMs })));
    const device = deviceOf('box', 1, profile);
    const poll = new DevicePoll(device, lineOf([device]).connection, new FakeLine(clock), 0);
    const at = { boot: clock.boot, mono: 0 };
    poll.plan(at);
    expect(poll.candidates(0)).toHaveLength(4);
    poll.lose({ kind: 'lost', cause: 'timeout', quality: 'no-communication' }, at, 0);
    expect(poll.candidates(0)).toMatchObject([{ standing: 'safety', periodMs: 1000 }]);
  });

  it('wants its next safety read in time although something else of it is held back meanwhile', async () => {
    const clock = new VirtualClock();
    const profile = profileOf([{ id: 'gas' }, { id: 'hours', address: 100, class: 'trend', periodMs: 3000 }]);
    const device = deviceOf('box', 1, profile);
    const poll = new DevicePoll(device, lineOf([device]).connection, new FakeLine(clock), 0);
    const at = { boot: clock.boot, mono: 0 };
    poll.plan(at);
    const [gas] = poll.blocks;
    if (gas === undefined) throw new Error('nothing planned');
    gas.due = 1000;
    poll.lose({ kind: 'lost', cause: 'timeout', quality: 'no-communication' }, at, 0);
    const wanted = poll.candidates(500).map(({ standing, from }) => [standing, from]);
    expect(wanted).toEqual([
      ['trend', 0],
      ['safety', 1000],
    ]);
  });
});

describe('a request outside the plan', () => {
  it('does not wait on an idle line', async () => {
    const clock = new VirtualClock();
    const slow = profileOf([{ id: 't', class: 'trend', periodMs: 600_000 }]);
    const { poller } = pollerOf(clock, [deviceOf('box', 1, slow)]);
    await poller.start();
    await clock.advance(5000);
    await clock.until(poller.request({ op: 'read', unit: 1, table: 'input', address: 7, count: 1 }));
    expect(clock.mono()).toBeLessThan(5030);
    await clock.until(poller.stop());
  });

  it('for a siren is served right after the exchange under way', async () => {
    const clock = new VirtualClock();
    const devices = Array.from({ length: 30 }, (_, i) => deviceOf(`d${i}`, i + 1, GAS));
    const { client, poller } = pollerOf(clock, devices, 9600, [99]);
    client.units.set(99, echo);
    await poller.start();
    await clock.advance(5003);
    const asked = clock.mono();
    const answer = await clock.until(
      poller.request({ op: 'write-coils', unit: 99, address: 0, values: [true] }),
    );
    await clock.until(poller.stop());
    expect(answer).toMatchObject({ ok: true, value: { kind: 'ok' } });
    const write = client.log.findIndex(({ request }) => request.unit === 99);
    const before = client.log[write - 1];
    expect(client.log[write]?.start).toBeLessThanOrEqual(Math.max(asked, before?.end ?? 0) + 0.1);
    expect(before?.start).toBeLessThanOrEqual(asked);
  });

  it('that would write to anything but an annunciator never leaves', async () => {
    const clock = new VirtualClock();
    const { client, poller } = pollerOf(clock, [deviceOf('kitchen', 1, GAS)], 9600, [99]);
    await poller.start();
    await clock.advance(1500);
    const writes = [
      { op: 'write-coils', address: 0, values: [true] },
      { op: 'write-registers', address: 0, values: [1, 2] },
      { op: 'pulse-coil', address: 0x200, value: 30 },
    ] as const;
    for (const unit of [0, 1, 2])
      for (const write of writes)
        expect(await clock.until(poller.request({ ...write, unit }))).toMatchObject({
          ok: false,
          error: { code: 'bus.read-only' },
        });
    await clock.advance(1500);
    await clock.until(poller.stop());
    expect(client.log.map(({ request }) => request.op)).toEqual(client.log.map(() => 'read'));
    expect(client.log.length).toBeGreaterThan(2);
  });

  it('by a person waits for due safety reads but not for trends', async () => {
    const clock = new VirtualClock();
    const trend = profileOf([{ id: 't', class: 'trend', periodMs: 50 }]);
    const devices = [...Array(4)].map((_, i) => deviceOf(`t${i}`, i + 1, trend));
    const { client, told, poller } = pollerOf(clock, devices); // asked for far more than it can carry
    await poller.start();
    await clock.advance(5003);
    const asked = clock.mono();
    await clock.until(poller.request({ op: 'read', unit: 1, table: 'input', address: 7, count: 1 }));
    expect(clock.mono() - asked).toBeLessThan(60);
    await clock.advance(12_000);
    await clock.until(poller.stop());
    expect(
      client.log.filter(({ request }) => request.op === 'read' && request.table === 'input'),
    ).toHaveLength(1);
    expect(told.lines.at(-1)).toMatchObject({ state: 'open', problem: { code: 'bus.overloaded' } });
    expect(told.lines.at(-1)?.utilisation).toBeGreaterThan(0.95);
  });

  it('takes the line no longer than the longest read of its plan, where safety reads would wait for it', async () => {
    const clock = new VirtualClock();
    const { client, poller } = pollerOf(clock, [deviceOf('kitchen', 1, GAS)]);
    const ask = (unit: number, count: number) =>
      clock.until(poller.request({ op: 'read', unit, table: 'holding', address: 0, count }));
    await poller.start();
    await clock.advance(5200);
    expect(await ask(77, 1)).toMatchObject({ ok: true, value: { kind: 'timeout' } });
    const stranger = client.log.find(({ request }) => request.unit === 77);
    const plan = (15 + 3.5) * (10 / 9.6) + 150; // its own one register, given up
    expect((stranger?.end ?? 0) - (stranger?.start ?? 0)).toBeCloseTo(plan, 6);
    const refused = await ask(77, 125);
    expect(refused).toMatchObject({ ok: false, error: { code: 'bus.too-long' } });
    if (!refused.ok) expectChinese(refused.error);
    expect(await ask(1, 2)).toMatchObject({ ok: false, error: { code: 'bus.too-long' } }); // nor is its time cut short
    await clock.until(poller.stop());
  });

  it('of any length is served where nothing is read for safety', async () => {
    const clock = new VirtualClock();
    const trend = profileOf([{ id: 't', class: 'trend', periodMs: 60_000 }]);
    const { client, poller } = pollerOf(clock, [deviceOf('box', 1, trend)]);
    client.units.set(77, echo);
    await poller.start();
    await clock.advance(5000);
    const request = { op: 'read', unit: 77, table: 'holding', address: 0, count: 125 } as const;
    expect(await clock.until(poller.request(request))).toMatchObject({ ok: true, value: { kind: 'ok' } });
    await clock.until(poller.stop());
  });

  it('ends when the line is gone or stopped', async () => {
    const clock = new VirtualClock();
    const { client, poller } = pollerOf(clock, [deviceOf('kitchen', 1, GAS)]);
    const request = { op: 'read', unit: 1, table: 'holding', address: 0, count: 1 } as const;
    const gone = { ok: true, value: { kind: 'portLost' } };
    await poller.start();
    await clock.advance(1);
    client.units.delete(1);
    const first = poller.request(request);
    const second = poller.request(request);
    await clock.advance(1);
    client.unplug();
    expect(await clock.until(first)).toEqual(gone);
    expect(await clock.until(second)).toEqual(gone);
    expect(await clock.until(poller.request(request))).toEqual(gone);
    await clock.until(poller.stop());
    expect(clock.pending()).toEqual([]);
  });
});
