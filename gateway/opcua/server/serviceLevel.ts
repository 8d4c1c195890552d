import type { AddressSpace, UAVariable } from 'node-opcua-address-space';
import { DataType } from 'node-opcua-variant';

/** Server_ServiceLevel, by its number in the standard nodeset. */
const SERVICE_LEVEL = 'i=2267';

/** Of the bands of 10000-4, 6.6.2.4.2: 200 to 255 is healthy, 2 to 199 degraded. */
const LEVELS = { whole: 255, 'without-guard': 100 } as const;

/** How much of its service the server gives. The library says 255 whatever happens; degraded is said while guard does not answer. */
export class ServiceLevel {
  readonly #variable: UAVariable;

  constructor(addressSpace: AddressSpace) {
    this.#variable = addressSpace.findNode(SERVICE_LEVEL) as UAVariable;
    this.#variable.bindVariable({}, true);
    this.say('without-guard');
  }

  say(level: keyof typeof LEVELS): void {
    this.#variable.setValueFromSource({ dataType: DataType.Byte, value: LEVELS[level] });
  }
}
