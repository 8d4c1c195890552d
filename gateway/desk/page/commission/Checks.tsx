import { useEffect, useState } from 'preact/hooks';
import type { CommissionView, PointChecks } from '../../http/api/commissionApi.ts';
import { Link } from '../parts/Link.tsx';
import { RefusalNote } from '../parts/RefusalNote.tsx';
import { type AskFailure, ask } from '../state/ask.ts';
import { commissionChecks, values } from '../state/now.ts';
import { deviceOf, pointOf } from '../state/plan.ts';
import { amount, named, span, withUnit } from '../state/speech.ts';
import { BumpLegs } from './BumpLegs.tsx';
import type { CommissionAsk } from './commissionAsk.ts';
import { allowSound } from './signals.ts';
import { tell, wordsThere } from './words.ts';

/** Each point of safety, what was proven of it, and what is missing. */
export function Checks() {
  const [failure, setFailure] = useState<AskFailure | null>(null);
  const take = (answer: Awaited<ReturnType<typeof ask<CommissionView>>>): boolean => {
    setFailure(answer.ok ? null : answer);
    if (answer.ok) commissionChecks.value = answer.value.checks;
    return answer.ok;
  };
  const say: CommissionAsk = async (method, path, body) =>
    take(await ask<CommissionView>(method, `/api/commission/${path}`, body));
  useEffect(() => void ask<CommissionView>('GET', '/api/commission').then(take), []);
  const checks = commissionChecks.value;
  if (!wordsThere() || checks === null)
    return (
      <main>
        <RefusalNote failure={failure} />
        {failure === null && <p>…</p>}
      </main>
    );
  const { points, bump } = checks;
  const proven = points.filter(isProven).length;
  return (
    <main>
      <h1>{tell('checks.title')}</h1>
      <p>
        {points.length === 0
          ? tell('checks.none')
          : tell('checks.missing', { done: proven, all: points.length })}
      </p>
      <RefusalNote failure={failure} />
      {bump !== null && <BumpLegs {...{ bump, say, name: nameOf(bump.point) }} />}
      <ul class="rows">
        {points.map((one) => (
          <li key={one.point} class="what">
            <PointRow {...{ checks: one, say, busy: bump !== null }} />
          </li>
        ))}
      </ul>
      <Link to="/commission" class="button">
        {tell('order.back')}
      </Link>
    </main>
  );
}

function PointRow(props: { checks: PointChecks; say: CommissionAsk; busy: boolean }) {
  const { checks, say, busy } = props;
  const { point, unit, zero, zeroing, bump, bumpable } = checks;
  const [asking, setAsking] = useState(false);
  const [gas, setGas] = useState(bump?.gas ?? '');
  const shown = (value: number | null) => (value === null ? '—' : withUnit(amount(value, 3), unit));
  return (
    <>
      <strong>
        {isProven(checks) ? '✓' : '○'} {nameOf(point)}
      </strong>
      <Reading point={point} unit={unit} />
      {zeroing !== null ? (
        <span role="status">{tell('zero.runs', { left: span(zeroing.leftMs), count: zeroing.count })}</span>
      ) : (
        zero !== null && (
          <span>
            {tell(zero.why === null ? 'zero.taken' : `zero.${zero.why}`, {
              value: shown(zero.value),
              spread: shown(zero.spread),
              allowed: shown(zero.allowed),
            })}
          </span>
        )
      )}
      {bump !== null && !busy && <BumpLegs {...{ bump, say, name: '' }} />}
      <div class="pair">
        <button
          type="button"
          disabled={zeroing !== null}
          onClick={() => void say('POST', 'zeros', { point })}
        >
          {tell('zero.begin')}
        </button>
        {bumpable && !asking && (
          <button type="button" disabled={busy} onClick={() => setAsking(true)}>
            {busy ? tell('bump.one') : tell(bump === null ? 'bump.begin' : 'bump.again')}
          </button>
        )}
      </div>
      {asking && (
        <form
          onSubmit={(event: SubmitEvent) => {
            event.preventDefault();
            allowSound();
            setAsking(false);
            void say('POST', 'bumps', { point, gas: gas.trim() === '' ? null : gas });
          }}
        >
          <p class="strip">{tell('bump.warn')}</p>
          <label>
            {tell('bump.gas')}
            <input value={gas} onInput={({ currentTarget }) => setGas(currentTarget.value)} />
          </label>
          <div class="actions">
            <button type="submit" class="primary">
              {tell('bump.begin')}
            </button>
            <button type="button" onClick={() => setAsking(false)}>
              {tell('order.back')}
            </button>
          </div>
        </form>
      )}
    </>
  );
}

function Reading({ point, unit }: { point: string; unit: string }) {
  const now = values.value.get(point);
  if (now === undefined || now.value === null || now.quality !== 'good') return <span>—</span>;
  return <span>{typeof now.value === 'number' ? withUnit(amount(now.value), unit) : String(now.value)}</span>;
}

function isProven({ bump, bumpable }: PointChecks): boolean {
  return bumpable && bump?.passed === true;
}

function nameOf(point: string): string {
  const device = deviceOf(point.slice(0, point.indexOf('/')));
  const known = pointOf(point);
  if (device === undefined || known === undefined) return point;
  return `${named(device.name)} · ${named(known.name)}`;
}
