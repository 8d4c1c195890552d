import { z } from 'zod';
import type { Problem, Result } from '../../drivers/result.ts';
import { befallLift, type LiftMishap, liftMishapOptions, repairLift } from '../lift/mishap.ts';
import type { WorldState } from './worldState.ts';

/** What can be done to the building. One shape for the backchannel, for tests and for a person at the keyboard. */
export const mishapSchema = z.discriminatedUnion('verb', [
  z.strictObject({ verb: z.literal('leak'), room: z.string(), lelPerMinute: z.number().min(0).default(30) }),
  z.strictObject({
    verb: z.literal('ventilate'),
    room: z.string(),
    airChangesPerHour: z.number().positive().default(120),
  }),
  z.strictObject({ verb: z.literal('burst'), severity: z.number().min(0).max(1).default(1) }),
  z.strictObject({ verb: z.literal('pump'), on: z.boolean() }),
  z.strictObject({ verb: z.literal('lean'), wall: z.string(), degrees: z.number() }),
  z.strictObject({ verb: z.literal('contact'), contact: z.string(), closed: z.boolean() }),
  z.strictObject({ verb: z.literal('repair'), what: z.string() }), // a room, a wall, a lift, `riser`, or `all`
  ...liftMishapOptions,
]);

export type Mishap = z.infer<typeof mishapSchema>;

/** The world after a mishap, or what it does not know. Pure. */
export function befall(state: WorldState, mishap: Mishap): Result<WorldState, Problem> {
  switch (mishap.verb) {
    case 'leak':
      return inRoom(state, mishap.room, { leak: mishap.lelPerMinute });
    case 'ventilate':
      return inRoom(state, mishap.room, { ventilation: mishap.airChangesPerHour });
    case 'burst':
      return ok({ ...state, riser: { ...state.riser, burst: mishap.severity } });
    case 'pump':
      return ok({ ...state, riser: { ...state.riser, pump: mishap.on } });
    case 'lean': {
      const wall = state.walls[mishap.wall];
      if (wall === undefined) return unknown('wall', mishap.wall, state.walls);
      const leant = { ...wall, leant: wall.leant + mishap.degrees };
      return ok({ ...state, walls: { ...state.walls, [mishap.wall]: leant } });
    }
    case 'contact':
      if (state.contacts[mishap.contact] === undefined)
        return unknown('contact', mishap.contact, state.contacts);
      return ok({ ...state, contacts: { ...state.contacts, [mishap.contact]: mishap.closed } });
    case 'repair':
      return repair(state, mishap.what);
    default:
      return inLift(state, mishap);
  }
}

/** Leaks are closed, windows shut, pipes whole, walls straight again. Gas that is in a room stays until it is aired. */
function repair(state: WorldState, what: string): Result<WorldState, Problem> {
  const all = what === 'all';
  const known = { ...state.rooms, ...state.walls, ...state.lifts, riser: 1, all: 1 };
  if (!Object.hasOwn(known, what)) return unknown('room, wall or lift', what, known);
  const rooms = Object.entries(state.rooms).map(([id, room]) => {
    const whole = { ...room, leak: 0, ventilation: room.plan.airChangesPerHour };
    return [id, all || id === what ? whole : room] as const;
  });
  const walls = Object.entries(state.walls).map(
    ([id, wall]) => [id, all || id === what ? { ...wall, leant: 0 } : wall] as const,
  );
  const riser = all || what === 'riser' ? { ...state.riser, burst: 0, pump: true } : state.riser;
  const lifts = Object.entries(state.lifts).map(
    ([id, lift]) => [id, all || id === what ? repairLift(lift) : lift] as const,
  );
  const mended = { rooms: Object.fromEntries(rooms), walls: Object.fromEntries(walls) };
  return ok({ ...state, riser, ...mended, lifts: Object.fromEntries(lifts) });
}

function inLift(state: WorldState, mishap: LiftMishap): Result<WorldState, Problem> {
  const lift = state.lifts[mishap.lift];
  if (lift === undefined) return unknown('lift', mishap.lift, state.lifts);
  const after = befallLift(lift, mishap);
  return after.ok ? ok({ ...state, lifts: { ...state.lifts, [mishap.lift]: after.value } }) : after;
}

function inRoom(
  state: WorldState,
  id: string,
  change: { leak?: number; ventilation?: number },
): Result<WorldState, Problem> {
  const room = state.rooms[id];
  if (room === undefined) return unknown('room', id, state.rooms);
  return ok({ ...state, rooms: { ...state.rooms, [id]: { ...room, ...change } } });
}

function ok(value: WorldState): Result<WorldState, Problem> {
  return { ok: true, value };
}

function unknown(kind: string, id: string, known: object): Result<never, Problem> {
  return {
    ok: false,
    error: {
      code: `unknown-${kind.replaceAll(/[ ,]+/g, '-')}`,
      what: `the building has no ${kind} ${JSON.stringify(id)}`,
      hint: `one of: ${Object.keys(known).join(', ')}`,
    },
  };
}
