import { useState } from 'preact/hooks';
import type { CommissionView } from '../../http/api/commissionApi.ts';
import { RefusalNote } from '../parts/RefusalNote.tsx';
import { type AskFailure, ask } from '../state/ask.ts';
import { me } from '../state/me.ts';
import { commissionChecks } from '../state/now.ts';
import { deviceOf } from '../state/plan.ts';
import { named } from '../state/speech.ts';
import { tell } from './words.ts';

/**
 * What is open, each with its reason, and the signature. What is typed stays when the gateway refuses. `why`: why nothing can be
 * signed now, because nobody knows how the building is.
 */
export function SignRecord({ gaps, why }: { gaps: readonly string[]; why: string | null }) {
  const [reasons, setReasons] = useState<Readonly<Record<string, string>>>({});
  const [same, setSame] = useState('');
  const [failure, setFailure] = useState<AskFailure | null>(null);
  const [state, setState] = useState<'open' | 'signing' | 'signed'>('open');
  const missing = gaps.some((gap) => (reasons[gap] ?? '').trim() === '');
  const fill = () =>
    setReasons(Object.fromEntries(gaps.map((gap) => [gap, (reasons[gap] ?? '').trim() || same.trim()])));
  const sign = async () => {
    setState('signing');
    const given = gaps.map((about) => ({ about, reason: reasons[about] ?? '' }));
    const signed = await ask<CommissionView>('POST', '/api/commission/records', { reasons: given });
    setFailure(signed.ok ? null : signed);
    setState(signed.ok ? 'signed' : 'open');
    if (signed.ok) commissionChecks.value = signed.value.checks;
  };
  if (state === 'signed')
    return (
      <>
        <p role="status">
          <strong>{tell('papers.signed')}</strong>
        </p>
        <button type="button" onClick={() => setState('open')}>
          {tell('papers.again')}
        </button>
      </>
    );
  return (
    <form
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault();
        if (!missing && why === null) void sign();
      }}
    >
      <p>{gaps.length === 0 ? tell('papers.complete') : tell('papers.gaps', { count: gaps.length })}</p>
      {gaps.map((gap) => (
        <label key={gap}>
          {tell('papers.reason', { about: nameOfGap(gap) })}
          <input
            value={reasons[gap] ?? ''}
            maxLength={500}
            onInput={({ currentTarget }) => setReasons({ ...reasons, [gap]: currentTarget.value })}
          />
        </label>
      ))}
      {gaps.length > 1 && missing && (
        <>
          <label>
            {tell('papers.same')}
            <input value={same} onInput={({ currentTarget }) => setSame(currentTarget.value)} />
          </label>
          <button type="button" disabled={same.trim() === ''} onClick={fill}>
            {tell('papers.fill')}
          </button>
        </>
      )}
      <RefusalNote failure={failure} />
      {why !== null && <p role="status">{why}</p>}
      <div class="actions">
        <button type="submit" class="primary" disabled={missing || why !== null || state === 'signing'}>
          {tell('papers.sign', { name: me.value?.name ?? '' })}
        </button>
      </div>
    </form>
  );
}

const TESTS = ['siren', 'uplink', 'clock', 'disk', 'power', 'lift'] as const;

/** A gap is a device, or a test of the building and where. */
function nameOfGap(gap: string): string {
  const device = deviceOf(gap);
  if (device !== undefined) return named(device.name);
  const test = TESTS.find((one) => gap === one || gap.startsWith(`${one} `));
  return test === undefined ? gap : `${tell(`gap.${test}`)}${gap.slice(test.length)}`;
}
