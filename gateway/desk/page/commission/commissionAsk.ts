import { useEffect, useState } from 'preact/hooks';
import type { CommissionView } from '../../http/api/commissionApi.ts';
import { type AskFailure, ask } from '../state/ask.ts';
import { type PageAsked, useAsked } from '../state/asked.ts';
import { beginnings, commissionChecks, commissionLines } from '../state/now.ts';

/** What every part of commissioning does: asks desk for something, and shows how it all stands then. */
export type CommissionAsk = (method: 'POST' | 'DELETE', path: string, body?: object) => Promise<boolean>;

/** What is said to the box of an order. */
export type SaidToOrder = { readonly kind: string; readonly name?: string; readonly place?: string | null };

/**
 * How it all stands: asked for when a view opens and whenever the stream comes back, told by the stream in between. `failure`: why the
 * box did not take what was said last.
 */
export function useCommission(): {
  asked: PageAsked<CommissionView>;
  say: CommissionAsk;
  failure: AskFailure | null;
} {
  const asked = useAsked<CommissionView>('/api/commission', beginnings.value);
  const [failure, setFailure] = useState<AskFailure | null>(null);
  useEffect(() => {
    if (asked.value !== null) take(asked.value);
  }, [asked.value]);
  const say: CommissionAsk = async (method, path, body) => {
    const answer = await ask<CommissionView>(method, `/api/commission/${path}`, body);
    setFailure(answer.ok ? null : answer);
    if (answer.ok) take(answer.value);
    return answer.ok;
  };
  return { asked, say, failure };
}

function take({ lines, checks }: CommissionView): void {
  commissionLines.value = lines;
  commissionChecks.value = checks;
}
