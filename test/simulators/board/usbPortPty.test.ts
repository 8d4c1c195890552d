import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SerialPort } from 'serialport';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UsbPort } from '../../../simulators/board/usbPort.ts';
import { removeFolder } from '../../harness/removeFolder.ts';
import { until } from '../../harness/until.ts';

let folder: string;
let usb: UsbPort;
let resets: number;
let heard: number[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lifeline-usb-'));
  usb = new UsbPort(join(folder, 'tty'));
  [resets, heard] = [0, []];
  usb.onDtr = () => {
    resets += 1;
  };
  await usb.plug();
});

afterEach(async () => {
  await usb.unplug();
  removeFolder(folder);
});

async function held(expected: boolean): Promise<void> {
  await until(`the port is ${expected ? 'open' : 'closed'}`, () => {
    heard.push(...usb.read());
    return usb.held === expected;
  });
}

async function open(hupcl: boolean): Promise<SerialPort> {
  const port = new SerialPort({ path: join(folder, 'tty'), baudRate: 57_600, hupcl, autoOpen: false });
  await new Promise<void>((resolve, reject) => port.open((error) => (error ? reject(error) : resolve())));
  await held(true);
  return port;
}

async function close(port: SerialPort): Promise<void> {
  await new Promise<void>((resolve) => port.close(() => resolve()));
  await held(false);
}

test('opening the port resets the board, each time when DTR falls on closing', async () => {
  await held(false);
  await close(await open(true));
  await close(await open(true));
  expect(resets).toBe(2);
});

test('a host that leaves HUPCL off resets it only the first time', async () => {
  await close(await open(false));
  await close(await open(false));
  expect(resets).toBe(1);
  await close(await open(true));
  await close(await open(false));
  expect(resets).toBe(2);
});

test('bytes pass both ways untouched, and go nowhere when nobody has it open', async () => {
  const port = await open(true);
  const received: number[] = [];
  port.on('data', (bytes: Buffer) => received.push(...bytes));
  const all = Uint8Array.from({ length: 256 }, (_, i) => i);
  usb.write(all);
  port.write(Buffer.from(all));
  await until('all have arrived', () => {
    heard.push(...usb.read());
    return received.length === 256 && heard.length === 256;
  });
  expect([received, heard]).toEqual([[...all], [...all]]);
  await close(port);
  usb.write(all);
  const again = await open(true);
  again.on('data', (bytes: Buffer) => received.push(...bytes));
  usb.write(Uint8Array.of(42));
  await until('the new byte has arrived', () => received.at(-1) === 42);
  expect(received).toHaveLength(257);
  await close(again);
});

test('pulling the cable takes its name away; it comes back in the same place', async () => {
  const port = await open(true);
  port.on('error', () => {}); // serialport notices by itself, or not at all
  await usb.unplug();
  expect(existsSync(join(folder, 'tty'))).toBe(false);
  expect(usb.held).toBe(false);
  if (port.isOpen) await new Promise<void>((resolve) => port.close(() => resolve()));
  await usb.plug();
  await close(await open(false));
  expect(resets).toBe(2);
});
