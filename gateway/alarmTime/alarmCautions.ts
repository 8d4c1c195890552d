import type { Installation } from '../site/installation.ts';
import { ALARM_TIME_MESSAGES } from '../text/alarmTimeMessages.ts';
import { type Say, speaker } from '../text/catalogue.ts';
import type { Language } from '../text/language.ts';
import { POINT_CLASS_WORDS } from '../text/siteTerms.ts';
import { OUTPUT_WORDS } from '../text/terms.ts';
import { type AlarmTime, pointsOf, sirensIn } from './alarmTime.ts';
import { starvedReads } from './alarmTimeChecks.ts';

/** An alarm that may take longer than this, with one device dying, is worth a word. An engineering value. */
const LONG_MS = 10_000;

/** What can be used as it is, but should be known: points without a promise, sirens that may fail with the sensor. */
export function alarmCautions(
  installation: Installation,
  times: readonly AlarmTime[],
  language: Language,
): string[] {
  const voice = { language, say: speaker(ALARM_TIME_MESSAGES, language) };
  return [
    ...starvedReads(installation, language),
    ...unpromised(installation, voice),
    ...soundless(installation, times, voice),
    ...longTimes(times, voice),
    ...sharedLines(installation, times, voice),
    ...unsafeOutputs(installation, voice),
    ...unverified(installation, voice),
  ];
}

/** Devices of which nobody outside has shown that they answer as their profile says. */
function unverified({ devices }: Installation, { say }: Voice): string[] {
  const names = [...devices.values()]
    .filter(({ profile, madeOf }) => madeOf === undefined && profile.verification === 'unverified')
    .map(({ id, profile }) => say('caution.device', { device: id, profile: profile.id }));
  return names.length === 0 ? [] : [say('caution.unverified', { devices: names.join(say('list.comma')) })];
}

type Voice = { readonly language: Language; readonly say: Say<typeof ALARM_TIME_MESSAGES> };

function unpromised({ rules, points, devices }: Installation, { say, language }: Voice): string[] {
  return rules.flatMap((rule) =>
    pointsOf(rule).flatMap((id) => {
      const point = points.get(id);
      if (point === undefined || point.class === 'safety') return [];
      if (devices.get(point.deviceId)?.madeOf !== undefined) return []; // said of the lift as a whole
      const words = POINT_CLASS_WORDS[point.class][language];
      return [say('caution.unpromised', { rule: rule.id, point: id, class: words })];
    }),
  );
}

function soundless({ annunciators }: Installation, times: readonly AlarmTime[], { say }: Voice): string[] {
  if (annunciators.length === 0) return [];
  return times
    .filter(({ relay }) => relay === null)
    .map(({ rule, point }) => say('caution.soundless', { rule, point }));
}

function longTimes(times: readonly AlarmTime[], { say }: Voice): string[] {
  return times.flatMap(({ rule, point, delayS, bounds }) => {
    const bound = bounds.find(({ dying, lost }) => dying === 1 && lost === 0);
    const ms = (bound?.totalMs ?? 0) - 1000 * delayS;
    if (ms <= LONG_MS) return [];
    return [say('caution.long', { rule, point, s: (ms / 1000).toFixed(1) })];
  });
}

/** One break of that line takes the sensor and the siren together. */
function sharedLines(
  { annunciators, devices }: Installation,
  times: readonly AlarmTime[],
  { say }: Voice,
): string[] {
  const shared = new Set<string>();
  for (const { point, line } of times) {
    const zone = devices.get(point.split('/')[0] ?? '')?.zone;
    const sounding = annunciators.filter((annunciator) => sirensIn(annunciator, zone) > 0);
    const elsewhere = sounding.some(({ device }) => devices.get(device)?.lineId !== line);
    if (sounding.length > 0 && !elsewhere) shared.add(`${line}: ${point.split('/')[0]}`);
  }
  return [...Map.groupBy(shared, (entry) => entry.split(': ')[0] ?? '')].map(([line, entries]) =>
    say('caution.shared-line', {
      ...{ line, devices: entries.map((entry) => entry.split(': ')[1]).join(say('list.names')) },
    }),
  );
}

function unsafeOutputs({ annunciators, devices }: Installation, { say, language }: Voice): string[] {
  return annunciators.flatMap(({ device, outputs }) => {
    const annunciator = devices.get(device)?.profile.annunciator;
    if (annunciator?.protocol !== 'coils' || annunciator.pulse !== undefined) return [];
    // in English as the site file writes them
    const names = outputs.map(({ drives }) => ({ ...OUTPUT_WORDS[drives], en: drives })[language]);
    return [say('caution.no-fail-safe', { device, outputs: names.join(say('list.names')) })];
  });
}
