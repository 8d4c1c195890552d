import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SerialPort } from 'serialport';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../gateway/core/clock.ts';
import type { TunedLine } from '../../simulators/endpoint/endpoint.ts';
import { PtyEndpoint } from '../../simulators/endpoint/pty.ts';
import type { SerialSettings } from '../../simulators/line/serialTiming.ts';
import { removeFolder } from '../harness/removeFolder.ts';
import { until } from '../harness/until.ts';

test('a simulated line knows at which rate and with which stop bits a port was really opened', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lifeline-pty-'));
  const path = join(folder, 'line');
  const heard: { readonly set: SerialSettings; readonly text: string }[] = [];
  let set: SerialSettings = { baud: 1, parity: 'none', stopBits: 1 };
  const line: TunedLine = {
    onBytes: () => {},
    setMaster: (settings) => {
      set = settings;
    },
    receive: (bytes) => void heard.push({ set, text: Buffer.from(bytes).toString() }),
  };
  const endpoint = new PtyEndpoint(path, line, systemClock(), true);
  await endpoint.start();
  onTestFinished(async () => {
    await endpoint.stop();
    removeFolder(folder);
  });
  const say = async (settings: SerialSettings, text: string) => {
    const { baud, parity, stopBits } = settings;
    const port = new SerialPort({ path, baudRate: baud, parity, stopBits, dataBits: 8, autoOpen: false });
    await new Promise<void>((resolve, reject) =>
      port.open((error) => (error === null ? resolve() : reject(error))),
    );
    port.write(text);
    await until(`${text} was heard`, () => heard.some((one) => one.text === text));
    await new Promise((resolve) => port.close(resolve));
  };
  await say({ baud: 4800, parity: 'none', stopBits: 1 }, 'a');
  await say({ baud: 19_200, parity: 'none', stopBits: 2 }, 'b');
  writeFileSync(`${path}.parity`, 'even'); // the kernel drops it: somebody has to say
  await say({ baud: 115_200, parity: 'even', stopBits: 1 }, 'c');
  expect(heard.map((one) => one.set)).toEqual([
    { baud: 4800, parity: 'none', stopBits: 1 },
    { baud: 19_200, parity: 'none', stopBits: 2 },
    { baud: 115_200, parity: 'even', stopBits: 1 },
  ]);
});
