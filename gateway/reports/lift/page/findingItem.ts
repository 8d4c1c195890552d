import { type Finding, urgencyOf } from '../../../lift/health/findings.ts';
import { CONFIDENCE_WORDS } from '../../../text/terms.ts';
import { type FindingPlace, findingPlace } from '../findingPlace.ts';
import { COUNTED_IN, findingShown } from '../findingShown.ts';
import { limitShown } from '../limitShown.ts';
import type { MonthReport } from '../monthReport.ts';
import { html, type Markup } from './markup.ts';
import type { ReportVoice } from './reportVoice.ts';

/** Findings in their order, each with its floor, its time, what it rests on, and what to look at. */
export function findingList(
  findings: readonly Finding[],
  report: MonthReport,
  voice: ReportVoice,
  mark: (place: FindingPlace) => Markup | null = () => null,
): Markup {
  return html`<ol class="list">${findings.map((finding) => item(finding, report, voice, mark))}</ol>`;
}

function item(
  finding: Finding,
  report: MonthReport,
  voice: ReportVoice,
  mark: (place: FindingPlace) => Markup | null,
): Markup {
  const { say, word, language, faults } = voice;
  const urgency = urgencyOf(finding);
  const place = findingPlace(finding, report, voice.dayOf);
  const { floors, last, lastDay, lookAt } = place;
  const { samples, limit } = finding.evidence;
  const when = last === null ? lastDay : voice.stamp(last);
  const evidence = [
    ...(floors.length === 0 ? [] : [say('first.at', { floors: floors.map(voice.floor).join(', ') })]),
    ...(when === null ? [] : [say('first.last', { time: when })]),
    say(`samples.${COUNTED_IN[finding.key]}`, { count: samples }),
    ...(limit === null
      ? []
      : [
          say('first.limit', {
            limit: limitShown(limit),
            confidence: word(CONFIDENCE_WORDS[limit.confidence]),
          }),
        ]),
  ];
  const text = findingShown(finding, report.days, { labels: report.labels ?? {}, faults, language });
  return html`<li class="${urgency}"><p class="what">${text}</p>
<p class="note"><span class="tag urgency">${say(`urgency.${urgency}`)}</span>${mark(place)} ${evidence.join(' · ')}</p>
${lookAt === null ? null : html`<p>${say('first.look', { what: word(lookAt) })}</p>`}</li>`;
}
