import type { Catalog } from '../../drivers/catalog.ts';
import { defaultUnit } from '../../drivers/codec/unit.ts';
import { isBitTable } from '../../drivers/image.ts';
import type { ProfilePoint } from '../../drivers/profile/schema.ts';
import type { Problem } from '../core/result.ts';
import { type Check, mistake } from './checking.ts';
import { limitProblems } from './limitChecks.ts';
import { enumeration, suggestion } from './nearest.ts';
import type { Rule, SiteDevice } from './schema.ts';
import type { Draft, Entry } from './shape.ts';
import type { SiteText } from './siteText.ts';

/** A rule speaks of a point that is there, in the point's own unit and kind of value, and can both raise and clear. */
export const checkRules: Check = (draft, catalog, text) => {
  const watched = new Map<string, string>();
  return draft.rules.flatMap((rule) => {
    const { path, value } = rule;
    if (value.kind !== 'loss-of-sensing') return pointRuleProblems(rule, value, draft, catalog, text);
    const devices = draft.ids.devices.map((id) => id.value);
    if (!devices.includes(value.device))
      return [
        mistake(
          text,
          [...path, 'device'],
          'unknown-device',
          `there is no device ${value.device}`,
          suggestion(value.device, devices),
        ),
      ];
    const other = watched.get(value.device);
    watched.set(value.device, value.id);
    if (other === undefined) return [];
    const what = `${value.device} has the loss-of-sensing rule ${other} already`;
    return [mistake(text, [...path, 'device'], 'second-loss-rule', what, 'keep one of the two')];
  });
};

type PointRule = Exclude<Rule, { kind: 'loss-of-sensing' }>;

function pointRuleProblems(
  rule: Entry<Rule>,
  value: PointRule,
  draft: Draft,
  catalog: Catalog,
  text: SiteText,
): Problem[] {
  const path = [...rule.path, 'point'];
  const [deviceId = '', pointId = ''] = value.point.split('/');
  const device = draft.devices.find((entry) => entry.value.id === deviceId)?.value;
  if (device === undefined) {
    const ids = draft.ids.devices.map((entry) => entry.value);
    if (ids.includes(deviceId)) return []; // a misshapen device: said already
    return [
      mistake(text, path, 'unknown-device', `there is no device ${deviceId}`, suggestion(deviceId, ids)),
    ];
  }
  const profile = catalog.profiles.get(device.profile);
  if (profile === undefined) return []; // said already
  const point = profile.points.find(({ id }) => id === pointId);
  if (point === undefined) {
    const known = profile.points.map(({ id }) => id);
    const what = `${deviceId} (${profile.id}) has no point ${pointId}`;
    return [mistake(text, path, 'unknown-point', what, suggestion(pointId, known))];
  }
  if (device.points[pointId]?.enabled === false)
    return [
      mistake(
        text,
        path,
        'disabled-point',
        `${value.point} is not polled`,
        'remove the rule, or `enabled: false` from the point',
      ),
    ];
  return value.kind === 'limit'
    ? limitProblems(value, rule, measurementOf(point, device), text)
    : stateProblems(value, rule.path, point, text);
}

/** What a limit is compared with. The baseline is subtracted before, so the range moves with it. */
function measurementOf(point: ProfilePoint, device: SiteDevice) {
  const baseline = device.baseline[point.id] ?? 0;
  const [low, high] = point.range ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  return {
    numeric: valueType(point) === 'number' && point.states === undefined,
    unit: device.points[point.id]?.unit ?? defaultUnit(point),
    range: [low - baseline, high - baseline] as const,
  };
}

function stateProblems(
  rule: Extract<Rule, { kind: 'state' }>,
  path: Entry<Rule>['path'],
  point: ProfilePoint,
  text: SiteText,
): Problem[] {
  const type = valueType(point);
  const at = [...path, 'equals'];
  if (typeof rule.equals !== type) {
    const hint =
      type === 'boolean'
        ? 'write true or false'
        : type === 'string'
          ? 'put it in quotes'
          : `write the number${statesOf(point)}`;
    return [
      mistake(
        text,
        at,
        'wrong-type',
        `${rule.point} is never ${JSON.stringify(rule.equals)}: it is a ${type}`,
        hint,
      ),
    ];
  }
  if (point.states === undefined || String(rule.equals) in point.states) return [];
  return [
    mistake(
      text,
      at,
      'unknown-state',
      `${rule.point} has no state ${rule.equals}`,
      `write the number${statesOf(point)}`,
    ),
  ];
}

function statesOf(point: ProfilePoint): string {
  if (point.states === undefined) return '';
  return ` of ${enumeration(Object.entries(point.states).map(([code, label]) => `${code} (${label.en})`))}`;
}

function valueType(point: ProfilePoint): 'boolean' | 'string' | 'number' {
  if (isBitTable(point.table) || point.type === 'bool') return 'boolean';
  return point.type === 'string' ? 'string' : 'number';
}
