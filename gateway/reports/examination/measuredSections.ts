import { severities, sideText, spanText } from '../../site/rules/ruleWords.ts';
import { speaker } from '../../text/catalogue.ts';
import { RULE_MESSAGES } from '../../text/ruleMessages.ts';
import { CONFIDENCE_WORDS } from '../../text/terms.ts';
import { html, type Markup } from '../lift/page/markup.ts';
import { type Head, tableOf } from '../lift/page/tableOf.ts';
import { dayPlot } from './dayPlot.ts';
import type { Examination, PointFinding } from './examination.ts';
import { asSure, type ExaminationVoice } from './examinationVoice.ts';
import type { ExaminedLimit, LimitBasis } from './pointFacts.ts';

/** What moves in years: where it was, where it is, how quickly it goes there. With the limits of everything beneath. */
export function measuredSections(report: Examination, voice: ExaminationVoice): Markup {
  const structure = report.findings.filter(({ system }) => system === 'structure');
  const others = report.findings.filter(({ system, days }) => system !== 'structure' && days.length > 0);
  return html`${structure.length === 0 ? null : structureSection(structure, report, voice)}
${others.length === 0 ? null : valuesSection(others, report, voice)}
${limitSection(report, voice)}`;
}

function structureSection(
  findings: readonly PointFinding[],
  report: Examination,
  voice: ExaminationVoice,
): Markup {
  const { say } = voice;
  const noTrend = (days: PointFinding['days']) => say(days.length === 0 ? 'value.none' : 'trend.none');
  const baselined = findings.some(({ facts }) => facts !== undefined && facts.baseline !== null);
  const [words, numbers] = [
    (column: 'point' | 'verdict'): Head => ({ text: say(`column.${column}`) }),
    (column: 'baseline' | 'now' | 'change' | 'rate'): Head => ({
      ...{ text: say(`column.${column}`), number: true },
    }),
  ];
  const table = tableOf(
    [words('point'), ...(['baseline', 'now', 'change', 'rate'] as const).map(numbers), words('verdict')],
    findings.map((finding) => {
      const { trend, days, facts, now = null } = finding;
      const baseline = facts?.baseline ?? null;
      return [
        html`${voice.named(finding)} <span class="faint">${finding.unit}</span>`,
        baseline === null
          ? say(facts === undefined ? 'baseline.unknown' : 'baseline.none')
          : voice.number(baseline),
        voice.number(now),
        trend === null ? noTrend(days) : asSure(trend.change, trend.unsure),
        trend === null
          ? noTrend(days)
          : `${asSure(trend.perMonth, trend.unsure)} ± ${Number(trend.unsure.toPrecision(2))}`,
        voice.verdict(finding.verdict),
      ];
    }),
  );
  return html`<section><h2>${say('section.structure')}</h2>${table}
${baselined ? html`<p class="note after">${say('baseline.note')}</p>` : null}
<div class="plots">${findings.map((finding) => plotOf(finding, report, voice))}</div></section>`;
}

function valuesSection(
  findings: readonly PointFinding[],
  report: Examination,
  voice: ExaminationVoice,
): Markup {
  const { say } = voice;
  const table = tableOf(
    [
      { text: say('column.point') },
      ...(['lowest', 'mean', 'highest', 'alarms'] as const).map((column) => ({
        ...{ text: say(`column.${column}`), number: true as const },
      })),
      { text: say('column.verdict') },
    ],
    findings.map((finding) => [
      html`${voice.named(finding)} <span class="faint">${finding.unit}</span>`,
      voice.number(finding.lowest),
      voice.number(finding.mean),
      voice.number(finding.highest),
      finding.alarms,
      voice.verdict(finding.verdict),
    ]),
  );
  return html`<section><h2>${say('section.values')}</h2>${table}
<div class="plots">${findings.filter(({ verdict }) => verdict !== 'normal').map((finding) => plotOf(finding, report, voice))}</div></section>`;
}

