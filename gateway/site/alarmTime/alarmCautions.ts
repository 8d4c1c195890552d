import type { Installation } from '../installation.ts';
import { type AlarmTime, pointsOf, sirensIn } from './alarmTime.ts';
import { starvedReads } from './alarmTimeChecks.ts';

/** An alarm that may take longer than this, with one device dying, is worth a word. An engineering value. */
const LONG_MS = 10_000;

/** What can be used as it is, but should be known: points without a promise, sirens that may fail with the sensor. */
export function alarmCautions(installation: Installation, times: readonly AlarmTime[]): string[] {
  return [
    ...starvedReads(installation),
    ...unpromised(installation),
    ...soundless(installation, times),
    ...longTimes(times),
    ...sharedLines(installation, times),
    ...unsafeOutputs(installation),
  ];
}

function unpromised({ rules, points, devices }: Installation): string[] {
  return rules.flatMap((rule) =>
    pointsOf(rule).flatMap((id) => {
      const point = points.get(id);
      if (point === undefined || point.class === 'safety') return [];
      if (devices.get(point.deviceId)?.madeOf !== undefined) return []; // said of the lift as a whole
      return [
        `${rule.id}: ${id} is of class ${point.class} and read when the line has time to spare; no alarm time is promised`,
      ];
    }),
  );
}

function soundless({ annunciators }: Installation, times: readonly AlarmTime[]): string[] {
  if (annunciators.length === 0) return [];
  return times
    .filter(({ relay }) => relay === null)
    .map(({ rule, point }) => `${rule}: no siren sounds in the zone of ${point}`);
}

function longTimes(times: readonly AlarmTime[]): string[] {
  return times.flatMap(({ rule, point, delayS, bounds }) => {
    const bound = bounds.find(({ dying, lost }) => dying === 1 && lost === 0);
    const ms = (bound?.totalMs ?? 0) - 1000 * delayS;
    if (ms <= LONG_MS) return [];
    return [
      `${rule}: an alarm of ${point} may take ${(ms / 1000).toFixed(1)} s beside its delay; a shorter period, a higher baud rate or fewer devices on its line would help`,
    ];
  });
}

/** One break of that line takes the sensor and the siren together. */
function sharedLines({ annunciators, devices }: Installation, times: readonly AlarmTime[]): string[] {
  const shared = new Set<string>();
  for (const { point, line } of times) {
    const zone = devices.get(point.split('/')[0] ?? '')?.zone;
    const sounding = annunciators.filter((annunciator) => sirensIn(annunciator, zone) > 0);
    const elsewhere = sounding.some(({ device }) => devices.get(device)?.lineId !== line);
    if (sounding.length > 0 && !elsewhere) shared.add(`${line}: ${point.split('/')[0]}`);
  }
  return [...Map.groupBy(shared, (entry) => entry.split(': ')[0] ?? '')].map(
    ([line, entries]) =>
      `line ${line} carries ${entries.map((entry) => entry.split(': ')[1]).join(', ')} and every siren that sounds for them: one broken wire silences both; hang a siren on another line`,
  );
}

function unsafeOutputs({ annunciators, devices }: Installation): string[] {
  return annunciators.flatMap(({ device: id, outputs }) => {
    const annunciator = devices.get(id)?.profile.annunciator;
    if (annunciator?.protocol !== 'coils' || annunciator.pulse !== undefined) return [];
    const names = outputs.map(({ drives }) => drives).join(', ');
    return [
      `${id}: its relays keep their last position when the gateway fails (${names} cannot fail safe); a board with timed pulses or an annunciator node can`,
    ];
  });
}
