import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { freePort } from '../harness/mosquitto.ts';
import { openStage } from '../harness/stage.ts';
import { mbpoll } from '../simulators/simulatorProcess.ts';

type Case = {
  readonly unit: number;
  readonly profile: string;
  /** What its sensing elements feel, in the points' units; null: broken or not connected. */
  readonly senses: Readonly<Record<string, number | boolean | null>>;
  /** How mbpoll is asked (table and form, first address counted from 1, how many) and what it should print. */
  readonly asked: readonly [type: string, reference: number, count: number, printed: readonly string[]][];
};

// Printed values are worked out by hand from the makers' register tables, not by the code under test.
const DEVICES: readonly Case[] = [
  {
    unit: 80,
    profile: 'wit-wt901c-485',
    senses: { tilt_x: 2, tilt_y: -1, yaw: 90, temperature: -4.5 },
    // 180° are 32768 counts; negative ones in two's complement; 0.01 °C
    asked: [['4:hex', 0x3d + 1, 4, ['0x016C', '0xFF4A', '0x4000', '0xFE3E']]],
  },
  {
    unit: 81,
    profile: 'wit-hwt9073-485',
    senses: { tilt_x: 70, tilt_y: -0.5 },
    // thousandths of a degree in 32 bits, low word first: mbpoll's own order for 32-bit integers
    asked: [
      ['4:hex', 0x3d + 1, 4, ['0x1170', '0x0001', '0xFE0C', '0xFFFF']],
      ['4:int', 0x3d + 1, 2, ['70000', '-500']],
    ],
  },
  { unit: 3, profile: 'bolin-draw-wire', senses: { displacement: 123.45 }, asked: [['4', 1, 1, ['12345']]] },
  { unit: 4, profile: 'kunpeng-displacement', senses: { displacement: 3.4 }, asked: [['4', 2, 1, ['340']]] },
  {
    unit: 5,
    profile: 'shengdi-hydrostatic-level',
    senses: { level: -12.5 },
    asked: [['3:hex', 1, 2, ['0xC148', '0x0000']]],
  },
  {
    unit: 6,
    profile: 'waveshare-analog-8ch',
    senses: { current1: 4, current2: 12.345, current3: 20.5 },
    asked: [['3', 1, 3, ['4000', '12345', '20500']]],
  },
  {
    unit: 7,
    profile: 'r4dcb08-temperature',
    senses: { temperature1: 58.3, temperature2: -12.3, temperature3: null },
    asked: [['4:hex', 1, 3, ['0x0247', '0xFF85', '0x8000']]],
  },
  {
    unit: 8,
    profile: 'relay-8in-8out',
    senses: { input1: true, input2: false, input8: true },
    asked: [['1', 1, 8, ['1', '0', '0', '0', '0', '0', '0', '1']]],
  },
];

test('a master that nobody here wrote reads from the simulator what the profiles say, on a serial line and over Modbus TCP', async () => {
  const stage = openStage();
  const port = await freePort();
  const devices = (line: string) =>
    DEVICES.map(({ unit, profile, senses }) => ({ id: `${line}-${unit}`, unit, profile, senses }));
  await stage.simulate({
    lines: [
      { id: 'wire', link: 'wire', devices: devices('wire') },
      { id: 'net', modbusTcp: port, devices: devices('net') },
    ],
  });
  for (const { unit, profile, asked } of DEVICES)
    for (const [type, reference, count, printed] of asked) {
      const words = ['-a', `${unit}`, '-t', type, '-r', `${reference}`, '-c', `${count}`];
      const wire = await mbpoll(join(stage.folder, 'lines', 'wire'), '-b', '9600', ...words);
      expect(wire, `${profile} ${words.join(' ')}`).toEqual(printed);
      expect(await mbpollOverTcp(port, ...words), `${profile} over TCP`).toEqual(printed);
    }
});

async function mbpollOverTcp(port: number, ...args: string[]): Promise<string[]> {
  const { stdout } = await promisify(execFile)('mbpoll', [
    '-m',
    'tcp',
    '-p',
    `${port}`,
    '-1',
    ...args,
    '127.0.0.1',
  ]);
  return [...stdout.matchAll(/^\[\d+\]:\s*(\S+)/gm)].map(([, value = '']) => value);
}
