import { EventEmitter } from 'node:events';
import ModbusSerial from 'modbus-serial';
import { describe, expect, test } from 'vitest';
import { crcHolds, dialectOf, planReads, readLimits, readTranscript, withCrc } from '../../drivers/index.ts';
import { deviceTiming } from '../../gateway/alarmTime/deviceTiming.ts';
import { exchangeMs } from '../../gateway/alarmTime/wire.ts';
import { RtuLine } from '../../gateway/guard/bus/line/rtuLine.ts';
import { memoryPorts } from '../../gateway/guard/bus/port/memoryPort.ts';
import { VirtualClock } from '../harness/virtualClock.ts';
import { builtin, builtinText } from './builtin.ts';

const SERIAL = {
  ...({ type: 'serial', path: '/dev/ttyS9', baud: 9600 } as const),
  ...({ parity: 'none', stopBits: 1, adapterMs: 16 } as const),
};
const profile = builtin('monarch-nice3000plus');
const monarch = dialectOf('monarch');
const { exchanges } = readTranscript('frames.txt', builtinText('monarch-nice3000plus', 'frames.txt'));
const golden = exchanges.flatMap(({ request, reply, exception }) =>
  reply === null ? [] : [{ request, reply, exception }],
);
const bytes = (text: string) => Uint8Array.from(text.split(' '), (pair) => Number.parseInt(pair, 16));

describe('the dialect of Monarch', () => {
  test.each([
    ['01', 'more'],
    ['01 03', 'more'],
    ['01 03 00', 'more'],
    ['01 03 00 02', 8],
    ['01 03 00 14', 26],
    ['01 03 80', 'more'],
    ['01 03 80 01', 8],
    ['01 03 80 02', 'foreign'],
    ['01 03 02', 'foreign'], // a standard reply
    ['01 83', 'foreign'], // a standard exception
    ['01 06', 8],
  ] as const)('%s → %s', (prefix, length) => {
    expect(monarch.expectedReplyLength(bytes(prefix))).toBe(length);
  });

  test('there and back is where it began, for every golden frame', () => {
    const kinds = new Set<boolean>();
    for (const { reply, exception } of golden) {
      kinds.add(exception === null);
      const standard = monarch.toStandard(reply);
      expect(crcHolds(standard)).toBe(true);
      expect(dialectOf('standard').expectedReplyLength(standard)).toBe(standard.length);
      expect(monarch.fromStandard(standard)).toEqual(reply);
    }
    expect(kinds.size).toBe(2);
  });

  test('a read that happens to hold 80 01 is no error', () => {
    const read = withCrc([1, 3, 0, 2, 0x80, 1]);
    expect(monarch.toStandard(read)).toEqual(withCrc([1, 3, 2, 0x80, 1]));
  });
});

/** What `modbus-serial` itself makes of a reply on a port that gives it back at once. */
async function stockClient(request: Uint8Array, reply: Uint8Array): Promise<readonly number[] | 'rejected'> {
  const port = Object.assign(new EventEmitter(), {
    isOpen: true,
    open: (done: () => void) => done(),
    close: (done: () => void) => done(),
    write: () => queueMicrotask(() => port.emit('data', Buffer.from(reply))),
  });
  const client = new ModbusSerial.default(port);
  client.open(() => {});
  const view = new DataView(request.buffer, request.byteOffset);
  return new Promise((resolve) => {
    client.writeFC3(request[0] ?? 0, view.getUint16(2), view.getUint16(4), (error, answer) =>
      resolve(error ? 'rejected' : answer.data),
    );
  });
}

test('a stock Modbus client rejects every frame of it, and takes the same in standard', async () => {
  for (const { request, reply, exception } of golden) {
    expect(await stockClient(request, reply)).toBe('rejected');
    const standard = await stockClient(request, monarch.toStandard(reply));
    expect(standard === 'rejected').toBe(exception !== null);
  }
});

test('our line reads every golden frame, data and refusals alike', async () => {
  const clock = new VirtualClock();
  const [near, far] = memoryPorts(clock);
  await far.open();
  const line = new RtuLine(near, SERIAL, clock);
  const timing = deviceTiming(profile);
  await clock.until(line.open());
  for (const { request, reply, exception } of golden) {
    far.onBytes = () => far.write(reply);
    const view = new DataView(request.buffer, request.byteOffset);
    const asked = {
      ...({ op: 'read', unit: request[0] ?? 0, table: 'holding' } as const),
      ...{ address: view.getUint16(2), count: view.getUint16(4) },
    };
    const result = await clock.until(line.exchange(asked, timing));
    if (exception !== null) expect(result).toEqual({ kind: 'exception', code: exception });
    else {
      const words = new DataView(reply.buffer, reply.byteOffset + 4, reply.length - 6);
      const values = Array.from({ length: asked.count }, (_, i) => words.getUint16(2 * i));
      expect(result).toMatchObject({ kind: 'ok', values });
    }
  }
});

test('the live set is seven registers in four reads of at most ten, every 400 ms', () => {
  const planned = profile.points
    .filter((point) => point.periodMs === 400)
    .map((point) => ({ point, periodMs: point.periodMs, class: point.class }));
  const plan = planReads(planned, readLimits(profile), (table, count) =>
    exchangeMs(SERIAL, { op: 'read', unit: 1, table, address: 0, count }, deviceTiming(profile)),
  );
  const reads = plan.ok ? plan.value : [];
  expect(reads.map(({ address, count, periodMs }) => [address, count, periodMs])).toEqual([
    [0x1010, 6, 400],
    [0x1018, 6, 400],
    [0x3000, 1, 400],
    [0x8000, 1, 400],
  ]);
});
