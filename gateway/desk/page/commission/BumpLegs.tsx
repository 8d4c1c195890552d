import type { BumpView } from '../../http/api/commissionApi.ts';
import { span, word } from '../state/speech.ts';
import type { CommissionAsk } from './commissionAsk.ts';
import { tell } from './words.ts';

const MARK = { passed: '✓', failed: '✗', unproven: '?' } as const;

/** A bump test, leg by leg. Each fills itself in; only what an ear knows is asked. */
export function BumpLegs({ bump, say, name }: { bump: BumpView; say: CommissionAsk; name: string }) {
  const { point, legs, open, passed, gas } = bump;
  const running = passed === null;
  const asksEar =
    running && legs.some(({ leg, outcome }) => leg === 'heard' && outcome === null) && reached(bump);
  return (
    <section aria-live="polite">
      {running && (
        <h2>
          {tell('bump.begin')} · {name}
        </h2>
      )}
      {running && open === 'sensor' && <p class="strip sounding-calm">{tell('bump.give')}</p>}
      {!running && <strong>{tell(passed ? 'bump.passed' : 'bump.not-passed')}</strong>}
      {gas !== null && <small>{gas}</small>}
      <ol class="steps">
        {legs.map(({ leg, outcome, ms, limitMs, detail }) => (
          <li key={leg} class={outcome === 'passed' ? 'done' : ''}>
            {outcome === null ? '…' : MARK[outcome]} {tell(`leg.${leg}`)}
            {ms !== null && ` · +${span(ms)}`}
            {outcome === null
              ? limitMs !== null && ` · ${tell('leg.within', { limit: span(limitMs) })}`
              : ` · ${tell(`outcome.${outcome}`)}`}
            {detail !== null && <small>{leg === 'decision' ? word('SEVERITY_WORDS', detail) : detail}</small>}
          </li>
        ))}
      </ol>
      {asksEar && (
        <>
          <h2>{tell('bump.heard?')}</h2>
          <div class="pair">
            <button
              type="button"
              class="primary"
              onClick={() => void say('POST', 'bumps/heard', { point, heard: true })}
            >
              {tell('bump.heard')}
            </button>
            <button type="button" onClick={() => void say('POST', 'bumps/heard', { point, heard: false })}>
              {tell('bump.not-heard')}
            </button>
          </div>
        </>
      )}
      {running && (
        <button type="button" onClick={() => void say('POST', 'bumps/end', { point })}>
          {tell('bump.break-off')}
        </button>
      )}
    </section>
  );
}

/** Whether the siren has been told: before that there is nothing to hear. */
function reached({ legs }: BumpView): boolean {
  return legs.some(({ leg, outcome }) => leg === 'decision' && outcome === 'passed');
}
