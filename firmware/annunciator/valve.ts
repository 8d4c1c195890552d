import type { NodeCommand } from '../../drivers/annunciator/node.ts';
import type { NodeState } from './nodeState.ts';

/**
 * The gas valve. It closes when guard asks, when its fail state says so, and whenever it may have dropped by itself. It
 * opens by a hand on the reset button of this node, and by nothing else.
 */

/**
 * Who wants the gas back presses reset once: guard hears of it, resets the alarm, takes the close command back, and then
 * the valve opens. The press counts that long, in one unbroken lease. Guard polls buttons about twice a second.
 */
export const RESET_COUNTS_MS = 10_000;

/** Closes, and forgets a press that was made before. */
export function closeValve(state: NodeState): NodeState {
  if (state.kept.valveClosed) return state;
  return { ...state, resetAt: null, kept: { ...state.kept, valveClosed: true } };
}

/** Closed as long as something asks for it. */
export function obeyStanding(state: NodeState): NodeState {
  return closeStands(state) ? closeValve(state) : state;
}

/** A valve that needs power to stay open has dropped if the board lost it, and gas must not come back by itself. */
export function latchWhileUnseen(state: NodeState): NodeState {
  const dropped = state.board !== 'ready' && state.kept.atRest.has('gas-valve');
  return dropped ? { ...closeValve(state), resetAt: null } : state;
}

/**
 * What a command says of the valve. When it says that the valve is wired the other way round, open and closed have
 * changed places on the pin: closed, until somebody has looked at it.
 */
export function takeWord(state: NodeState, command: NodeCommand): NodeState {
  const rewired = command.atRest.has('gas-valve') !== state.kept.atRest.has('gas-valve');
  const kept = {
    ...state.kept,
    closeAsked: command.acting.has('gas-valve'),
    onLoss: command.onLoss,
    atRest: command.atRest,
  };
  const told = { ...state, kept };
  return rewired ? { ...closeValve(told), resetAt: null } : told;
}

/** The reset button was pressed. */
export function pressReset(state: NodeState, now: number): NodeState {
  if (!closeStands(state)) return openValve(state);
  return state.lost ? state : { ...state, resetAt: now };
}

/** Opens when a press still counts and nothing asks for a closed valve any more. */
export function openAfterReset(state: NodeState, now: number): NodeState {
  if (state.resetAt === null || closeStands(state)) return state;
  return now - state.resetAt <= RESET_COUNTS_MS ? openValve(state) : { ...state, resetAt: null };
}

/** Guard's last word stands also when guard is gone, and when this node was started anew. */
function closeStands({ kept, lost }: NodeState): boolean {
  return kept.closeAsked || (lost && kept.onLoss['gas-valve'] === 'act');
}

function openValve(state: NodeState): NodeState {
  if (state.board !== 'ready') return state; // no button can have been pressed
  return { ...state, resetAt: null, kept: { ...state.kept, valveClosed: false } };
}
