import type { UAObject, UAVariable } from 'node-opcua-address-space';
import { coerceNodeId } from 'node-opcua-nodeid';
import { StatusCodes } from 'node-opcua-status-code';
import { DataType } from 'node-opcua-variant';
import type { Severity } from '../../../drivers/vocabulary.ts';
import type { ScreenAlarm } from '../../control/alarmScreen.ts';
import type { Rule } from '../../site/schema/siteSchema.ts';

/** What kind of condition a rule is in OPC UA. All of them are driven from outside: none watches its input by itself. */
export function conditionTypeOf(kind: Rule['kind']): string {
  if (kind === 'limit') return 'ExclusiveLevelAlarmType';
  if (kind === 'rate') return 'ExclusiveRateOfChangeAlarmType';
  if (kind === 'loss-of-sensing') return 'InstrumentDiagnosticAlarmType';
  if (kind === 'overdue' || kind === 'gateway' || kind === 'annunciator') return 'SystemOffNormalAlarmType';
  return 'OffNormalAlarmType';
}

/** Whether conditions of it say which limit was passed. */
export function isExclusiveLimit(kind: Rule['kind']): boolean {
  return kind === 'limit' || kind === 'rate';
}

/**
 * The limit that was passed as OPC UA names it: `HighHigh` and `LowLow` for red and orange, `High` and `Low` for the two below.
 */
export function limitStateOf({ severity, value, limit }: ScreenAlarm, rule: Rule): string {
  const grave = severity === 'red' || severity === 'orange';
  const both = typeof value === 'number' && typeof limit === 'number';
  const low = both ? value <= limit && !(rule.kind === 'limit' && rule.low === undefined) : false;
  if (low) return grave ? 'LowLow' : 'Low';
  return grave ? 'HighHigh' : 'High';
}

/**
 * The limits of a rule by the names of 10000-9, 5.8.18; of a rate per second (5.8.22). Of two that are one to OPC UA, such as
 * orange and red, the one that is passed first.
 */
export function limitsOf(rule: Rule): Readonly<Record<string, number>> {
  if (rule.kind === 'limit') return { ...above('High', rule.high), ...below('Low', rule.low) };
  if (rule.kind !== 'rate') return {};
  const { rising, falling, windowS } = rule;
  const perSecond = (amounts: Levels, sign: 1 | -1) =>
    Object.fromEntries(
      Object.entries(amounts ?? {}).map(([level, amount]) => [level, (sign * amount) / windowS]),
    );
  return { ...above('High', perSecond(rising, 1)), ...below('Low', perSecond(falling, -1)) };
}

type Levels = Readonly<Partial<Record<Severity, number>>> | undefined;

const above = (side: string, levels: Levels) => twoLimits(side, levels, Math.min);
const below = (side: string, levels: Levels) => twoLimits(side, levels, Math.max);

function twoLimits(
  side: string,
  levels: Levels,
  first: (...all: number[]) => number,
): Record<string, number> {
  const of = (...severities: Severity[]) => severities.flatMap((severity) => levels?.[severity] ?? []);
  const [light, grave] = [of('blue', 'yellow'), of('orange', 'red')];
  return {
    ...(grave.length > 0 ? { [`${side}${side}Limit`]: first(...grave) } : {}),
    ...(light.length > 0 ? { [`${side}Limit`]: first(...light) } : {}),
  };
}

/** States of the ExclusiveLimitStateMachineType (10000-9, 5.8.19.2), by their numbers in the standard nodeset. */
const LIMIT_STATES: Readonly<Record<string, number>> = {
  HighHigh: 9329,
  High: 9331,
  Low: 9333,
  LowLow: 9335,
};

/** Which limit is passed; null: none, and the state machine is not active. */
export function showLimit(machine: UAObject | null, state: string | null): void {
  const current = machine?.getComponentByName('CurrentState', 0) as UAVariable | null | undefined;
  const status = state === null ? StatusCodes.BadStateNotActive : StatusCodes.Good;
  current?.setValueFromSource({ dataType: DataType.LocalizedText, value: { text: state ?? '' } }, status);
  const value = coerceNodeId(state === null ? 'i=0' : `i=${LIMIT_STATES[state]}`);
  current?.getPropertyByName('Id', 0)?.setValueFromSource({ dataType: DataType.NodeId, value });
}
