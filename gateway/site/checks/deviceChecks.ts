import { faultsOf } from '../../../drivers/catalog.ts';
import { hullOf, isBitPoint, partsOf } from '../../../drivers/codec/layout.ts';
import { requiredParameters } from '../../../drivers/codec/scale.ts';
import { unitsOf } from '../../../drivers/codec/unit.ts';
import type { Profile } from '../../../drivers/profile/schema.ts';
import type { Problem } from '../../core/result.ts';
import { anyOf, listed } from '../../text/named.ts';
import type { DraftEntry } from '../schema/draft.ts';
import type { SiteDevice } from '../schema/siteSchema.ts';
import type { Path } from '../siteText.ts';
import { suggested } from '../suggestion.ts';
import { mistake, mistakenKey, type SiteCheck } from './checking.ts';

/** A device names a bus and a profile that exist, and only points and constants that its profile knows. */
export const checkDevices: SiteCheck = (draft, catalog, text) => {
  const buses = draft.ids.buses.map(({ value }) => value);
  return draft.devices.flatMap((device) => {
    const { path, value } = device;
    const problems: Problem[] = [];
    if (!buses.includes(value.bus))
      problems.push(
        mistake(text, [...path, 'bus'], 'site.unknown-bus', {
          bus: value.bus,
          suggestion: suggested(value.bus, buses),
        }),
      );
    const profile = catalog.profiles.get(value.profile);
    if (profile === undefined) {
      const faults = faultsOf(catalog, value.profile);
      if (faults.length > 0) return [...problems, ...faults];
      const suggestion = suggested(value.profile, catalog.profiles.keys());
      const named = { profile: value.profile, suggestion };
      return [...problems, mistake(text, [...path, 'profile'], 'site.unknown-profile', named)];
    }
    return [
      ...problems,
      ...preparationProblems(device, profile),
      ...widthProblems(device, profile),
      ...pointProblems(device, profile),
      ...constantProblems(device, profile),
    ];
  });

  /** A device that is told to measure has to be done before it is told again; one that sleeps has to be woken. */
  function preparationProblems({ path, value }: DraftEntry<SiteDevice>, profile: Profile): Problem[] {
    const { trigger, timing } = profile;
    const named = { device: value.id, profile: profile.id };
    const bus = draft.buses.find(({ value: { id } }) => id === value.bus);
    const hasLift = draft.devices.some(
      ({ value: other }) =>
        other.bus === value.bus && catalog.profiles.get(other.profile)?.lift !== undefined,
    );
    const problems: Problem[] = [];
    if (timing.wakeUp !== undefined && bus?.value.connection.type === 'modbus-tcp')
      problems.push(mistake(text, [...path, 'profile'], 'site.asleep', named));
    if (timing.wakeUp?.bytes !== undefined && hasLift)
      problems.push(mistake(text, [...path, 'bus'], 'site.asleep/lift', named));
    if (trigger === undefined) return problems;
    const ms = trigger.waitMs;
    const hasty = profile.points.flatMap((point) => {
      const { enabled = true, periodMs: period = point.periodMs } = value.points[point.id] ?? {};
      const of = { ...named, ms, period, point: point.id, least: leastPeriodMs(ms) };
      if (!enabled || period === 'fastest' || period > ms) return [];
      return [mistake(text, [...path, 'points', point.id], 'site.measures-slowly', of)];
    });
    return [...problems, ...hasty];
  }

  /** A value and what gives it its meaning must come in one reply, however few registers the device answers. */
  function widthProblems({ path, value }: DraftEntry<SiteDevice>, profile: Profile): Problem[] {
    const most = value.maxRegisters;
    if (most === undefined) return [];
    return profile.points
      .filter((point) => !isBitPoint(point) && value.points[point.id]?.enabled !== false)
      .flatMap((point) => {
        const { count } = hullOf(partsOf(point));
        const named = { device: value.id, point: point.id, count, most };
        return count > most ? [mistake(text, [...path, 'maxRegisters'], 'site.max-registers', named)] : [];
      });
  }

  function pointProblems({ path, value }: DraftEntry<SiteDevice>, profile: Profile): Problem[] {
    const known = profile.points.map(({ id }) => id);
    const unknown = (['points', 'baseline'] as const).flatMap((list) =>
      Object.keys(value[list])
        .filter((id) => !known.includes(id))
        .map((id) => unknownPoint([...path, list, id], id, profile)),
    );
    const units = Object.entries(value.points).flatMap(([id, { unit }]) => {
      const point = profile.points.find((candidate) => candidate.id === id);
      if (unit === undefined || point === undefined || unitsOf(point).includes(unit)) return [];
      const at = [...path, 'points', id, 'unit'];
      const speaks = unitsOf(point).filter((name) => name !== '');
      if (speaks.length === 0) return [mistake(text, at, 'site.wrong-unit/none', { point: id })];
      return [mistake(text, at, 'site.wrong-unit', { point: id, units: anyOf(speaks), unit })];
    });
    return [...unknown, ...units];
  }

  function unknownPoint(path: Path, id: string, profile: Profile): Problem {
    const known = profile.points.map((point) => point.id);
    return mistakenKey(text, path, 'site.unknown-point', {
      profile: profile.id,
      point: id,
      suggestion: suggested(id, known),
    });
  }

  function constantProblems({ path, value, whole }: DraftEntry<SiteDevice>, profile: Profile): Problem[] {
    const used = whole ? profile.points.filter((point) => value.points[point.id]?.enabled !== false) : [];
    const missing = used.flatMap((point) =>
      requiredParameters(point)
        .filter((name) => !(name in value.parameters || `${point.id}.${name}` in value.parameters))
        .map((name) =>
          mistake(text, path, 'site.missing-constant', { point: point.id, profile: profile.id, name }),
        ),
    );
    const commissioning = profile.lift?.commissioning ?? {};
    const meant = [
      ...profile.points.flatMap((point) =>
        requiredParameters(point).flatMap((name) => [name, `${point.id}.${name}`]),
      ),
      ...Object.keys(commissioning),
    ];
    const impossible = Object.entries(commissioning).flatMap(([name, { allowed }]) => {
      const said = value.parameters[name];
      if (said === undefined || allowed.includes(said)) return [];
      const named = { name, profile: profile.id, value: said, allowed: listed(allowed) };
      return mistake(text, [...path, 'parameters', name], 'site.bad-constant', named);
    });
    const strange = Object.keys(value.parameters)
      .filter((name) => !meant.includes(name))
      .map((name) =>
        mistakenKey(text, [...path, 'parameters', name], 'site.unknown-constant', {
          profile: profile.id,
          name,
          suggestion: suggested(name, meant),
        }),
      );
    return [...missing, ...strange, ...impossible];
  }
};

/** A whole number of half seconds, with time to be told and read. */
export function leastPeriodMs(measureMs: number): number {
  return 500 * (Math.floor(measureMs / 500) + 1);
}
