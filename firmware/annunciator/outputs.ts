import {
  NODE_OUTPUTS,
  type NodeBoardState,
  type NodeOutput,
  type NodeStatus,
  type NodeTone,
} from '../../drivers/annunciator/node.ts';
import { settlesAt } from './contacts.ts';
import type { NodeState } from './nodeState.ts';
import { nextTurn, soundsAt } from './tone.ts';

/** Outputs as the board has them; `healthy` is the pulse train. */
export const OUTPUT_PINS = [...NODE_OUTPUTS, 'healthy'] as const;
export type OutputPin = (typeof OUTPUT_PINS)[number];
/** true: the pin is high, which energises its relay. */
export type PinLevels = Readonly<Record<OutputPin, boolean>>;

/** A siren left alone by guard is heard so long at most. EN 50131 limits sounders to 15 min (from memory). */
export const SOUNDER_LIMIT_MS = 15 * 60_000;

/** The tone that sounds now. */
export function toneOf(state: NodeState, now: number): NodeTone {
  const { command, kept, lost, silencedHere, lostAt } = state;
  if (!lost) return command?.tone ?? 'none';
  if (silencedHere || now - lostAt >= SOUNDER_LIMIT_MS) return 'none';
  if (kept.onLoss.siren === 'act') return 'continuous';
  return kept.onLoss.siren === 'hold' ? (command?.tone ?? 'none') : 'none';
}

/** Outputs that act now. Acting is what an output is for: a siren in the pause of its pattern acts. */
export function actingOf(state: NodeState, now: number): ReadonlySet<NodeOutput> {
  return new Set(NODE_OUTPUTS.filter((output) => acts(state, output, now)));
}

function acts(state: NodeState, output: NodeOutput, now: number): boolean {
  if (output === 'siren') return toneOf(state, now) !== 'none';
  if (output === 'gas-valve') return state.kept.valveClosed;
  const commanded = state.command?.acting.has(output) === true;
  if (!state.lost) return commanded;
  const fail = state.kept.onLoss[output];
  return fail === 'act' || (fail === 'hold' && commanded);
}

/** What the pins are to be now. */
export function pinsOf(state: NodeState, now: number): PinLevels {
  return levels(state, soundsAt(toneOf(state, now), state.toneSince, now), now);
}

/** What the pins are to stay at when the program ends: nobody will move them any more, so a beep must not become a howl. */
export function lastPinsOf(state: NodeState, now: number): PinLevels {
  const tone = toneOf(state, now);
  return levels(state, tone === 'continuous' || tone === 'pulsed', now);
}

function levels(state: NodeState, sounds: boolean, now: number): PinLevels {
  const acting = actingOf(state, now);
  const level = (output: NodeOutput) =>
    (output === 'siren' ? sounds : acting.has(output)) !== state.kept.atRest.has(output);
  return {
    siren: level('siren'),
    strobe: level('strobe'),
    'fault-lamp': level('fault-lamp'),
    'gas-valve': level('gas-valve'),
    fan: level('fan'),
    healthy: state.pulse,
  };
}

/** What the status block says now. */
export function statusOf(state: NodeState, now: number): NodeStatus {
  return {
    boot: state.boot,
    silencePresses: state.presses.silence,
    resetPresses: state.presses.reset,
    testPresses: state.presses.test,
    tampered: state.contacts.tamper.closed === false || now < state.tamperedUntil,
    mains: state.contacts.mains.closed !== false,
    board: boardOf(state),
    tone: toneOf(state, now),
    acting: actingOf(state, now),
    leaseLeftMs: state.lost ? 0 : Math.max(0, state.leaseEndsAt - now),
    pulses: state.pulses,
    leaseLosses: state.leaseLosses,
  };
}

/** The board is ready when its pins are set and its contacts have been seen: from then on a press is a press. */
function boardOf({ board, contacts }: NodeState): NodeBoardState {
  const seen = Object.values(contacts).every(({ closed }) => closed !== null);
  return board === 'ready' && !seen ? 'starting' : board;
}

/** When the node will change by itself next; never when it only waits to be told something. */
export function nextChange(state: NodeState, now: number): number {
  const limit = state.lostAt + SOUNDER_LIMIT_MS;
  return Math.min(
    state.lost ? (now < limit ? limit : Number.POSITIVE_INFINITY) : state.leaseEndsAt,
    nextTurn(toneOf(state, now), state.toneSince, now),
    ...Object.values(state.contacts).map(settlesAt),
  );
}
