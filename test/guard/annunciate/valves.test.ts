import { describe, expect, it } from 'vitest';
import { ordersOf } from '../../../gateway/guard/annunciate/orders.ts';
import { NOTHING_HEARD } from '../../../gateway/guard/annunciate/state.ts';
import { alarm, Telling, VALVE } from './telling.ts';

const reopen = (telling: Telling, atS: number, point = VALVE) =>
  telling.ask(atS, { verb: 'reopen-valve', point });
const closed = (telling: Telling) => telling.acting.includes('gas-valve');
const valveOrder = ({ state, policy }: Telling) =>
  ordersOf(state, policy).find(({ point }) => point === VALVE);

describe('a gas valve', () => {
  it('closes with the alarm that says so and stays closed when the alarm is over, until somebody re-opens it', () => {
    const telling = new Telling().alarms(1, alarm('east'));
    expect(closed(telling)).toBe(true);
    telling.alarms(2);
    expect(telling.acting).toEqual(['gas-valve']);
    expect(reopen(telling, 3)).toBeNull();
    expect(telling.acting).toEqual([]);
  });

  it('is not re-opened while an alarm stands that closes it, acknowledged or not', () => {
    const telling = new Telling().alarms(
      1,
      alarm('east', { to: 'acknowledged-active', cause: 'acknowledged' }),
    );
    expect(reopen(telling, 2)).toMatchObject({
      code: 'annunciate.valve-held',
      what: expect.stringContaining('east#1'),
    });
    expect(closed(telling)).toBe(true);
    telling.alarms(3, alarm('east', { severity: 'orange', to: 'acknowledged-active' })); // eased: gas is still there, less
    expect(reopen(telling, 4)).toBeNull();
  });

  it('is not closed by less than what its rule says, nor by an alarm that is suppressed', () => {
    const telling = new Telling().alarms(
      1,
      alarm('east', { severity: 'orange' }),
      alarm('west', { to: 'suppressed', condition: 'unacknowledged-active' }),
    );
    expect(closed(telling)).toBe(false);
    telling.alarms(2, alarm('west', { cause: 'unsuppressed', announcement: 2 }));
    expect(closed(telling)).toBe(true);
  });

  it('of another name is refused', () => {
    expect(reopen(new Telling(), 1, 'board/relay1')).toMatchObject({
      code: 'annunciate.no-such-valve',
      hint: expect.stringContaining(VALVE),
    });
  });

  it('that is closed stays closed through silence, reset button, test and restart', () => {
    const telling = new Telling().alarms(1, alarm('east'));
    telling.silence(2);
    telling.press(3, 'reset').press(3, 'test').press(3, 'silence');
    telling.alarms(4).restart().alarms(5).restart('another').alarms(6);
    expect(closed(telling)).toBe(true);
  });

  it('gets no order until it was seen after a restart: one that closed when the lease ran out stays closed', () => {
    const telling = new Telling().restart().alarms(1);
    expect(valveOrder(telling)).toBeUndefined();
    telling.input({ kind: 'found', point: VALVE, closed: true });
    expect(valveOrder(telling)).toMatchObject({ acting: true });
    expect(reopen(telling, 2)).toBeNull();
    expect(valveOrder(telling)).toMatchObject({ acting: false });
  });

  it('that was found open is under our hand, until it may have closed by itself', () => {
    const telling = new Telling();
    expect(valveOrder(telling)).toMatchObject({ acting: false });
    telling.input({ kind: 'lost', points: [VALVE] });
    expect(valveOrder(telling)).toBeUndefined();
    telling.alarms(1, alarm('east')); // an alarm needs no look at it
    expect(valveOrder(telling)).toMatchObject({ acting: true });
  });

  it('is not opened by losing everything that was remembered', () => {
    const telling = new Telling().alarms(1, alarm('east')).alarms(2);
    telling.state = NOTHING_HEARD;
    telling.alarms(3);
    expect(valveOrder(telling)).toBeUndefined();
  });
});
