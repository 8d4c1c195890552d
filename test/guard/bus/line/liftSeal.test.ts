import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withCrc } from '../../../../drivers/crc.ts';
import type { Request } from '../../../../drivers/request.ts';
import { encodeMbap } from '../../../../gateway/guard/bus/line/mbap.ts';
import { refusedBody, refusedWrite } from '../../../../gateway/guard/bus/line/readOnly.ts';
import { RtuLine } from '../../../../gateway/guard/bus/line/rtuLine.ts';
import { TcpLine } from '../../../../gateway/guard/bus/line/tcpLine.ts';
import { memoryPorts } from '../../../../gateway/guard/bus/port/memoryPort.ts';
import { mbapBody, rtuBody, SealedPort } from '../../../../gateway/guard/bus/port/sealedPort.ts';
import type { LineClient, Port } from '../../../../gateway/guard/bus/types.ts';
import { VirtualClock } from '../../../harness/virtualClock.ts';
import { expectChinese } from '../../../text/inChinese.ts';

const LIFT = 3;
const SIREN = 9;
const LIFTS: ReadonlySet<number> = new Set([LIFT]);
const TIMING = { turnaroundMs: 5, responseMs: 50, lateWindowMs: 200, gapMs: 0 };
const SERIAL = {
  ...({ type: 'serial', path: '/dev/ttyS9', baud: 9600 } as const),
  ...({ parity: 'none', stopBits: 1, adapterMs: 0 } as const),
};
const TCP = { type: 'modbus-tcp', host: 'lift.test', port: 502, networkMs: 50 } as const;

/** A port that remembers what was written. */
class Recorder implements Port {
  readonly written: Uint8Array[] = [];
  onBytes: Port['onBytes'] = () => {};
  onLost: Port['onLost'] = () => {};
  open = async () => ({ ok: true, value: undefined }) as const;
  close = async () => {};
  write(bytes: Uint8Array): void {
    this.written.push(bytes);
  }
}

const octet = fc.integer({ min: 0, max: 255 });
/** Lift, the broadcast and the reserved units: all that a lift may listen to. */
const heardByLift = fc.oneof(fc.constant(LIFT), fc.constant(0), fc.integer({ min: 248, max: 255 }));
const body = fc
  .tuple(heardByLift, octet, fc.uint8Array({ maxLength: 260 }))
  .map(([unit, functionCode, data]) => Uint8Array.from([unit, functionCode, ...data]));

/** The documents' own words for what only reads: 1 to 4 with address and count, 43/14 with code and object. */
function reads([, functionCode = 0, type, ...more]: Uint8Array): boolean {
  if ([1, 2, 3, 4].includes(functionCode)) return more.length === 3;
  return functionCode === 43 && type === 14 && more.length === 2;
}

