import type { Installation } from '../../../gateway/site/installation.ts';
import { gasSite, installationOf } from '../../site/fixture.ts';

/** `count` gas detectors `gas-0`, `gas-1`, … on TCP, few enough on each line for any period. */
export function gasHall(count: number, points: object = {}): Installation {
  const line = (n: number) => `tcp-${Math.floor(n / 2)}`;
  const numbers = Array.from({ length: count }, (_, n) => n);
  return installationOf({
    ...gasSite,
    buses: [...new Set(numbers.map(line))].map((id) => ({
      id,
      connection: { type: 'modbus-tcp', host: id, port: 502 },
    })),
    devices: numbers.map((n) => ({
      ...gasSite.devices[0],
      id: `gas-${n}`,
      bus: line(n),
      unit: (n % 2) + 1,
      points,
    })),
  });
}
