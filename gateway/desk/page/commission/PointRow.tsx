import { useState } from 'preact/hooks';
import type { PointChecks } from '../../http/api/commissionApi.ts';
import { PointValue } from '../parts/PointValue.tsx';
import { RefusalNote } from '../parts/RefusalNote.tsx';
import type { AskFailure } from '../state/ask.ts';
import { values } from '../state/now.ts';
import { deviceOf, pointOf } from '../state/plan.ts';
import { amount, span, withUnit } from '../state/speech.ts';
import { BumpLegs } from './BumpLegs.tsx';
import type { CommissionAsk } from './commissionAsk.ts';
import { PhotoButton } from './PhotoButton.tsx';
import { nameOfPoint } from './pointName.ts';
import { trySite } from './siteEdits.ts';
import { tell } from './words.ts';

/** One point: what it shows, whether that can be, its zero, its bump test, and what its device still lacks. */
export function PointRow(props: {
  checks: PointChecks;
  say: CommissionAsk;
  begin: (point: string) => void;
  busy: boolean;
  photos: readonly string[];
}) {
  const { checks, say, begin, busy, photos } = props;
  const { point, zeroing, bump, bumpable, zeroable } = checks;
  const device = point.slice(0, point.indexOf('/'));
  return (
    <>
      <strong>
        {bump?.passed === true ? '✓' : bump?.passed === false ? '✗' : '○'} {nameOfPoint(point)}
      </strong>
      <Reading point={point} />
      <Oddness checks={checks} />
      <ZeroTaken checks={checks} />
      {bump !== null && (bump.passed !== null || !busy || bump.open === 'recovery') && (
        <details open={bump.passed === false}>
          <summary>
            {tell(bump.passed === null ? 'bump.recovers' : bump.passed ? 'bump.passed' : 'bump.not-passed')}
          </summary>
          <BumpLegs {...{ bump, say, name: '' }} />
        </details>
      )}
      <div class="pair">
        {bumpable && (
          <button type="button" disabled={busy || bump?.passed === null} onClick={() => begin(point)}>
            {busy ? tell('bump.one') : tell(bump === null ? 'bump.begin' : 'bump.again')}
          </button>
        )}
        {zeroable && (
          <button
            type="button"
            disabled={zeroing !== null}
            onClick={() => void say('POST', 'zeros', { point })}
          >
            {tell('zero.begin')}
          </button>
        )}
      </div>
      <details>
        <summary>{tell('checks.device')}</summary>
        <PhotoButton {...{ device, there: photos.includes(device), say }} />
        <CalibrationDue device={device} />
      </details>
    </>
  );
}

/** As everywhere on the page; of a point that the site does not have yet nothing is known. */
function Reading({ point }: { point: string }) {
  const known = pointOf(point);
  return known === undefined ? <span>—</span> : <PointValue point={known} live={values.value.get(point)} />;
}

function Oddness({ checks: { plausible, unit } }: { checks: PointChecks }) {
  if (plausible === null) return null;
  const { why, value, siblings, median } = plausible;
  const shown = (one: number) => withUnit(amount(one), unit);
  return (
    <p class="refusal">
      {tell(`odd.${why}`, {
        value: shown(value),
        count: siblings,
        median: median === null ? '—' : shown(median),
      })}
    </p>
  );
}

function ZeroTaken({ checks: { zero, zeroing, unit } }: { checks: PointChecks }) {
  if (zeroing !== null)
    return (
      <span role="status">{tell('zero.runs', { left: span(zeroing.leftMs), count: zeroing.count })}</span>
    );
  if (zero === null) return null;
  const shown = (value: number | null) => (value === null ? '—' : withUnit(amount(value, 3), unit));
  const { why, value, spread, allowed, asFound } = zero;
  return (
    <span>
      {tell(why === null ? 'zero.taken' : `zero.${why}`, {
        ...{ value: shown(value), spread: shown(spread), allowed: shown(allowed) },
      })}
      {asFound !== null && asFound !== value && (
        <small> · {tell('zero.found', { value: shown(asFound) })}</small>
      )}
    </span>
  );
}

/** Written into the site, where a rule watches it. */
function CalibrationDue({ device }: { device: string }) {
  const known = deviceOf(device)?.calibrationDue ?? '';
  const [due, setDue] = useState(known);
  const [failure, setFailure] = useState<AskFailure | null>(null);
  const write = async () =>
    setFailure(
      await trySite([{ path: ['devices', device, 'calibrationDue'], value: due }], tell('due.reason')),
    );
  return (
    <>
      <label>
        {tell('due.date')}
        <input type="date" value={due} onInput={({ currentTarget }) => setDue(currentTarget.value)} />
      </label>
      <RefusalNote failure={failure} />
      <button type="button" disabled={due === '' || due === known} onClick={() => void write()}>
        {tell('due.write')}
      </button>
    </>
  );
}
