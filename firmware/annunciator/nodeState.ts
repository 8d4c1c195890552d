import type { NodeBoardState, NodeCommand } from '../../drivers/annunciator/node.ts';
import type { Button, ContactState, NodeContact } from './contacts.ts';
import type { KeptNode } from './kept.ts';

/** Everything the node knows. Times are monotonic milliseconds. */
export type NodeState = {
  readonly boot: number; // random, 32 bits: counters mean something only beside it
  readonly kept: KeptNode;
  readonly command: NodeCommand | null; // the last since this start
  readonly leaseEndsAt: number;
  readonly lost: boolean; // no lease: it ran out, or nothing was commanded yet
  readonly lostAt: number;
  readonly toneSince: number; // since when the tone of now sounds
  readonly silencedHere: boolean; // by the button, in guard's absence
  readonly resetAt: number | null; // the reset button was pressed while guard still asks for a closed valve
  readonly pulse: boolean; // level of the pulse output
  readonly pulses: number;
  readonly leaseLosses: number;
  readonly presses: Readonly<Record<Button, number>>;
  readonly contacts: Readonly<Record<NodeContact, ContactState>>;
  readonly tamperedUntil: number; // a short opening is shown so long
  readonly board: NodeBoardState;
};

/** The same value under every key. */
export function recordOf<K extends string, V>(keys: readonly K[], value: V): Readonly<Record<K, V>> {
  return Object.fromEntries(keys.map((key) => [key, value])) as Record<K, V>;
}
