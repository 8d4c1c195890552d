import { lineLoad } from '../../alarmTime/lineLoad.ts';
import { type SlowestAlarms, slowestAlarms } from '../../alarmTime/slowestAlarms.ts';
import type { Installation } from '../../site/installation.ts';

/** What is promised of a site; `load`: share of a line's time that its plan takes. */
export type Promised = SlowestAlarms & { readonly load: ReadonlyMap<string, number> };

const known = new WeakMap<Installation, Promised>();

/** Worked out when somebody asks, once for each site: it takes its time. */
export function promisedOf(installation: Installation): Promised {
  const found = known.get(installation) ?? {
    ...slowestAlarms(installation),
    load: new Map(installation.lines.map((line) => [line.id, lineLoad(line).utilisation])),
  };
  known.set(installation, found);
  return found;
}
