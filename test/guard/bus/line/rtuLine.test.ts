import { describe, expect, it } from 'vitest';
import { withCrc } from '../../../../drivers/crc.ts';
import type { Request } from '../../../../drivers/request.ts';
import type { DeviceTiming } from '../../../../gateway/alarmTime/deviceTiming.ts';
import { charMs, gapMs } from '../../../../gateway/alarmTime/wire.ts';
import type { Problem } from '../../../../gateway/core/result.ts';
import { RtuLine } from '../../../../gateway/guard/bus/line/rtuLine.ts';
import { type MemoryPort, memoryPorts } from '../../../../gateway/guard/bus/port/memoryPort.ts';
import type { ExchangeResult } from '../../../../gateway/guard/bus/types.ts';
import { VirtualClock } from '../../../harness/virtualClock.ts';
import { CONNECTION } from './trial.ts';

const TIMING: DeviceTiming = { turnaroundMs: 5, responseMs: 60, lateWindowMs: 150, gapMs: 0 };
const READ: Request = { op: 'read', unit: 1, table: 'holding', address: 0, count: 1 };
const CHAR = charMs(CONNECTION);
const GAP = gapMs(CONNECTION);

type Heard = { readonly at: number; readonly frame: number[] };

/** A line in memory whose far end is the test. `reply` says what comes back, and when, counted from the last request byte. */
class Bench {
  readonly clock = new VirtualClock({ mono: 1000 });
  readonly heard: Heard[] = [];
  readonly losses: Problem[] = [];
  readonly near: MemoryPort;
  readonly far: MemoryPort;
  readonly line: RtuLine;
  reply: (frame: Uint8Array, turn: number) => { bytes: Uint8Array; afterMs: number }[] = () => [];

  constructor() {
    [this.near, this.far] = memoryPorts(this.clock);
    this.line = new RtuLine(this.near, CONNECTION, this.clock);
    this.line.onLost = (problem) => this.losses.push(problem);
    this.far.onBytes = (frame, at) => {
      this.heard.push({ at, frame: [...frame] });
      for (const { bytes, afterMs } of this.reply(frame, this.heard.length))
        this.send(bytes, frame.length * CHAR + afterMs);
    };
  }

  async open(): Promise<this> {
    await this.far.open();
    expect(await this.clock.until(this.line.open())).toMatchObject({ ok: true });
    return this;
  }

  send(bytes: Uint8Array, afterMs = 0): void {
    this.clock.after(afterMs, 'slave', () => this.far.write(bytes));
  }

  exchange(request = READ, timing = TIMING): Promise<ExchangeResult> {
    return this.clock.until(this.line.exchange(request, timing));
  }

  answers(...values: number[]): void {
    this.reply = (frame) => [{ bytes: readReply(frame, values), afterMs: 5 + 7 * CHAR }];
  }
}

function readReply(frame: Uint8Array, values: readonly number[]): Uint8Array {
  const data = values.flatMap((value) => [value >> 8, value & 0xff]);
  return withCrc([frame[0] ?? 0, frame[1] ?? 0, data.length, ...data]);
}

