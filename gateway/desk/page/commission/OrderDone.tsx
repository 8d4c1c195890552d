import { useState } from 'preact/hooks';
import type { CommissionView, OrderView } from '../../http/api/commissionApi.ts';
import { Link } from '../parts/Link.tsx';
import { RefusalNote } from '../parts/RefusalNote.tsx';
import { whyNoActs } from '../parts/Strips.tsx';
import type { AskFailure } from '../state/ask.ts';
import { plan } from '../state/plan.ts';
import { named } from '../state/speech.ts';
import type { CommissionAsk } from './commissionAsk.ts';
import { newDevice, trySite } from './siteEdits.ts';
import { tell } from './words.ts';

/** What has come of an order: who has which address, who was left out, and what is still to do. */
export function OrderDone(props: {
  line: string;
  order: OrderView;
  kinds: CommissionView['kinds'];
  end: () => void;
  say: CommissionAsk;
}) {
  const { line, order, kinds, end, say } = props;
  const [failure, setFailure] = useState<AskFailure | null>(null);
  const [added, setAdded] = useState(false);
  const addressed = order.sensors.filter(({ outcome }) => outcome === 'addressed');
  const there = plan.value?.devices.filter((device) => device.line === line) ?? [];
  const missing = addressed.filter(({ unit }) => !there.some((device) => device.unit === unit));
  const packs = kinds.find((kind) => kind.profile === order.profile)?.packs ?? [];
  const [only] = packs;
  const [pack, setPack] = useState(packs.length === 1 && only?.settings === false ? only.id : '');
  const lost = packs.find(({ id }) => id === pack)?.givenUp ?? [];
  const add = async () => {
    const of = { profile: order.profile, line, pack: packs.find(({ id }) => id === pack) ?? null };
    const refused = await trySite(
      missing.map((sensor) => newDevice(sensor, of)),
      tell('done.reason'),
    );
    setFailure(refused);
    setAdded(refused === null);
  };
  const sort = (twin: number) =>
    void say('POST', 'orders', { line, profile: order.profile, count: 1, name: named(order.kind), twin });
  const why = whyNoActs();
  return (
    <main>
      <h1>{tell('done.title', { done: addressed.length, all: order.sensors.length })}</h1>
      <p>{tell('done.kind', { kind: named(order.kind), line })}</p>
      {missing.length > 0 && !added && <p>{tell('done.next')}</p>}
      {added && <p role="status">{tell('done.added')}</p>}
      <RefusalNote failure={failure} />
      {order.marked.map((unit) => (
        <p key={unit} class="refusal">
          {tell('done.marked', { unit })}
          {missing.length === 0 && (
            <button type="button" onClick={() => sort(unit)}>
              {tell('done.sort', { unit })}
            </button>
          )}
        </p>
      ))}
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
      {missing.length > 0 && !added && packs.length > 0 && (
        <label>
          {tell('pack.for')}
          <select value={pack} onChange={({ currentTarget }) => setPack(currentTarget.value)}>
            <option value="">{tell('pack.none')}</option>
            {packs.map(({ id, name, settings }) => (
              <option key={id} value={id}>
                {named(name)} {settings ? tell('pack.settings') : ''}
              </option>
            ))}
          </select>
        </label>
      )}
      {lost.length > 0 && !added && (
        <p>{tell('pack.tight', { rules: lost.map(named).join(tell('list.names')) })}</p>
      )}
      {missing.length === 0 && addressed.length > 0 && (
        <Link to="/commission/checks" class="button primary">
          {tell('checks.open')}
        </Link>
      )}
      {why !== null && <p role="status">{why}</p>}
      <fieldset class="actions" disabled={why !== null}>
        {missing.length > 0 && !added && (
          <button type="button" class="primary" onClick={() => void add()}>
            {tell('done.add')}
          </button>
        )}
        <button type="button" onClick={end}>
          {tell('order.end')}
        </button>
      </fieldset>
    </main>
  );
}
