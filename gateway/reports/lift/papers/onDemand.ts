import { percentDown } from '../page/headSection.ts';
import { html, type Markup } from '../page/markup.ts';
import { tableOf } from '../page/tableOf.ts';
import type { LiftPaper } from './liftPaper.ts';
import type { PaperVoice } from './paperVoice.ts';

/** Longest interval between two visits on demand: three months. SAMR 国市监特设〔2020〕56号, and city notices after it. */
const LONGEST_DAYS = 92;
/** A lift that is watched less than so much of the time is not watched remotely. Engineering. */
const LEAST_WATCHED = 0.99;

type State = 'met' | 'not-met' | 'set-up' | 'unknown' | 'attach';
export type OnDemandCondition = { readonly name: string; readonly state: State; readonly evidence: string };

/** What a lift must fulfil to be maintained on demand, as far as the monitor can tell; what it cannot is to be attached. */
export function conditionsOf(paper: LiftPaper, voice: PaperVoice): OnDemandCondition[] {
  const { tell } = voice;
  const attach = (name: string): OnDemandCondition => ({ name, state: 'attach', evidence: '' });
  return [
    intervalCondition(paper, voice),
    watchedCondition(paper, voice),
    {
      name: tell('condition.read-only'),
      state: 'met',
      evidence: tell('condition.read-only-told'),
    },
    pushedCondition(paper, voice),
    attach(tell('condition.evaluated')),
    attach(tell('condition.insured')),
    attach(tell('condition.inspected')),
  ];
}

function intervalCondition({ longestWithoutVisit: gap }: LiftPaper, { tell }: PaperVoice): OnDemandCondition {
  const name = tell('condition.interval');
  if (gap === null) return { name, state: 'unknown', evidence: '' };
  const { days, from, to } = gap;
  const told =
    from === null
      ? tell('condition.interval-told', { days, to })
      : tell('condition.interval-from', { days, from, to });
  if (days > LONGEST_DAYS) return { name, state: 'not-met', evidence: told };
  // before the first visit that is known another one may have been, or none
  if (from === null) return { name, state: 'unknown', evidence: tell('condition.interval-short', { days }) };
  return { name, state: 'met', evidence: told };
}

/** What is sent is known here, and not to whom: that the platform is the authority's is to be confirmed on the paper. */
function pushedCondition({ pushedBy }: LiftPaper, { tell }: PaperVoice): OnDemandCondition {
  const name = tell('condition.pushed');
  if (pushedBy == null) return { name, state: 'unknown', evidence: '' };
  if (pushedBy.length === 0) return { name, state: 'not-met', evidence: tell('condition.pushed-none') };
  const uplinks = pushedBy.join(tell('list.join'));
  return { name, state: 'set-up', evidence: tell('condition.pushed-told', { uplinks }) };
}

function watchedCondition({ complete, days, daysOver }: LiftPaper, { tell }: PaperVoice): OnDemandCondition {
  const { watchedMs, unseenMs } = complete;
  const name = tell('condition.watched');
  const whole = watchedMs + unseenMs;
  if (whole === 0) return { name, state: 'unknown', evidence: '' };
  const share = watchedMs / whole;
  const recorded = tell('self.days-told', { recorded: days.length, days: daysOver });
  const evidence = [tell('value.percent', { percent: percentDown(share) }), recorded].join(tell('list.join'));
  const met = share >= LEAST_WATCHED && days.length === daysOver;
  return { name, state: met ? 'met' : 'not-met', evidence };
}

/** The conditions as a table. */
export function conditionsSection(conditions: readonly OnDemandCondition[], { tell }: PaperVoice): Markup {
  const rows = conditions.map(({ name, state, evidence }) => [
    name,
    state === 'not-met'
      ? html`<span class="state-bad">${tell('state.not-met')}</span>`
      : tell(`state.${state}`),
    state === 'attach' ? html`<span class="blank">${tell('blank')}</span>` : evidence,
  ]);
  return html`<section><h2>${tell('file.conditions')}</h2>
<p class="note">${tell('file.conditions-note')}</p>
${tableOf([{ text: tell('column.condition') }, { text: tell('column.state') }, { text: tell('column.evidence') }], rows)}
</section>`;
}

/** Whether the lift may stay on demand, and what follows where not. */
export function withdrawalSection(conditions: readonly OnDemandCondition[], { tell }: PaperVoice): Markup {
  const broken = conditions.filter(({ state }) => state === 'not-met').map(({ name }) => name);
  return html`<section><h2>${tell('file.withdrawal')}</h2>
${
  broken.length === 0
    ? html`<p>${tell('withdrawal.none')}</p>`
    : html`<p class="state-bad">${tell('withdrawal.due', { conditions: broken.join(tell('list.join')) })}</p>`
}</section>`;
}