describe('to a lift', () => {
  it('no function code with any payload writes a byte unless it only reads, on serial lines and over TCP', () => {
    fc.assert(
      fc.property(body, fc.integer({ min: 0, max: 0xffff }), (sent, transaction) => {
        for (const [bodyOf, frame] of [
          [rtuBody, withCrc(sent)],
          [mbapBody, encodeMbap({ transaction, body: sent })],
        ] as const) {
          const recorder = new Recorder();
          new SealedPort(recorder, LIFTS, bodyOf).write(frame);
          expect(recorder.written).toEqual(reads(sent) ? [frame] : []);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('all 256 function codes were tried, with the shape of a read and without data', () => {
    const passed = new Set<number>();
    for (let functionCode = 0; functionCode < 256; functionCode++)
      for (const data of [[], [0, 0, 0, 1], [14, 1, 0], [13, 1, 0], [0x20, 0, 0xff, 0]]) {
        const sent = Uint8Array.from([LIFT, functionCode, ...data]);
        if (refusedBody(sent, LIFTS) === null) passed.add(functionCode);
        if (refusedBody(sent, LIFTS) === null) expect(reads(sent)).toBe(true);
      }
    expect([...passed]).toEqual([1, 2, 3, 4, 43]);
  });

  it('bytes that are no whole frame are not sent at all', () => {
    const recorder = new Recorder();
    const rtu = new SealedPort(recorder, LIFTS, rtuBody);
    for (const bytes of [[], [LIFT], [LIFT, 6], [LIFT, 6, 1]]) rtu.write(Uint8Array.from(bytes));
    const tcp = new SealedPort(recorder, LIFTS, mbapBody);
    const read = encodeMbap({ transaction: 1, body: Uint8Array.from([LIFT, 3, 0, 0, 0, 1]) });
    const write = encodeMbap({ transaction: 2, body: Uint8Array.from([LIFT, 6, 0x60, 0, 0, 1]) });
    for (const bytes of [read.subarray(0, 7), Buffer.concat([read, write])]) tcp.write(bytes);
    expect(recorder.written).toEqual([]);
  });

  it('a unit that is none is written to as before', () => {
    const recorder = new Recorder();
    const frame = withCrc([SIREN, 5, 0, 0, 0xff, 0]);
    new SealedPort(recorder, LIFTS, rtuBody).write(frame);
    expect(recorder.written).toEqual([frame]);
    expect(refusedBody(Uint8Array.from([0, 6, 0, 0, 0, 1]), new Set())).toBeNull();
  });
});

const WRITES: readonly ((unit: number) => Request)[] = [
  (unit) => ({ op: 'write-registers', unit, address: 0x6000, values: [1] }),
  (unit) => ({ op: 'write-registers', unit, address: 0x2000, values: [1, 2] }),
  (unit) => ({ op: 'write-coils', unit, address: 0, values: [true] }),
  (unit) => ({ op: 'write-coils', unit, address: 0, values: [true, false] }),
  (unit) => ({ op: 'pulse-coil', unit, address: 0, value: 50 }),
];

describe.each([
  ['serial', (port: Port, clock: VirtualClock) => new RtuLine(port, SERIAL, clock, LIFTS)],
  ['Modbus TCP', (port: Port, clock: VirtualClock) => new TcpLine(port, TCP, clock, LIFTS)],
])('a %s line with a lift', (_, lineOf) => {
  async function opened(): Promise<{ line: LineClient; heard: Uint8Array[]; clock: VirtualClock }> {
    const clock = new VirtualClock();
    const [near, far] = memoryPorts(clock);
    const heard: Uint8Array[] = [];
    far.onBytes = (bytes) => heard.push(bytes);
    await far.open();
    const line = lineOf(near, clock);
    await clock.until(line.open());
    return { line, heard, clock };
  }

  it('refuses every write to it and to all, says why, and is ready for the next request', async () => {
    const { line, heard, clock } = await opened();
    for (const unit of [LIFT, 0, 255])
      for (const write of WRITES) {
        const result = await clock.until(line.exchange(write(unit), TIMING));
        expect(result).toMatchObject({
          kind: 'refused',
          problem: { code: 'bus.lift-read-only', hint: expect.stringContaining('watched') },
        });
        if (result.kind === 'refused') expectChinese(result.problem);
      }
    await clock.advance(1000);
    expect(heard).toEqual([]);
    const read = { op: 'read', unit: LIFT, table: 'holding', address: 0x1018, count: 1 } as const;
    expect(await clock.until(line.exchange(read, TIMING))).toEqual({ kind: 'timeout' });
    expect(heard).toHaveLength(1);
    expect(await clock.until(line.exchange(WRITES[0]?.(SIREN) ?? read, TIMING))).toEqual({ kind: 'timeout' });
    expect(heard).toHaveLength(2);
  });
});

it('even a lift that is called an annunciator is not written to', () => {
  const write = WRITES[0]?.(LIFT);
  if (write === undefined) throw new Error('no write');
  expect(refusedWrite(write, new Set([LIFT]), LIFTS)?.code).toBe('bus.lift-read-only');
  expect(refusedWrite({ ...write, unit: SIREN }, new Set([SIREN]), LIFTS)).toBeNull();
});
