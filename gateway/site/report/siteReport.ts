import { formatProblem, type Problem } from '../../core/result.ts';
import { inLanguage } from '../../text/language.ts';
import { alarmTimeData, alarmTimeText } from '../alarmTime/alarmTimeText.ts';
import type { Device, Installation } from '../installation.ts';
import { type LineLoad, lineLoad, percent } from '../lineLoad.ts';
import { loadSite } from '../load.ts';
import { readProfiles } from '../profiles.ts';
import type { Connection } from '../schema/siteSchema.ts';
import { checkSecrets } from '../secrets.ts';
import { annunciatorWarnings } from './annunciatorWarnings.ts';
import { liftData, liftReport, liftWarnings } from './liftReport.ts';
import { rulesData, rulesReport } from './rulesReport.ts';
import { ruleText } from './ruleText.ts';
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
  const site = loadSite(path, catalog);
  if (!site.ok) return { site: path, problems: [...catalog.problems, ...site.error] };
  return {
    site: path,
    problems: [...catalog.problems, ...checkSecrets(site.value)],
    warnings: [
      ...annunciatorWarnings(site.value),
      ...uplinkWarnings(site.value),
      ...liftWarnings(site.value),
    ],
    installation: site.value,
  };
}

/** The report as data, for programs. */
export function reportData(report: SiteReport): unknown {
  const { installation, problems, warnings = [], site } = report;
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

/** The report for a person. `verbose`: with every term of the alarm times. */
export function reportText(report: SiteReport, verbose = false): string {
  const { installation, problems, warnings = [], site } = report;
  const said = problems.map((problem) => formatProblem(problem));
  if (installation === undefined)
    return [...said, '', `${count(problems.length, 'problem')}: ${site} cannot be used`].join('\n');
  const loads = installation.lines.map(lineLoad);
  return [
    ...said,
    ...(said.length > 0 ? [''] : []),
    `gateway ${installation.gateway.id}`,
    ...installation.lines.flatMap((line, i) => lineText(line.id, line.connection, loads[i], installation)),
    ...liftReport(installation, verbose),
    '',
    count(installation.rules.length, 'rule'),
    ...installation.rules.map((rule) => `  ${rule.id}: ${ruleText(rule)}`),
    ...rulesReport(installation),
    ...alarmTimeText(installation, verbose),
    '',
    count(installation.uplinks.length, 'uplink'),
    ...installation.uplinks.map(({ id, url }) => `  ${id}: ${url}`),
    ...(warnings.length > 0 ? ['', count(warnings.length, 'warning')] : []),
    ...warnings.map((problem) => `  ${formatProblem(problem).replaceAll('\n', '\n  ')}`),
    '',
    problems.length === 0
      ? `${site} is fine`
      : `${count(problems.length, 'problem')}, but ${site} can be used`,
  ].join('\n');
}

/** Without what is made of other devices. */
function polled({ devices }: Installation): Device[] {
  return [...devices.values()].filter(({ madeOf }) => madeOf === undefined);
}

function lineText(
  id: string,
  connection: Connection,
  load: LineLoad | undefined,
  { devices }: Installation,
): string[] {
  const rows = load?.devices.flatMap(({ device: deviceId, share, reads }) => {
    const device = devices.get(deviceId);
    if (device === undefined) return [];
    const { profile, unit, points } = device;
    const trust = profile.verification === 'official' ? '' : `, ${profile.verification}`;
    const every = Math.min(...points.map(({ periodMs }) => periodMs)) / 1000;
    return [
      `  ${deviceId} (${inLanguage(device.name, 'en')}): unit ${unit}, ${profile.id}${trust}, ${count(points.length, 'point')} in ${count(reads, 'read')}, fastest every ${every} s, ${percent(share)}`,
    ];
  });
  return [
    '',
    `line ${id}: ${connectionText(connection)}, load ${percent(load?.utilisation ?? 0)}`,
    ...(rows ?? []),
  ];
}

function connectionText(connection: Connection): string {
  if (connection.type === 'modbus-tcp') return `Modbus TCP ${connection.host}:${connection.port}`;
  const { baud, parity, stopBits } = connection;
  const where =
    connection.type === 'serial' ? connection.path : `RTU over TCP ${connection.host}:${connection.port}`;
  return `${where} at ${baud} 8${parity.charAt(0).toUpperCase()}${stopBits}`;
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}
