import type { Instant, Reading } from '../../drivers/reading.ts';
import type { DeviceHealth } from '../control/health.ts';
import { ownAddressPoint } from './detect/kinds/lossOfSensing.ts';

/**
 * Tells detection where two devices answer at one address, as a reading of a point that nothing polls: when it changes, and
 * once when a device is first looked at, because an earlier run may have left off otherwise.
 */
export class SharedAddresses {
  readonly #tell: (reading: Reading) => void;
  readonly #own = new Map<string, boolean>();

  constructor(tell: (reading: Reading) => void) {
    this.#tell = tell;
  }

  /** How the line of a device says it is. */
  look({ device, trouble }: Pick<DeviceHealth, 'device' | 'trouble'>, at: Instant): void {
    const own = trouble?.code !== 'bus.same-address';
    if (this.#own.get(device) === own) return;
    this.#own.set(device, own);
    this.#tell({ point: ownAddressPoint(device), value: own, quality: 'good', at });
  }
}
