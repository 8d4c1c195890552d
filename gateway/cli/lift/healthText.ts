import type { Instant } from '../../../drivers/reading.ts';
import type { DailyRecord } from '../../lift/health/dailyRecord.ts';
import type { Finding } from '../../lift/health/findings.ts';
import { ratesOf } from '../../lift/health/rates.ts';
import type { FaultNames } from '../../reports/lift/faultNames.ts';
import { lookAtOf } from '../../reports/lift/findingPlace.ts';
import { COUNTED_IN, type FloorLabels, findingShown } from '../../reports/lift/findingShown.ts';
import { limitShown, limitSource } from '../../reports/lift/limitShown.ts';
import { AFTER_NAME, type FigureKey, LIFT_DEFINITIONS } from '../../text/liftDefinitions.ts';
import { CONFIDENCE_WORDS } from '../../text/terms.ts';
import { padded, SCREEN_COLUMNS, widthOf, wrapped } from '../columns.ts';
import type { LiftVoice } from './voice.ts';

/** The days of a lift and what was found in them. */
export type HealthShown = {
  readonly days: readonly DailyRecord[];
  readonly findings: readonly Finding[];
  readonly labels: FloorLabels;
  readonly faults: FaultNames;
};

/** How well a lift is: its rates, then what to look at first, each with its evidence. `head`: what stands over it. */
export function healthText(head: readonly string[], shown: HealthShown, voice: LiftVoice): string {
  const { tell, paint } = voice;
  const { days, findings } = shown;
  const [title = '', ...more] = head;
  const [first, last] = [days[0], days.at(-1)];
  const top = [paint('heading', title), ...more];
  if (first === undefined || last === undefined)
    return [...top, '', ...wrapped(tell('first.no-days'), SCREEN_COLUMNS)].join('\n');
  const period = tell('health.period', { days: days.length, from: first.day, to: last.day });
  const found =
    findings.length === 0
      ? [tell('first.nothing')]
      : findings.flatMap((finding, i) => findingText(finding, i + 1, shown, voice));
  const heading = paint('heading', tell('heading.first'));
  return [...top, period, '', ...ratesText(days, voice), '', heading, ...found].join('\n');
}

/** Each figure, and under it how it is counted. */
function ratesText(days: readonly DailyRecord[], { tell, span, word, paint }: LiftVoice): string[] {
  const rates = ratesOf(days);
  const cycles = days.reduce((sum, { doorCycles }) => sum + doorCycles, 0);
  const nothing = rates.failures === 0 ? tell('health.no-failure') : tell('health.nothing-ran');
  const unknown = tell('health.nothing-ran');
  const { availability, mtbfMs, mcbf, faultsPer1000Trips: faults } = rates;
  const rows: [heading: string, value: string, counted: FigureKey][] = [
    [
      tell('health.availability'),
      availability === null ? unknown : tell('value.percent', { percent: (100 * availability).toFixed(2) }),
      'availability',
    ],
    [tell('health.trips'), String(rates.trips), 'trips'],
    [tell('health.cycles'), String(cycles), 'cycles'],
    [tell('health.failures'), String(rates.failures), 'failures'],
    [tell('health.mtbf'), mtbfMs === null ? nothing : span(mtbfMs), 'mtbf'],
    [
      tell('health.mcbf'),
      mcbf === null ? nothing : tell('health.trips-of', { count: Math.round(mcbf) }),
      'mcbf',
    ],
    [tell('health.per-thousand'), faults === null ? unknown : faults.toFixed(1), 'perThousand'],
    [tell('health.entrapments'), String(rates.entrapments), 'entrapments'],
    [tell('health.inspection'), span(rates.inspectionMs), 'inspection'],
    [tell('health.visits'), String(rates.visits), 'visits'],
  ];
  const width = Math.max(...rows.map(([heading]) => widthOf(heading)));
  return rows.flatMap(([heading, value, counted]) => {
    const { name, text } = LIFT_DEFINITIONS[counted];
    const how = wrapped(`  ${word(name)}${word(AFTER_NAME)}${word(text)}`, SCREEN_COLUMNS, '  ');
    return [`${padded(heading, width)}  ${value}`, ...how.map((line) => paint('faint', line))];
  });
}

function findingText(
  finding: Finding,
  number: number,
  { days, labels, faults }: HealthShown,
  { tell, word, language, paint, moments }: LiftVoice,
): string[] {
  const when = (at: Instant) => moments.at(at);
  const { from, to, samples, limit } = finding.evidence;
  const of = tell(`samples.${COUNTED_IN[finding.key]}`);
  const evidence = [
    tell('health.evidence', { from, to, samples, of }),
    ...(limit === null
      ? []
      : [
          tell('health.limit', {
            limit: limitShown(limit),
            source: limitSource(limit, language),
            confidence: word(CONFIDENCE_WORDS[limit.confidence]),
          }),
        ]),
  ].join(' · ');
  const look = lookAtOf(finding, days);
  const mark = `${number}. `;
  const indent = ' '.repeat(mark.length);
  return [
    ...wrapped(
      mark + findingShown(finding, days, { labels, faults, language, when }),
      SCREEN_COLUMNS,
      indent,
    ),
    ...(look === null
      ? []
      : wrapped(indent + tell('health.look-at', { what: word(look) }), SCREEN_COLUMNS, indent)),
    ...wrapped(indent + evidence, SCREEN_COLUMNS, indent).map((line) => paint('faint', line)),
  ];
}
