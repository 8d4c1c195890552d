import { amount, say, withUnit } from '../state/speech.ts';

/** A value of a sensor that the site does not know yet, with its unit. */
export function shownValue(value: number | boolean, unit: string): string {
  return typeof value === 'number' ? withUnit(amount(value), unit) : say(value ? 'value.on' : 'value.off');
}
