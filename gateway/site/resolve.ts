import type { Catalog } from '../../drivers/catalog.ts';
import { defaultUnit } from '../../drivers/codec/unit.ts';
import type { Profile, ProfilePoint } from '../../drivers/profile/schema.ts';
import type { Device, Installation, Point } from './installation.ts';
import { type Rule, ruleSchema, type Site, type SiteDevice } from './schema.ts';

/**
 * Fills in what the site file leaves open: names from the profile, units, periods, report periods, and a loss-of-sensing
 * rule for every device. The file must have passed the checks: a dangling name here is a bug and throws.
 *
 * @param folder folder of the site file, where its relative paths start
 */
export function resolveSite(site: Site, catalog: Catalog, folder: string): Installation {
  const devices = site.devices.map((device) => resolveDevice(device, profileOf(device, catalog), site));
  return {
    gateway: site.gateway,
    lines: site.buses.map(({ id, connection }) => ({
      id,
      connection,
      devices: devices.filter((device) => device.lineId === id),
    })),
    devices: new Map(devices.map((device) => [device.id, device])),
    points: new Map(devices.flatMap((device) => device.points.map((point) => [point.id, point]))),
    rules: [...site.rules, ...lossRules(site.rules, devices)],
    uplinks: site.uplinks,
    journal: site.journal,
    folder,
  };
}

/** Id of the loss-of-sensing rule that a device has by default. The dot keeps it apart from the installer's ids. */
export function defaultLossRule(deviceId: string): string {
  return `${deviceId}.loss-of-sensing`;
}

function profileOf(device: SiteDevice, catalog: Catalog): Profile {
  const profile = catalog.profiles.get(device.profile);
  if (profile === undefined) throw new Error(`unchecked site: no profile ${device.profile}`);
  return profile;
}

function resolveDevice(device: SiteDevice, profile: Profile, site: Site): Device {
  return {
    id: device.id,
    profile,
    lineId: device.bus,
    unit: device.unit,
    name: device.name ?? profile.names,
    place: device.place,
    parameters: device.parameters,
    baseline: device.baseline,
    calibrationDue: device.calibrationDue,
    points: profile.points
      .filter(({ id }) => device.points[id]?.enabled !== false)
      .map((point) => resolvePoint(point, device, site)),
  };
}

function resolvePoint(point: ProfilePoint, device: SiteDevice, site: Site): Point {
  const change = device.points[point.id];
  return {
    id: `${device.id}/${point.id}`,
    deviceId: device.id,
    profile: point,
    class: point.class,
    periodMs: change?.periodMs ?? point.periodMs,
    unit: change?.unit ?? defaultUnit(point),
    decimals: point.decimals,
    reportMs: Math.max(1, Math.round((change?.report?.everyS ?? site.report.everyS) * 1000)),
    deadband: change?.report?.deadband,
  };
}

/** Every device that is polled says when it cannot be sensed; the installer's own rule for it takes the default's place. */
function lossRules(rules: readonly Rule[], devices: readonly Device[]): Rule[] {
  const covered = new Set(rules.flatMap((rule) => (rule.kind === 'loss-of-sensing' ? rule.device : [])));
  return devices
    .filter(({ id, points }) => points.length > 0 && !covered.has(id))
    .map(({ id, name }) => {
      const words = typeof name === 'string' ? { en: name, zh: name } : name;
      const rule = ruleSchema.parse({ kind: 'loss-of-sensing', id: 'default', device: id });
      return {
        ...rule,
        id: defaultLossRule(id),
        name: { en: `${words.en}: not sensing`, zh: `${words.zh}：失去感知` },
      };
    });
}
