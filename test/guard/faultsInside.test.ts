import { afterEach, describe, expect, it, vi } from 'vitest';
import { ok } from '../../gateway/core/result.ts';
import { Bus } from '../../gateway/guard/bus/bus.ts';
import { AlarmTimeKeeper } from '../../gateway/guard/keepers/alarmTimeKeeper.ts';
import { AnnunciatorDriver } from '../../gateway/guard/keepers/annunciatorDriver.ts';
import { AnnunciatorKeeper } from '../../gateway/guard/keepers/annunciatorKeeper.ts';
import { ClockKeeper } from '../../gateway/guard/keepers/clockKeeper.ts';
import { RecordKeeper } from '../../gateway/guard/keepers/recordKeeper.ts';
import { LiftKeeper } from '../../gateway/guard/lifts/liftKeeper.ts';
import { Recorder } from '../../gateway/guard/record/recorder.ts';
import { installationOf } from '../site/fixture.ts';
import { RULE_WATCHES } from './brokenRule.ts';
import { gasHouse, startGasHouse } from './gasHouse.ts';

// A fault in the program itself must not keep anybody from being woken up.

afterEach(() => vi.restoreAllMocks());

/** The site file of the house is there again, with nothing changed. */
const sameSite = {
  readSite: async () => ok({ installation: installationOf(gasHouse), text: '', problems: [] }),
};

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

  it('that keeps a part out stands for as long as it does, whatever else goes wrong and is over; a changed site is another chance', async () => {
    const { clock, room } = await startGasHouse({ world: sameSite });
    const out = vi.spyOn(Recorder.prototype, 'accept').mockImplementation(broken);
    await clock.advance(10_000);
    vi.spyOn(AlarmTimeKeeper.prototype, 'readings').mockImplementationOnce(broken);
    await clock.advance(3_700_000);
    expect(room.alarm('gateway.internal')?.to).toBe('unacknowledged-active');
    out.mockRestore();
    expect(await room.guard.reload()).toEqual(ok(null));
    await clock.advance(1_000);
    expect((await room.screen()).problems.map(({ what }) => what).join()).not.toContain('stays out');
    await clock.advance(3_700_000);
    expect(room.alarm('gateway.internal')?.to).toBe('returned-unacknowledged');
  });

  it('in the read-back of a board costs no press of its buttons', async () => {
    vi.spyOn(AnnunciatorDriver.prototype, 'hear').mockImplementation(broken);
    const presses = vi.spyOn(AnnunciatorDriver.prototype, 'presses');
    const { clock } = await startGasHouse();
    await clock.advance(10_000);
    const calls = presses.mock.calls.length;
    await clock.advance(5_000);
    expect(presses.mock.calls.length).toBeGreaterThan(calls);
  });

  it('while a changed site is taken up costs the part it is in: the others are on the new one, and it is not called done', async () => {
    const { clock, field, room } = await startGasHouse({ world: sameSite });
    vi.spyOn(Bus.prototype, 'adopt').mockImplementationOnce(broken);
    const annunciation = vi.fn();
    vi.spyOn(AnnunciatorKeeper.prototype, 'prepare').mockReturnValueOnce(annunciation);
    const answer = await room.guard.reload();
    expect(answer).toMatchObject({ ok: false, error: [{ code: 'guard.internal' }] });
    expect(annunciation).toHaveBeenCalled();
    field.gas.a = 60;
    await clock.advance(3_000);
    expect(room.alarm('a-high')).toMatchObject({ severity: 'red' });
    expect(field.siren).toBe(true);
    expect(room.alarm('gateway.internal')).toBeDefined();
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
