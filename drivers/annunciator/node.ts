/**
 * What is said between guard and the annunciator node (`firmware/annunciator.ts`): one block that guard writes, one
 * that it reads. Both sides use these functions; `drivers/profiles/lifeline-annunciator` is the same for everybody else.
 *
 * Commands are holding registers from 0, written as a whole (FC 16): a command is complete or not there, and each one
 * renews the lease. Status is input registers from 0. All registers are u16.
 */

/** Outputs of the node in the order of their bits. */
export const NODE_OUTPUTS = ['siren', 'strobe', 'fault-lamp', 'gas-valve', 'fan'] as const;
export type NodeOutput = (typeof NODE_OUTPUTS)[number];

/** The siren's tone as its register says it. */
export const NODE_TONES = ['none', 'fault', 'pulsed', 'continuous'] as const;
export type NodeTone = (typeof NODE_TONES)[number];

/** What an output does when the lease has run out, as its two bits say it. */
export const NODE_FAIL_STATES = ['rest', 'act', 'hold'] as const;
export type NodeFailState = (typeof NODE_FAIL_STATES)[number];

export const COMMAND_ADDRESS = 0;
export const COMMAND_COUNT = 6;
export const STATUS_ADDRESS = 0;
export const STATUS_COUNT = 13;

/** Longest lease the register can say, milliseconds. */
export const LONGEST_LEASE_MS = 60_000;
const LEASE_UNIT_MS = 100;

/**
 * What guard wants of the node.
 * - register 0: lease in 0.1 s, at most 600
 * - register 1: tone of the siren, index in `NODE_TONES`
 * - register 2: bit per output that is to act (bit 0, the siren, is set while the tone is not `none`)
 * - register 3: two bits per output, index in `NODE_FAIL_STATES`
 * - register 4: bit per output that acts by letting its relay go (energised at rest)
 * - register 5: beat, counts up with every command; the node moves its pulse output once for each new one
 */
export type NodeCommand = {
  readonly leaseMs: number;
  readonly tone: NodeTone;
  readonly acting: ReadonlySet<NodeOutput>; // without the siren, which the tone speaks for
  readonly onLoss: Readonly<Record<NodeOutput, NodeFailState>>;
  readonly atRest: ReadonlySet<NodeOutput>; // energised at rest
  readonly beat: number; // 0 to 65535, wraps
};

/**
 * What the node says. Counters wrap at 65536 and start at 0 with every boot of the node, so they mean something only
 * beside the boot id.
 * - registers 0, 1: boot id, high word first
 * - 2 silence, 3 reset, 4 test: how often each button was pressed
 * - 5: tamper contact, 1 = opened · 6: mains, 1 = present
 * - 7: board, index in `NODE_BOARD_STATES`
 * - 8: tone it sounds now · 9: bit per output that acts now
 * - 10: lease left in 0.1 s, 0 = run out · 11: pulses given by the pulse output · 12: how often the lease ran out
 */
export type NodeStatus = {
  readonly boot: number;
  readonly silencePresses: number;
  readonly resetPresses: number;
  readonly testPresses: number;
  readonly tampered: boolean;
  readonly mains: boolean;
  readonly board: NodeBoardState;
  readonly tone: NodeTone;
  readonly acting: ReadonlySet<NodeOutput>;
  readonly leaseLeftMs: number;
  readonly pulses: number;
  readonly leaseLosses: number;
};
/** `starting`: waiting for the board's firmware; `gone`: its port is lost, what its pins do is not known. */
export const NODE_BOARD_STATES = ['ready', 'starting', 'gone'] as const;
export type NodeBoardState = (typeof NODE_BOARD_STATES)[number];

/** The command block, `COMMAND_COUNT` registers. */
export function encodeCommand(command: NodeCommand): number[] {
  const acting = new Set(command.acting);
  if (command.tone === 'none') acting.delete('siren');
  else acting.add('siren');
  const lease = Math.min(command.leaseMs, LONGEST_LEASE_MS);
  return [
    Math.round(lease / LEASE_UNIT_MS),
    NODE_TONES.indexOf(command.tone),
    bitsOf(acting),
    NODE_OUTPUTS.reduce(
      (word, output, i) => word | (NODE_FAIL_STATES.indexOf(command.onLoss[output]) << (2 * i)),
      0,
    ),
    bitsOf(command.atRest),
    command.beat & 0xffff,
  ];
}

/** The command in a block, or null when a register holds what the node does not know: then none of it counts. */
export function decodeCommand(registers: readonly number[]): NodeCommand | null {
  const [lease = 0, toneCode = 0, acting = 0, fail = 0, atRest = 0, beat = 0] = registers;
  const tone = NODE_TONES[toneCode];
  if (registers.length !== COMMAND_COUNT || tone === undefined) return null;
  if (lease > LONGEST_LEASE_MS / LEASE_UNIT_MS) return null;
  const states: Partial<Record<NodeOutput, NodeFailState>> = {};
  for (const [i, output] of NODE_OUTPUTS.entries()) {
    const state = NODE_FAIL_STATES[(fail >> (2 * i)) & 0b11];
    if (state === undefined || (output === 'gas-valve' && state === 'rest')) return null; // never opens by itself
    states[output] = state;
  }
  return {
    leaseMs: lease * LEASE_UNIT_MS,
    tone,
    acting: setOf(acting),
    onLoss: states as Record<NodeOutput, NodeFailState>,
    atRest: setOf(atRest),
    beat,
  };
}

/** The status block, `STATUS_COUNT` registers. */
export function encodeStatus(status: NodeStatus): number[] {
  return [
    (status.boot >>> 16) & 0xffff,
    status.boot & 0xffff,
    status.silencePresses & 0xffff,
    status.resetPresses & 0xffff,
    status.testPresses & 0xffff,
    Number(status.tampered),
    Number(status.mains),
    NODE_BOARD_STATES.indexOf(status.board),
    NODE_TONES.indexOf(status.tone),
    bitsOf(status.acting),
    Math.ceil(status.leaseLeftMs / LEASE_UNIT_MS),
    status.pulses & 0xffff,
    status.leaseLosses & 0xffff,
  ];
}

function bitsOf(outputs: ReadonlySet<NodeOutput>): number {
  return NODE_OUTPUTS.reduce((word, output, i) => word | (Number(outputs.has(output)) << i), 0);
}

function setOf(word: number): ReadonlySet<NodeOutput> {
  return new Set(NODE_OUTPUTS.filter((_, i) => ((word >> i) & 1) === 1));
}
