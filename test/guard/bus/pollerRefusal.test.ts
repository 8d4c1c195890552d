import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../harness/virtualClock.ts';
import { expectChinese } from '../../text/inChinese.ts';
import { type Behaviour, deviceOf, echo, pollerOf, profileOf } from './fakeLine.ts';

const EIGHT = profileOf(Array.from({ length: 8 }, (_, i) => ({ id: `p${i}`, address: i })));

/** Refuses every read that touches this register. */
function refusing(register: number): Behaviour {
  return (request) =>
    request.op === 'read' && request.address <= register && register < request.address + request.count
      ? { exception: 2 }
      : echo(request);
}

describe('a register the device refuses', () => {
  it('is found and left to itself, its neighbours being read on in few reads', async () => {
    const clock = new VirtualClock();
    const { client, told, poller } = pollerOf(clock, [deviceOf('box', 1, EIGHT)]);
    client.units.set(1, refusing(5));
    await poller.start();
    await clock.advance(10_000);
    const lost = told.readings.filter(({ value }) => value === null);
    expect(lost).toMatchObject([{ point: 'box/p5', quality: 'protocol-error' }]);
    expect(lost[0]?.at.mono).toBeLessThan(5000);
    const from = client.log.length;
    await clock.advance(60_000);
    const reads = client.log.slice(from);
    expect(reads.filter(({ kind }) => kind === 'ok').length / 60).toBeLessThan(4.1);
    for (const neighbour of [0, 4, 6, 7])
      expect(told.of(`box/p${neighbour}`).filter(({ at }) => at.mono > 10_000).length).toBe(60);
    expect(told.stateOf('box')).toBe('online');
    await clock.until(poller.stop());
  });

  it('is asked for for ever, slowly, and read again when the device gives it', async () => {
    const clock = new VirtualClock();
    const { client, told, poller } = pollerOf(clock, [deviceOf('box', 1, EIGHT)]);
    client.units.set(1, refusing(5));
    await poller.start();
    await clock.advance(2 * 3_600_000);
    const from = client.log.length;
    await clock.advance(600_000);
    const asked = client.log.slice(from).filter(({ kind }) => kind === 'exception').length;
    expect(asked).toBeGreaterThanOrEqual(600 / 5 - 5);
    expect(asked).toBeLessThanOrEqual(600 / 5 + 12);

    client.units.set(1, echo);
    await clock.advance(6000);
    expect(told.of('box/p5').at(-1)).toMatchObject({ value: 5, quality: 'good' });
    await clock.advance(3_600_000);
    const late = client.log.slice(-3);
    expect(late.map(({ request }) => request.op === 'read' && request.count)).toEqual([8, 8, 8]);
    await clock.until(poller.stop());
  });

  it('is told once, with every point it concerns and what the device said', async () => {
    const clock = new VirtualClock();
    const { client, told, poller } = pollerOf(clock, [deviceOf('box', 1, EIGHT)]);
    client.units.set(1, (request) =>
      request.op === 'read' && request.address + request.count > 5 ? { exception: 2 } : echo(request),
    );
    await poller.start();
    await clock.advance(120_000);
    await clock.until(poller.stop());
    const refusals = [5, 6, 7].map((n) => `p${n} (holding ${n}: exception 2, illegal data address)`);
    expect(told.words).toEqual([
      `[bus.refused] line line, box (unit 1): the device refuses ${refusals.join('; ')}`,
    ]);
  });

  it('among many is told as the wrong profile, before slow points are searched through, and as no line with too much to do', async () => {
    const clock = new VirtualClock();
    const points = Array.from({ length: 40 }, (_, i) => ({
      ...{ id: `p${i}`, address: i },
      ...{ class: 'state', periodMs: i < 30 || i > 37 ? 400 : 10_000 },
    }));
    const { client, told, poller } = pollerOf(clock, [
      deviceOf('box', 1, profileOf(points as never, { turnaroundMs: 40, gapMs: 20 })),
    ]);
    client.units.set(1, (request) =>
      request.op === 'read' && request.address < 38 ? { exception: 2 } : echo(request),
    );
    await poller.start();
    await clock.advance(20_000);
    expect(told.words[0]).toMatch(
      /^\[bus.refused\] line line, box \(unit 1\): the device refuses \d+ of its 40 points, p0 /,
    );
    await clock.advance(100_000);
    expect(told.words.at(-1)).toContain('refuses 38 of its 40 points');
    expect(told.words.filter((word) => !word.startsWith('[bus.refused]'))).toEqual([]);
    expect(told.words.length).toBeLessThanOrEqual(4); // bit by bit
    const { trouble } = told.devices.at(-1) ?? {};
    expect(trouble).toMatchObject({ code: 'bus.refused' }); // for the screen
    if (trouble !== undefined) expectChinese(trouble);
    await clock.until(poller.stop());
  });

  it('is no trouble any more when the device gives it', async () => {
    const clock = new VirtualClock();
    const { client, told, poller } = pollerOf(clock, [deviceOf('box', 1, EIGHT)]);
    client.units.set(1, refusing(5));
    await poller.start();
    await clock.advance(20_000);
    expect(told.devices.at(-1)?.trouble).toMatchObject({ code: 'bus.refused' });
    client.units.set(1, echo);
    await clock.advance(20_000);
    expect(told.devices.at(-1)?.trouble).toBeUndefined();
    await clock.until(poller.stop());
  });

  it('that was only a disturbance costs two polls and no point', async () => {
    const clock = new VirtualClock();
    const { client, told, poller } = pollerOf(clock, [deviceOf('box', 1, EIGHT)]);
    await poller.start();
    await clock.advance(10_500);
    let times = 0;
    client.units.set(1, (request) => (times++ < 2 ? { exception: 3 } : echo(request)));
    await clock.advance(3_000_000);
    await clock.until(poller.stop());
    expect(told.readings.filter(({ value }) => value === null)).toEqual([]);
    expect(client.log.at(-1)?.request).toMatchObject({ count: 8 });
  });

  it('refused by a gateway for a silent device counts as silence', async () => {
    const clock = new VirtualClock();
    const { client, told, poller } = pollerOf(clock, [deviceOf('box', 1, EIGHT)]);
    client.units.set(1, () => ({ exception: 0x0b }));
    await poller.start();
    await clock.advance(10_000);
    await clock.until(poller.stop());
    expect(told.stateOf('box')).toBe('offline');
    expect(new Set(told.readings.map(({ quality }) => quality))).toEqual(new Set(['no-communication']));
    expect(told.readings).toHaveLength(8);
  });
});

