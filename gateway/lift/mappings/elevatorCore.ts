import { combined } from '../liftReadings.ts';
import { faultOf } from './faults.ts';
import type { Mapping } from './mapping.ts';

/** A lift drive: it knows its motor and its trips, neither floor nor door. Its trip codes are in no table. */
export const elevatorCore: Mapping = (seen) => {
  const [tripped, code] = [seen.flag('lift.drive.tripped'), seen.number('lift.drive.trip')];
  return {
    faults: combined([tripped, code], () =>
      tripped?.value
        ? [{ ...faultOf(undefined, code?.value ?? 0), class: 'driveAndMotor', vendor: 'invertek' }]
        : [],
    ),
    motor: {
      currentA: seen.number('lift.drive.current'),
      frequencyHz: seen.number('lift.drive.frequency'),
      torquePct: seen.number('lift.drive.torque'),
    },
  };
};