describe('an exchange', () => {
  it('answers with the registers and the moment they came', async () => {
    const bench = await new Bench().open();
    bench.answers(4711);
    const result = await bench.exchange();
    expect(result).toEqual({
      kind: 'ok',
      values: [4711],
      beganMs: expect.closeTo(5 + 7 * CHAR, 6),
      at: { boot: bench.clock.boot, mono: bench.clock.mono() },
    });
  });

  it('that brings silence ends when an answer can no longer come, and the next one gets its own', async () => {
    const bench = await new Bench().open();
    const begun = bench.clock.mono();
    expect(await bench.exchange()).toEqual({ kind: 'timeout' });
    expect(bench.clock.mono() - begun).toBeCloseTo((8 + 7) * CHAR + 60 + 2, 6);
    bench.answers(1);
    expect(await bench.exchange({ ...READ, unit: 2 })).toMatchObject({ kind: 'ok', values: [1] });
  });

  it('that is refused tells the code', async () => {
    const bench = await new Bench().open();
    bench.reply = (frame) => [{ bytes: withCrc([frame[0] ?? 0, 0x83, 2]), afterMs: 5 }];
    expect(await bench.exchange()).toEqual({ kind: 'exception', code: 2 });
  });

  it('that brings garbage is a failed check, and ends soon after it', async () => {
    const bench = await new Bench().open();
    bench.reply = (frame) => [{ bytes: readReply(frame, [1]).with(4, 9), afterMs: 5 }];
    const begun = bench.clock.mono();
    expect(await bench.exchange()).toEqual({ kind: 'crc' });
    expect(bench.clock.mono() - begun).toBeLessThan(30);
    expect(bench.line.readyAt(1)).toBeLessThanOrEqual(bench.clock.mono());
  });

  it('writes single coils and registers with 5 and 6, several with 15 and 16', async () => {
    const bench = await new Bench().open();
    bench.reply = (frame) => [{ bytes: withCrc(frame.subarray(0, 6)), afterMs: 5 }];
    const requests: Request[] = [
      { op: 'write-coils', unit: 1, address: 2, values: [true] },
      { op: 'write-registers', unit: 1, address: 2, values: [7] },
      { op: 'write-coils', unit: 1, address: 2, values: [true, false, true] },
      { op: 'write-registers', unit: 1, address: 2, values: [7, 8] },
    ];
    for (const request of requests)
      expect(await bench.exchange(request)).toMatchObject({ kind: 'ok', values: [] });
    expect(bench.heard.map(({ frame }) => frame.slice(0, -2))).toEqual([
      [1, 5, 0, 2, 0xff, 0],
      [1, 6, 0, 2, 0, 7],
      [1, 15, 0, 2, 0, 3, 1, 0b101],
      [1, 16, 0, 2, 0, 2, 4, 0, 7, 0, 8],
    ]);
  });

  it('closes a relay for a time with function 5 and that time, and takes nothing but its own echo for the answer', async () => {
    const bench = await new Bench().open();
    const pulse: Request = { op: 'pulse-coil', unit: 1, address: 0x0203, value: 100 };
    bench.reply = (frame) => [{ bytes: frame, afterMs: 5 }];
    expect(await bench.exchange(pulse)).toMatchObject({ kind: 'ok', values: [] });
    expect(bench.heard.map(({ frame }) => frame.slice(0, -2))).toEqual([[1, 5, 0x02, 0x03, 0, 100]]);
    bench.reply = () => [{ bytes: withCrc([1, 5, 0x02, 0x03, 0, 99]), afterMs: 5 }];
    expect((await bench.exchange(pulse)).kind).not.toBe('ok');
    bench.reply = () => [{ bytes: withCrc([1, 0x85, 3]), afterMs: 5 }];
    await bench.clock.advance(2000);
    expect(await bench.exchange(pulse)).toEqual({ kind: 'exception', code: 3 });
  });

  it('reads bits as 0 and 1, as many as were asked for', async () => {
    const bench = await new Bench().open();
    bench.reply = (frame) => [
      { bytes: withCrc([frame[0] ?? 0, frame[1] ?? 0, 2, 0b1010_0101, 0b11]), afterMs: 5 },
    ];
    for (const table of ['coil', 'discrete'] as const)
      expect(await bench.exchange({ ...READ, op: 'read', table, count: 10 })).toMatchObject({
        values: [1, 0, 1, 0, 0, 1, 0, 1, 1, 1],
      });
  });

  it('works over an adapter that hears itself, for single writes once that is known', async () => {
    const bench = await new Bench().open();
    bench.reply = (frame) => [
      { bytes: frame, afterMs: 0.1 },
      { bytes: readReply(frame, [3]), afterMs: 5 + 7 * CHAR },
    ];
    expect(await bench.exchange()).toMatchObject({ kind: 'ok', values: [3] });
    bench.reply = (frame) => [{ bytes: frame, afterMs: 0.1 }]; // the echo alone: no relay answered
    expect(await bench.exchange({ op: 'write-coils', unit: 1, address: 0, values: [true] })).toEqual({
      kind: 'timeout',
    });
  });
});

