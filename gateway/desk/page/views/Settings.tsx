import type { Certificates, SettingsView, UplinkEntry } from '../../http/api/settingsApi.ts';
import { AskedPart } from '../parts/AskedPart.tsx';
import { BoxBackup } from '../parts/BoxBackup.tsx';
import { Fact } from '../parts/Fact.tsx';
import { Link } from '../parts/Link.tsx';
import { Network } from '../parts/Network.tsx';
import { Notifications } from '../parts/Notifications.tsx';
import { People } from '../parts/People.tsx';
import { Tokens } from '../parts/Tokens.tsx';
import { TroubleNote } from '../parts/TroubleNote.tsx';
import { TrustedClients } from '../parts/TrustedClients.tsx';
import { useAsked } from '../state/asked.ts';
import { may } from '../state/me.ts';
import { nowMono } from '../state/now.ts';
import { plan } from '../state/plan.ts';
import { amount, day, named, percent, say, span, withUnit, word } from '../state/speech.ts';

const LOOK_AGAIN_MS = 5_000;

/** The box itself: how it is, what it sends where, its certificates, and who may log in. */
export function Settings() {
  const turn = Math.floor(nowMono.value / LOOK_AGAIN_MS);
  const box = useAsked<SettingsView>('/api/settings', turn);
  const certificates = useAsked<Certificates>(may('installer') ? '/api/certificates' : null);
  return (
    <main class="columns">
      <h1>{say('frame.settings')}</h1>
      <AskedPart asked={box} rows={6}>
        {(told) => <Box told={told} />}
      </AskedPart>
      {may('installer') && box.value !== null && (
        <>
          <Notifications told={box.value.notifications} again={box.again} />
          <Network addresses={box.value.addresses} />
        </>
      )}
      {may('installer') && (
        <p>
          <Link class="button" to="/site">
            {say('site.title')}
          </Link>
        </p>
      )}
      {may('installer') && (
        <section>
          <h2>{say('settings.certificates')}</h2>
          <AskedPart asked={certificates} rows={2}>
            {(told) => <Kept certificates={told} />}
          </AskedPart>
        </section>
      )}
      {may('installer') && <TrustedClients />}
      {may('admin') && <BoxBackup />}
      {may('admin') && <People />}
      {may('admin') && <Tokens />}
    </main>
  );
}

function Box({ told }: { told: SettingsView }) {
  const { gateway, software, upMs, clock, journal, uplinks, problems } = told;
  return (
    <>
      {problems.length > 0 && (
        <section>
          <h2>
            {say('overview.gateway')} <span class="count">{problems.length}</span>
          </h2>
          <ul class="rows">
            {problems.map(({ code, where, what, hint }) => (
              <li key={`${code} ${where}`} class="what">
                <span>{named(what)}</span>
                <small>{hint === null ? '' : named(hint)}</small>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h2>{say('settings.box')}</h2>
        <dl class="facts">
          <Fact name={say('settings.name')}>
            {named(plan.value?.gateway.name ?? gateway)} <small>{gateway}</small>
          </Fact>
          <Fact name={say('settings.software')}>{software ?? '—'}</Fact>
          <Fact name={say('settings.up')}>{upMs === null ? '—' : span(upMs)}</Fact>
          <Fact name={say('settings.clock')}>
            {clock.quality === null ? '—' : word('CLOCK_WORDS', clock.quality)}
          </Fact>
          <Fact name={say('settings.journal')}>
            {journal.bytes === null ? '—' : withUnit(amount(journal.bytes / 1_048_576, 1), 'MB')}
            {journal.diskShare !== null &&
              ` · ${say('settings.of-room', { share: percent(journal.diskShare, 0) })}`}
            {journal.trouble !== null && <small>{named(journal.trouble.what)}</small>}
          </Fact>
        </dl>
      </section>
      <section>
        <h2>{say('settings.uplinks')}</h2>
        {uplinks.length === 0 && <p>{say('settings.no-uplinks')}</p>}
        <ul class="rows">
          {uplinks.map((uplink) => (
            <Uplink key={uplink.id} uplink={uplink} />
          ))}
        </ul>
      </section>
    </>
  );
}

function Uplink({ uplink }: { uplink: UplinkEntry }) {
  const { id, url, waiting } = uplink;
  const all = waiting === null ? null : waiting.events + waiting.telemetry;
  return (
    <li class="what">
      <strong>{id}</strong>
      <small>{url}</small>
      <span>
        {all === null
          ? say('uplink.unknown')
          : all === 0
            ? say('uplink.all-there')
            : say('uplink.waiting', { events: waiting?.events ?? 0, telemetry: waiting?.telemetry ?? 0 })}
      </span>
      <TroubleNote of={uplink} />
    </li>
  );
}

function Kept({ certificates }: { certificates: Certificates }) {
  const { authority, server, caPem } = certificates;
  return (
    <>
      <dl class="facts">
        {[
          { name: say('settings.server-certificate'), entry: server },
          { name: say('settings.authority'), entry: authority },
        ].map(({ name, entry }) => (
          <Fact key={name} name={name}>
            {entry === null ? (
              '—'
            ) : (
              <>
                {say('settings.valid-until', { day: day(entry.until, plan.value?.timeZone) })}
                <small class="fingerprint">{entry.fingerprint}</small>
              </>
            )}
          </Fact>
        ))}
      </dl>
      {caPem !== null && (
        <p>
          <a href={`data:application/x-pem-file;base64,${btoa(caPem)}`} download="lifeline-ca.crt">
            {say('settings.ca')}
          </a>
          <small>{say('settings.ca-note')}</small>
        </p>
      )}
    </>
  );
}
