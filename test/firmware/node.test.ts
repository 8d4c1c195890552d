import { expect, test } from 'vitest';
import { encodeCommand } from '../../drivers/annunciator/node.ts';
import { CONTACTS } from '../../firmware/annunciator/contacts.ts';
import { type KeptNode, NEVER_TOLD } from '../../firmware/annunciator/kept.ts';
import { AnnunciatorNode } from '../../firmware/annunciator/node.ts';
import { VirtualClock } from '../harness/virtualClock.ts';
import { FakeBoard } from './fakeBoard.ts';
import { decodeStatus } from './status.ts';
import { command } from './story.ts';

function begin(kept: KeptNode = NEVER_TOLD) {
  const clock = new VirtualClock();
  const board = new FakeBoard();
  const saved: KeptNode[] = [];
  const node = new AnnunciatorNode(board, clock, 0xdeadbeef, kept, (now) => saved.push(now));
  node.start();
  board.onState('ready');
  for (const contact of CONTACTS) board.onContact(contact, contact === 'tamper' || contact === 'mains');
  const write = (...args: Parameters<typeof command>) =>
    node.writeHolding(0, encodeCommand(command(...args)));
  const status = () => decodeStatus(node.readInput(0, 13) ?? []);
  return { clock, board, node, saved, write, status };
}

test('pins are set before the command is answered', () => {
  const { board, write } = begin();
  expect(board.pins).toMatchObject({ siren: false, 'fault-lamp': true });
  expect(write({ tone: 'continuous' }, ['strobe'])).toBeNull();
  expect(board.pins).toMatchObject({ siren: true, strobe: true, 'fault-lamp': false, healthy: true });
});

test('the pattern goes on and the lease runs out by themselves', async () => {
  const { clock, board, write, status } = begin();
  write({ tone: 'pulsed', leaseMs: 4000 });
  const levels: boolean[] = [];
  for (let i = 0; i < 4; i++) {
    await clock.advance(1000);
    levels.push(board.pins?.siren ?? false);
  }
  expect(levels).toEqual([false, true, false, true]);
  expect(status()).toMatchObject({ leaseLosses: 1, leaseLeft: 0 });
  expect(board.pins?.['fault-lamp']).toBe(true);
});

test('nothing is waited for when nothing will change', async () => {
  const { clock, board } = begin();
  await clock.advance(16 * 60_000);
  expect(clock.pending()).toEqual([]);
  expect(board.shown).toHaveLength(1);
});

test('what must survive is kept when it changes, and only then', () => {
  const { saved, write } = begin();
  write();
  const before = saved.length;
  write({}, ['gas-valve']);
  expect(saved.at(-1)?.valveClosed).toBe(true);
  expect(before).toBe(1); // its fail states
  write({}, ['gas-valve']);
  write({}, ['gas-valve']);
  expect(saved).toHaveLength(2);
});

test('after its end it takes no command and moves no pin', async () => {
  const { clock, board, node, write } = begin();
  write({ tone: 'pulsed' });
  node.stop();
  const { length } = board.shown;
  expect(board.pins).toMatchObject({ siren: true, 'fault-lamp': true });
  expect(write({ tone: 'none' })).toBe(3);
  await clock.advance(60_000);
  expect(board.shown).toHaveLength(length);
});

test('the board is ready when its contacts have been seen, and the status block is that of the contract', async () => {
  const { clock, write, status } = begin();
  expect(status().board).toBe(1);
  await clock.advance(50);
  write({ tone: 'pulsed' }, ['fan']);
  expect(status()).toEqual({
    boot: 0xdeadbeef,
    presses: [0, 0, 0],
    tampered: 0,
    mains: 1,
    board: 0,
    tone: 2,
    acting: 0b10001,
    leaseLeft: 100,
    pulses: 1,
    leaseLosses: 0,
  });
});
