import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../harness/virtualClock.ts';
import { deviceOf, pollerOf, profileOf } from './fakeLine.ts';

const TWO = [1, 2].map((unit) => deviceOf(`d${unit}`, unit, profileOf([{ id: 'a' }, { id: 'b' }])));

describe('a port', () => {
  it('that is lost turns every point of the line to no communication at once', async () => {
    const clock = new VirtualClock();
    const { client, told, poller } = pollerOf(clock, TWO);
    await poller.start();
    await clock.advance(10_200);
    const before = told.readings.length;
    client.unplug();
    expect(
      told.readings.slice(before).map(({ point, value, quality, at }) => [point, value, quality, at.mono]),
    ).toEqual(['d1/a', 'd1/b', 'd2/a', 'd2/b'].map((point) => [point, null, 'no-communication', 10_200]));
    expect(told.lines.at(-1)).toMatchObject({ state: 'lost', problem: { code: 'port.unplugged' } });
    expect(told.stateOf('d1')).toBe('unknown');
    await clock.advance(60_000);
    expect(told.readings).toHaveLength(before + 4); // said once
    await clock.until(poller.stop());
  });

  it('that comes back is polled again within the back-off, without warming up', async () => {
    const clock = new VirtualClock();
    const warm = deviceOf('gas', 3, profileOf([{ id: 'a' }], { warmUpS: 30 }));
    const { client, told, poller } = pollerOf(clock, [...TWO, warm]);
    await poller.start();
    await clock.advance(60_000);
    client.unplug();
    await clock.advance(3_600_000);
    client.plugged = true;
    const back = clock.mono();
    const before = told.readings.length;
    await clock.advance(14_000);
    await clock.until(poller.stop());
    expect(told.lines.at(-1)).toMatchObject({ state: 'open' });
    const after = told.readings.slice(before);
    expect(after[0]?.at.mono).toBeLessThan(back + 10_100);
    expect(new Set(after.map(({ point }) => point))).toEqual(
      new Set(['d1/a', 'd1/b', 'd2/a', 'd2/b', 'gas/a']),
    );
    expect(after.every(({ quality }) => quality === 'good')).toBe(true);
    expect(clock.pending()).toEqual([]);
  });

  it('that cannot be opened at the start is told with the reason and opened when it appears', async () => {
    const clock = new VirtualClock();
    const { client, told, poller } = pollerOf(clock, TWO);
    client.plugged = false;
    await poller.start();
    await clock.advance(100);
    expect(told.lines).toMatchObject([{ state: 'lost', problem: { code: 'port.missing' } }]);
    expect(told.readings).toHaveLength(4);
    await clock.advance(30_000);
    expect(told.readings).toHaveLength(4);
    client.plugged = true;
    await clock.advance(12_000);
    expect(told.stateOf('d1')).toBe('online');
    expect(told.words).toEqual(['[port.missing] line line: no such port', 'line line: well again']);
    await clock.until(poller.stop());
  });

  it('that opens and is gone again, before anybody has answered, has never been well and is told once', async () => {
    const clock = new VirtualClock();
    const { client, told, poller } = pollerOf(clock, TWO);
    await poller.start();
    let opened = 0;
    for (let turn = 0; turn < 10_000; turn++) {
      if (told.lines.at(-1)?.state === 'open') {
        opened++;
        client.unplug();
      }
      client.plugged = true;
      await clock.advance(2);
    }
    expect(opened).toBeGreaterThan(3);
    await clock.until(poller.stop());
    expect(told.words.filter((word) => word.includes('well again'))).toEqual([]);
    expect(told.words.filter((word) => word.includes('port.unplugged'))).toHaveLength(1);
  });

  it('that is still being opened when the line is stopped is closed again', async () => {
    const clock = new VirtualClock();
    const { client, poller } = pollerOf(clock, TWO);
    client.openMs = 3000;
    await poller.start();
    await clock.advance(100);
    await clock.until(poller.stop());
    expect(client.isOpen).toBe(false);
    expect(clock.pending()).toEqual([]);
  });

  it('on which nobody answers any more is opened anew, seldom', async () => {
    const clock = new VirtualClock();
    const { client, told, poller } = pollerOf(clock, TWO);
    await poller.start();
    await clock.advance(10_000);
    expect(client.opened).toBe(1);
    client.units.clear();
    await clock.advance(60_000);
    expect(client.opened).toBe(2);
    await clock.advance(3_600_000);
    expect(client.opened).toBeGreaterThan(5);
    expect(client.opened).toBeLessThan(16);
    expect(told.lines.every(({ state }) => state === 'open')).toBe(true);
    await clock.until(poller.stop());
  });
});
