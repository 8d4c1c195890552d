import type { Catalog } from '../../drivers/catalog.ts';
import { defaultUnit } from '../../drivers/codec/unit.ts';
import { LIFT_PROFILE } from '../../drivers/lift/liftProfile.ts';
import type { Profile, ProfilePoint } from '../../drivers/profile/schema.ts';
import { liftAsDevice } from './deviceEntries.ts';
import type { Annunciator, Device, Installation, Lift, Point } from './installation.ts';
import { resolveRules } from './resolveRules.ts';
import { type Signals, type SiteAnnunciator, signalsSchema } from './schema/annunciatorSchema.ts';
import type { Site, SiteDevice, SiteLift } from './schema/siteSchema.ts';

type Periods = ReadonlyMap<string, number>;

/**
 * Fills in what the site file leaves open: names from the profile, units, periods, report periods, the rules of rule
 * packs and those that every site has. The file must have passed the checks: a dangling name here is a bug and throws.
 *
 * @param folder folder of the site file, where its relative paths start
 * @param periods ms, by point, of those that are to be read as fast as possible; without one, as its profile says
 */
export function resolveSite(
  site: Site,
  catalog: Catalog,
  folder: string,
  periods: Periods = new Map(),
): Installation {
  const polled = site.devices.map((device) =>
    resolveDevice(device, profileOf(device, catalog), site, periods),
  );
  const lifts = site.lifts.map((lift) => resolveLift(lift, polled, site));
  const devices = [...polled, ...lifts.map(({ device }) => device)];
  return {
    gateway: site.gateway,
    lines: site.buses.map(({ id, connection }) => ({
      id,
      connection,
      devices: polled.filter((device) => device.lineId === id),
    })),
    devices: new Map(devices.map((device) => [device.id, device])),
    points: new Map(devices.flatMap((device) => device.points.map((point) => [point.id, point]))),
    ...resolveRules(site, devices),
    zones: site.zones,
    signals: site.signals ?? DEFAULT_SIGNALS,
    annunciators: site.annunciators.map(resolveAnnunciator),
    lifts,
    uplinks: site.uplinks,
    notifications: site.notifications,
    journal: site.journal,
    page: site.page,
    opcua: site.opcua,
    folder,
  };
}

/** Engineering values: red sounds until it is silenced, orange in pulses, both flash; less is for the screen. */
const DEFAULT_SIGNALS: Signals = signalsSchema.parse({
  red: { tone: 'continuous', strobe: true },
  orange: { tone: 'pulsed', strobe: true },
});

function resolveAnnunciator({ device, leaseS, outputs }: SiteAnnunciator): Annunciator {
  return {
    device,
    leaseMs: leaseS * 1000,
    outputs: outputs.map(({ point, drives, onLoss, ...output }) => ({
      ...output,
      point: `${device}/${point}`,
      drives,
      onLoss: onLoss ?? (drives === 'fault-lamp' ? 'act' : 'hold'),
    })),
  };
}

function profileOf(device: SiteDevice, catalog: Catalog): Profile {
  const profile = catalog.profiles.get(device.profile);
  if (profile === undefined) throw new Error(`unchecked site: no profile ${device.profile}`);
  return profile;
}

function resolveDevice(
  device: SiteDevice,
  profile: Profile,
  site: Site,
  periods: Periods = new Map(),
): Device {
  return {
    id: device.id,
    profile: timed(profile, device),
    lineId: device.bus,
    unit: device.unit,
    name: device.name ?? profile.names,
    place: device.place,
    zone: device.zone,
    parameters: device.parameters,
    baseline: device.baseline,
    calibrationDue: device.calibrationDue,
    bumpTest: device.bumpTest,
    points: profile.points
      .filter(({ id }) => device.points[id]?.enabled !== false)
      .map((point) => resolvePoint(point, device, site, periods)),
  };
}

function resolveLift(lift: SiteLift, polled: readonly Device[], site: Site): Lift {
  const { floors, ratedSpeed, travel, registration, alarmButton, eBike, carLight, thresholds } = lift;
  const sources = lift.devices.flatMap((id) => polled.find((device) => device.id === id) ?? []);
  const device = resolveDevice(liftAsDevice(lift), LIFT_PROFILE, site);
  return {
    device: { ...device, lineId: sources[0]?.lineId ?? '', madeOf: sources.map(({ id }) => id) },
    sources,
    registration: registration ?? null,
    alarmButton: alarmButton ?? null,
    eBike: eBike ?? null,
    carLight: carLight ?? null,
    thresholds,
    labels: Object.fromEntries(floors.map((label, i) => [i + 1, label])),
    ratedMmS: ratedSpeed === undefined ? null : Math.round(1000 * ratedSpeed),
    topFloor: floors.length,
    openings: openingsOf(lift),
    topMm: travel === undefined ? null : Math.round(1000 * travel),
  };
}

function openingsOf({ floors, openings }: SiteLift): Lift['openings'] {
  if (openings === undefined) return {};
  const doors = (label: string) => [
    ...(openings.front.includes(label) ? [1] : []),
    ...(openings.rear.includes(label) ? [2] : []),
  ];
  return Object.fromEntries(floors.map((label, i) => [i + 1, doors(label)]));
}

/** What this very device was found to need stands before what its profile says. */
function timed(profile: Profile, { gapMs, maxRegisters, responseMs }: SiteDevice): Profile {
  const { timing } = profile;
  return {
    ...profile,
    timing: {
      ...timing,
      gapMs: gapMs ?? timing.gapMs,
      responseMs: responseMs ?? timing.responseMs,
      maxRegisters: maxRegisters ?? timing.maxRegisters,
    },
  };
}

/** What a lift does travels as events; of what its devices measure while it stands, little is news. */
const QUIET_OF_LIFT_MS = 600_000;

function resolvePoint(point: ProfilePoint, device: SiteDevice, site: Site, periods: Periods): Point {
  const change = device.points[point.id];
  const ofLift = site.lifts.some(({ devices }) => devices.includes(device.id));
  return {
    id: `${device.id}/${point.id}`,
    deviceId: device.id,
    profile: point,
    class: point.class,
    ...(change?.periodMs === 'fastest'
      ? { fastest: true, periodMs: periods.get(`${device.id}/${point.id}`) ?? point.periodMs }
      : { periodMs: change?.periodMs ?? point.periodMs }),
    unit: change?.unit ?? defaultUnit(point),
    decimals: point.decimals,
    reportMs: Math.max(1, Math.round((change?.report?.everyS ?? site.report.everyS) * 1000)),
    ...(ofLift ? { quietMs: QUIET_OF_LIFT_MS } : {}),
    deadband: change?.report?.deadband,
  };
}
