import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Request } from '../../../../drivers/request.ts';
import type { DeviceTiming } from '../../../../gateway/alarmTime/deviceTiming.ts';
import type { Problem } from '../../../../gateway/core/result.ts';
import { decodeMbap, encodeMbap } from '../../../../gateway/guard/bus/line/mbap.ts';
import { TcpLine } from '../../../../gateway/guard/bus/line/tcpLine.ts';
import { memoryPorts } from '../../../../gateway/guard/bus/port/memoryPort.ts';
import type { ExchangeResult } from '../../../../gateway/guard/bus/types.ts';
import { VirtualClock } from '../../../harness/virtualClock.ts';
import { expectChinese } from '../../../text/inChinese.ts';
import { seeded } from './random.ts';

const CONNECTION = { type: 'modbus-tcp', host: 'memory', port: 502, networkMs: 20 } as const;
const TIMING: DeviceTiming = { turnaroundMs: 2, responseMs: 30, lateWindowMs: 100, gapMs: 0 };
const READ: Request = { op: 'read', unit: 1, table: 'holding', address: 0, count: 1 };

/** A Modbus TCP server in memory: `reply` gives the PDU and its delay; the address asked for is the value. */
async function serve(reply: (body: Uint8Array) => { body: number[]; afterMs: number }[]) {
  const clock = new VirtualClock();
  const [near, far] = memoryPorts(clock);
  let received: Uint8Array = new Uint8Array(0);
  far.onBytes = (bytes) => {
    const decoded = decodeMbap(Buffer.concat([received, bytes]));
    received = decoded?.rest ?? received;
    for (const { transaction, body: asked } of decoded?.frames ?? [])
      for (const { body, afterMs } of reply(asked))
        clock.after(afterMs, 'server', () =>
          far.write(encodeMbap({ transaction, body: Uint8Array.from(body) })),
        );
  };
  await far.open();
  const line = new TcpLine(near, CONNECTION, clock);
  const losses: Problem[] = [];
  line.onLost = (problem) => losses.push(problem);
  await line.open();
  const exchange = (request = READ): Promise<ExchangeResult> => clock.until(line.exchange(request, TIMING));
  return { clock, near, far, line, losses, exchange };
}

const honest = (asked: Uint8Array) => [asked[0] ?? 0, asked[1] ?? 0, 2, asked[2] ?? 0, asked[3] ?? 0];

describe('a modbus tcp line', () => {
  it('answers with what was asked for', async () => {
    const { exchange } = await serve((asked) => [{ body: honest(asked), afterMs: 2 }]);
    expect(await exchange({ ...READ, address: 4711 } as Request)).toMatchObject({
      kind: 'ok',
      values: [4711],
    });
  });

  it('never takes a late reply for the next, however many requests later', async () => {
    const random = seeded(3);
    const { exchange, line, clock } = await serve((asked) => [
      { body: honest(asked), afterMs: random() < 0.05 ? 50 + 1000 * random() : 1 },
    ]);
    let timeouts = 0;
    for (let i = 0; i < 20_000; i++) {
      const address = Math.floor(random() * 65_000);
      const result = await exchange({ ...READ, address } as Request);
      if (result.kind === 'timeout') timeouts++;
      else expect(result).toMatchObject({ kind: 'ok', values: [address] });
    }
    expect(timeouts).toBeGreaterThan(800);
    await clock.advance(2000);
    expect(line.lateSeen(1)).toBe(timeouts);
    expect(line.readyAt()).toBe(0);
  });

  it('tells refusals, strange replies and silence apart', async () => {
    let body: (asked: Uint8Array) => number[] = () => [1, 0x83, 0x0b];
    const { exchange } = await serve((asked) => [{ body: body(asked), afterMs: 1 }]);
    expect(await exchange()).toEqual({ kind: 'exception', code: 0x0b });
    for (const strange of [
      [2, 3, 2, 0, 0],
      [1, 4, 2, 0, 0],
      [1, 3, 4, 0, 0, 0, 0],
      [1, 3],
    ]) {
      body = () => strange;
      expect(await exchange()).toEqual({ kind: 'mismatch' });
    }
    body = honest;
    expect(await exchange()).toMatchObject({ kind: 'ok' });
  });

  it('gives up after the response time and the bound of the network', async () => {
    const { exchange, clock } = await serve(() => []);
    expect(await exchange()).toEqual({ kind: 'timeout' });
    expect(clock.mono()).toBe(50);
  });

  it('drops a connection that does not speak Modbus TCP, and says what it might be', async () => {
    const { exchange, far, losses, clock } = await serve(() => []);
    clock.after(1, 'rtu', () => far.write(Uint8Array.of(1, 3, 2, 0, 0, 0xb8, 0x44, 1)));
    expect(await exchange()).toEqual({ kind: 'portLost' });
    expect(losses).toMatchObject([
      { code: 'port.not-modbus-tcp', hint: expect.stringContaining('rtu-over-tcp') },
    ]);
    losses.forEach(expectChinese);
  });

  it('ends what is under way when the peer hangs up', async () => {
    const { line, near, losses, clock } = await serve(() => []);
    const pending = line.exchange(READ, TIMING);
    await clock.advance(1);
    near.unplug();
    expect(await clock.until(pending)).toEqual({ kind: 'portLost' });
    expect(losses).toHaveLength(1);
  });
});

describe('modbus tcp framing', () => {
  it('gives back what was put in, however torn', () => {
    const frame = fc.record({
      transaction: fc.nat(0xffff),
      body: fc.uint8Array({ minLength: 2, maxLength: 254 }),
    });
    fc.assert(
      fc.property(
        fc.array(frame, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 40 }),
        (frames, size) => {
          const wire = Buffer.concat(frames.map(encodeMbap));
          const seen = [];
          let rest: Uint8Array = new Uint8Array(0);
          for (let at = 0; at < wire.length; at += size) {
            const decoded = decodeMbap(Buffer.concat([rest, wire.subarray(at, at + size)]));
            rest = decoded?.rest ?? rest;
            seen.push(...(decoded?.frames ?? []));
          }
          expect(seen).toEqual(frames);
        },
      ),
    );
  });
});
