import type { LifeStep } from '../../http/api/alarmsApi.ts';
import { actorText } from '../state/actor.ts';
import { plan } from '../state/plan.ts';
import { clockTime, named, say } from '../state/speech.ts';

/** What an alarm went through, one step below the other, each with its distance from the first. */
export function LifeLine({ steps }: { steps: readonly LifeStep[] }) {
  if (steps.length === 0) return <p>{say('life.none')}</p>;
  return (
    <ol class="life">
      {steps.map(({ words, sinceMs, utc, actor, reason }, at) => (
        <li key={at}>
          <strong>{named(words)}</strong>
          <small>
            {utc === null ? say('life.no-time') : clockTime(utc, plan.value?.timeZone)}
            {at > 0 && ` · +${sinceText(sinceMs)}`}
            {actor === null ? '' : ` · ${actorText(actor)}`}
            {reason === null ? '' : ` · ${reason}`}
          </small>
        </li>
      ))}
    </ol>
  );
}

function sinceText(ms: number): string {
  const s = ms / 1000;
  return s < 120 ? say('life.s', { n: s.toFixed(1) }) : say('span.min', { n: Math.round(s / 60) });
}
