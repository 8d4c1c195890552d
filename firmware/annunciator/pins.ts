import { err, ok, type Problem, type Result } from '../../drivers/result.ts';
import { CONTACTS, type NodeContact } from './contacts.ts';
import { OUTPUT_PINS, type OutputPin } from './outputs.ts';

/** Which pin of the board is what, in the Arduino's numbering; A0 of an Uno is 14. */
export type PinMap = {
  readonly outputs: Readonly<Record<OutputPin, number>>;
  readonly contacts: Readonly<Record<NodeContact, number>>;
};

/** Outputs are one port of the processor (D0 to D7) and contacts another (D8 to D15): see `checkPorts`. */
export const DEFAULT_PINS: PinMap = {
  outputs: { siren: 2, strobe: 3, 'fault-lamp': 4, 'gas-valve': 5, fan: 6, healthy: 7 },
  contacts: { silence: 8, reset: 9, test: 10, tamper: 11, mains: 12 },
};

const HIGHEST_PIN = 127;

/** Reads `siren=2,mains=14,…`: what is not named stays as it is by default. */
export function readPins(text: string): Result<PinMap, Problem> {
  const outputs: Record<OutputPin, number> = { ...DEFAULT_PINS.outputs };
  const contacts: Record<NodeContact, number> = { ...DEFAULT_PINS.contacts };
  for (const part of text.split(',').filter((part) => part.trim() !== '')) {
    const [name = '', pin = ''] = part.split('=').map((word) => word.trim());
    const number = /^\d+$/.test(pin) ? Number(pin) : Number.NaN;
    if (!(number >= 2 && number <= HIGHEST_PIN))
      return refuse(
        `'${part}' names no pin`,
        'write name=number, from 2 on: pins 0 and 1 are the serial line',
      );
    if (isOneOf(OUTPUT_PINS, name)) outputs[name] = number;
    else if (isOneOf(CONTACTS, name)) contacts[name] = number;
    else return refuse(`there is no '${name}'`, `one of: ${[...OUTPUT_PINS, ...CONTACTS].join(', ')}`);
  }
  return checkPorts({ outputs, contacts });
}

/**
 * StandardFirmata writes eight pins at a time. A write to an output that shares its port with a contact which is closed
 * at this moment takes the contact's pull-up away, and after that it reads as it likes: so they must not share one.
 */
function checkPorts(map: PinMap): Result<PinMap, Problem> {
  const outputs = Object.entries(map.outputs);
  const contacts = Object.entries(map.contacts);
  for (const [index, [name, pin]] of [...outputs, ...contacts].entries()) {
    const twin = [...outputs, ...contacts].slice(0, index).find(([, other]) => other === pin);
    if (twin !== undefined)
      return refuse(`${twin[0]} and ${name} are both on pin ${pin}`, 'give each its own');
  }
  for (const [output, pin] of outputs) {
    const near = contacts.find(([, other]) => other >> 3 === pin >> 3);
    if (near !== undefined)
      return refuse(
        `the output ${output} (pin ${pin}) and the contact ${near[0]} (pin ${near[1]}) share one port of eight pins`,
        'keep outputs and contacts apart: pins 2–7, 8–13 and 14–19 (A0–A5) are the ports of an Uno',
      );
  }
  return ok(map);
}

function isOneOf<T extends string>(names: readonly T[], name: string): name is T {
  return names.some((known) => known === name);
}

function refuse(what: string, hint: string): Result<never, Problem> {
  return err({ code: 'node.pins', what, where: '--pins', hint });
}
