import { LIFT_PROFILE } from '../../../drivers/lift/liftProfile.ts';
import type { Problem } from '../../core/result.ts';
import { anyOf } from '../../text/named.ts';
import type { SiteLift } from '../schema/liftSchema.ts';
import { formatPath } from '../siteText.ts';
import { suggested } from '../suggestion.ts';
import { shippedThresholds } from '../thresholds/shipped.ts';
import { namedThresholds } from '../thresholds/siteThresholds.ts';
import { mistake, mistakenKey, type SiteCheck } from './checking.ts';
import { valueType } from './measurement.ts';
import { findPoint } from './pointChecks.ts';

/** A lift has an id of its own and is told of by devices of lifts, each of which belongs to no other. */
export const checkLifts: SiteCheck = (draft, catalog, text) => {
  const ids = draft.ids.devices.map(({ value }) => value);
  // read only where a site has lifts
  const known = draft.lifts.length === 0 ? [] : namedThresholds(shippedThresholds()).map(({ name }) => name);
  const taken = new Map<string, string>();
  const able = () =>
    [...catalog.profiles.values()].filter(({ lift }) => lift !== undefined).map(({ id }) => id);
  return [
    ...draft.devices
      .filter(({ value }) => value.profile === LIFT_PROFILE.id)
      .map(({ path }) =>
        mistake(text, [...path, 'profile'], 'site.lift-as-device', {
          profile: LIFT_PROFILE.id,
          profiles: anyOf(able()),
        }),
      ),
    ...draft.lifts.flatMap(({ path, value }) => [
      ...(ids.includes(value.id)
        ? [mistake(text, [...path, 'id'], 'site.duplicate-id/lift', { id: value.id })]
        : []),
      ...value.devices.flatMap((id, i) => deviceProblems([...path, 'devices', i], id)),
      ...Object.keys(value.thresholds)
        .filter((name) => !known.includes(name))
        .map((name) =>
          mistakenKey(text, [...path, 'thresholds', name], 'site.unknown-threshold', {
            name,
            suggestion: suggested(name, known),
          }),
        ),
      ...openingProblems([...path, 'openings'], value),
      ...(value.alarmButton === undefined
        ? []
        : contactProblems([...path, 'alarmButton'], value.alarmButton)),
      ...(value.carLight === undefined ? [] : contactProblems([...path, 'carLight'], value.carLight)),
      ...(value.eBike === undefined ? [] : contactProblems([...path, 'eBike'], value.eBike)),
    ]),
  ];

  function openingProblems(
    path: readonly (string | number)[],
    { floors, openings }: Pick<SiteLift, 'floors' | 'openings'>,
  ): Problem[] {
    if (openings === undefined) return [];
    const named = [...openings.front, ...openings.rear];
    const walled = floors.filter((floor) => !named.includes(floor));
    return [
      ...(['front', 'rear'] as const).flatMap((door) =>
        openings[door].flatMap((floor, i) =>
          floors.includes(floor)
            ? []
            : [mistake(text, [...path, door, i], 'site.unknown-floor', { floor, floors: anyOf(floors) })],
        ),
      ),
      ...(walled.length === 0 ? [] : [mistake(text, path, 'site.no-opening', { floors: walled.join(', ') })]),
    ];
  }

  function contactProblems(path: readonly (string | number)[], reference: string): Problem[] {
    const found = findPoint(reference, path, draft, catalog, text);
    if (Array.isArray(found)) return found;
    if (valueType(found.point) === 'boolean') return [];
    return [mistake(text, path, 'site.wrong-type/contact', { point: reference })];
  }

  function deviceProblems(path: readonly (string | number)[], id: string): Problem[] {
    if (!ids.includes(id))
      return [mistake(text, path, 'site.unknown-device', { device: id, suggestion: suggested(id, ids) })];
    const other = taken.get(id);
    taken.set(id, other ?? formatPath(path));
    if (other !== undefined) return [mistake(text, path, 'site.second-lift', { device: id, other })];
    const device = draft.devices.find(({ value }) => value.id === id)?.value;
    const profile = catalog.profiles.get(device?.profile ?? '');
    if (profile === undefined || profile.lift !== undefined) return []; // said already, or well
    const named = { device: id, profile: profile.id, profiles: anyOf(able()) };
    return [mistake(text, path, 'site.no-lift-device', named)];
  }
};
