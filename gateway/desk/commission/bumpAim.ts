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
export function aimOf(point: string, { rules }: Installation, now = 0): BumpAim | null {
  const edges = { high: [] as number[], low: [] as number[], states: [] as (string | number | boolean)[] };
  const steps: number[] = [];
  for (const rule of rules) {
    if (rule.kind === 'limit' && rule.point === point) {
      edges.high.push(...levelsOf(rule.high));
      edges.low.push(...levelsOf(rule.low));
    }
    if (rule.kind === 'change' && rule.point === point) steps.push(...levelsOf(rule.step));
    if (rule.kind === 'state' && rule.point === point) edges.states.push(...[rule.equals].flat());
  }
  const { high, low, states } = edges;
  if (high.length + low.length + states.length + steps.length === 0) return null;
  return {
    ...{ point, states },
    high: high.length > 0 ? Math.min(...high) : null,
    low: low.length > 0 ? Math.max(...low) : null,
    step: steps.length > 0 ? { from: now, by: Math.min(...steps) } : null,
  };
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
