import { useState } from 'preact/hooks';
import type { OrderView } from '../../http/api/commissionApi.ts';
import type { SiteNow } from '../../http/api/siteApi.ts';
import { RefusalNote } from '../parts/RefusalNote.tsx';
import { type AskFailure, ask } from '../state/ask.ts';
import { plan } from '../state/plan.ts';
import { named } from '../state/speech.ts';
import { tell } from './words.ts';

/** What has come of an order: who has which address, who was left out, and what is still to do. */
export function OrderDone({ line, order, end }: { line: string; order: OrderView; end: () => void }) {
  const [failure, setFailure] = useState<AskFailure | null>(null);
  const [added, setAdded] = useState(false);
  const addressed = order.sensors.filter(({ outcome }) => outcome === 'addressed');
  const there = plan.value?.devices.filter((device) => device.line === line) ?? [];
  const missing = addressed.filter(({ unit }) => !there.some((device) => device.unit === unit));
  const add = async () => {
    const site = await ask<SiteNow>('GET', '/api/site');
    if (!site.ok) return setFailure(site);
    const edits = missing.map((sensor) => ({
      path: ['devices', idOf(order.profile, line, sensor.unit)],
      value: {
        id: idOf(order.profile, line, sensor.unit),
        ...{ profile: order.profile, bus: line, unit: sensor.unit, name: sensor.name },
        ...(sensor.place === null ? {} : { place: sensor.place }),
      },
    }));
    const applied = await ask<SiteNow>('POST', '/api/site/apply', { base: site.value.revision, edits });
    setFailure(applied.ok ? null : applied);
    setAdded(applied.ok);
  };
  return (
    <main>
      <h1>{tell('done.title', { done: addressed.length, all: order.sensors.length })}</h1>
      <p>{tell('done.kind', { kind: named(order.kind), line })}</p>
      {missing.length > 0 && !added && <p>{tell('done.next')}</p>}
      {added && <p role="status">{tell('done.added')}</p>}
      <RefusalNote failure={failure} />
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
        {missing.length > 0 && !added && (
          <button type="button" class="primary" onClick={() => void add()}>
            {tell('done.add')}
          </button>
        )}
        <button type="button" onClick={end}>
          {tell('order.end')}
        </button>
      </div>
    </main>
  );
}

/** A name that nobody else has: kind, line and address. */
function idOf(profile: string, line: string, unit: number): string {
  return `${profile}-${line}-${unit}`;
}
