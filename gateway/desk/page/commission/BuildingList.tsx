import type { BuildingCheck } from '../../http/api/commissionApi.ts';
import { plan } from '../state/plan.ts';
import { named } from '../state/speech.ts';
import type { CommissionAsk } from './commissionAsk.ts';
import { tell } from './words.ts';

const BEGIN = {
  ...{ siren: 'building.sound', uplink: 'building.send', power: 'building.unplug', lift: 'building.ride' },
} as const;
const MARK = { passed: '✓', failed: '✗' } as const;

/** What is proven of the building as a whole: sirens that are heard, a city that answers, a box that comes back. */
export function BuildingList({ checks, say }: { checks: readonly BuildingCheck[]; say: CommissionAsk }) {
  if (checks.length === 0) return null;
  return (
    <section>
      <h2>{tell('building.title')}</h2>
      <ul class="rows">
        {checks.map((one) => (
          <li key={`${one.test} ${one.where}`} class="what">
            <BuildingRow {...{ one, say }} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function BuildingRow({ one, say }: { one: BuildingCheck; say: CommissionAsk }) {
  const { test, where, outcome, why, detail, running } = one;
  const heard = (yes: boolean) => void say('POST', 'building/heard', { where, heard: yes });
  return (
    <>
      <strong>
        {outcome === null ? '○' : MARK[outcome]} {nameOfTest(one)}
      </strong>
      {outcome !== null && (
        <small>
          {tell(`outcome.${outcome}`)}
          {why !== null && ` · ${tell(`why.${why}`)}`}
          {detail !== null && test !== 'lift' && ` · ${detail}`}
        </small>
      )}
      {running && test === 'siren' && (
        <>
          <p>{tell('bump.heard?')}</p>
          <div class="pair">
            <button type="button" class="primary" onClick={() => heard(true)}>
              {tell('bump.heard')}
            </button>
            <button type="button" onClick={() => heard(false)}>
              {tell('bump.not-heard')}
            </button>
          </div>
        </>
      )}
      {running && one.ride !== null && <Ride {...{ where: where ?? '', ride: one.ride, say }} />}
      {running && test !== 'siren' && test !== 'lift' && (
        <p class="strip sounding-calm" role="status">
          {tell(test === 'power' ? 'building.power-now' : 'building.waits')}
        </p>
      )}
      {!running && (
        <button type="button" onClick={() => void say('POST', 'building', { test, where })}>
          {tell(BEGIN[test])}
        </button>
      )}
    </>
  );
}

/** One step of a ride: what to do, what the box shows, and what somebody in the car sees. */
function Ride(props: { where: string; ride: NonNullable<BuildingCheck['ride']>; say: CommissionAsk }) {
  const { where, ride, say } = props;
  const { step, seen } = ride;
  const answer = (one: 'right' | 'wrong' | 'untold') =>
    void say('POST', 'building/ride', { where, step, answer: one });
  return (
    <>
      <p>{tell(`ride.${step}`)}</p>
      <p class="strip sounding-calm" role="status">
        {tell(seen ? 'ride.seen' : 'ride.waits')}
      </p>
      <button type="button" class="primary" disabled={!seen} onClick={() => answer('right')}>
        {tell('ride.right')}
      </button>
      <div class="pair">
        <button type="button" onClick={() => answer('wrong')}>
          {tell('ride.wrong')}
        </button>
        <button type="button" onClick={() => answer('untold')}>
          {tell('ride.untold')}
        </button>
      </div>
    </>
  );
}

function nameOfTest({ test, where }: BuildingCheck): string {
  if (test === 'power') return tell('building.power');
  if (test === 'lift') {
    const lift = plan.value?.devices.find(({ id }) => id === where);
    return tell('building.lift-of', { where: lift === undefined ? (where ?? '') : named(lift.name) });
  }
  if (test === 'uplink') return tell('building.uplink-of', { where: where ?? '' });
  if (where === null) return tell('building.siren');
  const zone = plan.value?.zones.find(({ id }) => id === where);
  return tell('building.siren-of', { where: zone === undefined ? where : named(zone.name) });
}
