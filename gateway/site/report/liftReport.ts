import type { Problem } from '../../core/result.ts';
import { inLanguage } from '../../text/language.ts';
import { listed } from '../../text/named.ts';
import { siteProblem } from '../../text/siteProblem.ts';
import type { Installation, Lift } from '../installation.ts';
import { shippedThresholds } from '../thresholds/shipped.ts';
import { type NamedThreshold, namedThresholds } from '../thresholds/siteThresholds.ts';

/** The lifts of a site for a person: what tells of each, and what is not looked for because nobody has said something. */
export function liftReport({ lifts }: Installation, verbose = false): string[] {
  if (lifts.length === 0) return [];
  const known = namedThresholds(shippedThresholds());
  return [
    '',
    ...lifts.flatMap((lift) => liftText(lift, known)),
    ...(verbose
      ? ['', 'thresholds of lifts, and how sure they are', ...known.map((one) => `  ${thresholdText(one)}`)]
      : []),
  ];
}

function thresholdText({ name, value, confidence, source }: NamedThreshold): string {
  return `${name} ${value}: ${confidence} (${source})`;
}

function liftText(lift: Lift, known: readonly NamedThreshold[]): string[] {
  const { device, sources, labels, ratedMmS, topMm, thresholds } = lift;
  const floors = Object.values(labels);
  const by = sources.map(({ id }) => id).join(', then ');
  const lacks = [
    ...(ratedMmS === null ? ['overspeed is not looked for: write ratedSpeed in m/s'] : []),
    ...(topMm === null ? ['overtravel is not looked for at the top: write travel in m'] : []),
  ];
  return [
    `lift ${device.id} (${inLanguage(device.name, 'en')}): ${floors.length} floors, ${floors[0]} to ${floors.at(-1)}, told by ${by}`,
    '  what is alarming is judged over seconds, by what the lift did: no alarm time is promised',
    ...lacks.map((lack) => `  ${lack}`),
    ...Object.entries(thresholds).map(
      ([name, value]) =>
        `  ${name} ${value}: chosen on site, else ${known.find((one) => one.name === name)?.value}`,
    ),
  ];
}

/** What works, but not as it could: lift devices that belong to no lift, and numbers nobody has confirmed on site. */
export function liftWarnings({ devices, lifts }: Installation): Problem[] {
  return [...devices.values()].flatMap((device): Problem[] => {
    const { id, profile, parameters } = device;
    if (profile.lift === undefined) return [];
    const owned = lifts.some(({ sources }) => sources.includes(device));
    const assumed = Object.entries(profile.lift.commissioning).filter(([name]) => !(name in parameters));
    return [
      ...(owned ? [] : [siteProblem('site.no-lift', { device: id })]),
      ...assumed.map(([name, { names, assumed: value, allowed }]) =>
        siteProblem('site.assumed', { device: id, meaning: names, value, name, allowed: listed(allowed) }),
      ),
    ];
  });
}

/** The same as data. */
export function liftData({ lifts }: Installation) {
  return lifts.map(({ device, sources, ...lift }) => ({
    id: device.id,
    devices: sources.map(({ id }) => id),
    ...lift,
  }));
}
