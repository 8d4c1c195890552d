import { hullOf, isBitPoint, partsOf, widthOf } from '../../codec/layout.ts';
import { fieldMask } from '../../codec/number.ts';
import { temperatureId } from '../../codec/transform.ts';
import { planReads, readLimits } from '../../plan/planReads.ts';
import { profileProblem } from '../profileProblems.ts';
import type { Profile, ProfilePoint } from '../schema.ts';
import type { ProfileFinding } from './finding.ts';
import { checkLift } from './liftRules.ts';
import { isMeasured } from './pointRules.ts';

/** A device that may take longer than this per reply starves the others on its line. */
const SLOW_MS = 1000;

/** What must hold for the device as a whole: serial settings, timing, and how its points lie together. */
export function checkDevice(profile: Profile): ProfileFinding[] {
  return [
    ...serial(profile),
    ...timing(profile),
    ...identities(profile),
    ...overlaps(profile),
    ...readable(profile),
    ...temperatures(profile),
    ...settings(profile),
    ...settingSpans(profile),
    ...identifications(profile),
    ...checkLift(profile),
  ];
}

function* serial({ serial: { baud, bauds } }: Profile): Generator<ProfileFinding> {
  if (!bauds.includes(baud))
    yield {
      level: 'error',
      path: ['serial', 'baud'],
      problem: profileProblem('baud', { baud }),
    };
}

function* timing({ timing: { turnaroundMs, responseMs, ownLine } }: Profile): Generator<ProfileFinding> {
  if (responseMs < turnaroundMs)
    yield {
      level: 'error',
      path: ['timing', 'responseMs'],
      problem: profileProblem('timing/timeout', { turnaround: turnaroundMs, response: responseMs }),
    };
  if (responseMs > SLOW_MS && !ownLine)
    yield {
      level: 'warning',
      path: ['timing', 'responseMs'],
      problem: profileProblem('timing/slow', { response: responseMs }),
    };
}

function* identities({ points }: Profile): Generator<ProfileFinding> {
  for (const [index, { id }] of points.entries())
    if (points.findIndex((other) => other.id === id) < index)
      yield {
        level: 'error',
        path: ['points', index, 'id'],
        problem: profileProblem('duplicate/point', { point: id }),
      };
}

function* overlaps({ points }: Profile): Generator<ProfileFinding> {
  for (const [index, point] of points.entries())
    for (const other of points.slice(0, index))
      if (conflict(point, other))
        yield {
          level: 'error',
          path: ['points', index, 'address'],
          problem: profileProblem('overlap', { point: point.id, other: other.id, table: point.table }),
        };
}

/** Single bits and fields of a register, and the register whole beside its bits, may be shown as well. */
function conflict(a: ProfilePoint, b: ProfilePoint): boolean {
  if (a.table !== b.table) return false;
  if (a.address + widthOf(a) <= b.address || b.address + widthOf(b) <= a.address) return false;
  if (isBitPoint(a)) return true;
  const [some, others] = [bitsOf(a), bitsOf(b)];
  if (some !== undefined && others !== undefined) return (some & others) !== 0;
  return some === undefined && others === undefined;
}

/** Which bits of its register a point is; undefined where it is all of them. */
function bitsOf({ type, bit, field }: ProfilePoint): number | undefined {
  if (type === 'bool') return 1 << (bit ?? 0);
  return field === undefined ? undefined : fieldMask(field) << field.low;
}

function* readable(profile: Profile): Generator<ProfileFinding> {
  for (const [index, point] of profile.points.entries()) {
    const planned = [{ point, periodMs: point.periodMs, class: point.class }];
    const plan = planReads(planned, readLimits(profile), () => 1);
    if (!plan.ok)
      yield {
        level: 'error',
        path: ['points', index, 'address'],
        problem: plan.error,
      };
  }
}

function* temperatures({ points }: Profile): Generator<ProfileFinding> {
  for (const [index, point] of points.entries()) {
    const id = temperatureId(point);
    if (id === undefined) continue;
    const temperature = points.find((other) => other.id === id);
    const path = ['points', index, 'transform'];
    if (temperature === undefined || !isMeasured(temperature) || temperature.transform !== undefined)
      yield {
        level: 'error',
        path,
        problem: profileProblem('temperature', { point: point.id, temperature: id }),
      };
    else if (temperature.class !== point.class || temperature.periodMs !== point.periodMs)
      yield {
        level: 'warning',
        path,
        problem: profileProblem('temperature/rhythm', { point: point.id, temperature: id }),
      };
  }
}

function* settings({ points, settings: all }: Profile): Generator<ProfileFinding> {
  const writable = points.filter((point) => point.writable);
  for (const [index, setting] of all.entries()) {
    const clash = writable.find((point) =>
      partsOf(point).some(
        (part) =>
          part.table === setting.table &&
          hullOf([part, { ...setting, count: 1 }]).count <= Math.max(part.count, 1),
      ),
    );
    if (clash !== undefined)
      yield {
        level: 'error',
        path: ['settings', index, 'address'],
        problem: profileProblem('setting', { setting: setting.id, output: clash.id }),
      };
  }
}

/** A value that needs two registers is written with one request: FC 06 writes one. */
function* settingSpans({ settings: all }: Profile): Generator<ProfileFinding> {
  for (const [index, { id, type, table, function: code }] of all.entries())
    if (table === 'holding' && !['u16', 's16'].includes(type) && code === 6)
      yield {
        level: 'error',
        path: ['settings', index, 'type'],
        problem: profileProblem('setting/width', { setting: id, type }),
      };
}

function* identifications({ identify }: Profile): Generator<ProfileFinding> {
  for (const [index, { equals, within, equalsUnit, count }] of identify.entries()) {
    const ways = [equals, within, equalsUnit === true ? true : undefined].filter((way) => way !== undefined);
    if (ways.length === 1 && (equals === undefined || equals.length === count)) continue;
    yield {
      level: 'error',
      path: ['identify', index],
      problem: profileProblem('identify'),
    };
  }
}
