import { describe, expect, test } from 'vitest';
import { SOUNDER_LIMIT_MS } from '../../firmware/annunciator/outputs.ts';
import { nextTurn, soundsAt } from '../../firmware/annunciator/tone.ts';
import { Story } from './story.ts';

/** When the siren's pin moved within `ms`, in milliseconds from now. */
function moves(node: Story, ms: number): number[] {
  const from = node.now;
  const seen: number[] = [];
  let level = node.pins.siren;
  for (let t = 0; t < ms; t += 10) {
    node.after(10);
    if (node.pins.siren !== level) seen.push(node.now - from);
    level = node.pins.siren;
  }
  return seen;
}

describe('tones', () => {
  test('pulsed is a second on and a second off', () => {
    const node = new Story().commands({ tone: 'pulsed', leaseMs: 60_000 });
    expect(node.pins.siren).toBe(true);
    expect(moves(node, 5000)).toEqual([1000, 2000, 3000, 4000, 5000]);
  });

  test('fault is a beep of 0.3 s every 30 s', () => {
    const node = new Story().commands({ tone: 'fault', leaseMs: 60_000 });
    expect(node.pins.siren).toBe(true);
    expect(moves(node, 59_000)).toEqual([300, 30_000, 30_300]);
  });

  test('continuous never pauses', () => {
    const node = new Story().commands({ tone: 'continuous', leaseMs: 60_000 });
    expect(node.pins.siren).toBe(true);
    expect(moves(node, 50_000)).toEqual([]);
  });

  test('the refresh of a command does not restart the pattern; another tone begins with sound', () => {
    const node = new Story().commands({ tone: 'pulsed' }).after(1500);
    node.commands({ tone: 'pulsed' });
    expect(node.pins.siren).toBe(false);
    expect(moves(node, 600)).toEqual([500]);
    node.after(1000).commands({ tone: 'continuous' });
    expect(node.pins.siren).toBe(true);
  });

  test('a siren in the pause of its pattern acts', () => {
    const node = new Story().commands({ tone: 'pulsed' }).after(1500);
    expect(node.pins.siren).toBe(false);
    expect(node.acting).toContain('siren');
  });

  test('a siren energised at rest is turned round', () => {
    const node = new Story().commands({ atRest: new Set(['siren']) });
    expect(node.pins.siren).toBe(true);
    expect(node.commands({ tone: 'continuous', atRest: new Set(['siren']) }).pins.siren).toBe(false);
  });

  test('what is said about the next turn is when the sound changes', () => {
    for (const tone of ['fault', 'pulsed'] as const)
      for (let now = 5; now < 70_000; now += 37) {
        const next = nextTurn(tone, 5, now);
        expect(next).toBeGreaterThan(now);
        expect(soundsAt(tone, 5, next)).toBe(!soundsAt(tone, 5, now));
      }
    expect(nextTurn('continuous', 0, 1)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('a siren without guard', () => {
  test('sounds 15 minutes at most, counted from the loss, and sounds again when guard says so', () => {
    const node = new Story().commands({ tone: 'continuous' });
    node.after(10_000 + SOUNDER_LIMIT_MS - 1);
    expect(node.pins.siren).toBe(true);
    expect(node.after(1).tone).toBe('none');
    expect(node.commands({ tone: 'continuous' }).pins.siren).toBe(true);
  });

  test('is silenced by the button, until guard speaks again', () => {
    const node = new Story().commands({ tone: 'continuous' }).after(10_000);
    expect(node.tone).toBe('continuous');
    expect(node.press('silence').tone).toBe('none');
    expect(node.after(60_000).tone).toBe('none');
    expect(node.commands({ tone: 'continuous' }).tone).toBe('continuous');
    expect(node.after(10_000).tone).toBe('continuous');
  });

  test('while guard is there the button only counts: guard decides', () => {
    const node = new Story().commands({ tone: 'continuous' }).press('silence');
    expect(node.status).toMatchObject({ tone: 'continuous', silencePresses: 1 });
  });
});
