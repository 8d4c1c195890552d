import type { UplinkEntry } from '../../http/api/settingsApi.ts';
import { nowMono } from '../state/now.ts';
import { named, say, span } from '../state/speech.ts';

/** Why whoever is to be told is not told, since when, and what to do; nothing where all is well. */
export function TroubleNote({ of }: { of: Pick<UplinkEntry, 'trouble' | 'troubleSince'> }) {
  const { trouble, troubleSince } = of;
  if (trouble === null) return null;
  return (
    <span class="refusal">
      {named(trouble.what)}
      {troubleSince !== null && ` · ${say('alarms.since', { span: span(nowMono.value - troubleSince) })}`}
      {trouble.hint !== null && <small>{named(trouble.hint)}</small>}
    </span>
  );
}
