import {
  NODE_FAIL_STATES,
  NODE_OUTPUTS,
  type NodeFailState,
  type NodeOutput,
} from '../../drivers/annunciator/node.ts';
import { err, ok, type Problem, type Result } from '../../drivers/result.ts';

/**
 * What the node knows beyond its own life: the valve, guard's last word about it, and how the outputs are wired and fail,
 * so that they are right before guard has spoken.
 */
export type KeptNode = {
  readonly valveClosed: boolean; // the latch: only a hand opens it
  readonly closeAsked: boolean; // guard's last word; it stands until guard takes it back
  readonly onLoss: Readonly<Record<NodeOutput, NodeFailState>>;
  readonly atRest: ReadonlySet<NodeOutput>; // energised at rest
};

/** A node that has never been told anything: the fault lamp says so, everything else rests. */
export const NEVER_TOLD: KeptNode = {
  valveClosed: false,
  closeAsked: false,
  onLoss: { siren: 'rest', strobe: 'rest', 'fault-lamp': 'act', 'gas-valve': 'hold', fan: 'rest' },
  atRest: new Set(),
};

/**
 * For a file that is not there, or cannot be understood: the valve may have been closed, so it is, until a person has looked
 * at it.
 */
export const FORGOTTEN: KeptNode = { ...NEVER_TOLD, valveClosed: true };

/** What a node starts with, from the text that was kept (null: there is none), and what has to be said about it. */
export function keptAtStart(text: Result<string | null, Problem>): {
  readonly kept: KeptNode;
  readonly problem: Problem | null;
} {
  if (text.ok && text.value === null) return { kept: FORGOTTEN, problem: FIRST_START };
  const kept = text.ok ? keptFrom(text.value ?? '') : text;
  return kept.ok ? { kept: kept.value, problem: null } : { kept: FORGOTTEN, problem: kept.error };
}

const FIRST_START: Problem = {
  code: 'node.first-start',
  what: 'there is no state file: this is the first start, or it was removed. A gas valve counts as closed',
  hint: 'look at the valve and at all appliances, then press the reset button at the node to open it',
};

export function sameKept(one: KeptNode, other: KeptNode): boolean {
  return keptText(one) === keptText(other);
}

export function keptText({ atRest, ...rest }: KeptNode): string {
  return `${JSON.stringify({ version: 1, ...rest, atRest: [...atRest].toSorted() }, null, 2)}\n`;
}

export function keptFrom(text: string): Result<KeptNode, Problem> {
  try {
    const read = JSON.parse(text) as Partial<Record<keyof KeptNode | 'version', unknown>> | null;
    const onLoss = read?.onLoss as Partial<Record<NodeOutput, NodeFailState>> | undefined;
    const atRest = read?.atRest as readonly NodeOutput[] | undefined;
    const sound =
      read?.version === 1 &&
      typeof read.valveClosed === 'boolean' &&
      typeof read.closeAsked === 'boolean' &&
      NODE_OUTPUTS.every((output) => NODE_FAIL_STATES.some((state) => state === onLoss?.[output])) &&
      onLoss?.['gas-valve'] !== 'rest' &&
      Array.isArray(atRest) &&
      atRest.every((output) => NODE_OUTPUTS.includes(output));
    if (sound)
      return ok({
        valveClosed: read.valveClosed as boolean,
        closeAsked: read.closeAsked as boolean,
        onLoss: onLoss as KeptNode['onLoss'],
        atRest: new Set(atRest),
      });
  } catch {
    // not JSON: said below
  }
  return err({
    code: 'node.state-unreadable',
    what: 'the state file is damaged: a gas valve counts as closed',
    hint: 'press the reset button at the node to open the valve; the file is written anew',
  });
}
