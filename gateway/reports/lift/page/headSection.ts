import type { MonthReport } from '../monthReport.ts';
import { html, type Markup } from './markup.ts';
import type { ReportVoice } from './reportVoice.ts';

/** Which lift, which month, and how much of it is known. */
export function headSection(report: MonthReport, voice: ReportVoice): Markup {
  const { say, word, times, language } = voice;
  const gateway =
    report.gatewayName === null
      ? report.gateway
      : say('head.lift-id', { name: word(report.gatewayName), id: report.gateway });
  const unknown = html`<span class="faint">${say(report.labels === null ? 'head.not-known' : 'head.not-said')}</span>`;
  const facts: [string, Markup | string][] = [
    [say('head.building'), report.place === null ? unknown : word(report.place)],
    [say('head.lift'), say('head.lift-id', { name: word(report.name), id: report.lift })],
    [say('head.registration'), report.registration ?? unknown],
    [say('head.gateway'), gateway],
    [say('head.data'), completeText(report, voice)],
  ];
  return html`<header>
<p class="kind">${say('title')}</p>
<h1>${say('title.of', { lift: word(report.name), month: times.monthName(report.month, language) })}</h1>
<dl>${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
</header>`;
}

function completeText({ complete, days }: MonthReport, { say, span }: ReportVoice): string {
  const { missing, watchedMs, unseenMs, unseen, undated, goneEvents } = complete;
  const flaws = missing.length + unseenMs + unseen + undated + goneEvents;
  const whole = watchedMs + unseenMs;
  const short = (list: readonly string[]) =>
    list.map((day) => String(Number(day.slice(8)))).join(say('list.days'));
  const said = [
    say('complete.days', { recorded: days.length, days: complete.days }),
    ...(missing.length === 0 || days.length === 0 ? [] : [say('complete.missing', { days: short(missing) })]),
    ...(whole === 0 ? [] : [say('complete.watched', { percent: percentDown(watchedMs / whole) })]),
    ...(unseenMs === 0 ? [] : [say('complete.not-watched', { span: span(unseenMs) })]),
    ...(unseen === 0 ? [] : [say('complete.unseen', { count: unseen })]),
    ...(flaws === 0 ? [say('complete.whole')] : []),
    ...(undated === 0 ? [] : [say('complete.undated', { count: undated })]),
    ...(goneEvents === 0 ? [] : [say('complete.gone', { count: goneEvents })]),
  ];
  return said.join(say('text.join'));
}

/** Rounded down: what is not everything is never shown as 100. */
export function percentDown(share: number): string {
  return share === 1 ? '100' : (Math.floor(share * 10_000) / 100).toFixed(2);
}
