import { describe, expect, test } from 'vitest';
import { encodeCommand } from '../../drivers/annunciator/node.ts';
import { withCrc } from '../../drivers/crc.ts';
import { NEVER_TOLD } from '../../firmware/annunciator/kept.ts';
import { AnnunciatorNode } from '../../firmware/annunciator/node.ts';
import { frameGapMs, ModbusRtuServer, type RtuPort } from '../../firmware/modbus/rtuServer.ts';
import { VirtualClock } from '../harness/virtualClock.ts';
import { FakeBoard } from './fakeBoard.ts';
import { command } from './story.ts';

const UNIT = 5;

function begin() {
  const clock = new VirtualClock();
  const board = new FakeBoard();
  const node = new AnnunciatorNode(board, clock, 1, NEVER_TOLD, () => {});
  node.start();
  const answers: { at: number; bytes: number[] }[] = [];
  const port: RtuPort = {
    onBytes: () => {},
    write: (bytes) => void answers.push({ at: clock.mono(), bytes: [...bytes] }),
  };
  new ModbusRtuServer(node, UNIT, 9600, clock).attach(port);
  return {
    clock,
    board,
    answers,
    hear: (...bytes: number[]) => port.onBytes(Uint8Array.from(bytes), clock.mono()),
  };
}

const frame = (...bytes: number[]) => [...withCrc(bytes)];
const read = frame(UNIT, 4, 0, 5, 0, 2);
const answer = frame(UNIT, 4, 4, 0, 0, 0, 1);
const write = (unit: number, change: Parameters<typeof command>[0] = { tone: 'continuous' }) =>
  frame(
    unit,
    16,
    0,
    0,
    0,
    6,
    12,
    ...encodeCommand(command(change)).flatMap((word) => [word >> 8, word & 0xff]),
  );

describe('a request', () => {
  test('is answered when the line has been silent for 3.5 characters', async () => {
    const { clock, answers, hear } = begin();
    hear(...read);
    expect(answers).toEqual([]);
    await clock.advance(100);
    expect(answers).toEqual([{ at: frameGapMs(9600), bytes: answer }]);
    expect(frameGapMs(9600)).toBeCloseTo(4.01, 2);
    expect(frameGapMs(115_200)).toBe(1.75);
  });

  test('is obeyed when its last byte is there, before it is answered', () => {
    const { board, answers, hear } = begin();
    hear(...write(UNIT));
    expect([board.pins?.siren, answers.length]).toEqual([true, 0]);
  });

  test.each([
    ['in two pieces', [read.slice(0, 3), read.slice(3)]],
    ['byte by byte', read.map((byte) => [byte])],
    ['behind noise', [[0xff, 0x00, 0x13], read]],
    ['behind a request to another unit', [frame(9, 4, 0, 0, 0, 13), read]],
    ["behind another unit's long reply", [frame(9, 3, 10, ...new Array<number>(10).fill(16)), read]],
    ['behind one with a bad CRC', [write(UNIT).with(20, 0x77), read]],
    ['behind the first half of one', [write(UNIT).slice(0, 9), read]],
  ])('arrives %s', async (_, pieces) => {
    const { clock, answers, hear } = begin();
    for (const piece of pieces) {
      hear(...piece);
      await clock.advance(1);
    }
    await clock.advance(200);
    expect(answers.map(({ bytes }) => bytes)).toEqual([answer]);
  });

  test('two together are both answered', async () => {
    const { clock, answers, hear } = begin();
    hear(...read, ...read);
    await clock.advance(100);
    expect(answers).toHaveLength(2);
  });

  test('to another unit, or damaged, is nobody’s', async () => {
    const { clock, board, answers, hear } = begin();
    hear(...write(UNIT + 1));
    hear(...write(UNIT).with(9, 0x55));
    await clock.advance(1000);
    expect(answers).toEqual([]);
    expect(board.pins?.siren).toBe(false);
    hear(...read);
    await clock.advance(100);
    expect(answers).toHaveLength(1);
  });

  test('to everybody is obeyed and not answered', async () => {
    const { clock, board, answers, hear } = begin();
    hear(...write(0));
    await clock.advance(100);
    expect([board.pins?.siren, answers.length]).toEqual([true, 0]);
  });

  test('that cannot be carried out gets its exception', async () => {
    const { clock, answers, hear } = begin();
    hear(...frame(UNIT, 6, 0, 0, 0, 1));
    hear(...frame(UNIT, 1, 0, 0, 0, 1));
    await clock.advance(100);
    expect(answers.map(({ bytes }) => bytes)).toEqual([frame(UNIT, 0x86, 3), frame(UNIT, 0x81, 1)]);
  });
});
