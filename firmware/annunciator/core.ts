import type { NodeBoardState, NodeCommand } from '../../drivers/annunciator/node.ts';
import { BUTTONS, CONTACTS, hear, type NodeContact, settle, UNSEEN } from './contacts.ts';
import type { KeptNode } from './kept.ts';
import { type NodeState, recordOf } from './nodeState.ts';
import { toneOf } from './outputs.ts';
import { latchWhileUnseen, obeyStanding, openAfterReset, pressReset, takeWord } from './valve.ts';

/** What can happen to the node. A contact is closed or open as its wires are; `tick` is the passing of time. */
export type NodeEvent =
  | { readonly kind: 'command'; readonly command: NodeCommand }
  | { readonly kind: 'contact'; readonly contact: NodeContact; readonly closed: boolean }
  | { readonly kind: 'board'; readonly board: NodeBoardState }
  | { readonly kind: 'stop' } // it is asked to end: a loss of the lease, at once
  | { readonly kind: 'tick' };

/** An opened housing is shown at least so long, so that nobody who asks twice a second misses it. */
const TAMPER_SHOWN_MS = 2000;

/** A node that has just been started and has heard nothing. Its board has not been seen yet either. */
export function startingState(boot: number, kept: KeptNode, now: number): NodeState {
  return latchWhileUnseen({
    boot,
    kept,
    command: null,
    leaseEndsAt: now,
    lost: true,
    lostAt: now,
    toneSince: now,
    silencedHere: false,
    resetAt: null,
    pulse: false,
    pulses: 0,
    leaseLosses: 0,
    presses: recordOf(BUTTONS, 0),
    contacts: recordOf(CONTACTS, UNSEEN),
    tamperedUntil: now,
    board: 'starting',
  });
}

/**
 * The node, pure: what happened, at which monotonic millisecond → the node after it. Time that passed before the event
 * is taken account of first, so that a late timer changes nothing.
 */
export function step(state: NodeState, event: NodeEvent, now: number): NodeState {
  const before = passTime(state, now);
  const after = obeyStanding(settleContacts(take(before, event, now), now));
  const tone = toneOf(after, now);
  const anew = tone !== toneOf(before, now) || before.lost !== after.lost;
  return anew && tone !== 'none' ? { ...after, toneSince: now } : after;
}

function take(state: NodeState, event: NodeEvent, now: number): NodeState {
  switch (event.kind) {
    case 'command':
      return obey(state, event.command, now);
    case 'contact': {
      const contact = hear(state.contacts[event.contact], event.closed, now);
      return { ...state, contacts: { ...state.contacts, [event.contact]: contact } };
    }
    case 'board':
      // what contacts did meanwhile is unknown: they are learnt anew
      return latchWhileUnseen({ ...state, board: event.board, contacts: recordOf(CONTACTS, UNSEEN) });
    case 'stop':
      return state.lost ? state : lose(state, now);
    case 'tick':
      return state;
  }
}

/** Each command renews the lease; a new beat moves the pulse output. */
function obey(state: NodeState, command: NodeCommand, now: number): NodeState {
  const beats = command.beat !== state.command?.beat;
  const told = takeWord(
    {
      ...state,
      command,
      leaseEndsAt: now + command.leaseMs,
      lost: false,
      silencedHere: false,
      pulse: beats ? !state.pulse : state.pulse,
      pulses: beats ? state.pulses + 1 : state.pulses,
    },
    command,
  );
  return openAfterReset(told, now);
}

function passTime(state: NodeState, now: number): NodeState {
  const lost = !state.lost && now >= state.leaseEndsAt ? lose(state, state.leaseEndsAt) : state;
  return settleContacts(obeyStanding(lost), now);
}

function lose(state: NodeState, at: number): NodeState {
  const { leaseLosses } = state;
  return {
    ...state,
    lost: true,
    lostAt: at,
    toneSince: at,
    leaseEndsAt: at,
    leaseLosses: leaseLosses + 1,
    resetAt: null,
  };
}

/** Lets contacts that have been quiet long enough count. */
function settleContacts(state: NodeState, now: number): NodeState {
  let after = state;
  for (const contact of CONTACTS) {
    const settled = settle(after.contacts[contact], now);
    if (settled.state === after.contacts[contact]) continue;
    const opened = contact === 'tamper' && settled.state.closed === false;
    after = {
      ...after,
      contacts: { ...after.contacts, [contact]: settled.state },
      tamperedUntil: opened ? now + TAMPER_SHOWN_MS : after.tamperedUntil,
    };
    const button = BUTTONS.find((name) => name === contact);
    if (settled.pressed && button !== undefined) after = press(after, button, now);
  }
  return after;
}

/** Presses are counted for guard, which decides. What the node does by itself is what guard cannot do. */
function press(state: NodeState, button: (typeof BUTTONS)[number], now: number): NodeState {
  const counted = { ...state, presses: { ...state.presses, [button]: state.presses[button] + 1 } };
  if (button === 'reset') return pressReset(counted, now);
  return button === 'silence' && counted.lost ? { ...counted, silencedHere: true } : counted;
}
