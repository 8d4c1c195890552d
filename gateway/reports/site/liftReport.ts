import type { Problem } from '../../core/result.ts';
import type { Device, Installation, Lift } from '../../site/installation.ts';
import { shippedThresholds } from '../../site/thresholds/shipped.ts';
import { type NamedThreshold, namedThresholds } from '../../site/thresholds/siteThresholds.ts';
import { listed } from '../../text/named.ts';
import { siteProblem } from '../../text/siteProblem.ts';
import type { SiteReportVoice } from './siteReportVoice.ts';

/** The lifts of a site for a person: what tells of each, and what is not looked for because nobody has said something. */
export function liftReport({ lifts }: Installation, voice: SiteReportVoice, verbose: boolean): string[] {
  if (lifts.length === 0) return [];
  const known = namedThresholds(shippedThresholds());
  return [
    '',
    ...lifts.flatMap((lift) => liftText(lift, known, voice)),
    ...(verbose
      ? ['', voice.say('lift.thresholds'), ...known.map((one) => `  ${thresholdText(one, voice)}`)]
      : []),
  ];
}

function thresholdText({ name, value, confidence, source }: NamedThreshold, voice: SiteReportVoice): string {
  return voice.say('lift.threshold', {
    name,
    value,
    origin: voice.origin(confidence),
    source: voice.word(source),
  });
}

function liftText(
  { device, sources, labels, ratedMmS, topMm, thresholds, openings }: Lift,
  known: readonly NamedThreshold[],
  { say, word }: SiteReportVoice,
): string[] {
  const floors = Object.values(labels);
  const twoDoors = sources.some(({ parameters }) => (parameters.doors ?? 1) > 1);
  const lines = [
    say('lift.no-bound'),
    ...(ratedMmS === null ? [say('lift.no-overspeed')] : []),
    ...(topMm === null ? [say('lift.no-overtravel')] : []),
    ...(twoDoors && Object.keys(openings).length === 0 ? [say('lift.no-openings')] : []),
    ...Object.entries(thresholds).map(([name, value]) =>
      say('lift.chosen', { name, value, usual: known.find((one) => one.name === name)?.value ?? '' }),
    ),
  ];
  const head = say('lift', {
    ...{ id: device.id, name: word(device.name) },
    ...{ count: floors.length, lowest: floors[0] ?? '', highest: floors.at(-1) ?? '' },
    devices: sources.map(({ id }) => id).join(say('list.then')),
  });
  return [head, ...lines.map((line) => `  ${line}`)];
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
      ...blindTo(device),
      ...assumed.map(([name, { names, assumed: value, allowed }]) =>
        siteProblem('site.assumed', { device: id, meaning: names, value, name, allowed: listed(allowed) }),
      ),
    ];
  });
}

/** What a trip is made of, and how seldom that may be asked: a run over one floor, and a stop, may be over in four seconds. */
const OF_TRIPS = ['lift.floor', 'lift.speed', 'lift.direction', 'lift.up', 'lift.down', 'lift.car-state'];
const SEES_TRIPS_MS = 2_000;

/** Points that are read too seldom to see every trip: such trips are told as times not watched, and never counted. */
function blindTo({ id, points }: Device): Problem[] {
  const slow = points.filter(
    ({ profile, periodMs }) => OF_TRIPS.includes(profile.role ?? '') && periodMs > SEES_TRIPS_MS,
  );
  const [slowest] = slow.toSorted((a, b) => b.periodMs - a.periodMs);
  if (slowest === undefined) return [];
  const seconds = slowest.periodMs / 1000;
  return [
    siteProblem('site.trips-unseen', {
      device: id,
      point: slowest.id,
      s: seconds,
      most: SEES_TRIPS_MS / 1000,
    }),
  ];
}

/** The same as data. */
export function liftData({ lifts }: Installation) {
  return lifts.map(({ device, sources, ...lift }) => ({
    id: device.id,
    devices: sources.map(({ id }) => id),
    ...lift,
  }));
}
