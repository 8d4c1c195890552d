import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lockFolder } from '../../gateway/core/folderLock.ts';
import type { GuardWorld } from '../../gateway/guard/world.ts';
import type { JournalWriter } from '../../gateway/journal/types.ts';
import type { Installation } from '../../gateway/site/installation.ts';
import { removeFolder } from '../harness/removeFolder.ts';
import { QuickJournal } from '../harness/roomGuard.ts';
import { installationOf } from '../site/fixture.ts';
import { gasHouse, startGasHouse } from './gasHouse.ts';

const never = new Promise<never>(() => {});

/** The same house with a board that knows no timed pulse: what is switched there stays. */
function withPlainBoard(site: Record<string, unknown>): Installation {
  const installation = structuredClone(installationOf(site));
  const board = installation.devices.get('board');
  if (board === undefined) throw new Error('no board');
  Object.assign(board.profile, { annunciator: { protocol: 'coils' } });
  return installation;
}

/** Stops the guard of `room` and answers how long it took and what it said. */
async function stopped({ clock, room }: Awaited<ReturnType<typeof startGasHouse>>) {
  const from = clock.mono();
  let said: readonly string[] | null = null;
  const ended = room.guard.stop().then((words) => {
    said = words;
    return clock.mono() - from;
  });
  while (said === null && clock.mono() - from < 60_000) await clock.advance(50);
  return { ms: await ended, said: said ?? [] };
}

describe('guard stops within two seconds', () => {
  it('at once and without a word where nothing hangs; asked twice it stops once', async () => {
    const house = await startGasHouse();
    const again = house.room.guard.stop();
    const { ms, said } = await stopped(house);
    expect(ms).toBeLessThan(500);
    expect(said).toEqual([]);
    expect(await again).toEqual([]);
    expect(
      house.room.events.filter((event) => event.type === 'system' && event.code === 'guard.stopped'),
    ).toHaveLength(1);
    expect(house.clock.pending()).toEqual([]);
  });

  it.each<[string, Parameters<typeof startGasHouse>[0], string]>([
    [
      'clients that hold up their socket',
      {
        world: {
          sockets: () => ({
            start: async () => [],
            stop: () => never,
            publish: () => {},
            alarmsChanged: () => {},
          }),
        },
      },
      'the control sockets',
    ],
    [
      'a disk on which nothing comes to an end',
      {
        world: {
          createJournal: ({ events }) =>
            Object.assign(new QuickJournal(events), { stop: () => never }) as JournalWriter,
        },
      },
      'the journal: its newest rows may not be on the disk',
    ],
  ])('whatever hangs: %s', async (_what, options, named) => {
    const { ms, said } = await stopped(await startGasHouse(options));
    expect(ms).toBeLessThanOrEqual(2_050);
    expect(said).toEqual([`not ended in time: ${named}`]);
  });

  it('whatever hangs: a port that cannot be closed', async () => {
    const house = await startGasHouse();
    const [port] = house.field.lines.get('a') ?? [];
    if (port !== undefined) port.close = () => never;
    const { ms, said } = await stopped(house);
    expect(ms).toBeLessThanOrEqual(2_050);
    expect(said).toEqual(['not ended in time: the lines']);
  });
});

describe('the state folder', () => {
  const folder = () => {
    const path = mkdtempSync(join(tmpdir(), 'lifeline-lock-'));
    const lock = lockFolder(path);
    if (typeof lock === 'string') throw new Error(lock);
    return { path, lock };
  };

  it('is free when guard has stopped, and stays taken while its journal still writes', async () => {
    const held = folder();
    const hung: Pick<GuardWorld, 'createJournal'> = {
      createJournal: ({ events }) =>
        Object.assign(new QuickJournal(events), { stop: () => never }) as JournalWriter,
    };
    await stopped(await startGasHouse({ lock: held.lock, world: hung }));
    expect(lockFolder(held.path)).toBe('taken');
    held.lock.release();
    const free = folder();
    await stopped(await startGasHouse({ lock: free.lock }));
    expect(lockFolder(free.path)).not.toBe('taken');
    for (const { path } of [held, free]) removeFolder(path);
  });
});

describe('a board of relays without a lease, when guard stops during an alarm', () => {
  const plain = (onLoss: string) => ({
    ...gasHouse,
    annunciators: [{ device: 'board', outputs: [{ point: 'relay1', drives: 'siren', onLoss }] }],
  });

  it('is told the state it is to have without guard', async () => {
    const house = await startGasHouse({ installation: withPlainBoard(plain('rest')) });
    house.field.gas.a = 60;
    await house.clock.advance(2_000);
    expect(house.field.siren).toBe(true);
    const { said } = await stopped(house);
    expect(house.field.siren).toBe(false);
    expect(said).toEqual([]);
  });

  it('sounds on where its state is "hold", and that is said', async () => {
    const house = await startGasHouse({ installation: withPlainBoard(plain('hold')) });
    house.field.gas.a = 60;
    await house.clock.advance(2_000);
    const { said } = await stopped(house);
    expect(house.field.siren).toBe(true);
    expect(said).toEqual([expect.stringContaining('board/relay1 goes on as it is')]);
  });
});
