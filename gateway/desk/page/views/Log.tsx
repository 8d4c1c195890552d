import { useState } from 'preact/hooks';
import type { AuditPage, LogEntry, LogPage } from '../../http/api/logApi.ts';
import { AskedPart } from '../parts/AskedPart.tsx';
import { Link } from '../parts/Link.tsx';
import { RefusalNote } from '../parts/RefusalNote.tsx';
import { SeverityShape } from '../parts/SeverityShape.tsx';
import { actorText } from '../state/actor.ts';
import { type AskFailure, ask } from '../state/ask.ts';
import { useAsked } from '../state/asked.ts';
import { may } from '../state/me.ts';
import { screen } from '../state/now.ts';
import { plan } from '../state/plan.ts';
import { dayTime, named, say } from '../state/speech.ts';

const KINDS = ['all', 'alarm', 'act', 'system', 'lift'] as const;
type Shown = (typeof KINDS)[number] | 'audit';

/** What the journal knows, newest first, page by page; and who did what. */
export function Log() {
  const [shown, setShown] = useState<Shown>('all');
  const kinds: readonly Shown[] = may('installer') ? [...KINDS, 'audit'] : KINDS;
  return (
    <main>
      <h1>{say('frame.log')}</h1>
      <div class="chips">
        {kinds.map((kind) => (
          <button key={kind} type="button" aria-pressed={shown === kind} onClick={() => setShown(kind)}>
            {say(`log.${kind}`)}
          </button>
        ))}
      </div>
      {shown === 'audit' ? <Audit /> : <Entries key={shown} kind={shown === 'all' ? null : shown} />}
    </main>
  );
}

function Entries({ kind }: { kind: string | null }) {
  const query = new URLSearchParams({ limit: '50', ...(kind === null ? {} : { kind }) });
  const newest = useAsked<LogPage>(`/api/log?${query}`);
  const older = useOlder<LogPage, LogEntry>(newest.value, `/api/log?${query}`);
  return (
    <>
      <p>
        <a href={`/api/log.csv?${query}`} download>
          {say('log.csv')}
        </a>{' '}
        <button type="button" class="plain" disabled={newest.busy} onClick={newest.again}>
          {say('log.newest')}
        </button>
      </p>
      <AskedPart asked={newest} rows={8}>
        {({ entries }) =>
          entries.length === 0 ? (
            <p>{say('log.none')}</p>
          ) : (
            <ol class="log">
              {[...entries, ...older.entries].map((entry) => (
                <Entry key={`${entry.epoch} ${entry.seq}`} entry={entry} />
              ))}
            </ol>
          )
        }
      </AskedPart>
      <Older older={older} />
      <Unreadable files={(older.last ?? newest.value)?.unreadable ?? []} />
    </>
  );
}

/** What may be older and cannot be read is told: a log that just ends would look as if nothing had been. */
function Unreadable({ files }: { files: readonly string[] }) {
  return files.length === 0 ? null : <p>{say('log.unreadable', { files: files.join(', ') })}</p>;
}

function Entry({ entry }: { entry: LogEntry }) {
  const { utc, sure, words, severity, occurrence, actor } = entry;
  const text = (
    <span class="what">
      <span>{named(words)}</span>
      <small>
        {utc === null ? say('life.no-time') : dayTime(utc, plan.value?.timeZone)}
        {!sure && utc !== null && ` (${say('log.unsure')})`}
        {actor === null ? '' : ` · ${actorText(actor)}`}
      </small>
    </span>
  );
  return (
    <li>
      {severity !== null && <SeverityShape severity={severity} hollow />}
      {occurrence === null ? text : <Link to={`/alarms/${encodeURIComponent(occurrence)}`}>{text}</Link>}
    </li>
  );
}

function Audit() {
  const newest = useAsked<AuditPage>('/api/audit?limit=50');
  const older = useOlder<AuditPage, AuditPage['entries'][number]>(newest.value, '/api/audit?limit=50');
  return (
    <>
      <AskedPart asked={newest} rows={8}>
        {({ entries }) =>
          entries.length === 0 ? (
            <p>{say('log.none')}</p>
          ) : (
            <ol class="log">
              {[...entries, ...older.entries].map(({ epoch, seq, utc, actor, words, accepted }) => (
                <li key={`${epoch} ${seq}`}>
                  <span class="what">
                    <span>{named(words)}</span>
                    <small>
                      {utc === null ? say('life.no-time') : dayTime(utc, plan.value?.timeZone)} ·{' '}
                      {actorText(actor)} · {say(accepted ? 'log.done' : 'log.refused')}
                    </small>
                  </span>
                </li>
              ))}
            </ol>
          )
        }
      </AskedPart>
      <Older older={older} />
    </>
  );
}

/** The last events, for a view that has room; asked for again when what stands has changed. */
export function Recent() {
  const alarms = screen.value?.alarms ?? [];
  const version = alarms
    .map(({ occurrence, to, announcement }) => `${occurrence} ${to} ${announcement}`)
    .join();
  const asked = useAsked<LogPage>('/api/log?limit=20', version);
  return (
    <section>
      <h2>{say('log.recent')}</h2>
      <AskedPart asked={asked} rows={6}>
        {({ entries }) =>
          entries.length === 0 ? (
            <p>{say('log.none')}</p>
          ) : (
            <ol class="log">
              {entries.map((entry) => (
                <Entry key={`${entry.epoch} ${entry.seq}`} entry={entry} />
              ))}
            </ol>
          )
        }
      </AskedPart>
    </section>
  );
}

type OlderEntries<P, E> = {
  readonly entries: readonly E[];
  readonly last: P | null; // the page that was fetched last
  readonly next: string | null;
  readonly busy: boolean;
  readonly failure: AskFailure | null;
  fetch(): void;
};

/** The pages behind the newest one, one at a time; a newer first page begins anew. */
function useOlder<P extends { entries: readonly E[]; next: string | null }, E>(
  newest: P | null,
  path: string,
): OlderEntries<P, E> {
  const [pages, setPages] = useState<{ of: P | null; list: readonly P[] }>({ of: null, list: [] });
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<AskFailure | null>(null);
  const own = pages.of === newest ? pages.list : [];
  const next = (own.at(-1) ?? newest)?.next ?? null;
  return {
    ...{ entries: own.flatMap(({ entries }) => entries), last: own.at(-1) ?? null, next, busy, failure },
    fetch() {
      if (next === null || busy) return;
      setBusy(true);
      setFailure(null);
      void ask<P>('GET', `${path}&before=${next}`).then((answer) => {
        setBusy(false);
        if (answer.ok) setPages({ of: newest, list: [...own, answer.value] });
        else setFailure(answer);
      });
    },
  };
}

function Older<E>({ older }: { older: OlderEntries<unknown, E> }) {
  return (
    <>
      <RefusalNote failure={older.failure} reading />
      {older.next !== null && (
        <button type="button" disabled={older.busy} onClick={older.fetch}>
          {say('log.older')}
        </button>
      )}
    </>
  );
}
