import { describe, expect, test } from 'vitest';
import { Story } from './story.ts';

describe('buttons', () => {
  test('each press counts once, however it bounces, and each button by itself', () => {
    const node = new Story();
    for (let i = 0; i < 8; i++) node.contact('silence', i % 2 === 0).after(2);
    node.contact('silence', true).after(100);
    for (let i = 0; i < 8; i++) node.contact('silence', i % 2 === 1).after(2);
    node.contact('silence', false).after(100);
    node.press('reset').press('reset').press('test');
    expect(node.status).toMatchObject({ silencePresses: 1, resetPresses: 2, testPresses: 1 });
  });

  test('a spike shorter than a hand is no press', () => {
    const node = new Story().contact('reset', true).after(15).contact('reset', false).after(1000);
    expect(node.status.resetPresses).toBe(0);
  });

  test('a short press between two questions of guard is there at the next one', () => {
    const node = new Story().contact('silence', true).after(30).contact('silence', false).after(470);
    expect(node.status.silencePresses).toBe(1);
  });

  test('a button found held down is not a press: not at the start, not after the board was away', () => {
    const node = new Story(undefined, { board: 'starting' });
    node.happens({ kind: 'board', board: 'ready' }).contact('reset', true).after(1000);
    expect(node.status.resetPresses).toBe(0);
    node.contact('reset', false).after(100).press('reset');
    expect(node.status.resetPresses).toBe(1);
    node.happens({ kind: 'board', board: 'gone' }).after(500);
    node.happens({ kind: 'board', board: 'ready' }).contact('reset', true).after(1000);
    expect(node.status.resetPresses).toBe(1);
  });

  test('counters start at nought with another boot id', () => {
    const node = new Story(undefined, { boot: 1 }).press('silence');
    const again = new Story(node.state.kept, { boot: 2 });
    expect([node.status.boot, node.status.silencePresses]).toEqual([1, 1]);
    expect([again.status.boot, again.status.silencePresses]).toEqual([2, 0]);
  });

  test('the board saying the same again changes nothing', () => {
    const node = new Story().contact('silence', true).after(10).contact('silence', true).after(15);
    expect(node.status.silencePresses).toBe(1);
  });
});

describe('tamper and mains', () => {
  test('an opened housing is shown, and a short opening long enough to be asked for', () => {
    const node = new Story();
    expect(node.status.tampered).toBe(false);
    node.contact('tamper', false).after(30).contact('tamper', true).after(500);
    expect(node.status.tampered).toBe(true);
    expect(node.after(2000).status.tampered).toBe(false);
    expect(node.contact('tamper', false).after(60_000).status.tampered).toBe(true);
  });

  test('mains are shown as they are, and as present while nobody can tell', () => {
    const node = new Story(undefined, { board: 'starting' });
    expect(node.status.mains).toBe(true);
    node.ready().contact('mains', false).after(30);
    expect(node.status.mains).toBe(false);
  });
});
