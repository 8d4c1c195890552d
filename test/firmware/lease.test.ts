import { describe, expect, test } from 'vitest';
import { decodeCommand, encodeCommand } from '../../drivers/annunciator/node.ts';
import { NEVER_TOLD } from '../../firmware/annunciator/kept.ts';
import { lastPinsOf, SOUNDER_LIMIT_MS } from '../../firmware/annunciator/outputs.ts';
import { command, Story } from './story.ts';

describe('the lease', () => {
  test('is renewed by every command, and runs out to the millisecond when none comes', () => {
    const node = new Story().commands({ tone: 'continuous' }, ['strobe', 'fan']);
    for (let i = 0; i < 20; i++) node.after(1000).commands({ tone: 'continuous' }, ['strobe', 'fan']);
    expect(node.status).toMatchObject({ leaseLeftMs: 10_000, leaseLosses: 0, tone: 'continuous' });
    node.after(9999);
    expect(node.acting).toEqual(['siren', 'strobe', 'fan']);
    node.after(1);
    expect(node.acting).toEqual(['siren', 'strobe', 'fault-lamp']); // hold, hold, act, rest
    expect(node.status).toMatchObject({ leaseLeftMs: 0, leaseLosses: 1 });
  });

  test('counts each loss once, and a command ends it', () => {
    const node = new Story().commands();
    node.after(60_000).commands().after(30_000);
    expect(node.status.leaseLosses).toBe(2);
    expect(node.commands().acting).toEqual([]);
  });

  test('a timer that comes late changes nothing: time is made up for first', () => {
    const node = new Story().commands({ tone: 'continuous' });
    node.now += 25_000; // nobody looked
    node.commands({ tone: 'continuous' });
    expect(node.status.leaseLosses).toBe(1);
    node.now += 10_000 + SOUNDER_LIMIT_MS; // nobody looked again: the siren's limit counts from the loss
    expect(node.happens({ kind: 'tick' }).tone).toBe('none');
  });

  test('a lease of nothing runs out at once', () => {
    const node = new Story().commands({ leaseMs: 0, tone: 'continuous' });
    expect(node.after(0).acting).toContain('fault-lamp');
  });

  test('every fail state is obeyed, output by output', () => {
    const onLoss = {
      siren: 'act',
      strobe: 'act',
      'fault-lamp': 'rest',
      'gas-valve': 'act',
      fan: 'act',
    } as const;
    const node = new Story().commands({ onLoss }).after(10_000);
    expect(node.acting).toEqual(['siren', 'strobe', 'gas-valve', 'fan']);
    expect(node.tone).toBe('continuous');
    const rest = {
      siren: 'rest',
      strobe: 'rest',
      'fault-lamp': 'rest',
      'gas-valve': 'hold',
      fan: 'rest',
    } as const;
    const other = new Story().commands({ tone: 'pulsed', onLoss: rest }, ['strobe', 'fan']).after(10_000);
    expect(other.acting).toEqual([]);
  });

  test('before the first command the outputs are as the last commanded wiring and fail states say', () => {
    const before = new Story().commands({ atRest: new Set(['strobe']) }, ['fan']).state.kept;
    const node = new Story(before);
    expect(node.acting).toEqual(['fault-lamp']);
    expect(node.pins).toMatchObject({ strobe: true, 'fault-lamp': true, fan: false });
    expect(new Story(NEVER_TOLD).acting).toEqual(['fault-lamp']);
    expect(node.status.leaseLosses).toBe(0);
  });

  test('an orderly end is a loss at once, and leaves no beep standing as a howl', () => {
    const node = new Story().commands({ tone: 'fault' }, ['fan']).happens({ kind: 'stop' });
    expect(node.acting).toEqual(['siren', 'fault-lamp']);
    expect(node.pins.siren).toBe(true); // of the beep
    expect(lastPinsOf(node.state, node.now)).toMatchObject({ siren: false, 'fault-lamp': true, fan: false });
    const loud = new Story().commands({ tone: 'pulsed' }).after(1500).happens({ kind: 'stop' });
    expect(lastPinsOf(loud.state, loud.now).siren).toBe(true);
  });
});

describe('the pulse output', () => {
  test('moves once for each new beat, across its wrap, and not for a command said twice', () => {
    const node = new Story();
    const levels: boolean[] = [];
    for (const beat of [65_534, 65_535, 65_535, 0, 1]) {
      node.commands({ beat });
      levels.push(node.pins.healthy);
    }
    expect(levels).toEqual([true, false, false, true, false]);
    expect(node.status.pulses).toBe(4);
  });

  test('stands still as soon as nobody commands', () => {
    const node = new Story().commands();
    const { healthy } = node.pins;
    node.after(3_600_000);
    expect(node.pins.healthy).toBe(healthy);
    expect(node.status.pulses).toBe(1);
  });
});

test('commands with what the node does not know are refused whole', () => {
  const good = encodeCommand(command({ tone: 'pulsed' }, ['fan']));
  const changed = (at: number, value: number) =>
    decodeCommand(good.map((word, i) => (i === at ? value : word)));
  expect(decodeCommand(good)?.tone).toBe('pulsed');
  expect(changed(0, 601)).toBeNull();
  expect(changed(1, 4)).toBeNull();
  expect(changed(3, 0b11)).toBeNull();
  expect(changed(3, 0)).toBeNull(); // a valve that would rest
});
