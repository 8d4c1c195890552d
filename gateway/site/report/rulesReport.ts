import type { Installation, ValueProvenance } from '../installation.ts';
import { shippedPacks } from '../packs/packs.ts';

/** Where the values of rules come from that were made from packs, and which devices nobody watches: for a person. */
export function rulesReport(installation: Installation): string[] {
  const { provenance } = installation;
  const blind = unwatched(installation);
  return [
    ...(provenance.size === 0
      ? []
      : [
          '',
          'values of rule packs, and how sure they are (check them against the standard that applies to you)',
        ]),
    ...[...provenance].flatMap(([id, { pack, values }]) => [
      `  ${id} (pack ${pack})`,
      ...originTexts(values).map((line) => `    ${line}`),
    ]),
    ...packNotes(provenance),
    ...(blind.length === 0 ? [] : ['']),
    ...blind.map(
      (id) =>
        `warning: ${id} has safety points but no rule that raises an alarm: name a rule pack (pack: …) or write rules`,
    ),
  ];
}

/** The same as data. */
export function rulesData(installation: Installation) {
  return {
    provenance: Object.fromEntries(installation.provenance),
    unwatched: unwatched(installation),
  };
}

/** Devices with safety points of which no rule says anything but that they are not sensed. */
export function unwatched({ devices, rules }: Installation): string[] {
  const watched = new Set(
    rules.flatMap((rule) => ('point' in rule ? [rule.point] : 'points' in rule ? rule.points : [])),
  );
  return [...devices.values()]
    .filter(({ points }) => points.some((point) => point.class === 'safety'))
    .filter(({ points }) => !points.some(({ id }) => watched.has(id)))
    .map(({ id }) => id);
}

/** What an installer must know of the packs in use. */
function packNotes(provenance: Installation['provenance']): string[] {
  const used = new Set([...provenance.values()].map(({ pack }) => pack));
  return [...used].flatMap((id) =>
    (shippedPacks().packs.get(id)?.notes ?? []).map((note) => `  note on ${id}: ${note.en}`),
  );
}

/** Values of one origin stand in one line, in the order of the pack. */
function originTexts(values: readonly ValueProvenance[]): string[] {
  const groups = Map.groupBy(values, originText);
  return [...groups].map(([origin, of]) => `${origin}: ${of.map(valueText).join('; ')}`);
}

function originText({ clause, source, confidence }: ValueProvenance): string {
  if (confidence === 'site') return 'chosen on site';
  return `${confidence}${clause === undefined ? '' : `, ${clause}`} (${source})`;
}

function valueText({ path, value, unit }: ValueProvenance): string {
  const shown = Array.isArray(value) ? value.join(', ') : String(value);
  return `${path} ${shown}${unit === '' ? '' : ` ${unit}`}`;
}
