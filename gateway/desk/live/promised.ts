import { alarmTimes } from '../../alarmTime/alarmTime.ts';
import { lineLoad } from '../../alarmTime/lineLoad.ts';
import type { Installation } from '../../site/installation.ts';

/** What is promised of a site, in milliseconds: the slowest alarm of each device and each line, with one other device dying. */
export type Promised = {
  readonly devices: ReadonlyMap<string, number>;
  readonly lines: ReadonlyMap<string, number>;
  readonly load: ReadonlyMap<string, number>; // share of a line's time that its plan takes
};

const known = new WeakMap<Installation, Promised>();

/** Worked out when somebody asks, once for each site: it takes its time. */
export function promisedOf(installation: Installation): Promised {
  const found = known.get(installation) ?? workedOut(installation);
  known.set(installation, found);
  return found;
}

function workedOut(installation: Installation): Promised {
  const [devices, lines] = [new Map<string, number>(), new Map<string, number>()];
  for (const { point, line, delayS, bounds } of alarmTimes(installation)) {
    const bound = bounds.find(({ dying, lost }) => dying === 1 && lost === 0) ?? bounds[0];
    if (bound === undefined) continue;
    const device = point.split('/')[0] ?? '';
    const ms = Math.ceil(bound.totalMs + delayS * 1000);
    devices.set(device, Math.max(ms, devices.get(device) ?? 0));
    lines.set(line, Math.max(ms, lines.get(line) ?? 0));
  }
  const load = installation.lines.map((line) => [line.id, lineLoad(line).utilisation] as const);
  return { devices, lines, load: new Map(load) };
}
