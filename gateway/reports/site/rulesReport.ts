import type { Installation, ValueProvenance } from '../../site/installation.ts';
import { shippedPacks } from '../../site/packs/packs.ts';
import type { SiteReportVoice } from './siteReportVoice.ts';

/** Where the values of rules come from that were made from packs, and which devices nobody watches: for a person. */
export function rulesReport(installation: Installation, voice: SiteReportVoice): string[] {
  const { say } = voice;
  const { provenance } = installation;
  const blind = unwatched(installation);
  return [
    ...(provenance.size === 0 ? [] : ['', say('packs.heading')]),
    ...[...provenance].flatMap(([rule, { pack, values }]) => [
      `  ${say('packs.rule', { rule, pack })}`,
      ...originTexts(values, voice).map((line) => `    ${line}`),
    ]),
    ...packNotes(provenance, voice),
    ...(blind.length === 0 ? [] : ['']),
    ...blind.map((device) => say('unwatched', { device })),
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
export function unwatched({ devices, rules, annunciators }: Installation): string[] {
  const sounders = new Set(annunciators.map(({ device }) => device)); // watched by a rule of their own
  const watched = new Set(
    rules.flatMap((rule) => ('point' in rule ? [rule.point] : 'points' in rule ? rule.points : [])),
  );
  return [...devices.values()]
    .filter(({ id, points }) => !sounders.has(id) && points.some((point) => point.class === 'safety'))
    .filter(({ points }) => !points.some(({ id }) => watched.has(id)))
    .map(({ id }) => id);
}

/** What an installer must know of the packs in use. */
function packNotes(provenance: Installation['provenance'], { say, word }: SiteReportVoice): string[] {
  const used = new Set([...provenance.values()].map(({ pack }) => pack));
  return [...used].flatMap((pack) =>
    (shippedPacks().packs.get(pack)?.notes ?? []).map(
      (note) => `  ${say('packs.note', { pack, note: word(note) })}`,
    ),
  );
}

/** Values of one origin stand in one line, in the order of the pack. */
function originTexts(values: readonly ValueProvenance[], voice: SiteReportVoice): string[] {
  const { say } = voice;
  const groups = Map.groupBy(values, (value) => originText(value, voice));
  return [...groups].map(([origin, of]) =>
    say('packs.values', {
      ...{ origin, values: of.map((value) => valueText(value, voice)).join(say('list.parts')) },
    }),
  );
}

/** Clauses stay as they were written: they are what somebody looks up. */
function originText({ clause, confidence, ...value }: ValueProvenance, voice: SiteReportVoice): string {
  const { say } = voice;
  const source = voice.word(value.source);
  const origin = voice.origin(confidence);
  if (confidence === 'site') return origin;
  return clause === undefined
    ? say('packs.origin', { origin, source })
    : say('packs.origin-clause', { origin, clause, source });
}

/** As it is written in a site file. */
function valueText({ path, value: given, unit }: ValueProvenance, { say }: SiteReportVoice): string {
  const value = Array.isArray(given) ? given.join(', ') : String(given);
  return unit === '' ? say('packs.value', { path, value }) : say('packs.value-unit', { path, value, unit });
}
