import { describe, expect, test } from 'vitest';
import { withCrc } from '../../../../drivers/crc.ts';
import type { WakeUp } from '../../../../drivers/profile/schema.ts';
import type { Request } from '../../../../drivers/request.ts';
import type { DeviceTiming } from '../../../../gateway/alarmTime/deviceTiming.ts';
import { exchangeBoundMs, forgottenAfterMs, gapMs } from '../../../../gateway/alarmTime/wire.ts';
import { RtuLine } from '../../../../gateway/guard/bus/line/rtuLine.ts';
import { memoryPorts } from '../../../../gateway/guard/bus/port/memoryPort.ts';
import { VirtualClock } from '../../../harness/virtualClock.ts';
import { CONNECTION } from './trial.ts';

const READ: Request = { op: 'read', unit: 1, table: 'holding', address: 0x14, count: 1 };

/** A sensor that sleeps when nothing came for `idleMs`: the next bytes wake it, and are lost on it. Takes down what came. */
async function sleeper(wakeUp: WakeUp, forMs = 5_000) {
  const clock = new VirtualClock({ mono: 1000 });
  const [near, far] = memoryPorts(clock);
  await far.open();
  const timing: DeviceTiming = { turnaroundMs: 10, responseMs: 100, lateWindowMs: 200, gapMs: 0, wakeUp };
  const line = new RtuLine(near, CONNECTION, clock);
  const heard: string[] = [];
  let awakeUntil = 0;
  let listensFrom = 0;
  far.onBytes = (bytes, at) => {
    const hex = Buffer.from(bytes).toString('hex');
    heard.push(hex);
    const awake = at < awakeUntil;
    if (!awake) listensFrom = at + forMs;
    awakeUntil = at + wakeUp.idleMs;
    if (!awake || at < listensFrom || bytes.length !== 8) return;
    const reply = withCrc([1, 3, 2, 0, 7]);
    clock.after(30, 'reply', () => far.write(reply));
  };
  await clock.until(line.open());
  const ask = async () => {
    const from = clock.mono();
    const result = await clock.until(line.exchange(READ, timing));
    return { result, tookMs: clock.mono() - from };
  };
  return { clock, line, heard, ask, boundMs: exchangeBoundMs(CONNECTION, READ, timing), timing };
}

const REQUEST = Buffer.from(withCrc([1, 3, 0, 0x14, 0, 1])).toString('hex');

describe('a device that sleeps', () => {
  // Minyuan WS61, register table V1.0: a byte 8F wakes it, and it listens 30 ms later
  test('is woken by its byte before it is asked, and not again while it is awake', async () => {
    const { clock, heard, ask, boundMs } = await sleeper({ idleMs: 100, waitMs: 30, bytes: [0x8f] }, 25);
    const first = await ask();
    expect(first.result).toMatchObject({ kind: 'ok', values: [7] });
    expect(first.tookMs).toBeLessThan(boundMs);
    await clock.advance(20);
    expect((await ask()).result).toMatchObject({ kind: 'ok' });
    expect(heard).toEqual(['8f', REQUEST, REQUEST]);
    await clock.advance(100);
    expect((await ask()).result).toMatchObject({ kind: 'ok' });
    expect(heard).toEqual(['8f', REQUEST, REQUEST, '8f', REQUEST]);
  });

  test('is woken by the request itself where nothing else is said, and has lost nothing by that', async () => {
    const { clock, line, heard, ask, boundMs, timing } = await sleeper({ idleMs: 5000, waitMs: 300 }, 250);
    const first = await ask();
    expect(first.result).toMatchObject({ kind: 'ok', values: [7] });
    expect(first.tookMs).toBeLessThan(boundMs + gapMs(CONNECTION));
    expect(heard).toEqual([REQUEST, REQUEST]);
    expect(line.readyAt(1)).toBeLessThanOrEqual(clock.mono()); // no quarantine
    await clock.advance(forgottenAfterMs(CONNECTION, READ, timing)); // awake all the time
    expect((await ask()).result).toMatchObject({ kind: 'ok' });
    expect(heard).toHaveLength(3);
  });

  test('that does not wake is lost like any other', async () => {
    const { ask, boundMs } = await sleeper({ idleMs: 100, waitMs: 30, bytes: [0x8f] }, 1_000_000);
    const { result, tookMs } = await ask();
    expect(result).toMatchObject({ kind: 'timeout' });
    expect(tookMs).toBeLessThanOrEqual(boundMs);
  });
});
