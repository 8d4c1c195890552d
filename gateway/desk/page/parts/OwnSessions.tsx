import { useState } from 'preact/hooks';
import type { DeskSession } from '../../http/api/accessApi.ts';
import { type AskFailure, ask } from '../state/ask.ts';
import { useAsked } from '../state/asked.ts';
import { plan } from '../state/plan.ts';
import { dayTime, say } from '../state/speech.ts';
import { AskedPart } from './AskedPart.tsx';
import { RefusalNote } from './RefusalNote.tsx';

/** Where somebody is logged in, and the way to end it: own ones, and for an admin everybody's. */
export function OwnSessions({ left }: { left: () => void }) {
  const asked = useAsked<{ sessions: DeskSession[] }>('/api/sessions');
  const [failure, setFailure] = useState<AskFailure | null>(null);
  const end = async (session: DeskSession) => {
    const answer = await ask('DELETE', `/api/sessions/${encodeURIComponent(session.id)}`);
    setFailure(answer.ok ? null : answer);
    if (answer.ok && session.own) left();
    else asked.again();
  };
  return (
    <section>
      <h2>{say('sessions.title')}</h2>
      <AskedPart asked={asked} rows={2}>
        {({ sessions }) => (
          <ul class="rows">
            {sessions.map((session) => (
              <li key={session.id} class="what">
                <strong>
                  {session.name}
                  {session.own && ` · ${say('sessions.this')}`}
                </strong>
                <small>{[...browserOf(session.agent), session.from].join(' · ')}</small>
                <small>
                  {session.lastUsed !== null &&
                    say('sessions.last', { when: dayTime(session.lastUsed, plan.value?.timeZone) })}
                </small>
                <button type="button" onClick={() => void end(session)}>
                  {say('sessions.end')}
                </button>
              </li>
            ))}
          </ul>
        )}
      </AskedPart>
      <RefusalNote failure={failure} reading />
    </section>
  );
}

/** Browser and system, as people call them; what is not known is left out. */
function browserOf(agent: string): string[] {
  const browser = /(Edg|Firefox|Chrome|Safari)/.exec(agent)?.[1];
  const system = /(Android|iPhone|iPad|Windows|Mac OS|Linux)/.exec(agent)?.[1];
  return [browser === 'Edg' ? 'Edge' : browser, system].filter((one) => one !== undefined);
}