describe('a late reply', () => {
  it('is thrown away, counted, and ends the quarantine of its unit', async () => {
    const bench = await new Bench().open();
    bench.reply = (frame) => [{ bytes: readReply(frame, [1]), afterMs: 100 }];
    expect(await bench.exchange()).toEqual({ kind: 'timeout' });
    expect(bench.line.readyAt(1)).toBeCloseTo(bench.clock.mono() + 150, 6);
    await bench.clock.advance(50);
    expect(bench.line.readyAt(1)).toBe(0);
    expect(bench.line.lateSeen(1)).toBe(1);
    bench.answers(2);
    expect(await bench.exchange({ ...READ, address: 9 } as Request)).toMatchObject({ values: [2] });
  });

  it('beyond the window is not taken for another register: the line asks until it is sure', async () => {
    const bench = await new Bench().open();
    expect(await bench.exchange()).toEqual({ kind: 'timeout' });
    await bench.clock.advance(160);
    const stale = readReply(Uint8Array.of(1, 3), [666]);
    bench.reply = (frame, turn) => {
      const own = { bytes: readReply(frame, [5]), afterMs: 20 };
      return turn === 2 ? [{ bytes: stale, afterMs: 10 }, own] : [own];
    };
    expect(await bench.exchange({ ...READ, address: 9 } as Request)).toMatchObject({
      kind: 'ok',
      values: [5],
    });
  });

  it('that comes before the question can have been heard is not an answer to it', async () => {
    const bench = await new Bench().open();
    bench.answers(1);
    await bench.exchange();
    bench.reply = () => [];
    expect(await bench.exchange()).toEqual({ kind: 'timeout' });
    await bench.clock.advance(160);
    const stale = readReply(Uint8Array.of(1, 3), [666]);
    bench.reply = (frame) => [
      { bytes: stale, afterMs: -2 },
      { bytes: readReply(frame, [5]), afterMs: 20 },
    ];
    expect(await bench.exchange({ ...READ, address: 9 } as Request)).toMatchObject({
      kind: 'ok',
      values: [5],
    });
    expect(bench.heard).toHaveLength(3);
    expect(bench.line.lateSeen(1)).toBe(1);
  });

  it('in one piece with the true one is not taken for it', async () => {
    const bench = await new Bench().open();
    expect(await bench.exchange()).toEqual({ kind: 'timeout' });
    await bench.clock.advance(160);
    const stale = readReply(Uint8Array.of(1, 3), [666]);
    bench.reply = (frame, turn) => {
      const own = readReply(frame, [5]);
      return [{ bytes: turn === 2 ? Buffer.concat([stale, own]) : own, afterMs: 20 }];
    };
    expect(await bench.exchange({ ...READ, address: 9 } as Request)).toMatchObject({
      kind: 'ok',
      values: [5],
    });
  });

  it('from a unit that says something else every time is not guessed at, and clear when nothing can be owed any more', async () => {
    const bench = await new Bench().open();
    expect(await bench.exchange()).toEqual({ kind: 'timeout' });
    await bench.clock.advance(160);
    bench.reply = (frame, turn) => [{ bytes: readReply(frame, [turn]), afterMs: 10 }];
    const other = { ...READ, address: 9 } as Request;
    const result = await bench.exchange(other);
    expect(result).toMatchObject({ kind: 'unsure' });
    expect(bench.heard.length).toBeLessThanOrEqual(6);
    expect(bench.line.readyAt(2)).toBeLessThanOrEqual(bench.clock.mono());
    if (result.kind === 'unsure') await bench.clock.advance(result.clearAt - bench.clock.mono());
    const before = bench.heard.length;
    expect(await bench.exchange(other)).toMatchObject({ kind: 'ok' });
    expect(bench.heard.length).toBe(before + 1);
  });

  it('is believed about the same registers, so that a retry is never held up', async () => {
    const bench = await new Bench().open();
    expect(await bench.exchange()).toEqual({ kind: 'timeout' });
    await bench.clock.advance(160);
    bench.answers(8);
    expect(await bench.exchange()).toMatchObject({ values: [8] });
    expect(bench.heard).toHaveLength(2);
  });
});

