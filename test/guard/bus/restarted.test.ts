import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../harness/virtualClock.ts';
import { deviceOf, echo, pollerOf, profileOf } from './fakeLine.ts';

const GAS = profileOf([{ id: 'gas', address: 5 }], { warmUpS: 60, responseMs: 150 });

/** A detector that has been read for a long time. */
async function settled() {
  const clock = new VirtualClock({ mono: 3_600_000 });
  const { client, told, poller } = pollerOf(clock, [deviceOf('kitchen', 1, GAS)]);
  await poller.start();
  await clock.advance(20_300);
  const silentFor = async (ms: number) => {
    client.units.delete(1);
    await clock.advance(ms);
    client.units.set(1, echo);
  };
  const qualities = () => told.readings.slice(before).map(({ quality }) => quality);
  const before = told.readings.length;
  return { clock, client, told, poller, silentFor, qualities };
}

describe('a detector that needs to warm up', () => {
  it('warms up after two seconds of silence, in which it may have been without power', async () => {
    const { clock, poller, silentFor, qualities } = await settled();
    await silentFor(2_000);
    await clock.advance(70_000);
    await clock.until(poller.stop());
    expect(qualities().indexOf('warm-up')).toBeLessThanOrEqual(1);
    const cold = qualities().filter((quality) => quality === 'warm-up').length;
    expect(cold).toBeGreaterThanOrEqual(59);
    expect(qualities().at(-1)).toBe('good');
  });

  it('does not when the silence was the line’s', async () => {
    const { clock, client, poller, qualities } = await settled();
    client.unplug();
    await clock.advance(5_000);
    client.plugged = true;
    await clock.advance(20_000);
    await clock.until(poller.stop());
    expect(qualities()).not.toContain('warm-up');
    expect(qualities().at(-1)).toBe('good');
  });

  it('does not when its reply came after all, too late', async () => {
    const { clock, client, poller, qualities } = await settled();
    let heardAt = Number.NEGATIVE_INFINITY;
    client.heardAt = () => heardAt;
    client.units.set(1, () => {
      client.units.set(1, echo);
      clock.after(250, 'late reply', () => {
        heardAt = clock.mono();
      });
      return 'silent';
    });
    await clock.advance(10_000);
    await clock.until(poller.stop());
    expect(qualities()).not.toContain('warm-up');
  });

  it('does for one silence on a line that is sound, and not for one of many on a line that loses replies', async () => {
    const { clock, client, poller, qualities } = await settled();
    const loseOne = async () => {
      client.units.set(1, () => {
        client.units.set(1, echo);
        return 'silent';
      });
      await clock.advance(3_000);
    };
    await loseOne();
    expect(qualities().at(-1)).toBe('warm-up');
    for (let i = 0; i < 25; i++) await loseOne(); // it goes on losing replies, and is warm all the same
    expect(qualities().at(-1)).toBe('good');
    await clock.until(poller.stop());
  });
});
