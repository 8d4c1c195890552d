import { devicesAndLifts } from '../deviceEntries.ts';
import { suggested } from '../suggestion.ts';
import { mistake, type SiteCheck } from './checking.ts';

/** A zone that a device or an output names is one of the site's: a slip of the finger would be a siren that is not meant. */
export const checkZones: SiteCheck = (draft, _catalog, text) => {
  const known = draft.ids.zones.map(({ value }) => value);
  const named = [
    ...devicesAndLifts(draft).flatMap(({ path, value }) =>
      value.zone === undefined ? [] : [{ path: [...path, 'zone'], zone: value.zone }],
    ),
    ...draft.annunciators.flatMap(({ path, value }) =>
      value.outputs.flatMap(({ zones }, i) =>
        zones.map((zone, j) => ({ path: [...path, 'outputs', i, 'zones', j], zone })),
      ),
    ),
  ];
  return named
    .filter(({ zone }) => !known.includes(zone))
    .map(({ path, zone }) =>
      mistake(text, path, 'site.unknown-zone', { zone, suggestion: suggested(zone, known) }),
    );
};
