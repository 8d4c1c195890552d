import { alarmTimeData, alarmTimeText } from '../../alarmTime/alarmTimeText.ts';
import { fastestPeriods } from '../../alarmTime/fastestPeriods.ts';
import { LINE_JUDGES } from '../../alarmTime/lineJudges.ts';
import { lineLoad, percent } from '../../alarmTime/lineLoad.ts';
import { formatProblem, type Problem } from '../../core/result.ts';
import type { Device, Installation, Line } from '../../site/installation.ts';
import { loadSite } from '../../site/load.ts';
import { readProfiles } from '../../site/profiles.ts';
import { ruleText } from '../../site/rules/ruleText.ts';
import { brokersOf } from '../../site/schema/uplinkSchema.ts';
import { checkSecrets } from '../../site/secrets.ts';
import type { Language } from '../../text/language.ts';
import { problemIn } from '../../text/problemText.ts';
import { VERIFICATION_WORDS } from '../../text/siteTerms.ts';
import { annunciatorWarnings } from './annunciatorWarnings.ts';
import { connectionText } from './connectionText.ts';
import { hashWarnings } from './hashWarnings.ts';
import { liftData, liftReport, liftWarnings } from './liftReport.ts';
import { rulesData, rulesReport } from './rulesReport.ts';
import { type SiteReportVoice, siteReportVoice } from './siteReportVoice.ts';
import { fastestRows, siteSummary } from './siteSummary.ts';
import { stepWarnings } from './stepWarnings.ts';
import { uplinkWarnings } from './uplinkWarnings.ts';

/**
 * What `lifeline check` found out. `installation` is missing when the site file cannot be used. Warnings are about what
 * works, but less safely than it could.
 */
export type SiteReport = {
  readonly site: string;
  readonly problems: readonly Problem[];
  readonly warnings?: readonly Problem[];
  readonly installation?: Installation;
};

/** Looks at a site file and everything it refers to, without opening a port. Fine when `problems` is empty. */
export function checkSite(path: string): SiteReport {
  const catalog = readProfiles(path);
  const site = loadSite(path, catalog, LINE_JUDGES, fastestPeriods);
  if (!site.ok) return { site: path, problems: [...new Set([...catalog.problems, ...site.error])] };
  return {
    site: path,
    problems: [...catalog.problems, ...checkSecrets(site.value)],
    warnings: [
      ...annunciatorWarnings(site.value),
      ...uplinkWarnings(site.value),
      ...liftWarnings(site.value),
      ...stepWarnings(site.value),
      ...hashWarnings(path),
    ],
    installation: site.value,
  };
}

/** The report as data, for programs: the same in every language. */
export function reportData({ installation, site, ...found }: SiteReport): unknown {
  const problems = found.problems.map(asData);
  const warnings = (found.warnings ?? []).map(asData);
  if (installation === undefined) return { site, ok: false, problems };
  return {
    site,
    ok: problems.length === 0,
    problems,
    warnings,
    gateway: installation.gateway.id,
    lines: installation.lines.map((line) => ({ ...lineLoad(line), connection: line.connection })),
    devices: polled(installation).map((device) => ({
      id: device.id,
      line: device.lineId,
      unit: device.unit,
      profile: device.profile.id,
      verification: device.profile.verification,
      points: device.points.map(({ id, unit, periodMs, reportMs }) => ({ id, unit, periodMs, reportMs })),
    })),
    lifts: liftData(installation),
    rules: installation.rules,
    ...rulesData(installation),
    ...alarmTimeData(installation),
    uplinks: installation.uplinks,
  };
}

/** The report for a person: what to do and what to know first, on one screen. `verbose`: all of it, every term and source. */
export function reportText(
  { installation, problems, warnings = [], site }: SiteReport,
  { verbose = false, language = 'en' }: { readonly verbose?: boolean; readonly language?: Language } = {},
): string {
  const voice = siteReportVoice(language);
  const { say, counted } = voice;
  const said = problems.map((problem) => formatProblem(problemIn(problem, language)));
  const found = counted('problems', problems.length);
  if (installation === undefined)
    return [...said, '', say('verdict.unusable', { problems: found, site })].join('\n');
  if (!verbose) return siteSummary({ installation, problems, warnings, site }, said, voice).join('\n');
  const { gateway, lines, rules, uplinks } = installation;
  return [
    ...said,
    ...(said.length > 0 ? [''] : []),
    say('gateway', { id: gateway.id }),
    ...lines.flatMap((line) => lineText(line, installation, voice)),
    ...liftReport(installation, voice, verbose),
    '',
    counted('rules', rules.length),
    ...rules.map((rule) => `  ${say('rule', { id: rule.id, text: ruleText(rule, language) })}`),
    ...rulesReport(installation, voice),
    ...alarmTimeText(installation, verbose, language),
    '',
    counted('uplinks', uplinks.length),
    ...uplinks.map((one) => `  ${say('uplink', { id: one.id, url: brokersOf(one).join(' → ') })}`),
    ...(warnings.length > 0 ? ['', counted('warnings', warnings.length)] : []),
    ...warnings.map((problem) => `  ${formatProblem(problemIn(problem, language)).replaceAll('\n', '\n  ')}`),
    '',
    problems.length === 0 ? say('verdict.fine', { site }) : say('verdict.usable', { problems: found, site }),
  ].join('\n');
}

/** In English, without the words for saying it again. */
function asData({ said: _, ...problem }: Problem): Problem {
  return problem;
}

/** Without what is made of other devices. */
function polled({ devices }: Installation): Device[] {
  return [...devices.values()].filter(({ madeOf }) => madeOf === undefined);
}

function lineText(line: Line, { devices }: Installation, voice: SiteReportVoice): string[] {
  const load = lineLoad(line);
  const told = { connection: connectionText(line.connection, voice), load: percent(load.utilisation) };
  return [
    '',
    voice.say('line', { id: line.id, ...told }),
    ...load.devices.flatMap(({ device: id, share, reads }) => {
      const device = devices.get(id);
      return device === undefined ? [] : [`  ${deviceText(device, share, reads, voice)}`];
    }),
    ...fastestRows(line, voice).map((row) => `  ${row}`),
  ];
}

function deviceText(
  { id, name, unit, profile, points }: Device,
  share: number,
  reads: number,
  { say, word, counted }: SiteReportVoice,
): string {
  const verification = word(VERIFICATION_WORDS[profile.verification]);
  return say('device', {
    ...{ id, name: word(name), unit },
    profile:
      profile.verification === 'official'
        ? profile.id
        : say('device.profile', { profile: profile.id, verification }),
    ...{ points: counted('points', points.length), reads: counted('reads', reads) },
    ...{ s: Math.min(...points.map(({ periodMs }) => periodMs)) / 1000, share: percent(share) },
  });
}
