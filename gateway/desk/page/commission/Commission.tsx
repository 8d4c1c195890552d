import { useState } from 'preact/hooks';
import type { CommissionView } from '../../http/api/commissionApi.ts';
import { AskedPart } from '../parts/AskedPart.tsx';
import { Link } from '../parts/Link.tsx';
import { RefusalNote } from '../parts/RefusalNote.tsx';
import { whyNoActs } from '../parts/Strips.tsx';
import { commissionChecks, commissionLines } from '../state/now.ts';
import { CommissionTitle } from './CommissionTitle.tsx';
import { useCommission } from './commissionAsk.ts';
import { NewOrder } from './NewOrder.tsx';
import { OrderWizard } from './OrderWizard.tsx';
import { SearchList } from './SearchList.tsx';
import { allowSound } from './signals.ts';
import { tell, wordsThere } from './words.ts';

/** Adding sensors: one line, and on it an order or a search. The state lives on the box; this shows it. */
export function Commission() {
  const { asked, say, failure } = useCommission();
  const [chosen, choose] = useState<string | null>(null);
  const [asking, setAsking] = useState<'fresh' | 'order'>('fresh');
  const view = asked.value;
  const lines = commissionLines.value ?? view?.lines ?? [];
  if (!wordsThere() || view === null)
    return (
      <main>
        <CommissionTitle of="add.title" />
        <AskedPart asked={asked}>{() => null}</AskedPart>
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
  const why = whyNoActs();
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
      <fieldset class="acts" disabled={why !== null}>
        {why !== null && <p role="status">{why}</p>}
        {line === undefined ? (
          <>
            {lines.length > 0 && <h2>{tell('add.line')}</h2>}
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
      </fieldset>
    </main>
  );
}

function LineName({ line, port, devices }: CommissionView['lines'][number]) {
  return <>{tell('add.line-of', { line, port, devices })}</>;
}
