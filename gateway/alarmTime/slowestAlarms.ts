import type { Installation } from '../site/installation.ts';
import { alarmTimes } from './alarmTime.ts';

/** The slowest alarm that is promised with one other device dying, delays included, in milliseconds: by device, and by line. */
export type SlowestAlarms = {
  readonly devices: ReadonlyMap<string, number>;
  readonly lines: ReadonlyMap<string, number>;
};

/** Those with no entry have no point with a deadline. */
export function slowestAlarms(installation: Installation): SlowestAlarms {
  const [devices, lines] = [new Map<string, number>(), new Map<string, number>()];
  for (const { point, line, delayS, bounds } of alarmTimes(installation)) {
    const bound = bounds.find(({ dying, lost }) => dying === 1 && lost === 0) ?? bounds[0];
    if (bound === undefined) continue;
    const device = point.split('/')[0] ?? '';
    const ms = Math.ceil(bound.totalMs + delayS * 1000);
    devices.set(device, Math.max(ms, devices.get(device) ?? 0));
    lines.set(line, Math.max(ms, lines.get(line) ?? 0));
  }
  return { devices, lines };
}
