import type { CommissionView, SearchView } from '../../http/api/commissionApi.ts';
import { RefusalNote } from '../parts/RefusalNote.tsx';
import { whyNoActs } from '../parts/Strips.tsx';
import type { AskFailure } from '../state/ask.ts';
import { named, span } from '../state/speech.ts';
import type { CommissionAsk } from './commissionAsk.ts';
import { FoundRow } from './FoundRow.tsx';
import { tell } from './words.ts';

/** Who is on a line, as they are found. Stopping keeps what was found. */
export function SearchList(props: {
  line: CommissionView['lines'][number];
  search: SearchView;
  say: CommissionAsk;
  leave: () => void;
  kinds: CommissionView['kinds'];
  failure: AskFailure | null;
}) {
  const { line, search, say, leave, failure, kinds } = props;
  const { phase, found, advice, ownOnly, problem, leftMs } = search;
  const running = phase === 'searching' || phase === 'recognising';
  const why = whyNoActs();
  return (
    <main aria-live="polite">
      <h1>{tell('search.title', { line: line.line })}</h1>
      <p>
        {tell('search.found', { count: found.length })} · {tell(`search.${phase}`, { left: span(leftMs) })}
      </p>
      <RefusalNote failure={failure} />
      {[ownOnly, problem].map(
        (one) =>
          one !== null && (
            <p class="refusal" key={one.code}>
              <strong>{named(one.what)}</strong>
              {one.hint !== null && ` ${named(one.hint)}`}
            </p>
          ),
      )}
      <fieldset class="acts" disabled={why !== null}>
        {why !== null && <p role="status">{why}</p>}
        <ul class="rows">
          {found
            .toSorted((a, b) => a.unit - b.unit)
            .map((one) => (
              <FoundRow key={`${one.unit} ${one.format}`} {...{ line: line.line, found: one, kinds, say }} />
            ))}
        </ul>
        {!running && advice.length > 0 && (
          <>
            <h2>{tell('search.look-at')}</h2>
            <ol>
              {advice.map(({ key, text }) => (
                <li key={key}>{named(text)}</li>
              ))}
            </ol>
          </>
        )}
        {running && <p class="rule">{tell('search.watching')}</p>}
        <div class="actions">
          {running ? (
            <button type="button" onClick={leave}>
              {tell('search.stop')}
            </button>
          ) : (
            <>
              <button type="button" onClick={() => void say('POST', 'searches', { line: line.line })}>
                {tell('search.again')}
              </button>
              <button
                type="button"
                onClick={() => void say('POST', 'searches', { line: line.line, thorough: true })}
              >
                {tell('add.thorough')}
              </button>
              {!line.lift && (
                <button type="button" class="primary" onClick={leave}>
                  {tell('order.back')}
                </button>
              )}
            </>
          )}
        </div>
      </fieldset>
    </main>
  );
}
