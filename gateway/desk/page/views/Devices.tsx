import type { BuildingDevice } from '../../http/api/buildingApi.ts';
import { Skeleton } from '../parts/AskedPart.tsx';
import { devicesText } from '../parts/devicesText.ts';
import { Link } from '../parts/Link.tsx';
import { NoSensors } from '../parts/NoSensors.tsx';
import { PointValue } from '../parts/PointValue.tsx';
import { BlindShape } from '../parts/SeverityShape.tsx';
import { PointTrail } from '../parts/Sparkline.tsx';
import { guardAlive, screen, values } from '../state/now.ts';
import { plan } from '../state/plan.ts';
import { named, say, word } from '../state/speech.ts';

const MOST_SHOWN = 3;

/** Every device by zone: where it is, what it shows, whether it answers. */
export function Devices() {
  const building = plan.value;
  const groups =
    building === null
      ? []
      : [...building.zones, { id: null, name: say('overview.elsewhere') }]
          .map(({ id, name }) => ({ name, devices: building.devices.filter(({ zone }) => zone === id) }))
          .filter(({ devices }) => devices.length > 0);
  return (
    <main class="columns">
      <h1>{say('frame.devices')}</h1>
      {building === null && <Skeleton rows={6} />}
      <NoSensors />
      {groups.map(({ name, devices }) => (
        <section key={named(name)}>
          <h2>
            {named(name)} <span class="count">{devicesText(devices.length)}</span>
          </h2>
          <ul class="rows">
            {devices.map((device) => (
              <DeviceRow key={device.id} device={device} />
            ))}
          </ul>
        </section>
      ))}
    </main>
  );
}

function DeviceRow({ device }: { device: BuildingDevice }) {
  const { id, name, place, points, lift, verification } = device;
  const unwell = screen.value?.health.unwell.find((one) => one.device === id);
  const blind = unwell !== undefined && unwell.state !== 'failing';
  return (
    <li class={blind ? 'blind' : 'device'}>
      <Link to={lift ? `/lifts/${encodeURIComponent(id)}` : `/devices/${encodeURIComponent(id)}`}>
        {blind && <BlindShape />}
        <span class="what">
          <strong>{named(name)}</strong>
          <small>
            {place !== null && named(place)}
            {unwell !== undefined && ` · ${word('DEVICE_STATE_WORDS', unwell.state)}`}
            {verification === 'unverified' && ` · ${say('devices.unverified')}`}
          </small>
          {guardAlive.value &&
            !blind &&
            points.slice(0, MOST_SHOWN).map((point) => (
              <span key={point.point} class="reading">
                <span>{named(point.name)}</span>
                <PointTrail of={point} />
                <PointValue point={point} live={values.value.get(point.point)} />
              </span>
            ))}
        </span>
      </Link>
    </li>
  );
}
