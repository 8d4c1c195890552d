import { LONGEST_LEASE_MS, NODE_OUTPUTS, type NodeOutput } from '../../../drivers/annunciator/node.ts';
import type { Catalog } from '../../../drivers/catalog.ts';
import type { Profile, ProfilePoint } from '../../../drivers/profile/schema.ts';
import type { Problem } from '../../core/result.ts';
import { allOf, anyOf, words } from '../../text/named.ts';
import type { SiteNamed, SiteProblem } from '../../text/siteProblem.ts';
import type { SiteAnnunciator, SiteOutput } from '../schema/annunciatorSchema.ts';
import type { DraftEntry, SiteDraft } from '../schema/draft.ts';
import type { SiteDevice } from '../schema/siteSchema.ts';
import { formatPath, type Path, type SiteText } from '../siteText.ts';
import { suggested } from '../suggestion.ts';
import { mistake, type SiteCheck } from './checking.ts';

/**
 * An annunciator is a device that is made to be written to, each of its outputs a point of its own that can be written
 * and read back, and no fail state re-opens a gas valve.
 */
export const checkAnnunciators: SiteCheck = (draft, catalog, text) => {
  const first = new Map<string, string>();
  return draft.annunciators.flatMap((entry) => {
    const { path, value } = entry;
    const other = first.get(value.device);
    first.set(value.device, other ?? formatPath(path));
    const twice =
      other === undefined
        ? []
        : [mistake(text, [...path, 'device'], 'site.second-annunciator', { device: value.device, other })];
    return [...twice, ...failStateProblems(entry, text), ...deviceProblems(entry, draft, catalog, text)];
  });
};

/** Whatever board it hangs on: gas may flow again only when a person has looked. */
function failStateProblems({ path, value }: DraftEntry<SiteAnnunciator>, text: SiteText): Problem[] {
  return value.outputs.flatMap(({ drives, onLoss }, i) =>
    drives === 'gas-valve' && onLoss === 'rest'
      ? [mistake(text, [...path, 'outputs', i, 'onLoss'], 'site.valve-would-open')]
      : [],
  );
}

function deviceProblems(
  { path, value }: DraftEntry<SiteAnnunciator>,
  draft: SiteDraft,
  catalog: Catalog,
  text: SiteText,
): Problem[] {
  const at = [...path, 'device'];
  const device = draft.devices.find((one) => one.value.id === value.device)?.value;
  if (device === undefined) {
    const ids = draft.ids.devices.map((one) => one.value);
    if (ids.includes(value.device)) return []; // a misshapen device: said already
    const named = { device: value.device, suggestion: suggested(value.device, ids) };
    return [mistake(text, at, 'site.unknown-device', named)];
  }
  const profile = catalog.profiles.get(device.profile);
  if (profile === undefined) return []; // said already
  if (profile.annunciator === undefined) {
    const able = [...catalog.profiles.values()].filter(({ annunciator }) => annunciator !== undefined);
    const profiles = anyOf(able.map(({ id }) => id));
    const named = { device: value.device, profile: profile.id, profiles };
    return [mistake(text, at, 'site.no-annunciator', named)];
  }
  return [
    ...leaseProblems(path, value, profile, text),
    ...value.outputs.flatMap((output, i) =>
      outputProblems([...path, 'outputs', i], output, value.outputs.slice(0, i), device, profile, text),
    ),
  ];
}

function leaseProblems(path: Path, { leaseS }: SiteAnnunciator, profile: Profile, text: SiteText): Problem[] {
  const longestMs = longestLeaseMs(profile);
  if (leaseS * 1000 <= longestMs) return [];
  const longest = longestMs / 1000;
  const named = { profile: profile.id, longest, lease: leaseS, most: Math.floor(longest) };
  return [mistake(text, [...path, 'leaseS'], 'site.lease-too-long', named)];
}

function longestLeaseMs({ annunciator }: Profile): number {
  if (annunciator?.protocol === 'lifeline') return LONGEST_LEASE_MS;
  const pulse = annunciator?.pulse;
  return pulse === undefined ? Number.POSITIVE_INFINITY : pulse.longest * pulse.unitMs;
}

function outputProblems(
  path: Path,
  output: SiteOutput,
  before: readonly SiteOutput[],
  device: SiteDevice,
  profile: Profile,
  text: SiteText,
): Problem[] {
  const add = <K extends SiteProblem>(at: string, key: K, ...named: SiteNamed<K>) =>
    mistake(text, [...path, at], key, ...named);
  const isNode = profile.annunciator?.protocol === 'lifeline';
  const able = profile.points.filter((one) => (isNode ? nodeOutput(one) !== undefined : isRelay(one)));
  const point = profile.points.find(({ id }) => id === output.point);
  const names = able.map(({ id }) => id);
  const named = { point: output.point, profile: profile.id };
  if (point === undefined)
    return [add('point', 'site.unknown-point', { ...named, suggestion: suggested(output.point, names) })];
  if (!able.includes(point)) {
    const points = names.length === 0 ? words('names.nothing') : allOf(names);
    return [add('point', 'site.not-writable', { ...named, points })];
  }
  const problems: Problem[] = [];
  if (device.points[output.point]?.enabled === false)
    problems.push(add('point', 'site.disabled-point/output', { point: output.point }));
  if (before.some((other) => other.point === output.point))
    problems.push(add('point', 'site.point-taken', { point: output.point }));
  const meant = nodeOutput(point);
  if (isNode && meant !== undefined && meant !== output.drives) {
    const wrong = { point: output.point, drives: words(`output.${output.drives}`) };
    problems.push(
      output.drives === 'healthy'
        ? add('drives', 'site.wrong-output/healthy', wrong)
        : add('drives', 'site.wrong-output', { ...wrong, meant }),
    );
  }
  return problems;
}

function isRelay({ table, writable }: ProfilePoint): boolean {
  return writable && table === 'coil';
}

/** Which output of a node a point of its profile tells of: `role: output.siren`. It is driven by the command block. */
function nodeOutput({ role, table }: ProfilePoint): NodeOutput | undefined {
  return table === 'input' ? NODE_OUTPUTS.find((name) => role === `output.${name}`) : undefined;
}
