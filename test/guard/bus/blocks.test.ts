import { expect, it } from 'vitest';
import { MOST_LOSSES } from '../../../gateway/alarmTime/deviceTiming.ts';
import { type Block, Blocks } from '../../../gateway/guard/bus/poller/blocks.ts';
import { LOST_TO_OFFLINE } from '../../../gateway/guard/bus/schedule/breaker.ts';
import { deviceOf, profileOf } from './fakeLine.ts';

const BACKOFF = { firstMs: 500, capMs: 1500 };
const far = (id: string, address: number) => ({ id, address, periodMs: 10_000 });

function blocksOf(...points: Parameters<typeof profileOf>[0]): Blocks {
  const blocks = new Blocks(deviceOf('box', 1, profileOf(points)), (_, count) => 40 + count);
  blocks.plan(0);
  return blocks;
}

/** The read that begins there. */
function at(blocks: Blocks, address: number): Block {
  const found = blocks.all.find(({ read }) => read.address === address);
  if (found === undefined) throw new Error(`nothing is read from ${address}`);
  return found;
}

function lose(blocks: Blocks, address: number, times: number, from: number): void {
  for (let i = 0; i < times; i++) blocks.lost(at(blocks, address), BACKOFF, from + i * 1000, false);
}

it('a silence begins with the first loss, also after a refusal: nothing was answered since', () => {
  const blocks = blocksOf({ id: 'level', address: 0 });
  const block = at(blocks, 0);
  blocks.served(block, block.read.points, 1000);
  blocks.refused(block, 2000, 2050);
  lose(blocks, 0, MOST_LOSSES, 3000);
  expect(block.deaf).toBe(true);
  expect(blocks.isDeafTo(block)).toBe(false);
});

it('a search for the length that other news cuts short leaves nothing to the next one', () => {
  const long = [0, 1, 2, 3].map((address) => ({ id: `r${address}`, address }));
  const blocks = blocksOf(...long, far('alone', 100), far('one', 200), far('two', 201));
  const serve = (address: number, time: number) => {
    const block = at(blocks, address);
    blocks.served(block, block.read.points, time);
  };
  const search = (from: number) => {
    lose(blocks, 0, 1, from);
    serve(100, from + 500);
    lose(blocks, 0, LOST_TO_OFFLINE - 1, from + 1000);
    expect(at(blocks, 0).read.count).toBe(2);
  };
  search(1000);
  for (const time of [10_000, 11_000]) blocks.refused(at(blocks, 200), time, time);
  blocks.mend(blocks.mendAt);
  expect(at(blocks, 0).read.count, 'all is merged again').toBe(4);
  search(700_000);
  for (const address of [0, 2]) serve(address, 710_000);
  expect(blocks.tooLong).toEqual({ asked: 4, most: 2 });
});

it('a read whose answers only come late is not too long for the device', () => {
  const long = [0, 1, 2].map((address) => ({ id: `r${address}`, address }));
  const blocks = blocksOf(...long, far('alone', 100));
  for (let time = 1000; time < 30_000; time += 1000) {
    lose(blocks, 0, 1, time);
    const alone = at(blocks, 100);
    blocks.served(alone, alone.read.points, time + 300);
    blocks.heardLate();
  }
  expect(at(blocks, 0).read.count).toBe(3);
});
