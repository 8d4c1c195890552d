import { useState } from 'preact/hooks';
import type { SiteNow } from '../../http/api/siteApi.ts';
import type { EditOfSite } from '../commission/siteEdits.ts';
import { useAsked } from '../state/asked.ts';
import { screen } from '../state/now.ts';
import { plan } from '../state/plan.ts';
import { say } from '../state/speech.ts';
import { AskedPart } from './AskedPart.tsx';
import { Fact } from './Fact.tsx';
import { Field } from './Field.tsx';
import { TryEdits } from './TryEdits.tsx';

/** Where the box and its page are, and how the page is moved: the old address answers until the change is kept. */
export function Network({ addresses }: { addresses: readonly string[] }) {
  const trial = screen.value?.trial?.revision ?? null;
  const site = useAsked<SiteNow>('/api/site', `${plan.value?.version} ${trial}`);
  return (
    <section>
      <h2>{say('network.title')}</h2>
      <dl class="facts">
        <Fact name={say('settings.addresses')}>{addresses.join(', ')}</Fact>
        <AskedPart asked={site} rows={1}>
          {({ page }) => (
            <Fact name={say('site.page')}>
              {page.map(({ address, listening }) => (
                <span key={address} class={listening ? 'line' : 'line refusal'}>
                  {say(listening ? 'site.page-at' : 'site.page-not-at', { address })}
                </span>
              ))}
            </Fact>
          )}
        </AskedPart>
      </dl>
      <details>
        <summary>{say('network.change')}</summary>
        <Move again={site.again} />
      </details>
    </section>
  );
}

function Move({ again }: { again: () => void }) {
  const [port, setPort] = useState('');
  const [host, setHost] = useState('');
  const number = Number(port);
  const usable = /^\d{1,5}$/.test(port) && number >= 1 && number <= 65_535;
  const edits: readonly EditOfSite[] = usable
    ? [
        { path: ['page', 'port'], value: number },
        ...(host.trim() === '' ? [] : [{ path: ['page', 'host'], value: host.trim() }]),
      ]
    : [];
  const to = `https://${host.trim() === '' ? location.hostname : host.trim()}:${port}/`;
  return (
    <div class="form">
      <Field id="network-port" name={say('network.port')} value={port} set={setPort} digits />
      <Field id="network-host" name={say('network.host')} value={host} set={setHost} />
      {usable && (
        <p class="next">
          {say('network.next')} <a href={to}>{to}</a>
        </p>
      )}
      <TryEdits edits={edits} done={again} />
    </div>
  );
}
