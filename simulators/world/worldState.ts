import { z } from 'zod';
import { stepLift } from '../lift/events.ts';
import { liftSchema } from '../lift/plan.ts';
import { type Lift, newLift } from '../lift/state.ts';
import { type Random, seedOf } from '../random.ts';
import { type Climate, outdoorC } from './climate.ts';
import { type Gauge, gaugeSchema, newGauge, stepGauge } from './gauge.ts';
import { newRiser, type Riser, riserSchema, stepRiser } from './riser.ts';
import { newRoom, type Room, roomSchema, stepRoom } from './room.ts';
import { newWall, stepWall, type Wall, wallSchema } from './wall.ts';

const named = <T extends z.ZodType>(of: T) =>
  z.record(z.string().regex(/^[A-Za-z0-9_-]+$/, 'use letters, digits, _ and -'), of).default({});

/** What the building consists of, as its file says. */
export const worldSchema = z.strictObject({
  outdoor: z.strictObject({ meanC: z.number().default(14), swingC: z.number().default(6) }).prefault({}),
  rooms: named(roomSchema.prefault({})),
  riser: riserSchema.prefault({}),
  walls: named(wallSchema.prefault({})),
  cracks: named(gaugeSchema.prefault({})),
  levels: named(gaugeSchema.prefault({})),
  temperatures: named(gaugeSchema.prefault({})),
  contacts: named(z.boolean()),
  lifts: named(liftSchema.prefault({})),
});

export type WorldPlan = z.infer<typeof worldSchema>;
type Named<T> = Readonly<Record<string, T>>;

/** Everything physical about the building at one moment. A plain value: a step makes a new one. */
export type WorldState = {
  readonly timeMs: number; // world time, Unix milliseconds
  readonly climate: Climate;
  readonly outdoor: { readonly temperature: number };
  readonly rooms: Named<Room>;
  readonly riser: Riser;
  readonly walls: Named<Wall>;
  readonly cracks: Named<Gauge>;
  readonly levels: Named<Gauge>;
  readonly temperatures: Named<Gauge>;
  readonly contacts: Named<boolean>;
  readonly lifts: Named<Lift>;
};

function mapped<A, B>(all: Named<A>, make: (one: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(all).map(([id, one]) => [id, make(one)]));
}

/** The building on a quiet day, with everything where the hour and the weather want it. `seed` is for its lifts. */
export function newWorld(plan: WorldPlan, timeMs: number, seed = 1): WorldState {
  const asBuilt: WorldState = {
    timeMs,
    climate: plan.outdoor,
    outdoor: { temperature: outdoorC(plan.outdoor, timeMs) },
    rooms: mapped(plan.rooms, newRoom),
    riser: newRiser(plan.riser, timeMs),
    walls: mapped(plan.walls, newWall),
    cracks: mapped(plan.cracks, newGauge),
    levels: mapped(plan.levels, newGauge),
    temperatures: mapped(plan.temperatures, newGauge),
    contacts: plan.contacts,
    lifts: Object.fromEntries(
      Object.entries(plan.lifts).map(([id, one]) => [
        id,
        newLift(one, timeMs, seedOf(seed, `lift ${id}`), plan.outdoor),
      ]),
    ),
  };
  return stepWorld(asBuilt, 0, () => 0.5);
}

/** Lets `dtMs` of world time pass. Pure; exact enough that one long step lands where many short ones do. */
export function stepWorld(state: WorldState, dtMs: number, random: Random): WorldState {
  const timeMs = state.timeMs + dtMs;
  const outside = outdoorC(state.climate, timeMs);
  const gauge = (one: Gauge) => stepGauge(one, outside, dtMs, random);
  return {
    ...state,
    timeMs,
    outdoor: { temperature: outside },
    rooms: mapped(state.rooms, (room) => stepRoom(room, outside, dtMs, random)),
    riser: stepRiser(state.riser, timeMs, dtMs, random),
    walls: mapped(state.walls, (wall) => stepWall(wall, outside, dtMs, random)),
    cracks: mapped(state.cracks, gauge),
    levels: mapped(state.levels, gauge),
    temperatures: mapped(state.temperatures, gauge),
    lifts: mapped(state.lifts, (lift) => stepLift(lift, dtMs)),
  };
}
