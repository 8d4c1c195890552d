import { describe, expect, it } from 'vitest';
import type { Reading } from '../../../drivers/reading.ts';
import type { Request } from '../../../drivers/request.ts';
import { alarmTimes } from '../../../gateway/alarmTime/alarmTime.ts';
import { silentLog } from '../../../gateway/core/log.ts';
import { LinePoller } from '../../../gateway/guard/bus/poller/linePoller.ts';
import { AlarmTimeKeeper } from '../../../gateway/guard/keepers/alarmTimeKeeper.ts';
import { VirtualClock } from '../../harness/virtualClock.ts';
import { gasSite, installationOf } from '../../site/fixture.ts';
import { type Behaviour, echo, FakeLine } from '../bus/fakeLine.ts';

const RULE = {
  ...{ id: 'gas-high', kind: 'limit', point: 'gas-1/concentration', unit: '%LEL' },
  ...{ high: { red: 50 } },
};
const DAY_MS = 86_400_000;

/** A keeper beside the real poller of one gas detector; `raise` says that its newest reading raised
 * the alarm. */
async function watched(rule: object = {}) {
  const installation = installationOf({ ...gasSite, rules: [{ ...RULE, ...rule }] });
  const [line] = installation.lines;
  if (line === undefined) throw new Error('no line');
  const clock = new VirtualClock();
  const told: Reading[] = [];
  const keeper = new AlarmTimeKeeper(installation, clock, (reading) => told.push(reading));
  const client = new FakeLine(clock, line.connection);
  client.units.set(1, echo);
  let newest: Reading | undefined;
  let waiting = false;
  const raise = () => {
    const { point, at } = newest as Reading;
    const occurrence = 'gas-high#1';
    const alarm = { cause: 'raised', occurrence, rule: 'gas-high', point, onset: at } as const;
    keeper.commanded(alarm, { boot: clock.boot, mono: clock.mono() });
  };
  const poller = new LinePoller({
    ...{ line, client, clock, log: silentLog },
    events: {
      readings(readings) {
        keeper.readings(readings);
        const here = readings.find(({ point, value }) => point === RULE.point && value !== null);
        newest = here ?? newest;
        if (here !== undefined && waiting) {
          waiting = false;
          raise();
        }
      },
      device: (health) => keeper.device(health),
      line: (health) => keeper.line(health),
      exchanged: (note) => keeper.exchanged(note),
    },
  });
  await poller.start();
  await clock.advance(10_500);
  const raiseWithNext = () => {
    waiting = true;
  };
  const stop = async () => {
    keeper.stop();
    await clock.until(poller.stop());
    expect(clock.pending()).toEqual([]);
  };
  const bound = (dying: number, lost: number) =>
    alarmTimes(installation)[0]?.bounds.find((one) => one.dying === dying && one.lost === lost)?.totalMs ?? 0;
  return { clock, keeper, client, told, raise, raiseWithNext, stop, bound };
}

