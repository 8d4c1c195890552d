import type { CommissionView, SearchView } from '../../http/api/commissionApi.ts';
import { RefusalNote } from '../parts/RefusalNote.tsx';
import type { AskFailure } from '../state/ask.ts';
import { named, span } from '../state/speech.ts';
import type { CommissionAsk } from './commissionAsk.ts';
import { tell } from './words.ts';

const MARK = { new: '+', known: '✓', 'other-settings': '!', conflict: '!', shared: '⚠' } as const;

/** Who is on a line, as they are found. Stopping keeps what was found. */
export function SearchList(props: {
  line: CommissionView['lines'][number];
  search: SearchView;
  say: CommissionAsk;
  leave: () => void;
  failure: AskFailure | null;
}) {
  const { line, search, say, leave, failure } = props;
  const { phase, found, advice, ownOnly, problem, leftMs } = search;
  const running = phase === 'searching' || phase === 'recognising';
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
      <ul class="rows">
        {found
          .toSorted((a, b) => a.unit - b.unit)
          .map((one) => (
            <FoundRow key={`${one.unit} ${one.format}`} found={one} />
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
    </main>
  );
}

function FoundRow({ found }: { found: SearchView['found'][number] }) {
  const { unit, format, confidence, kinds, match, device, question } = found;
  const names = kinds.map(({ name }) => named(name)).join(tell('list.names'));
  return (
    <li class="what">
      <strong>
        {match === null ? '…' : confidence === 'ambiguous' ? '?' : MARK[match]} {unit}
        {names === '' ? '' : ` · ${names}`}
      </strong>
      <small>
        {format} · {confidence === null ? tell('search.unknown') : tell(`confidence.${confidence}`)}
        {match !== null && ` · ${tell(`match.${match}`, { device: device ?? '' })}`}
      </small>
      {question !== null && (
        <>
          <span>{tell(`question.${question.gesture}`)}</span>
          {question.answers.map((answer) => (
            <span key={answer.profile}>
              {tell('search.answer', {
                name: named(kinds.find((kind) => kind.profile === answer.profile)?.name ?? answer.profile),
                value: String(answer.value ?? '—'),
                unit: answer.unit,
              })}
            </span>
          ))}
        </>
      )}
    </li>
  );
}
