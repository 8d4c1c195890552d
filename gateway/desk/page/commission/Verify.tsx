import { useEffect, useState } from 'preact/hooks';
import type { PaperEntry } from '../../http/api/commissionApi.ts';
import { Skeleton } from '../parts/AskedPart.tsx';
import { RefusalNote } from '../parts/RefusalNote.tsx';
import { type AskFailure, ask } from '../state/ask.ts';
import { CommissionTitle } from './CommissionTitle.tsx';
import { PaperRow } from './Papers.tsx';
import { tell, wordsThere } from './words.ts';

/** Where the code of a printed paper leads: whether this box has signed it, and still has the same bytes. */
export function Verify() {
  const hash = location.hash.slice(1).toLowerCase();
  const [paper, setPaper] = useState<PaperEntry | null | undefined>(undefined);
  const [same, setSame] = useState(true);
  const [failure, setFailure] = useState<AskFailure | null>(null);
  useEffect(() => {
    void ask<{ papers: PaperEntry[] }>('GET', '/api/papers').then(async (answer) => {
      if (!answer.ok) return setFailure(answer);
      const known = answer.value.papers.find(({ sha256 }) => sha256 === hash) ?? null;
      if (known !== null) setSame((await hashOf(`/api/papers/${hash}/json`)) === hash);
      setPaper(known);
    });
  }, [hash]);
  if (!wordsThere())
    return (
      <main>
        <CommissionTitle of="verify.title" />
        <Skeleton rows={4} />
      </main>
    );
  return (
    <main>
      <h1>{tell('verify.title')}</h1>
      <p>
        <code>{hash.replace(/(.{4})(?=.)/g, '$1 ')}</code>
      </p>
      <RefusalNote failure={failure} reading />
      {paper === undefined && failure === null && <Skeleton rows={2} />}
      {paper === null && (
        <p class="refusal" role="alert">
          {tell('verify.no')}
        </p>
      )}
      {paper != null && (
        <>
          <p class={same ? '' : 'refusal'} role="status">
            <strong>{tell(same ? 'verify.yes' : 'verify.changed')}</strong>
          </p>
          <PaperRow paper={paper} />
        </>
      )}
    </main>
  );
}

/** Reckoned here, of what the box hands out: it could say what it likes of itself. */
async function hashOf(path: string): Promise<string | null> {
  try {
    const answer = await fetch(path, { credentials: 'same-origin' });
    const digest = await crypto.subtle.digest('SHA-256', await answer.arrayBuffer());
    return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  } catch {
    return null;
  }
}
