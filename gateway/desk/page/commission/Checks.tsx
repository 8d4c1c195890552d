import { useEffect, useState } from 'preact/hooks';
import type { CommissionView, PointChecks } from '../../http/api/commissionApi.ts';
import { AskedPart } from '../parts/AskedPart.tsx';
import { Link } from '../parts/Link.tsx';
import { RefusalNote } from '../parts/RefusalNote.tsx';
import { whyNoActs } from '../parts/Strips.tsx';
import type { AskFailure } from '../state/ask.ts';
import { commissionChecks } from '../state/now.ts';
import { pointOf } from '../state/plan.ts';
import { BuildingList } from './BuildingList.tsx';
import { BumpLegs } from './BumpLegs.tsx';
import { CommissionTitle } from './CommissionTitle.tsx';
import { type CommissionAsk, useCommission } from './commissionAsk.ts';
import { PointRow } from './PointRow.tsx';
import { nameOfPoint } from './pointName.ts';
import { allowSound, keepAwake } from './signals.ts';
import { trySite } from './siteEdits.ts';
import { tell, wordsThere } from './words.ts';

/** Each point of safety and the building: what was proven of it, and what is missing. */
export function Checks() {
  const { asked, say, failure } = useCommission();
  const [gas, setGas] = useState('');
  useEffect(keepAwake, []);
  const checks = commissionChecks.value;
  if (!wordsThere() || asked.value === null || checks === null)
    return (
      <main>
        <CommissionTitle of="checks.title" />
        <AskedPart asked={asked}>{() => null}</AskedPart>
      </main>
    );
  const { points, bump, building, photos, baselines } = checks;
  const why = whyNoActs();
  // one row for a sensor: who turns it moves all that it measures
  const bumpable = points.filter(
    (one, i) =>
      one.bumpable &&
      (one.bump !== null ||
        !points.some((other, j) => other.bumpable && isOfSame(one, other) && (j < i || other.bump !== null))),
  );
  const proven = bumpable.filter((point) => point.bump?.passed === true).length;
  const begin = (point: string) => {
    allowSound();
    void say('POST', 'bumps', { point, gas: isGas(point) && gas.trim() !== '' ? gas.trim() : null });
  };
  const others = points.filter((point) => !bumpable.includes(point));
  const rows = (some: readonly PointChecks[]) => (
    <ul class="rows">
      {some.map((one) => (
        <li key={one.point} class="what">
          <PointRow {...{ checks: one, say, begin, busy: bump !== null, photos }} />
        </li>
      ))}
    </ul>
  );
  return (
    <main>
      <h1>{tell('checks.title')}</h1>
      <p>
        {points.length === 0
          ? tell('checks.none')
          : tell('checks.missing', { done: proven, all: bumpable.length })}
      </p>
      <RefusalNote failure={failure} />
      <fieldset class="acts" disabled={why !== null}>
        {why !== null && <p role="status">{why}</p>}
        {bump === null ? (
          <>
            {bumpable.length > 0 && <p class="strip">{tell('bump.warn')}</p>}
            {bumpable.some(({ point }) => isGas(point)) && (
              <label>
                {tell('bump.gas')}
                <input
                  value={gas}
                  maxLength={200}
                  onInput={({ currentTarget }) => setGas(currentTarget.value)}
                />
              </label>
            )}
            <Zeros {...{ points, baselines, say }} />
          </>
        ) : (
          <BumpLegs {...{ bump, say, name: nameOfPoint(bump.point) }} />
        )}
        {rows(bumpable)}
        {others.length > 0 && (
          <details>
            <summary>{tell('checks.others', { count: others.length })}</summary>
            {rows(others)}
          </details>
        )}
        <BuildingList checks={building} say={say} />
      </fieldset>
      <div class="actions">
        <Link to="/commission/papers" class="button primary">
          {tell('papers.open')}
        </Link>
        <Link to="/commission" class="button">
          {tell('order.back')}
        </Link>
      </div>
    </main>
  );
}

function isOfSame(one: PointChecks, other: PointChecks): boolean {
  return one !== other && one.point.split('/')[0] === other.point.split('/')[0];
}

/** Zeros of all at once, because a minute is a minute; then into the site, which subtracts them. */
function Zeros(props: {
  points: readonly PointChecks[];
  baselines: CommissionView['checks']['baselines'];
  say: CommissionAsk;
}) {
  const { points, baselines, say } = props;
  const [failure, setFailure] = useState<AskFailure | null>(null);
  const [written, setWritten] = useState(false);
  const open = points.filter(
    ({ atRest, zeroable, zero, zeroing }) => atRest && zeroable && zeroing === null && zero === null,
  );
  const write = async () => {
    const edits = baselines.map(({ device, baseline }) => ({
      path: ['devices', device, 'baseline'],
      value: baseline,
    }));
    const refused = await trySite(edits, tell('zero.reason'));
    setFailure(refused);
    setWritten(refused === null);
  };
  return (
    <>
      {open.length > 1 && (
        <button
          type="button"
          onClick={() => void say('POST', 'zeros/all', { points: open.map(({ point }) => point) })}
        >
          {tell('zero.all')}
        </button>
      )}
      <RefusalNote failure={failure} />
      {written && <p role="status">{tell('zero.written')}</p>}
      {baselines.length > 0 && !written && (
        <button type="button" onClick={() => void write()}>
          {tell('zero.write', { count: baselines.length })}
        </button>
      )}
    </>
  );
}

/** What is given to a gas detector stands on a bottle. */
function isGas(point: string): boolean {
  return /LEL|ppm|vol/i.test(pointOf(point)?.unit ?? '');
}
