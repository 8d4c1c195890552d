import { describe, expect, test } from 'vitest';
import { ok } from '../../drivers/result.ts';
import { FORGOTTEN, keptAtStart, keptFrom, keptText, NEVER_TOLD } from '../../firmware/annunciator/kept.ts';
import { RESET_COUNTS_MS } from '../../firmware/annunciator/valve.ts';
import { Story } from './story.ts';

const shut = (node: Story) => node.acting.includes('gas-valve');
const atRest = new Set(['gas-valve'] as const);

describe('a gas valve that was closed', () => {
  test('stays closed when guard asks no more, when guard is gone, and when the node starts anew', () => {
    const node = new Story().commands({}, ['gas-valve']).commands();
    expect(shut(node)).toBe(true);
    expect(shut(node.after(60_000))).toBe(true);
    expect(shut(node.commands())).toBe(true);
    const again = new Story(node.state.kept);
    expect(again.pins['gas-valve']).toBe(true);
    expect(shut(again.commands().after(60_000).commands())).toBe(true);
  });

  test('is opened by the reset button once nothing asks for it any more, and not before', () => {
    const node = new Story().commands({}, ['gas-valve']);
    node.press('reset').after(RESET_COUNTS_MS).commands();
    expect(shut(node)).toBe(true); // that press was too long ago
    node.press('reset');
    expect(shut(node)).toBe(false);
  });

  test('opens with one press: guard hears of it, takes its word back, and the press still counts', () => {
    const node = new Story().commands({}, ['gas-valve']).press('reset');
    expect(shut(node)).toBe(true);
    node.after(1000).commands({}, ['gas-valve']).after(1000).commands();
    expect(shut(node)).toBe(false);
  });

  test('a press from before it closed does not open it', () => {
    const node = new Story().commands({}, ['gas-valve']).commands().press('reset');
    expect(shut(node)).toBe(false);
    node.press('reset').commands({}, ['gas-valve']).after(500).commands();
    expect(shut(node)).toBe(true);
  });

  test("guard's last word stands when guard is gone, also across a restart of the node", () => {
    const node = new Story().commands({}, ['gas-valve']).after(20_000).press('reset');
    expect(shut(node)).toBe(true);
    const again = new Story(node.state.kept).press('reset');
    expect(shut(again)).toBe(true);
    expect(shut(again.commands().press('reset'))).toBe(false);
  });

  test('a press counts in one unbroken lease only', () => {
    const node = new Story().commands({ leaseMs: 2000 }, ['gas-valve']).press('reset').after(3000).commands();
    expect(shut(node)).toBe(true);
  });

  test('no other button opens it', () => {
    const node = new Story().commands({}, ['gas-valve']).commands();
    expect(shut(node.press('silence').press('test'))).toBe(true);
  });
});

describe('a valve that closes when guard is lost', () => {
  const onLoss = {
    siren: 'rest',
    strobe: 'rest',
    'fault-lamp': 'act',
    'gas-valve': 'act',
    fan: 'rest',
  } as const;

  test('cannot be opened while guard is gone, and afterwards by hand', () => {
    const node = new Story().commands({ onLoss }).after(10_000);
    expect(shut(node)).toBe(true);
    expect(shut(node.press('reset'))).toBe(true);
    expect(shut(node.commands({ onLoss }))).toBe(true);
    expect(shut(node.press('reset'))).toBe(false);
  });
});

describe('a valve that needs power to stay open', () => {
  test('is closed after a start, whatever was before, until a hand opens it', () => {
    const node = new Story().commands({ atRest });
    expect(node.press('reset').pins['gas-valve']).toBe(true); // energised: open
    const again = new Story(node.state.kept).commands({ atRest });
    expect(again.pins['gas-valve']).toBe(false);
    expect(again.press('reset').pins['gas-valve']).toBe(true);
  });

  test('is closed when its board was away: it had dropped', () => {
    const node = new Story().commands({ atRest }).press('reset');
    node.happens({ kind: 'board', board: 'gone' }).after(2000).ready().commands({ atRest });
    expect(node.pins['gas-valve']).toBe(false);
    expect(shut(node)).toBe(true);
  });

  test('is closed when guard first says how it is wired, and when it says otherwise', () => {
    const node = new Story().commands();
    expect(shut(node)).toBe(false);
    expect(shut(node.commands({ atRest }))).toBe(true);
    node.press('reset');
    expect(shut(node)).toBe(false);
    expect(shut(node.commands())).toBe(true);
  });
});

describe('what is kept', () => {
  test('reads back as it was written', () => {
    const { kept } = new Story().commands({ atRest: new Set(['gas-valve', 'fan']) }, ['gas-valve']).state;
    const read = keptFrom(keptText(kept));
    expect(read).toEqual({ ok: true, value: kept });
    expect(kept).toMatchObject({ valveClosed: true, closeAsked: true });
  });

  test('a damaged file is said to be so, and closes the valve', () => {
    for (const text of ['', '{', 'null', '{}', keptText(NEVER_TOLD).replace('"hold"', '"rest"')]) {
      const read = keptFrom(text);
      expect(read.ok).toBe(false);
      if (!read.ok) expect(read.error.hint).toContain('reset button');
    }
    expect(shut(new Story(FORGOTTEN))).toBe(true);
  });
});

describe('a node that has no state file, because it never ran or somebody removed the file', () => {
  test('starts with the gas off and says so, until a person presses reset; guard alone does not open it', () => {
    const { kept, problem } = keptAtStart(ok(null));
    expect(problem).toMatchObject({
      code: 'node.first-start',
      hint: expect.stringContaining('reset button'),
    });
    const node = new Story(kept, { board: 'starting' });
    expect(node.pins['gas-valve']).toBe(true); // from the first message to the board
    node.ready();
    expect(shut(node)).toBe(true);
    expect(node.status.acting.has('gas-valve')).toBe(true); // what a master reads
    expect(shut(node.commands().after(20_000).commands())).toBe(true);
    expect(shut(node.press('reset'))).toBe(false);
    expect(keptAtStart(ok(keptText(node.state.kept)))).toEqual({ kept: node.state.kept, problem: null });
  });

  test('where the valve needs power to stay open, it is closed as soon as guard has said so', () => {
    const node = new Story(keptAtStart(ok(null)).kept).commands({ atRest });
    expect(shut(node)).toBe(true);
    expect(node.pins['gas-valve']).toBe(false);
    expect(shut(node.press('reset'))).toBe(false);
  });
});
