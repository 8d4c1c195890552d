import type { Reading } from '../../../../drivers/reading.ts';
import type { Annunciator, Device } from '../../../site/installation.ts';
import { doingIn, statusWords } from './nodeStatus.ts';

/** How a gas valve was found: closed, or letting gas through. */
export type FoundValve = { readonly point: string; readonly closed: boolean };

/** What these readings say of the gas valves of an annunciator, whoever switched them. */
export function foundValves(
  { outputs }: Annunciator,
  device: Device,
  readings: readonly Reading[],
): FoundValve[] {
  const valves = outputs.filter(({ drives }) => drives === 'gas-valve');
  if (valves.length === 0) return [];
  if (device.profile.annunciator?.protocol === 'lifeline') {
    const doing = doingIn(statusWords(readings, device));
    if (doing === null) return [];
    return valves.map(({ point }) => ({ point, closed: doing.acting.has('gas-valve') }));
  }
  return valves.flatMap(({ point, energised }): FoundValve[] => {
    const reading = readings.find((one) => one.point === point);
    if (typeof reading?.value !== 'boolean' || reading.quality !== 'good') return [];
    return [{ point, closed: reading.value !== (energised === 'at-rest') }];
  });
}
