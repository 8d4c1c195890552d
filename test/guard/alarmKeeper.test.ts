import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
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
  const onDisk: string[] = []; // the state file as it was when something was journaled
  const file = new StateFile(path, (problem) => expect.unreachable(problem.what));
  const keeper = new AlarmKeeper(site, clock, file, {
    declared: (effect) => told.push(effect),
    saved(effect) {
      journaled.push(effect);
      onDisk.push(readFileSync(path, 'utf8'));
    },
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
  return { keeper, told, journaled, onDisk, problem, readFor };
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

  it('gives the journal nothing that its saved state does not know', async () => {
    const { keeper, told, journaled, onDisk, readFor } = keeperOn(newPath(), new VirtualClock());
    await readFor(60, 4);
    await keeper.stop();
    expect(journaled).toEqual(told);
    expect(onDisk[0]).toContain(told[0]?.token);
  });

  it('tells the journal how an alarm ended, although it was never shown durable', async () => {
    const path = newPath();
    const clock = new VirtualClock();
    const before = keeperOn(path, clock);
    await before.readFor(60, 4);
    const occurrence = before.told[0]?.transition.occurrence ?? '';
    before.keeper.command({ verb: 'acknowledge', occurrence, actor: 'wang' });
    await before.readFor(0, 2);
    await before.keeper.stop();
    expect(gasSteps(before.told)).toEqual(['raised', 'acknowledged', 'returned']);

    const after = keeperOn(path, clock);
    expect(gasSteps(after.journaled)).toEqual(['raised', 'acknowledged', 'returned']);
    for (const { token } of after.journaled) after.keeper.committed(token);
    await after.keeper.stop();
    expect(keeperOn(path, clock).journaled).toEqual([]);
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
