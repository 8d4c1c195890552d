import { LONGEST_LEASE_MS, NODE_OUTPUTS, type NodeOutput } from '../../../drivers/annunciator/node.ts';
import type { Catalog } from '../../../drivers/catalog.ts';
import type { Profile, ProfilePoint } from '../../../drivers/profile/schema.ts';
import type { Problem } from '../../core/result.ts';
import { enumeration, suggestion } from '../nearest.ts';
import type { SiteAnnunciator, SiteOutput } from '../schema/annunciatorSchema.ts';
import type { Draft, Entry } from '../schema/shape.ts';
import type { SiteDevice } from '../schema/siteSchema.ts';
import { formatPath, type Path, type SiteText } from '../siteText.ts';
import { type Check, mistake } from './checking.ts';

/**
 * An annunciator is a device that is made to be written to, each of its outputs a point of its own that can be written
 * and read back, and no fail state re-opens a gas valve.
 */
export const checkAnnunciators: Check = (draft, catalog, text) => {
  const first = new Map<string, string>();
  return draft.annunciators.flatMap((entry) => {
    const { path, value } = entry;
    const other = first.get(value.device);
    first.set(value.device, other ?? formatPath(path));
    const twice =
      other === undefined
        ? []
        : [
            mistake(
              text,
              [...path, 'device'],
              'second-annunciator',
              `${value.device} is described by ${other} too`,
              'write all its outputs in one place',
            ),
          ];
    return [...twice, ...failStateProblems(entry, text), ...deviceProblems(entry, draft, catalog, text)];
  });
};

/** Whatever board it hangs on: gas may flow again only when a person has looked. */
function failStateProblems({ path, value }: Entry<SiteAnnunciator>, text: SiteText): Problem[] {
  return value.outputs.flatMap(({ drives, onLoss }, i) =>
    drives === 'gas-valve' && onLoss === 'rest'
      ? [
          mistake(
            text,
            [...path, 'outputs', i, 'onLoss'],
            'valve-would-open',
            'this fail state re-opens a closed gas valve as soon as the gateway is gone',
            'write onLoss: hold (stays as it is) or onLoss: act (closes); a closed valve is re-opened by hand alone',
          ),
        ]
      : [],
  );
}

function deviceProblems(
  { path, value }: Entry<SiteAnnunciator>,
  draft: Draft,
  catalog: Catalog,
  text: SiteText,
): Problem[] {
  const at = [...path, 'device'];
  const device = draft.devices.find((one) => one.value.id === value.device)?.value;
  if (device === undefined) {
    const ids = draft.ids.devices.map((one) => one.value);
    if (ids.includes(value.device)) return []; // a misshapen device: said already
    const what = `there is no device ${value.device}`;
    return [mistake(text, at, 'unknown-device', what, suggestion(value.device, ids))];
  }
  const profile = catalog.profiles.get(device.profile);
  if (profile === undefined) return []; // said already
  if (profile.annunciator === undefined) {
    const able = [...catalog.profiles.values()].filter(({ annunciator }) => annunciator !== undefined);
    const hint = `use a device whose profile can: ${enumeration(able.map(({ id }) => id))}`;
    const what = `${value.device} (${profile.id}) is not made to drive anything: it is never written to`;
    return [mistake(text, at, 'no-annunciator', what, hint)];
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
  return [
    mistake(
      text,
      [...path, 'leaseS'],
      'lease-too-long',
      `${profile.id} can hold an output for ${longestMs / 1000} s at most, not for ${leaseS} s`,
      `write leaseS: ${Math.floor(longestMs / 1000)} or less`,
    ),
  ];
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
  const add = (key: string, code: string, what: string, hint: string) =>
    mistake(text, [...path, key], code, what, hint);
  const isNode = profile.annunciator?.protocol === 'lifeline';
  const able = profile.points.filter((one) => (isNode ? nodeOutput(one) !== undefined : isRelay(one)));
  const point = profile.points.find(({ id }) => id === output.point);
  const names = able.map(({ id }) => id);
  if (point === undefined) {
    const what = `${profile.id} has no point ${output.point}`;
    return [add('point', 'unknown-point', what, suggestion(output.point, names))];
  }
  if (!able.includes(point)) {
    const what = `${output.point} of ${profile.id} cannot be switched`;
    return [add('point', 'not-writable', what, `what can be: ${enumeration(names, 'and') || 'nothing'}`)];
  }
  const problems: Problem[] = [];
  if (device.points[output.point]?.enabled === false)
    problems.push(
      add(
        'point',
        'disabled-point',
        `${output.point} is not polled, so nobody would notice that it does not obey`,
        'remove `enabled: false` from the point',
      ),
    );
  if (before.some((other) => other.point === output.point))
    problems.push(
      add('point', 'point-taken', `${output.point} drives something else already`, 'one output, one point'),
    );
  const meant = nodeOutput(point);
  if (isNode && meant !== undefined && meant !== output.drives)
    problems.push(
      add(
        'drives',
        'wrong-output',
        `${output.point} of a node cannot drive ${output.drives}`,
        output.drives === 'healthy'
          ? 'leave it out: the node gives the pulse train by itself, on an output of its own'
          : `write drives: ${meant}`,
      ),
    );
  return problems;
}

function isRelay({ table, writable }: ProfilePoint): boolean {
  return writable && table === 'coil';
}

/** Which output of a node a point of its profile tells of: `role: output.siren`. It is driven by the command block. */
function nodeOutput({ role, table }: ProfilePoint): NodeOutput | undefined {
  return table === 'input' ? NODE_OUTPUTS.find((name) => role === `output.${name}`) : undefined;
}
