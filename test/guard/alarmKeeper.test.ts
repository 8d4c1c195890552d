import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { StateFile } from '../../gateway/core/stateFile.ts';
import type { TransitionEffect } from '../../gateway/detect/types.ts';
import { AlarmKeeper } from '../../gateway/guard/alarmKeeper.ts';
import { VirtualClock } from '../harness/virtualClock.ts';
import { gasSite, installationOf } from '../site/fixture.ts';

const site = installationOf({
  ...gasSite,
  rules: [
    {
      id: 'gas-high',
      kind: 'limit',
      point: 'gas-1/concentration',
      unit: '%LEL',
      high: { red: 50 },
      onDelayS: 3,
    },
  ],
});

/** A keeper on `path`, what it declared, and what it gave the journal. */
function keeperOn(path: string, clock: VirtualClock) {
  const told: TransitionEffect[] = [];
  const journaled: TransitionEffect[] = [];
  const file = new StateFile(path, (problem) => expect.unreachable(problem.what));
  const keeper = new AlarmKeeper(site, clock, file, {
    declared: (effect) => told.push(effect),
    saved: (effect) => journaled.push(effect),
  });
  const problem = keeper.start();
  const read = (value: number) =>
    keeper.accept([
      { point: 'gas-1/concentration', value, quality: 'good', at: { boot: clock.boot, mono: clock.mono() } },
    ]);
  /** Readings every second, as a healthy sensor gives them. */
  const readFor = async (value: number, seconds: number) => {
    for (let s = 0; s < seconds; s++) {
      read(value);
      await clock.advance(1000);
    }
  };
  return { keeper, told, journaled, problem, readFor };
}

const gasSteps = (told: readonly TransitionEffect[]) =>
  told.filter(({ transition }) => transition.rule === 'gas-high').map(({ transition }) => transition.cause);

const newPath = () => join(mkdtempSync(join(tmpdir(), 'lifeline-alarms-')), 'alarms.json');

describe('the alarm keeper', () => {
  it('declares an alarm when its on-delay is over, on the clock and not on the next reading', async () => {
    const clock = new VirtualClock();
    const { told, readFor } = keeperOn(newPath(), clock);
    await readFor(60, 4);
    expect(gasSteps(told)).toEqual(['raised']);
    expect(told[0]?.transition.declared.mono).toBe(3000);
  });

  it('goes on with the same occurrence after a restart', async () => {
    const clock = new VirtualClock();
    const path = newPath();
    const before = keeperOn(path, clock);
    await before.readFor(60, 4);
    before.keeper.committed(before.told[0]?.token ?? '');
    await before.keeper.stop();

    const after = keeperOn(path, clock);
    await after.readFor(60, 2);
    expect(gasSteps(after.told)).toEqual([]);
    expect(after.keeper.alarms()[0]?.occurrence).toBe(before.told[0]?.transition.occurrence);
  });

  it('hands a transition that was never shown durable to the journal again', async () => {
    const clock = new VirtualClock();
    const path = newPath();
    const before = keeperOn(path, clock);
    await before.readFor(60, 4);
    await before.keeper.stop(); // the journal never answered

    const after = keeperOn(path, clock);
    expect(after.told).toEqual([]); // it sounded then
    expect(after.journaled).toEqual(before.told);
    after.keeper.committed(before.told[0]?.token ?? '');
    expect(after.keeper.alarms()[0]?.durable).toBe(true);
  });

  it('answers an acknowledgement of something that does not stand with what to do', () => {
    const { keeper } = keeperOn(newPath(), new VirtualClock());
    const answer = keeper.command({ verb: 'acknowledge', occurrence: 'gas-high#old-1', actor: 'wang' });
    expect(answer).toMatchObject({ ok: false, error: { code: 'alarm.not-standing' } });
  });

  it('tells that its state cannot be read, and watches all the same', async () => {
    const path = newPath();
    writeFileSync(path, '{ half');
    const clock = new VirtualClock();
    const { problem, told, readFor } = keeperOn(path, clock);
    expect(problem).not.toBeNull();
    await readFor(60, 4);
    expect(gasSteps(told)).toEqual(['raised']);
  });
});