describe('the alarm times that are met', () => {
  it('stand beside their bound, from the read before the change to the command', async () => {
    const { keeper, clock, raise, stop, bound } = await watched();
    await clock.advance(550); // 11.05 s: read at 11 s, and before at 10 s
    raise();
    await stop();
    const { count, newest, worst, ofBound } = keeper.view().lines.rs485 ?? {};
    expect(count).toBe(1);
    expect(worst?.boundMs).toBeCloseTo(bound(0, 0), 3);
    expect(newest?.occurrence).toBe('gas-high#1');
    expect(worst?.latencyMs).toBeGreaterThan(1000);
    expect(worst?.latencyMs).toBeLessThan(1100);
    expect(ofBound?.reduce((sum, n) => sum + n, 0)).toBe(1);
    expect(keeper.view()).toMatchObject({ exceeded: 0, unpromised: 0 });
  });

  it('are held against the bound with a lost reply when one was lost', async () => {
    const { keeper, client, clock, raise, stop, bound } = await watched();
    client.units.set(1, (request) => {
      client.units.set(1, echo);
      return request.op === 'read' ? 'silent' : [];
    });
    await clock.advance(1350);
    raise();
    await stop();
    const { worst } = keeper.view().lines.rs485 ?? {};
    expect(worst?.latencyMs).toBeGreaterThan(bound(0, 0));
    expect(worst?.boundMs).toBeLessThanOrEqual(bound(1, 1)); // there is no other device that could die
    expect(worst?.boundMs).toBeGreaterThan(bound(1, 0));
    expect(keeper.view().exceeded).toBe(0);
  });

  it('are measured where the wider read after a lost reply is refused', async () => {
    const { keeper, client, clock, raiseWithNext, stop } = await watched();
    const answers: Behaviour[] = [
      () => 'silent',
      (request) => {
        const { address, count } = request as Request & { op: 'read' };
        return { exception: 2, read: { address, count: count + 1 } };
      },
    ];
    client.units.set(1, (request) => (answers.shift() ?? echo)(request));
    await clock.advance(500);
    raiseWithNext();
    await clock.advance(3000);
    await stop();
    expect(answers).toEqual([]);
    expect(keeper.view()).toMatchObject({ exceeded: 0, unpromised: 0, lines: { rs485: { count: 1 } } });
  });

  it('leave the delay of the rule out', async () => {
    const { keeper, clock, raise, stop } = await watched({ onDelayS: 0.4 });
    await clock.advance(550);
    await clock.advance(400);
    raise();
    await stop();
    expect(keeper.view().lines.rs485?.worst?.latencyMs).toBeLessThan(1100);
  });

  it('are a fault from the bound on, and not before', async () => {
    const { keeper, clock, told, raise, stop, bound } = await watched();
    await clock.advance(550); // the read before began at 10 s
    await clock.advance(10_000 + bound(0, 0) - clock.mono() - 1);
    raise();
    expect(told).toEqual([]);
    await clock.advance(2);
    raise();
    expect(told).toHaveLength(1);
    expect(keeper.view().exceeded).toBe(1);
    await stop();
  });

  it('that came too late are told once, and again when somebody has looked', async () => {
    const { keeper, clock, client, told, raise, stop } = await watched();
    await clock.advance(550);
    client.units.set(1, () => 'silent'); // no newer reading comes
    await clock.advance(3000); // this computer slept
    raise();
    expect(told).toMatchObject([{ point: 'gateway/alarm-time', value: false, quality: 'good' }]);
    expect(keeper.view()).toMatchObject({
      exceeded: 1,
      lines: { rs485: { worst: { latencyMs: expect.any(Number) } } },
    });
    expect(keeper.view().lines.rs485?.ofBound.at(-1)).toBe(1);
    keeper.reset();
    keeper.reset();
    expect(told.map(({ value }) => value)).toEqual([false, true]);
    raise();
    await clock.advance(DAY_MS + 1);
    expect(told.map(({ value }) => value)).toEqual([false, true, false, true]);
    await stop();
  });

  it('are not measured over a lost line, nor promised of a device that was given up', async () => {
    const { keeper, client, clock, raiseWithNext, stop } = await watched();
    client.unplug();
    await clock.advance(5000);
    client.plugged = true;
    raiseWithNext();
    await clock.advance(11_000);
    expect(keeper.view()).toEqual({ exceeded: 0, unpromised: 0, lines: {} });
    client.units.delete(1);
    await clock.advance(20_000);
    client.units.set(1, echo);
    raiseWithNext();
    await clock.advance(11_000);
    await stop();
    expect(keeper.view()).toEqual({ exceeded: 0, unpromised: 1, lines: {} });
  });

  it('say nothing about escalations, and about alarms of another boot', async () => {
    const { keeper, clock, stop } = await watched();
    await clock.advance(550);
    const at = { boot: clock.boot, mono: clock.mono() };
    const elsewhere = { boot: 'another', mono: at.mono };
    const alarm = { occurrence: 'gas-high#1', rule: 'gas-high', point: RULE.point, onset: elsewhere };
    keeper.commanded({ ...alarm, cause: 'raised' }, at);
    keeper.commanded({ ...alarm, cause: 'escalated', onset: at }, at);
    await stop();
    expect(keeper.view().lines).toEqual({});
  });
});