describe('a device deaf to one of its blocks', () => {
  it('reads no communication there while its other block goes on', async () => {
    const clock = new VirtualClock();
    const profile = profileOf([{ id: 'deaf' }, { id: 'fine', table: 'input' }]);
    const { client, told, poller } = pollerOf(clock, [deviceOf('box', 1, profile)]);
    client.units.set(1, (request) =>
      request.op === 'read' && request.table === 'holding' ? 'silent' : echo(request),
    );
    await poller.start();
    await clock.advance(120_000);
    await clock.until(poller.stop());
    expect(told.of('box/deaf').map(({ quality }) => quality)).toEqual(['no-communication']);
    const fine = told.of('box/fine').filter(({ at, value }) => at.mono > 20_000 && value !== null);
    expect(fine.length).toBeGreaterThan(80);
  });
});

// reported of many small devices: 28 registers are answered, 30 bring nothing at all
describe('a device that keeps silent when it is asked for too much at once', () => {
  const longer = [0, 1, 2].map((address) => ({ id: `r${address}`, address }));
  const profile = profileOf([...longer, { id: 'alone', address: 100, periodMs: 10_000 }]);

  it('is read in pieces after some seconds, for good, and told with the key that has check reckon with it', async () => {
    const clock = new VirtualClock();
    const { client, told, poller } = pollerOf(clock, [deviceOf('box', 1, profile)]);
    client.units.set(1, (request) => (request.op === 'read' && request.count > 2 ? 'silent' : echo(request)));
    await poller.start();
    await clock.advance(60_000);
    const settledAt = clock.mono();
    await clock.advance(3_600_000);
    await clock.until(poller.stop());
    const trouble = told.devices.at(-1)?.trouble;
    expect(trouble).toMatchObject({
      code: 'bus.too-many',
      what: expect.stringContaining('never answers when 3 registers are asked for at once, and does for 2'),
      hint: expect.stringContaining('maxRegisters: 2'),
    });
    if (trouble !== undefined) expectChinese(trouble);
    expect(told.stateOf('box')).toBe('online');
    for (const id of ['r0', 'r1', 'r2']) {
      const first = told.of(`box/${id}`).find(({ quality }) => quality === 'good');
      expect(first?.at.mono, id).toBeLessThan(30_000);
    }
    const later = told.readings.filter(({ at }) => at.mono > settledAt);
    expect(new Set(later.map(({ quality }) => quality))).toEqual(new Set(['good']));
    expect(client.log.filter(({ start, kind }) => start > settledAt && kind === 'timeout')).toEqual([]);
  });

  it('is not thought of where the device is dead, or a long read was answered once', async () => {
    const clock = new VirtualClock();
    const { client, told, poller } = pollerOf(clock, [deviceOf('box', 1, profile)]);
    let dead = true;
    client.units.set(1, (request) => {
      const isLong = request.op === 'read' && request.count > 2;
      return dead || (isLong && clock.mono() > 70_000) ? 'silent' : echo(request);
    });
    await poller.start();
    await clock.advance(60_000);
    dead = false;
    await clock.advance(600_000);
    await clock.until(poller.stop());
    expect(told.words.filter((word) => word.includes('bus.too-many'))).toEqual([]);
    expect(
      client.log.some(({ request }) => request.op === 'read' && request.address < 3 && request.count < 3),
    ).toBe(false);
  });

  it('is not thought of where what is long comes garbled: it was answered', async () => {
    const clock = new VirtualClock();
    const { client, told, poller } = pollerOf(clock, [deviceOf('box', 1, profile)]);
    let isNoisy = true;
    client.units.set(1, (request) =>
      isNoisy && request.op === 'read' && request.count > 2 ? 'crc' : echo(request),
    );
    await poller.start();
    await clock.advance(60_000);
    isNoisy = false;
    await clock.advance(60_000);
    await clock.until(poller.stop());
    expect(told.words.filter((word) => word.includes('bus.too-many'))).toEqual([]);
    expect(told.of('box/r2').at(-1)).toMatchObject({ quality: 'good' });
  });

  it('and has no answer for one register either is told to be deaf to that one, and brings the others', async () => {
    const clock = new VirtualClock();
    const { client, told, poller } = pollerOf(clock, [deviceOf('box', 1, profile)]);
    client.units.set(1, (request) => {
      const [from, to] = request.op === 'read' ? [request.address, request.address + request.count] : [0, 0];
      return from <= 2 && to > 2 ? 'silent' : echo(request);
    });
    await poller.start();
    await clock.advance(120_000);
    await clock.until(poller.stop());
    expect(told.devices.at(-1)?.trouble).toMatchObject({
      code: 'bus.silent',
      what: 'answers other reads, and never that of holding 2 to 2',
    });
    const states = told.devices.map(({ state, lastOk }) => [state, lastOk?.mono ?? 0] as const);
    expect(states.findLast(([state]) => state !== 'online')?.[1], 'it is not given up for that').toBeLessThan(
      40_000,
    );
    expect(told.of('box/r1').at(-1)).toMatchObject({ quality: 'good' });
    expect(told.of('box/r2').at(-1)).toMatchObject({ value: null, quality: 'no-communication' });
  });
});
