import type { OrderView } from '../../http/api/commissionApi.ts';
import { named } from '../state/speech.ts';
import { tell } from './words.ts';

/** What has come of an order: who has which address, who was left out, and what is still to do. */
export function OrderDone({ line, order, end }: { line: string; order: OrderView; end: () => void }) {
  const done = order.sensors.filter(({ outcome }) => outcome === 'addressed').length;
  return (
    <main>
      <h1>{tell('done.title', { done, all: order.sensors.length })}</h1>
      <p>{tell('done.kind', { kind: named(order.kind), line })}</p>
      {done > 0 && <p>{tell('done.next')}</p>}
      <ul class="rows">
        {order.sensors.map(({ unit, name, place, outcome }) => (
          <li key={unit} class="what">
            <strong>
              {outcome === 'addressed' ? '✓' : '—'} {unit} · {name}
            </strong>
            <small>
              {place === null ? '' : `${place} · `}
              {tell(`outcome.${outcome}`)}
            </small>
          </li>
        ))}
      </ul>
      <div class="actions">
        <button type="button" class="primary" onClick={end}>
          {tell('order.end')}
        </button>
      </div>
    </main>
  );
}
