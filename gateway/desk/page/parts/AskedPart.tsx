import type { ComponentChildren } from 'preact';
import type { PageAsked } from '../state/asked.ts';
import { say } from '../state/speech.ts';
import { RefusalNote } from './RefusalNote.tsx';

/**
 * What a view asked for: the shape of what will come while it is on its way, why it did not come with the way to try again, and
 * otherwise what it is. What is known stays while it is asked for anew.
 */
export function AskedPart<T>(props: {
  asked: PageAsked<T>;
  rows?: number;
  children: (value: T) => ComponentChildren;
}) {
  const { asked, rows = 4, children } = props;
  const { value, failure, busy, again } = asked;
  return (
    <>
      {failure !== null && (
        <div class="failed">
          <RefusalNote failure={failure} reading />
          <button type="button" disabled={busy} onClick={again}>
            {say('frame.try-again')}
          </button>
        </div>
      )}
      {value === null && failure === null && <Skeleton rows={rows} />}
      {value !== null && children(value)}
    </>
  );
}

/** A view of which nothing is known yet. Who hears the page is told so at once. */
export function Loading() {
  return (
    <main>
      <h1 class="unseen">{say('frame.loading')}</h1>
      <Skeleton rows={5} />
    </main>
  );
}

/** Empty rows where rows will be; after a second in words. */
export function Skeleton({ rows }: { rows: number }) {
  return (
    <div class="skeleton" role="status">
      {Array.from({ length: rows }, (_, at) => (
        <i key={at} aria-hidden="true" />
      ))}
      <p>{say('frame.loading')}</p>
    </div>
  );
}
