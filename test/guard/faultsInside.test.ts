import { afterEach, describe, expect, it, vi } from 'vitest';
import { AlarmTimeKeeper } from '../../gateway/guard/keepers/alarmTimeKeeper.ts';
import { ClockKeeper } from '../../gateway/guard/keepers/clockKeeper.ts';
import { RecordKeeper } from '../../gateway/guard/keepers/recordKeeper.ts';
import { LiftKeeper } from '../../gateway/guard/lifts/liftKeeper.ts';
import { Recorder } from '../../gateway/guard/record/recorder.ts';
import { RULE_WATCHES } from './brokenRule.ts';
import { startGasHouse } from './gasHouse.ts';

// A fault in the program itself must not keep anybody from being woken up.

afterEach(() => vi.restoreAllMocks());

const broken = () => {
  throw new TypeError('undefined is not a lift');
};

describe('a fault in the program', () => {
  it.each([
    ['a statistic', () => vi.spyOn(AlarmTimeKeeper.prototype, 'readings').mockImplementation(broken)],
    ['a fold of the lifts', () => vi.spyOn(LiftKeeper.prototype, 'accept').mockImplementation(broken)],
    ['the recorder', () => vi.spyOn(Recorder.prototype, 'accept').mockImplementation(broken)],
  ])(
    'in %s costs that alone: the siren sounds, and the fault is told as what it is',
    async (_what, spoil) => {
      const { clock, field, room } = await startGasHouse();
      const spoiled = spoil();
      await clock.advance(2_000);
      field.gas.a = 60;
      await clock.advance(2_000);
      expect(room.alarm('a-high')).toMatchObject({ severity: 'red' });
      expect(field.siren).toBe(true);
      expect(room.alarm('gateway.internal')).toMatchObject({ severity: 'orange' });
      expect(field.faultLamp).toBe(true);
      expect(room.events).toContainEqual(
        expect.objectContaining({ type: 'system', code: 'guard.internal', severity: 'orange' }),
      );
      expect(room.events.map((event) => (event.type === 'system' ? event.text : ''))).toContainEqual(
        expect.stringContaining('undefined is not a lift'),
      );
      // it fails again and again: it stays out, and says so
      await clock.advance(10_000);
      expect((await room.screen()).problems.map(({ what }) => what)).toContainEqual(
        expect.stringContaining('this part stays out'),
      );
      const calls = spoiled.mock.calls.length;
      await clock.advance(10_000);
      expect(spoiled.mock.calls.length).toBe(calls);
      field.gas.b = 60;
      await clock.advance(2_000);
      expect(room.alarm('b-high')).toMatchObject({ severity: 'red' });
    },
  );

  it.each([
    ['what is remembered is read', () => vi.spyOn(LiftKeeper.prototype, 'load').mockImplementation(broken)],
    ['the record begins', () => vi.spyOn(RecordKeeper.prototype, 'begin').mockImplementation(broken)],
    ['civil time begins', () => vi.spyOn(ClockKeeper.prototype, 'start').mockImplementation(broken)],
  ])('while %s at a start keeps no line from being polled', async (_when, spoil) => {
    spoil();
    const { clock, field, room } = await startGasHouse();
    field.gas.a = 60;
    await clock.advance(4_000);
    expect(room.alarm('a-high')).toMatchObject({ severity: 'red' });
    expect(field.siren).toBe(true);
    expect(room.alarm('gateway.internal')).toBeDefined();
  });

  it('that happens once is over an hour later, and its part goes on', async () => {
    const { clock, room } = await startGasHouse();
    const spoiled = vi.spyOn(Recorder.prototype, 'accept').mockImplementationOnce(broken);
    await clock.advance(3_000);
    expect(room.alarm('gateway.internal')).toBeDefined();
    const calls = spoiled.mock.calls.length;
    await clock.advance(3_000);
    expect(spoiled.mock.calls.length).toBeGreaterThan(calls);
    await clock.advance(3_700_000);
    expect(room.alarm('gateway.internal')?.to).toBe('returned-unacknowledged');
  });

  it('in one rule keeps no other rule from judging', async () => {
    RULE_WATCHES.breakRule('a-high');
    const { clock, field, room } = await startGasHouse();
    field.gas.a = 60;
    field.gas.b = 60;
    await clock.advance(3_000);
    RULE_WATCHES.mend();
    expect(room.alarm('a-high')).toBeUndefined();
    expect(room.alarm('b-high')).toMatchObject({ severity: 'red' });
    expect(field.siren).toBe(true);
    expect(room.alarm('gateway.internal')).toBeDefined();
    await clock.advance(2_000);
    expect(room.alarm('a-high')).toMatchObject({ severity: 'red' });
  });
});
