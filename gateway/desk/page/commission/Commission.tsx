import { useEffect, useState } from 'preact/hooks';
import type { CommissionView } from '../../http/api/commissionApi.ts';
import { Link } from '../parts/Link.tsx';
import { RefusalNote } from '../parts/RefusalNote.tsx';
import { type AskFailure, ask } from '../state/ask.ts';
import { commissionChecks, commissionLines } from '../state/now.ts';
import type { CommissionAsk } from './commissionAsk.ts';
import { NewOrder } from './NewOrder.tsx';
import { OrderWizard } from './OrderWizard.tsx';
import { SearchList } from './SearchList.tsx';
import { allowSound } from './signals.ts';
import { tell, wordsThere } from './words.ts';

/** Adding sensors: one line, and on it an order or a search. The state lives on the box; this shows it. */
export function Commission() {
  const [view, setView] = useState<CommissionView | null>(null);
  const [failure, setFailure] = useState<AskFailure | null>(null);
  const [chosen, choose] = useState<string | null>(null);
  const [asking, setAsking] = useState<'fresh' | 'order'>('fresh');
  const say: CommissionAsk = async (method, path, body) => {
    const answer = await ask<CommissionView>(method, `/api/commission/${path}`, body);
    setFailure(answer.ok ? null : answer);
    if (answer.ok) take(answer.value);
    return answer.ok;
  };
  useEffect(() => {
    void ask<CommissionView>('GET', '/api/commission').then((answer) => {
      if (!answer.ok) return setFailure(answer);
      setView(answer.value);
      take(answer.value);
    });
  }, []);
  const lines = commissionLines.value ?? view?.lines;
  if (!wordsThere() || lines === undefined || view === null)
    return (
      <main>
        <RefusalNote failure={failure} />
        {failure === null && <p>{wordsThere() ? tell('add.loading') : '…'}</p>}
      </main>
    );
  // who comes back, or comes with another phone, sees what is under way
  const busy = lines.find(({ order, search }) => order !== null || search?.phase === 'searching');
  const line =
    lines.find((one) => one.line === (chosen ?? busy?.line)) ?? (lines.length === 1 ? lines[0] : undefined);
  if (line?.order != null)
    return (
      <OrderWizard
        key={line.line}
        {...{ line: line.line, order: line.order, say, failure, kinds: view.kinds }}
        photos={commissionChecks.value?.photos ?? []}
      />
    );
  if (line?.search != null && asking === 'fresh')
    return (
      <SearchList
        {...{ line, say, failure, search: line.search, kinds: view.kinds }}
        leave={() => void say('DELETE', `searches/${encodeURIComponent(line.line)}`)}
      />
    );
  return (
    <main>
      <h1>{tell('add.title')}</h1>
      <RefusalNote failure={failure} />
      <p>
        <Link to="/commission/checks" class="button">
          {tell('checks.open')}
        </Link>
      </p>
      {lines.length === 0 && <p>{tell('add.no-line')}</p>}
      {line === undefined ? (
        <>
          <h2>{tell('add.line')}</h2>
          <ul class="rows">
            {lines.map((one) => (
              <li key={one.line}>
                <button type="button" class="row" onClick={() => choose(one.line)}>
                  <LineName {...one} />
                </button>
              </li>
            ))}
          </ul>
        </>
      ) : asking === 'order' ? (
        <NewOrder {...{ line: line.line, kinds: view.kinds, say }} back={() => setAsking('fresh')} />
      ) : (
        <>
          <p>
            <LineName {...line} />
          </p>
          {line.lift ? <p>{tell('add.lift')}</p> : <h2>{tell('add.fresh')}</h2>}
          <div class="actions">
            {!line.lift && (
              <button
                type="button"
                class="primary"
                onClick={() => {
                  allowSound();
                  setAsking('order');
                }}
              >
                {tell('add.one-by-one')}
              </button>
            )}
            <button type="button" onClick={() => void say('POST', 'searches', { line: line.line })}>
              {tell('add.search')}
            </button>
            {lines.length > 1 && (
              <button type="button" onClick={() => choose(null)}>
                {tell('order.back')}
              </button>
            )}
          </div>
        </>
      )}
    </main>
  );
}

function take({ lines, checks }: CommissionView): void {
  commissionLines.value = lines;
  commissionChecks.value = checks;
}

function LineName({ line, port, devices }: CommissionView['lines'][number]) {
  return <>{tell('add.line-of', { line, port, devices })}</>;
}
