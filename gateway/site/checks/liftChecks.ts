import { LIFT_PROFILE } from '../../../drivers/lift/liftProfile.ts';
import type { Problem } from '../../core/result.ts';
import { enumeration, suggestion } from '../nearest.ts';
import { formatPath } from '../siteText.ts';
import { shippedThresholds } from '../thresholds/shipped.ts';
import { namedThresholds } from '../thresholds/siteThresholds.ts';
import { type Check, mistake, mistakenKey } from './checking.ts';
import { valueType } from './measurement.ts';
import { findPoint } from './pointChecks.ts';

/** A lift has an id of its own and is told of by devices of lifts, each of which belongs to no other. */
export const checkLifts: Check = (draft, catalog, text) => {
  const ids = draft.ids.devices.map(({ value }) => value);
  // read only where a site has lifts
  const known = draft.lifts.length === 0 ? [] : namedThresholds(shippedThresholds()).map(({ name }) => name);
  const taken = new Map<string, string>();
  const able = [...catalog.profiles.values()].filter(({ lift }) => lift !== undefined).map(({ id }) => id);
  return [
    ...draft.devices
      .filter(({ value }) => value.profile === LIFT_PROFILE.id)
      .map(({ path }) =>
        mistake(
          text,
          [...path, 'profile'],
          'lift-as-device',
          `${LIFT_PROFILE.id} is no device that can be asked`,
          `give the profile of what hangs on the bus (${enumeration(able)}), and name the lift under \`lifts\``,
        ),
      ),
    ...draft.lifts.flatMap(({ path, value }) => [
      ...(ids.includes(value.id)
        ? [
            mistake(
              text,
              [...path, 'id'],
              'duplicate-id',
              `${value.id} is the id of a device`,
              'choose another id',
            ),
          ]
        : []),
      ...value.devices.flatMap((id, i) => deviceProblems([...path, 'devices', i], id)),
      ...Object.keys(value.thresholds)
        .filter((name) => !known.includes(name))
        .map((name) =>
          mistakenKey(
            text,
            [...path, 'thresholds', name],
            'unknown-threshold',
            `there is no threshold ${name}`,
            `${suggestion(name, known)} (lifeline check --verbose shows all)`,
          ),
        ),
      ...(value.eBike === undefined ? [] : contactProblems([...path, 'eBike'], value.eBike)),
    ]),
  ];

  function contactProblems(path: readonly (string | number)[], reference: string): Problem[] {
    const found = findPoint(reference, path, draft, catalog, text);
    if (Array.isArray(found)) return found;
    if (valueType(found.point) === 'boolean') return [];
    const hint = 'name a contact or a coil that is true while a bicycle is seen';
    return [mistake(text, path, 'wrong-type', `${reference} is never true or false`, hint)];
  }

  function deviceProblems(path: readonly (string | number)[], id: string): Problem[] {
    if (!ids.includes(id))
      return [mistake(text, path, 'unknown-device', `there is no device ${id}`, suggestion(id, ids))];
    const other = taken.get(id);
    taken.set(id, other ?? formatPath(path));
    if (other !== undefined)
      return [mistake(text, path, 'second-lift', `${id} belongs to ${other}`, 'name each device once')];
    const device = draft.devices.find(({ value }) => value.id === id)?.value;
    const profile = catalog.profiles.get(device?.profile ?? '');
    if (profile === undefined || profile.lift !== undefined) return []; // said already, or well
    const what = `${id} (${profile.id}) tells nothing of a lift`;
    return [
      mistake(
        text,
        path,
        'no-lift-device',
        what,
        `name a device whose profile is one of ${enumeration(able)}`,
      ),
    ];
  }
};
