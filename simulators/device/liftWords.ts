import type { Profile } from '../../drivers/profile/schema.ts';
import { monarchLive, type Words } from '../lift/monarch.ts';
import { monarchParameters } from '../lift/monarchParameters.ts';
import { sensorBox } from '../lift/sensorBox.ts';
import type { Lift } from '../lift/state.ts';
import { controllerAnswers } from '../lift/view.ts';

type Mapping = NonNullable<Profile['lift']>['mapping'] | undefined;

const PARAMETERS = 0xf000;
const NONE: Words = new Map();

/**
 * Registers that a device of a lift composes from the lift's state, near an address. They come from the register tables
 * of the makers and know nothing of our profiles, so that one can be held against the other. Undefined: a device that
 * shows what its points sense.
 */
export function inherentWords(
  mapping: Mapping,
  lift: () => Lift | undefined,
): ((address: number) => Words) | undefined {
  switch (mapping) {
    case 'nice3000plus':
      return (address) => read(lift(), address >= PARAMETERS ? monarchParameters : monarchLive);
    case 'sensor-box-19reg':
      return () => read(lift(), sensorBox);
    default:
      return undefined;
  }
}

/** Whether the device has power and a mind to answer; a sensor box has a battery of its own. */
export function answersFor(mapping: Mapping, lift: Lift | undefined): boolean {
  return lift === undefined || mapping === 'sensor-box-19reg' || controllerAnswers(lift);
}

function read(lift: Lift | undefined, words: (lift: Lift) => Words): Words {
  return lift === undefined ? NONE : words(lift);
}
