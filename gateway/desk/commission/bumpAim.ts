import type { BumpLimits } from '../../commission/check/bumpTest.ts';
import type { BumpAim } from '../../commission/check/bumpWatch.ts';
import type { Installation } from '../../site/installation.ts';
import { promisedOf } from '../live/promised.ts';

// Engineering values. Profiles do not say how quickly a sensor answers (T90), so what is given has a minute to reach it.
const SENSOR_MS = 60_000;
const SIREN_MS = 5_000;
const HEARD_MS = 120_000;
const PLATFORM_MS = 60_000;
const RECOVERY_MS = 600_000;

/**
 * What a point shows when its mildest alarm begins; null: no rule makes an alarm of it at once, and gas would prove nothing.
 *
 * @param now what it shows before anything is done to it; 0 where that is not known
 */
export function aimOf(point: string, installation: Installation, now = 0): BumpAim | null {
  const edges = edgesOf(installation).get(point);
  if (edges === undefined) return null;
  const { high, low, states, steps } = edges;
  return {
    ...{ point, states },
    high: high.length > 0 ? Math.min(...high) : null,
    low: low.length > 0 ? Math.max(...low) : null,
    step: steps.length > 0 ? { from: now, by: Math.min(...steps) } : null,
  };
}

type Edges = {
  readonly high: number[];
  readonly low: number[];
  readonly states: (string | number | boolean)[];
  readonly steps: number[];
};

const known = new WeakMap<Installation, ReadonlyMap<string, Edges>>();

/** By point, of those with a rule that judges at once; worked out once for each site, which is looked at ten times a second. */
function edgesOf(installation: Installation): ReadonlyMap<string, Edges> {
  const found = known.get(installation);
  if (found !== undefined) return found;
  const edges = new Map<string, Edges>();
  const of = (point: string): Edges => {
    const one = edges.get(point) ?? { high: [], low: [], states: [], steps: [] };
    edges.set(point, one);
    return one;
  };
  for (const rule of installation.rules) {
    if (rule.kind === 'limit') {
      const [high, low] = [levelsOf(rule.high), levelsOf(rule.low)];
      if (high.length > 0) of(rule.point).high.push(...high);
      if (low.length > 0) of(rule.point).low.push(...low);
    }
    if (rule.kind === 'change' && levelsOf(rule.step).length > 0)
      of(rule.point).steps.push(...levelsOf(rule.step));
    if (rule.kind === 'state') of(rule.point).states.push(...[rule.equals].flat());
  }
  known.set(installation, edges);
  return edges;
}

/** How long each leg may take; null where nothing could answer. The decision has what is promised of this device. */
export function limitsOf(point: string, installation: Installation): BumpLimits {
  const device = point.split('/')[0] ?? '';
  const siren = installation.annunciators.some(({ outputs }) =>
    outputs.some(({ drives }) => drives === 'siren'),
  );
  return {
    sensor: SENSOR_MS,
    decision: promisedOf(installation).devices.get(device) ?? SENSOR_MS,
    siren: siren ? SIREN_MS : null,
    heard: siren ? HEARD_MS : null,
    platform: installation.uplinks.length > 0 ? PLATFORM_MS : null,
    recovery: RECOVERY_MS,
  };
}

function levelsOf(levels: object | undefined): number[] {
  return Object.values(levels ?? {}).filter((value) => typeof value === 'number');
}
