import { useState } from 'preact/hooks';
import type { BuildingDevice, BuildingPoint, DeviceDetail } from '../../http/api/buildingApi.ts';
import type { HistorySpan } from '../../http/api/historyApi.ts';
import { AlarmRow } from '../parts/AlarmRow.tsx';
import { AskedPart } from '../parts/AskedPart.tsx';
import { DeviceLineHealth } from '../parts/DeviceLineHealth.tsx';
import { DeviceRules } from '../parts/DeviceRules.tsx';
import { later } from '../parts/Later.tsx';
import { Link } from '../parts/Link.tsx';
import { PointValue } from '../parts/PointValue.tsx';
import { SiteActs } from '../parts/SiteActs.tsx';
import { useAsked } from '../state/asked.ts';
import { guardAlive, nowMono, screen, values } from '../state/now.ts';
import { overdueNow } from '../state/overdueCalibrations.ts';
import { deviceOf, plan } from '../state/plan.ts';
import { named, say, word } from '../state/speech.ts';

const PastPlot = later(async () => (await import('../plot/PastPlot.tsx')).PastPlot);
const SPANS = ['24h', '7d', '30d'] as const;
const LOOK_AGAIN_MS = 10_000;

/** One device: what it shows now, what it showed, how its line hears it, and the rules that watch it. */
export function DeviceView({ id }: { id: string }) {
  const turn = Math.floor(nowMono.value / LOOK_AGAIN_MS); // counts of the line go on
  const detail = useAsked<DeviceDetail>(
    `/api/devices/${encodeURIComponent(id)}`,
    `${plan.value?.version} ${turn}`,
  );
  const device = detail.value?.device ?? deviceOf(id);
  return (
    <main class="columns">
      <p>
        <Link to="/devices">← {say('devices.back')}</Link>
      </p>
      {device === undefined ? <h1>{id}</h1> : <Head device={device} />}
      {device !== undefined && <Past device={device} />}
      <AskedPart asked={detail} rows={5}>
        {({ line, rules, device: told }) => (
          <>
            <DeviceLineHealth line={line} />
            <DeviceRules device={told} rules={rules} />
            <Commissioned device={told} />
            <section id="maintenance">
              <h2>{say('device.maintenance')}</h2>
              <SiteActs.Maintain device={told} />
            </section>
          </>
        )}
      </AskedPart>
    </main>
  );
}

function Head({ device }: { device: BuildingDevice }) {
  const { id, name, place, zone, profileName, points, lift } = device;
  const alarms = screen.value?.alarms.filter((alarm) => alarm.device === id) ?? [];
  const zoneName = plan.value?.zones.find((one) => one.id === zone)?.name;
  const [first, ...others] = points;
  return (
    <>
      <h1>{named(name)}</h1>
      <p>
        {[place, zoneName ?? null, profileName]
          .flatMap((one) => (one === null ? [] : [named(one)]))
          .join(' · ')}
      </p>
      {lift && (
        <p>
          <Link to={`/lifts/${encodeURIComponent(id)}`}>{say('device.as-lift')}</Link>
        </p>
      )}
      <nav class="anchors" aria-label={say('device.parts')}>
        {(['history', 'line', 'rules', 'commissioning', 'maintenance'] as const).map((part) => (
          <a key={part} href={`#${part}`}>
            {say(`device.${part}`)}
          </a>
        ))}
      </nav>
      {!guardAlive.value && <p>{say('frame.guard-away-hint')}</p>}
      {guardAlive.value && first !== undefined && (
        <>
          <p class="value">
            <small>{named(first.name)}</small>
            <PointValue point={first} live={values.value.get(first.point)} />
          </p>
          {others.length > 0 && (
            <ul class="rows joined">
              {others.map((point) => (
                <li key={point.point} class="reading">
                  <span>{named(point.name)}</span>
                  <PointValue point={point} live={values.value.get(point.point)} />
                </li>
              ))}
            </ul>
          )}
        </>
      )}
      {alarms.length > 0 && guardAlive.value && (
        <section>
          <h2>{say('frame.alarms')}</h2>
          <ul class="rows">
            {alarms.map((alarm) => (
              <AlarmRow key={alarm.occurrence} alarm={alarm} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Past({ device }: { device: BuildingDevice }) {
  const [chosen, setChosen] = useState<BuildingPoint | undefined>(device.points[0]);
  const [span, setSpan] = useState<HistorySpan>('24h');
  const point = device.points.find((one) => one.point === chosen?.point) ?? device.points[0];
  if (point === undefined) return null;
  return (
    <section id="history">
      <h2>{say('device.history')}</h2>
      {device.points.length > 1 && (
        <label>
          {say('history.of')}
          <select
            value={point.point}
            onChange={(event: Event) =>
              setChosen(
                device.points.find((one) => one.point === (event.currentTarget as HTMLSelectElement).value),
              )
            }
          >
            {device.points.map((one) => (
              <option key={one.point} value={one.point}>
                {named(one.name)}
              </option>
            ))}
          </select>
        </label>
      )}
      <div class="chips">
        {SPANS.map((one) => (
          <button key={one} type="button" aria-pressed={span === one} onClick={() => setSpan(one)}>
            {say(`history.${one}`)}
          </button>
        ))}
      </div>
      <PastPlot key={`${point.point} ${span}`} point={point} span={span} />
    </section>
  );
}

function Commissioned({ device }: { device: BuildingDevice }) {
  const { calibrationDue, verification, line, unit, profile } = device;
  return (
    <section id="commissioning">
      <h2>{say('device.commissioning')}</h2>
      <dl class="facts">
        <div>
          <dt>{say('device.address')}</dt>
          <dd>{say('device.address-is', { line, unit })}</dd>
        </div>
        <div>
          <dt>{say('device.profile')}</dt>
          <dd>
            {profile} · {word('VERIFICATION_WORDS', verification)}
          </dd>
        </div>
        <div>
          <dt>{say('device.calibration')}</dt>
          <dd>
            {calibrationDue ?? say('device.no-calibration')}
            {calibrationDue !== null && overdueNow().includes(calibrationDue) && (
              <strong> · {say('device.overdue')}</strong>
            )}
          </dd>
        </div>
      </dl>
    </section>
  );
}
