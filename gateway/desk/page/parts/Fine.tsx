import type { BuildingPlan } from '../../http/api/buildingApi.ts';
import { nowMono, screen, values } from '../state/now.ts';
import { overdueNow } from '../state/overdueCalibrations.ts';
import { plan } from '../state/plan.ts';
import { standingOf } from '../state/sentence.ts';
import { named, say, span, word } from '../state/speech.ts';
import { Skeleton } from './AskedPart.tsx';
import { devicesText } from './devicesText.ts';
import { Link } from './Link.tsx';
import { PointValue } from './PointValue.tsx';
import { PointTrail } from './Sparkline.tsx';

/** What is watched and well: a row for each zone with the proof, and what the gateway says of itself. */
export function Fine() {
  const now = screen.value;
  const building = plan.value;
  // what is wrong or blind is counted there
  const unwell = new Set([
    ...(now?.health.unwell ?? []).filter(({ state }) => state !== 'failing').map(({ device }) => device),
    ...(now === null ? [] : standingOf(now)).map(({ device }) => device),
  ]);
  if (building === null)
    // asked for again at every beat; no count is said of what is not known
    return (
      <section class="fine">
        <h2>{say('overview.fine')}</h2>
        <Skeleton rows={4} />
        <Itself />
      </section>
    );
  const groups = zonesOf(building);
  const fine = groups.flatMap(({ devices }) => devices.filter(({ id }) => !unwell.has(id))).length;
  return (
    <section class="fine">
      <h2>
        {say('overview.fine')} <span class="count">{devicesText(fine)}</span>
      </h2>
      <ul class="rows joined">
        {groups.map(({ id, name, devices }) => {
          const well = devices.filter((device) => !unwell.has(device.id));
          const ages = well.flatMap(({ points }) =>
            points.flatMap(({ point }) => {
              const live = values.value.get(point);
              return live?.quality === 'good' ? [nowMono.value - live.at] : [];
            }),
          );
          const bounds = well.flatMap(({ boundMs }) => boundMs ?? []);
          return (
            <li key={id} class="zone">
              <p>
                <Link to="/devices">{named(name)}</Link>
                <small>
                  {devicesText(well.length)}
                  {ages.length > 0 && ` · ${say('overview.newest', { span: span(Math.min(...ages)) })}`}
                  {bounds.length > 0 &&
                    ` · ${say('overview.slowest', { s: (Math.ceil(Math.max(...bounds) / 100) / 10).toFixed(1) })}`}
                </small>
              </p>
              <ul class="readings">
                {well.map(({ id: device, name: called, points, annunciator }) => {
                  const [point] = points;
                  return point === undefined || annunciator ? null : (
                    <li key={device}>
                      <Link to={`/devices/${encodeURIComponent(device)}`}>
                        <span>{named(called)}</span>
                        <PointTrail of={point} />
                        <PointValue point={point} live={values.value.get(point.point)} />
                      </Link>
                    </li>
                  );
                })}
              </ul>
            </li>
          );
        })}
        {building.lifts.map(({ id, name }) => (
          <li key={id} class="zone">
            <Link to={`/lifts/${encodeURIComponent(id)}`}>{named(name)}</Link>
          </li>
        ))}
      </ul>
      <Itself />
    </section>
  );
}

/** Devices by zone in the order of the site; those without one, and what only sounds, come last. */
function zonesOf(building: BuildingPlan) {
  const zones = building.zones.map(({ id, name }) => ({
    ...{ id, name },
    devices: building.devices.filter((device) => device.zone === id && !device.lift),
  }));
  const rest = building.devices.filter(({ zone, lift }) => zone === null && !lift);
  return [...zones, { id: '', name: say('overview.elsewhere'), devices: rest }].filter(
    ({ devices }) => devices.length > 0,
  );
}

/** What is wrong with the gateway, in words; its clock, and the calibration that is due next. */
function Itself() {
  const now = screen.value;
  if (now === null) return null;
  const due = plan.value?.devices.flatMap(({ calibrationDue }) => calibrationDue ?? []).toSorted()[0];
  const late = due !== undefined && overdueNow().includes(due);
  return (
    <>
      <p class="itself">
        {say('overview.clock', { quality: word('CLOCK_WORDS', now.time.quality) })}
        {due !== undefined && ` · ${say(late ? 'overview.overdue' : 'overview.calibration', { day: due })}`}
      </p>
      {now.problems.length > 0 && (
        <details open={now.problems.length < 3}>
          <summary>
            {say('overview.gateway')} · {now.problems.length}
          </summary>
          <ul class="rows">
            {now.problems.map(({ code, where, what, hint }) => (
              <li key={`${code} ${where}`} class="what">
                <span>{named(what)}</span>
                <small>{hint === null ? '' : named(hint)}</small>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
