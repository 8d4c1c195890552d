import { virtualStateName } from '../../../drivers/lift/virtualPoints.ts';
import type { Instant, PointValue, Reading } from '../../../drivers/reading.ts';
import { SEVERITIES, type Severity } from '../../../drivers/vocabulary.ts';
import type { Alarm } from '../../control/alarm.ts';
import type { ValueLimit, ValuePoint, ValueScreen } from '../../control/valueScreen.ts';
import type { CivilTime } from '../../core/civilTime.ts';
import type { Installation, Point } from '../../site/installation.ts';
import type { Rule } from '../../site/schema/siteSchema.ts';
import type { StatusBoard } from '../statusBoard.ts';

/** From what a screen of values is made. */
export type ValueParts = {
  readonly installation: Installation;
  readonly board: Pick<StatusBoard, 'devices' | 'reading'>;
  readonly alarms: readonly Alarm[];
  readonly now: Instant;
  readonly time: CivilTime;
};

/** What is read now, device by device in the order of the site file, with the limits that are watched. */
export function valueScreen({ installation, board, alarms, now, time }: ValueParts): ValueScreen {
  const { gateway, devices, rules } = installation;
  return {
    gateway: { id: gateway.id, name: gateway.name ?? gateway.id, timeZone: gateway.timeZone },
    boot: now.boot,
    now: now.mono,
    utc: time.utc === null ? null : time.utc + now.mono - time.mono,
    devices: [...devices.values()]
      .filter(({ points }) => points.length > 0)
      .map(({ id, name, place, lineId, points }) => ({
        ...{ device: id, name, place: place ?? null, line: lineId },
        state: board.devices.get(id)?.state ?? 'unknown',
        points: points.map((point) => valuePoint(point, board.reading(point.id), rules, alarms)),
      })),
  };
}

function valuePoint(
  { id, profile, unit, decimals, periodMs }: Point,
  reading: Reading | undefined,
  rules: readonly Rule[],
  alarms: readonly Alarm[],
): ValuePoint {
  const value = reading?.value ?? null;
  return {
    ...{
      point: id,
      name: profile.names,
      value,
      valueName: stateNameOf(value, profile),
      unit,
      decimals,
      periodMs,
    },
    quality: reading?.quality ?? null,
    at: reading?.at ?? null,
    limits: rules.flatMap((rule) => (rule.kind === 'limit' && rule.point === id ? limitsOf(rule) : [])),
    alarm: gravest(alarms.filter(({ point, condition }) => point === id && condition !== 'normal')),
  };
}

/** What a state is called. */
export function stateNameOf(value: PointValue, { states, role }: Point['profile']): ValuePoint['valueName'] {
  if (value === null) return null;
  return states?.[String(value)] ?? virtualStateName(role, String(value));
}

function limitsOf({ high, low }: Extract<Rule, { kind: 'limit' }>): ValueLimit[] {
  const of = (side: ValueLimit['side'], levels: typeof high) =>
    SEVERITIES.flatMap((severity) => {
      const value = levels?.[severity];
      return value === undefined ? [] : [{ side, severity, value }];
    });
  return [...of('low', low), ...of('high', high)];
}

function gravest(alarms: readonly Alarm[]): Severity | null {
  return SEVERITIES.findLast((severity) => alarms.some((alarm) => alarm.severity === severity)) ?? null;
}
