import { describe, expect, it } from 'vitest';
import type { Request } from '../../../../drivers/request.ts';
import {
  charMs,
  deadlineMs,
  exchangeBoundMs,
  exchangeMs,
  gapMs,
  replyBytes,
  requestBytes,
} from '../../../../gateway/alarmTime/wire.ts';
import { ModbusClient } from '../../../../gateway/guard/bus/line/modbusClient.ts';
import { questionOf } from '../../../../gateway/guard/bus/line/shape.ts';

const at = (baud: number) =>
  ({ type: 'serial', path: '-', baud, parity: 'none', stopBits: 1, adapterMs: 16 }) as const;
const TIMING = { turnaroundMs: 2, responseMs: 100, lateWindowMs: 400, gapMs: 0 };
const TEN: Request = { op: 'read', unit: 1, table: 'holding', address: 0, count: 10 };

describe('time on the wire', () => {
  it('of a character counts start, parity and stop bits', () => {
    expect(charMs({ baud: 9600, parity: 'none', stopBits: 1 })).toBeCloseTo(10 / 9.6, 9);
    expect(charMs({ baud: 9600, parity: 'even', stopBits: 1 })).toBeCloseTo(11 / 9.6, 9);
    expect(charMs({ baud: 9600, parity: 'none', stopBits: 2 })).toBeCloseTo(11 / 9.6, 9);
  });

  it('of the gap is 3.5 characters, 1.75 ms above 19200 baud', () => {
    expect(gapMs(at(9600))).toBeCloseTo(35 / 9.6, 9);
    expect(gapMs(at(19_200))).toBeCloseTo(35 / 19.2, 9);
    expect(gapMs(at(115_200))).toBe(1.75);
  });

  it('of ten registers at 115200 baud and 2 ms turnaround is 6.6 ms', () => {
    expect(exchangeMs(at(115_200), TEN, TIMING)).toBeCloseTo(6.615, 3);
  });

  it('of a lost exchange has the response bound, the adapter and what the device needs on top', () => {
    const wire = (8 + 25) * charMs(at(9600));
    expect(deadlineMs(at(9600), TEN, TIMING)).toBeCloseTo(wire + 116, 9);
    expect(exchangeBoundMs(at(9600), TEN, { ...TIMING, gapMs: 5 })).toBeCloseTo(wire + 116 + 35 / 9.6 + 5, 9);
  });

  it('counts the bytes that are really sent and expected', () => {
    const requests: Request[] = [
      TEN,
      { op: 'read', unit: 1, table: 'coil', address: 0, count: 17 },
      { op: 'read', unit: 1, table: 'discrete', address: 0, count: 1 },
      { op: 'write-coils', unit: 1, address: 0, values: [true] },
      { op: 'write-coils', unit: 1, address: 0, values: new Array(9).fill(true) },
      { op: 'write-registers', unit: 1, address: 0, values: [1] },
      { op: 'write-registers', unit: 1, address: 0, values: [1, 2, 3] },
      { op: 'write-registers', unit: 1, address: 0, values: [1], several: true },
      { op: 'pulse-coil', unit: 1, address: 0x0203, value: 30 },
    ];
    const modbus = new ModbusClient();
    for (const request of requests) {
      const frame = modbus.ask(request);
      expect(requestBytes(request)).toBe(frame.length);
      expect(replyBytes(request)).toBe(questionOf(request, frame).reply.length);
    }
  });

  it('one register is written with FC 06, and with FC 16 where the device knows no other', () => {
    const modbus = new ModbusClient();
    const one = { op: 'write-registers', unit: 1, address: 0x200, values: [7] } as const;
    expect(modbus.ask(one).slice(0, 6)).toEqual(Uint8Array.of(1, 6, 2, 0, 0, 7));
    expect(modbus.ask({ ...one, several: true }).slice(0, 9)).toEqual(
      Uint8Array.of(1, 16, 2, 0, 0, 1, 2, 0, 7),
    );
  });
});
