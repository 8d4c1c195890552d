import { lineLoad } from '../../alarmTime/lineLoad.ts';
import { type SlowestAlarms, slowestAlarms } from '../../alarmTime/slowestAlarms.ts';
import type { Installation } from '../../site/installation.ts';

/** What is promised of a site; `load`: share of a line's time that its plan takes. */
export type Promised = SlowestAlarms & { readonly load: ReadonlyMap<string, number> };

const known = new WeakMap<Installation, Promised>();

/** Worked out when somebody asks, once for each site, where nobody has said it before. */
export function promisedOf(installation: Installation): Promised {
  const found = known.get(installation) ?? promise(installation);
  known.set(installation, found);
  return found;
}

/** Works it out: of a large site that takes a while. */
export function promise(installation: Installation): Promised {
  return {
    ...slowestAlarms(installation),
    load: new Map(installation.lines.map((line) => [line.id, lineLoad(line).utilisation])),
  };
}

/** What was worked out elsewhere. */
export function isPromised(installation: Installation, promised: Promised): void {
  known.set(installation, promised);
}
