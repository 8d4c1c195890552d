import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { QuickJournal } from '../harness/roomGuard.ts';
import { VirtualClock } from '../harness/virtualClock.ts';
import { startGasHouse } from './gasHouse.ts';
import { stateFolder } from './sirenHouse.ts';

// What the last run knew comes before anything that may raise an alarm in this one.

describe('a guard that starts', () => {
  it('and finds its journal damaged still knows the alarms that stand, and adds its own', async () => {
    const folder = stateFolder();
    const first = await startGasHouse({ folder });
    first.field.gas.a = 60;
    await first.clock.advance(2_000);
    const before = first.room.alarm('a-high')?.occurrence ?? 'none';

    // killed; the next one is told of the damage before it does anything else
    const clock = new VirtualClock({ mono: first.clock.mono() + 1_000 });
    const second = await startGasHouse({
      ...{ folder, clock },
      world: {
        createJournal: ({ events }) => {
          const damaged = { code: 'journal.damaged', what: 'the file is damaged' };
          return Object.assign(new QuickJournal(events), { start: async () => events.trouble(damaged) });
        },
      },
    });
    expect(second.room.alarm('a-high')?.occurrence).toBe(before);
    expect(second.room.alarm('gateway.journal')).toBeDefined();
  });

  it('keeps a state that it cannot read beside the new one, says so, and goes on', async () => {
    const folder = stateFolder();
    writeFileSync(join(folder, 'alarms.json'), '{"version":2,"rules":{"a-high":');
    const { room, field, clock } = await startGasHouse({ folder });
    expect(room.problems.map(({ code }) => code)).toContain('detect.saved-state-damaged');
    expect(readdirSync(folder)).toContain('alarms.json.unreadable');
    field.gas.a = 60;
    await clock.advance(2_000);
    expect(field.siren).toBe(true);
  });
});

describe('silence', () => {
  it('of sensors does not begin while guard waits for its journal to open', async () => {
    const { room, clock } = await startGasHouse({
      world: {
        createJournal: ({ events }) =>
          Object.assign(new QuickJournal(events), { start: () => new Promise<never>(() => {}) }),
      },
    });
    await clock.advance(60_000);
    expect(room.alarms().filter(({ rule }) => rule.includes('loss-of-sensing'))).toEqual([]);
    expect(room.status).toBeDefined();
  });

  it.each([1_500, 3_000, 20_000])(
    'that is guard’s own, when its host stands still for %i ms, raises no loss, and is told as what it is',
    async (ms) => {
      const { room, clock } = await startGasHouse();
      await clock.advance(10_000);
      clock.stall(ms);
      await clock.advance(10_000);
      const raised = room.events.filter((event) => event.type === 'alarm' && event.cause === 'raised');
      expect(raised).toEqual([]);
      expect(room.events).toContainEqual(expect.objectContaining({ code: 'guard.stalled' }));
      expect((await room.status()).stalls).toMatchObject({ count: 1 });
    },
  );

  it('of a sensor after such a stall is still noticed', async () => {
    const { room, field, clock } = await startGasHouse();
    clock.stall(3_000);
    field.lines.get('a')?.[0]?.units.set(1, () => 'silent');
    await clock.advance(15_000);
    expect(room.alarms().map(({ rule }) => rule)).toContain('gas-a.loss-of-sensing');
  });
});
