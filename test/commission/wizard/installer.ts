import { deviceTiming } from '../../../gateway/alarmTime/deviceTiming.ts';
import { SetupPort } from '../../../gateway/cli/device/setupPort.ts';
import { newOrder, type SensorOrder } from '../../../gateway/commission/wizard/order.ts';
import { orderHands } from '../../../gateway/commission/wizard/orderHands.ts';
import { OrderRun } from '../../../gateway/commission/wizard/runOrder.ts';
import type { SerialFormat } from '../../../gateway/core/serialFormat.ts';
import { RtuLine } from '../../../gateway/guard/bus/line/rtuLine.ts';
import type { SimulatedDevice } from '../../../simulators/device/device.ts';
import { MemoryEndpoint } from '../../../simulators/endpoint/memoryEndpoint.ts';
import { onBench, profiles } from '../../simulators/bench.ts';

/** What hands take, milliseconds: nobody is quicker in a basement. */
export const HAND_MS = { connect: 40_000, powerCycle: 10_000, tap: 1_500, character: 400, check: 30_000 };

/** A line with a bag of sensors beside it, and a box that runs an order on it; on a virtual clock. */
export function basement(
  profile: string,
  count: number,
  faults: Readonly<Record<number, object>> = {},
  apartMs = 1, // 0: no two can be told from one by when they answer
  ownBaud: number | null = null, // of the line, where the sensors come with another
) {
  const known = profiles.get(profile);
  if (known === undefined) throw new Error(profile);
  const { unit, baud } = known.serial;
  const format: SerialFormat = { baud, parity: 'none', stopBits: 1 };
  const devices = Array.from({ length: count }, (_, i) => ({
    ...{ id: `s${i + 1}`, profile, unit, connected: false, turnaroundMs: 15 + apartMs * i },
    ...(ownBaud === null ? {} : { serial: { baud } }),
    ...(faults[i] === undefined ? {} : { faults: [faults[i]] }),
  }));
  const own: SerialFormat = { ...format, baud: ownBaud ?? baud };
  const { clock, simulation, serial } = onBench({ lines: [{ id: 'l', link: 'l', baud: own.baud, devices }] });
  const open = (at: SerialFormat) => {
    serial.setMaster(at);
    return new RtuLine(
      new MemoryEndpoint(serial, clock),
      { type: 'serial', path: 'l', adapterMs: 2, ...at },
      clock,
    );
  };
  const line = new SetupPort(open, deviceTiming(known), clock);
  const at = { unit, format: own };
  const kept: string[] = [];
  const box = {
    ...orderHands(line, known, profiles, clock, (order) => void kept.push(JSON.stringify(order))),
    async powerCycle() {
      await clock.until(new Promise<void>((done) => clock.after(HAND_MS.powerCycle, 'hand', () => done())));
    },
  };
  const fresh = ownBaud === null ? null : format;
  const order = newOrder({ line: 'l', profile, count, name: '压力 {n}' }, at, new Set([12]), 11, { fresh });
  const begin = (from: SensorOrder = order) => new OrderRun(from, known, box);
  const device = (i: number): SimulatedDevice => {
    const found = simulation.devices.get(`s${i + 1}`);
    if (found === undefined) throw new Error(`no sensor ${i + 1}`);
    return found;
  };
  return { clock, simulation, known, order, begin, kept, device, box, own };
}
