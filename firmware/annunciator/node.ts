import {
  COMMAND_ADDRESS,
  COMMAND_COUNT,
  decodeCommand,
  encodeStatus,
  STATUS_ADDRESS,
  STATUS_COUNT,
} from '../../drivers/annunciator/node.ts';
import type { Clock, Timer } from '../../gateway/core/clock.ts';
import type { PinBoard } from '../board/pinBoard.ts';
import { ILLEGAL_ADDRESS, ILLEGAL_VALUE, type ServedRegisters } from '../modbus/slave.ts';
import { type NodeEvent, startingState, step } from './core.ts';
import { type KeptNode, sameKept } from './kept.ts';
import type { NodeState } from './nodeState.ts';
import { lastPinsOf, nextChange, OUTPUT_PINS, type PinLevels, pinsOf, statusOf } from './outputs.ts';

/** What 43/14 tells: vendor, product, revision. */
export const IDENTITY = ['Lifeline', 'annunciator', '1'] as const;

/**
 * The running node: events in, pins out. Between a command and the pins there is no await: what is written to the board
 * is written before the command is answered.
 */
export class AnnunciatorNode implements ServedRegisters {
  readonly identity = IDENTITY;
  readonly #board: PinBoard;
  readonly #clock: Clock;
  readonly #keep: (kept: KeptNode) => void;
  #state: NodeState;
  #shown: PinLevels;
  #command: readonly number[] = new Array<number>(COMMAND_COUNT).fill(0);
  #timer: { readonly due: number; readonly timer: Timer } | undefined;
  #ended = false;

  /**
   * @param boot random, other at every start
   * @param keep called with what must survive a restart, whenever it has changed
   */
  constructor(board: PinBoard, clock: Clock, boot: number, kept: KeptNode, keep: (kept: KeptNode) => void) {
    this.#board = board;
    this.#clock = clock;
    this.#keep = keep;
    this.#state = startingState(boot >>> 0, kept, clock.mono());
    this.#shown = pinsOf(this.#state, clock.mono());
    if (this.#state.kept !== kept) keep(this.#state.kept);
  }

  /** Takes the board over. */
  start(): void {
    this.#board.onState = (board) => this.#happen({ kind: 'board', board });
    this.#board.onContact = (contact, closed) => this.#happen({ kind: 'contact', contact, closed });
    this.#board.show(this.#shown);
    this.#happen({ kind: 'tick' });
  }

  /** Fail states, at once and for good. */
  stop(): void {
    this.#happen({ kind: 'stop' });
    this.#ended = true;
    this.#timer?.timer.cancel();
    this.#show(lastPinsOf(this.#state, this.#clock.mono()));
  }

  /** Input registers: the status block. */
  readInput(address: number, count: number): readonly number[] | null {
    const status = encodeStatus(statusOf(this.#state, this.#clock.mono()));
    return slice(status, address - STATUS_ADDRESS, count, STATUS_COUNT);
  }

  /** Holding registers: the command as it was last accepted, zeros before. */
  readHolding(address: number, count: number): readonly number[] | null {
    return slice(this.#command, address - COMMAND_ADDRESS, count, COMMAND_COUNT);
  }

  /** A command counts whole or not at all. */
  writeHolding(address: number, values: readonly number[]): number | null {
    const from = address - COMMAND_ADDRESS;
    if (from < 0 || from + values.length > COMMAND_COUNT) return ILLEGAL_ADDRESS;
    const command = this.#ended ? null : decodeCommand(values);
    if (command === null) return ILLEGAL_VALUE;
    this.#command = [...values];
    this.#happen({ kind: 'command', command });
    return null;
  }

  #happen(event: NodeEvent): void {
    if (this.#ended) return;
    const now = this.#clock.mono();
    const { kept } = this.#state;
    this.#state = step(this.#state, event, now);
    this.#show(pinsOf(this.#state, now));
    if (this.#state.kept !== kept && !sameKept(this.#state.kept, kept)) this.#keep(this.#state.kept);
    this.#arm(now);
  }

  #show(pins: PinLevels): void {
    if (OUTPUT_PINS.every((pin) => pins[pin] === this.#shown[pin])) return;
    this.#shown = pins;
    this.#board.show(pins);
  }

  #arm(now: number): void {
    const due = nextChange(this.#state, now);
    if (due === this.#timer?.due) return;
    this.#timer?.timer.cancel();
    this.#timer = undefined;
    if (due === Number.POSITIVE_INFINITY) return;
    const timer = this.#clock.after(due - now, 'annunciator node', () => {
      this.#timer = undefined;
      this.#happen({ kind: 'tick' });
    });
    this.#timer = { due, timer };
  }
}

function slice(
  block: readonly number[],
  from: number,
  count: number,
  length: number,
): readonly number[] | null {
  return from < 0 || from + count > length ? null : block.slice(from, from + count);
}