describe('the silence between frames', () => {
  it('is 3.5 characters after the last byte on the wire, and what the device wants beyond', async () => {
    const bench = await new Bench().open();
    bench.answers(1);
    const ends: number[] = [];
    for (const gap of [0, 0, 12]) {
      await bench.exchange(READ, { ...TIMING, gapMs: gap });
      ends.push(bench.clock.mono());
    }
    const silences = bench.heard.slice(1).map(({ at }, i) => at - (ends[i] ?? 0));
    expect(silences[0]).toBeCloseTo(GAP, 6);
    expect(silences[1]).toBeCloseTo(GAP + 12, 6);
  });

  it('is kept even after bytes that nobody asked for', async () => {
    const bench = await new Bench().open();
    bench.answers(1);
    await bench.exchange();
    bench.send(Uint8Array.of(0xff), 1);
    await bench.clock.advance(1);
    const last = bench.clock.mono();
    await bench.exchange();
    expect((bench.heard[1]?.at ?? 0) - last).toBeCloseTo(GAP, 6);
  });

  it('never comes on a line that babbles, and then nothing is sent into it', async () => {
    const bench = await new Bench().open();
    for (let ms = 0; ms < 500; ms++) bench.send(Uint8Array.of(0x55), ms);
    await bench.clock.advance(2);
    expect(await bench.exchange()).toEqual({ kind: 'crc' });
    expect(bench.heard).toHaveLength(0);
  });

  it('stands before the first request too', async () => {
    const bench = new Bench();
    await bench.far.open();
    for (const ms of [0.5, 1, 3]) bench.send(Uint8Array.of(1, 3), ms);
    expect(await bench.clock.until(bench.line.open())).toMatchObject({ ok: true });
    expect(bench.clock.mono()).toBeGreaterThanOrEqual(1003 + GAP);
  });
});

describe('callers that queue', () => {
  it('are served one at a time, in their order', async () => {
    const bench = await new Bench().open();
    bench.answers(1);
    const order: string[] = [];
    const ask = (name: string) => bench.line.exchange(READ, TIMING).then(() => order.push(name));
    await bench.clock.until(Promise.all(['first', 'second', 'third'].map(ask)));
    expect(order).toEqual(['first', 'second', 'third']);
  });
});

describe('a port that is lost', () => {
  it('ends the exchange under way and those that wait, and is told once', async () => {
    const bench = await new Bench().open();
    const both = Promise.all([bench.line.exchange(READ, TIMING), bench.line.exchange(READ, TIMING)]);
    await bench.clock.advance(20);
    bench.near.unplug();
    expect(await bench.clock.until(both)).toEqual([{ kind: 'portLost' }, { kind: 'portLost' }]);
    expect(bench.losses).toMatchObject([{ code: 'port.lost' }]);
    expect(await bench.exchange()).toEqual({ kind: 'portLost' });
    expect(await bench.clock.until(bench.line.open())).toMatchObject({ ok: false });
  });

  it('can be opened again, and the reply to a question from before is still not believed', async () => {
    const bench = await new Bench().open();
    const lost = bench.line.exchange(READ, TIMING);
    await bench.clock.advance(10);
    bench.near.unplug();
    expect(await lost).toEqual({ kind: 'portLost' });
    bench.near.plug();
    await bench.clock.until(bench.line.open());
    bench.reply = (frame, turn) => [{ bytes: readReply(frame, [turn === 2 ? 666 : 5]), afterMs: 10 }];
    expect(await bench.exchange({ ...READ, address: 9 } as Request)).toMatchObject({ values: [5] });
  });

  it('that is closed while it is being opened stays closed', async () => {
    const bench = new Bench();
    const opening = bench.line.open();
    const closing = bench.line.close();
    expect(await bench.clock.until(opening)).toMatchObject({ ok: false });
    await closing;
    expect(await bench.exchange()).toEqual({ kind: 'portLost' });
  });

  it('that is closed on purpose ends what is under way and tells nobody', async () => {
    const bench = await new Bench().open();
    const under = bench.line.exchange(READ, TIMING);
    await bench.clock.advance(5);
    await bench.clock.until(bench.line.close());
    expect(await bench.clock.until(under)).toEqual({ kind: 'portLost' });
    expect(bench.losses).toEqual([]);
  });
});

describe('a line that is faster than its baud rate says, as a pseudo-terminal is', () => {
  it('is not distrusted for it, even right after a timeout', async () => {
    const bench = await new Bench().open();
    expect(await bench.exchange()).toEqual({ kind: 'timeout' });
    await bench.clock.advance(160);
    bench.reply = (frame) => [{ bytes: readReply(frame, [5]), afterMs: -frame.length * CHAR }];
    for (const address of [9, 0, 9])
      expect(await bench.exchange({ ...READ, address } as Request)).toMatchObject({ values: [5] });
  });
});
