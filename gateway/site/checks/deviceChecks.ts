import { requiredParameters } from '../../../drivers/codec/scale.ts';
import { unitsOf } from '../../../drivers/codec/unit.ts';
import type { Profile } from '../../../drivers/profile/schema.ts';
import type { Problem } from '../../core/result.ts';
import { enumeration, suggestion } from '../nearest.ts';
import type { Entry } from '../schema/shape.ts';
import type { SiteDevice } from '../schema/siteSchema.ts';
import type { Path } from '../siteText.ts';
import { type Check, mistake, mistakenKey } from './checking.ts';

/** A device names a bus and a profile that exist, and only points and constants that its profile knows. */
export const checkDevices: Check = (draft, catalog, text) => {
  const buses = draft.ids.buses.map(({ value }) => value);
  return draft.devices.flatMap((device) => {
    const { path, value } = device;
    const problems: Problem[] = [];
    if (!buses.includes(value.bus))
      problems.push(
        mistake(
          text,
          [...path, 'bus'],
          'unknown-bus',
          `there is no bus ${value.bus}`,
          suggestion(value.bus, buses),
        ),
      );
    const profile = catalog.profiles.get(value.profile);
    if (profile === undefined) {
      const hint = `${suggestion(value.profile, catalog.profiles.keys())} (lifeline profiles list)`;
      problems.push(
        mistake(text, [...path, 'profile'], 'unknown-profile', `there is no profile ${value.profile}`, hint),
      );
      return problems;
    }
    return [...problems, ...pointProblems(device, profile), ...constantProblems(device, profile)];
  });

  function pointProblems({ path, value }: Entry<SiteDevice>, profile: Profile): Problem[] {
    const known = profile.points.map(({ id }) => id);
    const unknown = (['points', 'baseline'] as const).flatMap((list) =>
      Object.keys(value[list])
        .filter((id) => !known.includes(id))
        .map((id) => unknownPoint([...path, list, id], id, profile)),
    );
    const units = Object.entries(value.points).flatMap(([id, { unit }]) => {
      const point = profile.points.find((candidate) => candidate.id === id);
      if (unit === undefined || point === undefined || unitsOf(point).includes(unit)) return [];
      const speaks = enumeration(unitsOf(point));
      const what = speaks === '' ? `${id} has no unit` : `${id} speaks ${speaks}, not ${unit}`;
      return [
        mistake(
          text,
          [...path, 'points', id, 'unit'],
          'wrong-unit',
          what,
          'take the unit from the label or the display',
        ),
      ];
    });
    return [...unknown, ...units];
  }

  function unknownPoint(path: Path, id: string, profile: Profile): Problem {
    return mistakenKey(
      text,
      path,
      'unknown-point',
      `${profile.id} has no point ${id}`,
      suggestion(
        id,
        profile.points.map((point) => point.id),
      ),
    );
  }

  function constantProblems({ path, value, whole }: Entry<SiteDevice>, profile: Profile): Problem[] {
    const used = whole ? profile.points.filter((point) => value.points[point.id]?.enabled !== false) : [];
    const missing = used.flatMap((point) =>
      requiredParameters(point)
        .filter((name) => !(name in value.parameters || `${point.id}.${name}` in value.parameters))
        .map((name) =>
          mistake(
            text,
            path,
            'missing-constant',
            `${point.id} of ${profile.id} needs the constant ${name}`,
            `write parameters: { ${name}: … } from the calibration sheet, or points: { ${point.id}: { enabled: false } }`,
          ),
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
      return mistake(
        text,
        [...path, 'parameters', name],
        'bad-constant',
        `${name} of ${profile.id} cannot be ${said}`,
        `write one of ${allowed.join(', ')}`,
      );
    });
    const strange = Object.keys(value.parameters)
      .filter((name) => !meant.includes(name))
      .map((name) =>
        mistakenKey(
          text,
          [...path, 'parameters', name],
          'unknown-constant',
          `${profile.id} has no constant ${name}`,
          suggestion(name, meant),
        ),
      );
    return [...missing, ...strange, ...impossible];
  }
};