/** A point day by day, and beneath it, on the same days, the temperature that may be the reason. */
function plotOf(finding: PointFinding, report: Examination, voice: ExaminationVoice): Markup | null {
  const label = voice.say('plot.label', { name: voice.word(finding.name) });
  const plot = dayPlot(finding.days, report, label);
  if (plot === null) return null;
  const warm = report.findings.find(({ point }) => point === finding.facts?.temperature);
  const name = warm === undefined ? '' : `${voice.word(warm.name)}, ${warm.unit}`;
  const beneath = warm === undefined ? null : dayPlot(warm.days, report, name, true);
  return html`<div class="whole"><p class="note">${label}${
    finding.system === 'structure' ? ` · ${temperatureText(finding, warm, voice)}` : ''
  }</p>${plot}${beneath}</div>`;
}

/** What the temperature did while a structure moved; that nobody measured it, or nobody knows, is told as well. */
function temperatureText(
  { facts }: PointFinding,
  warm: PointFinding | undefined,
  voice: ExaminationVoice,
): string {
  const { say } = voice;
  if (facts === undefined) return say('temperature.unknown');
  if (facts.temperature === null) return say('temperature.none');
  if (warm === undefined || warm.days.length === 0) return say('temperature.no-data');
  const told = { name: voice.word(warm.name), unit: warm.unit };
  return warm.trend === null
    ? say('temperature.beneath', told)
    : say('temperature.changed', { ...told, change: asSure(warm.trend.change, warm.trend.unsure) });
}

/** Limits with their clause and how sure we are of each. Points that have the same stand in one row. */
function limitSection({ findings }: Examination, voice: ExaminationVoice): Markup {
  const { say } = voice;
  const known = findings.filter(({ facts }) => facts !== undefined);
  const limits = known.flatMap((finding) =>
    (finding.facts?.limits ?? []).map((limit) => ({ name: finding.name, limit })),
  );
  const rows = [...Map.groupBy(limits, ({ limit }) => JSON.stringify(limit)).values()];
  const body =
    known.length === 0
      ? html`<p>${say('limits.unknown')}</p>`
      : rows.length === 0
        ? html`<p>${say('limits.none')}</p>`
        : html`${tableOf(
            (['point', 'limit', 'basis'] as const).map((column) => ({ text: say(`column.${column}`) })),
            rows.flatMap((same) =>
              same[0] === undefined
                ? []
                : [
                    [
                      html`<span class="name">${voice.names(same.map(({ name }) => name))}</span>`,
                      limitText(same[0].limit, voice),
                      html`${same[0].limit.bases.map((basis) => html`<div>${basisText(basis, same[0]?.limit.bases.length === 1, voice)}</div>`)}`,
                    ],
                  ],
            ),
          )}<p class="note after">${say('limits.note', { changes: say('section.changes') })}</p>`;
  return html`<section><h2>${say('section.limits')}</h2>${body}</section>`;
}

function limitText(
  { side, levels, unit, window_s, from_baseline }: ExaminedLimit,
  { language, say }: ExaminationVoice,
): string {
  const voice = { language, say: speaker(RULE_MESSAGES, language) };
  const limit = sideText(side, levels, unit, voice).join('');
  if (window_s !== null) return say('limit.within', { limit, span: spanText(window_s, voice).trim() });
  return from_baseline ? say('limit.from-baseline', { limit }) : limit;
}

/** `orange, red: GB/T …; read at …; read where somebody quotes the source`. Whose they are is left out where all are of one. */
function basisText(
  { severities: of, clause, source, confidence }: LimitBasis,
  all: boolean,
  { language }: ExaminationVoice,
): string {
  const voice = { language, say: speaker(RULE_MESSAGES, language) };
  const told = [clause, source?.[language] ?? null, CONFIDENCE_WORDS[confidence][language]]
    .filter((one) => one !== null)
    .join(language === 'zh' ? '；' : '; ');
  return all ? told : `${severities(of, voice)}${language === 'zh' ? '：' : ': '}${told}`;
}
