import { describe, expect, it } from 'vitest';
import type { Delivery } from '../../gateway/journal/types.ts';
import { DeliveryTray } from '../../gateway/journal/write/deliveryTray.ts';
import { VirtualClock } from '../harness/virtualClock.ts';

const whole = (from: number, to = from): Delivery => ({
  ...{ uplink: 'city', epoch: 'e', stream: 'telemetry', from, to, parts: null },
});
const partly = (seq: number, parts: number): Delivery => ({ ...whole(seq), parts });

function setup() {
  const clock = new VirtualClock();
  const written: Delivery[] = [];
  const tray: DeliveryTray = new DeliveryTray(clock, () => written.push(...tray.take()));
  return { clock, tray, written };
}

describe('what uplinks have is written down', () => {
  it('after a while by itself, and at once when there is much of it', async () => {
    const { clock, tray, written } = setup();
    tray.add(whole(1));
    await clock.advance(149_000);
    expect(written).toEqual([]);
    await clock.advance(1_000);
    expect(written).toEqual([whole(1)]);
    for (let seq = 2; seq < 514; seq++) tray.add(whole(seq));
    expect(written).toHaveLength(513);
  });

  it('of an open row seldom, and not at all once the whole row is there', async () => {
    const { clock, tray, written } = setup();
    for (let parts = 1; parts <= 5; parts++) tray.add(partly(7, parts));
    await clock.advance(14 * 60_000);
    expect(written).toEqual([]);
    await clock.advance(60_000);
    expect(written).toEqual([partly(7, 5)]);
    tray.add(partly(8, 1));
    tray.add(whole(8));
    expect(tray.take()).toEqual([whole(8)]);
  });

  it('at the end altogether; what is said afterwards keeps nothing waiting', () => {
    const { clock, tray } = setup();
    tray.add(partly(3, 2));
    tray.add(whole(1, 2));
    expect(tray.close()).toEqual([whole(1, 2), partly(3, 2)]);
    tray.add(whole(3));
    tray.add(partly(4, 1));
    expect(tray.take()).toEqual([]);
    expect(clock.pending()).toEqual([]);
  });
});
