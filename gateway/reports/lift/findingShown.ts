import { INDICATOR, type Indicator } from '../../../drivers/lift/indicators.ts';
import { SENSOR, type Sensor } from '../../../drivers/lift/sensor.ts';
import type { Instant } from '../../../drivers/reading.ts';
import type { DailyRecord } from '../../lift/health/dailyRecord.ts';
import type { Finding, FindingKey } from '../../lift/health/findings.ts';
import type { Language } from '../../text/language.ts';
import { findingText } from '../../text/liftMessages.ts';
import type { FaultNames } from './faultNames.ts';

/** What is written at each floor, by its number from the bottom; a floor that is not in it is shown by its number. */
export type FloorLabels = Readonly<Record<number, string>>;

/** What a mechanic reads at this floor. */
export function floorText(floor: number | string | null, labels: FloorLabels): string {
  return floor === null ? '–' : (labels[Number(floor)] ?? String(floor));
}

/** `when`: a moment as it is to be read; null where it has no date. Without it the day alone is told. */
type Shown = {
  readonly labels: FloorLabels;
  readonly faults: FaultNames;
  readonly language: Language;
  readonly when?: (at: Instant) => string | null;
};

/**
 * A finding in words, with the floor as it is written on the wall and the fault as the controller shows it. `days`: those
 * it was found in; they know which maker's code is meant.
 */
export function findingShown(
  finding: Finding,
  days: readonly DailyRecord[],
  { labels, faults, language, when }: Shown,
): string {
  const parameters = { ...finding.parameters };
  if (parameters.floor !== undefined) parameters.floor = floorText(parameters.floor, labels);
  const { code, sensor, door } = parameters;
  if (typeof sensor === 'string' && sensor in SENSOR)
    parameters.sensor = sensorText(sensor as Sensor, door, language);
  const { indicator } = parameters;
  if (typeof indicator === 'string' && indicator in INDICATOR)
    parameters.indicator = INDICATOR[indicator as Indicator][language];
  const counted = days.flatMap((day) => day.faults).filter((fault) => fault.code === code);
  const key = counted[0]?.key;
  const last = counted.at(-1)?.last;
  const moment = last === undefined ? null : (when?.(last) ?? null);
  for (const name of ['day', 'last'] as const)
    if (moment !== null && parameters[name] !== undefined) parameters[name] = moment;
  const vendor = key?.split('/')[0];
  if (vendor !== undefined && typeof code === 'number') {
    const name = faults.name({ vendor, code })?.[language];
    const shown = faults.code({ vendor, code });
    parameters.code = name === undefined ? shown : BRACKETS[language](shown, name);
  }
  // no space after a full-width bracket
  return findingText({ key: finding.key, parameters }, language).replaceAll('） ', '）');
}

function sensorText(sensor: Sensor, door: string | number | undefined, language: Language): string {
  const name = SENSOR[sensor][language];
  return door === undefined || door === '' ? name : BRACKETS[language](name, DOOR[language](door));
}

const DOOR: Readonly<Record<Language, (door: string | number) => string>> = {
  en: (door) => `door ${door}`,
  zh: (door) => `${door} 号门`,
};

const BRACKETS: Readonly<Record<Language, (code: string, name: string) => string>> = {
  en: (code, name) => `${code} (${name})`,
  zh: (code, name) => `${code}（${name}）`,
};

/** What the evidence of a finding is counted in. */
export const COUNTED_IN: Readonly<Record<FindingKey, 'days' | 'cycles' | 'stops' | 'times'>> = {
  ...{
    entrapments: 'times',
    'fault-repeats': 'times',
    'fault-repeats-floor': 'times',
    'fault-once': 'times',
  },
  ...{
    availability: 'days',
    'sensor-fault': 'times',
    'door-opens-slower': 'days',
    'door-closes-slower': 'days',
  },
  ...{ 'door-reverses': 'cycles', 'door-balks': 'times', relevels: 'stops', levelling: 'days' },
  ...{ balance: 'days', 'faults-unseen': 'times', 'not-watched': 'times', 'no-visit': 'days' },
  'power-cycles': 'times',
  ...{ 'door-current': 'days', 'rough-ride': 'days', indicator: 'days', restarts: 'times' },
};
