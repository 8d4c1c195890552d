import { formatProblem, type Problem } from '../core/result.ts';
import type { Installation } from './installation.ts';
import { type LineLoad, lineLoad, percent } from './lineLoad.ts';
import { loadSite } from './load.ts';
import { readProfiles } from './profiles.ts';
import { ruleText } from './ruleText.ts';
import type { Connection, LocalName } from './schema.ts';
import { checkSecrets } from './secrets.ts';

/** What `lifeline check` found out. `installation` is missing when the site file cannot be used. */
export type SiteReport = {
  readonly site: string;
  readonly problems: readonly Problem[];
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
    installation: site.value,
  };
}

/** The report as data, for programs. */
export function reportData(report: SiteReport): unknown {
  const { installation, problems, site } = report;
  if (installation === undefined) return { site, ok: false, problems };
  return {
    site,
    ok: problems.length === 0,
    problems,
    gateway: installation.gateway.id,
    lines: installation.lines.map((line) => ({ ...lineLoad(line), connection: line.connection })),
    devices: [...installation.devices.values()].map((device) => ({
      id: device.id,
      line: device.lineId,
      unit: device.unit,
      profile: device.profile.id,
      verification: device.profile.verification,
      points: device.points.map(({ id, unit, periodMs, reportMs }) => ({ id, unit, periodMs, reportMs })),
    })),
    rules: installation.rules,
    uplinks: installation.uplinks,
  };
}

/** The report for a person. */
export function reportText(report: SiteReport): string {
  const { installation, problems, site } = report;
  const said = problems.map((problem) => formatProblem(problem));
  if (installation === undefined)
    return [...said, '', `${count(problems.length, 'problem')}: ${site} cannot be used`].join('\n');
  const loads = installation.lines.map(lineLoad);
  return [
    ...said,
    ...(said.length > 0 ? [''] : []),
    `gateway ${installation.gateway.id}`,
    ...installation.lines.flatMap((line, i) => lineText(line.id, line.connection, loads[i], installation)),
    '',
    count(installation.rules.length, 'rule'),
    ...installation.rules.map((rule) => `  ${rule.id}: ${ruleText(rule)}`),
    '',
    count(installation.uplinks.length, 'uplink'),
    ...installation.uplinks.map(({ id, url }) => `  ${id}: ${url}`),
    '',
    problems.length === 0
      ? `${site} is fine`
      : `${count(problems.length, 'problem')}, but ${site} can be used`,
  ].join('\n');
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
      `  ${deviceId} (${english(device.name)}): unit ${unit}, ${profile.id}${trust}, ${count(points.length, 'point')} in ${count(reads, 'read')}, fastest every ${every} s, ${percent(share)}`,
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

function english(name: LocalName): string {
  return typeof name === 'string' ? name : name.en;
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}
