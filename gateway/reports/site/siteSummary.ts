import { alarmCautions } from '../../alarmTime/alarmCautions.ts';
import { type AlarmTime, alarmTimes } from '../../alarmTime/alarmTime.ts';
import { lineLoad, percent } from '../../alarmTime/lineLoad.ts';
import { formatProblem, type Problem } from '../../core/result.ts';
import type { Installation, Line } from '../../site/installation.ts';
import { problemIn } from '../../text/problemText.ts';
import { connectionText } from './connectionText.ts';
import { unwatched } from './rulesReport.ts';
import type { SiteReportVoice } from './siteReportVoice.ts';

type Summed = {
  readonly site: string;
  readonly installation: Installation;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
};

/** A site that is fine fits on a screen of forty rows. */
const MOST_WARNINGS = 5;
const MOST_CAUTIONS = 5;
const MOST_LINES = 12;

/** One screen: what is wrong, whether the site can be used, what to mend, what cannot be promised, and a row for each line. */
export function siteSummary(
  { site, installation, problems, warnings }: Summed,
  said: readonly string[],
  voice: SiteReportVoice,
): string[] {
  const { say, counted, word, language } = voice;
  const { lines, devices, lifts, rules, uplinks } = installation;
  const polled = [...devices.values()].filter(({ madeOf }) => madeOf === undefined).length;
  const verdict =
    problems.length === 0
      ? say('verdict.fine', { site })
      : say('verdict.usable', { problems: counted('problems', problems.length), site });
  const times = alarmTimes(installation);
  const blind = unwatched(installation);
  const warned = [
    ...warnings.map((problem) => formatProblem(problemIn(problem, language))),
    ...(blind.length === 0
      ? []
      : [arrow(say('summary.unwatched', { devices: blind.join(say('list.names')) }))]),
  ];
  const cautions = alarmCautions(installation, times, language);
  return [
    ...said,
    ...(said.length > 0 ? [''] : []),
    say('verdict.of', {
      ...{ verdict, devices: counted('devices', polled), lines: counted('lines', lines.length) },
      ...{ rules: counted('rules', rules.length), uplinks: counted('uplinks', uplinks.length) },
    }),
    ...section(counted('warnings', warned.length), warned, MOST_WARNINGS, voice),
    ...section(say('summary.promises'), cautions, MOST_CAUTIONS, voice),
    '',
    ...few(
      lines.map((line) => lineRow(line, times, voice)),
      MOST_LINES,
      voice,
    ),
    ...lifts.map(({ device, topFloor }) =>
      say('summary.lift', { id: device.id, name: word(device.name), count: topFloor }),
    ),
    '',
    say('summary.verbose'),
  ];
}

/** A heading and what stands under it; nothing where there is nothing. */
function section(
  heading: string,
  entries: readonly string[],
  most: number,
  voice: SiteReportVoice,
): string[] {
  if (entries.length === 0) return [];
  return ['', heading, ...few(entries, most, voice).map((text) => `  ${text.replaceAll('\n', '\n  ')}`)];
}

function few(entries: readonly string[], most: number, { say }: SiteReportVoice): string[] {
  if (entries.length <= most) return [...entries];
  return [...entries.slice(0, most - 1), say('summary.more', { count: entries.length - most + 1 })];
}

/** A line with its load, and the alarm of it that takes longest. */
function lineRow(line: Line, times: readonly AlarmTime[], voice: SiteReportVoice): string {
  const { say, counted } = voice;
  const own = new Set(line.devices.flatMap(({ points }) => points.map(({ id }) => id)));
  const slowest = times
    .filter(({ point, bounds }) => own.has(point) && bounds.length > 0)
    .map(({ point, bounds }) => ({ point, ms: bounds[0]?.totalMs ?? 0 }))
    .toSorted((a, b) => b.ms - a.ms)[0];
  const alarm =
    slowest === undefined
      ? ''
      : say('summary.alarm', { s: (Math.ceil(slowest.ms / 100) / 10).toFixed(1), point: slowest.point });
  const row = say('summary.line', {
    ...{ id: line.id, connection: connectionText(line.connection, voice), alarm },
    ...{ devices: counted('devices', line.devices.length), load: percent(lineLoad(line).utilisation) },
  });
  return [row, ...fastestRows(line, voice)].join('\n  ');
}

/** What is read as fast as the line allows, and how fast that is. */
export function fastestRows({ devices }: Line, { say }: SiteReportVoice): string[] {
  const points = devices.flatMap((device) => device.points.filter(({ fastest }) => fastest === true));
  const byPeriod = Map.groupBy(points, ({ periodMs }) => periodMs);
  return [...byPeriod].map(([ms, some]) =>
    say('line.fastest', { ms, points: some.map(({ id }) => id).join(say('list.names')) }),
  );
}

/** As problems are shown: what to do on a row of its own. */
function arrow(text: string): string {
  return text.replace(' → ', '\n  → ');
}
