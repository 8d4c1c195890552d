import type { Known } from '../../../drivers/lift/snapshot.ts';
import { combined, type LiftReadings } from '../liftReadings.ts';
import type { MappedSigns } from './mapping.ts';

const CAR_FLOORS = 8; // of one register of car calls
const HALL_FLOORS = 4; // of one register of landing calls, up and down in turn

/** Registered calls by floor, from as many registers as the profile has. */
export function callsOf(seen: LiftReadings): Pick<MappedSigns, 'carCalls' | 'hallUp' | 'hallDown'> {
  const car = words(seen, 'lift.calls.car');
  const hall = words(seen, 'lift.calls.hall');
  return {
    carCalls: floors(car, CAR_FLOORS, (index) => index),
    hallUp: floors(hall, HALL_FLOORS, (index) => 2 * index),
    hallDown: floors(hall, HALL_FLOORS, (index) => 2 * index + 1),
  };
}

function words(seen: LiftReadings, role: string): Known<number>[] {
  const found: Known<number>[] = [];
  for (let n = 1; ; n++) {
    const word = seen.number(`${role}.${n}`);
    if (word === null) return found;
    found.push(word);
  }
}

function floors(
  all: readonly Known<number>[],
  each: number,
  bitOf: (index: number) => number,
): Known<readonly number[]> {
  if (all.length === 0) return null;
  return combined(all, () =>
    all.flatMap((word, n) => {
      const bits = word?.value ?? 0;
      if (bits === 0) return [];
      return Array.from({ length: each }, (_, index) => index)
        .filter((index) => ((bits >> bitOf(index)) & 1) === 1)
        .map((index) => n * each + index + 1);
    }),
  );
}
