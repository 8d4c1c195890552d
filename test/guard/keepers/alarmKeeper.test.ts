import { execFileSync } from 'node:child_process';
import {
  closeSync,
  constants,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Clock } from '../../../gateway/core/clock.ts';
import type { Problem } from '../../../gateway/core/result.ts';
import { StateFile } from '../../../gateway/core/stateFile.ts';
import type {
  DetectCommand,
  MaintenanceEffect,
  TransitionEffect,
} from '../../../gateway/guard/detect/types.ts';
import { AlarmKeeper } from '../../../gateway/guard/keepers/alarmKeeper.ts';
import { VirtualClock } from '../../harness/virtualClock.ts';
import { gasSite, installationOf } from '../../site/fixture.ts';

const everything = installationOf({
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
// only the gas is read here: the default loss-of-sensing rule has its own tests
const site = { ...everything, rules: everything.rules.filter(({ id }) => id === 'gas-high') };

/** A keeper on `path`, what it declared, and what it gave the journal. */
function keeperOn(
  path: string,
  clock: VirtualClock,
  trouble = (problem: Problem): void => expect.unreachable(problem.what),
) {
  const told: TransitionEffect[] = [];
  const journaled: TransitionEffect[] = [];
  const periods: MaintenanceEffect[] = [];
  const onDisk: string[] = []; // the state file as it was when something was journaled
  const file = new StateFile(path, trouble);
  const keeper = new AlarmKeeper(
    site,
    turning(clock, () => settle()),
    file,
    {
      saved(effect) {
        journaled.push(effect);
        onDisk.push(existsSync(path) ? readFileSync(path, 'utf8') : '');
      },
    },
  );
  /** The end of a turn, as guard has it. */
  const settle = () => {
    const { transitions, periods: begun } = keeper.takeDeclared();
    told.push(...transitions);
    periods.push(...begun);
    keeper.saveTurn(transitions);
  };
  const problem = keeper.load();
  keeper.start();
  settle();
  const read = (value: number) => {
    keeper.accept([
      { point: 'gas-1/concentration', value, quality: 'good', at: { boot: clock.boot, mono: clock.mono() } },
    ]);
    settle();
  };
  const command = (asked: DetectCommand) => {
    const result = keeper.command(asked);
    settle();
    return result;
  };
  /** Readings every second, as a healthy sensor gives them. */
  const readFor = async (value: number, seconds: number) => {
    for (let s = 0; s < seconds; s++) {
      read(value);
      await file.settled(); // the disk is as quick as the clock
      await clock.advance(1000);
    }
  };
  return { keeper, file, told, periods, journaled, onDisk, problem, readFor, command, settle };
}

/** A clock after each of whose timers `settle` is called. */
function turning(clock: VirtualClock, settle: () => void): Clock {
  return {
    boot: clock.boot,
    mono: () => clock.mono(),
    utc: () => clock.utc(),
    after: (delayMs, name, run) =>
      clock.after(delayMs, name, () => {
        run();
        settle();
      }),
  };
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

  it('says of a reset beforehand what it would say to it, and changes nothing', async () => {
    const { keeper, readFor, command } = keeperOn(newPath(), new VirtualClock());
    await readFor(60, 4);
    const [{ occurrence = '' } = {}] = keeper.alarms();
    const asked = () => {
      const before = keeper.alarms();
      const may = keeper.mayReset(occurrence);
      expect(keeper.alarms()).toEqual(before);
      return may;
    };
    expect(asked()).toBe(false); // it holds
    await readFor(0, 3);
    expect(asked()).toBe(true); // it is over, and nobody has acknowledged it
    await readFor(60, 1);
    expect(keeper.alarms()[0]?.condition).toBe('returned-unacknowledged');
    expect(asked()).toBe(false); // it is about to be declared again
    expect(command({ verb: 'reset', occurrence, actor: 'wang' }).ok).toBe(false);
    await readFor(0, 1);
    expect(asked()).toBe(true);
    expect(command({ verb: 'reset', occurrence, actor: 'wang' }).ok).toBe(true);
    expect(asked()).toBe(false); // there is nothing any more
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
    before.command({ verb: 'acknowledge', occurrence, actor: 'wang' });
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
    const { command } = keeperOn(newPath(), new VirtualClock());
    const answer = command({ verb: 'acknowledge', occurrence: 'gas-high#old-1', actor: 'wang' });
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

  const shelve = { verb: 'shelve', rule: 'gas-high', forS: 600, reason: 'welding', actor: 'wang' } as const;

  it('shelves, and brings the alarm back on the clock', async () => {
    const clock = new VirtualClock();
    const { command, told, readFor } = keeperOn(newPath(), clock);
    await readFor(60, 4);
    expect(command(shelve)).toMatchObject({ ok: true });
    await readFor(60, 599);
    expect(gasSteps(told)).toEqual(['raised', 'shelved']);
    await readFor(60, 2);
    expect(gasSteps(told)).toEqual(['raised', 'shelved', 'unshelved']);
    expect(told.at(-1)?.at.mono).toBe(604_000);
  });

  it('declares what a command did before it answers, and refuses with the reason', async () => {
    const { command, told } = keeperOn(newPath(), new VirtualClock());
    command(shelve);
    expect(gasSteps(told)).toEqual(['shelved']);
    expect(command({ ...shelve, forS: 0 })).toMatchObject({
      ok: false,
      error: { code: 'alarm.unlimited-time' },
    });
  });

  it('tells when a maintenance period begins and ends, before what it does to alarms', async () => {
    const clock = new VirtualClock();
    const { command, keeper, told, periods, readFor } = keeperOn(newPath(), clock);
    await readFor(60, 4);
    const scope = { zones: [], devices: [] };
    command({ verb: 'maintenance', scope, forS: 60, reason: 'bump test', actor: 'wang' });
    expect(periods.map(({ what }) => what)).toEqual(['began']);
    expect(keeper.maintenance()).toMatchObject([{ actor: 'wang', reason: 'bump test', until: 64_000 }]);
    await readFor(60, 61);
    expect(periods.map(({ what }) => what)).toEqual(['began', 'ended']);
    expect(gasSteps(told)).toEqual(['raised', 'suppressed', 'unsuppressed']);
    expect(keeper.maintenance()).toEqual([]);
  });

  it('of a power cut remembers within a minute how much of a shelf was left', async () => {
    const path = newPath();
    const before = keeperOn(path, new VirtualClock({ boot: 'first' }));
    before.command(shelve);
    await before.readFor(0, 500);
    await before.file.settled(); // and then the power is cut: nobody stops it in order

    const clock = new VirtualClock({ boot: 'second', mono: 5000 });
    const left = (keeperOn(path, clock).keeper.alarms()[0]?.until?.mono ?? 0) - 5000;
    expect(left).toBeGreaterThanOrEqual(100_000);
    expect(left).toBeLessThanOrEqual(160_000);
  });

  it('writes nothing now and then while there is nothing to remember', async () => {
    const path = newPath();
    const clock = new VirtualClock();
    const { keeper, readFor } = keeperOn(path, clock);
    await readFor(0, 300);
    expect(existsSync(path)).toBe(false);
    await keeper.stop();
    expect(existsSync(path)).toBe(true);
  });

  it('lets go of its timers when it stops', async () => {
    const clock = new VirtualClock();
    const { command, keeper } = keeperOn(newPath(), clock);
    command(shelve);
    await keeper.stop();
    expect(clock.pending()).toEqual([]);
  });

  it('does not let the journal wait for long for a disk that does not answer', async () => {
    const clock = new VirtualClock();
    const path = newPath();
    execFileSync('mkfifo', [`${path}.new`]); // whoever writes into it waits for a reader
    const { keeper, file, journaled, settle } = keeperOn(path, clock, () => {});
    keeper.accept([
      {
        point: 'gas-1/concentration',
        value: 60,
        quality: 'good',
        at: { boot: clock.boot, mono: clock.mono() },
      },
    ]);
    settle();
    await clock.advance(4_900);
    expect(journaled).toEqual([]);
    await clock.advance(200);
    expect(journaled.map(({ transition }) => transition.cause)).toEqual(['raised']);
    const reader = openSync(`${path}.new`, constants.O_RDONLY | constants.O_NONBLOCK);
    await file.settled();
    closeSync(reader);
  });
});
