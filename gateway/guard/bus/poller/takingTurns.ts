import type { BlockRead } from '../../../../drivers/plan/blockRead.ts';
import { type Backoff, backoffMs } from '../../../core/backoff.ts';
import type { Clock } from '../../../core/clock.ts';
import type { Block } from './blocks.ts';
import type { AskDevice } from './contactFindings.ts';
import type { DevicePoll } from './devicePoll.ts';
import { areTurns, leapedBack, TURNS_ASKED } from './turns.ts';

/** A device that only leaps is looked at ever less often: what is asked for that takes time of its line. */
const LOOK_AGAIN: Backoff = { firstMs: 10_000, capMs: 600_000 };
/** A unit that so many looks in a row found to be one is one again. */
const ONE_AGAIN = 3;
/** Where it is read so rarely, a leap is not waited for to come back. */
const RARE_MS = 5_000;
/** What takes longer than this is long enough for a process to leap meanwhile. */
const LONGEST_MS = 2_000;

/** What is remembered of one device. */
type Looked = { reads: Map<string, number[][]>; next: number; inVain: number; asking: boolean };

/**
 * Finds two devices on one address of which now one is heard, now the other, and never both: no frame is odd then, only the values
 * leap. What leaps is asked a dozen times at once. Devices of a lift are only asked what they are asked anyway, and those that
 * measure when they are told to take their time.
 */
export class TakingTurns {
  readonly #ask: (poll: DevicePoll) => AskDevice;
  readonly #clock: Clock;
  readonly #looked = new WeakMap<DevicePoll, Looked>();

  constructor(ask: (poll: DevicePoll) => AskDevice, clock: Clock) {
    this.#ask = ask;
    this.#clock = clock;
  }

  /** A block was read as planned. */
  served(poll: DevicePoll, block: Block, values: readonly number[]): void {
    const { lift, trigger } = poll.device.profile;
    if (lift !== undefined || trigger !== undefined || values.length !== block.read.count) return;
    const looked = this.#looked.get(poll) ?? { reads: new Map(), next: 0, inVain: 0, asking: false };
    this.#looked.set(poll, looked);
    const key = keyOf(block);
    const reads = [...(looked.reads.get(key) ?? []), [...values]].slice(-3);
    looked.reads.set(key, reads);
    if (looked.asking || this.#clock.mono() < looked.next) return;
    const rare = block.read.periodMs >= RARE_MS ? [...reads.slice(-2), ...reads.slice(-2, -1)] : [];
    if (!poll.takesTurns && !leapedBack(block.read, reads) && !leapedBack(block.read, rare)) return;
    looked.asking = true;
    void this.#look(poll, block, looked).finally(() => {
      looked.asking = false;
    }); // what it asks ends as a value
  }

  async #look(poll: DevicePoll, { read }: Block, looked: Looked): Promise<void> {
    const found = await takesTurns(read, this.#clock, this.#ask(poll));
    looked.inVain = found ? 0 : looked.inVain + 1;
    looked.next = this.#clock.mono() + backoffMs(LOOK_AGAIN, poll.takesTurns ? 1 : looked.inVain);
    if (found) poll.takesTurns = true;
    else if (looked.inVain >= ONE_AGAIN) poll.takesTurns = false;
  }
}

/** Asks for the block a dozen times, one right after the other: do two devices answer by turns? */
export async function takesTurns(read: BlockRead, clock: Clock, ask: AskDevice): Promise<boolean> {
  const began = clock.mono();
  const reads: (readonly number[])[] = [];
  for (let asked = 0; asked < TURNS_ASKED && clock.mono() - began <= LONGEST_MS; asked++) {
    const values = await ask(read);
    if (values?.length === read.count) reads.push(values);
  }
  return reads.length >= TURNS_ASKED / 2 && areTurns(read, reads);
}

function keyOf({ read: { table, address, count } }: Block): string {
  return `${table} ${address} ${count}`;
}
