import type { BuildingCheck } from '../../http/api/commissionApi.ts';
import { plan } from '../state/plan.ts';
import { named } from '../state/speech.ts';
import type { CommissionAsk } from './commissionAsk.ts';
import { tell } from './words.ts';

const BEGIN = { siren: 'building.sound', uplink: 'building.send', power: 'building.unplug' } as const;
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
          {detail !== null && ` · ${detail}`}
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
      {running && test !== 'siren' && (
        <p class="strip sounding-calm" role="status">
          {tell(test === 'power' ? 'building.power-now' : 'building.waits')}
        </p>
      )}
      {!running && test !== 'lift' && (
        <button type="button" onClick={() => void say('POST', 'building', { test, where })}>
          {tell(BEGIN[test])}
        </button>
      )}
    </>
  );
}

function nameOfTest({ test, where }: BuildingCheck): string {
  if (test === 'power') return tell('building.power');
  if (test === 'uplink') return tell('building.uplink-of', { where: where ?? '' });
  if (where === null) return tell('building.siren');
  const zone = plan.value?.zones.find(({ id }) => id === where);
  return tell('building.siren-of', { where: zone === undefined ? where : named(zone.name) });
}
