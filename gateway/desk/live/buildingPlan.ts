import { SEVERITIES } from '../../../drivers/vocabulary.ts';
import type { Device, Installation, Point } from '../../site/installation.ts';
import type { Rule } from '../../site/rules/ruleKinds.ts';
import type { BuildingDevice, BuildingPlan, BuildingPoint, PointLimit } from '../http/api/buildingApi.ts';
import { promisedOf } from './promised.ts';

/** The site as the page needs it: what things are called, where they are, and at which value they are no longer well. */
export function buildingPlan(installation: Installation, version: string): BuildingPlan {
  const { gateway, zones, lines, devices, lifts, uplinks } = installation;
  return {
    version,
    gateway: { id: gateway.id, name: gateway.name ?? gateway.id, place: gateway.place ?? null },
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    zones: zones.map(({ id, name }) => ({ id, name: name ?? id })),
    lines: lines.map(({ id, connection }) => ({ id, kind: connection.type })),
    devices: [...devices.values()].map((device) => deviceOf(device, installation)),
    lifts: lifts.map(({ device, sources }) => ({
      id: device.id,
      name: device.name,
      devices: sources.map(({ id }) => id),
    })),
    uplinks: uplinks.map(({ id, url }) => ({ id, url })),
  };
}

export function deviceOf(device: Device, installation: Installation): BuildingDevice {
  const { id, name, place, zone, lineId, unit, profile, calibrationDue, points, madeOf } = device;
  return {
    ...{ id, name, unit },
    place: place ?? null,
    zone: zone ?? null,
    line: lineId,
    profile: profile.id,
    profileName: profile.names,
    verification: profile.verification,
    calibrationDue: calibrationDue ?? null,
    annunciator: installation.annunciators.some((one) => one.device === id),
    boundMs: promisedOf(installation).devices.get(id) ?? null,
    lift: madeOf !== undefined,
    points: points.map((point) => pointOf(point, installation)),
  };
}

function pointOf(point: Point, installation: Installation): BuildingPoint {
  return {
    point: point.id,
    name: point.profile.names,
    unit: point.unit,
    decimals: point.decimals,
    class: point.class,
    periodMs: point.periodMs,
    states: { ...point.profile.states },
    limits: installation.rules.flatMap((rule) =>
      rule.kind === 'limit' && rule.point === point.id ? limitsOf(rule, installation) : [],
    ),
  };
}

function limitsOf(rule: Rule & { kind: 'limit' }, { provenance }: Installation): PointLimit[] {
  const known = provenance.get(rule.id)?.values ?? [];
  return (['high', 'low'] as const).flatMap((side) =>
    SEVERITIES.flatMap((severity) => {
      const value = rule[side]?.[severity];
      if (value === undefined) return [];
      const from = known.find(({ path }) => path === `${side}.${severity}`);
      return [
        {
          ...{ rule: rule.id, severity, value },
          side: side === 'high' ? 'above' : 'below',
          confidence: from?.confidence ?? null,
          source: from?.source ?? null,
          clause: from?.clause ?? null,
        } satisfies PointLimit,
      ];
    }),
  );
}
