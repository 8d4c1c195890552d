import { beforeEach, describe, expect, it } from 'vitest';
import type { Alarm } from '../../../gateway/control/alarm.ts';

import { EvidenceKeeper } from '../../../gateway/guard/keepers/evidenceKeeper.ts';
import { assignChannels } from '../../../gateway/guard/record/channels.ts';
import type { EventBody, Part } from '../../../gateway/telemetry/wire/model.ts';
import { VirtualClock } from '../../harness/virtualClock.ts';
import { gasSite, installationOf } from '../../site/fixture.ts';
import { step } from '../record/alarmSteps.ts';
import { gasHall } from '../record/gasHall.ts';

const site = installationOf(gasSite);

/** A keeper on a virtual clock whose journal is a list; one point is read every second. */
function aKeeper(clock: VirtualClock, installation = site) {
  const rows: { occurrence: string; part: Part }[] = [];
  const events: EventBody[] = [];
  let inThisTurn = 0;
  let mostInOneTurn = 0;
  const keeper = new EvidenceKeeper(clock, {
    appendPart(part, occurrence = '') {
      rows.push({ occurrence, part });
      mostInOneTurn = Math.max(mostInOneTurn, ++inThisTurn);
      queueMicrotask(() => {
        inThisTurn = 0;
      });
    },
    appendEvent: (event) => events.push(event),
  });
  keeper.begin(installation, assignChannels(null, installation));
  const readFor = async (seconds: number) => {
    for (let s = 0; s < seconds; s++) {
      await clock.advance(1000);
      const at = { boot: clock.boot, mono: clock.mono() };
      keeper.accept([{ point: 'gas-1/concentration', value: clock.mono() / 1000, quality: 'good', at }]);
    }
  };
  const values = () => rows.flatMap(({ part }) => part.samples[0]?.columns[0]?.values ?? []);
  return { keeper, rows, events, readFor, values, inOneTurn: () => mostInOneTurn };
}

const seconds = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

describe('the evidence keeper', () => {
  let clock: VirtualClock;
  beforeEach(() => {
    clock = new VirtualClock();
  });

  it('writes nothing in the turn in which an alarm is declared, and leaves no timer when all is written', async () => {
    const { keeper, rows, readFor, values } = aKeeper(clock);
    await readFor(100);
    keeper.declared(step('gas-high#1', 'raised', clock.mono()));
    expect(rows).toEqual([]);
    await clock.advance(300);
    expect(rows).toMatchObject([{ occurrence: 'gas-high#1', part: { from: 40_000 - 1, to: 100_250 } }]);
    await readFor(70);
    expect(values()).toEqual(
      seconds(40, 160)
        .map((s) => (s <= 100 ? s : s + 0.3))
        .filter((s) => s <= 160),
    );
    expect(clock.pending()).toEqual([]);
  });

  it('writes one row in a turn of the event loop, however many alarms there are', async () => {
    const { keeper, rows, readFor, inOneTurn } = aKeeper(clock);
    await readFor(10);
    for (let n = 0; n < 10; n++) keeper.declared(step(`gas-high#${n}`, 'raised', clock.mono()));
    await clock.advance(300);
    expect(rows).toHaveLength(10);
    expect(inOneTurn()).toBe(1);
  });

  it('writes what has come when guard stops in the middle of it', async () => {
    const { keeper, readFor, values } = aKeeper(clock);
    await readFor(100);
    keeper.declared(step('gas-high#1', 'raised', clock.mono()));
    await readFor(5);
    keeper.stop();
    expect(values()).toEqual(seconds(40, 105));
    await readFor(10);
    expect(clock.pending()).toEqual([]);
  });

  it('goes on with what follows an alarm after guard was restarted, and not after a reboot', async () => {
    const alarmAt = (boot: string): Alarm => ({
      ...step('gas-high#1', 'raised', 100_000).transition,
      declared: { boot, mono: 100_000 },
      since: { boot, mono: 100_000 },
      durable: true,
    });
    await clock.advance(120_000);
    const { keeper, readFor, values } = aKeeper(clock);
    keeper.resume([alarmAt(clock.boot)]);
    await readFor(60);
    expect(values()).toEqual(seconds(121, 160));

    const rebooted = aKeeper(clock);
    rebooted.keeper.resume([alarmAt('another boot')]);
    await rebooted.readFor(60);
    expect(rebooted.rows).toEqual([]);
  });

  it('tells when too much happens at once, by name', async () => {
    const { keeper, events, readFor } = aKeeper(clock);
    await readFor(10);
    for (let n = 0; n < 200; n++) keeper.declared(step(`gas-high#${n}`, 'raised', clock.mono()));
    await readFor(70);
    expect(events).toMatchObject([
      {
        type: 'system',
        code: 'evidence.limited',
        text: 'too many alarms at once to keep all evidence; missing or not whole: gas-high#16, gas-high#17, gas-high#18, gas-high#19, gas-high#20 and 179 more',
      },
    ]);
  });

  it('tells at its start that a site is too large to remember a minute of it', () => {
    const ids = site.devices.get('gas-1')?.points.map(({ profile }) => profile.id) ?? [];
    const fast = gasHall(80, Object.fromEntries(ids.map((id) => [id, { periodMs: 50 }])));
    expect(aKeeper(clock).events).toEqual([]);
    const [told] = aKeeper(clock, fast).events;
    expect(told).toMatchObject({ code: 'evidence.limited' });
  });
});
