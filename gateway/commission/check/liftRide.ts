import type { LiftSnapshot } from '../../../drivers/lift/snapshot.ts';

/**
 * What a ride proves of a lift, in the order in which somebody in the car sees it: the box says that the car goes up while it goes
 * up, that it is in the door zone while it stands at a landing, and that it is brought level again while it is.
 */
export const RIDE_STEPS = ['up', 'door-zone', 'relevelling'] as const;
export type RideStep = (typeof RIDE_STEPS)[number];

/** `right`: as the box showed it; `wrong`: it showed something else; `untold`: the box did not tell it, or it did not happen. */
export const RIDE_ANSWERS = ['right', 'wrong', 'untold'] as const;
export type RideAnswer = (typeof RIDE_ANSWERS)[number];

/** `seen`: whether the box showed the open step since it began. */
export type LiftRide = {
  readonly seen: boolean;
  readonly answers: Readonly<Partial<Record<RideStep, RideAnswer>>>;
};

export const NEW_RIDE: LiftRide = { seen: false, answers: {} };

/** The step that is ridden now; null: all were answered. */
export function openRideStep({ answers }: LiftRide): RideStep | null {
  return RIDE_STEPS.find((step) => answers[step] === undefined) ?? null;
}

/** The ride after a look at the lift. What was seen once stays seen until it is answered. */
export function lookedAtLift(ride: LiftRide, snapshot: LiftSnapshot): LiftRide {
  const step = openRideStep(ride);
  return ride.seen || step === null || !shows(step, snapshot) ? ride : { ...ride, seen: true };
}

/** The ride after an answer to its open step; null where that cannot be said: nobody confirms what the box has not shown. */
export function answeredRide(ride: LiftRide, step: RideStep, answer: RideAnswer): LiftRide | null {
  if (openRideStep(ride) !== step || (answer === 'right' && !ride.seen)) return null;
  return { seen: false, answers: { ...ride.answers, [step]: answer } };
}

/**
 * Passed where direction and door zone were right and nothing was wrong. Re-levelling needs a load that moves the car: that it did
 * not happen is told, and fails nothing.
 */
export function ridePassed({ answers }: LiftRide): boolean {
  return answers.up === 'right' && answers['door-zone'] === 'right' && answers.relevelling !== 'wrong';
}

function shows(step: RideStep, { direction, moving, doorZone, mode }: LiftSnapshot): boolean {
  switch (step) {
    case 'up':
      return direction?.value === 'up' && moving?.value === true;
    case 'door-zone':
      return doorZone?.value === true && moving?.value === false;
    case 'relevelling':
      return mode?.value === 'relevelling';
  }
}
