import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openAlarms } from '../../gateway/journal/read/openAlarms.ts';
import { inProcess } from '../../gateway/journal/write/inProcess.ts';
import { createJournalWriter } from '../../gateway/journal/write/writer.ts';
import { VirtualClock } from '../harness/virtualClock.ts';
import { expectChinese } from '../text/inChinese.ts';
import { startGasHouse } from './gasHouse.ts';
import { stateFolder } from './sirenHouse.ts';

/** Real journal files, as quick as the clock. */
const worldIn = (folder: string) => ({
  createJournal: (options: Parameters<typeof createJournalWriter>[0]) =>
    createJournalWriter({
      ...options,
      heads: { disk: [join(folder, 'journal.head')], memory: [] },
      spawn: inProcess((_what, arrive) => queueMicrotask(arrive)),
    }),
  openAlarms: async (journal: string) => openAlarms(journal),
});

it.each(['{"version":2,"rules":{"a-hi', '', null])(
  'alarms that the journal shows open are told as ended when the saved state is %j, and what stands is raised anew',
  async (left) => {
    const folder = stateFolder();
    const world = worldIn(folder);
    const first = await startGasHouse({ folder, world });
    first.field.gas.a = 60;
    await first.clock.advance(5_000);
    const before = first.room.alarm('a-high')?.occurrence ?? 'none';
    const journal = join(folder, 'journal.db');
    const open = () => {
      const read = openAlarms(journal);
      return read.ok ? read.value.map(({ occurrence }) => occurrence) : [];
    };
    expect(open()).toContain(before);

    // killed, and what it had saved is torn or gone
    if (left === null) rmSync(join(folder, 'alarms.json'));
    else writeFileSync(join(folder, 'alarms.json'), left);
    const clock = new VirtualClock({ mono: first.clock.mono() + 1_000 });
    const second = await startGasHouse({ folder, clock, world });
    second.field.gas.a = 60;
    await clock.advance(5_000);

    const after = second.room.alarm('a-high')?.occurrence;
    expect(after).toBeDefined();
    expect(after).not.toBe(before);
    expect(open()).not.toContain(before);
    expect(open()).toContain(after);
    const told = second.room.problems
      .map(({ code }) => code)
      .filter((code) => code.startsWith('detect.saved'));
    expect(told).toEqual([left === null ? 'detect.saved-state-gone' : 'detect.saved-state-damaged']);
  },
);

it.each([
  ['channels.json', 'record.channels-damaged'],
  ['day.json', 'record.day-damaged'],
  ['annunciation.json', 'annunciate.saved-state-damaged'],
])('a %s that cannot be read is told, kept beside, and made anew', async (name, code) => {
  const folder = stateFolder();
  writeFileSync(join(folder, name), '{"torn":');
  const { room, clock } = await startGasHouse({ folder, world: worldIn(folder) });
  await clock.advance(5_000);
  const problem = room.problems.find((one) => one.code === code);
  if (problem === undefined) throw new Error(`${name} was not told`);
  expectChinese(problem);
  expect(readFileSync(join(folder, `${name}.unreadable`), 'utf8')).toBe('{"torn":');
});
