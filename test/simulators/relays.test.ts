import { describe, expect, it } from 'vitest';
import { withCrc } from '../../drivers/crc.ts';
import { onBench, read } from './bench.ts';

const board = () =>
  onBench({
    lines: [{ id: 'l', link: 'l', devices: [{ id: 'board', profile: 'relay-8in-8out', unit: 1 }] }],
  });

type Board = ReturnType<typeof board>;

/** Bits of relays 1 to 8. */
const relays = async ({ master }: Board) => (await master.ask(1, read(1, 0, 8), 100))[3];
const changes = ({ simulation }: Board, point: string) =>
  simulation.devices.get('board')?.relayChanges[point]?.map(({ on, at }) => [on, Math.round(at)]);

/** Closes relay 3 for a second: FC 05, coil 0x0202, ten tenths. */
const PULSE = [5, 0x02, 0x02, 0, 10];

describe('a relay closed for a time', () => {
  it('falls by itself at that moment, and the answer repeats the request', async () => {
    const bench = board();
    expect(await bench.master.ask(1, PULSE, 100)).toEqual([...withCrc([1, ...PULSE])]);
    const began = changes(bench, 'relay3')?.[0]?.[1] as number;
    expect(await relays(bench)).toBe(0b100);
    await bench.clock.advance(700); // 900 ms in all
    expect(await relays(bench)).toBe(0b100);
    await bench.clock.advance(5000);
    expect(await relays(bench)).toBe(0);
    expect(changes(bench, 'relay3')).toEqual([
      [true, began],
      [false, began + 1000],
    ]);
  });

  it('stays closed as long as it is closed again before it falls', async () => {
    const bench = board();
    for (let i = 0; i < 10; i++) await bench.master.ask(1, PULSE, 600);
    expect(await relays(bench)).toBe(0b100);
    expect(changes(bench, 'relay3')).toHaveLength(1);
    await bench.clock.advance(1000);
    expect(await relays(bench)).toBe(0);
  });

  it('opens at once when it is told to, and does not move again by itself', async () => {
    const bench = board();
    await bench.master.ask(1, PULSE, 100);
    await bench.master.ask(1, [5, 0, 2, 0, 0], 100);
    expect(await relays(bench)).toBe(0);
    await bench.master.ask(1, [5, 0, 2, 0xff, 0], 100);
    await bench.clock.advance(60_000);
    expect(await relays(bench)).toBe(0b100);
  });

  it('is refused at a coil that is not there, or for no time at all', async () => {
    const bench = board();
    expect((await bench.master.ask(1, [5, 0x02, 0x08, 0, 10])).slice(1, 3)).toEqual([0x85, 3]);
    expect((await bench.master.ask(1, [5, 0x02, 0x02, 0x80, 0x00])).slice(1, 3)).toEqual([0x85, 3]);
    expect(await relays(bench)).toBe(0);
  });
});

describe('a stuck relay', () => {
  it('answers as if it obeyed, and stays as it is until it is mended and told again', async () => {
    const bench = board();
    await bench.master.ask(1, PULSE, 100);
    bench.simulation.devices.get('board')?.inflict({ kind: 'stuck-relay', point: 'relay3' });
    expect(await bench.master.ask(1, [5, 0, 2, 0, 0], 100)).toEqual([...withCrc([1, 5, 0, 2, 0, 0])]);
    await bench.master.ask(1, [5, 0, 1, 0xff, 0], 100); // relay 2 still moves
    await bench.clock.advance(5000);
    expect(await relays(bench)).toBe(0b110);
    bench.simulation.devices.get('board')?.clear();
    await bench.master.ask(1, [5, 0, 2, 0, 0], 100);
    expect(await relays(bench)).toBe(0b010);
  });
});
